"""A real CKAN for tests, and a desk from which a city publishes on it.

Several processes of pytest may use one CKAN at once: each has a city, an organisation and an editor of its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from publisher import BUILD, Publisher, Run

from keikaku.iri import check_digit

SERVERS = Path(__file__).resolve().parents[3] / "shared" / "servers"
HOME_VARIABLE = "KEIKAKU_CKAN"
"""Names the folder that a CKAN is kept in. Filling it needs package registries, so tests never choose one."""
SECONDS = 600
CLIENT = httpx.Client(timeout=60, trust_env=False)
"""One for all: making a client costs more than most calls."""
SMALL = ("*_plan_p[lo]*.csv",)
"""Three tables: plans, policies, their points."""


@dataclass(frozen=True)
class Seat:
    """What belongs to one process of pytest: the code of its city, and the names that it uses on the portal."""

    code: str
    organisation: str
    editor: str

    @property
    def name(self) -> str:
        """The dataset's name."""
        return f"c{self.code}-001"

    @property
    def identifier(self) -> str:
        """The dataset's mark."""
        return f"{self.code}_plan"


def seat() -> Seat:
    """Give the seat of this process; its city is none of those in the repository."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    code = str(21211 + number)
    return Seat(code + check_digit(code), f"ena-{number}", f"editor-{number}")


@dataclass(frozen=True)
class Portal:
    """A running CKAN: its address, a sysadmin's token and that of an editor of one organisation."""

    url: str
    admin: str = field(repr=False)
    editor: str = field(repr=False)
    seat: Seat

    def act(self, action: str, token: str | None = None, **data: Any) -> Any:
        """Call an action as sysadmin, or with another token; give the result, or None where it is refused."""
        headers = {"Authorization": self.admin if token is None else token} if token != "" else {}
        answer = CLIENT.post(f"{self.url}/api/3/action/{action}", json=data, headers=headers)
        return answer.json()["result"] if answer.status_code == 200 else None

    def public(self) -> Any:
        """Give the city's dataset as everybody sees it, None where nobody does."""
        return self.act("package_show", "", id=self.seat.name)

    def datasets(self) -> list[Any]:
        """Give all datasets that bear the city's mark, also private ones."""
        mark = f'extras_keikaku_id:"{self.seat.identifier}"'
        found = self.act("package_search", include_private=True, rows=100, fq=mark)["results"]
        # The index of another server may tell of what is gone.
        return [shown for one in found if (shown := self.act("package_show", id=one["id"]))]

    def content(self, dataset: Any) -> dict[str, str]:
        """Give the checksums of the bytes of a dataset's resources by the resources' paths."""
        headers = {"Authorization": self.admin}
        return {
            one["keikaku_path"]: hashlib.sha256(CLIENT.get(one["url"], headers=headers).content).hexdigest()
            for one in dataset["resources"]
        }

    @property
    def names(self) -> tuple[str, str, str]:
        """The names that the city's datasets may have."""
        return self.seat.name, f"renamed-{self.seat.code}", f"renamed-{self.seat.code}-2"

    def empty(self) -> None:
        """Remove the city's datasets, also deleted ones whose names are known."""
        for one in self.datasets():
            self.act("dataset_purge", id=one["id"])
        for name in self.names:
            if self.act("package_show", id=name):
                self.act("dataset_purge", id=name)


