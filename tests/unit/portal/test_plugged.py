"""A kind of another package: the example of docs/portal.md, installed and run against a repository with such an API."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from descriptors import change

from keikaku.cli import run

PAGE = (Path(__file__).parents[3] / "docs" / "portal.md").read_text(encoding="utf-8")
EXAMPLE = next(block.split("```")[0] for block in PAGE.split("```python\n") if block.startswith('"""town_deposit.py'))
ENTRY = next(block.split("```")[0] for block in PAGE.split("```ini\n")[1:])
SETTINGS = next(block.split("```")[0] for block in PAGE.split("```toml\n") if block.startswith("[portals.doi]"))
TOKEN = "-".join(["a", "token", "that", "nobody", "may", "see"])


class Deposits(BaseHTTPRequestHandler):
    """Keeps deposits: drafts, files, new versions, and a DOI for what is published."""

    kept: list[dict[str, Any]]
    calls: list[str]

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.calls.append(self.command)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._answer(401, {})
            return
        path = unquote(self.path.partition("?")[0]).removeprefix("/api/deposit/depositions").strip("/")
        parts = path.split("/") if path else []
        if self.command == "GET":
            self._answer(200, self.kept[::-1])
        elif not parts or parts[-1] == "newversion":
            draft = {"id": len(self.kept) + 1, "submitted": False, "metadata": {"version_of": ""}, "files": {}}
            self.kept.append(draft)
            self._answer(201, draft)
        else:
            self._change(self.kept[int(parts[0]) - 1], parts[1:], body)

    def _change(self, draft: dict[str, Any], rest: list[str], body: bytes) -> None:
        if rest[:1] == ["files"]:
            draft["files"][rest[1]] = len(body)
        elif rest:
            draft.update(submitted=True, doi=f"10.5555/{draft['id']}")
        else:
            draft["metadata"] = json.loads(body)["metadata"]
        self._answer(200, draft)

    do_GET = do_POST = do_PUT = _do  # noqa: N815 - names of http.server

    def _answer(self, status: int, told: object) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: object) -> None: ...


@pytest.fixture
def deposits() -> Iterator[tuple[str, type[Deposits]]]:
    handler = type("Handler", (Deposits,), {"kept": [], "calls": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    server.server_close()


def install(folder: Path, code: str, entry: str) -> None:
    """Put a package where Python finds it."""
    folder.mkdir()
    (folder / "town_deposit.py").write_text(code, encoding="utf-8")
    told = folder / "town_deposit-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: town-deposit\nVersion: 1.0\n")
    group = entry.strip().splitlines()
    name = group[0].removeprefix("[project.entry-points.").strip('"]')
    points = "\n".join(line.replace('"', "") for line in group[1:])
    (told / "entry_points.txt").write_text(f"[{name}]\n{points}\n")


@pytest.fixture
def home(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deposits: tuple[str, type[Deposits]]
) -> Iterator[Path]:
    site = tmp_path / "public"
    (site / "212105").mkdir(parents=True)
    change(data, lambda told: told)
    (data / "SHA256SUMS").unlink(missing_ok=True)
    data.rename(site / "212105" / "data")
    (site / "keikaku.json").write_text(json.dumps({"base_url": "https://x.jp/", "cities": ["212105"]}))
    text = SETTINGS.replace("https://repository.example.jp", deposits[0])
    (tmp_path / "keikaku.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEIKAKU_TOKEN_DOI", TOKEN)
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    yield tmp_path
    sys.modules.pop("town_deposit", None)


def publish(*options: str) -> int:
    return run(["publish", "--portal", "doi", "--lang", "en", *options])


def test_the_example(home: Path, deposits: tuple[str, type[Deposits]], capsys: pytest.CaptureFixture[str]) -> None:
    install(home / "installed", EXAMPLE, ENTRY)
    kept, calls = deposits[1].kept, deposits[1].calls
    assert publish() == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert kept == []
    assert publish("--yes") == 0
    assert "10.5555/1" in capsys.readouterr().out
    assert kept[0]["metadata"]["community"] == "municipal-plans"
    assert "212105_plan_projects.csv" in kept[0]["files"]
    calls.clear()
    assert publish("--yes") == 0
    assert calls == ["GET"]
    projects = home / "public" / "212105" / "data" / "212105_plan_projects.csv"
    projects.write_text(projects.read_text(encoding="utf-8").replace("1", "2"), encoding="utf-8")
    change(projects.parent, lambda told: [one.pop("hash", "") for one in told["resources"]])  # type: ignore[attr-defined]
    assert publish("--yes") == 0
    assert kept[1]["doi"] == "10.5555/2"


def test_without_the_package(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish() == 2
    assert "E1006" in capsys.readouterr().err


@pytest.mark.parametrize("code", ["import no_such_package_anywhere", "KIND = 3", ""])
def test_a_package_that_cannot_be_loaded(home: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    install(home / "installed", code, ENTRY)
    assert publish() == 2
    assert "E1065" in capsys.readouterr().err
