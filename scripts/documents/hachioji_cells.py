"""Reading of Hachioji's cells: text by line numbers, marks, figures, differences from the target.

Notation of the tables in hachioji_kpi*.py and hachioji_measures.py. A project is a line `id | phases | cell | cell |
cell | cell`, the cells of 令和4年度 to 令和7年度 as line ranges. Parts of a cell are parted by `;` (joined with a
space, since they are separate items); `&` parts items that have rows of their own (seq 1, 2). `-12` is a cell that
prints only `-` in line 12. `[a:b]` cuts the text from the first a up to the next b. Phases: ranges parted by `+`, then
after a colon how many 【…】 each of the four years has, where spaces in the text do not tell. Each line with `+` is an
indicator of the project above: `+ unit time flags | title | four cells`; without cells, all of the project's; `M` is
an indicator in words, `=` the project's title, `::` parts title and definition. A project without `+` has one such
indicator. After a cell may stand `v=` the value where it cannot be told from the unit (empty: none), `n=`, `d=`, `u=`
numerator, denominator and their unit, `t=` the lines that print the year's target, `prev` for a target relative to the
year before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from text import Document, ReadError, Row, era_span, literal_rows, plain

EDITION = "dx-2025"
YEARS = (2022, 2023, 2024, 2025)
MARK = re.compile(r"【(未?達成)】")
ITEM_START = re.compile(r"\s*[・①-⑨〈＜→]")
PHASE = re.compile(r"【[^】]*】|-")
DELTA = re.compile(r"[（(](対目標[:：]?[^）)]*)[）)]")
DELTA_VALUE = re.compile(r"対目標:?([▲+±-]?)([\d,]+(?:\.\d+)?)(万)?")
AS_OF = re.compile(r"\(R(\d+)\.(\d+)\.(\d+)現在\)")
RATE = re.compile(r"\([^()]*?([\d.]+)%\)")
COMPARATORS = {"以上": "ge", "以下": "le", "": ""}
UNIT_WORDS = {"人": "人|名", "箇所": "か所|箇所", "種": "種類|種", "万円": "万円", "回": "回", "基": "基"}
STATUS = {"達成": "achieved", "未達成": "not_achieved"}


@dataclass(frozen=True)
class Cell:
    """A cell or a part of one, as the tables of line numbers note it."""

    spec: str
    options: dict[str, str]

    @property
    def dash(self) -> bool:
        """Whether the cell prints only a dash."""
        return self.spec.startswith("-")

    @property
    def first(self) -> int:
        """Return the first line number."""
        found = re.search(r"\d+", self.spec)
        if not found:
            raise ReadError(f"no line: {self.spec!r}")
        return int(found[0])

    @property
    def last(self) -> int:
        """Return the last line number."""
        return int(re.findall(r"\d+", re.sub(r"\[[^\]]*\]", "", self.spec))[-1])


@dataclass(frozen=True)
class Entry:
    """An indicator as noted: a row for each year holds the cells of its items."""

    kind: str
    time: str
    flags: tuple[str, ...]
    title: str
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Block:
    """What is noted of a project or a measure: the fields of its line and its indicators."""

    key: str
    fields: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the four KPI cells of a project."""
        return tuple(parse_cells(field) for field in self.fields[1:5])


def parse_cells(text: str) -> tuple[Cell, ...]:
    """Read the items of a cell from the notation."""
    items = []
    for part in filter(None, (part.strip() for part in text.split("&"))):
        spec, *options = part.split(" ")
        pairs = (option.partition("=") for option in options)
        items.append(Cell(spec, {name: value for name, _, value in pairs}))
    return tuple(items)


def parse_blocks(table: str) -> Iterator[Block]:
    """Read a table of the notation; lines that begin with two spaces go on."""
    blocks: list[list[tuple[str, ...]]] = []
    for row in literal_rows(table.replace("\n  ", " ")):
        if row[0].startswith("+"):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    for head, *rows in blocks:
        yield Block(head[0], head[1:], tuple(parse_entry(row, head) for row in rows))


def parse_entry(row: tuple[str, ...], head: tuple[str, ...]) -> Entry:
    """Read the line of an indicator."""
    kind, *rest = row[0].removeprefix("+").split()
    time, *flags = rest or [""]
    cells = row[2:] or head[2:6]
    cells += ("",) * (len(YEARS) - len(cells))
    return Entry(kind, time, tuple(flags), row[1], tuple(parse_cells(cell) for cell in cells))


