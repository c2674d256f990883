"""Reports of verifying: text to read, JSON for programmes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from keikaku.problem import Lang, Problem, mend, message
from keikaku.text import shorten
from keikaku.verify.cover import Left
from keikaku.verify.judge import Counts, Thresholds, add, context, count, passes, transcribed
from keikaku.verify.places import Found
from keikaku.verify.run import Verified
from keikaku.verify.say import percent, say

SHOWN: Final = 20
_ALWAYS: Final = ("figure", "status", "project", "text", "prose_figure")
_DETAIL: Final = "aside"
"""Listed only where everything is."""


def as_text(
    verified: Sequence[Verified],
    missing: Sequence[str],
    thresholds: Thresholds,
    lang: Lang,
    *,
    everything: bool = False,
) -> str:
    """Give the report to read; lists are cut unless everything is asked for."""
    blocks = ["\n".join(_document(one, lang, None if everything else SHOWN)) for one in verified]
    if len(verified) > 1:
        blocks.append("\n".join(_in_all(verified, lang)))
    if missing:
        blocks.append(say("missing", lang, sources=", ".join(missing)))
    failed = [one.source_id for one in verified if not passes(one, thresholds)]
    shares = {"found": percent(thresholds.found), "covered": percent(thresholds.covered)}
    asked = say("asked", lang, left=thresholds.left, **shares)
    blocks.append(say("bad" if failed else "good", lang, sources=", ".join(failed), asked=asked))
    return "\n\n".join(blocks) + "\n"


def _document(one: Verified, lang: Lang, limit: int | None) -> Iterator[str]:
    yield say("document", lang, source=one.source_id, file=one.document.name)
    yield f"  {say('pages', lang, how=_how(one, lang), number=len(one.pagination.pages))}"
    yield from _numbers(count(transcribed(one)), count(context(one)), one.same, lang)
    yield from _coverage([one], lang)
    for standing in ("nowhere", "elsewhere"):
        found = [each for each in one.found if each.standing == standing and _counts_against(each)]
        yield from _list(standing, [_value(each, one, lang) for each in found], lang, limit)
    for what in (*_ALWAYS, _DETAIL) if limit is None else _ALWAYS:
        yield from _list(what, [_left(left, lang) for left in one.coverage.left if left.what == what], lang, limit)


def _in_all(verified: Sequence[Verified], lang: Lang) -> Iterator[str]:
    yield say("in_all", lang)
    own, other = (add(count(pick(one)) for one in verified) for pick in (transcribed, context))
    yield from _numbers(own, other, all(one.same for one in verified), lang)
    yield from _coverage(verified, lang)


def _counts_against(found: Found) -> bool:
    """Tell whether a value is listed: what is stated once for several rows may stand on another page."""
    return found.standing == "nowhere" or found.value.hold != "context"


def _how(one: Verified, lang: Lang) -> str:
    pages = one.pagination
    how = say(pages.how, lang)
    if pages.how != "sheets":
        return how
    if pages.offset is None:
        return how + say("joined", lang)
    return how + say("offset", lang, first=1, page=pages.offset + 1)


def _numbers(own: Counts, other: Counts, same: bool, lang: Lang) -> Iterator[str]:
    yield f"  {say('values', lang, total=own.total, places=_places(own, lang), share=percent(own.share))}"
    if same:
        share = percent(100 * own.at_line / own.total if own.total else 100.0)
        yield f"    {say('at_line', lang, at_line=own.at_line, share=share)}"
    if other.total:
        yield f"  {say('context', lang, total=other.total, places=_places(other, lang))}"


def _places(counts: Counts, lang: Lang) -> str:
    facts = {"at_page": counts.at_page, "elsewhere": counts.elsewhere, "nowhere": counts.nowhere}
    return say("places", lang, **facts)


def _coverage(verified: Sequence[Verified], lang: Lang) -> Iterator[str]:
    covers = [one.coverage for one in verified]
    covered, table = sum(each.covered for each in covers), sum(each.table for each in covers)
    share = percent(100 * covered / (covered + table) if covered + table else 100.0)
    yield f"  {say('coverage', lang, all=f'{covered + table:,}', covered=f'{covered:,}', share=share)}"
    rest = {name: f"{sum(getattr(each, name) for each in covers):,}" for name in ("label", "prose", "aside")}
    yield f"    {say('rest', lang, **rest)}"


def _list(heading: str, lines: Sequence[str], lang: Lang, limit: int | None) -> Iterator[str]:
    if not lines:
        return
    yield f"  {say(heading, lang)} ({len(lines)})"
    yield from (f"    {line}" for line in lines[:limit])
    if limit is not None and len(lines) > limit:
        yield f"    {say('more', lang, number=len(lines) - limit)}"


def _value(found: Found, one: Verified, lang: Lang) -> str:
    value = found.value
    place = {"page": _number(value.page), "line": _number(value.line)}
    text = say(
        "value_line", lang, place=value.where.say(lang), column=value.column, words=shorten(value.words), **place
    )
    if found.pages:
        text += f" {say('found_on', lang, pages=', '.join(map(str, found.pages[:10])))}"
    elif one.same and value.line is not None and 0 < value.line <= len(one.document.lines):
        text += f" {say('line_has', lang, words=shorten(one.document.lines[value.line - 1].strip()))}"
    return text


def _left(left: Left, lang: Lang) -> str:
    text = say("left_line", lang, page=_number(left.page), line=left.line, words=shorten(left.words))
    return text if left.words == left.around else text + say("around", lang, words=shorten(left.around))


def _number(number: int | None) -> str:
    return "—" if number is None else str(number)


def as_json(
    city: str,
    verified: Sequence[Verified],
    missing: Sequence[str],
    thresholds: Thresholds,
    problems: Sequence[Problem],
) -> str:
    """Give the whole report for programmes; nothing is cut."""
    body = {
        "city": city,
        "passed": all(passes(one, thresholds) for one in verified),
        "thresholds": {"found": thresholds.found, "nowhere": 0, "covered": thresholds.covered, "left": thresholds.left},
        "documents": [_record(one, thresholds) for one in verified],
        "missing": list(missing),
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "message": {lang: message(problem, lang) for lang in ("ja", "en")},
                "mend": {lang: mend(problem, lang) for lang in ("ja", "en")},
            }
            for problem in problems
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _record(one: Verified, thresholds: Thresholds) -> dict[str, Any]:
    pages, cover = one.pagination, one.coverage
    return {
        "source_id": one.source_id,
        "file": one.document.name,
        "kind": one.document.kind,
        "sha256": one.document.sha256,
        "same_text": one.same,
        "passed": passes(one, thresholds),
        "pagination": {"how": pages.how, "pages": len(pages.pages), "offset": pages.offset},
        "values": _counts(count(transcribed(one))),
        "context": _counts(count(context(one))),
        "coverage": {
            "covered": cover.covered,
            "table": cover.table,
            "label": cover.label,
            "prose": cover.prose,
            "aside": cover.aside,
            "share": round(cover.share, 3),
        },
        "nowhere": [_found(found) for found in one.found if found.standing == "nowhere"],
        "elsewhere": [_found(found) for found in one.found if found.standing == "elsewhere"],
        "left": [
            {"what": left.what, "words": left.words, "around": left.around, "page": left.page, "line": left.line}
            for left in cover.left
        ],
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "total": counts.total,
        "at_page": counts.at_page,
        "at_line": counts.at_line,
        "elsewhere": counts.elsewhere,
        "nowhere": counts.nowhere,
        "share": round(counts.share, 3),
    }


def _found(found: Found) -> dict[str, Any]:
    value = found.value
    return {
        "table": value.table,
        "row_key": value.where.row_key,
        "column": value.column,
        "file": value.where.file,
        "sheet": value.where.sheet,
        "cell": value.where.cell,
        "words": value.words,
        "page": value.page,
        "line": value.line,
        "pages": list(found.pages),
        "context": value.hold == "context",
    }
