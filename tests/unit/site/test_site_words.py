"""Words: every string is used and defined in both languages; figures, years and dates are well written."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from string import Formatter

import msgspec
import pytest

from keikaku import site
from keikaku.schema import data_folder
from keikaku.site.links import document_url, href, up, web
from keikaku.site.wording.calendar import date, fiscal_year
from keikaku.site.wording.language import is_japanese
from keikaku.site.wording.words import Words, number, size

TEMPLATES = data_folder("site_templates")
LANGS = ("ja", "en")
SOURCES = sorted(Path(site.__file__).parent.rglob("*.py"))


def strings() -> dict[str, dict[str, str]]:
    return msgspec.yaml.decode((TEMPLATES / "strings.yaml").read_bytes(), type=dict[str, dict[str, str]])


def used() -> tuple[set[str], list[str]]:
    """Give the keys that templates and code name, and the patterns of those that code composes."""
    names = {key for path in TEMPLATES.glob("*.html") for key in re.findall(r"\bt\.(\w+)", path.read_text("utf-8"))}
    code = "\n".join(path.read_text("utf-8") for path in SOURCES)
    names |= set(re.findall(r"[\"']([a-z][a-z0-9_]+)[\"']", code))
    scripts = "\n".join(path.read_text("utf-8") for path in (TEMPLATES / "static" / "sparql").glob("*.js"))
    names |= {
        f"queries_js_{name}" for found in re.findall(r"words\.(\w+)|\"(\w+)\"", scripts) for name in found if name
    }
    patterns = [re.sub(r"\{[^}]+\}", r"\\w+", text) for text in re.findall(r'say\(\s*f"([^"]+)"', code)]
    return names, patterns


def test_every_key_that_a_template_asks_for_is_defined() -> None:
    asked = {key for path in TEMPLATES.glob("*.html") for key in re.findall(r"\bt\.(\w+)", path.read_text("utf-8"))}
    assert asked - set(strings()) == set()


def test_no_string_is_unused() -> None:
    names, patterns = used()
    unused = [k for k in strings() if k not in names and not any(re.fullmatch(p, k) for p in patterns)]
    assert unused == []


def test_both_languages_say_the_same_with_the_same_facts() -> None:
    for key, entry in strings().items():
        assert list(entry) in (["ja", "en"], ["ja", "en", "easy"]), key
        ja, en = (
            {name.partition("|")[0] for _, name, _, _ in Formatter().parse(entry[lang]) if name} for lang in LANGS
        )
        assert en <= ja, key


def test_english_strings_are_english_and_complete() -> None:
    for key, entry in strings().items():
        assert not is_japanese(entry["en"]), key
        assert entry["en"] or key.endswith("_unit"), key
        assert '"' not in entry["en"], (key, "quotation marks are curly")
        # Words that depend on a count come as one and many, behind the count's own fact.
        counted = [name for _, name, _, _ in Formatter().parse(entry["en"]) if name and "|" in name]
        assert all(name.count("|") == 2 for name in counted), key


def test_an_unknown_key_is_an_error(words: Words) -> None:
    with pytest.raises(KeyError):
        words.say("no_such_key")


@pytest.mark.parametrize(
    ("year", "text"),
    [(2024, "令和6年度（2024年度）"), (2019, "令和元年度（2019年度）"), (2018, "平成30年度（2018年度）")],
)
def test_fiscal_years_name_the_era_and_the_year(year: int, text: str) -> None:
    assert fiscal_year(year) == text


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("", ""),
        ("2024-03-28", "2024年3月28日（令和6年）"),
        ("2021-09", "2021年9月（令和3年）"),
        ("2019-04-30", "2019年4月30日（平成31年）"),
        ("2019-05-01", "2019年5月1日（令和元年）"),
        ("2019", "2019年"),
        ("1975-01-02", "1975年1月2日"),
    ],
)
def test_dates_are_as_precise_as_stated(iso: str, text: str) -> None:
    assert date(iso) == text


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "text"),
    [
        ("10", "社", "ge", "10社以上"),
        ("40", "%", "approx", "約40%"),
        ("70.0", "%", "", "70.0%"),
        ("-1204.5", "円", "lt", "−1,204.5円未満"),
        ("0", "", "", "0"),
    ],
)
def test_quantities_have_unit_and_comparator(words: Words, value: str, unit: str, comparator: str, text: str) -> None:
    assert words.quantity(Decimal(value), unit, comparator) == text


def test_a_range_is_written_with_both_ends(words: Words) -> None:
    assert words.span(Decimal(10), Decimal(20), "社", "") == "10～20社"
    assert words.span(None, None, "社", "") == ""


def test_codes_beyond_an_open_list_are_their_own_label(words: Words) -> None:
    assert words.code("unit", "匹") == "匹"
    assert words.code("role", "lead") == "主担当"


def test_numbers_and_sizes() -> None:
    assert number(Decimal("1E+3")) == "1,000"
    assert number(-5) == "−5"
    assert [size(n) for n in (999, 1_234, 5_600_000, 2_000_000_000)] == ["999 B", "1.2 KB", "5.6 MB", "2.0 GB"]


def test_links_are_made_from_the_root_and_lead_to_the_web_only() -> None:
    assert href("a/b/", "it") == "a/b/index.html#it"
    assert href("") == "index.html"
    assert up("a/b/") == "../../"
    assert web("javascript:alert(1)") == ""
    assert document_url("https://a.jp/x.pdf", 3) == "https://a.jp/x.pdf#page=3"
    assert document_url("https://a.jp/x.pdf", 0) == "https://a.jp/x.pdf"
    assert document_url("https://a.jp/x#y", 3) == "https://a.jp/x#y"
