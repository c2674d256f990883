"""Read the information plan of Hanno (飯能市, draft for 令和8～12年度) and write its tables as CSV.

    python scripts/documents/hanno.py DOCUMENT.txt --out DIR
    python scripts/documents/hanno.py DOCUMENT.txt --compare datapackage/hanno/tables

The text is Markdown taken from a PDF: headings, tables, lists and footnotes are marked, the ranks of the headings
are not to be relied on, letters of abbreviations stand apart (I C T). Chapter 4 lists projects with departments
in brackets; the summary of the plan before and the glossary are tables. Prose cannot be parsed: hanno_tables.py
holds what is read from it. The corrections and the themes of the projects are written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from pathlib import Path

from hanno_tables import (
    CONCEPTS,
    DEPARTMENTS,
    EVENTS,
    FOOTNOTE_TERMS,
    PAGE_HEADS,
    STATISTICS,
    SURVEYS,
    TOTALS,
    history_dates,
    printed,
    span,
    squeeze,
    tidy,
)
from text import Document, Line, ReadError, Row, literal_rows, page_rows, plain, read_document, run

KNOWN_SHA256 = "510d5b18b17410af5c699e0d11d79ef21a423bbfb3192e4479cc0b83aff103d5"
SOURCE, EDITION, SUMMARY = "hanno-2026-draft", "jo3-2026-draft", "jo2-summary"
TITLE, PREDECESSOR = "第3次飯能市地域情報化推進計画", "第2次飯能市地域情報化推進計画"
FIRST_YEAR, LAST_YEAR, PAGES = 2026, 2030, 66
SUMMARY_YEAR, SUMMARY_PROJECTS, POLICIES, PROJECTS = 2025, 35, 41, 67
MEASURE = "目標達成度"

CONTENTS_ENTRY = re.compile(r"\| (.+?) \.{5}\s*\| (\d+)\s*\|")
FOOTNOTE = re.compile(r"<sup>\d+</sup>")
POLICY = re.compile(r"\(\d\)\s*(基本方針\d)\s*(.+)|(推進施策\s*\d)\s*(.*)|(?:『取組事業』)?(\d-\d)\s*(.*)")
DIRECTION = re.compile(r"\| (推進方針 \d) \| (.+?)\s*\|")
BULLET = re.compile(r"- (.+?)\s*\[(.+)\]")
SUMMARY_POLICY = re.compile(r"[-●] (基本方針\s*(\d)) (.+?)(?: 目標達成度 .+)?")
SUMMARY_RATE = re.compile(r"(?:[-●] 基本方針.+)?目標達成度 ([\d. ]+%)")
SUMMARY_PROJECT = re.compile(r"\| (\d-\d-\d+) (.+?)\s*\| ([\d. ]+%)\s*\|")
QUANTITY = re.compile(r"(約)?\s*([\d,]+(?:\.\d+)?)\s*(%|人|名|業務|部署|ポイント)\s*(以上|を超|に満たない)?")
COMPARATORS = {"": "", "約": "approx", "以上": "ge", "を超": "gt", "に満たない": "lt"}


def heading_line(lines: Sequence[Line], title: str) -> int:
    """Return the line of the heading that the table of contents names."""
    for line in lines:
        if line.text.startswith("#") and squeeze(line.text).lstrip("#") == squeeze(title):
            return line.number
    raise ReadError(f"no heading: {title}")


def footnote_ends(lines: Iterable[Line]) -> Iterator[int]:
    """Give the first line after every block of footnotes: footnotes stand at the foot of a page."""
    filled = [line for line in lines if not line.blank]
    for above, line in pairwise(filled):
        if FOOTNOTE.match(above.text) and not FOOTNOTE.match(line.text):
            yield line.number


def literal_starts(lines: Sequence[Line]) -> Iterator[int]:
    """Give the first lines of pages that PAGE_HEADS names, in order, and the empty heads inside the glossary."""
    number = 0
    for head, *_ in literal_rows(PAGE_HEADS):
        below = (line.number for line in lines[number:] if line.text.lstrip("| ").startswith(head))
        number = next(below, 0)
        if not number:
            raise ReadError(f"no such head of a page: {head}")
        yield number
    glossary = heading_line(lines, "(2)用語集")
    yield from (line.number for line in lines[glossary:] if re.fullmatch(r"\|[ |]+\|", line.text))


def page_starts(lines: Sequence[Line]) -> tuple[int, ...]:
    """Find the first lines of the pages; the cover and the contents are page 0, which has no start.

    Lines of a single space, which begin pages in other texts, stand beside the charts here and mean nothing. The
    table of contents is the measure: every heading that it names must come out on the page that it prints.
    """
    starts = {*footnote_ends(lines), *literal_starts(lines)}
    for entry in filter(None, (CONTENTS_ENTRY.fullmatch(line.text) for line in lines)):
        number, page = heading_line(lines, entry[1]), int(entry[2])
        if sum(start <= number for start in starts) == page - 1:
            starts.add(number)
        if sum(start <= number for start in starts) != page:
            raise ReadError(f"{entry[1]}: not on page {page}")
    if len(starts) != PAGES:
        raise ReadError(f"expected {PAGES} pages, found {len(starts)}")
    return tuple(sorted(starts))


@dataclass
class Tree:
    """The policies and projects of chapter 4 while they are read."""

    document: Document
    policies: list[Row]
    projects: list[Row]
    responsibilities: list[Row]

    def above(self, level: int) -> str:
        """Return the id of the last policy of a level; level 0 is the top, without an id."""
        return next((row["policy_id"] for row in reversed(self.policies) if row["level"] == str(level)), "")

    def add_policy(self, code: str, title: str, line: int, lead: str) -> None:
        """Add a policy; its level follows from its code, and a lead of one sentence is its goal."""
        level = 1 if code.startswith("基本方針") else 2 if code.startswith("推進施策") else 3
        parent = self.above(level - 1)
        number = re.sub(r"\D+", "", code.split("-")[-1])
        row = {"edition_id": EDITION, "policy_id": f"{parent}-{number}".lstrip("-"), "parent_policy_id": parent}
        row |= {"level": str(level), "code": code if level == 3 else number, "code_raw": code, "position": number}
        row |= {"title": tidy(title), "goal": tidy(lead) if lead.count("。") == 1 else ""}
        self.policies.append(row | self.document.place(line))

    def add_project(self, title: str, departments: str, line: int) -> None:
        """Add a project under the last policy, and its departments."""
        policy = self.above(3)
        position = 1 + sum(row["policy_id"] == policy for row in self.projects)
        row = {"edition_id": EDITION, "project_id": f"{policy}-{position}", "policy_id": policy}
        row |= {"title": tidy(title), "position": str(position), **self.document.place(line)}
        self.projects.append(row)
        self.responsibilities.extend(responsibility_rows(row, departments))


def department_names() -> re.Pattern[str]:
    """Return what finds the names of departments: 観光・エコツーリズム課 is one, 関係各課 is not 各課."""
    return re.compile("|".join(sorted((re.escape(row[1]) for row in literal_rows(DEPARTMENTS)), key=len, reverse=True)))


def responsibility_rows(project: Row, departments: str) -> Iterator[Row]:
    """Make the departments of a project: the first one leads, 関係各課 is related, 等 follows the last one."""
    ids = {name: department_id for department_id, name in literal_rows(DEPARTMENTS)}
    names = department_names()
    if names.sub("", departments).strip("、・等 "):
        raise ReadError(f"{project['project_id']}: unknown department in {departments}")
    found = names.findall(departments)
    for position, name in enumerate(found, start=1):
        role = "lead" if position == 1 else "related" if name == "関係各課" else "joint"
        others = departments.endswith("等") and position == len(found)
        row = {key: project[key] for key in ("edition_id", "project_id", "page", "line")}
        row |= {"department_id": ids[name], "role": role, "and_others": str(others).lower()}
        yield row | {"position": str(position)}


def blocks(lines: Iterable[Line]) -> list[Line]:
    """Return the lines without heading marks and emphasis; a line that ends with two spaces goes on in the next."""
    joined: list[Line] = []
    goes_on = False
    for line in lines:
        if line.blank and not goes_on:
            continue
        text = line.text.strip().lstrip("#").replace("**", "").strip()
        if goes_on:
            joined[-1] = Line(joined[-1].number, joined[-1].text + text)
        else:
            joined.append(Line(line.number, text))
        goes_on = line.text.endswith("  ")
    return joined


def read_chapter(document: Document) -> Tree:
    """Read the headings and lists of chapter 4; lists under 【取組事例】 are reprints about other places."""
    tree = Tree(document, [], [], [])
    parts = blocks(document.chapter("## (1)基本方針1 DXによる市民サービスの向上", "## 第5章 資料編"))
    first = document.find("## (1)基本方針1")[0]
    parts.insert(0, Line(first, document.lines[first - 1].text.lstrip("# ")))
    reprint = False
    for index, part in enumerate(parts):
        if found := POLICY.fullmatch(part.text):
            code, title = [group for group in found.groups() if group is not None]
            # The title stands beside its number, or in the next line; the lead follows.
            head = part if title else parts[index + 1]
            lead = parts[index + (1 if title else 2)].text
            tree.add_policy(code, title or head.text, head.number, lead)
            reprint = False
        elif part.text.startswith("【取組事例】"):
            reprint = True
        elif part.text.startswith("- ") and not reprint:
            bullet = BULLET.fullmatch(part.text)
            if not bullet:
                raise ReadError(f"line {part.number}: a project without departments: {part.text}")
            tree.add_project(bullet[1], bullet[2], part.number)
    tree.policies.extend(direction_rows(document))
    if (len(tree.policies), len(tree.projects)) != (POLICIES, PROJECTS):
        raise ReadError(f"found {len(tree.policies)} policies and {len(tree.projects)} projects")
    return tree


def direction_rows(document: Document) -> Iterator[Row]:
    """Make the 推進方針 of chapter 3: not part of the tree, they come after the 基本方針."""
    for line in document.chapter("### (2) 推進方針", "### (3)基本方針"):
        if found := DIRECTION.fullmatch(line.text):
            number = found[1][-1]
            row = {"edition_id": EDITION, "policy_id": f"suishin-{number}", "level": "1", "code": number}
            row |= {"code_raw": found[1], "title": plain(found[2]), "position": str(3 + int(number))}
            yield row | document.place(line.number)


def link_rows(projects: Sequence[Row]) -> Iterator[Row]:
    """Link the projects of one title both ways: the plan prints them twice without a word on it."""
    for row, other in permutations(projects, 2):
        if row["title"] == other["title"]:
            link = {key: row[key] for key in ("edition_id", "project_id", "page", "line")}
            yield link | {"linked_project_id": other["project_id"], "relation": "related", "raw": row["title"]}


def summary_rows(document: Document) -> dict[str, list[Row]]:
    """Make policies, projects, indicators, results and rates from the tables on the plan before."""
    made: dict[str, list[Row]] = {name: [] for name in ("policies", "projects", "indicators", "results", "totals")}
    definition = printed(document, "関係部署が作成した個別事業計画数のうち、目標を達成した計画数の割合")[1]
    for line in document.chapter("## ②前計画の進捗評価・総括", "### ③関連計画におけるデジタル政策"):
        place = {"edition_id": SUMMARY, **document.place(line.number)}
        if found := SUMMARY_POLICY.fullmatch(line.text):
            row = place | {"policy_id": found[2], "level": "1", "code": found[2], "code_raw": found[1]}
            made["policies"].append(row | {"title": tidy(found[3]), "position": found[2]})
        if found := SUMMARY_RATE.search(line.text):
            row = place | {"policy_id": made["policies"][-1]["policy_id"], "measure": MEASURE, "raw": found[1]}
            row["derivation"] = "mean_of_results"
            made["totals"].append(row | {"value": squeeze(found[1]).rstrip("%"), "unit": "%"})
        if found := SUMMARY_PROJECT.fullmatch(line.text):
            policy = made["policies"][-1]["policy_id"]
            row = place | {"project_id": found[1], "policy_id": policy, "code": found[1], "code_raw": found[1]}
            made["projects"].append(row | {"title": tidy(found[2])})
            row = place | {"indicator_id": f"{found[1]}.1", "project_id": found[1], "position": "1"}
            row |= {"title": MEASURE, "definition": definition, "unit": "%", "polarity": "up"}
            made["indicators"].append(row | {"value_type": "number", "time_basis": "point"})
            row = place | {"indicator_id": f"{found[1]}.1", "fiscal_year": str(SUMMARY_YEAR), "seq": "1"}
            made["results"].append(row | {"raw": found[3], "value": squeeze(found[3]).rstrip("%"), "unit": "%"})
    for above in made["policies"]:
        own = [row for row in made["projects"] if row["policy_id"] == above["policy_id"]]
        # 3-2-10 is printed before 3-2-2: the order is that of the numbers.
        for position, row in enumerate(sorted(own, key=lambda row: [*map(int, row["code"].split("-"))]), start=1):
            row["position"] = str(position)
    if len(made["projects"]) != SUMMARY_PROJECTS:
        raise ReadError(f"found {len(made['projects'])} projects of the plan before")
    return made


def total_rows(document: Document, rates: Iterable[Row]) -> Iterator[Row]:
    """Make the totals: those of the prose and the rates beside the policies' titles, in printed order."""
    rows = list(rates)
    for policy, measure, derivation, phrase, value, unit, within in literal_rows(TOTALS):
        line, raw = printed(document, phrase, within)
        row = {"edition_id": SUMMARY, "policy_id": policy, "measure": measure, "raw": raw, "value": value}
        row |= {"derivation": derivation, "threshold": "50" if derivation == "projects_below" else ""}
        rows.append(row | {"unit": unit, **document.place(line)})
    rows.sort(key=lambda row: int(row["line"]))
    for number, row in enumerate(rows, start=1):
        year = str(SUMMARY_YEAR) if row["measure"].startswith(MEASURE) else ""
        yield row | {"total_id": f"total-{number}", "fiscal_year": year}


