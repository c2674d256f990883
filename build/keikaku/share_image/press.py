"""Draws one share image: 1200 by 630 points, a palette of sixteen colours, the same bytes for the same texts.

The font is no part of the project: `scripts/assets.py` brings it. Without it nothing is drawn, and pages name the one
image of the site, which needs no font. Text is drawn in greys and then mapped to the palette, so that its edges are
smooth; areas of colour are painted over that.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from keikaku.attainment import ACHIEVED, NOT_ACHIEVED, PARTLY
from keikaku.schema import data_folder

if TYPE_CHECKING:
    from PIL import Image, ImageFont

WIDTH, HEIGHT = 1200, 630
FONT: Final = "vendor/font/NotoSansJP-Bold.ttf"
_LEFT, _RIGHT = 80, 1120
_GREYS: Final = 12
_INK, _PAPER, _SOFT = 26, 255, 90
_KEY, _GOOD, _PART, _MISS = range(_GREYS, 16)
_COLOURS: Final = ((0, 23, 193), (37, 157, 99), (165, 128, 0), (199, 71, 0))
MARKS: Final = {ACHIEVED: _GOOD, PARTLY: _PART, NOT_ACHIEVED: _MISS}
"""The colours of statuses; their words stand beside them."""
_TITLE_SIZES: Final = (68, 58, 50)
_LEVEL: Final = 1


class Wording(NamedTuple):
    """What an image says: a line above, the title, a line below it, and a status with its word."""

    above: str
    title: str
    below: str = ""
    status: str = ""
    status_text: str = ""


class Press:
    """Draws images; what all have in common is drawn once."""

    def __init__(self, font: Path, site_name: str) -> None:
        self._font_file = font
        self._base = self._make_base(site_name)
        self._kept: dict[Wording, bytes] | None = None

    def keep(self) -> None:
        """Keep each image from now on, for a process that writes the same cities again and again."""
        self._kept = {} if self._kept is None else self._kept

    def draw(self, wording: Wording) -> bytes:
        """Give an image as PNG."""
        if self._kept is None:
            return self._draw(wording)
        if wording not in self._kept:
            self._kept[wording] = self._draw(wording)
        return self._kept[wording]

    def _draw(self, wording: Wording) -> bytes:
        from PIL import Image

        canvas = self._base.copy()
        self._set(canvas, 74, self._cut(wording.above, 34), (34, _SOFT))
        size, lines = self._title(wording.title)
        for number, line in enumerate(lines):
            self._set(canvas, 140 + round(size * 1.32) * number, line, (size, _INK))
        self._set(canvas, 430, self._cut(wording.below, 38), (38, _INK))
        painted = Image.frombytes("P", canvas.size, canvas.point(_GREY_STEPS).tobytes())
        painted.putpalette(_PALETTE)
        self._paint(painted, wording)
        return _png(painted)

    def _set(self, canvas: Image.Image, y: int, text: str, look: tuple[int, int]) -> None:
        """Set a line of text, character by character: pasting one that is drawn already costs next to nothing."""
        x = float(_LEFT)
        for char in text:
            canvas.paste(self._tile(char, *look), (round(x), y))
            x += self._advance(char, look[0])

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one press a build
    def _tile(self, char: str, size: int, fill: int) -> Image.Image:
        from PIL import Image, ImageDraw

        tile = Image.new("L", (max(1, round(self._advance(char, size))), round(size * 1.5)), _PAPER)
        ImageDraw.Draw(tile).text((0, 0), char, font=self._font(size), fill=fill)
        return tile

    def _paint(self, image: Image.Image, wording: Wording) -> None:
        """Paint the areas of colour: the bar at the left, and the mark of the status, whose word is cut out of it."""
        from PIL import ImageDraw

        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 0, 28, HEIGHT), fill=_KEY)
        if wording.status in MARKS:
            font = self._font(40)
            right = _LEFT + 56 + font.getlength(wording.status_text)
            pen.rounded_rectangle((_LEFT, 508, right, 576), radius=10, fill=MARKS[wording.status])
            pen.fontmode = "1"
            pen.text((_LEFT + 28, 514), wording.status_text, font=font, fill=_GREYS - 1)

    def _title(self, title: str) -> tuple[int, Sequence[str]]:
        """Break a title into three lines at most, in the largest size in which it fits."""
        for size in _TITLE_SIZES:
            lines = self._lines(title, size)
            if len(lines) <= 3:
                return size, lines
        size = _TITLE_SIZES[-1]
        lines = self._lines(title, size)
        return size, [*lines[:2], self._cut("".join(lines[2:]), size)]

    def _lines(self, text: str, size: int) -> list[str]:
        lines, line = [], ""
        for char in " ".join(text.split()):
            if self._width(line + char, size) > _RIGHT - _LEFT and char not in _NO_START:
                lines.append(line)
                line = ""
            line += char
        return [*lines, line]

    def _cut(self, text: str, size: int) -> str:
        if self._width(text, size) <= _RIGHT - _LEFT:
            return text
        while text and self._width(f"{text}…", size) > _RIGHT - _LEFT:
            text = text[:-1]
        return f"{text}…"

    def _width(self, text: str, size: int) -> float:
        return sum(self._advance(char, size) for char in text)

    @lru_cache(maxsize=8192)  # noqa: B019
    def _advance(self, char: str, size: int) -> float:
        return self._font(size).getlength(char)

    @lru_cache(maxsize=16)  # noqa: B019
    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        from PIL import ImageFont

        # The basic layout needs no further library, so every machine sets the same text alike.
        return ImageFont.truetype(self._font_file, size, layout_engine=ImageFont.Layout.BASIC)

    def _make_base(self, site_name: str) -> Image.Image:
        from PIL import Image, ImageDraw

        base = Image.new("L", (WIDTH, HEIGHT), _PAPER)
        pen = ImageDraw.Draw(base)
        font = self._font(30)
        pen.text((_RIGHT - font.getlength(site_name), 540), site_name, font=font, fill=_SOFT)
        return base


@cache
def find_press(site_name: str) -> Press | None:
    """Give the press of a process, which keeps what it has drawn; None where the font was not brought."""
    font = data_folder("site_templates") / FONT
    return Press(font, site_name) if font.is_file() else None


def _png(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG", bits=4, compress_level=_LEVEL, compress_type=zlib.Z_RLE)
    return held.getvalue()


def _palette() -> bytes:
    """Give the colours: greys from ink to paper, then those of areas."""
    steps = [round(_INK + (_PAPER - _INK) * number / (_GREYS - 1)) for number in range(_GREYS)]
    return bytes(part for grey in steps for part in (grey, grey, grey)) + bytes(
        part for one in _COLOURS for part in one
    )


def _grey_steps() -> list[int]:
    """Give the palette's number for each grey."""
    span = _PAPER - _INK
    return [min(_GREYS - 1, max(0, round((grey - _INK) * (_GREYS - 1) / span))) for grey in range(256)]


_PALETTE: Final = _palette()
_GREY_STEPS: Final = _grey_steps()
_NO_START: Final = frozenset("、。，．・：；？！）」』】〕］｝ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ)]},.!?%％")
