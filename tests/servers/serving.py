"""`keikaku serve` in a process of its own, on a free port."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx

BASE = "https://keikaku.example/"
SECONDS = 2.0
ROWS = 5000


@dataclass(frozen=True)
class Served:
    """A running server."""

    url: str
    folder: Path
    process: subprocess.Popen[str]

    @property
    def sparql(self) -> str:
        return f"{self.url}sparql"

    def get(self, query: str, accept: str = "*/*", **settings: object) -> httpx.Response:
        return httpx.get(self.sparql, params={"query": query}, headers={"Accept": accept}, timeout=30, **settings)

    def post(self, query: str | bytes, **headers: str) -> httpx.Response:
        return httpx.post(
            self.sparql, content=query, headers={"Content-Type": "application/sparql-query", **headers}, timeout=30
        )


def start(folder: Path, *options: str) -> Served:
    command = [sys.executable, "-m", "keikaku", "serve", "--out", str(folder), "--port", "0", "--lang", "en", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+/", line)
    assert found, line
    return Served(found.group(), folder, process)


def stop(served: Served) -> int:
    served.process.send_signal(signal.SIGTERM)
    try:
        return served.process.wait(20)
    finally:
        served.process.kill()
        if served.process.stdout:
            served.process.stdout.close()