class Text:
    """Access to the document by line numbers."""

    def __init__(self, document: Document) -> None:
        """Keep the document."""
        self.document = document

    def line(self, number: int) -> str:
        """Return a line without the white space at its ends."""
        return self.document.lines[number - 1].text.strip()

    def part(self, spec: str) -> str:
        """Return the text of one range, with its cut; wrapped lines are joined with nothing, items with a space."""
        found = re.fullmatch(r"(\d+)(?:-(\d+))?(?:\[([^:\]]*):([^:\]]*)\])?", spec)
        if not found:
            raise ReadError(f"not a range of lines: {spec!r}")
        first, last, start, end = found.groups()
        joined = ""
        for number in range(int(first), int(last or first) + 1):
            line = MARK.sub("", self.document.lines[number - 1].text).strip(" ").rstrip()
            if not line:
                continue
            joined += " " + line if joined and ITEM_START.match(line) and line[0] != "→" else line
        if (start and start not in joined) or (end and end not in joined[1:]):
            raise ReadError(f"{spec}: nothing to cut in {joined}")
        if start:
            joined = joined[joined.index(start) :]
        if end:
            joined = joined[: joined.index(end, 1)]
        return joined.strip()

    def raw(self, spec: str) -> str:
        """Return the text of a cell as printed, without its marks."""
        if spec.startswith("-"):
            if "-" not in self.line(int(spec[1:])).split():
                raise ReadError(f"line {spec[1:]} prints no dash")
            return "-"
        return " ".join(self.part(part) for part in spec.split(";"))

    def first_line(self, cell: Cell) -> int:
        """Return the first line of a cell that prints more than its mark."""
        numbers = range(cell.first, cell.last + 1)
        return next(number for number in numbers if MARK.sub("", self.line(number)).strip())

    def mark(self, cell: Cell, whole: Cell) -> str:
        """Return the mark that holds for an item of a cell: the last one before the item's end of first line."""
        numbers = range(whole.first, max(cell.first, self.first_line(cell)) + 1)
        marks = [found[0] for number in numbers if (found := MARK.search(self.line(number)))]
        return marks[-1] if marks else ""


def tidy(text: str) -> str:
    """Return the normal form of a text, with the bar that stands for a long vowel mended."""
    return plain(text).replace("バ―", "バー")


def unit_pattern(unit: str) -> str:
    """Return a pattern of how a unit is printed."""
    return UNIT_WORDS.get(unit, re.escape(unit))


def expand(number: str, man: str | None) -> str:
    """Return plain digits for a printed number, with 万 written out."""
    digits = number.replace(",", "")
    return f"{float(digits) * 10000:.0f}" if man else digits


def figure(text: str, unit: str) -> Row:
    """Find the one figure with a unit in a text; nothing where there is none, an error where there are several."""
    squeezed = DELTA.sub("", plain(text)).replace(" ", "")
    if unit != "%":
        squeezed = RATE.sub("", squeezed)
    pattern = rf"(約)?([\d,]*\d(?:\.\d+)?)(万)?(?:{unit_pattern(unit)})(以上|以下)?"
    if unit == "万円":
        pattern = r"(約)?([\d,]*\d(?:\.\d+)?)()万円(以上|以下)?"
    found = list(re.finditer(pattern, squeezed))
    if len(found) > 1:
        raise ReadError(f"several figures: {text}")
    if not found:
        return {}
    approx, number, man, comparator = found[0].groups()
    row = {"value": expand(number, man), "unit": unit}
    return row | {"comparator": "approx" if approx else COMPARATORS[comparator or ""]}


def given(cell: Cell, raw: str, unit: str) -> Row:
    """Return value, unit and comparator of a cell, as noted or as found."""
    value = cell.options.get("v")
    if value is None:
        return {} if cell.dash else figure(raw, unit)
    low, _, high = value.partition("..")
    return ({"value": low, "unit": unit} | ({"value_max": high} if high else {})) if low else {}


