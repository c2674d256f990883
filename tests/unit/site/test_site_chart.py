"""The chart's geometry: what is drawn, and that it can be read whatever the values are."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keikaku.model import Indicator, Plan, current
from keikaku.schema import Schema
from keikaku.site import SiteCity
from keikaku.site.drawing.chart import Chart, make_chart
from keikaku.site.drawing.labels import Spot, text_box
from keikaku.site.drawing.measure import ems, fitted, wrapped
from keikaku.site.drawing.milestones import make_milestones
from keikaku.site.drawing.scale import make_range
from keikaku.site.wording.words import Words, load_words


@pytest.fixture(scope="session")
def plan(city: SiteCity) -> Plan:
    return city.municipality.plans[0]


@pytest.fixture(scope="session")
def english(schema: Schema) -> Words:
    return load_words(schema, "en")


def chart(plan: Plan, words: Words, number: int) -> Chart:
    made = make_chart(plan.indicators[f"1-1.{number}"], plan, words)
    assert made is not None
    return made


def test_several_results_of_a_year_stand_side_by_side_and_zero_is_a_line(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 3)
    assert [bar.title for bar in made.bars] == [
        "令和5年度（2023年度） 実績 1,204件（文書の達成状況：達成）",
        "令和6年度（2024年度） 第1回報告 実績 400件",
        "令和6年度（2024年度） 第2回報告 実績 0件（文書の達成状況：未達成）",
    ]
    assert made.bars[1].x < made.bars[2].x
    assert made.bars[2].height == "1.0"
    assert [bar.look for bar in made.bars] == ["bar", "bar", "missed"]
    assert made.hatched
    assert made.line.count(",") == 2


def test_the_description_says_direction_years_and_counts(plan: Plan, words: Words, english: Words) -> None:
    assert chart(plan, words, 3).description.startswith("「増えるほどよい」指標です。")
    assert "FY2021 to FY2025" in chart(plan, english, 3).description


def test_a_change_is_drawn_at_what_it_was_computed_to_come_to_and_joined_to_nothing(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 3)
    assert [mark.look for mark in made.marks] == ["goal least", "goal", "relative", "base"]
    assert made.marks[2].title == "令和7年度（2025年度） 目標 前年度比 5件（5件に当たる）"


def test_a_change_that_nobody_can_resolve_is_a_note_and_no_value(plan: Plan, words: Words) -> None:
    told = [target(plan, 2023, Decimal(9)), target(plan, 2024, Decimal(5), basis="previous_year")]
    made = make_chart(only_values(plan, [], told), plan, words)
    assert made is not None
    assert len(made.marks) == 1
    assert [label.text for label in made.labels if label.look == "note"] == ["前年度比+5件"]


def test_a_comparator_and_a_baseline_have_shapes_of_their_own_and_are_explained(plan: Plan, words: Words) -> None:
    looks = {key.look: key.text for key in chart(plan, words, 3).keys}
    assert looks["goal least"] == "目標（以上・超）"
    assert looks["base"] == "基準値"
    assert looks["missed"] == "実績（一部未達成・未達成）"


def test_negative_results_hang_below_the_axis_and_a_range_is_a_band(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 4)
    assert made.bars[0].y == made.zero
    assert made.ticks[0].text == "−10"
    assert made.marks[0].look == "band"
    assert float(made.marks[0].y) > float(made.marks[0].y2)


def test_a_target_of_every_year_is_a_level_over_the_whole_plan(plan: Plan, words: Words) -> None:
    made = chart(plan, words, 5)
    assert [level.look for level in made.levels] == ["level"]
    assert [year.year for year in made.years] == ["2022", "2023", "2024", "2025"]


def test_a_scale_of_per_cent_ends_at_a_hundred(plan: Plan, words: Words) -> None:
    assert chart(plan, words, 5).ticks[-1].text == "100"


@pytest.mark.parametrize("number", [2, 6, 7])
def test_without_a_number_there_is_no_chart(plan: Plan, words: Words, number: int) -> None:
    assert make_chart(plan.indicators[f"1-1.{number}"], plan, words) is None


def test_one_single_value_is_drawn(plan: Plan, words: Words) -> None:
    only = only_values(plan, [], [target(plan, 2024, Decimal(7))])
    made = make_chart(only, plan, words)
    assert made is not None
    assert (len(made.marks), len(made.bars)) == (1, 0)


def test_texts_are_milestones_and_never_numbers(plan: Plan, words: Words) -> None:
    made = make_milestones(plan.indicators["1-1.2"], words)
    assert made is not None
    assert [(entry.look, entry.lines[0][0]) for step in made.steps for entry in step.entries] == [
        ("goal", "導入、運用")
    ]
    assert make_milestones(plan.indicators["1-1.6"], words) is None


def test_what_was_reached_is_a_shape_of_its_own(plan: Plan, words: Words) -> None:
    told = [result(plan, 2023, None, raw="導入した", status="achieved"), result(plan, 2024, None, raw="—", status="")]
    told.append(result(plan, 2025, None, raw="延期", status="not_achieved"))
    made = make_milestones(only_values(plan, told, [target(plan, 2023, None, raw="導入")]), words)
    assert made is not None
    assert [(step.year[-7:-1], [entry.look for entry in step.entries]) for step in made.steps] == [
        ("2023年度", ["goal", "achieved"]),
        ("2025年度", ["not_achieved"]),
    ]
    assert made.omitted


def test_the_newest_edition_of_a_year_replaces_the_older(plan: Plan) -> None:
    rows = current(plan.indicators["1-1.1"].results)
    assert [(row.edition_id, row.fiscal_year) for row in rows] == [("e2", 2024)]


def test_a_year_with_words_in_the_place_of_a_number_is_a_gap_and_said(plan: Plan, words: Words) -> None:
    told = [result(plan, 2022, Decimal(3)), result(plan, 2023, None, raw="調査中"), result(plan, 2024, Decimal(0))]
    made = make_chart(only_values(plan, told, []), plan, words)
    assert made is not None
    assert [mark.title for mark in made.marks] == ["令和5年度（2023年度） 実績の数値なし"]
    assert "実績の数値がない年度：令和5年度（2023年度）" in made.description
    assert len(made.bars) == 2


def target(plan: Plan, year: int, value: Decimal | None, **other: Any) -> Any:
    row = plan.indicators["1-1.3"].targets[0]
    fresh = {"value_max": None, "comparator": "", "applies": "year", "basis": "absolute", "unit": "件", "seq": 1}
    return replace(row, fiscal_year=year, value=value, **{**fresh, **other})


def result(plan: Plan, year: int, value: Decimal | None, **other: Any) -> Any:
    row = plan.indicators["1-1.3"].results[0]
    return replace(row, fiscal_year=year, value=value, **{"unit": "件", "comparator": "", "seq": 1, **other})


def only_values(plan: Plan, results: list[Any], targets: list[Any], **statement: Any) -> Indicator:
    indicator = plan.indicators["1-1.3"]
    row = replace(indicator.latest, **{"baseline_value": None, "baseline_fy": None, "unit": "件", **statement})
    rows = {"results": tuple(results), "targets": tuple(targets), "assessments": ()}
    return replace(indicator, statements=(row,), **rows)


VALUES = st.one_of(
    st.decimals(-100, 100, places=1),
    st.decimals(Decimal("-1e14"), Decimal("1e14"), places=0),
    st.decimals(Decimal("-0.001"), Decimal("0.001"), places=6),
)
COMPARATORS = st.sampled_from(["", "ge", "gt", "le", "lt", "approx"])


@st.composite
def drawn(draw: Any) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Make up to fifteen years of values of like size, with several reports a year, ranges and comparators."""
    first = draw(st.integers(2010, 2024))
    years = range(first, first + draw(st.integers(1, 15)))
    scale = draw(VALUES)
    near = st.one_of(VALUES, st.decimals("0.2", "1.8", places=2).map(lambda share: (scale * share).quantize(scale)))
    results = [
        (year, draw(near), draw(COMPARATORS), seq) for year in years for seq in range(1, 1 + draw(st.integers(0, 3)))
    ]
    targets = [
        (year, draw(near), draw(st.one_of(st.none(), near)), draw(COMPARATORS), draw(st.sampled_from(APPLIES)))
        for year in years
        if draw(st.booleans())
    ]
    baseline = draw(st.one_of(st.none(), near))
    unit = draw(st.sampled_from(["", "件", "%", "中学校区あたりの年間のべ利用者数（累計）の推計値の四捨五入"]))
    year = draw(st.one_of(st.none(), st.just(first)))
    return results, targets, {"baseline_value": baseline, "baseline_fy": year, "unit": unit}


