"""A PDF made by hand: words at places on sheets, in a font that is named and not embedded."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, str]
"""Words, and where on the sheet they begin, from its left and its lower edge."""

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""

_DESCRIPTOR = b"""<< /Type /FontDescriptor /FontName /Gothic /Flags 4 /FontBBox [0 -200 1000 900]
/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 800 /StemV 80 >>"""


def make_pdf(sheets: Sequence[Sequence[Placed]], *, locked: bool = False) -> bytes:
    """Make a PDF; `locked` makes it ask for a password."""
    first = 6
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(sheets)))
    font = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Gothic /CIDSystemInfo << /Registry (Adobe) "
    font += "/Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 5 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Gothic /Encoding /Identity-H /DescendantFonts [4 0 R] "
        b"/ToUnicode " + str(first + 2 * len(sheets)).encode() + b" 0 R >>",
        font.encode(),
        _DESCRIPTOR,
    ]
    for index, words in enumerate(sheets):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> "
        objects.append(f"{page}/Contents {first + 2 * index + 1} 0 R >>".encode())
        drawn = "\n".join(f"BT /F1 10 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in words)
        objects.append(_stream(drawn.encode()))
    objects.append(_stream(_TO_UNICODE))
    return _file(objects, locked)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: Sequence[bytes], locked: bool) -> bytes:
    body = b"%PDF-1.7\n"
    offsets = []
    for number, data in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    key = b"<" + b"5a" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>] " % (key, key)
    trailer = b"<< /Size %d /Root 1 0 R %s>>" % (len(objects) + 1, lock if locked else b"")
    return body + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)