def result_row(text: Text, cell: Cell, whole: Cell, unit: str) -> Row:
    """Make the result of an item of a cell of the past years."""
    raw = text.raw(cell.spec)
    row = {"raw": raw} | (given(cell, raw, unit) if unit else {})
    normal = plain(raw).replace(" ", "")
    if found := AS_OF.search(normal):
        year, month, day = found.groups()
        row["as_of"] = era_span(f"令和{year}年{month}月{day}日")[0]
    if unit not in ("", "%") and (rate := RATE.search(DELTA.sub("", normal))):
        row["rate"] = rate[1]
    row |= {"numerator": cell.options.get("n", ""), "denominator": cell.options.get("d", "")}
    row |= {"unit": cell.options["u"]} if "u" in cell.options else {}
    if printed := DELTA.search(raw.replace(" ", "")):
        row["delta_raw"] = printed[1]
        value = DELTA_VALUE.match(plain(printed[1]).replace(" ", ""))
        if not value:
            raise ReadError(f"no difference: {raw}")
        sign = "-" if value[1] in ("▲", "-") else ""
        row["delta"] = sign + expand(value[2], value[3])
    mark = "" if cell.dash else text.mark(cell, whole)
    row |= {"status_raw": mark, "status": STATUS[mark.strip("【】")] if mark else ""}
    line = cell.first if cell.dash else text.first_line(cell)
    return row | text.document.place(line)


def target_row(text: Text, cell: Cell, unit: str) -> Row:
    """Make the target that a cell states."""
    raw = text.raw(cell.spec)
    row = {"applies": "year", "raw": raw} | (given(cell, raw, unit) if unit else {})
    squeezed = plain(raw).replace(" ", "")
    basis = "absolute"
    if re.search(r"\(対R3年度\)", squeezed):
        basis = "baseline"
    elif "prev" in cell.options or "前年度以上" in squeezed:
        basis = "previous_year"
    if "前年度以上" in squeezed:
        row["comparator"] = "ge"
    relative = basis != "absolute"
    row |= {"basis": basis if relative or row.get("value") else "", "origin": "stated"}
    return row | text.document.place(text.first_line(cell))


def derived_targets(text: Text, results: Sequence[Row], targets: Sequence[Row]) -> Iterator[Row]:
    """Make the targets that follow from a result and its printed difference, for years without a stated one."""
    stated = {(row["indicator_id"], row["fiscal_year"]) for row in targets}
    for row in results:
        if not (row.get("value") and row.get("delta")) or (row["indicator_id"], row["fiscal_year"]) in stated:
            continue
        line = next(n for n in range(int(row["line"]), len(text.document.lines)) if "対目標" in text.line(n))
        target = {name: row[name] for name in ("edition_id", "indicator_id", "fiscal_year", "unit")}
        value = Decimal(row["value"]) - Decimal(row["delta"])
        target |= {"seq": "1", "applies": "year", "raw": row["delta_raw"], "value": f"{value:f}"}
        yield target | {"basis": "absolute", "origin": "derived", **text.document.place(line)}


def phase_years(text: Text, spec: str) -> list[list[tuple[int, str]]]:
    """Return the phases of the four years, each with its line."""
    parts, _, counts = spec.rpartition(":") if re.search(r":[\d,]+$", spec) else (spec, "", "")
    groups: list[list[tuple[int, str]]] = []
    for part in parts.split("+"):
        if "[" in part:
            number = int(part.partition("[")[0])
            groups += [[(number, token) for token in PHASE.findall(word)] for word in text.part(part).split()]
        else:
            first, _, last = part.partition("-")
            for word in words(text, int(first), int(last or first)):
                joined = "".join(character for character, _ in word)
                groups.append([(word[found.start()][1], found[0]) for found in PHASE.finditer(joined)])
    if counts:
        tokens = [token for group in groups for token in group]
        sizes = [int(count) for count in counts.split(",")]
        if sum(sizes) != len(tokens):
            raise ReadError(f"{spec}: {len(tokens)} phases")
        groups = [[tokens.pop(0) for _ in range(size)] for size in sizes]
    if len(groups) != len(YEARS):
        raise ReadError(f"{spec}: {len(groups)} years of phases")
    return groups


def words(text: Text, first: int, last: int) -> Iterator[list[tuple[str, int]]]:
    """Give the words of some lines, each character with its line; a bracket that is not closed goes on."""
    held: list[tuple[str, int]] = []
    for number in range(first, last + 1):
        for word in text.line(number).split():
            held += [(character, number) for character in word]
            characters = [character for character, _ in held]
            if characters.count("【") == characters.count("】"):
                yield held
                held = []
    if held:
        raise ReadError(f"line {held[0][1]}: bracket not closed")