def groups(cell: str, raw: str) -> list[str]:
    """Return the populations or categories that a figure is printed for, as STATISTICS marks them."""
    if cell == "*":
        return re.findall("「(.+?)」", plain(raw))
    return [part.strip() for part in cell.split("/")]


def statistic_rows(document: Document) -> Iterator[Row]:
    """Make the surveyed and other figures of the prose; a period is the nearest one of that wording."""
    number, head = 0, [""]
    for cells in literal_rows(STATISTICS):
        if cells[0].startswith("="):
            head = [cells[0].lstrip("= "), *cells[1:]]
            continue
        survey, usual = SURVEYS[head[0]]
        line, raw = printed(document, cells[2], "".join(cells[3:]))
        about, value, unit, beyond = QUANTITY.findall(plain(raw))[-1]
        base = {"edition_id": EDITION, "survey": survey, "topic": head[1], "raw": raw}
        base |= {"value": value.replace(",", ""), "unit": "人" if unit == "名" else unit}
        base |= {"comparator": COMPARATORS[about or beyond], **document.place(line)}
        period = head[2] if len(head) > 2 else usual
        base["period_raw"] = printed(document, period, start=line)[1] if period else ""
        for population, category in product(groups(cells[0], raw), groups(cells[1], raw)):
            number += 1
            row = {"statistic_id": f"stat-{number:03d}", "population": population, "category": category}
            yield base | row


