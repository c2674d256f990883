"""Reports of problems: text for a terminal, JSON for programmes, HTML to hand on.

The display may be cut, the count never is: problems of one code beyond a number are counted and not listed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from keikaku.problem import Lang, Problem, Severity, catalogue, mend, message
from keikaku.schema import data_folder

SHOWN_PER_CODE: Final = 20

_WORDS: Final = {
    "mend": {"ja": "直し方", "en": "Mend"},
    "row": {"ja": "行", "en": "Row"},
    "more": {
        "ja": "{code}（{title}）はほかに {number} 件あります。",
        "en": "{number} more of {code} ({title}).",
    },
    "sound": {
        "ja": "問題は見つかりませんでした（{rows} 行を検査）。",
        "en": "No problem found ({rows} rows checked).",
    },
    "count": {
        "ja": "エラー {errors} 件、警告 {warnings} 件（{rows} 行を検査）。",
        "en": "{errors} errors, {warnings} warnings ({rows} rows checked).",
    },
    "next": {
        "ja": "エラーを直すまで公開はできません。上から順に直し、もう一度検査してください。",
        "en": "Nothing is built until the errors are mended. Mend them from the top and check again.",
    },
    "go": {"ja": "警告だけなので公開できます。", "en": "There are warnings only, so a build is possible."},
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of problems and of rows looked at."""

    errors: int
    warnings: int
    rows: int


def count(problems: Sequence[Problem], rows: int) -> Counts:
    """Count errors and warnings."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return Counts(errors, len(problems) - errors, rows)


def summary(counts: Counts, lang: Lang) -> str:
    """Say the outcome and the next step."""
    if not counts.errors and not counts.warnings:
        return _say("sound", lang, rows=counts.rows)
    step = _say("next" if counts.errors else "go", lang)
    line = _say("count", lang, errors=counts.errors, warnings=counts.warnings, rows=counts.rows)
    return f"{line}\n{step}"


def as_text(problems: Sequence[Problem], rows: int, lang: Lang, *, everything: bool = False) -> str:
    """Give the report for a terminal."""
    blocks = [_block(problem, lang) for problem in _shown(problems, everything)]
    blocks += [] if everything else list(_cut(problems, lang))
    return "\n\n".join([*blocks, summary(count(problems, rows), lang)]) + "\n"


def _shown(problems: Sequence[Problem], everything: bool) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if everything or seen[problem.code] <= SHOWN_PER_CODE:
            yield problem


def _cut(problems: Sequence[Problem], lang: Lang) -> Iterator[str]:
    for code, number in sorted(Counter(problem.code for problem in problems).items()):
        if number > SHOWN_PER_CODE:
            title = catalogue()[code].of(lang).title
            yield _say("more", lang, code=code, title=title, number=number - SHOWN_PER_CODE)


def _block(problem: Problem, lang: Lang) -> str:
    lines = ["  ".join(part for part in (problem.code, problem.where.say(lang), message(problem, lang)) if part)]
    if problem.where.row_key:
        lines.append(f"{_say('row', lang)}: {problem.where.row_key}")
    lines.append(f"{_say('mend', lang)}: {mend(problem, lang)}")
    return f"\n{' ' * (len(problem.code) + 2)}".join(lines)


def as_json(problems: Sequence[Problem], rows: int) -> str:
    """Give the report as JSON, with the wording in both languages."""
    counts = count(problems, rows)
    body = {
        "errors": counts.errors,
        "warnings": counts.warnings,
        "rows": counts.rows,
        "problems": [_record(problem) for problem in problems],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


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


def as_html(problems: Sequence[Problem], rows: int, lang: Lang) -> str:
    """Give the report as one HTML page that needs nothing else."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(data_folder("site_templates"))
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    lines = [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "title": catalogue()[problem.code].of(lang).title,
            "place": problem.where.say(lang),
            "row": problem.where.row_key,
            "message": message(problem, lang),
            "mend": mend(problem, lang),
        }
        for problem in problems
    ]
    return pages.get_template("report.html").render(
        lang=lang, lines=lines, summary=summary(count(problems, rows), lang).splitlines()
    )


def _say(key: str, lang: Lang, **facts: str | int) -> str:
    return _WORDS[key][lang].format_map(facts)
