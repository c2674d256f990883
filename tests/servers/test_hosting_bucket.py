"""A bucket as a host: on a real S3 server over HTTP, on folders, on SFTP; refused, cut off, killed and overtaken."""

from __future__ import annotations

import importlib.util
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from hosting_sites import ADDRESS, another_cell, build, one_cell, small
from hosts import Break, Traffic, files_of, in_front_of, publishing, s3_server
from publisher import Publisher, Run

from keikaku.cli import run

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(importlib.util.find_spec("s3fs") is None, reason="no s3fs"),
    pytest.mark.skipif(importlib.util.find_spec("moto") is None, reason="no moto"),
]
SECRET = "-".join(["a", "secret", "that", "nobody", "may", "see"])
KEYS = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site, and the same with one cell changed."""
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    return small(build(first)), small(build(second, one_cell))


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One more, with another cell changed."""
    return small(build(tmp_path_factory.mktemp("third"), another_cell))


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_server() as url:
        yield url


class Desk:
    """Somebody's desk with settings for a bucket; `objects` is what stands there."""

    def __init__(self, home: Path, s3: str, traffic: Traffic) -> None:
        import boto3

        self.home, self.s3, self.traffic, self.bucket = home, s3, traffic, "plans"
        self.client = boto3.client("s3", endpoint_url=s3)

    def settle(self, layout: str = "in_place", address: str = "", options: str = "") -> None:
        address = address or f"s3://{self.bucket}/site"
        options = options or f'[portals.www.options]\nendpoint_url = "{self.traffic.url}"\n'
        text = f'[portals.www]\nkind = "bucket"\naddress = "{address}"\nlayout = "{layout}"\n{options}'
        (self.home / "keikaku.toml").write_text(text, encoding="utf-8")

    def publish(self, site: Path, *options: str) -> int:
        return run(["publish", "--portal", "www", "--lang", "en", "--out", str(site), *options])

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data)

    def remove(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=key)

    def head(self, key: str) -> dict[str, str]:
        told = self.client.head_object(Bucket=self.bucket, Key=key)
        return {"content-type": told["ContentType"], "cache-control": told["CacheControl"]}

    def objects(self, below: str = "site/") -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=below):
            for one in page.get("Contents", []):
                body = self.client.get_object(Bucket=self.bucket, Key=one["Key"])["Body"].read()
                found[one["Key"].removeprefix(below)] = body
        return found


