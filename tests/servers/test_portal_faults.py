"""`keikaku publish` broken off, refused, interfered with: the right message, nothing lost, and the next run mends it.

Every test runs many publications on a real CKAN, so they are left out unless `--slow-server` is given.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from portals import SMALL, Desk, Fault, Portal, Proxy, plain, proxied

pytestmark = [pytest.mark.server, pytest.mark.slow_server]
NAME = "c212105-001"


def _uninterrupted(desk: Desk, ckan: Portal, files: tuple[str, ...] = SMALL) -> dict[str, Any]:
    """Publish on an empty portal through no proxy, and give what stands there."""
    ckan.empty()
    desk.forget()
    desk.settle(ckan.url, files)
    told = desk.publish()
    assert told.code == 0, told.err
    (only,) = ckan.datasets()
    return plain(ckan, only)


def _never_half(ckan: Portal, *whole: dict[str, Any]) -> None:
    """What everybody sees is nothing, or one of the whole states."""
    seen = ckan.public(NAME)
    assert seen is None or plain(ckan, seen) in whole


def _killed(desk: Desk, proxy: Proxy, number: int, before: bool, *options: str) -> bool:
    """Run and kill at a call; tell whether it came to that."""
    proxy.calls.clear()
    proxy.victim = None
    proxy.fault = Fault(number, before=before, kill=True)
    with desk.start("--yes", *options) as process:
        proxy.victim = process
        process.communicate(timeout=120)
    proxy.fault = Fault()
    return process.returncode == -9


@pytest.mark.parametrize("request_mb", ["50", "0.0002"], ids=["one request", "one request a file"])
@pytest.mark.parametrize("forget", [False, True], ids=["state kept", "state lost"])
def test_killed_after_each_call_of_the_first_publish(desk: Desk, ckan: Portal, forget: bool, request_mb: str) -> None:
    whole = _uninterrupted(desk, ckan)
    with proxied(ckan) as proxy:
        number = 0
        while True:
            number += 1
            ckan.empty()
            desk.forget()
            desk.settle(proxy.url, request_mb=request_mb)
            if not _killed(desk, proxy, number, before=False):
                break
            _never_half(ckan, whole)
            if forget:
                desk.forget()
            told = desk.publish()
            assert told.code == 0, (number, told.err)
            (only,) = ckan.datasets()
            assert plain(ckan, only) == whole, number
            assert desk.publish().writes == 0
    assert number > 10


def test_killed_after_each_call_of_a_change(desk: Desk, ckan: Portal, changed_site: Path) -> None:
    files = ("*_plan_pr*s.csv", "*_plan_plans.csv")
    first_site = desk.site
    before = _uninterrupted(desk, ckan, files)
    desk.site = changed_site
    after = _uninterrupted(desk, ckan, files)
    with proxied(ckan) as proxy:
        number = 0
        while True:
            number += 1
            desk.site = first_site
            assert _uninterrupted(desk, ckan, files) == before
            ids = sorted(one["id"] for one in ckan.public(NAME)["resources"])
            desk.site = changed_site
            desk.settle(proxy.url, files)
            if not _killed(desk, proxy, number, before=False):
                break
            _never_half(ckan, before, after)
            told = desk.publish()
            assert told.code == 0, (number, told.err)
            (only,) = ckan.datasets()
            assert plain(ckan, only) == after
            assert sorted(one["id"] for one in only["resources"]) == ids
    assert number > 5


@pytest.mark.parametrize("action", ["package_create", "package_revise"])
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 500, "before": True},
        {"status": 502, "before": True},
        {"drop": True},
        {"drop": True, "before": True},
        {"hang": 4.0},
        {"hang": 4.0, "before": True},
    ],
    ids=lambda fault: " ".join(f"{key}={value}" for key, value in fault.items()),
)
def test_one_fault_of_a_write_is_overcome(desk: Desk, ckan: Portal, action: str, fault: dict[str, Any]) -> None:
    whole = _uninterrupted(desk, ckan)
    ckan.empty()
    desk.forget()
    with proxied(ckan, Fault(action=action, **fault)) as proxy:
        desk.settle(proxy.url, seconds="3")
        told = desk.publish()
    assert told.code == 0, told.err
    (only,) = ckan.datasets()
    assert plain(ckan, only) == whole


@pytest.mark.parametrize(
    ("fault", "code"),
    [({"status": 500, "before": True}, "E1024"), ({"drop": True}, "E1022"), ({"hang": 2.0}, "E1022")],
    ids=["500", "dropped", "silent"],
)
@pytest.mark.parametrize("action", ["package_create", "package_revise"])
def test_a_lasting_fault_is_told_and_the_next_run_mends_it(
    desk: Desk, ckan: Portal, fault: dict[str, Any], code: str, action: str
) -> None:
    whole = _uninterrupted(desk, ckan)
    ckan.empty()
    desk.forget()
    with proxied(ckan, Fault(action=action, times=99, **fault)) as proxy:
        desk.settle(proxy.url, seconds="1")
        told = desk.publish()
        # Where the answers alone are lost, looking shows that all is done.
        assert (told.code, code in told.err) == (3, True) or (told.code == 0 and not fault.get("before"))
        _never_half(ckan, whole)
        proxy.fault = Fault()
        desk.settle(proxy.url)
        told = desk.publish()
        assert told.code == 0, told.err
    (only,) = ckan.datasets()
    assert plain(ckan, only) == whole


def test_an_edit_in_between_is_noticed_and_not_overwritten(desk: Desk, ckan: Portal, changed_site: Path) -> None:
    files = ("*_plan_projects.csv",)
    _uninterrupted(desk, ckan, files)
    desk.site = changed_site

    def edit() -> None:
        ckan.act("package_patch", id=NAME, title="同僚の書いた題")

    with proxied(ckan, Fault(action="package_revise", before=True, edit=edit)) as proxy:
        desk.settle(proxy.url, files)
        told = desk.publish()
        assert (told.code, "E1028" in told.err) == (3, True)
        assert ckan.public(NAME)["title"] == "同僚の書いた題"
        told = desk.publish()
        assert (told.code, "E1034" in told.err, "title" in told.err) == (3, True, True)
        assert ckan.public(NAME)["title"] == "同僚の書いた題"
        assert desk.publish("--overwrite").code == 0
    assert ckan.public(NAME)["title"] == "恵那市の計画データ"


def test_a_file_above_the_portal_limit_is_told_and_nothing_is_public(desk: Desk, ckan: Portal, tmp_path: Path) -> None:
    import hashlib
    import shutil

    site = tmp_path / "large"
    shutil.copytree(desk.site, site)
    large = site / "212105" / "data" / "212105_plan_plans.csv"
    sums = large.with_name("SHA256SUMS")
    old = hashlib.sha256(large.read_bytes()).hexdigest()
    large.write_bytes(large.read_bytes() + b"," * 11_000_000)
    sums.write_text(sums.read_text().replace(old, hashlib.sha256(large.read_bytes()).hexdigest()))
    small, desk.site = desk.site, site
    desk.settle(ckan.url)
    told = desk.publish()
    assert (told.code, "E1025" in told.err) == (3, True)
    assert ckan.public(NAME) is None
    desk.site = small
    assert desk.publish().code == 0
    assert ckan.public(NAME)


def test_answers_that_are_not_those_of_ckan(desk: Desk, ckan: Portal) -> None:
    desk.settle(f"{ckan.url}/elsewhere")
    told = desk.publish()
    assert (told.code, "E1023" in told.err, "Traceback" in told.err) == (3, True, False)
    desk.settle("http://127.0.0.1:9")
    told = desk.publish()
    assert (told.code, "E1021" in told.err) == (3, True)


def test_a_field_that_the_portal_drops_is_told_and_nothing_is_public(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url, more='fields = { update_interval = "yearly" }')
    told = desk.publish()
    assert (told.code, "E1037" in told.err, "update_interval" in told.err) == (3, True, True)
    assert ckan.public(NAME) is None
    desk.settle(ckan.url)
    assert desk.publish().code == 0
