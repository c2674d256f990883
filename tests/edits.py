"""Edits of tables as hands make them, chosen by chance: another value in a cell, rows more, less or swapped."""

from __future__ import annotations

import csv
import random
from pathlib import Path

ODD = ("", "0", "12.5", "とても長い題名" * 9, '<b>&"', "2024", "別の課", " ")


def edit(tables: Path, rng: random.Random, name: str = "") -> str:
    """Edit one table of a folder at one place; give what was done."""
    path = tables / name if name else rng.choice(sorted(tables.glob("*.csv")))
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    done = rng.choice((_cell, _cell, _cell, _more, _less, _swapped))(header, rows, rng) if rows else "nothing"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return f"{path.name}: {done}"


def _cell(header: list[str], rows: list[list[str]], rng: random.Random) -> str:
    row, at = rng.choice(rows), rng.randrange(len(header))
    last = row[at]
    row[at] = rng.choice(sorted({one[at] for one in rows} | {rng.choice(ODD)} - {last}) or [f"{last}9"])
    return f"{header[at]} {last!r} -> {row[at]!r}"


def _more(header: list[str], rows: list[list[str]], rng: random.Random) -> str:
    row = list(rng.choice(rows))
    # The last column of the key is often the second or third: a new value there makes a new row.
    at = rng.randrange(min(3, len(row)))
    row[at] = f"{row[at]}9"
    rows.append(row)
    return f"one row more, {header[at]} {row[at]!r}"


def _less(header: list[str], rows: list[list[str]], rng: random.Random) -> str:
    return f"without the row {rows.pop(rng.randrange(len(rows)))[:3]}"


def _swapped(header: list[str], rows: list[list[str]], rng: random.Random) -> str:
    one, other = rng.randrange(len(rows)), rng.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]
    return f"rows {one} and {other} swapped"
