"""The examples of docs/reuse.md, run against a build that is served on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "reuse.md"
BASE = "https://keikaku.example/"
EXAMPLES = re.findall(r"```(python|javascript)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.S)


class _Moved(SimpleHTTPRequestHandler):
    """The site as if it had been built for the address at which it is served."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        here = f"http://127.0.0.1:{self.server.server_address[1]}/"
        content = path.read_bytes()
        if path.suffix in {".json", ".xml"}:
            content = content.replace(BASE.encode(), here.encode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(public_cities: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Moved, directory=str(public_cities))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs(number: int, address: str, tmp_path: Path) -> None:
    language, code = EXAMPLES[number]
    assert BASE in code
    moved = code.replace(BASE, address)
    if language == "javascript":
        node = shutil.which("node")
        if not node:
            pytest.skip("node is not on this machine")
        command = [node, "--input-type=module", "-e", moved]
    else:
        command = [sys.executable, "-c", moved]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_there_are_examples_of_each_form() -> None:
    text = "".join(code for _, code in EXAMPLES)
    for part in ("pd.read_parquet", "sqlite3.connect", "feedparser.parse", "duckdb", "zipfile", "fetch("):
        assert part in text
