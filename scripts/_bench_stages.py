"""Measure one stage in a process of its own, so that its peak of memory is its own: run by `bench.py`.

Called with a stage, a workspace of cities, a number of them and an empty folder to write to; prints measures as JSON.
What a stage needs from the ones before it is made outside the measured time, and one city at a time is in memory.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

SCRIPTS: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(SCRIPTS.parent / "build"))

from keikaku.check import CleanCity, check_city  # noqa: E402 - the path must be set first
from keikaku.iri import DEFAULT_BASE_URL, Iris  # noqa: E402
from keikaku.problem import Problem, message  # noqa: E402
from keikaku.read import city_folders  # noqa: E402
from keikaku.schema import load_schema  # noqa: E402

if TYPE_CHECKING:
    from keikaku.preview.session import Session

MEGABYTE: Final = 1024 * 1024
LARGE_PROJECTS: Final = 280
LARGE_INDICATORS: Final = 360
"""They make a city whose tables have 5,822 rows."""
PREVIEW_EDITS: Final = 5


@dataclass(slots=True)
class Measure:
    """What was done, how much of it, and how long it took."""

    what: str
    unit: str
    amount: int = 0
    seconds: float = 0.0
    user_seconds: float = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Add the time that the block takes: by the clock, and that of it which is spent in our own process.

        The rest is the system's, above all making files; how fast that is depends on the file system alone.
        """
        start, user_start = perf_counter(), os.times().user
        yield
        self.seconds += perf_counter() - start
        self.user_seconds += os.times().user - user_start


@dataclass(frozen=True, slots=True)
class Input:
    """A checked city with the warnings of its check and a folder to write to."""

    city: CleanCity
    problems: tuple[Problem, ...]
    rows: int
    out: Path


def inputs(workspace: Path, count: int, out: Path, share: slice = slice(None)) -> Iterator[Input]:
    """Give the cities, or a share of them, one by one, each with a new folder below `out`."""
    for folder in city_folders(workspace)[:count][share]:
        checked = check_city(folder, workspace, load_schema())
        if checked.city is None:
            sys.exit(f"{folder.name} has a faulty city.yaml")
        place = out / folder.name
        place.mkdir(parents=True)
        yield Input(checked.city, checked.problems, checked.rows, place)


