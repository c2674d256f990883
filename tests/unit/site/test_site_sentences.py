"""The sentence on an indicator: written by hand for each kind of case, and held to its table by many random ones."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_indicator import indicator, result, target

from keikaku.model import Indicator
from keikaku.schema import Schema
from keikaku.site.standing.record import newest, streak, years
from keikaku.site.standing.sentence import state
from keikaku.site.wording.language import unquoted
from keikaku.site.wording.words import Words, load_words

MISSED, MET, PART = {"status": "not_achieved"}, {"status": "achieved"}, {"status": "partly_achieved"}
E2 = {"edition_id": "e2"}
DERIVED = {"origin": "derived"}
END = {"applies": "plan_end"}
DOWN = {"polarity": "down", "unit": "分"}

CASES: dict[str, tuple[list[Any], list[Any], dict[str, Any], str, str]] = {
    "three years missed, as the issue words it": (
        [target(2022, "30%", "30"), target(2023, "60%", "60"), target(2024, "80%", "80")],
        [
            result(2022, "19.9%", "19.9", **MISSED),
            result(2023, "24.8%", "24.8", **MISSED),
            result(2024, "28.7%", "28.7", **MISSED),
        ],
        {},
        "令和6年度は目標80%に対し28.7%で未達成。3年続けて未達成です。",
        "In FY2024 the result was 28.7% against a target of 80%: not achieved. Not achieved for 3 years in a row.",
    ),
    "on the way to the end of the plan, as the issue words it": (
        [target(2025, "10種", "10", **END)],
        [result(2024, "７種（70.0％）", "7", rate="70.0")],
        {"unit": "種"},
        "令和7年度までに10種の目標に対し、令和6年度は7種（70%）です。",
        "The target is 10 kinds by FY2025; in FY2024 the result was 7 kinds (70%).",
    ),
    "on the way, without a printed rate": (
        [target(2025, "10種", "10", **END)],
        [result(2024, "7種", "7")],
        {"unit": "種"},
        "令和7年度までに10種の目標に対し、令和6年度は7種（70%）です。",
        "The target is 10 kinds by FY2025; in FY2024 the result was 7 kinds (70%).",
    ),
    "on the way, a percentage: the rate is named": (
        [target(2025, "50%", "50", **END)],
        [result(2024, "25%", "25")],
        {},
        "令和7年度までに50%の目標に対し、令和6年度は25%（達成率50%）です。",
        "The target is 50% by FY2025; in FY2024 the result was 25% (50% of the target).",
    ),
    "on the way, the printed rate is another one": (
        [target(2025, "32人", "32", **END)],
        [result(2024, "34人(85%)", "34", rate="85")],
        {"unit": "人"},
        "令和7年度までに32人の目標に対し、令和6年度は34人（文書の率85%、計算した達成率106.3%）です。",
        (
            "The target is 32 people by FY2025; in FY2024 the result was 34 people (printed "
            "rate 85%, computed attainment 106.3%)."
        ),
    ),
    "a cumulative target reached ahead of time": (
        [target(2025, "累計10件", "10", **END)],
        [result(2024, "12件", "12")],
        {"unit": "件", "time_basis": "cumulative"},
        "令和7年度までに10件の目標に対し、令和6年度は12件（120%）で達成（数値から計算）。",
        (
            "The target is 10 cases by FY2025; in FY2024 the result was 12 cases (120%): "
            "achieved, computed from the figures."
        ),
    ),
    "at the end of the plan": (
        [target(2024, "10種", "10", **END)],
        [result(2024, "8種", "8")],
        {"unit": "種"},
        "令和6年度は目標10種に対し8種で未達成（数値から計算）。",
        "In FY2024 the result was 8 kinds against a target of 10 kinds: not achieved, computed from the figures.",
    ),
    "a target of every year": (
        [target(2025, "年10社以上", "10", applies="every_year", comparator="ge")],
        [result(2024, "8社", "8")],
        {"unit": "社"},
        "令和6年度は毎年度の目標10社以上に対し8社で未達成（数値から計算）。",
        (
            "In FY2024 the result was 8 companies against a target of 10 companies or more for every year: "
            "not achieved, computed from the figures."
        ),
    ),
    "no target": (
        [],
        [result(2025, "100.0%", "100.0")],
        {},
        "令和7年度は100%です。目標値は示されていません。",
        "In FY2025 the result was 100%. No target is given.",
    ),
    "no target, but a printed status": (
        [],
        [result(2024, "調査・研究", **MET)],
        {"value_type": "milestone", "unit": ""},
        "令和6年度は「調査・研究」で達成（文書の記載）。目標値は示されていません。",
        "In FY2024 the result was “調査・研究”: achieved, as the document says. No target is given.",
    ),
    "no result": (
        [target(2025, "21か所", "21")],
        [],
        {"unit": "箇所"},
        "令和7年度の目標は21箇所です。実績は文書に載っていません。",
        "The target for FY2025 is 21 places. The documents give no result.",
    ),
    "no result, a target of every year and a baseline": (
        [target(2025, "年２回", "2", applies="every_year")],
        [],
        {"unit": "回", "baseline_fy": "2020", "baseline_value": "0"},
        "毎年度の目標は2回です。実績は文書に載っていません。基準値（令和2年度）は0回です。",
        "The target for every year is 2 times. The documents give no result. The baseline (FY2020) is 0 times.",
    ),
    "no result, a target of the whole plan in words": (
        [target(2025, "導入、運用", **END)],
        [],
        {"value_type": "milestone", "unit": "", "polarity": "", "time_basis": ""},
        "令和7年度までの目標は「導入、運用」です。実績は文書に載っていません。",
        "The target by FY2025 is “導入、運用”. The documents give no result.",
    ),
    "nothing": (
        [],
        [],
        {},
        "この指標の目標値と実績は、文書に示されていません。",
        "The documents give neither a target nor a result for this indicator.",
    ),
    "a dash is no result": (
        [target(2024, "50%", "50")],
        [result(2024, "-")],
        {},
        "令和6年度の目標は50%です。実績は文書に載っていません。",
        "The target for FY2024 is 50%. The documents give no result.",
    ),
    "milestones": (
        [target(2024, "試行運用")],
        [result(2024, "試行運用を開始", **MET)],
        {"value_type": "milestone", "unit": "", "polarity": "", "time_basis": ""},
        "令和6年度は目標「試行運用」に対し「試行運用を開始」で達成（文書の記載）。",
        "In FY2024 the result was “試行運用を開始” against a target of “試行運用”: achieved, as the document says.",
    ),
    "a target in words, a result in numbers": (
        [target(2024, "利用の拡大")],
        [result(2024, "5回", "5")],
        {"unit": "回"},
        "令和6年度は目標「利用の拡大」に対し5回です。達成状況は計算していません（目標が数値ではない）。",
        (
            "In FY2024 the result was 5 times against a target of “利用の拡大”. No status was "
            "computed: the target is no number."
        ),
    ),
    "a range": (
        [target(2024, "10～20円", "10", value_max="20")],
        [result(2024, "15円", "15")],
        {"unit": "円", "polarity": "range"},
        "令和6年度は目標10～20円に対し15円で達成（数値から計算）。",
        "In FY2024 the result was 15 yen against a target of 10 to 20 yen: achieved, computed from the figures.",
    ),
    "a value to be held": (
        [target(2024, "5回", "5")],
        [result(2024, "5回", "5", **MET)],
        {"unit": "回", "polarity": "hold"},
        "令和6年度は目標5回（維持する目標）に対し5回で達成。",
        "In FY2024 the result was 5 times against a target of 5 times (to be kept): achieved.",
    ),
    "a falling value": (
        [target(2024, "30分", "30")],
        [result(2024, "25分", "25", **MET)],
        DOWN,
        "令和6年度は目標30分（下げる目標）に対し25分で達成。",
        "In FY2024 the result was 25 minutes against a target of 30 minutes (lower is better): achieved.",
    ),
    "a falling value whose target says so": (
        [target(2024, "30分以下", "30", comparator="le")],
        [result(2024, "35分", "35", **MISSED)],
        DOWN,
        "令和6年度は目標30分以下に対し35分で未達成。",
        "In FY2024 the result was 35 minutes against a target of 30 minutes or less: not achieved.",
    ),
    "a target worked out from the difference": (
        [target(2024, "対目標：▲51.3％", "80.0", **DERIVED)],
        [result(2024, "28.7％（対目標：▲51.3％）", "28.7", **MISSED)],
        {},
        "令和6年度は目標80%に対し28.7%で未達成。目標値は、実績と差から算出したものです。",
        (
            "In FY2024 the result was 28.7% against a target of 80%: not achieved. "
            "The target is worked out from the result and the printed difference."
        ),
    ),
    "print and computation differ": (
        [target(2024, "80%", "80")],
        [result(2024, "85%", "85", **MISSED)],
        {},
        "令和6年度は目標80%に対し85%で、文書では未達成、数値からの計算では達成です。",
        (
            "In FY2024 the result was 85% against a target of 80%. "
            "The document says not achieved; computed from the figures, it is achieved."
        ),
    ),
    "print and computation differ: no streak runs over it": (
        [target(2023, "80%", "80"), target(2024, "80%", "80")],
        [result(2023, "85%", "85", **MISSED), result(2024, "70%", "70", **MISSED)],
        {},
        "令和6年度は目標80%に対し70%で未達成。",
        "In FY2024 the result was 70% against a target of 80%: not achieved.",
    ),
    "several items in a year": (
        [],
        [
            result(2023, "ＦＡＱの充実", **MET),
            result(2023, "満足度調査", **MISSED) | {"seq": "2"},
        ],
        {"value_type": "milestone", "unit": ""},
        (
            "令和5年度は「満足度調査」で一部未達成（文書の記載）。この年度の2項目のうち、達成1項目、未達成1項目です。"
            "目標値は示されていません。"
        ),
        (
            "In FY2023 the result was “満足度調査”: partly achieved, as the document says. "
            "Of 2 items in this year: 1 achieved, 1 not achieved. No target is given."
        ),
    ),
    "several reports in a year": (
        [target(2023, "1,200件", "1200")],
        [
            result(2023, "400件", "400", report_label="第1回報告"),
            result(2023, "900件", "900", report_label="第2回報告") | {"seq": "2"},
        ],
        {"unit": "件"},
        "令和5年度（第2回報告）は目標1,200件に対し900件で未達成（数値から計算）。",
        (
            "In FY2023 (第2回報告) the result was 900 cases against a target of 1,200 cases: not "
            "achieved, computed from the figures."
        ),
    ),
    "not reported in the last year": (
        [target(2022, "50%", "50")],
        [result(2022, "60%", "60", **MET)],
        {"reported": 2024},
        "令和4年度は目標50%に対し60%で達成。令和6年度の実績は文書に載っていません。",
        "In FY2022 the result was 60% against a target of 50%: achieved. The documents give no result for FY2024.",
    ),
    "a gap ends the streak": (
        [target(2022, "5回", "5"), target(2024, "5回", "5")],
        [result(2022, "6回", "6", **MET), result(2024, "6回", "6", **MET)],
        {"unit": "回"},
        "令和6年度は目標5回に対し6回で達成。",
        "In FY2024 the result was 6 times against a target of 5 times: achieved.",
    ),
    "another status ends the streak": (
        [target(2022, "5回", "5"), target(2023, "5回", "5"), target(2024, "5回", "5")],
        [result(2022, "2回", "2", **MISSED), result(2023, "6回", "6", **MET), result(2024, "6回", "6", **MET)],
        {"unit": "回"},
        "令和6年度は目標5回に対し6回で達成。2年続けて達成です。",
        "In FY2024 the result was 6 times against a target of 5 times: achieved. Achieved for 2 years in a row.",
    ),
    "another unit ends the streak": (
        [target(2023, "5回", "5", unit="回"), {**target(2024, "5%", "5"), **E2}],
        [result(2023, "6回", "6", unit="回", **MET), {**result(2024, "6%", "6", **MET), **E2}],
        {"statements": ({"unit": "回"}, {**E2, "unit": "%"})},
        "令和6年度は目標5%に対し6%で達成。",
        "In FY2024 the result was 6% against a target of 5%: achieved.",
    ),
    "relative to the year before": (
        [target(2024, "前年度比5件増", "5", basis="previous_year")],
        [result(2023, "100件", "100"), result(2024, "104件", "104")],
        {"unit": "件"},
        "令和6年度は目標「前年度比5件増」（105件に当たる）に対し104件で未達成（数値から計算）。",
        (
            "In FY2024 the result was 104 cases against a target of “前年度比5件増” (which comes to 105 cases): "
            "not achieved, computed from the figures."
        ),
    ),
    "relative to a year that is not known": (
        [target(2024, "前年度比5件増", "5", basis="previous_year")],
        [result(2024, "104件", "104")],
        {"unit": "件"},
        "令和6年度は目標「前年度比5件増」に対し104件です。達成状況は計算していません（前年度の実績がない）。",
        (
            "In FY2024 the result was 104 cases against a target of “前年度比5件増”. No status was "
            "computed: no result of the year before."
        ),
    ),
    "units that cannot be compared": (
        [target(2024, "10種", "10", unit="種")],
        [result(2024, "48回", "48", unit="回")],
        {"unit": "種"},
        "令和6年度は目標10種に対し48回です。達成状況は計算していません（目標と実績の単位が違う）。",
        (
            "In FY2024 the result was 48 times against a target of 10 kinds. No status was "
            "computed: target and result differ in unit."
        ),
    ),
    "below zero": (
        [target(2024, "0円", "0")],
        [result(2024, "▲5円", "-5")],
        {"unit": "円"},
        "令和6年度は目標0円に対し−5円で未達成（数値から計算）。",
        "In FY2024 the result was −5 yen against a target of 0 yen: not achieved, computed from the figures.",
    ),
    "about": (
        [target(2024, "100件", "100")],
        [result(2024, "約120件", "120", comparator="approx", **MET)],
        {"unit": "件"},
        "令和6年度は目標100件に対し約120件で達成。",
        "In FY2024 the result was about 120 cases against a target of 100 cases: achieved.",
    ),
}


def made(schema: Schema, targets: list[Any], results: list[Any], more: dict[str, Any]) -> tuple[Indicator, int]:
    values = {key: value for key, value in more.items() if key not in ("reported", "statements")}
    return indicator(schema, targets, results, *more.get("statements", ()), **values), more.get("reported", 0)


@pytest.fixture(scope="module")
def english(schema: Schema) -> Words:
    return load_words(schema, "en")


@pytest.mark.parametrize("case", CASES)
def test_an_indicator_is_summed_up(schema: Schema, words: Words, english: Words, case: str) -> None:
    targets, results, more, ja, en = CASES[case]
    one, reported = made(schema, targets, results, more)
    assert state(one, words, reported) == ja
    assert unquoted(state(one, english, reported)) == en


STATUSES = ["", "", "achieved", "not_achieved", "partly_achieved"]
VALUES = st.one_of(st.just(""), st.decimals(-50, 5000, places=1).map(lambda value: f"{value:f}"))


@st.composite
def any_indicator(draw: st.DrawFn) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Any targets and results of up to two editions, whatever nonsense they are together."""
    unit = draw(st.sampled_from(["%", "件", ""]))
    targets: list[Any] = []
    results: list[Any] = []
    editions = draw(st.sampled_from([("e1",), ("e1", "e2")]))
    for edition in editions:
        for year in draw(st.sets(st.integers(2021, 2025), max_size=4)):
            value = draw(VALUES)
            more = {"edition_id": edition, "applies": draw(st.sampled_from(["year", "every_year", "plan_end"]))}
            if value:
                more["basis"] = draw(st.sampled_from(["absolute", "previous_year", "baseline"]))
                more["comparator"] = draw(st.sampled_from(["", "ge", "gt", "le", "lt", "approx"]))
                more["origin"] = draw(st.sampled_from(["stated", "derived"]))
                more["value_max"] = draw(st.sampled_from(["", f"{float(value) + 5:.1f}"]))
                if more["basis"] == "absolute":
                    more["unit"] = draw(st.sampled_from([unit, "%"]))
            targets.append(target(year, f"目標文{value}", value) | more)
        for year in draw(st.sets(st.integers(2021, 2025), max_size=4)):
            for seq in range(1, draw(st.integers(1, 2)) + 1):
                value = draw(VALUES)
                more = {"edition_id": edition, "seq": str(seq), "status": draw(st.sampled_from(STATUSES))}
                more["report_label"] = draw(st.sampled_from(["", f"第{seq}回"]))
                if value:
                    more["comparator"] = draw(st.sampled_from(["", "approx", "ge", "lt"]))
                    more["rate"] = draw(st.sampled_from(["", "33.3"]))
                results.append(result(year, draw(st.sampled_from(["-", f"実績文{value}"])), value) | more)
    more = {"unit": unit, "polarity": draw(st.sampled_from(["up", "down", "hold", "range", ""]))}
    more["value_type"] = draw(st.sampled_from(["number", "number", "text", "milestone"]))
    more["time_basis"] = draw(st.sampled_from(["point", "year", "cumulative"]))
    if draw(st.booleans()):
        more |= {"baseline_value": "12.5", "baseline_fy": draw(st.sampled_from(["", "2020"]))}
    more["statements"] = tuple({"edition_id": edition} for edition in editions)
    more["reported"] = draw(st.sampled_from([0, 2025]))
    return targets, results, more


