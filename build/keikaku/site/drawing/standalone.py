"""Charts as files of their own: an SVG with its rules inside, its title, what its shapes mean, and its source.

The rules are those of the site's style sheet with the light colours in their place, so that a picture in a document
looks like the one on the page.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, NamedTuple

from markupsafe import Markup, escape

from keikaku.schema import data_folder
from keikaku.site.drawing.measure import c, ems, wrapped
from keikaku.site.drawing.milestones import Milestones
from keikaku.site.drawing.shapes import WIDTH, Chart, Key
from keikaku.site.wording.language import mark_japanese, unquoted
from keikaku.site.wording.words import Words

_STYLE: Final = "static/style.css"
_BEGIN, _END = "/* Chart:", "/* Around charts */"
_VARIABLE: Final = re.compile(r"--([\w-]+): ([^;]+);")
_USED: Final = re.compile(r"var\(--([\w-]+)\)")
_MARGIN: Final = 12.0
_TITLE, _TEXT = 14.0, 12.0
_ROW: Final = 22.0


@cache
def chart_rules() -> str:
    """Give the style sheet's rules for what stands in a chart, without variables."""
    sheet = (data_folder("site_templates") / _STYLE).read_text(encoding="utf-8")
    values = dict(_VARIABLE.findall(sheet[: sheet.index("@media")]))
    part = sheet[sheet.index(_BEGIN) : sheet.index(_END)].partition("*/")[2]
    for _ in range(3):
        part = _USED.sub(lambda found: values[found[1]], part)
    rules = "".join(line.strip().replace(".chart ", "") for line in part.splitlines() if line.strip())
    return rules.replace('"', "'")


class Caption(NamedTuple):
    """What stands around a chart in a file of its own: its title, its source, and the address of what it is about."""

    title: str
    source: str
    uri: str


def standalone(made: Any, picture: Chart | Milestones, drawn: Markup, caption: Caption, words: Words) -> bytes:
    """Give a chart as an SVG file; `made` are the macros of `chart.html`, `drawn` is what stands in the picture."""
    titles = wrapped(unquoted(caption.title), WIDTH, _TITLE, 3)
    # The address has lines of its own, so that a long title of a document never cuts it.
    sources = (*wrapped(unquoted(caption.source), WIDTH, _TEXT, 4), *wrapped(caption.uri, WIDTH, _TEXT, 9))
    top = _MARGIN + 20 * len(titles)
    keys, keys_height = _key_places(picture.keys, top + float(picture.height) + 12)
    foot = top + float(picture.height) + keys_height + 10
    height = foot + 17 * len(sources) + _MARGIN
    lines = [_line(text, "heading", _MARGIN + 20 * n + 12) for n, text in enumerate(titles)]
    lines += [_line(text, "source", foot + 17 * n + 12) for n, text in enumerate(sources)]
    ids = f'aria-labelledby="chart-{picture.id}-title chart-{picture.id}-desc"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{c(-_MARGIN)} 0 {c(WIDTH + 2 * _MARGIN)} {c(height)}" '
        f'width="768" height="{c(height * 2)}" role="img" lang="{words.lang}" {ids}>\n'
    )
    ground = f'<rect x="{c(-_MARGIN)}" width="{c(WIDTH + 2 * _MARGIN)}" height="{c(height)}" fill="#ffffff"/>\n'
    names, rest = _parted(drawn)
    body = f'<g transform="translate(0 {c(top)})">{rest}</g>\n'
    text = f"{head}{names}\n<style>{chart_rules()}</style>\n{ground}{''.join(lines)}{body}{made.key_row(keys)}</svg>\n"
    return (mark_japanese(text) if words.english else text).encode()


def _parted(drawn: str) -> tuple[str, str]:
    """Give the title and the description, which name a picture only as its first elements, and the rest."""
    end = drawn.index("</desc>") + len("</desc>")
    return drawn[:end].lstrip(), drawn[end:]


def _line(text: str, look: str, y: float) -> str:
    return f'<text class="{look}" x="0" y="{c(y)}">{escape(text)}</text>\n'


def _key_places(keys: tuple[Key, ...], y: float) -> tuple[list[tuple[Key, str, str]], float]:
    """Set keys beside each other as long as they fit, then below; give them and the height that they take."""
    places, x, rows = [], 10.0, 1 if keys else 0
    for key in keys:
        width = 30 + ems(key.text) * _TEXT
        if x > 10 and x + width > WIDTH:
            x, rows = 10.0, rows + 1
        places.append((key, c(x), c(y + _ROW * (rows - 1))))
        x += width
    return places, 12 + _ROW * rows if rows else 0.0
