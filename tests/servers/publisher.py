"""`keikaku` in processes of its own that start at once: forked from one that has everything imported.

Run as a program it reads one call a line and answers with the number of the process, then with its exit code. It has
one thread, so that forking is safe; a test has several.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_IMPORTED = ("cli.app", "cli.publishing", "portal.package", "portal.publish", "portal.settings_file", "portal.targets")
_HEAVY = ("s3fs", "dulwich.client")
BUILD = Path(__file__).resolve().parents[2] / "build"


@dataclass
class Publisher:
    """Starts calls of `keikaku`, one after another."""

    _server: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
        """Start a call in a folder, with more in its environment; what it says goes to files there."""
        if self._server is None:
            pipe, path = subprocess.PIPE, {**os.environ, "PYTHONPATH": str(BUILD), "LANG": "C"}
            self._server = subprocess.Popen([sys.executable, __file__], stdin=pipe, stdout=pipe, text=True, env=path)
        assert self._server.stdin
        assert self._server.stdout
        call = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment)}
        self._server.stdin.write(json.dumps(call) + "\n")
        self._server.stdin.flush()
        return Run(int(self._server.stdout.readline()), folder, self._server)

    def close(self) -> None:
        """End the process that the calls are forked from."""
        if self._server and self._server.stdin:
            self._server.stdin.close()
            self._server.wait(timeout=10)


@dataclass
class Run:
    """A call that runs."""

    number: int
    folder: Path
    server: subprocess.Popen[str]

    def end(self) -> tuple[int, str, str]:
        """Wait for its end; give its exit code (below 0 for a signal) and what it said."""
        assert self.server.stdout
        code = int(self.server.stdout.readline())
        return code, (self.folder / "out.txt").read_text(), (self.folder / "err.txt").read_text()

    def kill(self) -> None:
        """Kill it, and wait until it is gone."""
        os.kill(self.number, signal.SIGKILL)
        while True:
            try:
                os.kill(self.number, 0)
            except ProcessLookupError:
                return


def _serve() -> None:
    from importlib import import_module
    from importlib.util import find_spec

    import httpx

    from keikaku.cli import run

    for name in (*(f"keikaku.{name}" for name in _IMPORTED), *_HEAVY):
        if find_spec(name.partition(".")[0]):
            import_module(name)
    # A client that was made once has read the certificates and the codecs.
    httpx.Client().close()
    for line in sys.stdin:
        call = json.loads(line)
        number = os.fork()
        if number == 0:
            _become(call["folder"], call["environment"])
            code = run(call["arguments"])
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _tell(number)
        _tell(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _become(folder: str, environment: Mapping[str, str]) -> None:
    os.chdir(folder)
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out.txt"), (2, "err.txt")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)


if __name__ == "__main__":
    _serve()
