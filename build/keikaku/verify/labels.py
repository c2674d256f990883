"""Words that are a form's own, and not what is written into it: told by their form or by how often they recur."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from keikaku.schema import Schema
from keikaku.verify.fold import fold, is_word
from keikaku.verify.folded import FoldedText, Segment
from keikaku.verify.stretches import Stretch

RECURS: Final = 3
"""Words that are left over at least so many times are the form's own."""
_ENUMERATOR: Final = re.compile(r"[①-⑳㉑-㉟㊱-㊿]+|[^\W\d]")
_CAPTION: Final = re.compile(
    r"\(?(?:(?:図表?|表|写真|資料)[0-9]|(?:資料|出典|出所)(?:[:(]|総務省|内閣)|第[0-9一二三四五六七八九十]+[章節部編]|https?:)"
)
_YEARS: Final = re.compile(r"(?:(?:令和|平成|昭和|[RHS])?(?:元|[0-9]{1,4})年度?[^\w]*)+")
_USUAL: Final = (
    *("計画", "施策", "事業", "事業名", "取組", "項目", "指標", "目標", "目標値", "実績", "実績値", "基準値", "現状値"),
    *(
        "進捗",
        "進捗状況",
        "進捗管理",
        "達成状況",
        "状況",
        "評価",
        "課題",
        "今後",
        "方向性",
        "内容",
        "概要",
        "目的",
        "効果",
    ),
    *(
        "担当",
        "担当課",
        "所管課",
        "関係課",
        "部署",
        "年度",
        "年",
        "月",
        "日",
        "月日",
        "開始時期",
        "時期",
        "期間",
        "工程",
    ),
    *(
        "備考",
        "単位",
        "区分",
        "分類",
        "種別",
        "合計",
        "小計",
        "計",
        "割合",
        "件数",
        "参考",
        "変更",
        "主な",
        "別",
        "及び",
    ),
    *(
        "索引",
        "用語",
        "用語解説",
        "解説",
        "説明",
        "実施事項",
        "実施内容",
        "取組内容",
        "成果指標",
        "活動指標",
        "数値目標",
    ),
    *("アウトプット", "アウトカム", "KPI", "スケジュール", "最終目標", "名称", "番号", "と", "の"),
)
"""What heads the columns and rows of plans' tables, beside the titles that the schema gives to them."""


class Labels:
    """Tells the labels of one document."""

    def __init__(self, text: FoldedText, values: frozenset[str], titles: Iterable[str], schema: Schema) -> None:
        """Take the text, all values of the tables, and the titles of the plans."""
        self._text = text
        self._values = values
        self._titles = tuple(title for title in titles if title)
        self._recurring: Counter[str] = Counter()
        words = {fold(column.title.ja) for table in schema.tables for column in table.columns} | {*map(fold, _USUAL)}
        longest = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
        # Atomic and possessive, since words that can be tiled in many ways must not take forever.
        self._usual = re.compile(rf"(?:[0-9]{{1,2}}|\([0-9]{{1,2}}\))?(?:(?>{longest})(?:[^\w]|[①-⑳])*+)++")

    def count(self, left: Iterable[Stretch], stated: bytearray) -> None:
        """Count the stretches that recur; `stated` marks what rows state.

        Only words that stand apart can be labels, and none that rows state elsewhere, be it a line of a longer value.
        """
        for stretch in left:
            if not stretch.things and not self._text.loose_ends(stretch.start, stretch.end):
                self._recurring[stretch.words] += 1
        for segment in self._text.segments:
            if stated.count(1, segment.start, segment.end) == segment.end - segment.start:
                self._recurring.pop(self._of(segment), None)

    def is_label(self, segment: Segment, words: str) -> bool:
        """Tell whether what is left of a segment is a label; what the tables hold as a value never is."""
        whole = self._of(segment)
        if segment.kind == "contents" or self._names_a_plan(whole):
            return True
        if any(form.fullmatch(words) for form in (_ENUMERATOR, _YEARS, self._usual)):
            return True
        if words in self._values:
            return False
        return segment.kind == "head" or self.recurs(words) or _CAPTION.match(whole) is not None

    def recurs(self, words: str) -> bool:
        """Tell whether words that are left over recur as a form's words do."""
        return self._recurring[words] >= RECURS and words not in self._values

    def _names_a_plan(self, whole: str) -> bool:
        """Tell a running head, which begins with a plan's title."""
        start = next((index for index, character in enumerate(whole) if is_word(character)), 0)
        return any(whole.startswith(title, start) for title in self._titles)

    def _of(self, segment: Segment) -> str:
        return self._text.text[segment.start : segment.end]
