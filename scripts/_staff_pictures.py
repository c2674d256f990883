"""The pictures of the staff guide: terminals as SVG of our own, sheets by LibreOffice, pages by Chromium.

Each picture is taken of the folder as a step of the guide left it, so none can show what the programme does not do.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

    from staff_guide import Done

LARGEST: Final = 150_000
"""Bytes of the largest picture that goes into the repository."""
_COLUMNS: Final = 104
_LINES: Final = 34
_UNIT: Final = 8.0
_LEADING: Final = 21
_PAPER: Final = ("#10202e", "#e8eef2", "#8fd0a0")
_WIDTH: Final = 1100


class Photographer:
    """Takes the pictures that belong to a step, as soon as it is done."""

    def __init__(self, folder: Path, target: Path) -> None:
        self._folder: Final = folder
        self._target: Final = target
        self.taken: Final[dict[str, int]] = {}
        target.mkdir(parents=True, exist_ok=True)

    def take(self, done: Done) -> None:
        """Take the pictures of a step; most have none."""
        for beginning, shots in _SHOTS.items():
            if (done.step.command or done.step.hand).startswith(beginning):
                for name, shot in shots.items():
                    if name not in self.taken:
                        self._keep(name, shot(self._folder, done))

    def _keep(self, name: str, data: bytes) -> None:
        if len(data) > LARGEST:
            raise ValueError(f"{name} has {len(data)} bytes, more than {LARGEST}")
        (self._target / name).write_bytes(data)
        self.taken[name] = len(data)


Shot = Callable[[Path, "Done"], bytes]


def terminal(folder: Path, done: Done, first: str = "") -> bytes:
    """Draw what the terminal shows; from the line on that begins with `first`, and no more than a screen."""
    shown = done.output.rstrip("\n").split("\n")
    start = next((number for number, line in enumerate(shown) if first and line.startswith(first)), 0)
    skipped = ["（前略）"] if start else []
    lines = [part for line in [*skipped, *shown[start:]] for part in _wrapped(line)]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], "（後略）"]
    return _screen([f"> {done.step.command}", *lines]).encode()


def _wrapped(line: str) -> Iterator[str]:
    part, units = "", 0
    for letter in line:
        width = _units(letter)
        if units + width > _COLUMNS:
            yield part
            part, units = "", 0
        part, units = part + letter, units + width
    yield part


def _units(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def _screen(lines: list[str]) -> str:
    """Give a terminal as SVG. Each line is given its length, so that columns stand below each other in any font."""
    back, front, prompt = _PAPER
    width, height = int(_COLUMNS * _UNIT) + 32, len(lines) * _LEADING + 28
    drawn = []
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        text = line.strip(" ")
        x, y = 16 + indent * _UNIT, 30 + number * _LEADING
        colour = f' fill="{prompt}"' if number == 0 else ""
        length = _units(text) * _UNIT
        drawn.append(
            f'<text x="{x:g}" y="{y}" textLength="{length:g}" lengthAdjust="spacingAndGlyphs"{colour}>'
            f"{escape(text)}</text>"
        )
    font = "'Noto Sans Mono CJK JP','BIZ UDGothic','MS Gothic','Osaka-Mono',monospace"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{font}" font-size="15" fill="{front}">\n<title>{escape(lines[0])}</title>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="{back}"/>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def sheet(folder: Path, done: Done, book: str, page: int, part: tuple[float, float]) -> bytes:
    """Draw a page of a workbook as LibreOffice prints it, -1 being the last; `part` is how much of it is kept."""
    import pypdfium2

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise FileNotFoundError("LibreOffice is needed for the pictures of workbooks")
    with tempfile.TemporaryDirectory() as place:
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        call = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", place, str(folder / book)]
        subprocess.run(call, check=True, capture_output=True, timeout=180)
        document = pypdfium2.PdfDocument(Path(place) / f"{Path(book).stem}.pdf")
        try:
            image = document[page % len(document)].render(scale=4).to_pil()
        finally:
            document.close()
    return _small(_cut(image.convert("RGB"), part))


def _cut(image: Image, part: tuple[float, float]) -> Image:
    """Cut the white margins off, then keep a part from the upper left."""
    from PIL import Image as Images
    from PIL import ImageChops

    box = ImageChops.difference(image, Images.new("RGB", image.size, "white")).getbbox() or (0, 0, *image.size)
    left, top, right, bottom = box
    kept = image.crop((left, top, left + int((right - left) * part[0]), top + int((bottom - top) * part[1])))
    width, height = kept.size
    return kept.resize((_WIDTH, round(height * _WIDTH / width)), Images.Resampling.LANCZOS) if width > _WIDTH else kept


def _small(image: Image) -> bytes:
    """Give a PNG with as many colours as stay below the limit."""
    from PIL.Image import Dither

    data = b""
    for colours in (128, 64, 32, 16):
        file = io.BytesIO()
        image.quantize(colours, dither=Dither.NONE).save(file, "PNG", optimize=True)
        data = file.getvalue()
        if len(data) <= LARGEST:
            break
    return data


def page(folder: Path, done: Done, path: str, height: int = 900) -> bytes:
    """Take a page of the built site with Chromium, from its top."""
    from PIL import Image as Images
    from playwright.sync_api import sync_playwright

    with _served(folder / "public") as base, sync_playwright() as play:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            view = browser.new_page(viewport={"width": _WIDTH, "height": height}, locale="ja-JP")
            view.goto(base + path, wait_until="networkidle")
            shot = view.screenshot()
        finally:
            browser.close()
    return _small(Images.open(io.BytesIO(shot)).convert("RGB"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


_FORM: Final = "imari_one_sheet.xlsx"
_IMPORT: Final = f"keikaku import {_FORM} --city imari"
_SHOTS: Final[Mapping[str, Mapping[str, Shot]]] = {
    "keikaku init": {"02-init.svg": terminal},
    "記入": {
        "04-guide.png": partial(sheet, book=_FORM, page=0, part=(1, 0.62)),
        "04-example.png": partial(sheet, book=_FORM, page=1, part=(0.62, 1)),
        "04-filled.png": partial(sheet, book=_FORM, page=2, part=(0.6, 1)),
    },
    f"{_IMPORT} --dry-run --returned": {
        "05-report.svg": partial(terminal, first="E"),
        "05-returned.png": partial(sheet, book="直すところ.xlsx", page=0, part=(1, 1)),
        "05-marked.png": partial(sheet, book="直すところ.xlsx", page=-1, part=(0.66, 1)),
    },
    f"{_IMPORT} --dry-run": {"06-sound.svg": terminal},
    "keikaku build": {"08-build.svg": terminal},
    "keikaku serve": {
        "08-city.png": partial(page, path="412058/"),
        "08-project.png": partial(page, path="412058/dx/projects/1-1-1/"),
    },
    "keikaku status": {"10-status.svg": terminal},
    "keikaku import 令和7年度実績.xlsx --city imari --dry-run": {"10-changes.svg": terminal},
}
"""Which pictures are taken after a step, by how its command begins. The first picture of a name counts."""
