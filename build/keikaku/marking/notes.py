"""The notes (comments) of a sheet: ours put in or added to what stands there, and taken out again.

A note has a text in one part and a box in another (VML, which spreadsheets have kept since 1997). The shapes of other
things live in that part too, so it is changed as text, shape by shape, and the rest of it stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

from keikaku.form.marks import mark_in
from keikaku.ooxml import child, children, local, parse, serialise, split_cell

AUTHOR: Final = "keikaku"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NO_NOTES: Final = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode()
NO_SHAPES: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b"</o:shapelayout></xml>"
)
_SHAPE_TYPE: Final = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE: Final = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
_ROW: Final = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN: Final = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_ID: Final = re.compile(rb"_x0000_s(\d+)")
_CHARACTERS_A_LINE: Final = 24
_LAST: Final = (1_048_575, 16_383)


def without_marks(data: bytes) -> tuple[bytes, frozenset[str]]:
    """Take our part out of all notes; give the part and the cells whose notes were ours alone and are gone."""
    root = parse(data)
    listed = child(root, "commentList")
    gone: set[str] = set()
    for note in [] if listed is None else list(children(listed, "comment")):
        texts = [one for one in note.iter() if local(one) == "t"]
        whole = "".join(one.text or "" for one in texts)
        span = mark_in(whole)
        if span is None:
            continue
        if (whole[: span[0]] + whole[span[1] :]).strip():
            _cut(texts, *span)
        else:
            note.getparent().remove(note)
            gone.add(note.get("ref") or "")
    return serialise(root), frozenset(gone)


def _cut(texts: list[Any], start: int, stop: int) -> None:
    at = 0
    for one in texts:
        text = one.text or ""
        one.text = text[: max(start - at, 0)] + text[max(stop - at, 0) :]
        at += len(text)


def without_shapes(data: bytes, cells: frozenset[str]) -> bytes:
    """Take the boxes of notes that are gone out of a VML part."""
    places = {(row - 1, column - 1) for row, column in filter(None, map(split_cell, cells))}

    def keep(found: re.Match[bytes]) -> bytes:
        row, column = _ROW.search(found[0]), _COLUMN.search(found[0])
        gone = row is not None and column is not None and (int(row[1]), int(column[1])) in places
        return b"" if gone else found[0]

    return _SHAPE.sub(keep, data)


def with_notes(data: bytes, texts: Mapping[str, str]) -> tuple[bytes, tuple[str, ...]]:
    """Put texts into the notes of cells, below what stands there; give the part and the cells that need a box."""
    root = parse(data)
    authors, listed = child(root, "authors"), child(root, "commentList")
    if authors is None or listed is None:
        root = parse(NO_NOTES)
        authors, listed = child(root, "authors"), child(root, "commentList")
    name = _namer(root)
    number = _author(authors, name)
    there = {note.get("ref"): note for note in children(listed, "comment")}
    fresh = []
    for cell, text in texts.items():
        note = there.get(cell)
        if note is None:
            note = etree.SubElement(listed, name("comment"), ref=cell, authorId=str(number))
            _add_text(etree.SubElement(note, name("text")), text, name)
            fresh.append(cell)
        else:
            body = child(note, "text")
            body = etree.SubElement(note, name("text")) if body is None else body
            _add_text(body, f"\n\n{text}", name)
    return serialise(root), tuple(fresh)


def _namer(root: Any) -> Callable[[str], str]:
    prefix = str(root.tag).rpartition("}")[0]
    return lambda name: f"{prefix}}}{name}" if prefix else name


def _author(authors: Any, name: Callable[[str], str]) -> int:
    names = [one.text for one in children(authors, "author")]
    if AUTHOR not in names:
        etree.SubElement(authors, name("author")).text = AUTHOR
        return len(names)
    return names.index(AUTHOR)


def _add_text(body: Any, text: str, name: Callable[[str], str]) -> None:
    plain = child(body, "t")
    if plain is not None:
        # A plain text cannot stand beside runs, so it becomes the first of them.
        run = etree.Element(name("r"))
        body.replace(plain, run)
        plain.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(plain)
    run = etree.SubElement(body, name("r"))
    part = etree.SubElement(run, name("t"))
    part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    part.text = text
    # Readings of the text (phonetic runs) come last in the schema.
    for reading in [one for one in body if local(one) in ("rPh", "phoneticPr")]:
        body.append(reading)


def with_shapes(data: bytes, texts: Mapping[str, str]) -> bytes:
    """Add a box for each cell to a VML part, as large as its text needs."""
    used = max((int(found) for found in _ID.findall(data)), default=1024)
    shapes = "" if b'"_x0000_t202"' in data else _SHAPE_TYPE.replace("<v:shapetype", f"<v:shapetype {_SPACES}", 1)
    for number, (cell, text) in enumerate(texts.items(), used + 1):
        shapes += _shape(number, cell, text)
    end = data.rfind(b"</")
    return data[:end] + shapes.encode() + data[end:]


def _shape(number: int, cell: str, text: str) -> str:
    place = split_cell(cell) or (1, 1)
    row, column = place[0] - 1, place[1] - 1
    lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.split("\n"))
    top, left = max(row - 1, 0), min(column + 1, _LAST[1] - 4)
    bottom = min(top + max(lines + 1, 4), _LAST[0])
    return (
        f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        f'margin-top:1.5pt;width:300pt;height:{18 * (lines + 1)}pt;z-index:{number - 1024};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{left}, 15, {top}, 2, {left + 4}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
