"""What is read from the prose of Hachioji's plan, by eye: events, terms, figures and totals.

All of it is looked up in the lines that are named.
"""

from __future__ import annotations

from collections.abc import Iterator

from hachioji_cells import Text
from text import ReadError, Row, literal_rows, plain

# printed date | first day | last day | title | line
EVENTS = """
令和４年（2022年）２月 | 2022-02 | | 「八王子市デジタル・トランスフォーメーション(DX)推進計画」を策定 | 3
令和５年（2023年）３月 | 2023-03 | | 基本構想・基本計画「八王子未来デザイン2040」を策定 | 5
令和２年（2020年）12月25日 | 2020-12-25 | | 総務省が「自治体デジタル・トランスフォーメーション(DX)推進計画」を策定 | 8
平成28年（2016年）12月 | 2016-12 | | 「官民データ活用推進基本法」が公布・施行 | 10
平成30年度（2018年度）～令和４年度（2022年度） | 2018-04 | 2023-03 | 八王子市情報化計画の計画期間 | 37
令和５年度（2023年度）～令和12年度（2030年度） | 2023-04 | 2031-03
  | 八王子市基本構想・基本計画「八王子未来デザイン2040」の計画期間 | 52
"""
# term | abbreviation | English | concept | line
TERMS = """
デジタル・トランスフォーメーション | DX | | dx | 3
八王子市デジタル・トランスフォーメーション(DX)推進計画 | DX推進計画 | | city-dx-plan | 3
自治体デジタル・トランスフォーメーション(DX)推進計画 | | | municipal-dx-plan | 10
市町村官民データ活用推進計画 | | | municipal-public-private-data-plan | 13
PDCAサイクル | PDCA | Plan-Do-Check-Act | pdca | 21
重要業績評価指標 | KPI | Key Performance Indicators | kpi | 25
スモールスタート | | | small-start | 129
アジャイル | | | agile | 137
八王子版ネウボラ | | | neuvola | 2084
リカレント教育 | | | recurrent-education | 3270
OSS | OSS | Open Source Software | oss | 5642
業務プロセスの見直し | BPR | | bpr | 9307
"""
# topic | population | category | printed | value | comparator | unit | period | line
STATISTICS = """
国の標準化対象業務の数 | | | 国の標準化対象２０業務 | 20 | | 業務 | | 533
国の標準化対象業務のシステムの数 | | | 国の標準化対象２０業務（１0システム）の稼働 | 10 | | システム | | 533
オンライン申請化した手続の数 | | | オンライン申請化率228件/3,018件 | 228 | | 件 | 令和３年度（2021年度） | 668
手続の総数 | | | オンライン申請化率228件/3,018件 | 3018 | | 件 | 令和３年度（2021年度） | 668
オンライン申請化した手続のうち年1,000件以上の手続の数 | 年1,000件以上の手続 |
  | うち年1,000件以上24件/141件 | 24 | | 件 | 令和３年度（2021年度） | 671
年1,000件以上の手続の数 | 年1,000件以上の手続 |
  | うち年1,000件以上24件/141件 | 141 | | 件 | 令和３年度（2021年度） | 671
年間申請件数が1,000件以上の手続の数 | | | 申請件数が年間1,000件以上の手続（141手続） | 141 | | 手続 | | 704
全体申請件数 | | | 全体申請件数（136万7千件） | 1367000 | | 件 | | 704
全体申請件数に占める年間1,000件以上の手続の割合 | 全体申請件数 |
  | 申請件数が年間1,000件以上の手続（141手続）は全体申請件数（136万7千件）の約９０％ | 90 | approx | % | | 704
マイナンバーカードの交付率(目標) | | | 令和4年度末までにマイナンバーカードの交付率100％を目指した交付促進活動
  | 100 | | % | 令和4年度末まで | 2604
生涯学習活動に取り組んだ市民の割合 | 市民 | | 生涯学習活動に取り組んだ市民の割合　56.9％
  | 56.9 | | % | 令和４年度（2022年度） | 3291
オープンデータ公開数 | | | オープンデータ公開数約4000件 | 4000 | approx | 件 | 令和３年度（2021年度） | 6441
情報システムの標準化対象業務の数 | | | 標準化対象業務（20業務） | 20 | | 業務 | | 7465
国の標準化対象業務の数 | | | 国の標準化対象２０業務 | 20 | | 業務 | | 7489
国の標準化対象業務のシステムの数 | | | 国の標準化対象２０業務（１２システム）の稼働 | 12 | | システム | | 7489
用紙類購入費 | 一般会計 | | 用紙類購入費40,016千円 | 40016 | | 千円 | 令和３年度 | 8732
用紙類購入費(A4用紙換算) | 一般会計 | | ※A4用紙換算1,200万枚相当 | 12000000 | | 枚 | 令和３年度 | 8735
"""
TOTALS = """
595 | 1 | 44件 37件 7件 0件 84.1％
597 | 2 | 29件 20件 7件 2件 69.0％
599 | 3 | 39件 37件 1件 1件 94.9％
601 | | 112件 94件 15件 3件 83.9％
"""
TOTAL_MEASURES = {
    "目標KPI設定事業件数": "projects_with_status",
    "達成": "projects_achieved",
    "未達成": "projects_not_achieved",
    "一部未達成": "projects_partly_achieved",
    "達成率": "share_achieved",
}
TITLE = "八王子市デジタル・トランスフォーメーション（DX）推進計画"


