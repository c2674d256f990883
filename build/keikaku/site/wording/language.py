"""Which words on an English page are Japanese: they get `lang="ja"`, so that they are read out and broken as Japanese.

Text that comes from a plan is never translated. Where it stands in a sentence of ours, `quoted` sets it between two
marks, which are no characters that a text can have; `mark_japanese` makes elements of them in the finished page, and
marks whatever else holds kana or kanji. So no template needs to know which of its texts are Japanese.
"""

from __future__ import annotations

import re
from typing import Final

from keikaku.text import shorten

# Kana, kanji, their radicals and repetition marks; not the punctuation, which alone needs no voice.
_JA: Final = "々〆〇⺀-⿟ぁ-ゖゝゞァ-ヺー-ヿㇰ-ㇿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ𠀀-𳍿"
_JAPANESE: Final = re.compile(f"[{_JA}]")
# A stretch of Japanese in English text: what stands between two Japanese characters without a Latin letter.
_STRETCH: Final = re.compile(f"[{_JA}](?:[^<>&A-Za-z]*[{_JA}])?")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_QUOTED: Final = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_BEGIN, _END = '<span lang="ja">', "</span>"
# In these stands text alone, so that the element itself is marked; in a void one no text stands at all.
_TEXT_ONLY: Final = frozenset({"title", "desc", "option", "textarea", "script"})
_REMEMBERED: Final = 16_384
_VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})


def is_japanese(text: str) -> bool:
    """Tell whether a text holds kana or kanji."""
    return not text.isascii() and _JAPANESE.search(text) is not None


def quoted(text: str) -> str:
    """Set a text with Japanese in it between marks, for a sentence of another language; one that has marks stays."""
    if text.isascii() or _OPEN in text or not _JAPANESE.search(text):
        return text
    return f"{_OPEN}{text}{_CLOSE}"


def quoted_parts(text: str) -> str:
    """Set the Japanese words that an English text of ours mentions between marks."""
    return text if text.isascii() else _STRETCH.sub(lambda found: f"{_OPEN}{found[0]}{_CLOSE}", text)


def unquoted(text: str) -> str:
    """Give a text without marks, for places that cannot hold an element."""
    return text if text.isascii() else text.replace(_OPEN, "").replace(_CLOSE, "")


def shortened(text: str, length: int) -> str:
    """Cut a text that may have marks; what was cut is marked as a whole."""
    plain = unquoted(text)
    short = shorten(plain, length)
    return text if short == plain else quoted(short) if plain != text else short


def mark_japanese(page: str) -> str:
    """Give an English page in which every text with kana or kanji lies in an element of Japanese.

    The page is well-formed: `<` begins a tag and nothing else, and no attribute holds `>`.
    """
    stretches = page.split("<")
    for number, plain in enumerate(map(str.isascii, stretches)):
        if not plain:
            alone = stretches[number + 1 : number + 2]
            stretches[number] = (_LAST if alone and alone[0].startswith("/") else _OTHERS)[stretches[number]]
    return "<".join(stretches)


class _Stretches(dict[str, str]):
    """Tags with the text behind them, as they are when marked: menus, crumbs and names stand on very many pages.

    `alone` tells that the next tag is a closing one.
    """

    def __init__(self, *, alone: bool) -> None:
        super().__init__()
        self._alone = alone

    def __missing__(self, stretch: str) -> str:
        if len(self) == _REMEMBERED:
            self.clear()
        self[stretch] = _marked(*stretch.partition(">"), alone=self._alone)
        return self[stretch]


_LAST, _OTHERS = _Stretches(alone=True), _Stretches(alone=False)


def _marked(tag: str, end: str, text: str, *, alone: bool) -> str:
    """Mark the text behind a tag: `alone` tells that the next tag is a closing one."""
    if not tag.isascii():
        tag = unquoted(tag)
    name = tag.partition(" ")[0]
    if name in _TEXT_ONLY:
        text = unquoted(text)
    elif _OPEN in text or _CLOSE in text:
        rest = _QUOTED.sub("", text)
        if not (_OPEN in rest or _CLOSE in rest or is_japanese(rest)):
            return tag + end + _QUOTED.sub(rf"{_BEGIN}\1{_END}", text)
        text = unquoted(text)
    if text.isascii() or not _JAPANESE.search(text) or tag.endswith('lang="ja"'):
        return tag + end + text
    if alone and name not in _VOID and not name.startswith("/") and " lang=" not in tag:
        return f'{tag} lang="ja"{end}{text}'
    return f"{tag}{end}{_BEGIN}{text}{_END}"
