"""The English names of the bundled table come out of its readings, as the script writes them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from municipalities import english, romanise

TABLE = Path(__file__).resolve().parents[3] / "datapackage/schema/shared/municipalities.csv"


def test_every_name_is_the_one_that_the_script_writes() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            plain = row["name_en"].removesuffix(" Prefecture")
            assert english(row["name"], row["kana"]) == plain, row


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("おおさか", "Osaka"),
        ("きょうと", "Kyoto"),
        ("にっこう", "Nikko"),
        ("えっちゅう", "Etchu"),
        ("しんおんせん", "Shin'onsen"),
        ("まつうら", "Matsuura"),
        ("ひゅうが", "Hyuga"),
        ("おおおか", "Ooka"),
        ("うおづ", "Uozu"),
    ],
)
def test_words_are_romanised(kana: str, latin: str) -> None:
    assert romanise(kana) == latin
