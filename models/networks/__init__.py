"""Networks: one per file, each with its Config."""
