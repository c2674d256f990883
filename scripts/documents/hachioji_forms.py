"""The forms of Hachioji's pages and what fills them: titles, departments, descriptions, purposes of the projects.

Every page has first its empty forms, each with group heading and 管理番号, then the values, usually those of the later
project first. Title, description and purpose follow from their marks and from the order; where they do not, ORDER,
TITLES and DESCRIPTIONS decide, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hachioji_cells import EDITION, Text, tidy
from hachioji_names import department_id
from text import Document, Line, ReadError, Row, literal_rows, plain

FORM = re.compile(r"\s*([①-⑨].+?)\s*管理番号 (\d-\d-\d+)")
# Printed instead of departments; and a department with a middle dot in its name.
NO_DEPARTMENT, UNPARTED = "（参考）", ("子どもの教育・保育推進課",)

# Pages whose descriptions do not stand in the reverse order of the forms, in the order of the text.
ORDER = """
25 | 1-2-10 1-2-9 1-2-7 1-2-8 | the last two by their group headings: 1-2-8 is キャッシュレス導入
28 | 1-3-1 1-3-2 | the purpose of マイナンバーカードの交付促進 comes first
39 | 1-5-3 1-5-4 | only 1-5-3 has a table
53 | 2-2-7 2-2-5 2-2-6 | only 2-2-5 has a table; LINE comes first and is taken for the last form
56 | 2-3-1 2-3-2 | as on page 28: purpose of the one, all of the other, table and title of the first
75 | 3-1-1 3-1-2 | as on page 28
85 | 3-3-1 3-3-2 | as on page 28
86 | 3-3-3 3-3-4 | as on page 28: the telephones' table comes last, so they are the first form
88 | 3-3-7 3-3-8 | by the group headings: scans are 文書の電子化, the accounting system is 業務プロセスの改善
103 | 3-6-5 3-6-6 | only 3-6-5 has a table
"""
# Titles and departments that do not stand right before the description: lines of the title, of the departments.
TITLES = """
1-1-1 | 809 | 809 | both titles of the page stand together
1-2-1 | 2007 | 2007 | at the end of the page
1-3-1 | 2600 | 2601 | at the end of the page, over three lines
1-3-3 | 2681 | 2682 | over three lines
1-4-1 | 2940 | 2940 | at the end of the page
1-5-1 | 3754 | 3754 | at the end of the page
1-6-1 | 4074 | 4074 | at the end of the page
2-1-1 | 4771 | 4802 | title before, departments after the table
2-3-1 | 5642 | 5642 | right before the description at the end of the page
2-3-5 | 5883 | 5883 | at the end of the page
2-4-1 | 6187 | 6187 | at the end of the page
2-5-1 | 6611 | 6611 | at the end of the page
2-6-1 | 6950 | 6950 | at the end of the page
3-1-1 | 7659 | 7659 | at the end of the page
3-2-1 | 8704 | 8704 | at the end of the page
3-3-1 | 8958 | 8958 | right before the description at the end of the page
3-3-11 | 9540 | 9541-9542 | over three lines
3-4-2 | 9958 | 9958 | after the table
3-5-1 | 10225 | 10201 | title at the end of the page
"""
# Descriptions that do not stand right before 目的 あるべき姿.
DESCRIPTIONS = """
1-3-1 | 2604 | at the end of the page
2-3-1 | 5644 | at the end of the page
3-3-1 | 8960 | at the end of the page
"""
# Remarks of projects, among the cells of the table.
REMARKS = """
1-2-2 | 1899-1908[窓口に:] | after the phases
1-4-7 | 3288-3294 | the share of 令和4年度, before the KPI cells
2-3-6 | 5788[設置個所:];5789-5792;5793-5794;5795 | after the phases
"""


@dataclass(frozen=True)
class Form:
    """An empty form: its project's number, group heading, place, and whether it has a table."""

    project_id: str
    group: str
    line: int
    has_table: bool


@dataclass
class Sheet:
    """A project as read: its form, and the lines of its texts."""

    form: Form
    title: str
    title_line: int
    departments: str
    department_line: int
    description: str
    purpose: str


def stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """Part lines at blank ones."""
    found: list[list[Line]] = [[]]
    for line in lines:
        if line.blank:
            found.append([])
        else:
            found[-1].append(line)
    return [stretch for stretch in found if stretch]


