"""The words of progress, in Japanese and English. Words for tables and columns are the schema's."""

from __future__ import annotations

from typing import Final

from keikaku.problem import Lang

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Progress as of {day}, {year}", "{day} 現在の状況 — {year}"),
    "title_only": ("Progress of {year} as of {day}", "{year}の状況 — {day} 現在"),
    "year": ("FY{year}", "{era}（{year}年度）"),
    "year_western": ("FY{year}", "{year}年度"),
    "city": ("{name} ({code})", "{name}（{code}）"),
    "errors": (
        "{errors} errors in the tables: what is faulty is counted as not stated. Run keikaku check first.",
        "表にエラーが {errors} 件あり、その値は「ない」ものとして数えました。先に keikaku check を実行してください。",
    ),
    "plan": ("{title}: {period}, newest edition {edition}", "{title}（{period}） 最新の版: {edition}"),
    "period": ("FY{start} to FY{end}", "{start}〜{end}年度"),
    "period_unknown": ("years not stated", "期間の記載なし"),
    "plan_overdue": ("ended", "期間終了"),
    "plan_open": ("running", "期間中"),
    "plan_ahead": ("not begun", "開始前"),
    "count": (
        "{year}: a target applies to {due} indicators; reported {reported}, not reported {left}{state}",
        "{year}: 目標のある指標 {due} 件 / 実績の報告あり {reported} 件 / 未報告 {left} 件{state}",
    ),
    "state_overdue": (" (the year has ended)", "（年度は終了）"),
    "state_open": (" (the year runs until 31 March)", "（年度の途中。3月31日まで）"),
    "state_ahead": (" (the year has not begun)", "（年度はこれから）"),
    "no_reports": (
        "The tables hold no results of this plan: nothing was reported, which does not say that a target was missed.",
        "この計画の実績は、表に一つもありません（未報告）。目標を達成しなかったという意味ではありません。",
    ),
    "no_marks": (
        "Its reports print no marks of attainment, so none is asked for.",
        "この計画の報告は達成・未達成の印を付けていないので、印の有無は数えません。",
    ),
    "nothing_due": ("Nothing is due.", "報告を待っているものはありません。"),
    "no_targets": (
        "No indicator has a target for the years up to then, so no result is asked for.",
        "この年度までに目標のある指標がないので、実績は求められていません。",
    ),
    "no_indicators": ("The newest edition has no indicators.", "最新の版に指標がありません。"),
    "ask": ("Whom to ask", "聞く相手（担当課）"),
    "department": ("{name}: {counts}", "{name}: {counts}"),
    "nobody": ("(no department named)", "（担当課の記載なし）"),
    "result_overdue": ("{count} results not reported, year ended", "実績 {count} 件 未報告（年度終了）"),
    "result_open": ("{count} results to report this year", "実績 {count} 件 未報告（年度途中）"),
    "result_ahead": ("{count} results of a later year", "実績 {count} 件（これからの年度）"),
    "evaluation_overdue": (
        "{count} scheduled evaluations without a report",
        "予定された評価 {count} 件 未報告（年度終了）",
    ),
    "evaluation_open": ("{count} evaluations scheduled this year", "予定された評価 {count} 件（年度途中）"),
    "evaluation_ahead": ("{count} evaluations scheduled later", "予定された評価 {count} 件（これからの年度）"),
    "mark_overdue": ("{count} results without a mark", "達成状況の印のない実績 {count} 件"),
    "mark_open": ("{count} results without a mark", "達成状況の印のない実績 {count} 件"),
    "mark_ahead": ("{count} results without a mark", "達成状況の印のない実績 {count} 件"),
    "kind_result": ("result", "実績"),
    "kind_evaluation": ("evaluation", "評価"),
    "kind_mark": ("mark", "達成状況の印"),
    "item_overdue": ("not reported, year ended", "未報告（年度終了）"),
    "item_open": ("not reported, year runs", "未報告（年度途中）"),
    "item_ahead": ("year to come", "これからの年度"),
    "item_mark": ("no mark", "印なし"),
    "dash": ("the document prints a dash", "文書には「—」とある"),
    "policy": ("policy: {title}", "施策: {title}"),
    "target": ("target", "目標"),
    "scheduled": ("scheduled", "予定"),
    "reported_as": ("result", "実績"),
    "more": ("{count} more (--all lists them)", "ほかに {count} 件（--all ですべて表示）"),
    "shared": (
        "What several departments share is counted for each of them.",
        "複数の課が担当するものは、それぞれの課に数えています。",
    ),
    "filled": ("What is filled", "入力の状況"),
    "table": (
        "{title}: {percent}% of all cells filled (rows: {rows})",
        "{title}: {rows} 行、全セルの {percent}% に記入",
    ),
    "empty": ("The tables hold nothing yet.", "表にはまだ何も入っていません。"),
    "empty_tables": ("Tables without rows: {names}", "行のない表: {names}"),
    "column": ("{title}: {count} of {of} ({percent}%)", "{title}: {count}/{of}（{percent}%）"),
    "part": ("{title}: {count} of {of} ({percent}%)", "{title}: {count}/{of}（{percent}%）"),
    "complete": ("All columns that matter are filled.", "大切な項目はすべて記入されています。"),
    "missing": ("Not filled", "記入のない大切な項目"),
    "honest": (
        "An empty cell may be what the plan does not state; nothing need be made up.",
        "空欄は、計画に書かれていないことを表す場合もあります。書かれていない値を作って埋めないでください。",
    ),
    "steps": ("Next steps", "次にすること"),
    "step_empty": (
        "Make a workbook with keikaku template, fill it in, and import it with keikaku import.",
        "keikaku template で様式を作り、記入して、keikaku import で取り込む。",
    ),
    "step_errors": (
        "Run keikaku check and mend the {count} errors.",
        "keikaku check を実行し、エラー {count} 件を直す。",
    ),
    "step_result_overdue": (
        "Ask the departments for the results of {years} ({count}), and enter them as rows of {table}.",
        "{years}の実績 {count} 件を担当課に聞き、{table}の表に 1 件 1 行で入力する。",
    ),
    "step_result_open": (
        "After 31 March, ask for the results of {years} ({count}).",
        "3月31日を過ぎたら、{years}の実績 {count} 件を聞く。",
    ),
    "step_result_ahead": ("Nothing yet for {years} ({count}).", "{years}の実績 {count} 件は、まだ待つ。"),
    "step_evaluation_overdue": (
        "Ask whether the evaluations of {years} ({count}) were made; enter what was found as rows of {table}.",
        "{years}に予定された評価 {count} 件を行ったかを聞き、結果を{table}の表に入力する。",
    ),
    "step_evaluation_open": (
        "Evaluations are scheduled for {years} ({count}); remind the departments.",
        "{years}に予定された評価 {count} 件を、担当課に知らせる。",
    ),
    "step_evaluation_ahead": ("Nothing yet for {years} ({count}).", "{years}の評価 {count} 件は、まだ待つ。"),
    "step_mark": (
        "Look in the document for the marks of {count} results of {years}; if it prints none, leave them empty.",
        "{years}の実績 {count} 件の達成状況の印を文書で確かめる。文書に印がなければ空のままでよい。",
    ),
    "step_column": (
        "Fill {title} in {table} where the plan states it (rows: {count}).",
        "計画に書かれていれば、{table}の「{title}」を {count} 行で埋める。",
    ),
    "step_targets": (
        "{count} indicators have no target at all; enter the targets that the plan states in {table}.",
        "目標値のない指標が {count} 件。計画にあれば{table}の表に入力する。",
    ),
    "step_departments": (
        "Find out who is in charge of {count} projects of which something is due, and enter it in {table}.",
        "報告を待つ事業のうち、担当課の記載がない {count} 件の担当を確かめ、{table}の表に入力する。",
    ),
    "step_none": ("Nothing to do.", "することはありません。"),
    "separator": (", ", "、"),
    "and_more": (" …", "ほか"),
    "summary": (
        "In all: {overdue} not reported of ended years, {open} of the current year; {marks} results without a mark.",
        "合計: 年度が終わって未報告 {overdue} 件、年度途中で未報告 {open} 件、達成状況の印のない実績 {marks} 件。",
    ),
    "none_title": ("(no title)", "（名称なし）"),
}


def say(key: str, lang: Lang, /, **facts: str | int) -> str:
    """Give a text in the language, filled with facts."""
    english, japanese = _TEXTS[key]
    return (japanese if lang == "ja" else english).format_map(facts)


def year_name(year: int, lang: Lang) -> str:
    """Give a fiscal year as people say it, in Japanese with its era."""
    for era, before in (("令和", 2018), ("平成", 1988)):
        if year > before:
            number = year - before
            return say("year", lang, year=year, era=f"{era}{'元' if number == 1 else number}年度")
    return say("year_western", lang, year=year)
