"""Benchmarks: ratios to baselines that are measured in the same run (``python -m tests.bench``)."""
