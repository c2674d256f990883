"""What an import would do, for people and programmes: where each row went, what was read otherwise, what changes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from keikaku.intake.account import Account
from keikaku.intake.changes import Change
from keikaku.intake.run import Intake
from keikaku.problem import Lang
from keikaku.schema import load_schema
from keikaku.text import shorten

_SHOWN: Final = 20
_PLACES: Final = 3
_WORDS: Final[dict[str, dict[Lang, str]]] = {
    "rows": {"ja": "読んだ行", "en": "Rows read"},
    "sheet": {"ja": "{place}: {rows} 行 = {parts}", "en": "{place}: {rows} rows = {parts}"},
    "heading": {"ja": "見出し {n}", "en": "{n} heading"},
    "blank": {"ja": "空行 {n}", "en": "{n} blank"},
    "notes": {"ja": "注記 {n}", "en": "{n} notes"},
    "added": {"ja": "追加 {n}", "en": "{n} added"},
    "changed": {"ja": "変更 {n}", "en": "{n} changed"},
    "unchanged": {"ja": "変更なし {n}", "en": "{n} unchanged"},
    "refused": {"ja": "取り込めない {n}", "en": "{n} refused"},
    "left": {"ja": "読まない {n}", "en": "{n} not read"},
    "readings": {"ja": "読み替え", "en": "Read otherwise than typed"},
    "reading": {"ja": "{kind}: {n} 個所（{places}）", "en": "{kind}: {n} ({places})"},
    "changes": {"ja": "変わること", "en": "Changes"},
    "table": {
        "ja": "「{table}」 追加 {added}、削除 {removed}、変更 {changed} 行",
        "en": "{table}: {added} added, {removed} removed, {changed} rows changed",
    },
    "none": {"ja": "変わることはありません。", "en": "Nothing changes."},
    "more": {"ja": "ほかに {n} 件（--all ですべて表示）", "en": "{n} more (--all shows them)"},
}
_KINDS: Final[dict[str, dict[Lang, str]]] = {
    "encoding": {"ja": "文字コードを変換", "en": "encoding converted"},
    "width": {"ja": "全角・半角や異体の文字をそろえた", "en": "characters brought to normal form"},
    "blanks": {"ja": "余分な空白を除いた", "en": "blanks removed"},
    "breaks": {"ja": "セルの中の改行をつないだ", "en": "lines joined"},
    "label": {"ja": "選択肢をコードにした", "en": "labels turned into codes"},
    "truth": {"ja": "はい・いいえ、○などを真偽にした", "en": "yes and no turned into true and false"},
    "era": {"ja": "年度を西暦にした", "en": "fiscal years in Western form"},
    "date": {"ja": "日付を 2024-03-28 の形にした", "en": "dates in ISO form"},
    "serial": {"ja": "日付の通し番号を日付にした", "en": "serial numbers turned into dates"},
    "number": {"ja": "数値の書き方をそろえた（▲、桁区切り、全角）", "en": "numbers in plain form"},
    "text_number": {"ja": "文字の数字を数値にした", "en": "text turned into numbers"},
    "comparator": {"ja": "「約」「以上」などを比較の列に分けた", "en": "comparators put into their column"},
    "nothing": {"ja": "「－」などを「値なし」と読んだ", "en": "dashes read as no value"},
}
_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~"}


def as_text(intake: Intake, lang: Lang, *, everything: bool = False) -> str:
    """Show an import for a terminal."""
    lines = [*_account_lines(intake, lang), *_reading_lines(intake, lang), *_change_lines(intake, lang, everything)]
    return "\n".join(lines) + "\n\n" if lines else ""


def _say(key: str, lang: Lang, **facts: str | int) -> str:
    return _WORDS[key][lang].format_map(facts)


def _account_lines(intake: Intake, lang: Lang) -> Iterator[str]:
    if intake.accounts:
        yield _say("rows", lang)
    for one in intake.accounts:
        parts = ["heading", "blank", "notes", "added", "changed", "unchanged", "refused", "left"]
        shown = [_say(name, lang, n=getattr(one, name)) for name in parts if getattr(one, name)]
        joined = (" + ").join(shown) or "0"
        yield "  " + _say("sheet", lang, place=_place(one), rows=one.rows, parts=joined)


def _place(one: Account) -> str:
    return f"{one.file} ›「{one.sheet}」" if one.sheet else one.file


def _reading_lines(intake: Intake, lang: Lang) -> Iterator[str]:
    counts = Counter(one.kind for one in intake.readings)
    if counts:
        yield from ("", _say("readings", lang))
    for kind in _KINDS:
        own = [one for one in intake.readings if one.kind == kind]
        if not own:
            continue
        places = [f"{one.where.sheet} {one.where.cell}".strip() + _reads(one.typed, one.read) for one in own[:_PLACES]]
        shown = "、".join(places) + ("…" if len(own) > _PLACES else "")
        yield "  " + _say("reading", lang, kind=_KINDS[kind][lang], n=len(own), places=shown)


def _reads(typed: str, read: str) -> str:
    return f" {shorten(typed, 12)}→{shorten(read, 12)}"


def _change_lines(intake: Intake, lang: Lang, everything: bool) -> Iterator[str]:
    yield from ("", _say("changes", lang))
    if not intake.changes:
        yield "  " + _say("none", lang)
        return
    for table in load_schema().tables:
        own = [one for one in intake.changes if one.table == table.name]
        if not own:
            continue
        keys = {kind: len({one.key for one in own if one.kind == kind}) for kind in _SIGNS}
        yield "  " + _say("table", lang, table=table.title.say(lang), **keys)
        shown = own if everything else own[:_SHOWN]
        titles = {column.name: column.title.say(lang) for column in table.columns}
        yield from (f"    {_change(one, titles)}" for one in shown)
        if len(shown) < len(own):
            yield "    " + _say("more", lang, n=len(own) - len(shown))


def _change(one: Change, titles: dict[str, str]) -> str:
    place = f"  [{one.where.sheet} {one.where.cell}]" if one.where.cell else ""
    if one.kind == "changed":
        return f"~ {one.key}  {titles[one.column]}: {shorten(one.old) or '∅'} → {shorten(one.new) or '∅'}{place}"
    return f"{_SIGNS[one.kind]} {one.key}  {shorten(one.new or one.old)}{place}"


def as_json(intake: Intake, report: str) -> str:
    """Give the report of problems with what else there is to tell, for programmes."""
    body: dict[str, Any] = json.loads(report)
    body["changes"] = [asdict(one) for one in intake.changes]
    body["readings"] = [one._asdict() | {"where": asdict(one.where)} for one in intake.readings]
    body["sheets"] = [asdict(one) for one in intake.accounts]
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