APPLIES = ["year", "year", "year", "every_year", "plan_end"]


def make(plan: Plan, words: Words, given_rows: Any) -> Chart | None:
    results, targets, statement = given_rows
    unit = statement["unit"]
    told = [result(plan, year, value, comparator=how, seq=seq, unit=unit) for year, value, how, seq in results]
    goals = [
        target(plan, year, value, value_max=high, comparator=how, applies=applies, unit=unit)
        for year, value, high, how, applies in targets
    ]
    return make_chart(only_values(plan, told, goals, **statement), plan, words)


PROPERTY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@PROPERTY
@given(rows=drawn(), lang=st.sampled_from(["ja", "en"]))
def test_labels_never_overlap_and_all_lies_inside(plan: Plan, schema: Schema, rows: Any, lang: Any) -> None:
    made = make(plan, WORDS.setdefault(lang, load_words(schema, lang)), rows)
    if made is None:
        return
    size = {"value": 13.0, "target": 13.0, "note": 13.0}
    boxes = [text_box(one.text, Spot(float(one.x), float(one.y), one.anchor), size[one.look]) for one in made.labels]
    names = [text_box(one.year, Spot(float(one.x), float(made.names_y)), 13) for one in made.years]
    slack = 0.11  # Coordinates are rounded to a tenth.
    for first, second in combinations([*boxes, *names], 2):
        assert not first._replace(left=first.left + slack, right=first.right - slack).meets(
            second._replace(top=second.top + slack, bottom=second.bottom - slack)
        )
    height = float(made.height)
    assert all(box.left >= -3 and box.right <= 363 and box.top >= 0 and box.bottom <= height for box in boxes)
    for bar in made.bars:
        assert float(bar.x) >= float(made.left)
        assert float(bar.x) + float(bar.width) <= 354.2
        assert float(bar.y) + float(bar.height) <= height
    assert all(float(made.left) <= float(mark.x) <= 354 and 0 < float(mark.y2) <= height for mark in made.marks)
    assert all(ems(tick.text) * 12 <= float(made.left) + 1 for tick in made.ticks)
    assert ems(made.unit) * 12 <= 360