def event_rows(document: Document) -> Iterator[Row]:
    """Make the dated events of the prose, in printed order, and those of the table of chapter 5."""
    rows = []
    for phrase, title, *within in literal_rows(EVENTS):
        number, raw = printed(document, phrase, "".join(within))
        start, end = span(raw)
        rows.append({"date_start": start, "date_end": end, "date_raw": raw, "title": title, **document.place(number)})
    year = 0
    for line in document.chapter("### (1) 計画策定の経過", "## (2)用語集"):
        cells = [cell.strip() for cell in line.text.strip("|").split("|")]
        # The hearings of 7月 are among the events of the prose, with their days.
        if len(cells) != 3 or not re.match(r"\d", cells[1]) or cells[2].startswith("庁内ヒアリング"):
            continue
        year = year if cells[0] == "“" else int(re.findall(r"\d{4}", cells[0])[0])
        start, end = history_dates(year, cells[1])
        row = {"date_start": start, "date_end": end, "date_raw": " ".join(cells[:2]), "title": tidy(cells[2])}
        rows.append(row | document.place(line.number))
    for number, row in enumerate(rows, start=1):
        yield row | {"edition_id": EDITION, "event_id": f"event-{number:02d}"}


def term_row(term: str, explanation: str) -> Row:
    """Make a term: one in capitals or spelt out is its own abbreviation, or it prints one in parentheses."""
    beside = re.fullmatch(r"(.+)\(([A-Z]+)\)", term)
    spelt = re.search(r"([A-Z][A-Za-z -]+?)\s*の略", explanation)
    head = beside[1] if beside else term
    abbreviation = beside[2] if beside else term if spelt or re.fullmatch("[A-Z]+", term) else ""
    row = {"term": head, "abbreviation": abbreviation, "english": spelt[1] if spelt else ""}
    return row | {"concept": CONCEPTS.get(head, "")}


