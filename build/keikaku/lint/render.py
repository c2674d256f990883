"""What the rules found, as text for a terminal, as JSON for programmes and as one HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from keikaku.lint.finding import Finding
from keikaku.lint.judge import FileResult, Result
from keikaku.national_rules import catalogue
from keikaku.problem import Lang, mend, message
from keikaku.schema import data_folder
from keikaku.text import shorten

SHOWN: Final = 10
"""Places of one kind in one column that a report lists; all are counted, and JSON has them all."""
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("機械可読性の検査", "Machine readability"),
    "mend": ("直し方", "Mend"),
    "places": ("場所", "Places"),
    "more": ("ほか {number} か所", "{number} more"),
    "ask": ("機械では分からないこと（人が確かめてください）", "What a machine cannot tell (for a person to check)"),
    "file": (
        "{file}: {found} か所（{rules} の規則）。合格 {passed}、人が確かめる {ask}、当てはまらない {unused}。",
        "{file}: {found} places ({rules} rules); {passed} passed, {ask} for a person, {unused} not applicable.",
    ),
    "unread": ("{file}: 調べられません。", "{file}: not judged."),
    "next_found": (
        "上から順に直し、もう一度「keikaku lint」で調べてください。",
        "Mend them from the top and run keikaku lint again.",
    ),
    "next_sound": (
        "機械で分かる違反はありません。残りを人が確かめれば公開できます。",
        "Nothing was found that a machine can tell; what is left is for a person to check.",
    ),
}


def _say(key: str, lang: Lang, **facts: str | int) -> str:
    return _WORDS[key][0 if lang == "ja" else 1].format_map(facts)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind in one sheet; in columns of cells, in one column."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    def what(self, lang: Lang) -> str:
        """Say what is wrong, by the first."""
        kind = catalogue().rules[self.first.rule].lint.kinds[self.first.kind]
        facts = {"value": shorten(_one_line(self.first.value)), "name": shorten(_one_line(self.first.name))}
        return kind.what.say(lang).format_map(facts)

    def mend(self, lang: Lang) -> str:
        """Say how to mend it."""
        label = catalogue().rules[self.first.rule].lint.kinds[self.first.kind].mend
        return label.say(lang)

    @property
    def places(self) -> tuple[str, ...]:
        """The places, with cells below one another as one range."""
        return tuple(_ranges([finding.place for finding in self.findings]))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def groups(findings: Sequence[Finding]) -> tuple[Group, ...]:
    """Group findings: by rule, kind, sheet and column."""
    found: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        cell = _CELL.match(finding.place)
        column = cell[1] if cell and ":" not in finding.place else ""
        found.setdefault((finding.rule, finding.kind, finding.sheet, column), []).append(finding)
    return tuple(Group(tuple(sorted(every, key=_row))) for every in found.values())


def _row(finding: Finding) -> tuple[int, str]:
    found = _CELL.match(finding.place)
    return (int(found[2]) if found else 0), finding.place


def _ranges(places: Sequence[str]) -> Iterator[str]:
    start = last = ""
    for place in dict.fromkeys(places):
        if last and _follows(last, place):
            last = place
            continue
        if last:
            yield start if start == last else f"{start}:{last}"
        start = last = place
    if last:
        yield start if start == last else f"{start}:{last}"


def _follows(last: str, place: str) -> bool:
    one, two = _CELL.fullmatch(last), _CELL.fullmatch(place)
    return bool(one and two and one[1] == two[1] and int(one[2]) + 1 == int(two[2]))


def _counts(result: FileResult) -> dict[Result, int]:
    kinds: tuple[Result, ...] = ("found", "pass", "ask", "not_applicable")
    return {kind: sum(rule.result == kind for rule in result.rules) for kind in kinds}


def _summary(result: FileResult, lang: Lang) -> str:
    if result.problem is not None and not result.findings:
        return _say("unread", lang, file=result.file.name)
    counts = _counts(result)
    facts = {"found": len(result.findings), "rules": counts["found"], "passed": counts["pass"]}
    return _say("file", lang, file=result.file.name, ask=counts["ask"], unused=counts["not_applicable"], **facts)


def _questions(results: Sequence[FileResult], lang: Lang) -> Iterator[tuple[str, str]]:
    """Give each question that any file leaves open, once."""
    for rule, text in catalogue().rules.items():
        asked = any(one.rule == rule and one.result == "ask" for result in results for one in result.rules)
        if asked and (question := text.lint.question) and any(result.problem is None for result in results):
            yield rule, question.say(lang)


def as_text(results: Sequence[FileResult], lang: Lang, *, everything: bool = False) -> str:
    """Give the report for a terminal."""
    blocks = []
    for result in results:
        if result.problem is not None:
            problem = result.problem
            lines = [f"{problem.code}  {result.file.name}  {message(problem, lang)}"]
            blocks.append("\n".join([*lines, f"      {_say('mend', lang)}: {mend(problem, lang)}"]))
        blocks += [_block(group, lang, everything) for group in groups(result.findings)]
    asked = [f"{rule}  {question}" for rule, question in _questions(results, lang)]
    if asked:
        blocks.append("\n".join([_say("ask", lang), *asked]))
    sound = all(result.sound for result in results)
    blocks.append("\n".join([*(_summary(result, lang) for result in results), _next(sound, lang)]))
    return "\n\n".join(blocks) + "\n"


def _next(sound: bool, lang: Lang) -> str:
    return _say("next_sound" if sound else "next_found", lang)


def _block(group: Group, lang: Lang, everything: bool) -> str:
    first, places = group.first, group.places
    lines = [f"{first.rule}  {_place(first, places[0] if places else '', lang)}  {group.what(lang)}"]
    lines.append(f"{_say('mend', lang)}: {group.mend(lang)}")
    rest = places[1:] if everything else places[1 : SHOWN + 1]
    if rest:
        cut = [_say("more", lang, number=len(places) - 1 - len(rest))] if len(places) - 1 > len(rest) else []
        lines.append(f"{_say('places', lang)}: {', '.join([*rest, *cut])}")
    return "\n       ".join(lines)


def _place(finding: Finding, place: str, lang: Lang) -> str:
    sheet = f"「{finding.sheet}」" if lang == "ja" else f'"{finding.sheet}"'
    return " › ".join(part for part in (finding.file, sheet if finding.sheet else "", place) if part)


def as_json(results: Sequence[FileResult]) -> str:
    """Give everything as JSON, with the wording in both languages."""
    body = {
        "source": {"title": catalogue().source.title.ja, "issued": catalogue().source.issued},
        "sound": all(result.sound for result in results),
        "files": [_file_record(result) for result in results],
    }
    # Much faster than the standard library's indented form, where a file has tens of thousands of findings.
    return msgspec.json.format(msgspec.json.encode(body), indent=2).decode() + "\n"


def _file_record(result: FileResult) -> dict[str, Any]:
    problem = result.problem
    told = problem and {
        "code": problem.code,
        "message": {"ja": message(problem, "ja"), "en": message(problem, "en")},
        "mend": {"ja": mend(problem, "ja"), "en": mend(problem, "en")},
    }
    return {
        "file": result.file.name,
        "sound": result.sound,
        "problem": told,
        "counts": {**_counts(result), "findings": len(result.findings)},
        "rules": [_rule_record(rule.rule, rule.result, rule.findings) for rule in result.rules],
    }


def _rule_record(rule: str, result: Result, findings: Sequence[Finding]) -> dict[str, Any]:
    text = catalogue().rules[rule]
    question = text.lint.question
    return {
        "rule": rule,
        "name": {"ja": text.name.ja, "en": text.name.en},
        "result": result,
        "question": {"ja": question.ja, "en": question.en} if question and result == "ask" else None,
        "findings": [_finding_record(finding) for finding in findings],
    }


def _finding_record(finding: Finding) -> dict[str, Any]:
    one = Group((finding,))
    return {
        "kind": finding.kind,
        "sheet": finding.sheet,
        "place": finding.place,
        "value": shorten(finding.value, 200),
        "what": {"ja": one.what("ja"), "en": one.what("en")},
        "mend": {"ja": one.mend("ja"), "en": one.mend("en")},
    }


def as_html(results: Sequence[FileResult], lang: Lang) -> str:
    """Give the report as one HTML page that needs nothing else."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(data_folder("site_templates"))
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    words = {key: _say(key, lang) for key in ("title", "mend", "places", "ask")}
    return pages.get_template("lint.html").render(
        lang=lang,
        words=words,
        files=[_html_file(result, lang) for result in results],
        questions=list(_questions(results, lang)),
        next=_next(all(result.sound for result in results), lang),
    )


def _html_file(result: FileResult, lang: Lang) -> dict[str, Any]:
    problem = result.problem
    return {
        "name": result.file.name,
        "summary": _summary(result, lang),
        "problem": f"{problem.code} {message(problem, lang)} {mend(problem, lang)}" if problem else "",
        "groups": [
            {
                "rule": group.first.rule,
                "name": catalogue().rules[group.first.rule].name.say(lang),
                "sheet": group.first.sheet,
                "what": group.what(lang),
                "mend": group.mend(lang),
                "places": [place for place in group.places if place],
            }
            for group in groups(result.findings)
        ],
    }
