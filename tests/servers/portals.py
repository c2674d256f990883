"""A real CKAN for tests, a proxy that spoils or breaks off chosen calls in front of it, and `keikaku publish`."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVERS = ROOT.parent / "shared" / "servers"
HOME_VARIABLE = "KEIKAKU_CKAN"
"""Names the folder that a CKAN is kept in. Filling it needs package registries, so tests never choose one."""
SECONDS = 600
ORGANISATION = "ena"
SMALL = ("*_plan_p[lo]*.csv",)
"""Four tables: plans, policies, their points, and one more where a city has it."""


@dataclass(frozen=True)
class Portal:
    """A running CKAN: its address, a sysadmin's token and that of an editor of one organisation."""

    url: str
    admin: str = field(repr=False)
    editor: str = field(repr=False)

    def act(self, action: str, token: str | None = None, **data: Any) -> Any:
        """Call an action as sysadmin, or with another token; give the result, or None where it is refused."""
        headers = {"Authorization": self.admin if token is None else token} if token != "" else {}
        answer = httpx.post(f"{self.url}/api/3/action/{action}", json=data, headers=headers, timeout=60)
        return answer.json()["result"] if answer.status_code == 200 else None

    def public(self, name: str) -> Any:
        """Give a dataset as everybody sees it, None where nobody does."""
        return self.act("package_show", "", id=name)

    def datasets(self) -> list[Any]:
        """Give all datasets that bear our mark, also private ones."""
        found = self.act("package_search", include_private=True, rows=100, fq="extras_keikaku_id:[* TO *]")["results"]
        return [self.act("package_show", id=one["id"]) for one in found]

    def content(self, dataset: Any) -> dict[str, str]:
        """Give the checksums of the bytes of a dataset's resources by the resources' paths."""
        headers = {"Authorization": self.admin}
        return {
            one["keikaku_path"]: hashlib.sha256(httpx.get(one["url"], headers=headers).content).hexdigest()
            for one in dataset["resources"]
        }

    def empty(self) -> None:
        """Remove every dataset, also deleted ones whose names are known."""
        for one in self.datasets():
            self.act("dataset_purge", id=one["id"])
        for name in ("c212105-001", "renamed"):
            if self.act("package_show", id=name):
                self.act("dataset_purge", id=name)


def start_portal() -> tuple[Portal, bool]:
    """Start the CKAN of `KEIKAKU_CKAN`, with an organisation and an editor; tell whether it was up already.

    Version and port are those of the variables of `ckan-up` (`CKANUP_VERSION`, `CKANUP_PORT`).
    """
    home = os.environ.get(HOME_VARIABLE)
    if not home:
        pytest.skip(f"set {HOME_VARIABLE} to a folder that a CKAN may be kept in (docs/portal.md)")
    if not (SERVERS / "ckan-up").exists():
        pytest.skip("the script that starts a CKAN is not beside the checkout")
    told = subprocess.run([SERVERS / "ckan-up", home], capture_output=True, text=True, timeout=SECONDS)
    if told.returncode:
        pytest.skip(f"CKAN did not start: {told.stderr[-300:]}")
    facts = dict(line.split("=", 1) for line in told.stdout.split())
    url, admin = facts["CKAN_URL"], facts["CKAN_TOKEN"]
    portal = Portal(url, admin, "")
    if not portal.act("organization_show", id=ORGANISATION):
        portal.act("organization_create", name=ORGANISATION, title="恵那市")
    if not portal.act("user_show", id="editor"):
        portal.act("user_create", name="editor", email="e@example.invalid", password=os.urandom(16).hex())
    portal.act("organization_member_create", id=ORGANISATION, username="editor", role="editor")
    editor = portal.act("api_token_create", user="editor", name="keikaku")["token"]
    return Portal(url, admin, editor), "already up" in told.stderr


def stop_portal() -> None:
    subprocess.run([SERVERS / "ckan-down", os.environ[HOME_VARIABLE]], capture_output=True, timeout=120)


