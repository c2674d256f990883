"""Who is meant by a code or a name, and what is said where nobody or several are."""

from __future__ import annotations

from collections import Counter

import pytest

from keikaku.iri import check_digit
from keikaku.problem import Problem
from keikaku.start import Municipality, find, load_municipalities


def code(given: str) -> str:
    found = find(given)
    assert isinstance(found, Municipality), found
    return found.lgcode


def refused(given: str) -> Problem:
    found = find(given)
    assert isinstance(found, Problem), found
    return found


def test_the_table_holds_every_kind_and_every_check_digit_is_right() -> None:
    known = load_municipalities()
    assert len({one.lgcode for one in known}) == len(known) > 1900
    assert all(check_digit(one.lgcode[:5]) == one.lgcode[5] for one in known)
    kinds = Counter(one.name[-1] for one in known)
    assert set(kinds) == set("市区町村県府都道")
    assert sum(one.lgcode[2:5] == "000" for one in known) == 47
    assert all(one.prefecture_en and one.name_en[0].isupper() and one.name_en.isascii() for one in known)
    assert not [one for one in known if " " in one.name + one.kana]


@pytest.mark.parametrize(
    ("given", "lgcode"),
    [
        ("412058", "412058"),
        ("41205", "412058"),
        ("４１２０５８", "412058"),
        (" 412058 ", "412058"),
        ("伊万里市", "412058"),
        ("伊万里", "412058"),
        ("佐賀県伊万里市", "412058"),
        ("佐賀県 伊万里市", "412058"),
        ("いまりし", "412058"),
        ("いまり", "412058"),
        ("Imari", "412058"),
        ("東京都府中市", "132063"),
        ("11002", "011002"),  # A spreadsheet dropped the zero of Sapporo.
        ("1100", "011002"),
        ("札幌市 中央区", "011011"),
        ("札幌市中央区", "011011"),
        ("佐賀県", "410004"),
        ("京都府", "260002"),
        ("新篠津村", "013048"),
        ("千代田区", "131016"),
    ],
)
def test_somebody_is_found(given: str, lgcode: str) -> None:
    assert code(given) == lgcode


@pytest.mark.parametrize(
    ("given", "problem", "near"),
    [
        ("412059", "E961", "412058 佐賀県伊万里市"),
        ("府中市", "E962", "132063 東京都府中市、342084 広島県府中市"),
        ("伊方里市", "E960", "伊万里市"),
        ("412508", "E960", "佐賀県"),
        ("999999", "E960", "—"),
        ("どこにもない市", "E960", ""),
        ("", "E960", "—"),
        ("府中", "E962", "府中町"),
        ("41", "E960", ""),
        ("../../etc", "E960", "—"),
    ],
)
def test_what_is_nearly_right_is_helped(given: str, problem: str, near: str) -> None:
    found = refused(given)
    assert found.code == problem
    assert near in str(found.facts["near"])


def test_every_municipality_is_found_by_its_code_and_its_whole_name() -> None:
    for one in load_municipalities()[::23]:
        assert code(one.lgcode) == one.lgcode
        name = one.name if one.name == one.prefecture else one.prefecture + one.name
        assert code(name) == one.lgcode


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("恵那市", "Ena"),
        ("飯能市", "Hanno"),
        ("八王子市", "Hachioji"),
        ("新潟市", "Niigata"),
        ("松浦市", "Matsuura"),
        ("別府市", "Beppu"),
        ("豊岡市", "Toyooka"),
        ("東京都", "Tokyo"),
        ("佐賀県", "Saga Prefecture"),
        ("北海道", "Hokkaido"),
        ("新潟市西蒲区", "Nishikan-ku, Niigata"),
    ],
)
def test_names_are_romanised_as_they_are_known(name: str, english: str) -> None:
    found = find(name)
    assert isinstance(found, Municipality)
    assert found.name_en == english
