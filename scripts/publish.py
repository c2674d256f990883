"""Build the site and the data of all cities: `python scripts/publish.py [options of keikaku build]`.

Needs nothing but Python and a package index: the first run makes the environment `.venv`, later ones use it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - read by whatever Python a machine has
    sys.exit("Python 3.11 以上が必要です。 / Python 3.11 or newer is needed, this is " + sys.version.split()[0])

import assets
from _setup import ROOT, Environment, Run, ensure, guarded, run_command, run_tool


def publish(arguments: list[str], environment: Environment, run: Run) -> int:
    """Set up where needed, then build; give the exit code of `keikaku build`, which needs no assets."""
    ensure(environment, "use", run)
    assets.bring(environment.root, run)
    return run_tool(environment, "keikaku", ["build", "--out", "public", *arguments], run)


if __name__ == "__main__":
    sys.exit(guarded(lambda: publish(sys.argv[1:], Environment(ROOT), run_command)))
