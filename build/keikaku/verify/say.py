"""Every word of the reports of `keikaku verify`, in Japanese and English."""

from __future__ import annotations

from typing import Final

from keikaku.problem import Lang

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "document": ("{source}（{file}）", "{source} ({file})"),
    "pages": ("ページ: {how}、{number} ページ", "Pages: {how}, {number} pages"),
    "table": ("pages の表による", "from the pages table"),
    "table_moved": (
        "pages の表を、文字データの行のずれに合わせて動かした",
        "from the pages table, moved with the lines of this text",
    ),
    "form_feeds": ("改ページ文字による", "from form feeds"),
    "sheets": ("PDF の枚数による", "from the sheets of the PDF"),
    "rule": (
        "空白一つで始まる行と、ページ番号だけの行による",
        "from lines that begin with one space and lines that are page numbers",
    ),
    "rows": ("各行の page と line から推定した", "told from page and line of the rows"),
    "offset": ("（{first} 枚目が {page} ページ）", " (sheet {first} is page {page})"),
    "joined": ("（枚数をページにまとめた）", " (sheets joined to pages)"),
    "values": ("値 {total} 件: {places}（該当ページ {share}）", "Values {total}: {places} ({share} at their page)"),
    "places": (
        "該当ページ {at_page} 件、別のページだけ {elsewhere} 件、どこにもない {nowhere} 件",
        "at their page {at_page}, elsewhere only {elsewhere}, nowhere {nowhere}",
    ),
    "at_line": (
        "そのうち該当の行から始まるもの {at_line} 件（{share}）",
        "of these, {at_line} begin at their very line ({share})",
    ),
    "context": (
        "調査名・期間など、まとめて書かれた言葉 {total} 件: {places}",
        "Words stated once for several rows, such as surveys and periods, {total}: {places}",
    ),
    "coverage": (
        "表の文字 {all} 字のうち、行のあるもの {covered} 字（{share}）",
        "Table text {all} characters: rows account for {covered} ({share})",
    ),
    "rest": (
        "ほかに、行のない見出しと様式 {label} 字、文章 {prose} 字、図や一覧の語句 {aside} 字",
        "besides, without rows: headings and forms {label}, prose {prose}, captions and lists {aside} characters",
    ),
    "in_all": ("全体", "In all"),
    "nowhere": ("文書のどこにもない値", "Values found nowhere"),
    "elsewhere": ("該当ページになく、別のページにある値", "Values found on other pages only"),
    "figure": ("行のない数値", "Figures that no row accounts for"),
    "status": ("行のない達成状況などの印", "Status marks that no row accounts for"),
    "project": ("行のない事業番号", "Project numbers that no row accounts for"),
    "text": ("行のない表の語句", "Other table text that no row accounts for"),
    "prose_figure": ("文章・図の中の、行のない数値", "Figures in prose and captions that no row accounts for"),
    "aside": ("行のない図や一覧の語句", "Captions and lists that no row accounts for"),
    "value_line": (
        "{place} {column}「{words}」（{page} ページ {line} 行）",
        '{place} {column} "{words}" (page {page}, line {line})',
    ),
    "found_on": ("→ {pages} ページ", "-> page {pages}"),
    "line_has": ("文書のその行:「{words}」", 'that line of the document: "{words}"'),
    "left_line": ("{page} ページ {line} 行「{words}」", 'page {page}, line {line} "{words}"'),
    "around": ("（{words}）", " ({words})"),
    "more": ("ほか {number} 件（--all で全部）", "{number} more (--all lists them)"),
    "missing": (
        "照合していない出典: {sources}（--document で文書を指定すると照合します）",
        "Not verified, no document given: {sources}",
    ),
    "good": ("基準（{asked}）を満たしています。", "The thresholds are met ({asked})."),
    "bad": ("基準（{asked}）を満たしていません: {sources}", "The thresholds ({asked}) are not met: {sources}"),
    "asked": (
        "該当ページに {found} 以上、どこにもない値なし、表の文字 {covered} 以上、行のない数値・印・番号 {left} 件以下",
        "at their page {found}, none nowhere, table text {covered}, figures, marks and numbers left {left}",
    ),
}


def say(key: str, lang: Lang, **facts: str | int) -> str:
    """Give a text in the language, filled with facts."""
    japanese, english = _TEXTS[key]
    return (japanese if lang == "ja" else english).format_map(facts)


def percent(share: float) -> str:
    """Give a share with one decimal, cut off, so that 97.99 is never shown as 98.0."""
    return f"{int(share * 10 + 1e-9) / 10:.1f}%"
