"""Measurements: `uv run python -m tests.bench.NAME`; docs/benchmarks.md says what each found, and on which machine."""
