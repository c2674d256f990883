"""A plan at a glance: counts are those that the plans print themselves, and each kind of plan is told as it is."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from test_site_content import text_of

from keikaku.check import check_city
from keikaku.model import Municipality, build_municipality
from keikaku.pipeline import build
from keikaku.schema import Schema
from keikaku.site.standing.attained import COMPUTED, LEVEL, PRINTED, PROMISED, REPORTED, attained, short_of
from keikaku.site.standing.record import streak
from keikaku.site.tables.working import comparison, rate_sum
from kitchen import Tables, write_kitchen

ROOT = Path(__file__).resolve().parents[3]


def city(name: str, schema: Schema) -> Municipality:
    folder = ROOT / "datapackage" / name
    checked = check_city(folder, folder.parent, schema).city
    assert checked is not None
    return build_municipality(checked)


@pytest.fixture(scope="module")
def hachioji(schema: Schema) -> Municipality:
    return city("hachioji", schema)


def test_counts_are_those_that_the_plan_prints(hachioji: Municipality) -> None:
    told = attained(hachioji.plans[0])
    assert (told.basis, told.year, told.years) == (PRINTED, 2024, (2022, 2023, 2024))
    for policy, (achieved, missed, partly) in {
        "": (94, 15, 3),
        "1": (37, 7, 0),
        "2": (20, 7, 2),
        "3": (37, 1, 1),
    }.items():
        counted = told.counted(policy, 2024)
        assert (counted["achieved"], counted["not_achieved"], counted["partly_achieved"]) == (achieved, missed, partly)


def test_a_policy_holds_what_stands_below_it(hachioji: Municipality) -> None:
    plan, told = hachioji.plans[0], attained(hachioji.plans[0])
    for year in told.years:
        assert sum(
            (told.counted(key, year) for key in plan.roots), start=type(told.counted("", year))()
        ) == told.counted("", year)


def test_those_farthest_from_their_targets_come_first(hachioji: Municipality) -> None:
    plan = hachioji.plans[0]
    told = attained(plan)
    found = short_of(told, plan.indicators.values())
    rates = [year.assessment.attainment_rate for _, year in found]
    known = [rate for rate in rates if rate is not None]
    assert known == sorted(known)
    assert rates[: len(known)] == known
    assert all(year.state in ("not_achieved", "partly_achieved") for _, year in found)
    assert "1-1-1.1" in {indicator.indicator_id for indicator, _ in found[:5]}
    assert streak(told.known["1-1-1.1"]) == 3


@pytest.mark.parametrize(
    ("name", "bases"),
    [("ena", [LEVEL]), ("hanno", [PROMISED, REPORTED]), ("imari", [PROMISED]), ("hachioji", [PRINTED])],
)
def test_each_plan_is_told_as_its_documents_allow(schema: Schema, name: str, bases: list[str]) -> None:
    told = [attained(plan) for plan in city(name, schema).plans]
    assert [one.basis for one in told] == bases
    assert COMPUTED not in bases


def test_figures_without_statuses_do_not_hide_the_statuses_of_the_years_before(tmp_path: Path) -> None:
    """Statuses are printed up to 2024; of 2025 there is only a figure, which reaches the target."""

    def spoil(tables: Tables) -> None:
        reported = {**tables["results"][-1], "status": "not_achieved"}
        later = {**reported, "fiscal_year": "2025", "status": "", "value": "12", "raw": "12種", "rate": ""}
        tables["results"][-1:] = [{**reported, "fiscal_year": "2023"}, reported, later]

    write_kitchen(tmp_path / "cities", spoil=spoil)
    assert build(tmp_path / "cities", tmp_path / "public", "https://keikaku.example/", (), lambda *step: None).sound
    text = text_of(tmp_path / "public/212105/index.html")
    assert "令和6年度は、文書に達成状況の書かれた取組事業1件のうち、0件が達成、1件が未達成" in text
    assert re.search(r"2年以上続けて未達成の指標\s+0", text), "it was reached in 2025"


def test_the_city_page_answers_in_one_look(public_cities: Path) -> None:
    text = text_of(public_cities / "132012/index.html")
    assert (
        "令和6年度は、文書に達成状況の書かれた取組事業112件のうち、94件が達成、15件が未達成、3件が一部未達成です。"
        in text
    )
    assert "84.1% 44件中37件 印刷 84.1%" in text
    assert "全体 76.0% 75件中57件" in text
    assert "3年続けて未達成" in text
    page = (public_cities / "132012/index.html").read_text(encoding="utf-8")
    assert "132012/status/2024/missed/index.html" in page
    assert "9件がもう目標の水準に届いています" in text_of(public_cities / "212105/index.html")
    hanno = text_of(public_cities / "112097/index.html")
    assert re.search(r"目標達成度 1 \S+ 令和7年度（2025年度） 77\.4% 79\.1% 不一致", hanno)
    assert "実績はまだ文書に載っていません" in text_of(public_cities / "412058/index.html")
    assert "94 were achieved, 15 not achieved" in text_of(public_cities / "en/132012/index.html")


def test_the_plan_page_shows_printed_totals_beside_counted_ones(public_cities: Path) -> None:
    text = text_of(public_cities / "132012/dx/index.html")
    assert "数え直した値" in text
    assert re.search("達成率 全体 令和6年度（2024年度） 83.9% 83.9% 一致", text)


def test_a_tree_opens_with_the_keyboard_alone(public_cities: Path) -> None:
    page = (public_cities / "132012/dx/index.html").read_text(encoding="utf-8")
    tree = page[page.index('<ul class="tree top">') :]
    assert tree.count("<details open>") == 3
    assert tree.count("<details>") > 10
    assert tree.count("<summary>") >= 13


def test_the_indicator_page_shows_the_working(public_cities: Path) -> None:
    text = text_of(public_cities / "132012/dx/indicators/1-1-1.1/index.html")
    assert "令和6年度は目標80%に対し28.7%で未達成。3年続けて未達成です。" in text
    assert "目標値以上なら達成：28.7 < 80.0。達成率（実績 ÷ 目標値）：28.7 ÷ 80.0 = 35.9%" in text
    assert "担当課 デジタル推進課" in text


def test_the_project_page_says_who_is_in_charge_and_how_it_stands(public_cities: Path) -> None:
    text = text_of(public_cities / "132012/dx/projects/1-1-1/index.html")
    assert "担当はデジタル推進課です。" in text
    assert "令和6年度は目標80%に対し28.7%で未達成。" in text


def test_every_working_comes_to_its_rate(hachioji: Municipality, schema: Schema) -> None:
    """The sum that a page shows, done again from the text of it, gives the rate behind the equals sign."""
    seen = 0
    for plan in (*hachioji.plans, *city("ena", schema).plans, *city("imari", schema).plans):
        for indicator in plan.indicators.values():
            for row in indicator.assessments:
                shown = rate_sum(row, indicator.latest.baseline_value)
                if not shown:
                    continue
                seen += 1
                terms, _, rate = shown.replace(",", "").replace("−", "-").partition(" = ")
                above, _, below = terms.partition(" ÷ ")
                value = Decimal(100) * Decimal(eval(above)) / Decimal(eval(below))  # noqa: S307 - our own sums
                assert abs(value - Decimal(rate.rstrip("%"))) <= Decimal("0.06"), shown
                if row.computed_status:
                    assert comparison(row)
    assert seen > 100