@dataclass
class Desk:
    """A folder from which a city publishes: settings, state, log; `site` is the build that is published."""

    folder: Path
    site: Path
    token: str = field(repr=False)
    portal: Portal

    def settle(self, address: str, files: tuple[str, ...] = SMALL, **more: str) -> None:
        """Write the settings; `more` are further lines of the portal's table."""
        lines = [
            "[portals.gifu]",
            'kind = "ckan"',
            f'address = "{address}"',
            f'organisation = "{more.pop("organisation", ORGANISATION)}"',
            'name = "c{lgcode}-001"',
            'maintainer = "恵那市 情報政策課"',
            'maintainer_email = "joho@city.example.jp"',
            'frequency = "ANNUAL"',
            f"files = {list(files)}",
            f'licences = {{ "CC-BY-4.0" = "{more.pop("licence", "cc-by")}" }}',
            f"limits = {{ seconds = {more.pop('seconds', '20')}, request_mb = {more.pop('request_mb', '50')} }}",
            *more.values(),
        ]
        (self.folder / "keikaku.toml").write_text("\n".join(lines), encoding="utf-8")

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start `keikaku publish` as a process of its own."""
        settings, out = str(self.folder / "keikaku.toml"), str(self.site)
        command = [sys.executable, "-m", "keikaku", "publish", "--portal", "gifu", "--config", settings, "--out", out]
        environment = {**os.environ, "KEIKAKU_TOKEN_GIFU": self.token, "PYTHONPATH": str(ROOT / "build"), "LANG": "C"}
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*command, *options], env=environment, stdout=pipe, stderr=pipe, text=True, cwd=self.folder
        )

    def publish(self, *options: str) -> Told:
        """Run `keikaku publish --yes` to its end."""
        with self.start("--yes", *options) as process:
            out, err = process.communicate(timeout=SECONDS)
        for text in (out, err, *(path.read_text() for path in (self.folder / ".keikaku").glob("*"))):
            assert self.token not in text
        return Told(process.returncode, out, err)

    def forget(self) -> None:
        """Lose the state."""
        shutil.rmtree(self.folder / ".keikaku", ignore_errors=True)


@dataclass(frozen=True)
class Told:
    """What a run said."""

    code: int
    out: str
    err: str

    @property
    def writes(self) -> int:
        """The writing calls that it counted."""
        return int(self.out.split(" writing")[0].rsplit(" ", 1)[-1])


@dataclass
class Fault:
    """What happens to the call of a number (from 1), to the writing calls of an action, or to downloads.

    `before` the portal sees it, or after: `status` answers that, `drop` closes the connection, `hang` says nothing for
    so many seconds, `kill` ends the process.
    """

    number: int = 0
    action: str = ""
    download: bool = False
    before: bool = False
    status: int = 0
    drop: bool = False
    hang: float = 0.0
    kill: bool = False
    times: int = 1
    edit: Any = None

    def hits(self, number: int, method: str, path: str) -> bool:
        named = bool(self.action) and method == "POST" and path.endswith(f"/{self.action}")
        download = self.download and "/download/" in path
        return self.times > 0 and (number == self.number or named or download)


@dataclass
class Proxy:
    """A proxy in front of the portal: what went through, and the fault that is still to come."""

    url: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)
    fault: Fault = field(default_factory=Fault)
    victim: subprocess.Popen[str] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, method: str, path: str) -> bool:
        """Note a call; tell whether the fault is meant for it."""
        with self.lock:
            self.calls.append((method, path))
            hit = self.fault.hits(len(self.calls), method, path)
            self.fault.times -= hit
            return hit

    @property
    def writes(self) -> list[str]:
        return [path.rpartition("/")[2] for method, path in self.calls if method == "POST"]

    def kill(self) -> None:
        """Kill the process that called, which the test names as soon as it runs."""
        while self.victim is None:
            time.sleep(0.01)
        self.victim.send_signal(signal.SIGKILL)
        self.victim.wait()


class _Handler(BaseHTTPRequestHandler):
    """Passes requests on to the portal, and spoils the one that the proxy's fault is meant for."""

    protocol_version = "HTTP/1.1"
    proxy: Proxy
    portal: Portal

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        hit = self.proxy.note(self.command, self.path.partition("?")[0])
        fault = self.proxy.fault
        if hit and fault.edit:
            fault.edit()
        if hit and fault.before and self._spoil():
            return
        upstream = urlsplit(self.portal.url)
        connection = HTTPConnection(upstream.hostname or "", upstream.port, timeout=120)
        connection.request(self.command, self.path, body, dict(self.headers.items()))
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        if hit and not fault.before and self._spoil():
            return
        self._answer(answer.status, told, answer.getheader("Content-Type", ""))

    def _spoil(self) -> bool:
        """Do the harm; tell whether the true answer is lost."""
        fault = self.proxy.fault
        if fault.kill:
            self.proxy.kill()
        if fault.hang:
            time.sleep(fault.hang)
        if fault.kill or fault.drop or fault.hang:
            self.close_connection = True
            return True
        if fault.status:
            self._answer(fault.status, b"<html>spoilt</html>", "text/html")
        return bool(fault.status)

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *values: object) -> None: ...


@contextmanager
def proxied(portal: Portal, fault: Fault | None = None) -> Iterator[Proxy]:
    """Run a proxy in front of a portal."""
    proxy = Proxy(fault=fault or Fault())
    handler = type("Handler", (_Handler,), {"proxy": proxy, "portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()


NOT_OURS = frozenset(
    {"id", "package_id", "created", "last_modified", "metadata_modified", "metadata_created", "url", "position"}
)


def plain(portal: Portal, dataset: Any) -> dict[str, Any]:
    """Give all of a dataset that two runs must have alike: no ids, no times."""
    found = {key: value for key, value in dataset.items() if key not in NOT_OURS and key != "organization"}
    found["resources"] = [
        {key: value for key, value in one.items() if key not in NOT_OURS} for one in dataset["resources"]
    ]
    found["tags"] = sorted(one["name"] for one in dataset["tags"])
    found["extras"] = sorted((one["key"], one["value"]) for one in dataset["extras"])
    found["bytes"] = portal.content(dataset)
    return found
