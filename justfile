# Short names for what scripts/ does; nothing happens here that the scripts cannot do without just.

python := if os_family() == "windows" { "python" } else { "python3" }

# List the commands.
default:
    @just --list

# Make or renew the environment .venv.
setup:
    {{python}} scripts/tool.py

# Build everything into public/.
publish *args:
    {{python}} scripts/publish.py {{args}}

# Run all checks, or pytest alone with its arguments.
test *args:
    {{python}} scripts/test.py {{args}}

# Look for faults in the code.
lint:
    {{python}} scripts/tool.py ruff check
    {{python}} scripts/tool.py lint-imports

# Bring the code into its form.
format:
    {{python}} scripts/tool.py ruff check --fix-only
    {{python}} scripts/tool.py ruff format

# Check the types.
types:
    {{python}} scripts/tool.py mypy
    {{python}} scripts/tool.py mypy scripts

# Write the files that come from the schema.
generate:
    {{python}} scripts/tool.py python scripts/generate.py

# Measure the stages on synthetic cities.
bench *args:
    {{python}} scripts/tool.py python scripts/bench.py {{args}}