@pytest.fixture
def desk(tmp_path: Path, s3: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("keikaku.portal.hosting.store._WAITS", (0.05, 0.05))
    httpx.post(f"{s3}/moto-api/reset", trust_env=False)
    httpx.put(f"{s3}/plans", trust_env=False).raise_for_status()
    with in_front_of(s3) as traffic:
        found = Desk(tmp_path, s3, traffic)
        found.settle()
        yield found


def holds(there: dict[str, bytes], site: Path) -> bool:
    """Tell whether the whole site is there byte for byte, with nothing half done."""
    more = {path for path in there if path.startswith("archive/") or "search/" in path} | {"keikaku_manifest.json"}
    ours = files_of(site)
    return ours.items() <= there.items() and there.keys() - ours.keys() <= more


def sums(there: dict[str, bytes]) -> dict[str, bytes]:
    """Give what is there but for what tells of times."""
    return {path: data for path, data in there.items() if path != "keikaku_manifest.json"}


def test_published_once_and_again(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.publish(sites[0]) == 0
    assert desk.traffic.writes == []
    assert desk.publish(sites[0], "--yes") == 0
    assert holds(desk.objects(), sites[0])
    desk.traffic.calls.clear()
    capsys.readouterr()
    assert desk.publish(sites[0], "--yes") == 0
    assert "0 writing" in capsys.readouterr().out
    assert desk.traffic.writes == []
    assert len(desk.traffic.calls) < 10
    log = (desk.home / ".keikaku" / "portal-www.jsonl").read_text(encoding="utf-8")
    assert SECRET not in log
    # What was on this machine is not needed.
    shutil.rmtree(desk.home / ".keikaku")
    assert desk.publish(sites[0], "--yes") == 0
    assert desk.traffic.writes == []


def test_what_browsers_are_told(desk: Desk, sites: tuple[Path, Path]) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    expected = {
        "index.html": "text/html; charset=utf-8",
        "212105/index.ttl": "text/turtle; charset=utf-8",
        "212105/index.jsonld": "application/ld+json; charset=utf-8",
        "212105/data/212105_plan_projects.csv": "text/csv; charset=utf-8",
        "212105/data/212105.nt": "application/n-triples; charset=utf-8",
        "feed.xml": "application/atom+xml; charset=utf-8",
        "212105/data/SHA256SUMS": "text/plain; charset=utf-8",
        ".well-known/void": "text/turtle; charset=utf-8",
        "keikaku_manifest.json": "application/json; charset=utf-8",
    }
    for path, told in expected.items():
        headers = desk.head(f"site/{path}")
        assert headers["content-type"] == told, path
        assert headers["cache-control"] == "public, max-age=300", path
    archived = next(path for path in desk.objects() if path.endswith(".zip") and path.startswith("archive/"))
    assert "immutable" in desk.head(f"site/{archived}")["cache-control"]


def test_one_cell_writes_what_differs_pages_after_data_and_the_entry_last(desk: Desk, sites: tuple[Path, Path]) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    before = desk.objects()
    desk.traffic.calls.clear()
    assert desk.publish(sites[1], "--yes") == 0
    after = desk.objects()
    assert holds(after, sites[1])
    written = [
        path.partition("?")[0].removeprefix("/plans/site/") for method, path in desk.traffic.writes if method == "PUT"
    ]
    differing = {path for path, data in files_of(sites[1]).items() if before.get(path) != data}
    assert set(written) == differing | {path for path in after if "/v2/" in path} | {
        "archive/index.html",
        "archive/index.json",
        "keikaku_pending.json",
        "keikaku_manifest.json",
    }
    assert written[0] == "keikaku_pending.json"
    assert written[-1] == "keikaku_manifest.json"
    data = [
        number
        for number, path in enumerate(written)
        if path.endswith((".csv", ".json", ".png", ".ttl")) and "keikaku_" not in path
    ]
    pages = [number for number, path in enumerate(written) if path.endswith(".html") and path != "index.html"]
    assert max(data) < min(pages)
    assert {path: data for path, data in before.items() if "/v1/" in path}.items() <= after.items()


def test_what_others_did(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("site/robots.txt", b"somebody's")
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1056" in capsys.readouterr().err
    assert desk.publish(sites[0], "--yes", "--overwrite") == 0
    desk.put("site/photo.jpg", b"theirs")
    desk.put("site/index.html", b"theirs")
    desk.remove("site/212105/index.html")
    assert desk.publish(sites[0]) == 0
    told = capsys.readouterr().out
    assert "! index.html" in told
    assert "! 212105/index.html" in told
    assert "photo.jpg" in told
    assert desk.publish(sites[1], "--yes", "--prune") == 3
    assert "E1056" in capsys.readouterr().err
    assert desk.objects()["index.html"] == b"theirs"
    assert desk.publish(sites[1], "--yes", "--prune", "--overwrite") == 0
    there = desk.objects()
    assert there.pop("photo.jpg") == b"theirs"
    assert holds(there, sites[1])


def test_an_archive_is_never_changed(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    path = next(path for path in desk.objects() if "/v1/" in path)
    desk.put(f"site/{path}", b"spoilt")
    assert desk.publish(sites[1], "--yes", "--overwrite") == 3
    assert "E1057" in capsys.readouterr().err
    # Restored as it was, under another seal: it is read and found sound.
    desk.put(f"site/{path}", files_of(sites[0])[_source(path, sites[0])])
    assert desk.publish(sites[1], "--yes") == 0


def _source(path: str, site: Path) -> str:
    name = path.rpartition("/")[2]
    return next(one for one in files_of(site) if one.endswith(f"/{name}"))


def test_an_archive_address_that_is_taken_is_passed_over(desk: Desk, sites: tuple[Path, Path]) -> None:
    desk.put("site/archive/212105/data/v1/212105_plan.zip", b"somebody's")
    assert desk.publish(sites[0], "--yes") == 0
    there = desk.objects()
    assert there["archive/212105/data/v1/212105_plan.zip"] == b"somebody's"
    assert there["archive/212105/data/v2/212105_plan.zip"] == files_of(sites[0])["212105/data/212105_plan.zip"]


def test_cities_that_would_disappear(
    desk: Desk, sites: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.publish(sites[0], "--yes") == 0
    fewer = shutil.copytree(sites[0], tmp_path / "fewer")
    told = json.loads((fewer / "keikaku.json").read_text())
    (fewer / "keikaku.json").write_text(json.dumps({**told, "cities": ["999999"]}))
    assert desk.publish(fewer, "--yes") == 2
    assert "E1051" in capsys.readouterr().err
    shutil.rmtree(fewer / "212105")
    assert desk.publish(fewer, "--yes", "--prune") == 0
    there = desk.objects()
    assert not any(path.startswith("212105/") for path in there)
    assert any(path.startswith("archive/212105/") for path in there)


def test_refused_and_missing(
    desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.traffic.fault = Break(method="PUT", status=403, times=99, before=True)
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1070" in capsys.readouterr().err
    desk.traffic.fault = Break()
    desk.settle(address="s3://nothing-of-that-name/site")
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1059" in capsys.readouterr().err
    desk.settle(options='[portals.www.options]\nendpoint_url = "http://127.0.0.1:9"\n')
    assert desk.publish(sites[0]) == 3
    told = capsys.readouterr()
    assert "E1071" in told.err
    assert SECRET not in told.err + told.out
    desk.settle(options="[portals.www.options]\nno_such_thing = 1\n")
    assert desk.publish(sites[0]) == 2
    assert "E1060" in capsys.readouterr().err
    desk.settle(address="nowhere://x/y", options="[portals.www.options]\n")
    assert desk.publish(sites[0]) == 2
    assert "E1069" in capsys.readouterr().err
    monkeypatch.setitem(__import__("sys").modules, "gcsfs", None)
    desk.settle(address="gs://x/y", options="[portals.www.options]\n")
    assert desk.publish(sites[0]) == 2
    assert "pip install gcsfs" in capsys.readouterr().err


@pytest.mark.parametrize("layout", ["in_place", "releases"])
@pytest.mark.parametrize("fault", [{"drop": True}, {"drop": True, "before": True}, {"status": 503, "before": True}])
def test_cut_off(desk: Desk, sites: tuple[Path, Path], layout: str, fault: dict[str, bool]) -> None:
    desk.settle(layout)
    assert desk.publish(sites[0], "--yes") == 0
    desk.traffic.fault = Break(method="PUT", times=3, **fault)  # type: ignore[arg-type]
    assert desk.publish(sites[1], "--yes") == 0
    there = desk.objects() if layout == "in_place" else released(desk.objects())
    assert holds(there, sites[1])


def released(there: dict[str, bytes]) -> dict[str, bytes]:
    """Give what visitors see: the release that the pointer names."""
    if "current.json" not in there:
        return {}
    folder = json.loads(there["current.json"])["path"]
    return {path.removeprefix(folder): data for path, data in there.items() if path.startswith(folder)}


def test_a_release_is_whole_before_it_is_shown(
    desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    desk.settle("releases")
    assert desk.publish(sites[0], "--yes") == 0
    first = desk.objects()
    assert holds(released(first), sites[0])
    desk.traffic.calls.clear()
    assert desk.publish(sites[0], "--yes") == 0
    assert desk.traffic.writes == []
    assert desk.publish(sites[1], "--yes") == 0
    second = desk.objects()
    assert holds(released(second), sites[1])
    assert {path: data for path, data in first.items() if path != "current.json"}.items() <= second.items()
    puts = [path.partition("?")[0] for method, path in desk.traffic.writes if method == "PUT"]
    assert puts[-1] == "/plans/site/current.json"
    # Back to what it was: the old archives are with it, so it is a release of its own.
    assert desk.publish(sites[0], "--yes", "--prune") == 0
    there = desk.objects()
    assert holds(released(there), sites[0])
    assert any("/v2/" in path for path in released(there))
    folders = {path.split("/")[1] for path in there if path.startswith("releases/")}
    assert len(folders) == 2


def test_a_release_that_was_changed(desk: Desk, sites: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    desk.settle("releases")
    assert desk.publish(sites[0], "--yes") == 0
    folder = json.loads(desk.objects()["current.json"])["path"]
    desk.put(f"site/{folder}index.html", b"theirs")
    assert desk.publish(sites[0], "--yes") == 3
    assert "E1056" in capsys.readouterr().err
    assert desk.publish(sites[0], "--yes", "--overwrite") == 0
    assert holds(released(desk.objects()), sites[0])


@pytest.mark.parametrize("layout", ["in_place", "releases"])
def test_killed_in_the_middle(desk: Desk, sites: tuple[Path, Path], layout: str, publisher: Publisher) -> None:
    """Killed at calls all along a publication, now of one site, now of the other; the next run ends it."""
    desk.settle(layout)
    show = released if layout == "releases" else sums
    whole = []
    for site in (*sites, *sites):
        assert desk.publish(site, "--yes", "--prune") == 0
        whole.append(sums(show(desk.objects())))
    number, killed = 1, 0
    while True:
        ready = threading.Event()
        victims: list[Run] = []

        def kill(ready: threading.Event = ready, victims: list[Run] = victims) -> None:
            ready.wait(20)
            victims[0].kill()

        turn = killed % 2
        desk.traffic.calls.clear()
        desk.traffic.fault = Break(number=number, drop=True, act=kill)
        options = ["--portal", "www", "--out", str(sites[turn]), "--yes", "--prune"]
        victims.append(publisher.start(["publish", *options], desk.home, KEYS))
        ready.set()
        victims[0].end()
        if desk.traffic.fault.times:
            break
        desk.traffic.fault = Break(times=0)
        if layout == "releases":
            assert sums(show(desk.objects())) in whole[2:]
        assert desk.publish(sites[turn], "--yes", "--prune") == 0
        assert sums(show(desk.objects())) == whole[2 + turn]
        killed += 1
        number += max(1, number // 2)
    assert killed > 6


def test_killed_and_then_another_build(desk: Desk, sites: tuple[Path, Path]) -> None:
    """What a killed run wrote is known as ours, also when what is published next differs from it."""
    assert desk.publish(sites[0], "--yes") == 0
    desk.traffic.fault = Break(method="PUT", part="212105/index.html", before=True, drop=True, times=99)
    assert desk.publish(sites[1], "--yes") == 3
    desk.traffic.fault = Break()
    assert "keikaku_pending.json" in desk.objects()
    assert desk.publish(sites[0], "--yes") == 0
    there = desk.objects()
    assert holds(there, sites[0])
    listed = {one["url"].removeprefix(ADDRESS) for one in json.loads(there["archive/index.json"])["archive"]}
    assert listed == {path for path in there if path.endswith(".zip") and path.startswith("archive/")}


def test_two_at_once(desk: Desk, sites: tuple[Path, Path], third: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another run that begins in between is noticed, and nothing of either is lost."""
    assert desk.publish(sites[0], "--yes") == 0

    def other() -> None:
        desk.traffic.fault = Break()
        process = publishing(desk.home, "--portal", "www", "--out", str(third), "--yes", **KEYS)
        assert process.wait(60) == 0, process.communicate()

    desk.traffic.fault = Break(method="PUT", part="keikaku_pending.json", act=other)
    assert desk.publish(sites[1], "--yes") == 3
    assert "E1061" in capsys.readouterr().err
    assert desk.publish(third, "--yes") == 0
    assert holds(desk.objects(), third)


def test_several_runs_that_did_not_end(desk: Desk, sites: tuple[Path, Path], third: Path) -> None:
    """What any of them left is known as ours."""
    assert desk.publish(sites[0], "--yes") == 0
    for number, site in enumerate((sites[1], third)):
        desk.traffic.fault = Break(
            method="PUT", part=("feed.xml", "archive/index.json")[number], before=True, drop=True, times=99
        )
        assert desk.publish(site, "--yes") == 3
    desk.traffic.fault = Break()
    assert desk.publish(sites[0], "--yes", "--prune") == 0
    there = desk.objects()
    assert holds(there, sites[0])
    left = [path for path in there if "search/" in path and path not in files_of(sites[0])]
    assert not left


def test_a_folder_of_this_machine(desk: Desk, sites: tuple[Path, Path], tmp_path: Path) -> None:
    www = tmp_path / "www"
    desk.settle(address=www.as_uri(), options="[portals.www.options]\n")
    assert desk.publish(sites[0], "--yes") == 0
    (www / ".index.html.keikaku-half").write_text("half")
    assert desk.publish(sites[1], "--yes") == 0
    assert desk.publish(sites[1], "--yes") == 0
    (www / "index.html").write_text("theirs")
    assert desk.publish(sites[1], "--yes") == 3
    desk.settle("releases", address=(tmp_path / "rel").as_uri(), options="[portals.www.options]\n")
    assert desk.publish(sites[0], "--yes") == 0
    assert holds(files_of(tmp_path / "rel" / "current"), sites[0])
    with serving(tmp_path / "rel" / "current") as url:
        for path, data in files_of(sites[0]).items():
            assert httpx.get(f"{url}/{path}", trust_env=False).content == data, path
    assert desk.publish(sites[1], "--yes") == 0
    assert holds(files_of(tmp_path / "rel" / "current"), sites[1])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder as any static host would."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def sftp_server(home: Path) -> Iterator[int]:
    """Run an SFTP server with a password, in a thread of its own."""
    asyncio = pytest.importorskip("asyncio")
    asyncssh = pytest.importorskip("asyncssh")
    pytest.importorskip("sshfs")

    class Server(asyncssh.SSHServer):  # type: ignore[misc,name-defined]
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("town", SECRET)

    key = asyncssh.generate_private_key("ssh-ed25519")
    (home / "known_hosts").write_bytes(b"* " + key.export_public_key())
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def listen() -> object:
        return await asyncssh.listen("127.0.0.1", 0, server_host_keys=[key], server_factory=Server, sftp_factory=True)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(20)
    try:
        yield server.get_port()
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)


def test_over_sftp(
    desk: Desk,
    sites: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    www = tmp_path / "www"
    www.mkdir()
    with sftp_server(tmp_path) as port:
        options = f'[portals.www.options]\nknown_hosts = "{tmp_path}/known_hosts"\n'
        desk.settle(address=f"sftp://town@127.0.0.1:{port}{www}", options=options)
        monkeypatch.setenv("KEIKAKU_TOKEN_WWW", "wrong")
        assert desk.publish(sites[0]) == 3
        assert "E1070" in capsys.readouterr().err
        monkeypatch.setenv("KEIKAKU_TOKEN_WWW", SECRET)
        assert desk.publish(sites[0], "--yes") == 0
        assert holds(files_of(www), sites[0])
        assert desk.publish(sites[1], "--yes") == 0
        assert holds(files_of(www), sites[1])
        capsys.readouterr()
        assert desk.publish(sites[1], "--yes") == 0
        assert "0 writing" in capsys.readouterr().out
    assert SECRET not in (desk.home / ".keikaku" / "portal-www.jsonl").read_text(encoding="utf-8")