def read_forms(lines: Sequence[Line]) -> list[Form]:
    """Find the forms of a page."""
    heads = [(line.number, found) for line in lines if (found := FORM.fullmatch(line.text.rstrip()))]
    forms = []
    for index, (number, found) in enumerate(heads):
        until = heads[index + 1][0] if index + 1 < len(heads) else number + 14
        inside = {line.text.strip() for line in lines if number < line.number < until}
        forms.append(Form(found[2], found[1].strip(), number, "目標" in inside))
    return forms


def read_sheets(document: Document) -> Iterator[Sheet]:
    """Read the projects of all pages: title, description and purpose of each."""
    text = Text(document)
    order = {int(page): ids.split() for page, ids, _ in literal_rows(ORDER)}
    titles = {key: cells for key, *cells in literal_rows(TITLES)}
    descriptions = {key: lines for key, lines, _ in literal_rows(DESCRIPTIONS)}
    bounds = [*document.page_starts, len(document.lines) + 1]
    for page in range(1, len(bounds)):
        lines = document.lines[bounds[page - 1] - 1 : bounds[page] - 1]
        forms = {form.project_id: form for form in read_forms(lines)}
        blocks = stretches(lines)
        marks = [i for i, block in enumerate(blocks) if [line.text.strip() for line in block] == ["目的", "あるべき姿"]]
        ids = order.get(page, [*reversed(forms)]) if forms else []
        if forms and (len(ids) != len(marks) or set(ids) != set(forms)):
            raise ReadError(f"page {page}: {len(forms)} forms, {len(marks)} purposes")
        for project_id, mark in zip(ids, marks, strict=False):
            title, description = blocks[mark - 2], span(blocks[mark - 1])
            first, second, _ = titles.get(project_id, (span(title), span(title), ""))
            name, departments = parted(text.part(second))
            name = name if first == second else text.part(first)
            if not name:
                raise ReadError(f"{project_id}: no title and departments in {first}")
            description = text.raw(descriptions.get(project_id, description))
            title_line, department_line = (int(spec.partition("-")[0]) for spec in (first, second))
            purpose = text.raw(span(blocks[mark + 1]))
            yield Sheet(forms[project_id], name, title_line, departments, department_line, description, purpose)


def parted(printed: str) -> tuple[str, str]:
    """Part title and departments, with what stands in brackets after them."""
    title, _, departments = printed.rpartition(" ")
    if departments == NO_DEPARTMENT:
        return title, ""
    if departments.startswith("（"):
        bracket = departments
        title, _, departments = title.rpartition(" ")
        departments += bracket
    return title, departments


def span(block: Sequence[Line]) -> str:
    """Return the lines of a block as a range."""
    return f"{block[0].number}-{block[-1].number}"


def department_rows(document: Document, sheet: Sheet) -> Iterator[Row]:
    """Make the departments of a project: the first one leads, one in brackets after them is related."""
    printed, _, bracket = sheet.departments.rstrip("）").partition("（")
    names = [printed] if printed in UNPARTED else re.split("・", printed.removesuffix("ほか"))
    roles = [(name, "joint" if index else "lead") for index, name in enumerate(filter(None, names))]
    last = len(roles)
    roles += [(bracket, "related")] if bracket else []
    for position, (name, role) in enumerate(roles, start=1):
        row = {"edition_id": EDITION, "project_id": sheet.form.project_id, "role": role, "position": str(position)}
        row |= {"department_id": department_id(plain(name)), "name": plain(name)}
        row |= {"and_others": flag(position == last and printed.endswith("ほか"))}
        yield row | document.place(sheet.department_line)


def project_row(document: Document, sheet: Sheet) -> Row:
    """Make the row of a project."""
    form = sheet.form
    policy, _, position = form.project_id.rpartition("-")
    remarks = {key: lines for key, lines, _ in literal_rows(REMARKS)}
    row = {"edition_id": EDITION, "project_id": form.project_id, "policy_id": policy, "position": position}
    row |= {"code": form.project_id, "code_raw": form.project_id, "title": tidy(sheet.title.removeprefix("【新】"))}
    row |= {"group_title": tidy(form.group[1:]), "group_raw": form.group}
    row |= {"description": tidy(sheet.description.removeprefix("【見直し】")), "purpose": tidy(sheet.purpose)}
    row |= {"is_new": flag(sheet.title.startswith("【新】"))}
    row |= {"is_revised": flag(sheet.description.startswith("【見直し】")), "progress_managed": flag(form.has_table)}
    if form.project_id in remarks:
        row["remarks"] = tidy(Text(document).raw(remarks[form.project_id]))
    return row | document.place(sheet.title_line)


def flag(value: bool) -> str:
    """Return a boolean as the tables print it."""
    return "true" if value else "false"
