"""Training: one loop, tasks that return named losses, run folders."""
