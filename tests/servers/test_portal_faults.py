"""`keikaku publish` broken off, refused, interfered with: the right message, nothing lost, the next run mends it."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from faults import Fault, Proxy, proxied
from portals import SMALL, Desk, Portal, plain

pytestmark = [pytest.mark.server, pytest.mark.ckan]


_WHOLE: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}


def _afresh(desk: Desk, ckan: Portal, files: tuple[str, ...] = SMALL) -> None:
    """Publish on an empty portal through no proxy."""
    ckan.empty()
    desk.forget()
    desk.settle(ckan.url, files)
    told = desk.publish()
    assert told.code == 0, told.err


def _uninterrupted(desk: Desk, ckan: Portal, files: tuple[str, ...] = SMALL) -> dict[str, Any]:
    """Give what stands on the portal after a publication that nothing disturbed; tried once for each site."""
    key = (str(desk.site), files)
    if key not in _WHOLE:
        _afresh(desk, ckan, files)
        (only,) = ckan.datasets()
        _WHOLE[key] = plain(ckan, only)
        ckan.empty()
        desk.forget()
    return _WHOLE[key]


def _never_half(ckan: Portal, *whole: dict[str, Any]) -> None:
    """What everybody sees is nothing, or one of the whole states."""
    seen = ckan.public()
    assert seen is None or plain(ckan, seen) in whole


def _killed(desk: Desk, proxy: Proxy, number: int, before: bool, *options: str) -> bool:
    """Run and kill at a call; tell whether it came to that."""
    proxy.calls.clear()
    proxy.victim = None
    proxy.fault = Fault(number, before=before, kill=True)
    proxy.victim = desk.start("--yes", *options)
    code, _, _ = proxy.victim.end()
    proxy.fault = Fault()
    return code == -signal.SIGKILL


def _one_file_a_call(desk: Desk, ckan: Portal) -> str:
    """Give a limit in megabytes that each file fits, and no two do."""
    sizes = sorted(path.stat().st_size for path in (desk.site / ckan.seat.code / "data").glob(SMALL[0]))
    assert sizes[-1] < sizes[0] + sizes[1]
    return f"{sizes[-1] / 1e6:.6f}"


@pytest.mark.parametrize(
    ("forget", "together"), [(False, True), (True, False)], ids=["one request", "one request a file, state lost"]
)
def test_killed_after_each_call_of_the_first_publish(desk: Desk, ckan: Portal, forget: bool, together: bool) -> None:
    whole = _uninterrupted(desk, ckan)
    request_mb = "50" if together else _one_file_a_call(desk, ckan)
    with proxied(ckan.url) as proxy:
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
    with proxied(ckan.url) as proxy:
        number = 0
        while True:
            number += 1
            desk.site = first_site
            _afresh(desk, ckan, files)
            ids = sorted(one["id"] for one in ckan.public()["resources"])
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
        {"drop": True, "before": True},
        {"hang": 2.5},
        {"hang": 2.5, "before": True},
    ],
    ids=lambda fault: " ".join(f"{key}={value}" for key, value in fault.items()),
)
def test_one_fault_of_a_write_is_overcome(desk: Desk, ckan: Portal, action: str, fault: dict[str, Any]) -> None:
    whole = _uninterrupted(desk, ckan)
    with proxied(ckan.url, Fault(action=action, **fault)) as proxy:
        desk.settle(proxy.url, seconds="2")
        told = desk.publish()
    assert told.code == 0, told.err
    (only,) = ckan.datasets()
    assert plain(ckan, only) == whole


@pytest.mark.parametrize(
    ("action", "fault", "code"),
    [
        ("package_create", {"status": 500, "before": True}, "E1024"),
        ("package_create", {"drop": True}, "E1022"),
        ("package_revise", {"status": 502, "before": True}, "E1024"),
        ("package_revise", {"status": 504}, "E1024"),
        ("package_revise", {"drop": True, "before": True}, "E1022"),
        ("package_revise", {"hang": 2.0}, "E1022"),
    ],
    ids=["500", "dropped after acting", "502 of a proxy", "504 of a proxy after acting", "dropped", "silent"],
)
def test_a_lasting_fault_is_told_and_the_next_run_mends_it(
    desk: Desk, ckan: Portal, action: str, fault: dict[str, Any], code: str
) -> None:
    whole = _uninterrupted(desk, ckan)
    with proxied(ckan.url, Fault(action=action, times=99, **fault)) as proxy:
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
    _afresh(desk, ckan, files)
    desk.site = changed_site

    def edit() -> None:
        ckan.act("package_patch", id=ckan.seat.name, title="同僚の書いた題")

    with proxied(ckan.url, Fault(action="package_revise", before=True, edit=edit)) as proxy:
        desk.settle(proxy.url, files)
        told = desk.publish()
        assert (told.code, "E1028" in told.err) == (3, True)
        assert ckan.public()["title"] == "同僚の書いた題"
        told = desk.publish()
        assert (told.code, "E1034" in told.err, "title" in told.err) == (3, True, True)
        assert ckan.public()["title"] == "同僚の書いた題"
        assert desk.publish("--overwrite").code == 0
    assert ckan.public()["title"] == "恵那市の計画データ"


def test_each_call_fails_once(desk: Desk, ckan: Portal) -> None:
    """Whichever call it is, reading or writing, and whether the portal answers 500 or closes the connection."""
    whole = _uninterrupted(desk, ckan)
    with proxied(ckan.url) as proxy:
        number = 0
        while True:
            number += 1
            ckan.empty()
            desk.forget()
            desk.settle(proxy.url)
            proxy.calls.clear()
            proxy.fault = Fault(number, **({"status": 500, "before": True} if number % 2 else {"drop": True}))
            told = desk.publish()
            assert told.code == 0, (number, told.err)
            (only,) = ckan.datasets()
            assert plain(ckan, only) == whole, number
            if proxy.fault.times:
                break
    assert number > 10


def test_the_name_is_taken_while_we_publish(desk: Desk, ckan: Portal) -> None:
    def take() -> None:
        ckan.act("package_create", name=ckan.seat.name, owner_org=ckan.seat.organisation, title="別のデータ")

    with proxied(ckan.url, Fault(action="package_create", before=True, edit=take)) as proxy:
        desk.settle(proxy.url)
        told = desk.publish()
        assert (told.code, "E1029" in told.err) == (3, True), told.err
        assert ckan.public()["title"] == "別のデータ"
        ckan.act("dataset_purge", id=ckan.seat.name)
        assert desk.publish().code == 0
    assert ckan.public()["title"] == "恵那市の計画データ"


def test_the_name_is_that_of_a_dataset_that_others_deleted(desk: Desk, ckan: Portal) -> None:
    if not ckan.act("organization_show", id="elsewhere"):
        ckan.act("organization_create", name="elsewhere")
    other = ckan.act("package_create", name=ckan.seat.name, owner_org="elsewhere", title="別のデータ")["id"]
    desk.settle(ckan.url)
    told = desk.publish()
    assert (told.code, "E1029" in told.err) == (3, True), told.err
    ckan.act("package_delete", id=other)
    told = desk.publish()
    assert told.code == 0, told.err
    assert ckan.public()["id"] != other
    assert ckan.act("package_show", id=other)["title"] == "別のデータ"
    ckan.act("dataset_purge", id=other)


def test_the_right_to_write_is_taken_away_while_we_publish(desk: Desk, ckan: Portal) -> None:
    whole, who = _uninterrupted(desk, ckan), {"id": ckan.seat.organisation, "username": ckan.seat.editor}

    def dismiss() -> None:
        ckan.act("organization_member_delete", **who)

    with proxied(ckan.url, Fault(action="package_revise", before=True, edit=dismiss)) as proxy:
        desk.settle(proxy.url)
        told = desk.publish()
        assert (told.code, "E1026" in told.err) == (3, True), told.err
        assert ckan.public() is None
        assert "E1031" in desk.publish().err
        ckan.act("organization_member_create", role="editor", **who)
        assert desk.publish().code == 0
    (only,) = ckan.datasets()
    assert plain(ckan, only) == whole


def test_a_proxy_that_takes_no_large_requests(desk: Desk, ckan: Portal) -> None:
    """As nginx does: 413 with a page of HTML, which nobody but the proxy has seen."""
    whole, most = _uninterrupted(desk, ckan), _one_file_a_call(desk, ckan)
    limit = int(float(most) * 1e6) + 20_000
    with proxied(ckan.url, Fault(larger=limit, before=True, status=413, times=99)) as proxy:
        desk.settle(proxy.url, ("*_plan_*.csv",))
        told = desk.publish()
        assert (told.code, "E1025" in told.err, "request_mb" in told.err) == (3, True, True), told.err
        assert ckan.public() is None
        desk.settle(proxy.url, request_mb=most)
        told = desk.publish("--prune")
        assert told.code == 0, told.err
    (only,) = ckan.datasets()
    assert plain(ckan, only) == whole


def test_a_proxy_that_sends_to_a_page_of_its_own(desk: Desk, ckan: Portal) -> None:
    """As a portal does that is being maintained, or wants people to log in."""
    for status in (302, 401, 403, 503):
        with proxied(ckan.url, Fault(action="package_create", before=True, status=status, times=99)) as proxy:
            desk.settle(proxy.url)
            told = desk.publish()
        code = "E1024" if status >= 500 else "E1023"
        assert (told.code, code in told.err) == (3, True), (status, told.err)
        assert not ckan.datasets()
    desk.settle(ckan.url)
    assert desk.publish().code == 0


@pytest.mark.parametrize("limits", ["file_mb = 0.0001", "request_mb = 0.0001"])
def test_what_is_too_large_by_the_settings_is_told_before_anything_is_written(
    desk: Desk, ckan: Portal, limits: str
) -> None:
    desk.settle(ckan.url)
    settings = desk.folder / "keikaku.toml"
    lines = [line for line in settings.read_text(encoding="utf-8").splitlines() if not line.startswith("limits")]
    settings.write_text("\n".join([*lines, f"limits = {{ {limits} }}"]), encoding="utf-8")
    for options in ([], ["--yes"]):
        told = desk.look(*options)
        expected = (1, "E1020") if limits.startswith("file") else (2, "E1042")
        assert (told.code, expected[1] in told.err) == (expected[0], True), told.err
        assert f"{ckan.seat.identifier}_policies.csv" in told.err
    assert not ckan.datasets()


def test_a_file_above_the_portal_limit_is_told_and_nothing_is_public(desk: Desk, ckan: Portal, tmp_path: Path) -> None:
    import hashlib
    import shutil

    site = tmp_path / "large"
    shutil.copytree(desk.site, site)
    large = site / ckan.seat.code / "data" / f"{ckan.seat.identifier}_plans.csv"
    sums = large.with_name("SHA256SUMS")
    old = hashlib.sha256(large.read_bytes()).hexdigest()
    large.write_bytes(large.read_bytes() + b"," * 11_000_000)
    sums.write_text(sums.read_text().replace(old, hashlib.sha256(large.read_bytes()).hexdigest()))
    small, desk.site = desk.site, site
    desk.settle(ckan.url)
    told = desk.publish()
    assert (told.code, "E1025" in told.err) == (3, True)
    assert ckan.public() is None
    desk.site = small
    assert desk.publish().code == 0
    assert ckan.public()


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
    assert ckan.public() is None
    desk.settle(ckan.url)
    assert desk.publish().code == 0
