"""Read the action plan of Hachioji (八王子市, DX推進計画アクションプラン 令和7年度版) and write its tables as CSV.

    python scripts/documents/hachioji.py DOCUMENT.txt --out DIR
    python scripts/documents/hachioji.py DOCUMENT.txt --compare datapackage/hachioji/tables

The text comes from a PDF of drawn forms: on every page first the empty forms, each with its group heading and
管理番号, then the values, usually those of the later project first. Title, description and purpose follow from
their marks and from the order; where they do not, tables in hachioji_forms.py decide. What the KPI cells
measure only a person can tell: the other modules say which lines are which cell. Corrections, themes
and priorities of the projects are written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import hachioji_kpi1
import hachioji_kpi2
import hachioji_kpi3
from hachioji_cells import (
    EDITION,
    YEARS,
    Block,
    Entry,
    Text,
    derived_targets,
    parse_blocks,
    phase_years,
    result_row,
    target_row,
    tidy,
)
from hachioji_forms import Sheet, department_rows, project_row, read_sheets
from hachioji_measures import GENERAL, MEASURES
from hachioji_names import phase
from hachioji_notes import TITLE, event_table, statistic_table, term_table, total_table
from text import Document, Line, ReadError, Row, page_rows, read_document, run

KNOWN_SHA256 = "30af414097439d3e515360463c2791f0b67d772009e2aaec9a689bd7a49e7460"
SOURCE, PLAN = "hachioji-2025", "dx"
EXAMPLES = {"5": "example", "6": "example"}
"""The pages that show how a form is to be read."""
FIRST_YEAR, LAST_YEAR, PAGES, PROJECTS, CURRENT_YEAR = 2022, 2025, 103, 170, 2025

# A page that begins without a mark, and a line that has the mark inside a cell.
PLAIN_START, NO_START = "７ 令和6年度（2024年度）の進捗状況", "一部手続の"
# The year that a point is about: of what is to be done, or of a figure in a remark; of others it is not certain.
YEAR_OF_POINT = re.compile(r"令和(\d+)年度\(\d+年度\)に|(?:参考:|【参考】|\(参考\)) ?令和(\d+)年度")
PAGE_NUMBER = re.compile(r"\d+[ 　]+")


def page_starts(lines: Sequence[Line]) -> tuple[int, ...]:
    """Find the first lines of the pages: a line that starts with a space, or follows a printed page number."""
    starts = [1]
    for above, line in pairwise(lines):
        marked = line.text.startswith(" ") and not line.blank and line.text.strip() != NO_START
        if marked or PAGE_NUMBER.fullmatch(above.text) or line.text.startswith(PLAIN_START):
            starts.append(line.number)
    if len(starts) != PAGES:
        raise ReadError(f"expected {PAGES} pages, found {len(starts)}")
    return tuple(starts)


def natural(key: str) -> list[tuple[str, int]]:
    """Return what an id is sorted by: its numbers as numbers."""
    return [(mark, int(number)) for mark, number in re.findall(r"(\D*)(\d+)", key)]


def indicator_row(text: Text, owner: Row, entry: Entry, number: int) -> Row:
    """Make the row of an indicator; `owner` names its project or policy.

    Its place is that of the last year's target, else of what is printed first.
    """
    cells = entry.cells[-1] or next(filter(None, entry.cells))
    line = cells[0].first if cells[0].dash else text.first_line(cells[0])
    key = owner.get("project_id") or owner["policy_id"]
    words = entry.kind == "M"
    row = {"edition_id": EDITION, "indicator_id": f"{key}.{number}", "position": str(number), **owner}
    title, _, definition = entry.title.partition(" :: ")
    row |= {"title": tidy(title), "definition": definition, "value_type": "milestone" if words else "number"}
    row |= {} if words else {"unit": entry.kind, "time_basis": entry.time, "polarity": "up"}
    for option in entry.flags:
        if option in ("down", "hold", "range"):
            row["polarity"] = option
        elif base := re.fullmatch(r"base=(\d+)(?::([\d.]+))?", option):
            row |= {"baseline_fy": base[1], "baseline_value": base[2] or ""}
        else:
            raise ReadError(f"{key}: unknown option {option}")
    return row | text.document.place(line)


def kpi_tables(document: Document, sheets: dict[str, Sheet]) -> dict[str, list[Row]]:
    """Make indicators, results, targets and phases of the projects with a table."""
    text = Text(document)
    tables: dict[str, list[Row]] = {"indicators": [], "results": [], "targets": [], "schedule": []}
    table = "\n".join(module.KPI.strip() for module in (hachioji_kpi1, hachioji_kpi2, hachioji_kpi3))
    blocks = list(parse_blocks(table))
    managed = {key for key, sheet in sheets.items() if sheet.form.has_table}
    if {block.key for block in blocks} != managed:
        raise ReadError(f"KPI noted and forms differ: {sorted({block.key for block in blocks} ^ managed)}")
    for block in blocks:
        title = sheets[block.key].title.removeprefix("【新】")
        entries = block.entries or (Entry("M", "", (), "=", block.cells),)
        for number, entry in enumerate(entries, start=1):
            named = replace(entry, title=title) if entry.title == "=" else entry
            row = indicator_row(text, {"project_id": block.key}, named, number)
            tables["indicators"].append(row)
            for table_name, cell_row in cell_rows(text, block, entry, row["indicator_id"]):
                tables[table_name].append(cell_row)
        for year, phases in zip(YEARS, phase_years(text, block.fields[0]), strict=True):
            for seq, (line, token) in enumerate(phases, start=1):
                row = {"edition_id": EDITION, "project_id": block.key, "fiscal_year": str(year), "kind": "phase"}
                row |= {"seq": str(seq), "raw": token, "phase": phase(token), **document.place(line)}
                tables["schedule"].append(row)
    return tables


def cell_rows(text: Text, block: Block, entry: Entry, indicator_id: str) -> Iterator[tuple[str, Row]]:
    """Make the results and targets of one indicator of a project."""
    unit = "" if entry.kind == "M" else entry.kind
    for year, items, whole in zip(YEARS, entry.cells, block.cells, strict=True):
        for seq, cell in enumerate(items, start=1):
            key = {"edition_id": EDITION, "indicator_id": indicator_id, "fiscal_year": str(year), "seq": str(seq)}
            if year == CURRENT_YEAR:
                yield "targets", key | target_row(text, cell, unit)
                continue
            covering = next((part for part in whole if part.first <= cell.first <= part.last), whole[0])
            if whole[0].first > cell.first or cell.last > whole[-1].last:
                raise ReadError(f"{indicator_id} {year}: item outside its cell")
            extent = type(cell)(f"{whole[0].first}-{covering.last}", {}) if not cell.dash else covering
            yield "results", key | result_row(text, cell, extent, unit)
            if stated := cell.options.get("t"):
                yield "targets", key | target_row(text, type(cell)(stated, {}), unit)


def policy_tables(document: Document) -> dict[str, list[Row]]:
    """Make the policies, their points, and the indicators and targets of the measures."""
    text = Text(document)
    tables: dict[str, list[Row]] = {"policies": [], "policy_points": [], "indicators": [], "targets": []}
    for code, line in GENERAL.items():
        found = re.fullmatch(r"(基本方針.)：(.+?) ～(.+)～", text.line(line))
        if not found:
            raise ReadError(f"no heading in line {line}")
        row = {"edition_id": EDITION, "policy_id": code, "level": "1", "code": code, "code_raw": found[1]}
        row |= {"title": tidy(found[2]), "tagline": tidy(found[3]), "position": code, **document.place(line)}
        tables["policies"].append(row)
    for block in parse_blocks(MEASURES):
        heading, goal = int(block.fields[0]), block.fields[1]
        code_raw, _, title = text.line(heading).partition(" ")
        parent, _, number = block.key.partition("-")
        row = {"edition_id": EDITION, "policy_id": block.key, "parent_policy_id": parent, "level": "2", "code": number}
        row |= {"code_raw": code_raw, "title": tidy(title), "goal": tidy(text.raw(goal)), "position": number}
        tables["policies"].append(row | document.place(heading))
        tables["policy_points"] += point_rows(text, block)
        for position, entry in enumerate(block.entries, start=1):
            indicator = indicator_row(text, {"policy_id": block.key}, entry, position)
            tables["indicators"].append(indicator)
            for year, cells in zip(YEARS, entry.cells, strict=True):
                for cell in cells:
                    key = {"edition_id": EDITION, "indicator_id": indicator["indicator_id"], "fiscal_year": str(year)}
                    unit = indicator.get("unit", "")
                    tables["targets"].append(key | {"seq": "1"} | target_row(text, cell, unit))
    return tables


def point_rows(text: Text, block: Block) -> Iterator[Row]:
    """Make the directions, contents, schedule boxes and remarks of a measure, each kind in order of line."""
    _, _, directions, actions, boxes, overview, remarks = block.fields
    kinds = {
        "direction": list(items(text, directions, wrapped=True)),
        "action": list(items(text, actions, wrapped=False)),
        "milestone": [(first_number(spec), text.raw(spec)) for spec in f"{boxes} {overview}".split()],
        "remark": [(first_number(spec), text.raw(spec)) for spec in remarks.split()],
    }
    kinds["remark"].append(schedule_note(text, int(block.fields[0])))
    for kind, points in kinds.items():
        for seq, (line, raw) in enumerate(sorted(points, key=lambda point: point[0]), start=1):
            row = {"edition_id": EDITION, "policy_id": block.key, "kind": kind, "seq": str(seq), "raw": raw}
            row |= {"text": tidy(re.sub(r"^[①-⑨・※]\s*", "", raw))}
            if year := YEAR_OF_POINT.match(row["text"]):
                row["fiscal_year"] = str(int(year[1] or year[2]) + 2018)
            yield row | text.document.place(line)


def first_number(spec: str) -> int:
    """Return the first line of a range."""
    return int(re.split(r"[-;\[]", spec)[0])


def schedule_note(text: Text, heading: int) -> tuple[int, str]:
    """Return the note beside the heading of the schedule on the page of a measure."""
    page = text.document.page(heading)
    for line in text.document.lines[text.document.page_starts[page - 1] - 1 :]:
        if line.text.startswith("実現に向けた主なスケジュール"):
            return line.number, text.raw(f"{line.number}[（※:]")[1:-1]
    raise ReadError(f"page {page}: no heading of the schedule")


def items(text: Text, spec: str, *, wrapped: bool) -> Iterator[tuple[int, str]]:
    """Give the numbered items of some lines; where lines are not wrapped, every other line is an item as well."""
    first, _, last = spec.partition("-")
    found: list[tuple[int, str]] = []
    for number in range(int(first), int(last or first) + 1):
        for part in filter(None, re.split(r"(?:^|(?<= ))(?=[①-⑨・])", text.line(number))):
            if wrapped and found and not re.match("[①-⑨・]", part):
                found[-1] = (found[-1][0], found[-1][1] + part.strip())
            else:
                found.append((number, part.strip()))
    yield from found


def plan_tables(document: Document, file: str) -> dict[str, list[Row]]:
    """Make the one row each of source, plan and edition, and the rows of the pages."""
    title_line = document.find("八王子市デジタル・トランスフォーメーション（ＤＸ）推進計画")[0]
    vision = document.find("デジタル技術の活用により人と人のつながりを深め、地域共生社会を実現する")
    law = document.find("官民データ活用推進基本法」第９条第３項")
    superior = document.find("八王子未来デザイン2040")
    label = document.find("アクションプラン（令和7年度（2025年度）版）")
    source = {"source_id": SOURCE, "title": f"{tidy(TITLE)}アクションプラン 令和7年度版", "publisher": "八王子市"}
    source |= {"kind": "plan", "pages": str(PAGES), "pagination": "printed", "file": file, "sha256": document.sha256}
    plan = {
        "plan_id": PLAN,
        "title": tidy(TITLE),
        "vision": tidy(vision[1]),
        "legal_basis": tidy(law[1].replace("」", "")),
    }
    plan |= {"start_fy": str(FIRST_YEAR), "end_fy": str(LAST_YEAR), "superior_plan": superior[1], "source_id": SOURCE}
    edition = {"edition_id": EDITION, "plan_id": PLAN, "label": tidy(label[1]), "status": "adopted"}
    edition |= {"source_id": SOURCE, **document.place(label[0])}
    plan |= document.place(title_line)
    return {
        "sources": [source],
        "pages": [row | {"kind": EXAMPLES.get(row["page"], "")} for row in page_rows(document, SOURCE)],
        "plans": [plan],
        "editions": [edition],
    }


def read_tables(path: Path) -> dict[str, list[Row]]:
    """Read the document and return its tables, by name."""
    lines, sha256 = read_document(path, KNOWN_SHA256)
    document = Document(lines, page_starts(lines), sha256)
    sheets = {sheet.form.project_id: sheet for sheet in read_sheets(document)}
    if len(sheets) != PROJECTS:
        raise ReadError(f"expected {PROJECTS} projects, found {len(sheets)}")
    ordered = sorted(sheets.values(), key=lambda sheet: natural(sheet.form.project_id))
    text = Text(document)
    policies, kpi = policy_tables(document), kpi_tables(document, sheets)
    departments = [row for sheet in ordered for row in department_rows(document, sheet)]
    targets = policies["targets"] + kpi["targets"]
    targets += derived_targets(text, kpi["results"], targets)
    return plan_tables(document, f"{SOURCE}.txt") | {
        "policies": sorted(policies["policies"], key=lambda row: natural(row["policy_id"])),
        "policy_points": policies["policy_points"],
        "projects": [project_row(document, sheet) for sheet in ordered],
        "departments": first_mentions(departments),
        "project_departments": [{name: row[name] for name in row if name != "name"} for row in departments],
        "indicators": sorted(policies["indicators"] + kpi["indicators"], key=place_in_table),
        "targets": sorted(targets, key=place_in_table),
        "results": sorted(kpi["results"], key=place_in_table),
        "schedule": sorted(kpi["schedule"], key=lambda row: natural(row["project_id"])),
        "statistics": [{"edition_id": EDITION, **row} for row in statistic_table(text)],
        "totals": [{"edition_id": EDITION, **row} for row in total_table(text)],
        "events": [{"edition_id": EDITION, **row} for row in event_table(text)],
        "terms": [{"edition_id": EDITION, **row} for row in term_table(text)],
    }


def place_in_table(row: Row) -> tuple[list[tuple[str, int]], str, str]:
    """Return what rows of indicators are sorted by."""
    return natural(row["indicator_id"]), row.get("fiscal_year", ""), row.get("seq", "")


def first_mentions(rows: Sequence[Row]) -> list[Row]:
    """Make the departments from where they are in charge of projects, each at its first mention."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: int(row["line"])):
        department = {name: row[name] for name in ("department_id", "name", "page", "line")}
        found.setdefault(row["department_id"], {"source_id": SOURCE, **department})
    return list(found.values())


if __name__ == "__main__":
    sys.exit(run("Read the action plan of Hachioji into its tables.", read_tables))
