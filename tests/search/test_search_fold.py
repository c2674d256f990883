"""The form in which search compares texts is the same in the script and in Python, and leads back to the text."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from reference import Run, fold

from keikaku import text as normal_form
from keikaku.schema import data_folder

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]
_NO_LETTERS = {"Cc", "Cn"}
RANGES = [(0x20, 0x2000), (0x2010, 0x3400), (0xF900, 0xFB00), (0xFE30, 0xFFF0), (0x1F100, 0x1F200), (0x2F800, 0x2FA20)]


@pytest.mark.parametrize(("text", "folded"), VECTORS)
def test_the_vectors_hold_in_python(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_the_vectors_hold_in_the_script(engine: Run) -> None:
    made = engine("fold", [text for text, _ in VECTORS])
    assert [one["folded"] for one in made] == [folded for _, folded in VECTORS]


def test_every_character_folds_alike_in_both(engine: Run) -> None:
    known = [
        chr(code)
        for low, high in RANGES
        for code in range(low, high)
        if unicodedata.category(chr(code)) not in _NO_LETTERS
    ]
    texts = [f"a{character}ア{character}1" for character in known]
    differing = [
        (hex(ord(character)), one["folded"], fold(text))
        for character, text, one in zip(known, texts, engine("fold", texts), strict=True)
        if one["folded"] != fold(text)
    ]
    assert differing == []


def test_the_script_knows_the_radicals_of_the_normal_form() -> None:
    source = (data_folder("site_templates") / "static" / "search-fold.js").read_text(encoding="utf-8")
    (written,) = re.findall(r"const RADICALS =\n(.*?);", source, re.DOTALL)
    assert "".join(re.findall('"([^"]*)"', written)) == normal_form._RADICALS


def test_a_text_in_pieces_is_the_text_and_its_words_are_marked(engine: Run) -> None:
    texts = [text for text, _ in VECTORS]
    for text, one in zip(texts, engine("fold", texts), strict=True):
        pieces: list[tuple[str, bool]] = one["pieces"]
        assert "".join(piece for piece, _ in pieces) == text
        plain = "".join(piece for piece, hit in pieces if not hit)
        assert fold(plain) == "", text