def check(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Read and check; nothing is written."""
    del out
    measure = Measure("read and check", "rows")
    schema = load_schema()
    for folder in city_folders(workspace)[:count]:
        with measure.timed():
            measure.amount += check_city(folder, workspace, schema).rows
    return [measure]


def package(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Write CSV, descriptor, workbook, zip and checksums, then let frictionless judge them."""
    from keikaku.package import judge, write_checksums, write_package
    from keikaku.quality import check_rules

    written, judged = Measure("write the package", "rows"), Measure("judge it (frictionless)", "rows")
    ruled = Measure("the 30 rules on machine readability", "rows")
    for given in inputs(workspace, count, out):
        with written.timed():
            write_package(given.city, load_schema(), given.out, DEFAULT_BASE_URL)
            write_checksums(given.out, given.city)
        with judged.timed():
            judge(given.out, given.city.slug)
        with ruled.timed():
            check_rules(given.out)
        written.amount += given.rows
        judged.amount += given.rows
        ruled.amount += given.rows
    return [written, judged, ruled]


def graph(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Write the graph in each format by itself, then all formats in one pass."""
    from keikaku.graph import JSONLD, NTRIPLES, TURTLE, nodes, stream, write_graph

    single = {spelling: Measure(f"nodes and {spelling.suffix}", "triples") for spelling in (NTRIPLES, TURTLE, JSONLD)}
    together = Measure("nodes and all formats in one pass", "triples")
    for given in inputs(workspace, count, out):
        for spelling, measure in single.items():
            path = given.out / f"graph.{spelling.suffix}"
            with measure.timed(), path.open("wb") as file:
                found = nodes(given.city, DEFAULT_BASE_URL)
                measure.amount += stream(found, DEFAULT_BASE_URL, {spelling: file}).triples
        with together.timed():
            together.amount += write_graph(given.city, DEFAULT_BASE_URL, given.out).triples
    return [*single.values(), together]


def documents(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Write the data beside each page."""
    from keikaku.graph import write_documents

    measure = Measure("ttl and jsonld beside pages", "files")
    for given in inputs(workspace, count, out):
        with measure.timed():
            measure.amount += write_documents(given.city, DEFAULT_BASE_URL, given.out)
    return [measure]


PROCESSES: Final = 2
"""How many processes the second measure of the site takes."""


def site(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Build the model and write the pages: in one process, then in several, each with its share of the cities."""
    from keikaku.model import build_municipality
    from keikaku.site import Across

    known = Measure("learn what cities' pages say of each other", "rows")
    path = out / "across.sqlite"
    with Across(load_schema().code_lists["theme"]) as across:
        for given in inputs(workspace, count, out / "learn"):
            municipality = build_municipality(given.city)
            with known.timed():
                across.add(municipality)
            known.amount += given.rows
        across.save(path)
    alone = render_share(Share(workspace, count, out / "alone", path), 0, 1)
    several = Measure(f"the same in {PROCESSES} processes", "pages")
    share = Share(workspace, count, out / "several", path)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        parts = [pool.submit(render_share, share, one, PROCESSES) for one in range(PROCESSES)]
        for part in parts:
            rendered = part.result()[-1]
            several.amount += rendered.amount
            several.seconds = max(several.seconds, rendered.seconds)
            several.user_seconds = max(several.user_seconds, rendered.user_seconds)
    return [known, *alone, several]


class Share(NamedTuple):
    """What all processes that render know: the cities, where to write, and what pages say of other cities."""

    workspace: Path
    cities: int
    out: Path
    known: Path


def render_share(share: Share, number: int, shares: int) -> list[Measure]:
    """Render every so many-th city; the last measure is that of the pages. The first share has the pages of no city."""
    from keikaku.model import build_municipality
    from keikaku.quality import measure
    from keikaku.site import Across, SiteCity, make_site, render_city, render_home

    built, rendered = Measure("build the model", "rows"), Measure("render and write pages", "pages")
    measured = Measure("measure quality, but for the 30 rules", "rows")
    with rendered.timed():
        context = make_site(DEFAULT_BASE_URL, load_schema())
    cards = []
    with Across(load_schema().code_lists["theme"], share.known) as across:
        for given in inputs(share.workspace, share.cities, share.out, slice(number, None, shares)):
            with built.timed():
                municipality = build_municipality(given.city)
            with measured.timed():
                quality = measure(given.city, load_schema(), given.problems, ())
            with rendered.timed():
                done = render_city(SiteCity(municipality, quality), given.out, context, across)
            cards.append(done.card)
            built.amount += given.rows
            rendered.amount += done.pages
            measured.amount += given.rows
        if number == 0:
            with rendered.timed():
                rendered.amount += render_home(cards, share.out / "home", context, across=across)
    return [built, measured, rendered]


def reuse(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Write what other programmes take: of each city archives, API and feeds; of all cities database and Parquet."""
    from keikaku.file_names import graph_file
    from keikaku.graph import write_graph
    from keikaku.model import build_municipality
    from keikaku.reuse import Reuse, write_city_reuse

    files, size = Measure("archives, API and feeds: files", "files"), Measure("the same: bytes", "bytes")
    together, schema = Measure("SQLite and Parquet of all cities", "rows"), load_schema()
    with Reuse(out / "all", schema, DEFAULT_BASE_URL) as every:
        for given in inputs(workspace, count, out / "cities"):
            municipality = build_municipality(given.city)
            graph_path = given.out / graph_file(given.city.city.lgcode, "nt")
            write_graph(given.city, DEFAULT_BASE_URL, given.out)
            public = given.out / "public"
            with files.timed(), size.timed():
                written = write_city_reuse(given.city, municipality, schema, DEFAULT_BASE_URL, public, graph_path)
            made = [path for path in public.rglob("*") if path.is_file()]
            files.amount += len(made)
            size.amount += sum(path.stat().st_size for path in made)
            with together.timed():
                every.add(given.city, written)
            together.amount += given.rows
        with together.timed():
            every.finish()
    return [files, size, together]


def build(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Do all of it, as `keikaku build` does."""
    from keikaku import pipeline

    measure = Measure("the whole build", "pages")
    names = [folder.name for folder in city_folders(workspace)[:count]]
    with measure.timed():
        outcome = pipeline.build(workspace, out / "public", DEFAULT_BASE_URL, names, lambda *step: None)
    if not outcome.sound:
        sys.exit("\n".join(f"{found.where.say('en')}: {message(found, 'en')}" for found in outcome.problems[:5]))
    measure.amount = outcome.pages
    return [measure]


def preview(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Edit one cell of a city again and again: until its page shows the value, and until the whole site is written."""
    from keikaku.preview.server import find
    from keikaku.preview.session import Session, reader

    shown = Measure("one cell saved until its page shows it", "edits")
    settled = Measure("one cell saved until the whole site is written", "edits")
    for source in city_folders(workspace)[:count]:
        shutil.copytree(source, out / "cities" / source.name)
    table = next(iter(city_folders(out / "cities"))) / "tables" / "projects.csv"
    session = Session(reader(out / "cities", ()), DEFAULT_BASE_URL, out / "site", lambda news: None, jobs=1)
    session.start()
    text = table.read_text("utf-8")
    with table.open(encoding="utf-8", newline="") as file:
        title = next(csv.DictReader(file))["title"]
    try:
        _wait(session)
        for number in range(PREVIEW_EDITS):
            table.write_text(text.replace(f",{title},", f",{title}{number},", 1), "utf-8", newline="\n")
            with settled.timed():
                with shown.timed():
                    session.refresh()
                    page = find(session, _first_project(session))[2] or b""
                if f"{title}{number}" not in page.decode():
                    sys.exit("the preview does not show the edit")
                _wait(session)
    finally:
        session.stop()
    shown.amount = settled.amount = PREVIEW_EDITS
    return [shown, settled]


def _wait(session: Session) -> None:
    while not (state := session.state).written:
        if state.reason or state.problems:
            sys.exit(f"the preview cannot write the site: {state.reason or state.problems[:3]}")
        session.wait(state, 60)


def _first_project(session: Session) -> str:
    """Give the page of the first project of the first city."""
    city = session.state.draft.tables.cities[0][0] if session.state.draft else None
    if city is None:
        sys.exit("the city is faulty")
    project = next(city.tables["projects"].dicts())
    plan = next(row["plan_id"] for row in city.tables["editions"].dicts() if row["edition_id"] == project["edition_id"])
    ids = {"plan_id": plan, "project_id": project["project_id"]}
    return Iris("", city.city.lgcode).page("project", ids) + "index.html"


def take_in(workspace: Path, count: int, out: Path) -> list[Measure]:
    """Make each city's workbook, then one of a city with more than 5,000 rows, and import them."""
    from keikaku.intake import Request, take_in
    from keikaku.template import make_template
    from synthetic import write_city

    usual = Measure("import a city's workbook: read, understand, check", "rows")
    large = Measure("the same for one of more than 5,000 rows", "rows")
    write_city(out / "large", 0, 1, LARGE_PROJECTS, LARGE_INDICATORS)
    folders = [(folder, usual) for folder in city_folders(workspace)[:count]]
    for folder, measure in [*folders, (out / "large", large)]:
        path = out / f"{folder.name}.xlsx"
        path.write_bytes(make_template(load_schema(), folder.parent, folder.name).data)
        with measure.timed():
            done = take_in(Request((path,), folder), load_schema())
        if not done.sound or done.changes:
            sys.exit(f"{folder.name}: what was written is not what was read")
        measure.amount += done.rows
    return [usual, large]


STAGES: Final[dict[str, Callable[[Path, int, Path], list[Measure]]]] = {
    "check": check,
    "import": take_in,
    "package": package,
    "graph": graph,
    "documents": documents,
    "site": site,
    "reuse": reuse,
    "build": build,
    "preview": preview,
}


def peak_megabytes() -> float | None:
    """Give this process's peak of memory; None where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / MEGABYTE if sys.platform == "darwin" else peak / 1024


def main() -> None:
    """Measure the stage that the arguments name."""
    stage, workspace, count, out = sys.argv[1:]
    measures = STAGES[stage](Path(workspace), int(count), Path(out))
    print(json.dumps({"measures": [asdict(measure) for measure in measures], "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main()
