"""The shapes accept the real cities, and what they find elsewhere is told as table, row, column and cell."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import XSD, Graph, Literal, Namespace, URIRef

from keikaku.check import CleanCity, check_city
from keikaku.graph.violations import Violation, city_graph, violations
from keikaku.iri import DEFAULT_BASE_URL
from keikaku.problem import Where
from keikaku.schema import load_schema
from keikaku.terms import SHAPES, concept

ROOT = Path(__file__).parents[3]
CITY = f"{DEFAULT_BASE_URL}212105/"
K = Namespace("https://w3id.org/keikaku/ns#")
DCT = Namespace("http://purl.org/dc/terms/")
PROV = Namespace("http://www.w3.org/ns/prov#")
SECONDS = 60


def test_the_kitchen_conforms(clean_kitchen: CleanCity) -> None:
    assert violations(clean_kitchen) == ()


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["ena", "hachioji", "hanno", "imari"])
def test_a_real_city_conforms(slug: str) -> None:
    city = check_city(ROOT / "datapackage" / slug, ROOT / "datapackage", load_schema()).city
    assert city is not None
    start = time.process_time()
    assert violations(city) == ()
    assert time.process_time() - start < SECONDS


Cells = Mapping[str, str]
CELLS: dict[str, tuple[str, str, Cells, str, str]] = {
    "a required text is missing": ("departments", "d1", {"name": ""}, "departments-name", "name"),
    "a word where a number belongs": ("targets", "e1|1-1.1|2025|1", {"value": "many"}, "targets-value", "value"),
    "below the least": ("policies", "e1|1", {"level": "0"}, "policies-level", "level"),
    "above the most": ("policies", "e2|1", {"level": "100"}, "policies-level", "level"),
    "not after the pattern": ("sources", "s1", {"sha256": "xyz"}, "sources-sha256", "sha256"),
    "a project that there is not": (
        "schedule",
        "e2|1-1|2024|activity|1",
        {"project_id": "9-9"},
        "schedule-project_id",
        "project_id",
    ),
    "a year beyond the calendar": ("finances", "e2|f1", {"fiscal_year": "1900"}, "finances-fiscal_year", "fiscal_year"),
    "a date that is none": ("events", "e2|ev1", {"date_start": "2024-13"}, "events-date_start", "date_start"),
    "a unit is missing": ("statistics", "e2|st1", {"unit": ""}, "measured", "unit"),
    "two owners": ("indicators", "e1|1-1.1", {"policy_id": "1a"}, "indicator-owner", "project_id"),
    "no owner": ("indicators", "e1|1-1.2", {"project_id": ""}, "indicator-owner", "project_id"),
    "derived without a difference": (
        "targets",
        "e1|1-1.2|2025|1",
        {"origin": "derived"},
        "target-derived",
        "origin",
    ),
    "a range upside down": ("targets", "e2|1-1.1|2025|1", {"value_max": "5"}, "target-range-value", "value"),
    "a parent two levels up": (
        "policies",
        "e1|1a1",
        {"parent_policy_id": "1"},
        "policy-tree",
        "parent_policy_id",
    ),
    "a plan that ends before it begins": ("plans", "p", {"end_fy": "2020"}, "plan-period", "end_fy"),
    "a status that is never computed": (
        "assessments",
        "e1|1-1.1|2025",
        {"computed_status": "partly_achieved", "rule": "at_least", "not_computed": ""},
        "assessment-outcome-status",
        "computed_status",
    ),
    "neither status nor reason": (
        "assessments",
        "e2|1-1.1|2025",
        {"not_computed": "", "computed_status": ""},
        "assessment-outcome",
        "computed_status",
    ),
}
"""By what is wrong: table, key, cells as they are spoilt, and the shape and the column that must be named."""


def spoilt(city: CleanCity, table: str, key: str, cells: Cells) -> CleanCity:
    """Change cells of the row with this key; the row keeps its place."""
    clean = city.tables[table]
    at, rows = index_of(city, table, key), list(clean.rows)
    rows[at] = tuple(cells.get(name, cell) for name, cell in zip(clean.table.names, rows[at], strict=True))
    return replace(city, tables={**city.tables, table: replace(clean, rows=tuple(rows))})


def index_of(city: CleanCity, table: str, key: str) -> int:
    clean = city.tables[table]
    return [clean.key(index) for index in range(len(clean.rows))].index(key)


@pytest.fixture(scope="module")
def spoilt_city(clean_kitchen: CleanCity) -> CleanCity:
    """The kitchen with all these faults at once; each is in a row of its own."""
    city = clean_kitchen
    for table, key, cells, _, _ in CELLS.values():
        city = spoilt(city, table, key, cells)
    return city


@pytest.fixture(scope="module")
def found_in_cells(spoilt_city: CleanCity) -> tuple[Violation, ...]:
    return violations(spoilt_city)


@pytest.mark.parametrize("fault", CELLS)
def test_a_spoilt_cell_is_found_and_named(
    clean_kitchen: CleanCity, spoilt_city: CleanCity, found_in_cells: tuple[Violation, ...], fault: str
) -> None:
    table, key, _, shape, column = CELLS[fault]
    clean, index = spoilt_city.tables[table], index_of(clean_kitchen, table, key)
    place = Where(row_key=clean.key(index), column=column) if clean.table.derived else clean.where(index, column)
    found = [one for one in found_in_cells if (one.table, one.shape, one.where) == (table, shape, place)]
    assert len(found) == 1, [one for one in found_in_cells if one.table == table]
    assert clean.table.derived or place.file == f"ena/tables/{table}.csv"
    assert found[0].say("ja") != found[0].say("en")


Change = Callable[[Graph], object]
RESULT = URIRef(f"{CITY}p/indicators/1-1.1/#result-2024-e1")
LATER = URIRef(f"{CITY}p/indicators/1-1.1/#result-2024-e2")
PROJECT = URIRef(f"{CITY}p/projects/1-1/#in-e1")
THEME = URIRef(f"{CITY}p/projects/1-1/#theme-front_office-e1")
CORRECTION = URIRef(f"{CITY}p/editions/e2/#correction-c1")
TRIPLES: dict[str, tuple[Change, str, str, str, str]] = {
    "the wrong datatype": (
        lambda graph: graph.set((RESULT, K.value, Literal("7", datatype=XSD.string))),
        "results",
        "e1|1-1.1|2024|1",
        "results-value",
        "value",
    ),
    "two values": (
        lambda graph: graph.add((LATER, K.value, Literal("8", datatype=XSD.decimal))),
        "results",
        "e2|1-1.1|2024|1",
        "results-value",
        "value",
    ),
    "the wrong language": (
        lambda graph: graph.set((PROJECT, DCT.title, Literal("Better counters", "en"))),
        "projects",
        "e1|1-1",
        "projects-title",
        "title",
    ),
    "an unknown concept": (
        lambda graph: graph.set((PROJECT, K.status, URIRef(concept("project_status", "forgotten")))),
        "projects",
        "e1|1-1",
        "projects-status",
        "status",
    ),
    "a concept of another scheme": (
        lambda graph: graph.set((THEME, K.theme, URIRef(concept("unit", "yen")))),
        "project_themes",
        "e1|1-1|front_office",
        "themed-theme",
        "theme",
    ),
    "two units in words": (
        lambda graph: [graph.add((RESULT, K.unitText, Literal(text))) for text in ("種", "種類")],
        "results",
        "e1|1-1.1|2024|1",
        "results-unit_text",
        "unit",
    ),
    "no source": (
        lambda graph: graph.remove((RESULT, PROV.wasDerivedFrom, None)),
        "results",
        "e1|1-1.1|2024|1",
        "sourced-page",
        "page",
    ),
    "a correction of no row": (
        lambda graph: graph.set((CORRECTION, URIRef("http://www.w3.org/ns/oa#hasTarget"), URIRef(f"{CITY}#nothing"))),
        "corrections",
        "e2|c1",
        "correction-target-row",
        "row_key",
    ),
}
"""Faults that no cell can hold, since the graph is made well: how the graph is spoilt, and what must be named."""


@pytest.fixture(scope="module")
def found_in_triples(clean_kitchen: CleanCity) -> tuple[Violation, ...]:
    graph = city_graph(clean_kitchen)
    for change, *_ in TRIPLES.values():
        change(graph)
    changed = len(graph)
    found = violations(clean_kitchen, graph)
    assert len(graph) == changed, "validation has changed the graph"
    return found


@pytest.mark.parametrize("fault", TRIPLES)
def test_a_spoilt_graph_is_told_in_the_words_of_the_tables(
    clean_kitchen: CleanCity, found_in_triples: tuple[Violation, ...], fault: str
) -> None:
    _, table, key, shape, column = TRIPLES[fault]
    place = clean_kitchen.tables[table].where(index_of(clean_kitchen, table, key), column)
    found = [one for one in found_in_triples if (one.table, one.shape, one.where) == (table, shape, place)]
    assert len(found) == 1, found_in_triples


def test_a_value_without_a_unit_is_a_warning(clean_kitchen: CleanCity) -> None:
    from pyshacl import validate

    data = city_graph(spoilt(clean_kitchen, "statistics", "e2|st1", {"unit": ""}))
    data += parsed(sorted((ROOT / "vocab" / "schemes").glob("*.ttl")))
    shapes = parsed(sorted((ROOT / "vocab" / "shapes").glob("*.ttl")))
    for allowed in (False, True):
        conforms, *_ = validate(data, shacl_graph=shapes, advanced=True, allow_warnings=allowed)
        assert conforms is allowed


def parsed(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def test_what_is_no_row_is_named_by_its_iri(clean_kitchen: CleanCity) -> None:
    graph = city_graph(clean_kitchen)
    page = URIRef(f"{CITY}sources/s2/#p1")
    graph.remove((page, K.page, None))
    (one,) = (found for found in violations(clean_kitchen, graph) if found.shape == "pages-page")
    assert (one.table, one.focus, one.where.column) == ("", str(page), "")


def test_violations_come_in_order(clean_kitchen: CleanCity) -> None:
    city = spoilt(clean_kitchen, "policies", "e2|1", {"level": "100", "title": "", "position": "0"})
    city = spoilt(city, "departments", "d1", {"name": ""})
    found = [(one.table, one.where.column) for one in violations(city) if one.shape.startswith(one.table)]
    assert found == [("policies", "level"), ("policies", "title"), ("policies", "position"), ("departments", "name")]
    assert all(isinstance(one, Violation) for one in violations(city))


def test_another_validator_finds_the_same(spoilt_city: CleanCity) -> None:
    rudof = pytest.importorskip("pyrudof", reason="pyrudof is not installed")
    shapes, schemes = (
        [path.read_text(encoding="utf-8") for path in sorted((ROOT / "vocab" / folder).glob("*.ttl"))]
        for folder in ("shapes", "schemes")
    )
    graph = city_graph(spoilt_city)
    for change, *_ in TRIPLES.values():
        change(graph)
    judge = rudof.Rudof(rudof.RudofConfig())
    judge.read_data("\n".join([graph.serialize(format="turtle"), *schemes]), rudof.RDFFormat.Turtle)
    judge.read_shacl("\n".join(shapes), rudof.ShaclFormat.Turtle)
    theirs = {(str(one.focus_node), str(one.source_shape).strip("<>")) for one in judge.validate_shacl()}
    assert theirs == {(one.focus, SHAPES + one.shape) for one in violations(spoilt_city, graph)}
    assert len(theirs) > len(CELLS)
