"""`keikaku publish` on a real CKAN: what stands there afterwards, and how few calls it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from faults import Fault, proxied
from portals import Desk, Portal
from serving import BASE

pytestmark = [pytest.mark.server, pytest.mark.ckan]
ALL_FILES = ("*_plan_*.csv", "*_plan.xlsx", "datapackage.json")


def test_first_publish_holds_everything_and_the_second_writes_nothing(desk: Desk, ckan: Portal) -> None:
    with proxied(ckan.url) as proxy:
        desk.settle(proxy.url, ALL_FILES)
        first = desk.publish()
        assert first.code == 0, first.err
        assert proxy.writes == ["package_create", "package_revise", "package_revise"]
        proxy.calls.clear()
        second = desk.publish()
        assert (second.code, second.writes, proxy.writes) == (0, 0, [])
    told = ckan.public()
    assert told["title"] == "恵那市の計画データ"
    assert (told["license_id"], told["isopen"]) == ("cc-by", True)
    assert (told["maintainer"], told["organization"]["name"]) == ("恵那市 情報政策課", ckan.seat.organisation)
    assert {one["name"] for one in told["tags"]} == {"計画", "施策", "KPI", "恵那市"}
    extras = {one["key"]: one["value"] for one in told["extras"]}
    assert extras["keikaku_id"] == extras["identifier"] == ckan.seat.identifier
    assert (extras["temporal_start"], extras["temporal_end"]) == ("2022-04-01", "2026-03-31")
    assert extras["spatial_uri"].endswith(f"C{ckan.seat.code[:5]}")
    assert extras["frequency"].endswith("/ANNUAL")
    assert json.loads(extras["language"]) == ["ja"]
    assert [one["title"] for one in json.loads(extras["source_documents"])] == ["計画書", "報告書"]
    assert "/dictionary/" in extras["documentation"]
    assert (told["author"], told["version"], told["maintainer_email"]) == ("恵那市", "e2", "joho@city.example.jp")
    assert told["url"] == f"{BASE}{ckan.seat.code}/data/"
    assert extras["uri"] == f"{told['url']}#it"
    assert (extras["publisher_name"], extras["contact_name"]) == ("恵那市", "恵那市 情報政策課")
    assert extras["spatial_text"] == "岐阜県恵那市"
    assert extras["theme"].endswith('/GOVE"]')
    assert all(part in told["notes"] for part in ("出典:", "- 計画書", "/dictionary/", "利用条件: "))
    data = desk.site / ckan.seat.code / "data"
    names = {path.name for pattern in ALL_FILES for path in data.glob(pattern)}
    assert {one["keikaku_path"] for one in told["resources"]} == names
    assert all(one["description"] and one["format"] and one["license"] for one in told["resources"])
    assert ckan.content(told) == {one["keikaku_path"]: one["hash"] for one in told["resources"]}
    forms = {one["keikaku_path"]: (one["format"], one["mimetype"]) for one in told["resources"]}
    assert forms["datapackage.json"] == ("JSON", "application/json")
    assert forms[f"{ckan.seat.identifier}_plans.csv"] == ("CSV", "text/csv")
    sizes = {one["keikaku_path"]: one["size"] for one in told["resources"]}
    assert sizes == {name: (data / name).stat().st_size for name in names}
    (kept,) = (desk.folder / ".keikaku").glob("*.json")
    state = json.loads(kept.read_text(encoding="utf-8"))["datasets"][ckan.seat.identifier]
    assert (state["id"], state["files"]) == (told["id"], {one["keikaku_path"]: one["id"] for one in told["resources"]})


def test_dry_run_is_the_default_and_writes_nothing(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url)
    for options in ([], ["--dry-run", "--yes"]):
        told = desk.look(*options)
        assert told.code == 0, told.err
        assert "new on the portal" in told.out
        assert told.writes == 0
    assert ckan.public() is None
    assert not ckan.datasets()


def test_one_changed_cell_replaces_one_resource_whose_id_stays(desk: Desk, ckan: Portal, changed_site: Path) -> None:
    desk.settle(ckan.url, ("*_plan_*.csv",))
    assert desk.publish().code == 0
    before = {one["keikaku_path"]: one for one in ckan.public()["resources"]}
    desk.site = changed_site
    with proxied(ckan.url) as proxy:
        desk.settle(proxy.url, ("*_plan_*.csv",))
        told = desk.publish()
        assert told.code == 0, told.err
        assert proxy.writes == ["package_revise"]
    after = {one["keikaku_path"]: one for one in ckan.public()["resources"]}
    assert {name: one["id"] for name, one in after.items()} == {name: one["id"] for name, one in before.items()}
    replaced = [name for name in after if after[name]["last_modified"] != before[name]["last_modified"]]
    assert replaced == [f"{ckan.seat.identifier}_projects.csv"]
    assert after[replaced[0]]["hash"] != before[replaced[0]]["hash"]
    assert ckan.content(ckan.public()) == {name: one["hash"] for name, one in after.items()}


def test_a_lost_state_is_found_again(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url)
    assert desk.publish().code == 0
    (kept,) = (desk.folder / ".keikaku").glob("*.json")
    text = kept.read_text(encoding="utf-8")
    ckan.act("package_patch", id=ckan.seat.name, name=ckan.names[1])
    desk.forget()
    # Renamed by somebody else, and found by our mark all the same.
    told = desk.publish()
    assert told.code == 3
    assert "E1034" in told.err
    assert desk.publish("--overwrite").code == 0
    assert (
        json.loads(kept.read_text(encoding="utf-8"))["datasets"][ckan.seat.identifier]["id"]
        == json.loads(text)["datasets"][ckan.seat.identifier]["id"]
    )
    assert len(ckan.datasets()) == 1
    assert ckan.public()


def test_vanished_files_stay_until_pruned_and_foreign_ones_always(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url)
    assert desk.publish().code == 0
    ckan.act("resource_create", package_id=ckan.seat.name, name="よその資料", url="https://city.example.jp/")
    desk.settle(ckan.url, ("*_plan_plans.csv",))
    told = desk.publish()
    assert (told.code, told.writes) == (0, 0), told.err
    assert "stays on the portal" in told.out
    count = len(ckan.public()["resources"])
    assert desk.publish("--prune").code == 0
    left = ckan.public()["resources"]
    assert count > len(left) == 2
    assert {one["name"] for one in left} >= {"よその資料"}
    assert desk.publish("--prune").writes == 0


def test_edits_on_the_portal_are_told_and_kept(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url)
    assert desk.publish().code == 0
    ckan.act("package_patch", id=ckan.seat.name, notes="書き直した説明")
    ckan.act("resource_patch", id=ckan.public()["resources"][0]["id"], description="書き直した説明")
    told = desk.publish()
    assert told.code == 3
    assert "E1034" in told.err
    assert "notes" in told.err
    assert ckan.public()["notes"] == "書き直した説明"
    assert desk.publish("--overwrite").code == 0
    assert ckan.public()["notes"] != "書き直した説明"


def test_what_others_add_stays(desk: Desk, ckan: Portal, changed_site: Path) -> None:
    desk.settle(ckan.url, ("*_plan_projects.csv",))
    assert desk.publish().code == 0
    told = ckan.public()
    extras = [*told["extras"], {"key": "県の分類", "value": "行政"}]
    ckan.act("package_patch", id=ckan.seat.name, extras=extras, tags=[*told["tags"], {"name": "県のタグ"}])
    assert desk.publish().writes == 0
    desk.site = changed_site
    assert desk.publish().code == 0
    told = ckan.public()
    assert {"key": "県の分類", "value": "行政"} in told["extras"]
    assert "県のタグ" in {one["name"] for one in told["tags"]}


def test_a_file_replaced_by_hand_is_noticed(desk: Desk, ckan: Portal) -> None:
    import httpx

    desk.settle(ckan.url)
    assert desk.publish().code == 0
    resource = ckan.public()["resources"][0]
    httpx.post(
        f"{ckan.url}/api/3/action/resource_patch",
        data={"id": resource["id"]},
        files={"upload": ("other.csv", b"a,b\n1,2\n")},
        headers={"Authorization": ckan.admin},
    ).raise_for_status()
    told = desk.publish()
    assert (told.code, "E1034" in told.err) == (3, True)
    assert desk.publish("--overwrite").code == 0
    after = ckan.public()
    assert ckan.content(after)[resource["keikaku_path"]] == resource["hash"]


@pytest.mark.parametrize("token", ["wrong-token", "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.x"])
def test_a_wrong_token_is_refused(desk: Desk, ckan: Portal, token: str) -> None:
    desk.settle(ckan.url)
    desk.token = token
    told = desk.publish()
    assert (told.code, told.err.count("E1031")) == (3, 1)


def test_no_right_for_the_organisation(desk: Desk, ckan: Portal) -> None:
    if not ckan.act("organization_show", id="elsewhere"):
        ckan.act("organization_create", name="elsewhere")
    desk.settle(ckan.url, organisation="elsewhere")
    told = desk.publish()
    assert (told.code, "E1032" in told.err, ckan.seat.organisation in told.err) == (3, True, True)


def test_a_licence_that_the_portal_does_not_know_is_refused(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url, licence="cc-by-4.0")
    told = desk.publish()
    assert (told.code, "E1033" in told.err, "cc-by," in told.err) == (2, True, True)
    assert not ckan.datasets()


def test_a_name_that_is_taken(desk: Desk, ckan: Portal) -> None:
    ckan.act("package_create", name=ckan.seat.name, owner_org=ckan.seat.organisation, title="別のデータ")
    desk.settle(ckan.url)
    told = desk.publish()
    assert (told.code, "E1029" in told.err) == (3, True)
    assert ckan.public()["title"] == "別のデータ"
    # Deleted by its owner, it gives its name free.
    ckan.act("package_delete", id=ckan.seat.name)
    told = desk.publish()
    assert told.code == 0, told.err
    assert ckan.public()["title"] == "恵那市の計画データ"


def test_our_dataset_that_was_deleted_comes_back_only_when_asked(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url)
    assert desk.publish().code == 0
    first = ckan.public()["id"]
    ckan.act("package_delete", id=ckan.seat.name)
    told = desk.publish()
    assert (told.code, "E1035" in told.err) == (3, True)
    assert desk.publish("--overwrite").code == 0
    assert ckan.public()["id"] == first
    assert ckan.public()["state"] == "active"


def test_two_datasets_with_our_mark(desk: Desk, ckan: Portal) -> None:
    mark = [{"key": "keikaku_id", "value": ckan.seat.identifier}]
    for name in ckan.names[1:]:
        ckan.act("package_create", name=name, owner_org=ckan.seat.organisation, extras=mark)
    desk.settle(ckan.url)
    told = desk.publish()
    assert (told.code, "E1036" in told.err, ckan.names[2] in told.err) == (3, True, True)


def test_a_value_that_the_portal_refuses_is_told_with_its_field(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url, more='fields = { author_email = "nobody" }')
    told = desk.publish()
    assert (told.code, "E1030" in told.err, "author_email" in told.err) == (3, True, True)
    assert not ckan.datasets()


def test_a_dataset_that_went_to_another_organisation(desk: Desk, ckan: Portal) -> None:
    if not ckan.act("organization_show", id="elsewhere"):
        ckan.act("organization_create", name="elsewhere")
    desk.settle(ckan.url)
    assert desk.publish().code == 0
    ckan.act("package_patch", id=ckan.seat.name, owner_org="elsewhere")
    told = desk.publish()
    assert (told.code, "E1034" in told.err, "owner_org" in told.err) == (3, True, True)
    told = desk.publish("--overwrite")
    assert (told.code, "E1026" in told.err) == (3, True)


def test_a_dataset_that_is_purged_meanwhile(desk: Desk, ckan: Portal, changed_site: Path) -> None:
    desk.settle(ckan.url, ("*_plan_projects.csv",))
    assert desk.publish().code == 0
    desk.site = changed_site
    purge = Fault(action="package_revise", before=True, edit=lambda: ckan.act("dataset_purge", id=ckan.seat.name))
    with proxied(ckan.url, purge) as proxy:
        desk.settle(proxy.url, ("*_plan_projects.csv",))
        told = desk.publish()
        assert (told.code, "E1027" in told.err) == (3, True)
        assert desk.publish().code == 0
    assert ckan.public()


def test_a_portal_that_speaks_japanese(desk: Desk, ckan: Portal) -> None:
    desk.settle(f"{ckan.url}/ja")
    ckan.act("package_create", name=ckan.seat.name, owner_org=ckan.seat.organisation, private=True)
    told = desk.publish("--lang", "ja")
    assert (told.code, "E1029" in told.err) == (3, True)
    ckan.empty()
    assert desk.publish().code == 0
    assert ckan.content(ckan.public())
    desk.forget()
    desk.token = desk.token[::-1]
    assert "E1031" in desk.publish().err


def test_the_catalog_of_the_portal_keeps_what_we_say(desk: Desk, ckan: Portal) -> None:
    import httpx

    desk.settle(ckan.url)
    assert desk.publish().code == 0
    answer = httpx.get(f"{ckan.url}/dataset/{ckan.seat.name}.ttl")
    if answer.status_code != 200:
        pytest.skip("this CKAN has no ckanext-dcat")
    text = answer.content.decode("utf-8")
    assert "恵那市の計画データ" in text
    assert '"2022-04-01"' in text
    assert 'foaf:name "恵那市"' in text
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert f"/{ckan.seat.code}/data/#it>" in text
    assert all(one["hash"] in text for one in ckan.public()["resources"])


def test_a_dataset_that_was_hidden_stays_so_unless_asked(desk: Desk, ckan: Portal) -> None:
    desk.settle(ckan.url)
    assert desk.publish().code == 0
    ckan.act("package_patch", id=ckan.seat.name, private=True)
    told = desk.publish()
    assert (told.code, "E1034" in told.err) == (3, True)
    assert ckan.public() is None
    assert desk.publish("--overwrite").code == 0
    assert ckan.public()


def test_a_file_that_reads_back_otherwise_is_never_made_public(desk: Desk, ckan: Portal) -> None:
    with proxied(ckan.url, Fault(download=True, before=True, status=200)) as proxy:
        desk.settle(proxy.url)
        told = desk.publish()
        assert (told.code, "E1038" in told.err) == (3, True)
        assert ckan.public() is None
        assert desk.publish().code == 0
    assert ckan.public()


def test_round_trip(desk: Desk, ckan: Portal, tmp_path: Path) -> None:
    """What the portal gives back is the package byte by byte, and frictionless reads it from the portal's addresses."""
    import httpx
    from frictionless import Package

    desk.settle(ckan.url, ("*_plan_*.csv", "datapackage.json"))
    assert desk.publish().code == 0
    urls = {one["keikaku_path"]: one["url"] for one in ckan.public()["resources"]}
    data = desk.site / ckan.seat.code / "data"
    for name, url in urls.items():
        assert httpx.get(url).content == (data / name).read_bytes(), name
    told = httpx.get(urls["datapackage.json"]).json()
    for one in told["resources"]:
        one["path"] = urls[one["path"]]
    report = Package.from_descriptor(told).validate()
    assert report.valid, report.flatten(["code", "message"])[:3]


def test_two_runs_at_once_make_one_dataset(desk: Desk, ckan: Portal, tmp_path: Path) -> None:
    desk.settle(ckan.url)
    runs = [desk.start_apart("--yes") for _ in range(3)]
    codes = sorted([process.wait(timeout=120) for process in runs])
    for process in runs:
        out, err = process.communicate()
        # One that was overtaken says so, and has written over nothing.
        assert process.returncode == 0 or "E1028" in err or "E1034" in err, (out, err)
    assert codes[0] == 0
    (only,) = ckan.datasets()
    names = [one["keikaku_path"] for one in only["resources"]]
    assert len(set(names)) == len(names)
    assert desk.publish().code == 0
    assert ckan.public()
