"""Measures and benchmarks."""
