"""Trainings as generators: one loop, tasks that name their losses, run folders."""
