"""Measure one stage in a process of its own, so that its peak of memory is its own: run by `bench.py`.

Called with a stage, a workspace of cities and a number of them; prints measures as JSON. What a stage needs from
the ones before it is made outside the measured time, and one city at a time is in memory.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

SCRIPTS: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(SCRIPTS.parent / "build"))

from keikaku.check import CleanCity, check_city  # noqa: E402 - the path must be set first
from keikaku.iri import DEFAULT_BASE_URL  # noqa: E402
from keikaku.problem import Problem, message  # noqa: E402
from keikaku.read import city_folders  # noqa: E402
from keikaku.schema import load_schema  # noqa: E402

MEGABYTE: Final = 1024 * 1024


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
    """A checked city with the warnings of its check and a folder to write to, emptied after each city."""

    city: CleanCity
    problems: tuple[Problem, ...]
    rows: int
    out: Path


def inputs(workspace: Path, count: int) -> Iterator[Input]:
    """Give the cities one by one."""
    for folder in city_folders(workspace)[:count]:
        checked = check_city(folder, workspace, load_schema())
        if checked.city is None:
            sys.exit(f"{folder.name} has a faulty city.yaml")
        with tempfile.TemporaryDirectory() as out:
            yield Input(checked.city, checked.problems, checked.rows, Path(out))


def check(workspace: Path, count: int) -> list[Measure]:
    """Read and check."""
    measure = Measure("read and check", "rows")
    schema = load_schema()
    for folder in city_folders(workspace)[:count]:
        with measure.timed():
            measure.amount += check_city(folder, workspace, schema).rows
    return [measure]


def package(workspace: Path, count: int) -> list[Measure]:
    """Write CSV, descriptor, workbook, zip and checksums, then let frictionless judge them."""
    from keikaku.package import judge, write_checksums, write_package
    from keikaku.quality import check_rules

    written, judged = Measure("write the package", "rows"), Measure("judge it (frictionless)", "rows")
    ruled = Measure("the 30 rules on machine readability", "rows")
    for given in inputs(workspace, count):
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


def graph(workspace: Path, count: int) -> list[Measure]:
    """Write the graph in each format by itself, then all formats in one pass."""
    from keikaku.graph import JSONLD, NTRIPLES, TURTLE, nodes, stream, write_graph

    single = {spelling: Measure(f"nodes and {spelling.suffix}", "triples") for spelling in (NTRIPLES, TURTLE, JSONLD)}
    together = Measure("nodes and all formats in one pass", "triples")
    for given in inputs(workspace, count):
        for spelling, measure in single.items():
            path = given.out / f"graph.{spelling.suffix}"
            with measure.timed(), path.open("wb") as file:
                found = nodes(given.city, DEFAULT_BASE_URL)
                measure.amount += stream(found, DEFAULT_BASE_URL, {spelling: file}).triples
        with together.timed():
            together.amount += write_graph(given.city, DEFAULT_BASE_URL, given.out).triples
    return [*single.values(), together]


def documents(workspace: Path, count: int) -> list[Measure]:
    """Write the data beside each page."""
    from keikaku.graph import write_documents

    measure = Measure("ttl and jsonld beside pages", "files")
    for given in inputs(workspace, count):
        with measure.timed():
            measure.amount += write_documents(given.city, DEFAULT_BASE_URL, given.out)
    return [measure]


def site(workspace: Path, count: int) -> list[Measure]:
    """Build the model and write the pages."""
    from keikaku.model import build_municipality
    from keikaku.quality import measure
    from keikaku.site import Across, SiteCity, make_site, render_city, render_home

    built, rendered = Measure("build the model", "rows"), Measure("render and write pages", "pages")
    measured = Measure("measure quality, but for the 30 rules", "rows")
    known = Measure("learn what cities' pages say of each other", "rows")
    with rendered.timed():
        context = make_site(DEFAULT_BASE_URL, load_schema())
    across = Across(load_schema().code_lists["theme"])
    for given in inputs(workspace, count):
        municipality = build_municipality(given.city)
        with known.timed():
            across.add(municipality)
        known.amount += given.rows
    cards = []
    for given in inputs(workspace, count):
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
    with tempfile.TemporaryDirectory() as out, rendered.timed():
        rendered.amount += render_home(cards, Path(out), context, across=across)
    return [known, built, measured, rendered]


def reuse(workspace: Path, count: int) -> list[Measure]:
    """Write what other programmes take: of each city archives, API and feeds; of all cities database and Parquet."""
    from keikaku.graph import write_graph
    from keikaku.iri import graph_file
    from keikaku.model import build_municipality
    from keikaku.reuse import Reuse, write_city_reuse

    files, size = Measure("archives, API and feeds: files", "files"), Measure("the same: bytes", "bytes")
    together, schema = Measure("SQLite and Parquet of all cities", "rows"), load_schema()
    with tempfile.TemporaryDirectory() as root, Reuse(Path(root), schema, DEFAULT_BASE_URL) as every:
        for given in inputs(workspace, count):
            municipality = build_municipality(given.city)
            graph_path = given.out / graph_file(given.city.city.lgcode, "nt")
            write_graph(given.city, DEFAULT_BASE_URL, given.out)
            out = given.out / "public"
            with files.timed(), size.timed():
                written = write_city_reuse(given.city, municipality, schema, DEFAULT_BASE_URL, out, graph_path)
            made = [path for path in out.rglob("*") if path.is_file()]
            files.amount += len(made)
            size.amount += sum(path.stat().st_size for path in made)
            with together.timed():
                every.add(given.city, written)
            together.amount += given.rows
        with together.timed():
            every.finish()
    return [files, size, together]


def build(workspace: Path, count: int) -> list[Measure]:
    """Do all of it, as `keikaku build` does."""
    from keikaku import pipeline

    measure = Measure("the whole build", "pages")
    names = [folder.name for folder in city_folders(workspace)[:count]]
    folder = Path(tempfile.mkdtemp())
    try:
        with measure.timed():
            outcome = pipeline.build(workspace, folder / "public", DEFAULT_BASE_URL, names, lambda *step: None)
        if not outcome.sound:
            sys.exit("\n".join(f"{found.where.say('en')}: {message(found, 'en')}" for found in outcome.problems[:5]))
    finally:
        shutil.rmtree(folder)
    measure.amount = outcome.pages
    return [measure]


STAGES: Final[dict[str, Callable[[Path, int], list[Measure]]]] = {
    "check": check,
    "package": package,
    "graph": graph,
    "documents": documents,
    "site": site,
    "reuse": reuse,
    "build": build,
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
    stage, workspace, count = sys.argv[1:]
    measures = STAGES[stage](Path(workspace), int(count))
    print(json.dumps({"measures": [asdict(measure) for measure in measures], "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main()
