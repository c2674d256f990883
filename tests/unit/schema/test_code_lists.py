"""Code lists name only codes and lists that there are, and no list is declared twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keikaku.schema import Schema, read_schema

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("themes", "broader: front_office", "broader: nothing", "theme/online_application: no code theme/nothing"),
        (
            "themes",
            "close: [national_priority/front_yard]",
            "close: [nothing/front_yard]",
            "no code nothing/front_yard",
        ),
        ("glossary", "close: [theme/rpa]", "close: [theme/RPA]", "glossary/rpa: no code theme/RPA"),
        ("themes", "replaces: national_priority_2020", "replaces: nothing", "national_priority: no code list nothing"),
        ("glossary", "glossary:\n", "unit:\n", "declared before"),
    ],
)
def test_a_name_that_there_is_not_is_refused(tmp_path: Path, file: str, before: str, after: str, message: str) -> None:
    copy = tmp_path / "schema"
    shutil.copytree(ROOT / "datapackage" / "schema", copy)
    path = copy / "shared" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_schema(copy)


def test_codes_know_what_stands_below_them(schema: Schema) -> None:
    below = schema.code_lists["theme"].below
    assert [code.value for code in below["payment"]] == ["cashless", "online_payment", "digital_currency"]
    assert "cashless" not in below
    assert sum(map(len, below.values())) == len(schema.code_lists["theme"].codes)