WORDS: dict[str, Words] = {}


@PROPERTY
@given(values=st.lists(VALUES, max_size=20), unit=st.sampled_from(["", "%"]))
def test_a_scale_is_monotone_holds_all_values_and_has_zero_among_its_round_ticks(
    values: list[Decimal], unit: str
) -> None:
    made = make_range(values, unit)
    ticks = made.ticks
    assert 0 in ticks
    assert 2 <= len(ticks) <= 8
    assert ticks == tuple(sorted(set(ticks)))
    assert all(ticks[0] <= value <= ticks[-1] for value in values)
    assert str(made.step.normalize().as_tuple().digits) in {"(1,)", "(2,)", "(2, 5)", "(5,)"}


@given(text=st.text(alphabet="あア漢字、。abc XYZ 123", max_size=120), room=st.integers(40, 300))
def test_wrapped_lines_fit_and_lose_nothing_but_the_end(text: str, room: int) -> None:
    lines = wrapped(text, room, 13, 3)
    assert len(lines) <= 3
    assert all(ems(line) * 13 <= room + 0.01 for line in lines[-1:])
    assert all(ems(fitted(line, room, 13)) * 13 <= room for line in lines)
    kept = re.sub(r"[\s…]", "", "".join(lines))
    assert re.sub(r"\s", "", text).startswith(kept)
