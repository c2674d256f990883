"""Read the DX plan of Imari (伊万里市, adopted for 令和3～7年度) and write its tables as CSV.

    python scripts/documents/imari.py DOCUMENT.txt --out DIR
    python scripts/documents/imari.py DOCUMENT.txt --compare datapackage/imari/tables

The text comes from a PDF: a line that ends with a space ends a paragraph, any other line goes on; blank lines
mean nothing; superscript ※ stand on lines of their own. Chapter 8 holds 28 sheets of labelled cells, which
are parsed; prose cannot be parsed, so events, statistics and the like are small literal tables, whose words
are looked up in the document. The result is what is published in datapackage/imari/tables, but for the
corrections and the themes of the projects, which are written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from text import (
    Document,
    Line,
    Paragraph,
    ReadError,
    Row,
    cell_text,
    department_rows,
    event_rows,
    join_raw,
    literal_rows,
    page_rows,
    paragraphs,
    plain,
    read_document,
    run,
    statistic_rows,
)

KNOWN_SHA256 = "a5a1b19de4e7b71737b8198feccfda326326e24f6ad680756ea0c17b79400c26"
SOURCE, PLAN, EDITION = "imari-2021", "dx", "dx-2021"
TITLE = "伊万里市デジタルトランスフォーメーション推進計画"
FIRST_YEAR, LAST_YEAR, PAGES, SHEETS = 2021, 2025, 26, 28

AREAS = {"産業分野": "san", "行政分野": "gyo", "地域分野": "chi"}
CODE_AREAS = {"産": "san", "行": "gyo", "地": "chi"}
LABELS = {"施 策 名 称": "title", "事 業 内 容": "description", "取 組 内 容": "activity"}
LABELS |= {"目標・期待される": "purpose", "数 値 目 標": "target", "実 施 評 価 指 標": "evaluation"}
# Labels whose contents are left out: headings, and Gantt bars, which are drawings and not in the text.
LABELS |= dict.fromkeys(("スケジュール", "計 画", "検討・設計・開発", "実 施 ・ 運 用", "成 果 指 標"), "")
YEAR_HEADER = "令和３年度 令和４年度"

# How many paragraphs stand in each filled year, where the text does not show it: a paragraph that ends a cell
# and one inside a cell look alike. Settled by the number of years, by a cell repeated in other years, by the
# activity of the same year, and by the blank lines, whose rhythm is the same in all cells of one row.
CELL_SIZES = """
san-02 san-03 | evaluation | 2 2 2 | both measures in each year that has a visit
gyo-03 | evaluation | 1 1 2 2 2 | サービス稼働, サービス拡充検討 repeated in three years
gyo-04 | evaluation | 2 2 1 1 1 | the last three stand in one line
gyo-05 | evaluation | 1 2 3 1 1 | the last two years have the same activity, so the same evaluation
gyo-06 gyo-07 | evaluation | 1 3 2 2 1 | activities: 意向調査, 基礎調査 twice, 導入, 普及促進
gyo-08 | evaluation | 2 2 1 2 2 | activities: 承認, 構築, 稼働, 拡充等検討 twice
gyo-09 | evaluation | 1 2 2 1 1 | activities: 基礎調査, 選定, 構築, 稼働, 拡大検討
gyo-11 | evaluation | 2 2 2 2 2 | 実施, 運用 repeated in five years
gyo-13 | evaluation | 2 2 3 2 2 | the last two years repeat
gyo-14 | evaluation | 1 2 1 3 2 | 導入, 運用, 効果測定検証 as in gyo-13, one year later
gyo-15 | evaluation | 2 2 1 1 1 | the last three stand in one line
gyo-16 | evaluation | 1 2 2 2 2 | the last two years repeat
gyo-17 gyo-18 | evaluation | 2 2 1 1 | the first year is empty; the last two stand in one line
gyo-19 | evaluation | 1 1 2 1 1 | activities: 差異分析, then 差異分析 and 開発, then 開発
gyo-20 | activity | 1 2 1 2 2 | 意向 / 状況調査 is one cell, as 意向、状況調査 in gyo-13
gyo-20 | evaluation | 1 2 2 3 3 | as gyo-13, one year later
gyo-21 | activity | 1 2 1 2 1 | システムの稼働, 運用 before the last year's 運用、利用拡大
gyo-21 | evaluation | 1 4 2 2 1 | activity 稼働 in year four; after 稼働開始 the blank of a first line
"""
# Cells that list separate measures, one a line: a row for each.
SEPARATE_MEASURES = {("san-02", "evaluation"), ("san-03", "evaluation")}

# Words that hold a phase's name without stating the phase of the cell; to study an extension is a study.
NOT_A_PHASE = re.compile(
    "導入に向けた|導入に向けての|導入窓口|導入したシステム|導入システム|導入業務|実証実験結果|過去検討"
    "|調達の実施|実施回数|拡大等?の?(?=検討)"
)
PHASES = {"調査": "survey", "計画": "planning", "検討": "study", "開発": "design", "構築": "construction"}
PHASES |= {"実証実験": "trial", "稼働": "launch", "サービス開始": "launch", "導入": "launch"}
PHASES |= {"実施": "operation", "運用": "operation", "拡大": "improvement"}

SHEET_TITLE = re.compile(r"([産行地])－([①-⑳㉑])(.+?)\s*(（☆）)?\s*【(ビジョン：[^】]+)】")
QUANTITY = re.compile(r"(年|1回当たり)?([\d,]+(?:\.\d+)?)(%|人|社|団体|回|部署|業務)(以上)?(?:\((.+)\))?")

# Printed date | title | the phrase that tells this date from others like it, where it is not unique.
EVENTS = """
令和３年９月 | デジタル庁が発足
令和２年７月 | 「世界最先端デジタル国家創造宣言・官民データ活用推進基本計画」を閣議決定
令和２年１２月 | 「デジタル社会の実現に向けた改革の基本方針」と「デジタル・ガバメント実行計画」が閣議決定
令和２年１２月 | 「自治体DX推進計画」が策定
平成２８年１２月 | 「官民データ活用推進基本法」が公布、施行
平成２０年から | 佐賀県では、県と県内20市町で連携・協力して、ICT関連部門で構成された組織を運営
平成２６年度まで | 県の総合計画の下位計画としてICT利活用の推進計画を策定
平成３０年１０月 | 「佐賀県産業スマート化センター」が開設
令和２年度から | さがSociety5.0の実現を掲げ、VRやAI自動運転の体験事業や県庁内ではデジタル技術を用いた業務改革が開始
令和３年度 | 県市町職員研究会“dx21”など、県市町での連携・情報共有しながらDXを推進していく枠組みが創設 | 令和３年度には、
昭和４９年 | 伊万里・北松地域広域市町村圏組合電子計算センターにおいて、住民記録や税業務の共同処理
平成１３年９月 | 「e-いまりアクションプラン(伊万里市情報化計画)」を策定
平成１４年度 | 市役所内ネットワークの構築
平成１５年度 | 地方自治体を相互に結ぶ行政専用の「総合行政ネットワーク(LGWAN)」との接続を完了
平成１８年度 | 広域電算センターでの共同処理を終了し、基幹系業務について、市独自での運用を始めた
平成２４年 | 「伊万里市地域情報化計画」を策定
平成２８年度 | 庁内のネットワークを三層に分離したセキュリティ強靭化対策
平成３０年度 | RPAの実証実験 | 平成３０年度にはＲＰＡ
令和元年度 | AI-OCRの実証実験
令和２年度 | DX推進の準備をするため、プロジェクトチームを作り、研修等を実施 | 令和２年度には、国において
令和３年度から | 業務デジタル化推進室、産業DX推進室を設置 | 令和３年度からは、新たに
令和元年１２月 | 文部科学省がGIGAスクール構想を発表 | 令和元年１２月に文部科学省
令和元年１２月２０日 | デジタル・ガバメント実行計画が閣議決定
令和２年１２月２５日 | デジタル・ガバメント実行計画が改定
"""
# Topic | as printed | value | comparator | unit | period | the phrase that holds it, where it is not unique.
STATISTICS = """
情報システムの共同運用やICT利活用を推進する市町 | 県内２０市町 | 20 |  | 市町 | 平成２０年から |
県の総合計画の中のICTの活用や関連するもの | 約４割 | 40 | approx | % | 現在 |
国が示すオンライン化の対象の行政手続き | 国が示す２６行政手続き | 26 |  | 手続 |  |
通信環境改善のためのネットワーク工事の対象校 | ４校 | 4 |  | 校 |  | ４校の通信環境改善
標準化・共通化する基幹系業務 | 基幹系１７業務 | 17 |  | 業務 |  |
"""
# Id | name as printed.
DEPARTMENTS = """
dx-honbu | 伊万里市デジタルトランスフォーメーション推進本部
gyomu-digital | 業務デジタル化推進室
sangyo-dx | 産業ＤＸ推進室
sagyo-bukai | 計画作業部会
"""
# Concepts of the glossary that the cities share, in the order of this plan's own glossary.
CONCEPTS = """
ai ai-ocr ai-chatbot bcp bpr dx giga-school ict idia lgwan rpa society-5-0 vr gov-cloud public-private-data
public-private-data-basic-plan public-private-data-act core-17-processes cloud municipal-dx-plan
municipal-public-private-data-plan public-gis information-system smart-lock deep-learning
digital-government-plan digital-divide telework e-bidding prefectural-public-private-data-plan one-card
"""


@dataclass(frozen=True)
class Sheet:
    """One measure's sheet of chapter 8: its ids and the lines of its labelled cells."""

    project_id: str
    policy_id: str
    title: re.Match[str]
    line: int
    cells: dict[str, list[Line]]


