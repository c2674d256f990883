"""Run a tool of the project's own environment: `python scripts/tool.py ruff check`.

Without arguments the environment is only set up.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - read by whatever Python a machine has
    sys.exit("Python 3.11 以上が必要です。 / Python 3.11 or newer is needed, this is " + sys.version.split()[0])

from _setup import ROOT, Environment, Run, ensure, guarded, run_command, run_tool


def tool(arguments: list[str], environment: Environment, run: Run) -> int:
    """Set up where needed, then run the tool; give its exit code."""
    ensure(environment, "develop", run)
    return run_tool(environment, arguments[0], arguments[1:], run) if arguments else 0


if __name__ == "__main__":
    sys.exit(guarded(lambda: tool(sys.argv[1:], Environment(ROOT), run_command)))