def term_rows(document: Document) -> Iterator[Row]:
    """Make the terms of the glossary, whose rows without a term continue one, and of footnotes beyond it."""
    rows = []
    for line in document.chapter("## (2)用語集"):
        cells = [cell.strip() for cell in line.text.strip("|").split("|")]
        if len(cells) == 3 and cells[1] not in {"", "用語"} and not cells[1].startswith("--"):
            rows.append(term_row(tidy(cells[1]), cells[2]) | document.place(line.number))
    for number, term in literal_rows(FOOTNOTE_TERMS):
        printed(document, f"{term}<sup>{number}</sup>")
        note = next(line for line in document.lines if line.text.startswith(f"<sup>{number}</sup>"))
        rows.append(term_row(tidy(term), note.text) | document.place(note.number))
    for position, row in enumerate(rows, start=1):
        yield row | {"edition_id": EDITION, "term_id": f"term-{position:02d}"}


def department_rows(document: Document) -> Iterator[Row]:
    """Make the departments, each at its first mention in a list of departments, or else in the prose."""
    first: dict[str, int] = {}
    for line in document.lines:
        if line.text.endswith("]") or "[" in line.text or "対象部署" in line.text:
            listed = re.sub(r"^- .*?(?=\[|$)", "", line.text)
            first |= {name: line.number for name in department_names().findall(listed) if name not in first}
    for department_id, name in literal_rows(DEPARTMENTS):
        place = document.place(first.get(name) or document.find(name)[0])
        yield {"department_id": department_id, "name": name, "source_id": SOURCE, **place}


