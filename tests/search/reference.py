"""What search must find, worked out by other means than the site's own: the words of a page from its parsed HTML.

`fold` is the Python twin of `site_templates/static/search-fold.js`. `said` gives a page's visible words; `plainly` is
the plain definition: NFKC, case folded, hiragana for katakana, no white space between Japanese characters; a page holds
a term whose form is a part of its own.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from keikaku.iri import LANGUAGES
from keikaku.text import normalise

Run = Callable[..., Any]
"""Runs a job of `engine.mjs`."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_ACCENT = re.compile("[\u0300-\u036f]")
_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_SAME = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−─━"), "-"),
    **dict.fromkeys(map(ord, "〜～∼"), "~"),
    **dict.fromkeys(map(ord, "·•‧⋅∙"), "・"),
    **dict.fromkeys(map(ord, "〇◯⚪"), "○"),
    **dict.fromkeys(map(ord, "“”„‟〝〟"), '"'),
    **dict.fromkeys(map(ord, "‘’‚‛"), "'"),
    ord("ß"): "ss",
    ord("ς"): "σ",
}
_GAP = re.compile(r"\s+")
_WORDY = re.compile("[a-z0-9]")
_JAPANESE = "々〆〇ぁ-ゖゝゞァ-ヿ㐀-䶿一-鿿豈-﫿、。・「」（）％〜"
_BETWEEN_JAPANESE = re.compile(f"(?<=[{_JAPANESE}])\\s+(?=[{_JAPANESE}])")
_UNSAID = frozenset({"script", "style", "template", "noscript"})
_INLINE = re.compile("a|abbr|b|code|del|em|i|ins|kbd|mark|rp|rt|ruby|small|span|strong|sub|sup|time|tspan")


def fold(text: str) -> str:
    """Give the form in which texts are compared."""
    folded = normalise(_UNSEEN.sub("", text)).lower()
    folded = _ACCENTED.sub(lambda one: _ACCENT.sub("", unicodedata.normalize("NFD", one[0])), folded)
    folded = folded.translate(_HIRAGANA).translate(_SAME).strip()

    def close(gap: re.Match[str]) -> str:
        around = folded[gap.start() - 1], folded[gap.end()]
        return " " if all(_WORDY.fullmatch(one) for one in around) else ""

    return _GAP.sub(close, folded)


class _Main(HTMLParser):
    """Collects the text inside `main`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = self.unsaid = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside += tag == "main"
        self.unsaid += tag in _UNSAID
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        self.inside -= tag == "main"
        self.unsaid -= tag in _UNSAID

    def _part(self, tag: str) -> None:
        """Elements that are no part of a line begin a new one."""
        if self.inside and not _INLINE.fullmatch(tag):
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if self.inside and not self.unsaid:
            self.found.append(data)


def said(page: str) -> str:
    """Give all text of a page's main part, as one string."""
    parser = _Main()
    parser.feed(page)
    return "".join(parser.found)


def plainly(text: str) -> str:
    """Normalise after the plain definition."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA)
    return _GAP.sub(" ", _BETWEEN_JAPANESE.sub("", folded))


def holding(said: Mapping[str, str], form: str) -> set[str]:
    """Give the pages that hold a term by the plain definition; of several words, all must be there."""
    return {path for path, text in said.items() if all(plainly(word) in text for word in form.split())}


def all_terms() -> list[list[str]]:
    """Give the terms, each with the other forms in which people write it."""
    text = Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8")
    return [[str(form) for form in forms] for forms in yaml.safe_load(text)]


def all_said(site: Path) -> dict[str, dict[str, str]]:
    """Give what each page of a site says, by language and by the page's path; the search page itself is left out."""
    found: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for path in sorted(site.rglob("index.html")):
        place = path.relative_to(site).as_posix().removesuffix("index.html")
        lang = "en" if place.startswith(LANGUAGES["en"]) else "ja"
        text = said(path.read_text(encoding="utf-8"))
        if text and place.removeprefix(LANGUAGES[lang]) != "search/":
            found[lang][place.removeprefix(LANGUAGES[lang])] = text
    return found


def tell(*figures: str) -> None:
    """Write figures that were measured, for those who read the tests' output."""
    sys.stdout.write("\n" + " ".join(figures))