def page_starts(lines: Sequence[Line]) -> tuple[int, ...]:
    """Find the first lines of the pages.

    A page starts with one space before its text, right under a printed line; under the heads of the years
    the space is an empty cell instead. Page 7 starts with an empty indented paragraph, page 14 after a
    printed page number.
    """
    starts = [1]
    for above, line in pairwise(lines):
        indented = re.match(r" \S", line.text) and not above.blank and not above.text.startswith(YEAR_HEADER)
        if indented or re.fullmatch(r" {3,}", line.text) or re.fullmatch(r"\d+ ", above.text):
            starts.append(line.number)
    if len(starts) != PAGES:
        raise ReadError(f"expected {PAGES} pages, found {len(starts)}: {starts}")
    return tuple(starts)


def sheet_cells(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Sort a sheet's lines by the label that they follow."""
    cells: dict[str, list[Line]] = {name: [] for name in LABELS.values()}
    current = ""
    for line in lines:
        stripped = line.text.lstrip()
        label = next((label for label in LABELS if stripped.startswith(label)), None)
        if label is not None:
            current = LABELS[label]
            rest = stripped.removeprefix(label)
            if rest.strip():
                cells[current].append(Line(line.number, rest))
        elif not (line.blank or stripped.startswith(YEAR_HEADER) or re.fullmatch(r"\d+ ", stripped)):
            cells[current].append(line)
    if cells["purpose"][:1] and cells["purpose"][0].text.strip() == "効果":
        del cells["purpose"][0]  # the label 目標・期待される効果 is printed on two lines
    return cells


def policy_rows(document: Document, lines: Iterable[Line]) -> Iterator[Row]:
    """Make the two levels of policies from the headings （１）… and ◎… of chapter 8."""
    area, areas, headings = "", 0, 0
    for line in lines:
        text = line.text.strip()
        row = {"edition_id": EDITION, **document.place(line.number)}
        if found := re.fullmatch(r"(（[１-９]）)(.+)", text):
            area, areas, headings = AREAS[found[2]], areas + 1, 0
            row |= {"policy_id": area, "level": "1", "position": str(areas), "title": plain(found[2])}
            yield row | {"code_raw": found[1], "code": plain(found[1]).strip("()")}
        elif text.startswith("◎"):
            headings += 1
            row |= {"policy_id": f"{area}-p{headings}", "parent_policy_id": area, "level": "2"}
            yield row | {"position": str(headings), "title": plain(text.removeprefix("◎"))}


def read_sheets(policies: Sequence[Row], lines: Sequence[Line]) -> list[Sheet]:
    """Cut chapter 8 into its sheets, each under the policy whose heading stands above it.

    A heading also ends a sheet, with the note on ☆ that follows one of them.
    """
    headings = {int(policy["line"]): policy["policy_id"] for policy in policies}
    starts = [line.number for line in lines if line.text.lstrip().startswith("施 策 名 称")]
    cuts = sorted([*starts, *headings, lines[-1].number + 1])
    sheets = []
    for start in starts:
        end = next(cut for cut in cuts if cut > start)
        policy = headings[max(number for number in headings if number < start)]
        cells = sheet_cells(line for line in lines if start <= line.number < end)
        title = SHEET_TITLE.fullmatch(join_raw(cells["title"]))
        if not title:
            raise ReadError(f"line {start}: not a sheet's title: {join_raw(cells['title'])}")
        project_id = f"{CODE_AREAS[title[1]]}-{int(plain(title[2])):02d}"
        sheets.append(Sheet(project_id, policy, title, cells["title"][0].number, cells))
    if len(sheets) != SHEETS:
        raise ReadError(f"expected {SHEETS} sheets, found {len(sheets)}")
    return sheets


def project_row(document: Document, sheet: Sheet, position: int) -> Row:
    """Make the project of a sheet."""
    area, number, title, priority, item = sheet.title.groups()
    code_raw = f"{area}－{number}"
    row = {"edition_id": EDITION, "project_id": sheet.project_id, "policy_id": sheet.policy_id}
    row |= {"code": plain(code_raw), "code_raw": code_raw, "title": plain(title)}
    row |= {name: cell_text(sheet.cells[name]) for name in ("description", "purpose")}
    row |= {"national_priority": "true" if priority else "false", "superior_item": plain(item)}
    return row | {"position": str(position), **document.place(sheet.line)}


def project_rows(document: Document, sheets: Iterable[Sheet]) -> Iterator[Row]:
    """Make the projects, numbered within their policy."""
    positions: dict[str, int] = {}
    for sheet in sheets:
        positions[sheet.policy_id] = positions.get(sheet.policy_id, 0) + 1
        yield project_row(document, sheet, positions[sheet.policy_id])


def indicator_row(sheet: Sheet, paragraph: Paragraph, position: int) -> Row:
    """Make the indicator of one printed line `label：target`; one without a colon is a milestone."""
    label, _, printed = paragraph.text.rpartition("：")
    row = {"edition_id": EDITION, "indicator_id": f"{sheet.project_id}.{position}", "level": "outcome"}
    row |= {"project_id": sheet.project_id, "position": str(position), "title": plain(label or printed)}
    value = QUANTITY.fullmatch(plain(printed))
    if not value:
        return row | {"value_type": "milestone"}
    row |= {"value_type": "number", "unit": value[3], "polarity": "down" if "不良" in label else "up"}
    # A product such as （定員１０人×２日間×年２回×５年） sums the years up.
    basis = "cumulative" if value[5] else "year" if value[1] == "年" else "point"
    return row | {"definition": value[5] or "", "time_basis": basis}


def target_row(indicator_id: str, paragraph: Paragraph) -> Row:
    """Make the target of one printed line; one without a year stands for the plan as a whole."""
    printed = paragraph.text.rpartition("：")[2]
    value = QUANTITY.fullmatch(plain(printed))
    dated = plain(printed).startswith(f"令和{LAST_YEAR - 2018}年度")
    applies = "every_year" if value and value[1] == "年" else "year" if dated else "plan_end"
    row = {"edition_id": EDITION, "indicator_id": indicator_id, "fiscal_year": str(LAST_YEAR), "seq": "1"}
    row |= {"applies": applies, "raw": printed, "basis": "absolute", "origin": "stated"}
    if value:
        row |= {"value": value[2].replace(",", ""), "unit": value[3], "comparator": "ge" if value[4] else ""}
    return row


def indicator_rows(document: Document, sheet: Sheet) -> list[tuple[Row, Row]]:
    """Make the indicators and targets of a sheet; a line in 【】 or （） explains the indicator above it."""
    pairs: list[tuple[Row, Row]] = []
    for paragraph in paragraphs(sheet.cells["target"]):
        explanation = re.fullmatch(r"【(.+)】|（(.+)）", paragraph.text)
        if explanation:
            pairs[-1][0]["definition"] = plain(explanation[1] or explanation[2])
            continue
        indicator = indicator_row(sheet, paragraph, len(pairs) + 1)
        target = target_row(indicator["indicator_id"], paragraph)
        below = [line for line in sheet.cells["target"] if line.number >= paragraph.line]
        start = next((line.number for line in below if "：" in line.text), paragraph.line)
        pairs.append((indicator | document.place(paragraph.line), target | document.place(start)))
    return pairs


def year_cells(sheet: Sheet, kind: str) -> Iterator[tuple[int, list[Paragraph]]]:
    """Give every filled year its paragraphs; a space before the first entry is an empty first year.

    Without an explicit size a cell is one paragraph, with the next one where it ends in a comma.
    """
    parts = paragraphs(sheet.cells[kind])
    table = literal_rows(CELL_SIZES)
    explicit = next((row[2] for row in table if sheet.project_id in row[0].split() and row[1] == kind), "")
    ends = [i for i, part in enumerate(parts, start=1) if not part.text.endswith("、")]
    sizes = [int(size) for size in explicit.split()] or [end - start for start, end in pairwise([0, *ends])]
    first = FIRST_YEAR + int(sheet.cells[kind][0].text.startswith(" "))
    # Three cells after an empty first year leave the last year empty too: a row has five cells.
    fitting = {5} if first == FIRST_YEAR else {4, 3}
    if sum(sizes) != len(parts) or len(sizes) not in fitting:
        raise ReadError(f"{sheet.project_id} {kind}: {sizes} does not fit {[part.text for part in parts]}")
    begin = 0
    for year, size in enumerate(sizes, start=first):
        cell = parts[begin : begin + size]
        if any(part.ends_cell for part in cell[:-1]):
            raise ReadError(f"{sheet.project_id} {kind} {year}: joins what one line keeps apart")
        yield year, cell
        begin += size


def phase_of(raw: str, launched: bool) -> str:
    """Return the one phase that a cell names; 稼働 after the launch is operation, several phases are none."""
    words = NOT_A_PHASE.sub("", plain(raw))
    named = {phase for word, phase in PHASES.items() if word in words}
    if named == {"launch"} and launched and not re.search("開始|導入", words):
        return "operation"
    return named.pop() if len(named) == 1 else ""


def schedule_rows(document: Document, sheet: Sheet) -> Iterator[Row]:
    """Make one row a cell and year, or one a measure where a cell lists separate measures."""
    for kind in ("activity", "evaluation"):
        launched = False
        for year, cell in year_cells(sheet, kind):
            separate = (sheet.project_id, kind) in SEPARATE_MEASURES
            for seq, group in enumerate([[part] for part in cell] if separate else [cell], start=1):
                raw = " ".join(part.text for part in group)
                phase = phase_of(raw, launched)
                launched = launched or phase == "launch"
                row = {"edition_id": EDITION, "project_id": sheet.project_id, "fiscal_year": str(year)}
                row |= {"kind": kind, "seq": str(seq), "phase": phase, "raw": raw}
                yield row | document.place(group[0].line)


def term_rows(document: Document, lines: Sequence[Line]) -> Iterator[Row]:
    """Make the glossary's headwords; English in parentheses makes the headword an abbreviation.

    Where the headword has no English, the explanation below it may spell out the abbreviation inside it.
    """
    starts = [index for index, line in enumerate(lines) if line.text.strip().startswith("●")]
    entries = zip(pairwise([*starts, len(lines)]), CONCEPTS.split(), strict=True)
    for number, ((start, end), concept) in enumerate(entries, start=1):
        head = lines[start].text.strip().removeprefix("●")
        found = re.fullmatch(r"(.+)（([A-Za-z -]+)）", head)
        spelt = re.search(r"[（「]([A-Za-z -]+)[）」]", "".join(line.text for line in lines[start:end]))
        term = plain(found[1] if found else head)
        row = {"edition_id": EDITION, "term_id": f"term-{number:02d}", "term": term, "concept": concept}
        row |= {"abbreviation": term if found else "", "english": spelt[1] if spelt else ""}
        yield row | document.place(lines[start].number)


def plan_tables(document: Document, file: str) -> dict[str, list[Row]]:
    """Make the one row each of source, plan and edition."""
    period = document.find("令和３年度から令和７年度まで")
    law = document.find("官民データ活用推進基本法※」（平成２８年法律第１０３号）第９条第３項")[1]
    superior = document.find("伊万里市ＤＸ推進ビジョン")[1]
    source = {"source_id": SOURCE, "title": TITLE, "publisher": "伊万里市", "kind": "plan"}
    source |= {"pages": str(PAGES), "pagination": "counted", "file": file, "sha256": document.sha256}
    plan = {"plan_id": PLAN, "title": TITLE, "legal_basis": plain(law, "※」")}
    plan |= {"start_fy": str(FIRST_YEAR), "end_fy": str(LAST_YEAR), "superior_plan": plain(superior)}
    plan |= {"source_id": SOURCE, **document.place(document.find(TITLE)[0])}
    edition = {"edition_id": EDITION, "plan_id": PLAN, "label": plain(period[1]), "status": "adopted"}
    edition |= {"source_id": SOURCE, **document.place(period[0])}
    return {"sources": [source], "plans": [plan], "editions": [edition]}


def read_tables(path: Path) -> dict[str, list[Row]]:
    """Read the document and return its tables, by name."""
    lines, sha256 = read_document(path, KNOWN_SHA256)
    document = Document(lines, page_starts(lines), sha256)
    measures = document.chapter("８ 個別取組", "９ 用語解説")
    policies = list(policy_rows(document, measures))
    sheets = read_sheets(policies, measures)
    pairs = [pair for sheet in sheets for pair in indicator_rows(document, sheet)]
    return plan_tables(document, f"{SOURCE}.txt") | {
        "pages": page_rows(document, SOURCE),
        "departments": list(department_rows(document, SOURCE, DEPARTMENTS)),
        "policies": policies,
        "projects": list(project_rows(document, sheets)),
        "indicators": [indicator for indicator, _ in pairs],
        "targets": [target for _, target in pairs],
        "schedule": [row for sheet in sheets for row in schedule_rows(document, sheet)],
        "statistics": list(statistic_rows(document, EDITION, STATISTICS)),
        "events": list(event_rows(document, EDITION, EVENTS)),
        "terms": list(term_rows(document, document.chapter("９ 用語解説"))),
    }


if __name__ == "__main__":
    sys.exit(run("Read the DX plan of Imari into its tables.", read_tables))
