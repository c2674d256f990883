"""The form says what the schema says: nothing in it names what there is not, and nothing of the schema is left out."""

from __future__ import annotations

import msgspec
import pytest

from keikaku.check import check_tables
from keikaku.form import (
    TRUTH,
    choices,
    code_of,
    drift,
    form_of,
    load_form,
    rule_text,
    said,
    shown,
    years_of,
)
from keikaku.read import RawTable, Reading
from keikaku.schema import Schema
from keikaku.template.example import example_rows
from keikaku.text import western_year


def test_nothing_in_the_form_has_drifted_from_the_schema(schema: Schema) -> None:
    assert drift(load_form(), schema) == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("sheets: [plans", "sheets: [plan"),
        ("publisher: {rule: the_city}", "publisher: {rule: the_town}"),
        ("tagline: {extra: true}", "tag_line: {extra: true}"),
        ("status: {default: adopted}", "status: {default: adapted}"),
        ("{table: projects, column: remarks", "{table: projects, column: remark"),
    ],
)
def test_a_name_that_there_is_not_is_reported(was: str, becomes: str, schema: Schema) -> None:
    from keikaku.form.load import Declared
    from keikaku.schema import data_folder

    text = (data_folder("schema") / "shared" / "form.yaml").read_text(encoding="utf-8")
    declared = msgspec.yaml.decode(text.replace(was, becomes).encode(), type=Declared)
    assert drift(declared, schema)


def test_the_whole_form_has_every_column_that_is_read_from_a_city(schema: Schema) -> None:
    form = form_of(schema, every=True)
    have = {(column.table, column.column) for sheet in form.sheets for column in sheet.columns}
    assert have == {(table.name, name) for table in schema.tables if not table.derived for name in table.names}
    assert {sheet.name for sheet in form.sheets} == {table.title.ja for table in schema.tables if not table.derived}


def test_what_a_table_must_have_is_asked_or_derived(schema: Schema) -> None:
    for sheet in form_of(schema, every=True).sheets:
        for column in sheet.columns:
            needed = schema.by_name[column.table].by_name[column.column].required
            assert needed == (column.required or (needed and bool(column.rule or column.default)))
    asked = {(column.table, column.column) for sheet in form_of(schema).sheets for column in sheet.columns}
    for sheet in form_of(schema, every=True).sheets:
        for column in sheet.columns:
            if column.required and sheet.table in {one.table for one in form_of(schema).sheets}:
                assert (column.table, column.column) in asked


@pytest.mark.parametrize("one_sheet", [False, True])
def test_headers_are_unique_within_their_sheet(one_sheet: bool, schema: Schema) -> None:
    for sheet in form_of(schema, one_sheet=one_sheet, every=not one_sheet).sheets:
        titles = [column.title for column in sheet.columns]
        assert len(set(titles)) == len(titles)
        assert not set("[]:*?/\\") & set(sheet.name)
        assert len(sheet.name) <= 31


def test_extra_columns_and_tables_come_with_their_values(schema: Schema) -> None:
    def names(table: str, rows: dict[str, list[dict[str, str]]]) -> list[str]:
        return [c.column for sheet in form_of(schema, rows).sheets if sheet.table == table for c in sheet.columns]

    assert "code_raw" not in names("projects", {"projects": [{"code_raw": ""}]})
    assert "code_raw" in names("projects", {"projects": [{"code_raw": "①"}]})
    assert names("terms", {"terms": []}) == []
    assert "term" in names("terms", {"terms": [{"term": "RPA"}]})


def test_the_edition_is_asked_for_where_there_are_two(schema: Schema) -> None:
    def asked(*editions: str) -> bool:
        rows = {"editions": [{"edition_id": name} for name in editions], "projects": [{"edition_id": "a"}]}
        sheet = form_of(schema, rows).by_name["取組事業"]
        return ("projects", "edition_id", None, None) in sheet.by_column

    assert not asked("a")
    assert asked("a", "b")


