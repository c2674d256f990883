"""What is known across cities before any page is made: projects, indicators and what was missed.

Input: the model of one city after another. Output: cards by theme and by year, in a database that the system keeps on
disk as soon as it is larger than a small cache: memory does not grow with the number of cities. The order is always
that of cities as they came and of their plans.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from keikaku.model import Municipality
from keikaku.schema import CodeList, Label
from keikaku.site.lists.cards import CityCards, KpiCard, ProjectCard, YearCount
from keikaku.site.paging import Division
from keikaku.site.standing.yearly import count_projects, count_states

_TABLES: Final = """
CREATE TABLE city (lgcode TEXT PRIMARY KEY, place INTEGER, ja TEXT, en TEXT);
CREATE TABLE project (theme TEXT, wide TEXT, lgcode TEXT, place INTEGER, nth INTEGER, body BLOB);
CREATE TABLE kpi (theme TEXT, unit TEXT, polarity TEXT, time_basis TEXT, lgcode TEXT, place INTEGER, body BLOB);
CREATE TABLE missed (year INTEGER, lgcode TEXT, place INTEGER, body BLOB);
CREATE TABLE year (lgcode TEXT, year INTEGER, body BLOB);
CREATE INDEX project_theme ON project (theme, nth, lgcode);
CREATE INDEX project_wide ON project (wide, nth, lgcode);
CREATE INDEX kpi_theme ON kpi (theme, unit, polarity, time_basis, lgcode, place);
CREATE INDEX missed_year ON missed (year, lgcode, place);
"""
NUMBER: Final = "number"
NOT_MEASURED: Final = "?"
"""Stands for the unit of what no number measures."""
_OTHERS: Final = {
    column: f"SELECT body FROM project JOIN city USING (lgcode) WHERE {column} = ? AND lgcode != ?"  # noqa: S608
    " ORDER BY nth, city.place < (SELECT place FROM city WHERE lgcode = ?), city.place, project.place LIMIT ?"
    for column in ("theme", "wide")
}


class City(NamedTuple):
    """A city by its code."""

    lgcode: str
    name: Label


class ThemeCount(NamedTuple):
    """How many projects and indicators a city has under a theme itself."""

    lgcode: str
    projects: int
    kpis: int


Lines = Sequence[tuple[str | int | bytes, ...]]
"""Lines of a table of the database."""


class Gathered(NamedTuple):
    """What other cities' pages say of a city, as it stands in the database."""

    lgcode: str
    name: Label
    projects: Lines
    kpis: Lines
    years: Lines
    missed: Lines


