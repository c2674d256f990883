"""Judge files by the 30 rules: what was found, what passed, what a person has to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from keikaku.lint import checks as _checks  # noqa: F401 - registers the checks
from keikaku.lint.checks.area import names_area
from keikaku.lint.finding import CHECKS, Finding, Sheet
from keikaku.lint.grid import Grid, LintFile, cell_name
from keikaku.lint.layout import find_layout
from keikaku.lint.read import read_any
from keikaku.names import MARK_SHEETS
from keikaku.national_rules import catalogue, years_in
from keikaku.problem import Problem
from keikaku.read import NOTE_PREFIX

Result = Literal["found", "pass", "ask", "not_applicable"]
_EXCEL_ONLY: Final = frozenset({"L1-10", "L1-11", "L1-12", "L1-13", "L2-06"})
_CSV_ONLY: Final = frozenset({"L1-14", "L1-15"})
_BY_DESCRIPTOR: Final = frozenset({"L3-02", "L3-04", "L3-06", "L3-07", "L3-08"})
"""Rules whose question a data package's descriptor answers."""
_NOTES: Final = re.compile(
    rf"^{NOTE_PREFIX}|説明|注意|凡例|はじめに|表紙|目次|履歴|定義|コード表|コード一覧|記入例|記載例|記入要領|選択肢|readme|notes?$|codes?$",
    re.IGNORECASE,
)
_CODES: Final = re.compile(r"コード表|コード一覧|符号|codes?$", re.IGNORECASE)
_NARROW: Final = 1


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What came of a rule for a file. `ask` means that a person has to look."""

    rule: str
    result: Result
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of a file: its rules, or the problem that kept it from being judged."""

    file: LintFile
    rules: tuple[RuleResult, ...] = ()
    problem: Problem | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the rules."""
        return tuple(finding for rule in self.rules for finding in rule.findings)

    @property
    def sound(self) -> bool:
        """Whether it could be judged and nothing was found."""
        return self.problem is None and not self.findings


def lint(paths: Sequence[Path]) -> tuple[FileResult, ...]:
    """Judge files; those given together are also compared with one another."""
    files = [read_any(path) for path in paths]
    named = " ".join(file.name for file in files)
    every = [list(_sheets(file, named)) for file in files]
    across = list(_layouts([sheet for sheets in every for sheet in sheets]))
    return tuple(_judge(file, sheets, across) for file, sheets in zip(files, every, strict=True))


def _judge(file: LintFile, sheets: Sequence[Sheet], across: Sequence[tuple[LintFile, Finding]]) -> FileResult:
    found = [*_file_findings(file, sheets), *(finding for owner, finding in across if owner is file)]
    for sheet in sheets:
        for check in CHECKS:
            found += check(sheet)
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    unread = file.problem is not None or not file.grids
    rules = tuple(_result(rule, by_rule.get(rule, ()), file, unread=unread) for rule in catalogue().rules)
    return FileResult(file, rules, file.problem)


def _result(rule: str, findings: Sequence[Finding], file: LintFile, *, unread: bool) -> RuleResult:
    if findings:
        return RuleResult(rule, "found", tuple(findings))
    if rule in (_EXCEL_ONLY if file.is_csv else _CSV_ONLY):
        return RuleResult(rule, "not_applicable")
    if rule == "L1-01" and not unread:
        return RuleResult(rule, "pass")
    described = file.descriptor is not None and rule in _BY_DESCRIPTOR
    if unread or (catalogue().rules[rule].lint.question is not None and not described):
        return RuleResult(rule, "ask")
    return RuleResult(rule, "pass")


def _sheets(file: LintFile, named: str) -> Iterator[Sheet]:
    """Give the sheets with a table; hidden ones and those that only explain are none of them."""
    notes = [grid for grid in file.grids if _is_note(grid)]
    names = f"{named} {' '.join(grid.sheet for grid in notes)}"
    for grid in file.grids:
        layout = None if grid in notes or grid.state != "visible" else find_layout(grid)
        if layout is None:
            continue
        outside = (*layout.above, *layout.below, *layout.between)
        texts = [cell.text for row in outside for cell in grid.rows[row].values()]
        texts += [cell.text for note in notes for cells in note.rows.values() for cell in cells.values()]
        pairs = [_line(cells) for note in notes for cells in note.rows.values()]
        yield Sheet(file, grid, layout, _declared(file, grid), "\n".join([names, *texts, *pairs, _marks(file, grid)]))


def _line(cells: Mapping[int, Any]) -> str:
    return ":".join(cell.text for _, cell in sorted(cells.items()))


def _is_note(grid: Grid) -> bool:
    if grid.sheet in MARK_SHEETS.values() or (grid.sheet and _NOTES.search(grid.sheet)):
        return True
    # Lines of text in one column and no more are words about the data.
    return (
        bool(grid.sheet)
        and len(grid.rows) > _NARROW
        and all(
            len(cells) == 1 and not any(cell.kind != "text" for cell in cells.values()) for cells in grid.rows.values()
        )
        and any(len(cell.text) > 20 for cells in grid.rows.values() for cell in cells.values())
    )


def _resource(file: LintFile, grid: Grid) -> Mapping[str, Any]:
    resources = (file.descriptor or {}).get("resources", [])
    for one in resources:
        if isinstance(one, dict) and (one.get("path") == file.name or (grid.sheet and one.get("name") == grid.sheet)):
            return one
    return {}


def _declared(file: LintFile, grid: Grid) -> dict[str, Mapping[str, Any]]:
    schema = _resource(file, grid).get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    listed = fields if isinstance(fields, list) else []
    return {str(one.get("name")): one for one in listed if isinstance(one, dict)}


def _marks(file: LintFile, grid: Grid) -> str:
    """Give the marks that the descriptor defines as missing values, in the form in which notes define them."""
    schema = _resource(file, grid).get("schema")
    marks = schema.get("missingValues") if isinstance(schema, dict) else None
    return "\n".join(f"{one}:" for one in marks if isinstance(one, str)) if isinstance(marks, list) else ""


def _file_findings(file: LintFile, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """L1-01, L1-13, L3-01 and L3-06, as far as they speak of the file as a whole."""
    if file.disguise.startswith("format "):
        yield Finding("L1-01", "format", file.name, value=file.disguise.removeprefix("format "))
    elif file.disguise:
        yield Finding("L1-01", "disguised", file.name, value=file.disguise, name=file.suffix)
    if file.undecodable:
        yield Finding("L1-01", "encoding", file.name)
    if file.delimited and file.delimited.separator != ",":
        shown = {"\t": "TAB"}.get(file.delimited.separator, file.delimited.separator)
        yield Finding("L1-01", "delimiter", file.name, value=shown)
    for grid in file.grids:
        if grid.state != "visible":
            yield Finding("L1-13", "sheet", file.name, grid.sheet)
        elif not any(cells for cells in grid.rows.values()):
            yield Finding("L3-01", "empty", file.name, grid.sheet)
    # A list of codes holds nowhere and everywhere.
    has_area = bool(file.descriptor and file.descriptor.get("spatial")) or _CODES.search(Path(file.name).stem)
    if sheets and not has_area and not any(names_area(sheet) for sheet in sheets):
        yield Finding("L3-06", "none", file.name)


def _layouts(sheets: Sequence[Sheet]) -> Iterator[tuple[LintFile, Finding]]:
    """L3-07: compare sheets whose names, or whose files' names, differ by the year only."""
    groups: dict[tuple[str, str], list[tuple[str, Sheet]]] = {}
    for sheet in sheets:
        stem = sheet.grid.file.rpartition(".")[0]
        key, year = _yearless(f"{stem} {sheet.grid.sheet}")
        if year:
            groups.setdefault((key, sheet.file.suffix), []).append((year, sheet))
    for found in groups.values():
        first = found[0][1]
        for year, sheet in found[1:]:
            if year != found[0][0] and sheet.layout.names != first.layout.names:
                other = [name for name in sheet.layout.names if name not in first.layout.names]
                gone = [name for name in first.layout.names if name not in sheet.layout.names]
                shown = "、".join((other or gone or list(sheet.layout.names))[:4])
                place = cell_name(sheet.layout.header, sheet.layout.first)
                label = first.grid.sheet if sheet.file is first.file else first.grid.file
                yield sheet.file, sheet.found("L3-07", "layout", place, shown, label)


def _yearless(text: str) -> tuple[str, str]:
    years = []
    while year := years_in(text):
        years.append(year)
        text = text.replace(year, "#", 1)
    # What follows an era is its number, which a name may write with one digit or two.
    return re.sub(r"#\d*(年度?)?", "#", text), " ".join(years)
