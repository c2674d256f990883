"""Run every check of the project, or pytest alone: `python scripts/test.py [arguments of pytest]`.

Needs nothing but Python and a package index: the first run makes the environment `.venv`, later ones use it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - read by whatever Python a machine has
    sys.exit("Python 3.11 以上が必要です。 / Python 3.11 or newer is needed, this is " + sys.version.split()[0])

from _setup import ROOT, Environment, Run, ensure, guarded, run_command, run_tool, say

CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("mypy", "scripts"),
    ("lint-imports",),
    ("python", "scripts/generate.py", "--check"),
    ("pytest", "--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder"),
)
"""A file of tests stays in one process, and files keep their order, in which those that drive a browser are last."""


def test(arguments: list[str], environment: Environment, run: Run) -> int:
    """Set up where needed, then run all checks to their end; give the exit code of the first that fails."""
    ensure(environment, "develop", run)
    if arguments:
        return run_tool(environment, "pytest", arguments, run)
    failed = {}
    for tool, *rest in CHECKS:
        name = " ".join((tool, *rest))
        say(f"== {name}")
        code = run_tool(environment, tool, rest, run)
        if code:
            failed[name] = code
    say(f"== failed: {', '.join(failed)}" if failed else "== all checks passed")
    return next(iter(failed.values()), 0)


if __name__ == "__main__":
    sys.exit(guarded(lambda: test(sys.argv[1:], Environment(ROOT), run_command)))
