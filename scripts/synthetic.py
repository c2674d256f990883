"""Make synthetic cities for tests and measurements: folders with `city.yaml` and `tables/*.csv`.

The cities are invented, their codes lie where no municipality has one. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from random import Random
from typing import Final

SCRIPTS: Final = Path(__file__).resolve().parent
sys.path[:0] = [str(SCRIPTS), str(SCRIPTS.parent / "build")]

from keikaku.iri import check_digit  # noqa: E402
from keikaku.schema import load_schema  # noqa: E402
from synthetic_city import city_tables  # noqa: E402 - the path must be set first
from synthetic_city.figures import INDICATORS  # noqa: E402
from synthetic_city.plan import PROJECTS  # noqa: E402
from synthetic_city.words import WORDS  # noqa: E402

MAX_CITIES: Final = 47 * 100
"""Codes 900 to 999 of each prefecture, where no municipality has one."""

LICENCE: Final = (
    "licence: {name: CC-BY-4.0, title: クリエイティブ・コモンズ 表示 4.0 国際, "
    "url: 'https://creativecommons.org/licenses/by/4.0/'}\n"
)


def write_city(folder: Path, number: int, seed: int, projects: int = PROJECTS, indicators: int = INDICATORS) -> None:
    """Write one city into a folder of its own.

    Raises:
        ValueError: `number` is below 0, or so large that there is no code left for the city.

    """
    lgcode = _lgcode(number)
    name, kana, english = _name(number)
    prefecture, prefecture_en = WORDS.prefectures[number % 47]
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    licence = LICENCE if number % 2 else ""
    config = (
        f"lgcode: '{lgcode}'\nname: {{ja: {name}, en: {english}}}\nkana: {kana}\n"
        f"prefecture: {{ja: {prefecture}, en: {prefecture_en}}}\n{licence}"
    )
    (folder / "city.yaml").write_text(config, encoding="utf-8", newline="\n")
    tables = city_tables(Random(f"{seed}/{number}"), name, projects, indicators)  # noqa: S311 - nothing secret
    for table in load_schema().tables:
        if table.derived:
            continue
        with (folder / "tables" / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables[table.name])


def write_cities(folder: Path, count: int, seed: int) -> list[Path]:
    """Write cities into `city-0000`, `city-0001` and so on below a folder; give their folders."""
    folders = [folder / f"city-{number:04}" for number in range(count)]
    for number, city in enumerate(folders):
        write_city(city, number, seed)
    return folders


def _lgcode(number: int) -> str:
    if not 0 <= number < MAX_CITIES:
        raise ValueError(f"a city's number lies between 0 and {MAX_CITIES - 1}")
    five = f"{number % 47 + 1:02}{900 + number // 47}"
    return five + check_digit(five)


def _name(number: int) -> tuple[str, str, str]:
    head = WORDS.name_heads[number % len(WORDS.name_heads)]
    tail = WORDS.name_tails[number % len(WORDS.name_tails)]
    return f"{head[0]}{tail[0]}市", f"{head[1]}{tail[1]}し", f"{head[2]}{tail[2]}"


def main() -> int:
    """Write as many cities as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=1, metavar="N", help="number of cities (default 1)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="seed of what is drawn (default 1)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
    options = parser.parse_args()
    if not 1 <= options.cities <= MAX_CITIES:
        parser.error(f"--cities must lie between 1 and {MAX_CITIES}")
    write_cities(options.out, options.cities, options.seed)
    print(f"{options.cities} cities written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
