"""やさしい日本語: explanations for readers to whom Japanese is new, with the readings of kanji above them.

A text of `strings.yaml` writes a reading behind its kanji, 指標《しひょう》; ｜ begins a word that has kana in it.
"""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

_READ: Final = re.compile(r"(?:｜([^《》｜]+)|([一-鿿々]+))《([ぁ-ゖー]+)》")
_RUBY: Final = Markup("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>")


def with_readings(text: str) -> Markup:
    """Give the text with its readings as ruby; all else is shown as it stands."""
    made, end = Markup(), 0
    for found in _READ.finditer(text):
        made += escape(text[end : found.start()]) + _RUBY.format(found[1] or found[2], found[3])
        end = found.end()
    return made + escape(text[end:])
