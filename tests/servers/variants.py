"""A CKAN with other plugins and settings beside the one that runs, on the same database: no second installation."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from portals import CLIENT, HOME_VARIABLE, Portal
from stores import free_port

SECONDS = 60


@dataclass(frozen=True)
class Variant:
    """The portal, and how its own commands are called."""

    portal: Portal
    command: tuple[str, ...]
    log: Path

    def run(self, *arguments: str) -> None:
        """Run a command of this CKAN to its end."""
        subprocess.run([*self.command, *arguments], check=True, capture_output=True, timeout=SECONDS)

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command of this CKAN until the end of the block."""
        with self.log.open("ab") as log:
            process = subprocess.Popen([*self.command, *arguments], stdout=log, stderr=log, cwd=self.log.parent)
            try:
                yield process
            finally:
                process.terminate()
                process.wait(timeout=SECONDS)


@contextmanager
def variant(
    portal: Portal, folder: Path, needs: str, settings: Mapping[str, str], prepare: tuple[str, ...] = ()
) -> Iterator[Variant]:
    """Run a second web server with some settings replaced; skip where the installation lacks the package it needs."""
    home = Path(os.environ[HOME_VARIABLE])
    installed = (home / "venv" / ".filled").read_text(encoding="utf-8")
    if not re.search(rf"^{needs}==", installed.replace("_", "-"), re.M):
        pytest.skip(f"this CKAN was installed without {needs} (CKANUP_PIP, docs/portal.md)")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {"ckan.site_url": url, **settings}
    text = (home / "state" / "ckan.ini").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.partition(" = ")[0] not in own]
    place = kept.index("[app:main]") + 1
    kept[place:place] = [f"{name} = {value}" for name, value in own.items()]
    ini = folder / "ckan.ini"
    ini.touch(mode=0o600)
    ini.write_text("\n".join(kept) + "\n", encoding="utf-8")
    found = Variant(replace(portal, url=url), (str(home / "venv/bin/ckan"), "-c", str(ini)), folder / "ckan.log")
    if prepare:
        found.run(*prepare)
    server = ("run", "--host", "127.0.0.1", "--port", str(port), "--disable-reloader", "--threaded")
    with found.running(*server) as process:
        _await(found, process)
        yield found


def _await(found: Variant, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if CLIENT.get(f"{found.portal.url}/api/3/action/package_search?rows=0").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(found.log.read_text(encoding="utf-8")[-2000:])
