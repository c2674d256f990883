"""Words of reports and of returned workbooks, in Japanese and English."""

from __future__ import annotations

from typing import Final

from keikaku.form.marks import BEGIN_OF_MARK
from keikaku.marking.order import Report
from keikaku.problem import Lang

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "mend": ("直し方", "Mend"),
    "row": ("行", "Row"),
    "others": ("同じ問題がほかに {number} か所", "The same in {number} more places"),
    "and_more": ("ほか {number} か所", "{number} more"),
    "sound": ("問題は見つかりませんでした（{rows} 行を検査）。", "No problem found ({rows} rows checked)."),
    "count": (
        "エラー {errors} 件、警告 {warnings} 件（{kinds} 種類。{rows} 行を検査）。",
        "{errors} errors, {warnings} warnings ({kinds} kinds; {rows} rows checked).",
    ),
    "check_errors": (
        "エラーを直すまで公開はできません。上から順に直し、もう一度「keikaku check」で検査してください。",
        "Nothing is built until the errors are mended. Mend them from the top and run keikaku check again.",
    ),
    "check_warnings": (
        "警告だけなので公開できます。次は「keikaku build」です。",
        "There are warnings only, so a build is possible: keikaku build is next.",
    ),
    "check_sound": ("次は「keikaku build」です。", "keikaku build is next."),
    "import_errors": (
        "エラーを直すまで取り込みません。上から順に直して保存し、もう一度「keikaku import」を実行してください。",
        "Nothing is imported until the errors are mended. Mend them from the top, save and run keikaku import again.",
    ),
    "import_warnings": ("警告だけなので取り込めます。", "There are warnings only, so an import is possible."),
    "import_sound": ("そのまま取り込めます。", "It can be imported as it is."),
    "error": ("エラー", "Error"),
    "warning": ("警告", "Warning"),
    "sheet_title": ("直すところ", "To mend"),
    "sheet_help": (
        "色の付いたセルを上から順に直してください（赤はエラー、黄は警告。場所を押すとそのセルに移ります）。",
        "Mend the coloured cells from the top (red: error, yellow: warning; a click on a place leads to its cell).",
    ),
    "sheet_renewed": (
        "このシートと色・コメントは、次に検査したときに新しくなります（消さなくてかまいません）。",
        "This sheet, the colours and the comments are renewed by the next check; you need not remove them.",
    ),
    "number": ("番号", "No."),
    "kind": ("種類", "Kind"),
    "sheet": ("シート", "Sheet"),
    "place": ("場所", "Place"),
    "what": ("何が", "What"),
    "code": ("符号", "Code"),
    "kept": ("元の色（記録用）", "Former fill (kept for the next check)"),
    "begin": BEGIN_OF_MARK,
}


def say(key: str, lang: Lang, **facts: str | int) -> str:
    """Give a text in the language, filled with facts."""
    return _WORDS[key][0 if lang == "ja" else 1].format_map(facts)


def summary(report: Report, lang: Lang) -> str:
    """Say the outcome on one line and the next step on another."""
    counts = report.counts
    outcome = "errors" if counts.errors else "warnings" if counts.warnings else "sound"
    if outcome == "sound":
        line = say("sound", lang, rows=counts.rows)
    else:
        facts = {"errors": counts.errors, "warnings": counts.warnings, "rows": counts.rows}
        line = say("count", lang, kinds=len(report.groups), **facts)
    return f"{line}\n{say(f'{report.command}_{outcome}', lang)}"
