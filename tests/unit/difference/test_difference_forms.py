"""The forms of a difference: safe, complete, the same bytes each time, and as the JSON Schema says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import html5lib
import pytest
from jsonschema import Draft202012Validator

from keikaku.cli import run
from keikaku.difference import FORMATS, Side, compare_sides, find, form, known_cities
from keikaku.problem import Lang
from keikaku.schema import Schema
from kitchen import Tables, write_kitchen

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "vocab" / "difference.schema.json").read_bytes())
HOSTILE = '=HYPERLINK("http://x") | <script>alert(1)</script> `code` \x1b[31m'


def hostile(tables: Tables) -> None:
    tables["projects"][0].update(title=HOSTILE, remarks="+cmd", purpose="-5")
    tables["terms"] = []
    tables["indicators"][0]["page"] = "2"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    return write_kitchen(tmp_path / "old"), write_kitchen(tmp_path / "new", spoil=hostile)


def made(folders: tuple[Path, Path], name: str, schema: Schema, lang: Lang = "ja", *, everything: bool = False) -> str:
    sides = [find(str(folder), known_cities(folder.parent), schema) for folder in folders]
    old, new = (side for side in sides if isinstance(side, Side))
    difference, _ = compare_sides(old, new, schema)
    assert difference is not None
    return form(difference, schema, name, lang, everything=everything)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_form_says_old_and_new_and_twice_the_same(
    name: str, lang: Lang, folders: tuple[Path, Path], schema: Schema
) -> None:
    text = made(folders, name, schema, lang)
    assert text == made(folders, name, schema, lang)
    assert "窓口の改善" in text
    assert "HYPERLINK" in text
    assert text.endswith("\n")


def test_json_is_as_its_schema_says(folders: tuple[Path, Path], schema: Schema) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(made(folders, "json", schema))
    Draft202012Validator(SCHEMA).validate(document)
    assert document["$schema"] == SCHEMA["$id"]
    assert document["differs"] is True
    (change,) = next(one for one in document["cities"][0]["tables"] if one["name"] == "projects")["changes"]
    assert next(cell for cell in change["cells"] if cell["column"] == "title")["new"] == HOSTILE


def test_csv_holds_no_formula(folders: tuple[Path, Path], schema: Schema) -> None:
    rows = list(csv.DictReader(io.StringIO(made(folders, "csv", schema))))
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@", "\t"))]
    new = {row["column"]: row["new"] for row in rows if row["table"] == "projects"}
    assert (new["title"], new["remarks"], new["purpose"]) == (f"'{HOSTILE}", "'+cmd", "-5")
    assert [(row["kind"], row["old"], row["new"]) for row in rows if row["table"] == "indicators"] == [
        ("place", "1", "2")
    ]


def test_html_is_one_page_without_a_script(folders: tuple[Path, Path], schema: Schema) -> None:
    text = made(folders, "html", schema)
    page = html5lib.HTMLParser(strict=True).parse(text)
    tags = {element.tag.rpartition("}")[2] for element in page.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "link", "iframe"}
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text
    assert 'name="viewport"' in text


def test_markdown_takes_the_meaning_from_its_marks(folders: tuple[Path, Path], schema: Schema) -> None:
    text = made(folders, "markdown", schema)
    line = next(line for line in text.splitlines() if "HYPERLINK" in line)
    assert "<script" not in text.replace("\\<script", "")
    assert line.replace("\\|", "").count("|") == 7, "six cells"


def test_text_moves_no_cursor(folders: tuple[Path, Path], schema: Schema) -> None:
    text = made(folders, "text", schema)
    assert "\x1b" not in text
    assert "名称: 窓口の改善 → =HYPERLINK" in text
    assert "用語（terms）  削除 1 行" in text
    assert "ページ: 1 → 2  [掲載場所]" in text


def test_many_moved_rows_are_counted_and_listed_on_demand(tmp_path: Path, schema: Schema) -> None:
    def many(page: str) -> object:
        def spoil(tables: Tables) -> None:
            new = {"edition_id": "e2", "term": "用語", "page": page}
            tables["terms"] = [{**new, "term_id": f"t{number}"} for number in range(30)]

        return spoil

    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    pair = tuple(write_kitchen(tmp_path / name, spoil=many(page)) for name, page in (("old", "1"), ("new", "2")))
    short, long = (made((pair[0], pair[1]), "text", schema, everything=all) for all in (False, True))
    assert "掲載場所だけの違い 30 行" in short
    assert short.count("→") == 0
    assert long.count("→") == 30


def test_no_difference_is_said(tmp_path: Path, schema: Schema) -> None:
    (tmp_path / "old").mkdir()
    folder = write_kitchen(tmp_path / "old")
    assert "違いはありません。" in made((folder, folder), "text", schema)
    assert "There are no differences." in made((folder, folder), "html", schema, "en")
    assert json.loads(made((folder, folder), "json", schema))["differs"] is False
    assert len(made((folder, folder), "csv", schema).splitlines()) == 1


def test_the_exit_code_tells_on_demand(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = map(str, folders)
    assert run(["diff", old, new]) == 0
    assert run(["diff", old, new, "--exit-code"]) == 1
    assert run(["diff", old, old, "--exit-code"]) == 0
    assert run(["diff", old, str(tmp_path / "none"), "--exit-code"]) == 2
    capsys.readouterr()
    assert run(["diff", old, new, "--format", "html", "--output", str(tmp_path / "d.html"), "--lang", "ja"]) == 0
    assert "d.html" in capsys.readouterr().out
    assert "<!doctype html>" in (tmp_path / "d.html").read_text(encoding="utf-8")


def test_forms_to_fill_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They hold no tables, so "no differences" would be said of whatever they hold."""
    places = [str(tmp_path / name) for name in ("old.xlsx", "new.xlsx")]
    for place in places:
        assert run(["template", "--one-sheet", "--output", place]) == 0
    capsys.readouterr()
    assert run(["diff", *places, "--lang", "ja"]) == 2
    said = capsys.readouterr()
    assert "E972" in said.err
    assert said.out == ""


def test_sources_are_only_read(folders: tuple[Path, Path]) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}

    before = state()
    for name in FORMATS:
        assert run(["diff", *map(str, folders), "--format", name]) == 0
    assert state() == before