def check_printed(text: Text, line: int, printed: str) -> None:
    """Make sure that a text is printed in some lines, white space and width aside."""
    lines = "".join(text.line(number) for number in range(line, line + 7))
    if plain(printed).replace(" ", "") not in plain(lines).replace(" ", ""):
        raise ReadError(f"line {line} has no {printed}")


def rows_of(table: str) -> list[tuple[str, ...]]:
    """Return the rows of a literal table; lines that begin with two spaces go on."""
    return literal_rows(table.replace("\n  ", " "))


def event_table(text: Text) -> Iterator[Row]:
    """Make the dated events of the prose."""
    for number, (printed, start, end, title, line) in enumerate(rows_of(EVENTS), start=1):
        check_printed(text, int(line), printed)
        row = {"event_id": f"event-{number:02d}", "date_start": start, "date_end": end, "date_raw": printed}
        yield row | {"title": title, **text.document.place(int(line))}


def term_table(text: Text) -> Iterator[Row]:
    """Make the terms that the text spells out or explains."""
    for number, (term, abbreviation, english, concept, line) in enumerate(rows_of(TERMS), start=1):
        check_printed(text, int(line), term)
        row = {"term_id": f"term-{number:02d}", "term": term, "abbreviation": abbreviation}
        yield row | {"english": english, "concept": concept, **text.document.place(int(line))}


def statistic_table(text: Text) -> Iterator[Row]:
    """Make the figures outside the KPI cells."""
    for number, cells in enumerate(rows_of(STATISTICS), start=1):
        topic, population, category, printed, value, comparator, unit, period, line = cells
        check_printed(text, int(line), printed)
        row = {"statistic_id": f"stat-{number:02d}", "topic": topic, "population": population, "category": category}
        row |= {"raw": printed, "value": value, "comparator": comparator, "unit": unit, "period_raw": period}
        yield row | text.document.place(int(line))


def total_table(text: Text) -> Iterator[Row]:
    """Make the totals of page 10, row by row."""
    number = 0
    for line, policy, cells in literal_rows(TOTALS):
        if not text.line(int(line)).endswith(cells):
            raise ReadError(f"line {line} has no {cells}")
        for raw, (measure, derivation) in zip(cells.split(), TOTAL_MEASURES.items(), strict=True):
            number += 1
            row = {"total_id": f"total-{number}", "policy_id": policy, "fiscal_year": "2024", "measure": measure}
            row |= {"derivation": derivation, "raw": raw, "value": raw[:-1], "unit": plain(raw[-1])}
            yield row | text.document.place(int(line))
