"""The report as text for a terminal, as JSON for programmes and as one HTML page to hand on.

The display may be cut, the count never is: of places of one problem beyond a number only how many they are is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from keikaku.marking.order import Group, Report
from keikaku.marking.wording import say, summary
from keikaku.problem import Lang, Problem, catalogue, mend, message
from keikaku.schema import data_folder

SHOWN_PLACES: Final = 20
SHOWN_MENDS: Final = 4
"""Places beside the first that a group lists by name, and those that it explains where their mends differ."""


def as_text(report: Report, lang: Lang, *, everything: bool = False) -> str:
    """Give the report for a terminal; `everything` explains each place by itself."""
    if everything:
        blocks = [_block(problem, lang) for problem in report.problems]
    else:
        blocks = [_group_text(group, lang) for group in report.groups]
    return "\n\n".join([*blocks, summary(report, lang)]) + "\n"


def _block(problem: Problem, lang: Lang) -> str:
    lines = ["  ".join(part for part in (problem.code, problem.where.say(lang), message(problem, lang)) if part)]
    if problem.where.row_key:
        lines.append(f"{say('row', lang)}: {problem.where.row_key}")
    lines.append(f"{say('mend', lang)}: {mend(problem, lang)}")
    return _indented(lines, problem.code)


def _indented(lines: Sequence[str], code: str) -> str:
    return f"\n{' ' * (len(code) + 2)}".join(lines)


def _group_text(group: Group, lang: Lang) -> str:
    first, others = group.first, group.problems[1:]
    if not others:
        return _block(first, lang)
    lines = [_block(first, lang), f"{say('others', lang, number=len(others))}: {_others(group, lang)}"]
    return _indented(lines, group.code)


def _others(group: Group, lang: Lang) -> str:
    """Name the other places; where each is mended in its own way, explain the first few."""
    first, others = group.first, group.problems[1:]
    if all(mend(one, lang) == mend(first, lang) for one in others):
        return _cut([_cell(one) for one in others], SHOWN_PLACES, lang)
    told = [f"{_cell(one)} {message(one, lang)} {mend(one, lang)}" for one in others[:SHOWN_MENDS]]
    rest = [_cell(one) for one in others[SHOWN_MENDS:]]
    return _indented(["", *told, *([_cut(rest, SHOWN_PLACES, lang)] if rest else [])], f"{group.code}  ")


def _cell(problem: Problem) -> str:
    return problem.where.cell or problem.where.row_key or problem.where.file


def _cut(places: Sequence[str], number: int, lang: Lang) -> str:
    shown = list(places[:number])
    if len(places) > number:
        shown.append(say("and_more", lang, number=len(places) - number))
    return ("、" if lang == "ja" else ", ").join(shown)


def as_json(report: Report) -> str:
    """Give the report as JSON, with the wording in both languages."""
    body = {
        "errors": report.counts.errors,
        "warnings": report.counts.warnings,
        "rows": report.counts.rows,
        "summary": {"ja": summary(report, "ja").splitlines(), "en": summary(report, "en").splitlines()},
        "groups": list(map(_group_record, report.groups)),
        "problems": [_record(problem) for problem in report.problems],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _group_record(group: Group) -> dict[str, Any]:
    entry, where = catalogue()[group.code], group.first.where
    return {
        "code": group.code,
        "severity": group.severity.value,
        "title": {"ja": entry.ja.title, "en": entry.en.title},
        "file": where.file,
        "sheet": where.sheet,
        "count": len(group.problems),
        "cells": [problem.where.cell for problem in group.problems],
    }


def _record(problem: Problem) -> dict[str, Any]:
    where = problem.where
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "where": {
            "file": where.file,
            "sheet": where.sheet,
            "cell": where.cell,
            "row_key": where.row_key,
            "column": where.column,
        },
        "facts": dict(problem.facts),
        "message": {"ja": message(problem, "ja"), "en": message(problem, "en")},
        "mend": {"ja": mend(problem, "ja"), "en": mend(problem, "en")},
    }


def as_html(report: Report, lang: Lang) -> str:
    """Give the report as one HTML page that needs nothing else."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(data_folder("site_templates"))
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return pages.get_template("report.html").render(
        lang=lang, groups=list(_html_groups(report, lang)), summary=summary(report, lang).splitlines()
    )


def _html_groups(report: Report, lang: Lang) -> Iterator[dict[str, Any]]:
    for group in report.groups:
        first = group.first
        same = all(mend(one, lang) == mend(first, lang) for one in group.problems)
        yield {
            "code": group.code,
            "severity": group.severity.value,
            "label": say(group.severity.value, lang),
            "title": catalogue()[group.code].of(lang).title,
            "place": first.where.say(lang),
            "row": first.where.row_key,
            "message": message(first, lang),
            "mend": mend(first, lang),
            "others": [_other(one, lang, with_mend=not same) for one in group.problems[1:]],
        }


def _other(problem: Problem, lang: Lang, *, with_mend: bool) -> dict[str, str]:
    return {"cell": _cell(problem), "message": message(problem, lang), "mend": mend(problem, lang) if with_mend else ""}