def plan_tables(document: Document, file: str) -> dict[str, list[Row]]:
    """Make the rows of the source, the two plans and the two editions."""
    subtitle = printed(document, "～飯能市デジタル・トランスフォーメーション(DX)推進計画～")[1]
    vision = printed(document, "人に優しいデジタル社会の実現に向けた<br>自治体デジタル・トランスフォーメーション（DX）")
    law = printed(document, "官民データ活用推進基本法第9条第3項")[1]
    superior = printed(document, "第6次飯能市総合振興計画", "「第6次飯能市総合振興計画基本構想」")[1]
    former = printed(document, "市民と行政で共に創るデジタル社会の推進")[1]
    source = {"source_id": SOURCE, "title": f"{TITLE} {plain(subtitle)}", "publisher": "飯能市", "kind": "plan"}
    source |= {"pages": str(PAGES), "pagination": "counted", "file": file, "sha256": document.sha256}
    plan = {"plan_id": "jo3", "title": TITLE, "vision": tidy(vision[1]), "legal_basis": law, "source_id": SOURCE}
    plan |= {"start_fy": str(FIRST_YEAR), "end_fy": str(LAST_YEAR), "predecessor_plan_id": "jo2"}
    plan |= {"superior_plan": tidy(superior), **document.place(document.find(TITLE)[0])}
    before = {"plan_id": "jo2", "title": PREDECESSOR, "vision": tidy(former), "source_id": SOURCE}
    before |= {"start_fy": str(FIRST_YEAR - 4), "end_fy": str(SUMMARY_YEAR)}
    before |= document.place(document.find(PREDECESSOR)[0])
    label, heading = printed(document, "素案", "(素案)"), printed(document, "前計画の進捗評価・総括")
    edition = {"edition_id": EDITION, "plan_id": "jo3", "label": label[1], "status": "draft", "source_id": SOURCE}
    summary = {"edition_id": SUMMARY, "plan_id": "jo2", "label": heading[1], "status": "progress_report"}
    summary |= {"source_id": SOURCE, **document.place(heading[0])}
    editions = [edition | document.place(label[0]), summary]
    return {"sources": [source], "plans": [plan, before], "editions": editions}


def read_tables(path: Path) -> dict[str, list[Row]]:
    """Read the document and return its tables, by name."""
    lines, sha256 = read_document(path, KNOWN_SHA256)
    document = Document(lines, page_starts(lines), sha256)
    tree, summary = read_chapter(document), summary_rows(document)
    return plan_tables(document, f"{SOURCE}.txt") | {
        "pages": page_rows(document, SOURCE),
        "policies": tree.policies + summary["policies"],
        "projects": tree.projects + summary["projects"],
        "departments": list(department_rows(document)),
        "project_departments": tree.responsibilities,
        "project_links": list(link_rows(tree.projects)),
        "indicators": summary["indicators"],
        "results": summary["results"],
        "statistics": list(statistic_rows(document)),
        "totals": list(total_rows(document, summary["totals"])),
        "events": list(event_rows(document)),
        "terms": list(term_rows(document)),
    }


if __name__ == "__main__":
    sys.exit(run("Read the information plan of Hanno into its tables.", read_tables))
