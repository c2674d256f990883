"""The schema says everything about every column, in both languages, and nothing derived from it has drifted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keikaku.check.cells import cell_check
from keikaku.generate import generated_files
from keikaku.model.rows import ROW_CLASSES
from keikaku.schema import Column, Schema, Table, load_schema, read_schema
from keikaku.terms import expand

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = [(table, column) for table in load_schema().tables for column in table.columns]
NAMES = [f"{table.name}.{column.name}" for table, column in COLUMNS]


BEYOND_THE_CONTRACT = {"pages", "policy_points", "project_priorities", "assessments"}


def test_there_are_the_nineteen_tables_of_the_contract_and_ours(schema: Schema) -> None:
    assert len(schema.tables) == 19 + len(BEYOND_THE_CONTRACT)
    assert set(schema.by_name) > BEYOND_THE_CONTRACT
    assert [table.name for table in schema.tables if table.derived] == ["assessments"]
    assert {path.stem for path in (ROOT / "datapackage" / "schema").glob("*.yaml")} == set(schema.by_name)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMES)
def test_a_column_is_declared_completely(table: Table, column: Column, schema: Schema) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
    for label in (column.title, column.description):
        assert label.ja.strip()
        assert label.en.strip()
        assert label.en.isascii() or "令和" in label.en or any(mark in label.en for mark in "○☆▲等再掲")
    assert expand(column.property).startswith("http")
    codes = schema.code_lists[column.codes] if column.codes else None
    assert cell_check(column, codes)(column.example) == [], "the example must be a sound value"
    if column.type == "number":
        assert column.unit or column.unit_column, "a number needs its unit"
    if column.unit_column:
        assert column.unit_column in table.by_name


def test_keys_name_required_columns_and_existing_ones(schema: Schema) -> None:
    for table in schema.tables:
        assert all(table.by_name[name].required for name in table.primary_key)
        for key in table.foreign_keys:
            other = schema.by_name[key.table]
            assert set(key.columns) <= set(table.names)
            assert set(key.targets) == set(other.primary_key), "a foreign key points at a primary key"


def test_content_tables_begin_with_the_edition_and_end_with_the_place(schema: Schema) -> None:
    registers = {"sources", "pages", "plans", "editions", "departments"}
    for table in schema.tables:
        if table.name not in registers:
            assert table.names[0] == "edition_id"
        if table.name != "sources":
            assert table.names[-2:] == ("page", "line")


def test_codes_are_fit_for_uris_and_labelled(schema: Schema) -> None:
    for name, codes in schema.code_lists.items():
        local_names = [code.local_name for code in codes.codes]
        assert len(set(local_names)) == len(local_names) == len(codes.by_value), name
        assert all(re.fullmatch(r"[A-Za-z0-9_-]+", local) for local in local_names), name
        assert all(code.ja and code.en for code in codes.codes), name


def test_shared_names_mean_one_property(schema: Schema) -> None:
    """The same column name has the same property, but for ids, which are their own table's identifier."""
    meanings: dict[str, set[str]] = {}
    for _, column in COLUMNS:
        meanings.setdefault(column.name, set()).add(column.property)
    double = {name for name, found in meanings.items() if len(found - {"dct:identifier"}) > 1}
    # A page is part of its source, all other rows rest on theirs;
    # "level" is the depth of a policy and the stage of an indicator; "basis" differs for themes and targets.
    assert double <= {"level", "basis", "plan_id", "source_id"}


def test_nothing_generated_has_drifted() -> None:
    drifted = [name for name, text in generated_files().items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert drifted == [], "run scripts/generate.py"


def test_every_table_has_a_row_class(schema: Schema) -> None:
    assert list(ROW_CLASSES) == list(schema.by_name)


def test_an_unknown_code_list_is_refused(tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "schema"
    shutil.copytree(ROOT / "datapackage" / "schema", copy)
    path = copy / "results.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("attainment_status", "nonsense"), encoding="utf-8")
    with pytest.raises(ValueError, match="no code list nonsense"):
        read_schema(copy)
    (copy / "extra.yaml").write_text("name: extra\n", encoding="utf-8")
    with pytest.raises(ValueError, match="order"):
        read_schema(copy)
