"""What single pages say."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from site_city import BASE, LGCODE
from site_pages import read_page

from keikaku.quality import Disagreement
from keikaku.schema import Schema
from keikaku.site import Across, SiteCity, make_site, render_city, render_home, render_site


def text_of(path: Path) -> str:
    """Give what a page shows, without its tags."""
    shown = re.sub(r"<(title|desc)[^>]*>.*?</\1>", "", path.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown)))


@pytest.mark.parametrize(
    ("indicator", "sentence"),
    [
        ("1-1.1", "令和7年度までに10種以上の目標に対し、令和6年度は7種（70%）です。"),
        ("1-1.2", "令和7年度までの目標は「導入、運用」です。実績は文書に載っていません。"),
        ("1-1.3", "令和6年度（第2回報告）は目標1,200件に対し0件で未達成。"),
        ("1-1.5", "令和6年度は目標58%に対し約50%です。達成状況は計算していません（望ましい方向が定まっていない）。"),
        ("1-1.6", "この指標の目標値と実績は、文書に示されていません。"),
        ("1-1.7", "この指標の目標値と実績は、文書に示されていません。"),
    ],
)
def test_an_indicator_is_summed_up_in_one_sentence(root: Path, indicator: str, sentence: str) -> None:
    assert sentence in text_of(root / LGCODE / "p/indicators" / indicator / "index.html")


def test_the_values_table_has_targets_and_results_with_all_that_is_printed(root: Path) -> None:
    text = text_of(root / LGCODE / "p/indicators/1-1.5/index.html")
    for part in ("目標（毎年度）", "実績と差から算出", "約50%", "対目標：▲8％", "率 50.0%、分子 5、分母 10"):
        assert part in text, part
    assert "1,000件以上" in text_of(root / LGCODE / "p/indicators/1-1.3/index.html")
    assert "前年度比 5件" in text_of(root / LGCODE / "p/indicators/1-1.3/index.html")
    assert "10～20円" in text_of(root / LGCODE / "p/indicators/1-1.4/index.html")


def test_a_correction_is_told_beside_the_row_and_on_the_indicator_page(root: Path) -> None:
    text = text_of(root / LGCODE / "p/indicators/1-1.1/index.html")
    assert "訂正・注記：記載どうしの不一致" in text
    assert "７割のはず。" in text


def test_replaced_indicators_point_at_each_other(root: Path) -> None:
    assert "置き換えた後の指標 満足度" in text_of(root / LGCODE / "p/indicators/1-1.3/index.html")
    assert "置き換えた前の指標 処理件数" in text_of(root / LGCODE / "p/indicators/1-1.5/index.html")


def test_a_project_shows_its_newest_statement_and_what_changed(root: Path) -> None:
    text = text_of(root / LGCODE / "p/projects/1-1/index.html")
    for part in ("窓口を改める。", "令和4年度（2022年度）（印刷：R5.3）", "国の重点取組事項", "情報課", "35,393,000円"):
        assert part in text, part
    assert re.search(r"名称 窓口の改善 <b>&\"太字", text)
    assert "状況 （記載なし） 実施中" in text


def test_the_city_page_counts_things_statuses_and_changes(root: Path) -> None:
    text = text_of(root / LGCODE / "index.html")
    for part in (
        "令和6年度は、文書に達成状況の書かれた取組事業1件のうち、0件が達成、1件が未達成、",
        "令和5年度 令和6年度 新しい基本方針 100.0% 1件中1件 達成 1 0.0% 1件中0件 未達成 1",
        "処理件数 目標1,200件に対し0件 達成率0%",
        "達成しなかった指標をすべて見る（2件）",
        "名称 基本方針 → 新しい基本方針",
        "新しい指標（5件）",
        "指標 7 件",
        "報告 進捗報告",
        "公表 2025年3月28日（令和7年）",
    ):
        assert part in text, part
    assert "取組事業 新たに記載 1件、記述に違い 1件" in text
    assert re.search(r"取組事業 指標 達成 一部未達成 未達成 新しい基本方針 2 7 0 0 1 ", text)


def test_an_edition_lists_its_own_rows_and_its_changes(root: Path) -> None:
    text = text_of(root / LGCODE / "p/editions/e2/index.html")
    for part in (
        "46,948人",
        "76.1%",
        "2024年3月（令和6年）",
        "RPA",
        "基本方針 → 新しい基本方針",
        "新たに記載されたもの",
    ):
        assert part in text, part
    assert "比べる前の版はありません" in text_of(root / LGCODE / "p/editions/e1/index.html")


def test_the_data_page_lists_files_and_says_that_no_licence_is_set(root: Path, city: SiteCity) -> None:
    text = text_of(root / LGCODE / "data/index.html")
    assert "利用条件は未設定" in text
    assert "12.3 KB" in text
    for file in city.files:
        assert file.name in text
        assert file.sha256 in text


def test_the_quality_page_has_warnings_with_their_mends_and_all_corrections(root: Path) -> None:
    text = text_of(root / LGCODE / "quality/index.html")
    for part in (
        "W501",
        "直し方：",
        "文字化け・読み取り誤り（1件）",
        "漢字の口が片仮名のロ",
        "記載どうしの不一致（1件）",
    ):
        assert part in text, part


def test_the_quality_page_begins_with_a_sentence_and_numbers(root: Path) -> None:
    text = text_of(root / LGCODE / "quality/index.html")
    for part in (
        "行の全てに出典のページと行があります。",
        "計算と一致した合計",
        "/ 30項目",
        "適合した機械可読性のルール",
    ):
        assert part in text, part


def test_the_quality_page_sets_printed_beside_computed(root: Path, city: SiteCity) -> None:
    text = text_of(root / LGCODE / "quality/index.html")
    for total in city.quality.totals:
        assert total.measure in text
    assert "表から計算する方法が示されていません。" in text
    assert "印刷された達成状況と比べられた 2 件のうち、2 件が一致しました。" in text


def test_a_status_that_differs_is_shown_with_its_indicator(city: SiteCity, schema: Schema, tmp_path: Path) -> None:
    differing = Disagreement("e2", "1-1.3", 2024, "achieved", "not_achieved")
    attainment = replace(city.quality.attainment, disagreements=(differing,))
    render_city(replace(city, quality=replace(city.quality, attainment=attainment)), tmp_path, make_site(BASE, schema))
    page = tmp_path / LGCODE / "quality/index.html"
    assert "処理件数 令和6年度（2024年度） 達成 未達成 報告" in text_of(page)
    assert f"../../{LGCODE}/p/indicators/1-1.3/index.html#assessment-2024-e2" in read_page(page).links


def test_the_quality_page_lists_what_is_missing(root: Path, city: SiteCity) -> None:
    text = text_of(root / LGCODE / "quality/index.html")
    for figures in city.quality.figures:
        assert all(gap.raw in text for gap in figures.gaps)
    assert "担当課の示された事業 1 / 2（50.0%） 1 / 3（33.3%）" in text
    assert "列ごとの記入の割合" in text


def test_the_quality_page_has_all_rules_with_their_reasons(root: Path, city: SiteCity) -> None:
    text = text_of(root / LGCODE / "quality/index.html")
    ids = read_page(root / LGCODE / "quality/index.html").ids
    for rule in city.quality.rules:
        assert f"{rule.rule_id} {rule.text.name.ja}" in text
        assert f"rule-{rule.rule_id}" in ids
        assert rule.reason is None or rule.reason.ja in text
    assert "適合 " in text


def test_the_dictionary_has_every_table_column_and_code(root: Path, schema: Schema) -> None:
    first = set(read_page(root / "dictionary/index.html").ids)
    for table in schema.tables:
        page = root / f"dictionary/{table.name}/index.html"
        ids, text = set(read_page(page).ids), text_of(page)
        assert table.name in first
        for column in table.columns:
            assert f"{table.name}-{column.name}" in ids & first
            assert column.description.ja in text
            assert column.description.en in text
    for name, codes in schema.code_lists.items():
        assert f"codes-{name}" in first
        text = text_of(root / f"dictionary/codes/{name}/index.html")
        assert all(code.ja in text for code in codes.codes)


def test_old_addresses_of_the_dictionary_lead_on(root: Path) -> None:
    source = (root / "dictionary/index.html").read_text(encoding="utf-8")
    assert '<li id="targets-value"><a href="targets/index.html#targets-value">' in source
    assert '<li id="code-glossary-rpa"><a href="codes/glossary/index.html#code-glossary-rpa">' in source


def test_cities_can_be_written_one_by_one(city: SiteCity, root: Path, schema: Schema, tmp_path: Path) -> None:
    site = make_site(BASE, schema)
    with Across(schema.code_lists["theme"]) as across:
        across.add(city.municipality)
        done = render_city(city, tmp_path, site, across)
        total = done.pages + render_home([done.card], tmp_path, site, across=across)
    assert total == len(list(root.rglob("*.html")))
    assert (tmp_path / "index.html").read_bytes() == (root / "index.html").read_bytes()


def test_a_file_that_cannot_be_written_is_an_error(city: SiteCity, schema: Schema, tmp_path: Path) -> None:
    (tmp_path / LGCODE).touch()
    with pytest.raises(OSError, match=LGCODE):
        render_site([city], tmp_path, BASE, schema)


def test_a_site_without_cities_is_a_site(schema: Schema, tmp_path: Path) -> None:
    pages = render_site([], tmp_path, BASE, schema)
    # All pages stand in both languages but for the one of what is not found.
    assert pages == len(list(tmp_path.rglob("*.html"))) == 2 * len(list((tmp_path / "en").rglob("*.html"))) + 1
    schemes = {path.parent.name for path in (tmp_path / "en/vocab").glob("*/index.html")}
    assert schemes >= set(schema.code_lists) - {"table"}
    assert "公開中の市はまだありません" in text_of(tmp_path / "index.html")
    assert "No city is published yet." in text_of(tmp_path / "en/index.html")
