"""Normal form, Japanese eras, and names of things."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.iri import Iris, check_digit, part_of
from keikaku.read import letters
from keikaku.terms import concept, expand
from keikaku.text import normalise, shorten, western_date, western_year


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("ＩＣＴ活⽤", "ICT活用"),
        ("市⺠と⻑", "市民と長"),
        ("①", "1"),
        ("１－②︓", "1-2:"),
        ("～こども～", "〜こども〜"),
        ("〜", "〜"),
        ("％", "%"),
        ("ﾌﾟﾛｸﾞﾗﾐﾝｸﾞ", "プログラミング"),
    ],
)
def test_normal_form(printed: str, plain: str) -> None:
    assert normalise(printed) == plain


@given(st.text())
def test_the_normal_form_is_stable(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.normalize("NFKC", once) == once


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和6年度", 2024),
        ("令和元年度", 2019),
        ("R7", 2025),
        ("Ｒ４", 2022),
        ("平成31年", 2019),
        ("H30", 2018),
        ("S64", 1989),
    ],
)
def test_years_of_eras(text: str, year: int) -> None:
    assert western_year(text) == year


def test_what_is_no_era_has_no_year() -> None:
    assert western_year("2024") is None
    assert western_year("第6次") is None
    assert western_date("令和6年度") is None
    assert western_date("令和６年３月28日") == "2024-03-28"
    assert western_date("R6.3.8") == "2024-03-08"


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_shows_no_control_characters(text: str, length: int) -> None:
    shown = shorten(text, length)
    assert len(shown) <= length + 1
    assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in shown)


@given(st.integers(0, 18_277))
def test_column_letters_are_those_of_a_spreadsheet(index: int) -> None:
    from openpyxl.utils import get_column_letter

    assert letters(index) == get_column_letter(index + 1)


@pytest.mark.parametrize("code", ["212105", "112097", "132012", "412058", "011002", "131016"])
def test_check_digits_of_real_codes(code: str) -> None:
    assert check_digit(code[:5]) == code[5]


IDS = st.from_regex(r"\A[A-Za-z0-9]+([._-][A-Za-z0-9]+)*\Z")


@given(IDS, IDS, IDS, IDS)
def test_different_things_have_different_names(plan: str, one: str, other: str, edition: str) -> None:
    iris = Iris("https://k.example/", "212105")
    name = iris.row_namer("result")
    values = {"plan_id": plan, "fiscal_year": "2024", "edition_id": edition, "seq": "1"}
    first, second = ({**values, "indicator_id": key} for key in (one, other))
    assert (name(first) == name(second)) == (one == other)
    assert name({**first, "seq": "2"}) != name(first)
    assert iris.thing("project", {**values, "project_id": one}).endswith(f"/{plan}/projects/{one}/#it")


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("result", {"edition_id": "dx", "seq": "2"}, {"edition_id": "dx-2", "seq": "1"}),
        ("schedule", {"edition_id": "dx", "seq": "2"}, {"edition_id": "dx-2", "seq": "1"}),
        ("policy_point", {"edition_id": "dx", "seq": "2"}, {"edition_id": "dx-2", "seq": "1"}),
        (
            "project_department",
            {"department_id": "a", "edition_id": "b-c"},
            {"department_id": "a-b", "edition_id": "c"},
        ),
        (
            "project_link",
            {"linked_project_id": "1", "edition_id": "1-c"},
            {"linked_project_id": "1-1", "edition_id": "c"},
        ),
    ],
)
def test_ids_never_run_together(kind: str, one: dict[str, str], other: dict[str, str]) -> None:
    same = {"plan_id": "p", "indicator_id": "i", "project_id": "q", "policy_id": "r", "fiscal_year": "2024"}
    name = Iris("https://k.example/", "212105").row_namer(kind)
    coded = {**same, "kind": "phase", "relation": "listed_again"}
    assert name({**coded, **one}) != name({**coded, **other})


def test_a_part_of_a_page_is_no_page_of_a_thing() -> None:
    iris = Iris("https://k.example/", "212105")
    parts = {part_of(iris.page("departments", {}), number) for number in (2, 3)}
    assert parts.isdisjoint(iris.page("department", {"department_id": one}) for one in ("2", "3", "part-2"))


def test_names_follow_the_contract() -> None:
    iris = Iris("https://keikaku.example/", "132012")
    ids = {"plan_id": "dx", "project_id": "1-1-2", "indicator_id": "1-1-2.1", "edition_id": "e", "fiscal_year": "2024"}
    assert iris.thing("project", ids) == "https://keikaku.example/132012/dx/projects/1-1-2/#it"
    assert iris.row_namer("result")({**ids, "seq": "1"}) == ("132012/dx/indicators/1-1-2.1/", "result-2024-e")
    assert iris.row_namer("result")({**ids, "seq": "3"}) == ("132012/dx/indicators/1-1-2.1/", "result-2024-e--3")
    assert concept("unit", "percent") == "https://w3id.org/keikaku/ns/unit#percent"
    assert expand("dct:title") == "http://purl.org/dc/terms/title"
