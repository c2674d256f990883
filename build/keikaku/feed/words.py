"""What the feeds say, in Japanese and English."""

from __future__ import annotations

from typing import Final

from keikaku.schema import Label

SITE: Final = Label("まちの計画データ", "Municipal plans as data")
SUBTITLE: Final = Label(
    "計画の新しい版、実績、目標値の変更、指標の見直し。",
    "New editions, results, changed targets and revised indicators of plans.",
)
DATE_SCHEME: Final = "https://w3id.org/keikaku/ns/feed#date"
KIND_SCHEME: Final = "https://w3id.org/keikaku/ns/feed#kind"
DATES: Final = {
    "stated": Label("文書に記された日付", "Date that the document states"),
    "issued": Label("文書の発行日", "Date of issue of the document"),
    "month": Label(
        "文書には年または年月だけが記されているので、その末日",
        "The document states a year or month alone; this is its last day",
    ),
    "results": Label(
        "文書に日付がないので、実績が報告された最後の年度の末日",
        "The document states no date; this is the last day of the last fiscal year of which it reports results",
    ),
    "start": Label(
        "文書に日付がないので、計画期間の最初の日",
        "The document states no date; this is the first day of the plan's period",
    ),
    "previous": Label(
        "文書に日付がないか前の版より前なので、前の版と同じ日付",
        "No date later than that of the edition before is known; this is the date of that edition",
    ),
}
KINDS: Final = {
    "edition": Label("版", "Edition"),
    "results": Label("実績", "Results"),
    "targets": Label("目標値の変更", "Changed targets"),
    "revisions": Label("指標の見直し", "Revised indicators"),
    "statement": Label("指標", "Indicator"),
}
MOST_LINES: Final = 30
"""Lines that an entry lists; the page has the rest."""


def titled(city: Label, plan: str, what: str) -> str:
    """Give the title of an entry or feed of a plan."""
    return f"{city.ja}「{plan}」{what}"


def dated(rule: str, day: str) -> Label:
    """Say what an entry's date is."""
    label = DATES[rule]
    return Label(f"日付({day}): {label.ja}。", f"Date ({day}): {label.en}.")


def rest(count: int) -> str:
    """Say how many lines are not listed."""
    return f"ほか{count}件"


def year(fiscal_year: int) -> str:
    """Write a fiscal year."""
    return f"{fiscal_year}年度"


def arrow(before: str, after: str) -> str:
    """Write a change of a value; what is not stated is said to be so."""
    return f"{before or '記載なし'} → {after or '記載なし'}"
