"""Lists of a city: statuses by year, what was missed, what departments have to do, what an edition changed."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from site_city import BASE, LGCODE
from site_pages import read_page

from keikaku.check import check_city
from keikaku.model import build_municipality, spelt_alike
from keikaku.quality import measure
from keikaku.schema import Schema
from keikaku.site import SiteCity, render_site
from keikaku.site.lists.editions import Amount, amount
from keikaku.site.standing.yearly import FALLEN_SHORT, standings
from kitchen import Tables, write_kitchen


def text(path: Path) -> str:
    shown = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(shown))


def states(path: Path) -> Counter[str]:
    """Count the rows of a list by the status that they tell the script."""
    return Counter(a["data-state"] for tag, a in read_page(path).elements if tag == "tr" and "data-state" in a)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_year_lists_all_indicators_with_their_status(root: Path, city: SiteCity) -> None:
    (plan,) = city.municipality.plans
    for year in {one.year for one in standings(plan)}:
        own = [one for one in standings(plan) if one.year == year]
        assert states(root / LGCODE / f"status/{year}/index.html") == Counter(one.state for one in own)
        missed = Counter(one.state for one in own if one.state in FALLEN_SHORT)
        assert states(root / LGCODE / f"status/{year}/missed/index.html") == missed


def test_the_list_names_target_result_department_and_policy(root: Path) -> None:
    shown = text(root / LGCODE / "status/2024/index.html")
    assert "処理件数" in shown
    assert re.search(r"未達成 1,200件 0件 情報課", shown)
    assert "新しい基本方針 › 施策 › 基本事業" in shown
    assert "58%（差から算出）" in shown


def test_rows_tell_the_script_what_to_filter_by(root: Path) -> None:
    page = read_page(root / LGCODE / "status/2024/index.html")
    bodies = [a["data-keys"] for tag, a in page.elements if tag == "tbody" and "data-keys" in a]
    assert "p p/1 p/1a p/1a1" in bodies
    held = [a for tag, a in page.elements if tag == "tr" and "data-state" in a]
    assert {a.get("data-departments", "") for a in held} == {"d2", ""}
    options = {a["value"] for tag, a in page.elements if tag == "option"}
    assert {"p/1a1", "d2", "front_office", "not_achieved", "2023"} <= options


def test_filters_are_hidden_until_the_script_runs(root: Path) -> None:
    page = read_page(root / LGCODE / "status/2024/index.html")
    (form,) = [a for tag, a in page.elements if tag == "form" and a.get("id") == "filters"]
    assert "hidden" in form


def test_the_overview_counts_each_year_and_links_its_lists(root: Path) -> None:
    page = read_page(root / LGCODE / "status/index.html")
    assert f"../../{LGCODE}/status/2024/index.html" in page.links
    assert f"../../{LGCODE}/status/2024/missed/index.html" in page.links
    assert f"../../{LGCODE}/status/2025/missed/index.html" not in page.links


def test_the_csv_holds_every_indicator_and_year(root: Path, city: SiteCity) -> None:
    found = rows(root / LGCODE / "status/status.csv")
    (plan,) = city.municipality.plans
    assert len(found) == len(standings(plan))
    (one,) = [row for row in found if (row["indicator_id"], row["fiscal_year"]) == ("1-1.3", "2024")]
    assert (one["printed_status"], one["computed_status"], one["status"]) == ("not_achieved",) * 3
    assert (one["target_raw"], one["result_raw"], one["departments"]) == ("1,200件", "0件", "情報課")
    assert one["url"] == f"{BASE}{LGCODE}/p/indicators/1-1.3/"


def test_a_department_shows_its_projects_their_status_and_what_was_missed(root: Path) -> None:
    shown = text(root / LGCODE / "departments/d2/index.html")
    # The project has an achieved and a missed indicator.
    assert "未達成（2024年度）" in shown
    assert "令和6年度（2024年度）に未達成の指標" in shown
    assert re.search(r"処理件数 .*?1,200件 0件", shown)
    above = text(root / LGCODE / "departments/d1/index.html")
    assert re.search(r"情報課 取組事業 1", above)
    assert re.search(r"情報課 総務部 1", text(root / LGCODE / "departments/index.html"))


def revise(tables: Tables) -> None:
    """Let the second edition change values: a number, a unit, a spelling; and replace an indicator with a reason."""
    for row in tables["targets"]:
        if (row["edition_id"], row["indicator_id"]) == ("e2", "1-1.1"):
            row |= {"raw": "⑫12種以上", "value": "12"}
    for row in tables["projects"]:
        if row["edition_id"] == "e2" and row["project_id"] == "1-2":
            row["title"] = "窓口の改善（再掲）"
    base = {"position": "3", "value_type": "number", "project_id": "1-1"}
    tables["indicators"].append({"edition_id": "e1", "indicator_id": "1-1.8", "title": "参加率", "unit": "%", **base})
    tables["indicators"].append(
        {
            "edition_id": "e2",
            "indicator_id": "1-1.9",
            "title": "参加者数",
            "unit": "人",
            **base,
            "replaces_indicator_id": "1-1.8",
            "revision_reason": "人数で測るほうが分かりやすい",
        }
    )
    stated = {"indicator_id": "1-1.7", "fiscal_year": "2025", "seq": "1", "origin": "stated", "applies": "year"}
    for edition, raw, value, unit in (("e1", "90%", "90", "%"), ("e2", "188世帯", "188", "世帯")):
        tables["indicators"].append(
            {"edition_id": edition, "indicator_id": "1-1.7", "title": "世帯", "unit": unit, **base}
        )
        tables["targets"].append({"edition_id": edition, **stated, "raw": raw, "value": value, "unit": unit})


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory, schema: Schema) -> Path:
    workspace, folder = tmp_path_factory.mktemp("revised"), tmp_path_factory.mktemp("site")
    checked = check_city(write_kitchen(workspace, spoil=revise), workspace, schema)
    assert checked.city is not None, checked.problems
    made = SiteCity(build_municipality(checked.city), measure(checked.city, schema, (), ()))
    render_site([made], folder, BASE, schema)
    return folder / LGCODE / "p/changes"


def test_a_change_tells_both_values_the_difference_and_both_places(revised: Path) -> None:
    shown = text(revised / "index.html")
    assert re.search(
        r"変わった 目標値 電子化した記録：令和7年度（2025年度） 10種以上 → ⑫12種以上 差 \+2種（\+20\.0%）", shown
    )
    assert re.search(r"⑫12種以上 差 \+2種（\+20\.0%） 前 出典 p\.1 後 出典 p\.1", shown)


def test_no_difference_is_worked_out_between_units(revised: Path) -> None:
    shown = text(revised / "index.html")
    assert re.search(r"90% → 188世帯 前", shown)
    (one,) = [row for row in rows(revised / "changes.csv") if (row["id"], row["column"]) == ("1-1.7", "value")]
    assert (one["before"], one["after"], one["difference"], one["percent"]) == ("90", "188", "", "")


def test_a_replaced_indicator_names_the_old_one_and_the_reason(revised: Path) -> None:
    shown = text(revised / "index.html")
    assert "置き換え 指標 参加者数 前の指標： 参加率" in shown
    assert "理由 人数で測るほうが分かりやすい" in shown
    assert re.search(r"置き換え 指標 参加率 置き換えた後の指標： 参加者数", shown)


def test_differences_of_spelling_alone_stand_in_the_csv_and_not_on_the_page(revised: Path) -> None:
    assert ("title", "窓口の改善(再掲)", "窓口の改善（再掲）") in {
        (row["column"], row["before"], row["after"]) for row in rows(revised / "changes.csv")
    }
    assert "窓口の改善（再掲） 前" not in text(revised / "index.html")


def test_changes_stand_under_their_policy(revised: Path) -> None:
    headings = re.findall(r"<h2><a [^>]*>([^<]+)</a></h2>", (revised / "index.html").read_text(encoding="utf-8"))
    assert headings == ["基本方針 › 施策 › 基本事業"]


def test_the_json_has_both_rows_whole(revised: Path) -> None:
    found = json.loads((revised / "changes.json").read_text(encoding="utf-8"))
    assert (found["edition_id"], found["previous_edition_id"]) == ("e2", "e1")
    (one,) = [c for c in found["changes"] if c["table"] == "targets" and c["after"]["indicator_id"] == "1-1.1"]
    assert (one["before"]["value"], one["after"]["value"], one["policies"]) == ("10", "12", ["1", "1a", "1a1"])
    assert one["url"] == f"{BASE}{LGCODE}/p/indicators/1-1.1/#target-2025-e2"
    reasons = {c["reason"] for c in found["changes"] if c["reason"]}
    assert reasons == {"人数で測るほうが分かりやすい"}


def go_on(tables: Tables) -> None:
    """Let a third edition follow that states one project alone, under a new title."""
    edition = {"edition_id": "e3", "plan_id": "p", "label": "第三版", "status": "adopted", "source_id": "s2"}
    tables["editions"].append({**edition, "previous_edition_id": "e2"})
    tables["projects"].append({"edition_id": "e3", "project_id": "1-1", "title": "窓口の廃止", "position": "1"})


def test_each_edition_has_its_own_page_of_changes_the_newest_the_plans(tmp_path: Path, schema: Schema) -> None:
    workspace, folder = tmp_path / "in", tmp_path / "out"
    workspace.mkdir()
    checked = check_city(write_kitchen(workspace, spoil=go_on), workspace, schema)
    assert checked.city is not None, checked.problems
    made = SiteCity(build_municipality(checked.city), measure(checked.city, schema, (), ()))
    render_site([made], folder, BASE, schema)
    newest, older = (folder / LGCODE / "p/changes" / part for part in ("", "e2"))
    assert "窓口の改善 → 窓口の廃止" in text(newest / "index.html")
    assert "窓口の廃止" not in text(older / "index.html").partition("変わったことを CSV")[0].partition("比べた版")[2]
    assert f"../../../{LGCODE}/p/changes/e2/index.html" in read_page(newest / "index.html").links
    assert {path.name for path in older.iterdir()} >= {"index.html", "changes.csv", "changes.json"}
    assert json.loads((older / "changes.json").read_text(encoding="utf-8"))["edition_id"] == "e2"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (Decimal(300), Decimal(700), Amount(Decimal(400), Decimal("133.3"))),
        (Decimal(10), Decimal(4), Amount(Decimal(-6), Decimal("-60.0"))),
        (Decimal(-5), Decimal(5), Amount(Decimal(10), Decimal("200.0"))),
        (Decimal(0), Decimal(5), Amount(Decimal(5), None)),
        (None, Decimal(5), None),
        ("3", Decimal(5), None),
        (False, True, None),
    ],
)
def test_amounts_are_of_numbers_and_per_cent_of_the_old_one(
    before: object, after: object, found: Amount | None
) -> None:
    assert amount(before, after) == found


def test_width_white_space_and_list_numbers_are_spelling() -> None:
    assert spelt_alike("一部稼働 (事務処理)", "一部稼働（事務処理）")
    assert spelt_alike("700人受講", "①700⼈受講")
    assert not spelt_alike("700人", "800人")
    assert not spelt_alike("5", None)
