"""What is measured of a city's tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from keikaku.check import CleanCity
from keikaku.quality import Part, Quality, measure, measurements, summary
from keikaku.schema import Schema


@pytest.mark.parametrize(
    ("count", "of", "percent"),
    [(1, 3, "33.3"), (2, 3, "66.6"), (3, 3, "100.0"), (1999, 2000, "99.9"), (0, 5, "0.0"), (1, 2001, "0.0")],
)
def test_shares_are_rounded_down_so_that_all_means_all(count: int, of: int, percent: str) -> None:
    assert str(Part(count, of).percent) == percent


def test_a_share_of_nothing_is_no_number() -> None:
    assert Part(0, 0).percent is None


def test_every_table_and_column_is_counted(quality: Quality, rich_city: CleanCity, schema: Schema) -> None:
    assert [fill.table for fill in quality.tables] == [table.name for table in schema.tables]
    for fill in quality.tables:
        table = rich_city.tables[fill.table]
        assert fill.rows == len(table.rows)
        assert tuple(column.column for column in fill.columns) == table.table.names
        assert fill.cells.count == sum(bool(cell) for row in table.rows for cell in row)
    results = next(fill for fill in quality.tables if fill.table == "results")
    filled = {column.column: (column.filled.count, column.filled.of) for column in results.columns}
    assert filled["raw"] == (4, 4)
    assert filled["rate"] == (2, 4)
    assert filled["status"] == (2, 4)


def test_projects_and_indicators_are_counted_by_edition(quality: Quality) -> None:
    old, new = quality.editions
    assert (old.edition_id, new.edition_id) == ("e1", "e2")
    found = {name: (part.count, part.of) for name, part in new.parts.items()}
    assert found == {
        "projectsWithDepartment": (1, 2),
        "projectsWithDescription": (0, 2),
        "projectsWithIndicator": (1, 2),
        "indicatorsWithTarget": (4, 4),
        "indicatorsWithNumericTarget": (3, 4),
        "indicatorsWithResult": (3, 4),
        "indicatorsWithNumericResult": (3, 4),
    }
    assert old.parts["indicatorsWithTarget"] == Part(2, 2)
    assert quality.overall("indicatorsWithTarget") == Part(6, 6)


def test_rows_without_figures_are_listed_with_what_is_printed(quality: Quality) -> None:
    found = {(one.table, one.edition_id): one for one in quality.figures}
    targets = found["targets", "e2"]
    assert targets.rows == 4
    assert [(gap.key, gap.raw, gap.numeric) for gap in targets.gaps] == [("1-1.2|2025|1", "導入、運用", False)]
    assert [(gap.key, gap.numeric) for gap in found["finances", "e2"].gaps] == [("f1", None)]
    assert found["results", "e2"].gaps == ()
    assert ("totals", "e1") not in found


def test_totals_agree_or_tell_why_not(quality: Quality) -> None:
    found = {total.total_id: (total.computed, total.agrees, total.corrections) for total in quality.totals}
    assert found == {
        "t1": (Decimal(2), True, ()),
        "t2": (Decimal(2), False, ("on-t2",)),
        "t3": (Decimal(2), False, ()),
        "t4": (None, None, ()),
    }
    assert [quality.totals_that(agrees) for agrees in (True, False, None)] == [1, 2, 1]


def test_printed_statuses_are_compared_with_computed_ones(quality: Quality) -> None:
    found = quality.attainment
    assert (found.printed, found.agreeing, found.compared) == (2, 1, 2)
    (differing,) = found.disagreements
    assert (differing.indicator_id, differing.printed, differing.computed) == ("1-1.9", "achieved", "not_achieved")
    assert sum(found.reasons.values()) + found.computed == found.rows


def test_corrections_are_counted_by_edition_and_kind(quality: Quality, rich_city: CleanCity) -> None:
    assert quality.corrected == len(rich_city.tables["corrections"].rows)
    counted = {(one.edition_id, one.kind): one.count for one in quality.corrections}
    assert counted["e2", "inconsistent"] == 2
    assert ("e1", "typo") not in counted


def test_places_are_those_of_rows_taken_from_documents(quality: Quality, rich_city: CleanCity) -> None:
    placed = sum(len(t.rows) for n, t in rich_city.tables.items() if n not in {"sources", "assessments"})
    assert quality.placed.rows == Part(placed, placed)
    assert quality.placed.missing == ()


def test_a_row_without_its_line_is_named(rich_city: CleanCity, schema: Schema) -> None:
    from dataclasses import replace

    table = rich_city.tables["events"]
    rows = tuple((*row[:-1], "") for row in table.rows)
    city = replace(rich_city, tables={**rich_city.tables, "events": replace(table, rows=rows)})
    found = measure(city, schema, (), ()).placed
    assert found.missing == (("events", "e2|ev1"),)
    assert found.rows.count == found.rows.of - 1


def test_each_measurement_has_a_name_of_its_own_and_no_share_of_nothing(quality: Quality) -> None:
    names = [(one.metric, one.key) for one in measurements(quality)]
    assert len(set(names)) == len(names)
    values = {(one.metric, one.key): one.value for one in measurements(quality)}
    assert values["totalsDisagreeing", ""] == 2
    assert values["projectsWithDepartment", "e2"] == Decimal("50.0")
    assert values["rowsWithoutFigures", "targets"] == 2
    assert values["rule-L1-12", ""] == "pass"
    assert ("filledCells", "schedule") in values


def test_an_empty_city_is_measured_too(rich_city: CleanCity, schema: Schema) -> None:
    from dataclasses import replace

    tables = {name: replace(table, rows=(), numbers=()) for name, table in rich_city.tables.items()}
    quality = measure(replace(rich_city, tables=tables), schema, (), ())
    assert quality.rows == 0
    assert quality.editions == quality.figures == quality.totals == quality.corrections == ()
    assert "filledCells" not in {one.metric for one in measurements(quality)}
    assert summary(quality).ja == ""


def test_the_summary_says_places_totals_statuses_and_rules(quality: Quality) -> None:
    said = summary(quality)
    for part in ("全てに出典のページと行", "合計 4 件のうち 1 件", "2 件のうち 1 件が印刷のとおり", "30 項目のうち"):
        assert part in said.ja, part
    assert "1 of the 4 totals" in said.en
