# The same command runs here and in CI.
check:
    uv run ruff format --check .
    uv run ruff check .
    uv run mypy
    uv run lint-imports
    uv run pytest

docs:
    uv run python docs/generate.py

bench:
    uv run python -m tests.bench.one_customer
    uv run python -m tests.bench.one_order
    uv run python -m tests.bench.cold
    uv run python -m tests.bench.whole_catalogue
    uv run python -m tests.bench.base