def numbers(text: str) -> set[float]:
    """Give the figures in a text, without its fiscal years."""
    bare = (
        re.sub(r"令和\d+年度|FY\d{4}|第\d回", "", unicodedata.normalize("NFKC", text))
        .replace(",", "")
        .replace("−", "-")
    )
    return {float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", bare)}


def known(one: Indicator) -> set[float]:
    """Give the figures that the indicator's table has, and counts of years and items."""
    found: set[float] = set(range(10))
    for row in (*one.targets, *one.results, *one.assessments, *one.statements):
        for name in ("value", "value_max", "rate", "target_value", "target_max", "attainment_rate", "baseline_value"):
            value = getattr(row, name, None)
            if value is not None:
                found.add(float(value))
    return found


@settings(max_examples=250, deadline=None)
@given(case=any_indicator())
def test_a_sentence_never_contradicts_its_table(schema: Schema, case: Any) -> None:
    words, english = load_cached(schema)
    one, reported = made(schema, *case)
    said, told = state(one, words, reported), unquoted(state(one, english, reported))
    assert said.endswith("。")
    assert told.endswith(".")
    assert numbers(said) == numbers(told)
    assert numbers(said) <= known(one), said
    last = newest(years(one))
    if last is None:
        assert "実績は文書に載っていません" in said or "示されていません" in said
        assert not re.search("で(?:達成|未達成|一部未達成)", said)
        return
    first = said.partition("。")[0]
    assert f"令和{last.year - 2018}年度" in first
    if last.disagrees:
        assert "文書では" in said
        assert "計算では" in said
        assert "年続けて" not in said
    elif not (last.printed or last.computed):
        assert not re.search("で(?:達成|未達成|一部未達成)", first)
    else:
        status = {"achieved": "達成", "not_achieved": "未達成", "partly_achieved": "一部未達成"}
        assert re.search(f"で{status[last.printed or last.computed]}(?:（|$)", first), said
        assert ("（文書の記載）" in first) == bool(last.printed and last.printed != last.computed)
        assert ("（数値から計算）" in first) == (not last.printed)


@settings(max_examples=250, deadline=None)
@given(case=any_indicator())
def test_a_streak_is_of_years_that_all_have_the_status(schema: Schema, case: Any) -> None:
    one, _ = made(schema, *case)
    found = years(one)
    count, last = streak(found), newest(found)
    if not count:
        return
    assert last is not None
    by_year = {year.year: year for year in found}
    run = [by_year[last.year - back] for back in range(count)]
    assert {year.printed or year.computed for year in run} == {last.printed or last.computed}
    assert len({bool(year.printed) for year in run}) == 1 or {year.printed for year in run} == {last.printed, ""}
    assert not any(year.disagrees for year in run)


_LOADED: list[tuple[Words, Words]] = []


def load_cached(schema: Schema) -> tuple[Words, Words]:
    """Load the words once for all examples."""
    if not _LOADED:
        _LOADED.append((load_words(schema), load_words(schema, "en")))
    return _LOADED[0]
