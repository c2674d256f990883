"""Carry out the staff guide as it is written, and take its pictures from what really happens.

`python scripts/staff_guide.py` runs docs/staff/README.md in an empty folder and writes docs/staff/pictures/. The test
of the guide runs the same steps without pictures. What a person does between the commands (filling, mending) stands in
`HANDS`; the guide marks the places with comments.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "build"), str(ROOT / "scripts")]

GUIDE: Final = ROOT / "docs" / "staff" / "README.md"
PICTURES: Final = GUIDE.parent / "pictures"
FORM: Final = "imari_one_sheet.xlsx"
SHEET: Final = "事業一覧"
_Cells = dict[tuple[int, str], str | int]
"""What is typed, by row and heading."""
_BLOCK: Final = re.compile(
    r"^```sh(?P<long> long)?(?: exit=(?P<exit>\d))?\n(?P<lines>.*?)^```$|^<!-- 人が行うこと: (?P<hand>.*?) -->$",
    re.M | re.S,
)
_ADDRESS: Final = re.compile(rb"https?://[0-9a-z.:]+/")
_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Step:
    """A command with the exit code that the guide promises, or what a person does by hand."""

    command: str = ""
    exit: int = 0
    long: bool = False
    hand: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What a step gave."""

    step: Step
    exit: int = 0
    output: str = ""


def steps(text: str) -> Iterator[Step]:
    """Give the steps of a guide in their order."""
    for found in _BLOCK.finditer(text):
        if found["hand"]:
            yield Step(hand=found["hand"])
            continue
        for line in found["lines"].splitlines():
            yield Step(line, int(found["exit"] or 0), bool(found["long"]))


def carry_out(folder: Path, text: str, after: Callable[[Done], None] = lambda done: None) -> Iterator[Done]:
    """Carry out the steps of a guide in a folder, one by one; `after` sees the folder as each step leaves it."""
    for step in steps(text):
        if step.hand:
            HANDS[step.hand](folder)
            done = Done(step)
        else:
            done = _visit(step, folder) if step.long else _run(step, folder)
        after(done)
        yield done


def _call(step: Step) -> list[str]:
    name, *rest = shlex.split(step.command)
    if name != "keikaku":
        raise ValueError(f"the guide may only call keikaku: {step.command}")
    # The port of the guide may be taken on a machine that runs tests.
    return [sys.executable, "-m", "keikaku", *rest, *(["--port", "0"] if step.long else [])]


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT / "build"), os.environ.get("PYTHONPATH", ""))))
    return {
        **os.environ,
        "LANG": "ja_JP.UTF-8",
        "LC_ALL": "ja_JP.UTF-8",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": path,
    }


def _run(step: Step, folder: Path) -> Done:
    """Run a command as somebody does whose terminal shows both streams."""
    run = subprocess.run(
        _call(step),
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=600,
        check=False,
    )
    return Done(step, run.returncode, run.stdout.decode())


def _visit(step: Step, folder: Path) -> Done:
    """Run a command that goes on until it is stopped: wait for the address that it tells, and fetch the page."""
    with subprocess.Popen(
        _call(step),
        cwd=folder,
        env={**_environment(), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            output = _until_address(process)
            address = _ADDRESS.findall(output)[-1].decode()
            with urllib.request.urlopen(address, timeout=_PATIENCE) as page:  # noqa: S310 - our own server
                found = 0 if page.status == 200 else page.status
        finally:
            process.terminate()
    return Done(step, found, output.decode())


def _until_address(process: subprocess.Popen[bytes]) -> bytes:
    output, end = b"", time.monotonic() + _PATIENCE
    while not _ADDRESS.search(output):
        line = process.stdout.readline() if process.stdout else b""
        if not line or time.monotonic() > end:
            raise RuntimeError(f"no address was told: {output.decode()}")
        output += line
    return output


def fill(folder: Path) -> None:
    """Fill the one-sheet form with the example, three mistakes included, as somebody types who is in a hurry."""
    from keikaku.form import form_of
    from keikaku.schema import load_schema
    from keikaku.template.example import example_sheets

    schema = load_schema()
    ((form, lines),) = example_sheets(schema, form_of(schema, one_sheet=True))
    cells: _Cells = {
        (number, column.title): text
        for number, line in enumerate(lines, 3)
        for column, text in zip(form.columns, line, strict=True)
        if text
    }
    _type(folder / FORM, {**cells, (3, "基準年度"): "令和5年度", **_MISTAKES})


_MISTAKES: Final[_Cells] = {(3, "基準値"): "約12", (5, "望ましい方向"): "〃", (6, "望ましい方向"): "下がる"}
_MENDED: Final[_Cells] = {(3, "基準値"): 12, (5, "望ましい方向"): "", (6, "望ましい方向"): "減るほどよい"}


def mend(folder: Path) -> None:
    """Mend what the report says."""
    _type(folder / FORM, _MENDED)


def add_results(folder: Path) -> None:
    """Add the results of the next year."""
    _type(folder / "令和7年度実績.xlsx", {(3, "実績 令和7年度"): "31手続", (5, "実績 令和7年度"): "運用開始"})


def _type(path: Path, cells: _Cells) -> None:
    """Type into cells, each named by its row and the header of its column."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book[SHEET]
    places = {str(cell.value): number for number, cell in enumerate(sheet[2], start=1)}
    for (row, title), value in cells.items():
        sheet.cell(row, places[title]).value = value or None
    book.save(path)


HANDS: Final[dict[str, Callable[[Path], None]]] = {"記入": fill, "修正": mend, "実績": add_results}


def main() -> int:
    """Carry out the guide and take its pictures; 1 where a command did not do what the guide says."""
    from _staff_pictures import Photographer

    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as place:
        photographer = Photographer(Path(place), PICTURES)
        for done in carry_out(Path(place), GUIDE.read_text(encoding="utf-8"), photographer.take):
            print(f"{done.exit}  {done.step.command or done.step.hand}")
            if done.exit != done.step.exit:
                print(done.output)
                return 1
    for name, size in photographer.taken.items():
        print(f"{size:>8,}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
