"""The words of a told difference, in Japanese and English. Words for tables and columns are the schema's."""

from __future__ import annotations

from typing import Final

from keikaku.problem import Lang

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Differences", "変更点の一覧"),
    "old": ("Old", "古いほう"),
    "new": ("New", "新しいほう"),
    "none": ("There are no differences.", "違いはありません。"),
    "total": ("In all: {counts}", "合計: {counts}"),
    "table": ("{title} ({name})", "{title}（{name}）"),
    "city": ("{name} ({code})", "{name}（{code}）"),
    "shared": ("For all cities", "全市共通"),
    "added": ("{count} added", "追加 {count} 行"),
    "removed": ("{count} removed", "削除 {count} 行"),
    "replaced": ("{count} replaced", "置き換え {count} 行"),
    "changed": ("{count} changed", "値の変更 {count} 行"),
    "renumbered": ("{count} renumbered", "番号の付け替え {count} 行"),
    "followed": ("{count} that name something renumbered", "付け替えに伴う書き換え {count} 行"),
    "respelt": ("{count} written otherwise", "表記だけの違い {count} 行"),
    "moved": ("{count} at another place", "掲載場所だけの違い {count} 行"),
    "reshaped": ("{count} with columns only one side has", "列の増減だけの違い {count} 行"),
    "kind_added": ("added", "追加"),
    "kind_removed": ("removed", "削除"),
    "kind_replaced": ("replaced", "置き換え"),
    "kind_changed": ("changed", "変更"),
    "kind_renumbered": ("renumbered", "番号の付け替え"),
    "kind_followed": ("names something renumbered", "付け替えに伴う書き換え"),
    "kind_respelt": ("written otherwise", "表記だけの違い"),
    "kind_moved": ("at another place", "掲載場所だけの違い"),
    "kind_reshaped": ("column added or removed", "列の増減"),
    "cell_value": ("", ""),
    "cell_renumbered": ("new number", "番号"),
    "cell_spelling": ("same meaning", "表記のみ"),
    "cell_place": ("place", "掲載場所"),
    "cell_column": ("column of one side only", "片方だけの列"),
    "column_added": (
        "Column only in the new one: {column} ({count} rows say something in it)",
        "新しいほうだけの列: {column}（{count} 行に値）",
    ),
    "column_removed": (
        "Column only in the old one: {column} ({count} rows said something in it)",
        "古いほうだけの列: {column}（{count} 行に値）",
    ),
    "columns_reordered": ("The columns stand in another order.", "列の順番が違います。"),
    "reordered": ("{count} rows stand in another order.", "並び順の違う行: {count} 行。"),
    "hidden": (
        "Not listed one by one: {counts} (--all lists them).",
        "一つずつは省略: {counts}（--all ですべて表示）。",
    ),
    "only_old": (
        "Only the old one can have these, so they were not compared: {names}.",
        "古いほうにしかないので比べていない表: {names}。",
    ),
    "only_new": (
        "Only the new one can have these, so they were not compared: {names}.",
        "新しいほうにしかないので比べていない表: {names}。",
    ),
    "city_old": (
        "Only the old one has this city; its rows are counted, and --all lists them.",
        "古いほうにだけある市です。行は数だけを示します（--all ですべて表示）。",
    ),
    "city_new": (
        "Only the new one has this city; its rows are counted, and --all lists them.",
        "新しいほうにだけある市です。行は数だけを示します（--all ですべて表示）。",
    ),
    "left_out": ("Cities that one side is not about: {names}.", "片方だけにあるので比べていない市: {names}。"),
    "reason": ("Reason", "理由"),
    "was_key": ("before: {key}", "前の番号: {key}"),
    "empty": ("(empty)", "（空）"),
    "code": ("{label} ({value})", "{label}（{value}）"),
    "separator": (", ", "、"),
    "pair": ("{name}: {value}", "{name}: {value}"),
    "column": ("Column", "項目"),
    "kind": ("Kind", "種類"),
    "row": ("Row", "行"),
}


def say(key: str, lang: Lang, /, **facts: str | int) -> str:
    """Give a text in the language, filled with facts."""
    english, japanese = _TEXTS[key]
    return (japanese if lang == "ja" else english).format_map(facts)