@pytest.mark.parametrize("one_sheet", [False, True])
def test_a_city_without_a_document_is_asked_for_no_page(one_sheet: bool, schema: Schema) -> None:
    def pages(kind: str) -> bool:
        rows = {"sources": [{"source_id": "s", "kind": kind}], "projects": [{"page": "3", "line": "4"}]}
        form = form_of(schema, rows, one_sheet=one_sheet)
        return any(column.column in {"page", "line"} for sheet in form.sheets for column in sheet.columns)

    assert pages("plan")
    assert not pages("form")


def test_every_code_is_found_again_from_what_its_cell_shows(schema: Schema) -> None:
    for codes in schema.code_lists.values():
        listed = choices(codes)
        assert len(set(listed)) == len(listed)
        for code in codes.codes:
            assert code_of(codes, shown(codes, code.value)) == code.value
            assert code_of(codes, code.value) == code.value
            assert code_of(codes, f" {code.en.upper()} ") is not None


def test_labels_are_understood_in_any_width_and_others_are_not(schema: Schema) -> None:
    polarity = schema.code_lists["polarity"]
    assert code_of(polarity, "増える ほどよい") == "up"
    assert code_of(polarity, "ＵＰ") == "up"
    assert code_of(polarity, "上がる") is None
    assert code_of(polarity, "") is None
    assert shown(schema.code_lists["unit"], "%") == "%"
    assert set(TRUTH) == {"true", "false"}


@pytest.mark.parametrize("year", range(1989, 2100))
def test_a_year_is_said_as_it_is_understood(year: int) -> None:
    assert western_year(said(year)) == year


def test_the_years_of_the_one_sheet_are_those_of_the_plan(schema: Schema) -> None:
    rows = {"plans": [{"start_fy": "2018", "end_fy": "2020"}]}
    sheet = form_of(schema, rows, one_sheet=True).sheets[0]
    assert [c.title for c in sheet.columns if c.fiscal_year] == [
        "目標 平成30年度",
        "実績 平成30年度",
        "目標 令和元年度",
        "実績 令和元年度",
        "目標 令和2年度",
        "実績 令和2年度",
    ]
    assert sheet.by_column["results", "raw", 2019, None].title == "実績 令和元年度"
    assert years_of({"plans": [{"start_fy": "1990", "end_fy": "2090"}]}) == years_of({})


def test_every_rule_is_told_in_both_languages(schema: Schema) -> None:
    used = {c.rule for sheet in form_of(schema, every=True).sheets for c in sheet.columns if c.rule}
    assert used | {"default"} == set(load_form().rules)
    for name in used:
        assert rule_text(name, "", "", schema).startswith("空なら")
        assert rule_text(name, "", "", schema, "en").startswith("If empty")
    assert rule_text("", "adopted", "edition_status", schema) == "空なら「策定」。"


def test_the_example_is_a_sound_city(schema: Schema) -> None:
    tables = []
    for name, rows in example_rows().items():
        columns = schema.by_name[name].names
        place = {"page": "1", "line": "1"}
        cells = tuple(tuple({**place, **row}.get(column, "") for column in columns) for row in rows)
        known = {*columns, "edition_id"}
        assert all(set(row) <= known for row in rows), name
        tables.append(RawTable(name, f"{name}.csv", "", columns, cells, tuple(range(2, len(cells) + 2))))
    _, problems = check_tables(Reading(tuple(tables)), schema)
    assert [(problem.code, problem.where, problem.facts) for problem in problems] == []


def test_examples_are_what_cells_show(schema: Schema) -> None:
    sheets = form_of(schema, every=True).by_name
    assert sheets["事業の担当課"].by_column["project_departments", "department_id", None, None].example == "情報政策課"
    assert sheets["指標"].by_column["indicators", "polarity", None, None].example == "増えるほどよい"
    assert sheets["取組事業"].by_column["projects", "is_new", None, None].example == "はい"


def test_a_form_is_told_from_another_by_its_version(schema: Schema) -> None:
    forms = [form_of(schema), form_of(schema, one_sheet=True)]
    assert [form.version for form in forms] == ["keikaku-form/1 tables", "keikaku-form/1 one-sheet"]
