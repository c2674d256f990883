"""The chart's geometry."""

from __future__ import annotations

import pytest

from keikaku.model import Plan
from keikaku.site import SiteCity
from keikaku.site.chart import Chart, current, make_chart
from keikaku.site.words import Words


@pytest.fixture
def plan(city: SiteCity) -> Plan:
    return city.municipality.plans[0]


def chart(plan: Plan, words: Words, number: int) -> Chart:
    made = make_chart(plan.indicators[f"1-1.{number}"], plan, words)
    assert made is not None
    return made


def test_several_results_of_a_year_stand_side_by_side_and_zero_is_a_line(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 3)
    assert [bar.title for bar in made.bars] == [
        "令和5年度（2023年度） 実績 1,204件",
        "令和6年度（2024年度） 第1回報告 実績 400件",
        "令和6年度（2024年度） 第2回報告 実績 0件",
    ]
    assert made.bars[1].x < made.bars[2].x
    assert made.bars[2].height == "1.0"
    assert made.line.count(",") == 2


def test_what_is_relative_is_not_drawn_and_said_so(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 3)
    assert len(made.marks) == 2
    assert made.omitted


def test_negative_results_hang_below_the_axis(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 4)
    bar = made.bars[0]
    assert bar.y == made.zero
    assert made.ticks[0].text == "−10"
    assert float(made.marks[0].y) > float(made.marks[0].y2)


def test_a_target_of_every_year_is_a_level_over_the_whole_plan(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 5)
    assert made.level
    assert [year.year for year in made.years] == ["2022", "2023", "2024", "2025"]


@pytest.mark.parametrize("number", [2, 6, 7])
def test_too_little_to_draw_gives_no_chart(plan: Plan, words: Words, number: int) -> None:
    assert make_chart(plan.indicators[f"1-1.{number}"], plan, words) is None


def test_the_newest_edition_of_a_year_replaces_the_older(plan: Plan) -> None:
    rows = current(plan.indicators["1-1.1"].results)
    assert [(row.edition_id, row.fiscal_year) for row in rows] == [("e2", 2024)]


def test_everything_drawn_lies_inside_the_picture(plan: Plan, words: Words) -> None:
    for indicator in plan.indicators.values():
        made = make_chart(indicator, plan, words)
        if made is None:
            continue
        points = [(bar.x, bar.y) for bar in made.bars] + [(mark.x, mark.y) for mark in made.marks]
        assert all(52 <= float(x) <= 352 and 24 <= float(y) <= 176 for x, y in points)