@contextmanager
def running_portal() -> Iterator[Portal]:
    """Start the CKAN of `KEIKAKU_CKAN` where it is not up; the last to use one that tests started stops it.

    Version, port and plugins are those of the variables of `ckan-up` (`CKANUP_VERSION`, `CKANUP_PORT`, …).
    """
    import fcntl  # Windows has none, and no CKAN.

    home = os.environ.get(HOME_VARIABLE)
    if not home:
        pytest.skip(f"set {HOME_VARIABLE} to a folder that a CKAN may be kept in (docs/portal.md)")
    if not (SERVERS / "ckan-up").exists():
        pytest.skip("the script that starts a CKAN is not beside the checkout")
    told = subprocess.run([SERVERS / "ckan-up", home], capture_output=True, text=True, timeout=SECONDS)
    if told.returncode:
        pytest.skip(f"CKAN did not start: {told.stderr[-300:]}")
    mark = Path(home) / ".started-by-tests"
    if "already up" not in told.stderr:
        mark.touch()
    facts = dict(line.split("=", 1) for line in told.stdout.split())
    with (Path(home) / ".used-by-tests").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield _furnished(facts["CKAN_URL"], facts["CKAN_TOKEN"])
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        if mark.exists():
            mark.unlink()
            subprocess.run([SERVERS / "ckan-down", home], capture_output=True, timeout=120)


def _furnished(url: str, admin: str) -> Portal:
    """Give a portal with the organisation and the editor of this process."""
    own = seat()
    portal = Portal(url, admin, "", own)
    if not portal.act("organization_show", id=own.organisation):
        portal.act("organization_create", name=own.organisation, title="恵那市")
    if not portal.act("user_show", id=own.editor):
        email = f"{own.editor}@example.invalid"
        portal.act("user_create", name=own.editor, email=email, password=os.urandom(16).hex())
    portal.act("organization_member_create", id=own.organisation, username=own.editor, role="editor")
    editor = portal.act("api_token_create", user=own.editor, name="keikaku")["token"]
    return Portal(url, admin, editor, own)


@dataclass
class Desk:
    """A folder from which a city publishes: settings, state, log; `site` is the build that is published."""

    folder: Path
    site: Path
    token: str = field(repr=False)
    portal: Portal
    publisher: Publisher

    def settle(self, address: str, files: tuple[str, ...] = SMALL, **more: str) -> None:
        """Write the settings; `more` are further lines of the portal's table."""
        organisation = more.pop("organisation", self.portal.seat.organisation)
        lines = [
            "[portals.gifu]",
            'kind = "ckan"',
            f'address = "{address}"',
            f'organisation = "{organisation}"',
            f'name = "{more.pop("name", "c{lgcode}-001")}"',
            'maintainer = "恵那市 情報政策課"',
            'maintainer_email = "joho@city.example.jp"',
            'frequency = "ANNUAL"',
            f"files = {list(files)}",
            f'licences = {{ "CC-BY-4.0" = "{more.pop("licence", "cc-by")}" }}',
            f"limits = {{ seconds = {more.pop('seconds', '20')}, request_mb = {more.pop('request_mb', '50')} }}",
            *more.values(),
        ]
        (self.folder / "keikaku.toml").write_text("\n".join(lines), encoding="utf-8")

    def _arguments(self, options: tuple[str, ...]) -> list[str]:
        settings = str(self.folder / "keikaku.toml")
        return ["publish", "--portal", "gifu", "--config", settings, "--out", str(self.site), *options]

    def start(self, *options: str) -> Run:
        """Start `keikaku publish`."""
        return self.publisher.start(self._arguments(options), self.folder, {"KEIKAKU_TOKEN_GIFU": self.token})

    def start_apart(self, *options: str) -> subprocess.Popen[str]:
        """Start it as staff do, from nothing, so that several may run at once."""
        environment = {**os.environ, "KEIKAKU_TOKEN_GIFU": self.token, "PYTHONPATH": str(BUILD), "LANG": "C"}
        pipe, command = subprocess.PIPE, [sys.executable, "-m", "keikaku", *self._arguments(options)]
        return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True, cwd=self.folder)

    def look(self, *options: str) -> Told:
        """Run `keikaku publish` to its end."""
        told = Told(*self.start(*options).end())
        for text in (told.out, told.err, *(path.read_text() for path in (self.folder / ".keikaku").glob("*"))):
            assert self.token not in text
            assert "Traceback" not in text
        return told

    def publish(self, *options: str) -> Told:
        """Run `keikaku publish --yes` to its end."""
        return self.look("--yes", *options)

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
