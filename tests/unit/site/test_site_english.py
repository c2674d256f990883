"""English words, figures and sentences; what is Japanese on an English page; やさしい日本語."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from test_site_words import TEMPLATES, strings

from keikaku.model import Plan
from keikaku.schema import Schema
from keikaku.site import SiteCity
from keikaku.site.drawing.chart import make_chart
from keikaku.site.standing.sentence import state
from keikaku.site.wording.calendar import date
from keikaku.site.wording.easy import with_readings
from keikaku.site.wording.english import singular
from keikaku.site.wording.language import mark_japanese, quoted, quoted_parts, shortened, unquoted
from keikaku.site.wording.words import Words, load_words


@pytest.fixture(scope="module")
def english(schema: Schema) -> Words:
    return load_words(schema, "en")


@pytest.fixture
def plan(city: SiteCity) -> Plan:
    return city.municipality.plans[0]


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), ("1", "1 file"), ("1,000", "1,000 files")])
def test_words_go_with_their_count(english: Words, count: object, text: str) -> None:
    assert text in english.say("data_description", count=count, name="Ena")


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "text"),
    [
        ("10", "", "ge", "10 or more"),
        ("10", "社", "ge", "10 companies or more"),
        ("1", "社", "", "1 company"),
        ("1", "人", "", "1 person"),
        ("3", "人", "lt", "less than 3 people"),
        ("40", "%", "approx", "about 40%"),
        ("2", "件", "le", "2 cases or less"),
        ("-1204.5", "円", "gt", "more than −1,204.5 yen"),
        ("2", "匹", "", "2 匹"),
        ("2", "t-CO2", "", "2t-CO2"),
    ],
)
def test_quantities(english: Words, value: str, unit: str, comparator: str, text: str) -> None:
    assert unquoted(english.quantity(Decimal(value), unit, comparator)) == text


def test_ranges_and_periods(english: Words) -> None:
    assert english.span(Decimal(10), Decimal(20), "社", "") == "10 to 20 companies"
    assert english.years(2022, 2026) == "FY2022 to FY2026"
    assert english.years(2022, None) == "from FY2022"
    assert english.years(None, 2026) == "until FY2026"
    assert english.years(None, None) == english.fiscal_year(None) == ""


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("", ""),
        ("2024-03-28", "28 March 2024"),
        ("2024-03", "March 2024"),
        ("2024", "2024"),
        ("2019-05-01", "1 May 2019"),
    ],
)
def test_dates(iso: str, text: str) -> None:
    assert date(iso, "en") == text


def test_every_unit_has_a_singular(english: Words) -> None:
    assert singular("junior high school districts") == "junior high school district"
    assert singular("sections in charge") == "section in charge"
    assert [singular(unit) for unit in ("business processes", "municipalities", "yen")] == [
        "business process",
        "municipality",
        "yen",
    ]
    assert all(unit == unit.lower() and unit.isascii() for unit in english.units.values())


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "The target is 10 kinds or more by FY2025; in FY2024 the result was 7 kinds (70%)."),
        (2, "The target by FY2025 is “導入、運用”. The documents give no result."),
        (3, "In FY2024 (第2回報告) the result was 0 cases against a target of 1,200 cases: not achieved."),
        (
            5,
            (
                "In FY2024 the result was about 50% against a target of 58%. "
                "No status was computed: no polarity is given. "
                "The target is worked out from the result and the printed difference."
            ),
        ),
        (7, "The documents give neither a target nor a result for this indicator."),
    ],
)
def test_a_sentence_sums_up_an_indicator(plan: Plan, english: Words, number: int, sentence: str) -> None:
    said = state(plan.indicators[f"1-1.{number}"], english)
    assert unquoted(said) == sentence


def test_what_a_plan_says_is_marked_in_a_sentence_of_ours(plan: Plan, english: Words) -> None:
    said = mark_japanese(f"<p>{state(plan.indicators['1-1.2'], english)}</p>")
    assert said.count('<span lang="ja">') == 1
    assert '<span lang="ja">導入、運用</span>' in said


def test_a_chart_is_in_english(plan: Plan, english: Words) -> None:
    made = make_chart(plan.indicators["1-1.3"], plan, english)
    assert made is not None
    assert made.unit == "cases"
    assert made.bars[0].title.startswith("FY2023, result: 1,204 cases")
    assert {year.era for year in made.years} == {""}
    assert [unquoted(english.figure(value, large=True)) for value in (0.0, 1_500_000.0)] == ["0", "1.5M"]


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>語</p>", '<p lang="ja">語</p>'),
        ('<td class="raw">10社</td>', '<td class="raw" lang="ja">10社</td>'),
        ("<p>Plans</p>", "<p>Plans</p>"),
        ("<p>①、—</p>", "<p>①、—</p>"),
        ("<p>語<b>B</b>語</p>", '<p><span lang="ja">語</span><b>B</b><span lang="ja">語</span></p>'),
        ("<p>a<br>語</p>", '<p>a<br><span lang="ja">語</span></p>'),
        ('<a href="x" lang="ja">日本語</a>', '<a href="x" lang="ja">日本語</a>'),
        ('<a lang="en" href="x">語</a>', '<a lang="en" href="x"><span lang="ja">語</span></a>'),
        ('<a title="語" href="x">Source</a>', '<a title="語" href="x">Source</a>'),
        ("<title>語 | Ena</title>", '<title lang="ja">語 | Ena</title>'),
        ("<p>\ufdd0語\ufdd1 is</p>", '<p><span lang="ja">語</span> is</p>'),
        ('<a title="\ufdd0語\ufdd1">x</a>', '<a title="語">x</a>'),
        ("<title>Of \ufdd0語\ufdd1</title>", '<title lang="ja">Of 語</title>'),
        ("<p>\ufdd1\ufdd0語 &amp;\ufdd0</p>", '<p lang="ja">語 &amp;</p>'),
        ("<p>語 of \ufdd0語\ufdd1</p>", '<p lang="ja">語 of 語</p>'),
    ],
)
def test_japanese_is_marked_where_it_stands(page: str, marked: str) -> None:
    assert mark_japanese(page) == marked


def test_a_sentence_that_is_cut_keeps_its_marks_whole() -> None:
    said = f"Target: {quoted('とても長い名称の事業')}"
    assert shortened(said, 99) == said
    assert mark_japanese(f"<a>{shortened(said, 12)}</a>") == '<a><span lang="ja">Target: とても長…</span></a>'
    assert shortened("Target of the year", 6) == "Target…"


def test_only_what_is_japanese_is_quoted() -> None:
    assert quoted("RPA") == "RPA"
    assert quoted(quoted("語")) == quoted("語")
    assert unquoted(quoted("語")) == "語"
    assert mark_japanese(f"<p>{quoted_parts('Others (等、ほか) are 再掲 too.')}</p>") == (
        '<p>Others (<span lang="ja">等、ほか</span>) are <span lang="ja">再掲</span> too.</p>'
    )


def test_readings_stand_above_their_words_and_nothing_else_is_markup() -> None:
    text = with_readings("<b>指標《しひょう》と｜取り組み《とりくみ》 & 数")
    assert str(text) == (
        "&lt;b&gt;<ruby>指標<rp>（</rp><rt>しひょう</rt><rp>）</rp></ruby>と"
        "<ruby>取り組み<rp>（</rp><rt>とりくみ</rt><rp>）</rp></ruby> &amp; 数"
    )


def test_easy_japanese_is_asked_for_where_it_is_written() -> None:
    written = {key for key, entry in strings().items() if "easy" in entry}
    asked = {
        key for path in TEMPLATES.glob("*.html") for key in re.findall(r'easy_text\("(\w+)"\)', path.read_text("utf-8"))
    }
    assert asked == written
    assert len(written) >= 12


def test_easy_japanese_has_short_sentences_and_readings_for_all_kanji() -> None:
    for key, entry in strings().items():
        if "easy" not in entry:
            continue
        unread = re.sub(r"(?:｜[^《》｜]+|[一-鿿々]+)《[ぁ-ゖー]+》", "", entry["easy"])
        assert not re.search("[一-鿿々《》｜]", unread), (key, unread)
        plain = re.sub(r"《[^》]*》|｜", "", entry["easy"])
        for sentence in re.split("[。！]", plain):
            assert len(sentence) <= 50, (key, sentence)
            assert not sentence or re.search("(です|ます|ません|でした|ました|ください)$", sentence.strip()), (
                key,
                sentence,
            )
