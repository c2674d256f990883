"""The ground of it: the form in which words are compared, whole figures, pieces of lines, lines that have gone."""

from __future__ import annotations

import pytest

from keikaku.problem import Where
from keikaku.schema import load_schema
from keikaku.verify.document import Document
from keikaku.verify.fold import fold, fold_with_gaps
from keikaku.verify.folded import FoldedText
from keikaku.verify.labels import Labels
from keikaku.verify.moved import move_lines
from keikaku.verify.pages import printed_numbers
from keikaku.verify.pagination import Pagination
from keikaku.verify.say import percent
from keikaku.verify.segments import pieces
from keikaku.verify.things import Patterns
from keikaku.verify.values import Value


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("年１０社以上", "年10社以上"),
        ("⺠間の⾏政", "民間の行政"),
        ("Ｒ４～Ｒ５", "R4〜R5"),
        ("**窓口** の\u3000改善<br>", "窓口の改善"),
        ("| 改革<sup>41)</sup> |", "改革"),
        ("10m<sup>2</sup>", "10m2"),
        ("ＤＸ※推進 \\*1", "DX推進1"),
        ("A&amp;B", "A&B"),
        ("か\u3099\u200b", "が"),
        ("➀❷③㊿", "①②③㊿"),
        ("1—2―3－4", "1-2-3-4"),
        ("〇◯○", "○○○"),
        ("<改善が必要>", "<改善が必要>"),
    ],
)
def test_printing_is_taken_off(printed: str, plain: str) -> None:
    assert fold(printed) == plain
    assert fold_with_gaps(printed)[0] == plain


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("１７種", "7種", False),
        ("①7種", "7種", True),
        ("1 7種", "7種", True),
        ("3.26ポイント", "26ポイント", False),
        ("R5.3", "R5", False),
        ("R5、3", "R5", True),
        ("1,724時間", "724時間", False),
        ("1、724時間", "724時間", True),
        ("約1,724", "約1", False),
        ("▲8％", "8％", False),
        ("1-1-12", "1-1-1", False),
        ("1-1-1-2", "1-1-1", False),
        ("2-1-1", "1-1", False),
        ("ＢＰＲ", "PR", False),
        ("RPAとAI", "RPA", True),
        ("AIチャット", "AI", True),
        ("達成率80%", "80%", True),
        ("全1,976h", "1,976h", True),
    ],
)
def test_figures_and_latin_words_are_found_whole(text: str, words: str, found: bool) -> None:
    assert bool(FoldedText([text]).find(fold(words))) is found


def test_what_runs_over_lines_and_cells_is_found_with_its_line() -> None:
    text = FoldedText(["見出し", "| 窓口の | 改", "善 |", "窓口の改善"])
    assert [text.line_at(start) for start in text.find("窓口の改善")] == [2, 4]
    assert text.find("") == text.find("ない") == ()
    assert text.position_of(99) == len(text.text)


def test_lines_fall_into_pieces() -> None:
    lines = [
        "# 題",
        "| 表頭 | 目標 |",
        "|---|---|",
        "| a<br>b | 10件 |",
        "",
        "- 一つ",
        "- 二つ",
        "第1章 趣旨 ..... 3",
        "項目\t値",
        "x\t5件",
        "y\t<div><p>図</p></div>",
        "文",
        "<tr><td>甲</td><td>乙</td></tr>",
    ]
    found = [(piece.line, piece.kind, piece.words.strip()) for piece in pieces(lines) if piece.words.strip()]
    assert found == [
        (1, "head", "題"),
        (2, "head", "表頭"),
        (2, "head", "目標"),
        (4, "cell", "a"),
        (4, "cell", "b"),
        (4, "cell", "10件"),
        (6, "item", "- 一つ"),
        (7, "item", "- 二つ"),
        (8, "contents", "第1章 趣旨 ..... 3"),
        (9, "head", "項目"),
        (9, "head", "値"),
        (10, "cell", "x"),
        (10, "cell", "5件"),
        (11, "cell", "y"),
        (11, "inner", "図"),
        (12, "line", "文"),
        (13, "cell", "甲"),
        (13, "cell", "乙"),
    ]
    groups = {piece.line: piece.group for piece in pieces(lines)}
    assert groups[6] == groups[7] != groups[4]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("事業名", True),
        ("目標値・実績", True),
        ("１ 目的", True),
        ("令和４年度 令和５年度", True),
        ("①", True),
        ("図表2-1 利用状況", True),
        ("推進計画の概要", True),
        ("窓口の改善", False),
        ("新しい事業の始まり", False),
    ],
)
def test_labels_are_told_by_their_form(words: str, label: bool) -> None:
    text = FoldedText([words])
    labels = Labels(text, frozenset({"窓口の改善"}), ["推進計画"], load_schema())
    assert labels.is_label(text.segments[0], fold(words)) is label


def test_words_that_can_be_tiled_in_many_ways_take_no_time() -> None:
    words = "目標値" * 2000 + "終"
    text = FoldedText([words])
    assert not Labels(text, frozenset(), [], load_schema()).is_label(text.segments[0], words)


def test_things_are_told_by_their_form() -> None:
    patterns = Patterns((), ["継続検討"], ["産-①", "1-6-3", "(1)"], ["施設"])
    found = {
        words: [(thing.what, words[thing.start : thing.end]) for thing in patterns.things(words, 0)]
        for words in ("産-⑫道路", "1-6-31", "1-6-3-1", "(2)", "継続検討", "【未達成】5施設", "【実施】", "15", "第2回")
    }
    assert found == {
        "産-⑫道路": [("project", "産-⑫")],
        "1-6-31": [("project", "1-6-31")],
        "1-6-3-1": [],
        "(2)": [],
        "継続検討": [("status", "継続検討")],
        "【未達成】5施設": [("status", "【未達成】"), ("figure", "5施設")],
        "【実施】": [],
        "15": [("figure", "15")],
        "第2回": [],
    }


def value(words: str, line: int) -> Value:
    return Value("t", 0, "c", words, fold(words), (), (), 1, line, "own", True, Where())


def test_lines_move_in_stretches() -> None:
    words = [f"{number}番目の長い言葉です" for number in range(40)]
    values = [value(text, line) for line, text in enumerate(words, 1)]
    moved = [*words[:20], "入れた行", "入れた行", *words[20:30], *words[31:]]
    move = move_lines(FoldedText(moved), values)
    assert [move(line) for line in (1, 20, 21, 30, 32, 40, 99)] == [1, 20, 23, 32, 33, 41, 100]
    assert move_lines(FoldedText(["別の文書"]), values)(7) == 7


def test_printed_page_numbers_are_known_by_their_pages() -> None:
    lines = ("表", "12", "7", "", "- 13 -", "", "14", "28", "")
    document = Document("x", "text", "", lines)
    pages = Pagination((1, 3, 6, 9), (10, 11, 12, 13), "table")
    assert printed_numbers(document, pages) == frozenset({2, 5, 7})
    assert printed_numbers(Document("x", "text", "", ("0", "1", "5")), Pagination((1,), (1,), "table")) == {2}


def test_shares_are_cut_and_not_rounded_up() -> None:
    assert [percent(share) for share in (97.99, 98, 99.96, 100, 0)] == ["97.9%", "98.0%", "99.9%", "100.0%", "0.0%"]