class Across:
    """The cards of all cities, and how the lists made of them are divided. Close it, or use it in `with`."""

    def __init__(self, themes: CodeList, saved: Path | None = None) -> None:
        """Begin with nothing, or with what `save` has written."""
        self._themes = themes
        self.division = Division()
        if saved:
            self._db = sqlite3.connect(f"{saved.as_uri()}?mode=ro", uri=True)
            return
        # An empty name makes a temporary database on disk that nobody else sees. A preview makes it in one thread and
        # asks it in others, one at a time.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def __enter__(self) -> Across:
        return self

    def __exit__(self, *raised: object) -> None:
        self._db.close()

    def save(self, path: Path) -> None:
        """Write what is known to a file, for other processes to read."""
        self._db.execute("COMMIT")
        with closing(sqlite3.connect(path)) as file:
            self._db.backup(file)
        self._db.execute("BEGIN")

    def add(self, city: Municipality) -> None:
        """Take what other cities' pages say of a city."""
        self.take(self.gather(city))

    def gather(self, city: Municipality) -> Gathered:
        """Work out what other cities' pages say of a city, and take none of it yet."""
        code, gatherer = city.city.lgcode, CityCards(city)
        projects, kpis = self._gather_projects(code, gatherer.projects())
        years = [(code, total.year, _body(total)) for total in _years(code, gatherer)]
        missed = [(one.year, code, at, _body(card)) for at, (one, card) in enumerate(gatherer.missed())]
        return Gathered(code, city.city.name, projects, kpis, years, missed)

    def take(self, city: Gathered) -> None:
        """Take what was worked out of a city."""
        code, name = city.lgcode, city.name
        place = self._db.execute("SELECT count(*) FROM city").fetchone()[0]
        self._db.execute("INSERT INTO city VALUES (?, ?, ?, ?)", (code, place, name.ja, name.en or name.ja))
        self._db.executemany("INSERT INTO project VALUES (?, ?, ?, ?, ?, ?)", city.projects)
        self._db.executemany("INSERT INTO kpi VALUES (?, ?, ?, ?, ?, ?, ?)", city.kpis)
        self._db.executemany("INSERT INTO year VALUES (?, ?, ?)", city.years)
        self._db.executemany("INSERT INTO missed VALUES (?, ?, ?, ?)", city.missed)

    def _gather_projects(self, code: str, cards: Sequence[ProjectCard]) -> tuple[Lines, Lines]:
        nth: Counter[str] = Counter()
        projects, kpis = [], []
        for place, card in enumerate(cards):
            body = _body(card)
            for theme in card.themes:
                nth[theme] += 1
                projects.append((theme, self.wide(theme), code, place, nth[theme], body))
                for kpi in card.kpis:
                    key = (
                        (theme, kpi.unit, kpi.polarity, kpi.time_basis)
                        if kpi.value_type == NUMBER
                        else (theme, *NOT_MEASURED * 3)
                    )
                    kpis.append((*key, code, place, _body(kpi)))
        return projects, kpis

    def wide(self, theme: str) -> str:
        """Give the wider theme of a theme; a widest one is its own."""
        return self._themes.by_value[theme].broader or theme

    def cities(self) -> tuple[City, ...]:
        """Give the cities in the order in which they came."""
        rows = self._db.execute("SELECT lgcode, ja, en FROM city ORDER BY place")
        return tuple(City(code, Label(ja, en)) for code, ja, en in rows)

    def years(self) -> Iterator[YearCount]:
        """Give the counts of each city, newest year first."""
        rows = self._db.execute("SELECT body FROM year JOIN city USING (lgcode) ORDER BY city.place, year DESC")
        return (msgspec.msgpack.decode(body, type=YearCount) for (body,) in rows)

    def missed_years(self) -> tuple[int, ...]:
        """Give the years in which anything fell short of its target, newest first."""
        return tuple(year for (year,) in self._db.execute("SELECT DISTINCT year FROM missed ORDER BY year DESC"))

    def missed(self, year: int) -> Iterator[tuple[str, KpiCard]]:
        """Give what fell short of its target in a year, with the code of its city."""
        rows = self._db.execute(
            "SELECT missed.lgcode, body FROM missed JOIN city USING (lgcode) WHERE year = ?"
            " ORDER BY city.place, missed.place",
            (year,),
        )
        return ((code, msgspec.msgpack.decode(body, type=KpiCard)) for code, body in rows)

    def themes(self) -> frozenset[str]:
        """Give the themes that have a project, and the wider ones of these."""
        rows = self._db.execute("SELECT theme FROM project UNION SELECT wide FROM project")
        return frozenset(theme for (theme,) in rows)

    def theme_counts(self, theme: str) -> tuple[ThemeCount, ...]:
        """Count what cities have under a theme itself, narrower themes left out."""
        rows = self._db.execute(
            "SELECT lgcode, (SELECT count(*) FROM project p WHERE p.theme = ?1 AND p.lgcode = city.lgcode),"
            " (SELECT count(*) FROM kpi k WHERE k.theme = ?1 AND k.lgcode = city.lgcode) FROM city ORDER BY place",
            (theme,),
        )
        return tuple(ThemeCount(*row) for row in rows)

    def projects(self, theme: str) -> Iterator[ProjectCard]:
        """Give the projects under a theme itself, city by city."""
        rows = self._db.execute(
            "SELECT body FROM project JOIN city USING (lgcode) WHERE theme = ? ORDER BY city.place, project.place",
            (theme,),
        )
        return (msgspec.msgpack.decode(body, type=ProjectCard) for (body,) in rows)

    def measures(self, theme: str) -> Iterator[tuple[tuple[str, str, str], int]]:
        """Give how indicators under a theme are measured (unit, polarity, time basis), and by how many cities."""
        rows = self._db.execute(
            "SELECT unit, polarity, time_basis, count(DISTINCT lgcode) FROM kpi WHERE theme = ?"
            " GROUP BY 1, 2, 3 ORDER BY 4 DESC, count(*) DESC, 1, 2, 3",
            (theme,),
        )
        return (((unit, polarity, basis), count) for unit, polarity, basis, count in rows.fetchall())

    def units(self, theme: str) -> Mapping[str, int]:
        """Give the units of the indicators under a theme, and how many cities use each."""
        rows = self._db.execute("SELECT unit, count(DISTINCT lgcode) FROM kpi WHERE theme = ? GROUP BY 1", (theme,))
        return dict(rows.fetchall())

    def kpis(self, theme: str, measure: tuple[str, str, str]) -> Iterator[tuple[str, KpiCard]]:
        """Give the indicators under a theme that are measured one way, city by city."""
        rows = self._db.execute(
            "SELECT kpi.lgcode, body FROM kpi JOIN city USING (lgcode) WHERE theme = ? AND unit = ? AND polarity = ?"
            " AND time_basis = ? ORDER BY city.place, kpi.rowid",
            (theme, *measure),
        )
        return ((code, msgspec.msgpack.decode(body, type=KpiCard)) for code, body in rows)

    def others(self, lgcode: str, theme: str, *, wide: bool, most: int) -> tuple[ProjectCard, ...]:
        """Give projects of other cities under a theme, or under a `wide` one: of each city one, then a second.

        Under a wide theme stand those below it too. Cities come in turn from the one behind the given city, so that
        not all pages name the same.
        """
        rows = self._db.execute(_OTHERS["wide" if wide else "theme"], (theme, lgcode, lgcode, most))
        return tuple(msgspec.msgpack.decode(body, type=ProjectCard) for (body,) in rows)


def _body(card: msgspec.Struct) -> bytes:
    return msgspec.msgpack.encode(card)


def _years(code: str, gatherer: CityCards) -> Iterator[YearCount]:
    """Count a city's projects and indicators in each year, over all its plans."""
    for year in sorted({one.year for _, every in gatherer.standings for one in every}):
        projects, kpis = Counter[str](), Counter[str]()
        for plan, every in gatherer.standings:
            projects.update(count_projects(plan, year))
            kpis.update(count_states(one for one in every if one.year == year))
        yield YearCount(code, year, projects, kpis)
