"""The whole line: read, check, package, graph, site. The only module that knows every stage.

Everything is gathered and checked before anything is written. A build is written to a folder beside the output and then
takes its place by renaming, so that a build that fails leaves the last one as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from keikaku import __version__
from keikaku.at_once import CheckedCity, WriteCity, writing_at_once
from keikaku.built import MARKER
from keikaku.catalog import CatalogCity, CatalogFile, count_graph, search_description, write_catalog
from keikaku.catalog import Together as TogetherFiles
from keikaku.check import Checked, CleanCity, check_city, check_file
from keikaku.exchange import remove_folder, take_place
from keikaku.file_names import QUALITY_FILE, graph_file, open_data_list_file, table_file
from keikaku.graph import (
    OtherTable,
    csvw_descriptions,
    csvw_files,
    write_compressed,
    write_documents,
    write_frames,
    write_graph,
    write_vocabulary,
    write_vocabulary_documents,
    write_vocabulary_dump,
)
from keikaku.iri import ALL, CODES, VOCABULARY_DUMP, Iris
from keikaku.memory import rarely_collecting
from keikaku.model import Municipality, build_municipality
from keikaku.package import (
    TOGETHER_TITLE,
    PublishedFile,
    Together,
    codes,
    judge,
    open_data_list,
    published,
    together_tables,
    write_checksums,
    write_open_data_list,
    write_package,
)
from keikaku.problem import Problem, Severity, Where, has_errors
from keikaku.quality import check_rules, measure, quality_json
from keikaku.read import CONFIG, city_folders
from keikaku.reuse import CityReuse, Reuse, write_city_reuse
from keikaku.schema import Label, Schema, load_schema
from keikaku.share_image import find_press, write_share_images
from keikaku.site import (
    Across,
    CityCard,
    DataFile,
    SiteCity,
    SiteContext,
    make_site,
    render_city,
    render_home,
    write_sitemap,
)
from keikaku.stratml import write_stratml
from keikaku.verify import Verified, choose_documents, verify_city

_DAY: Final = "2024-03-31"
"""Dates that are as long as this one name a day, others a month or a year."""
Progress = Callable[[str, str, int, int], None]
"""Told before each step: `check` or `write`, the city, the step's number, and how many steps there are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check or build came to. `refused` means that nothing was tried, because the call was wrong."""

    problems: tuple[Problem, ...]
    rows: int = 0
    pages: int = 0
    triples: int = 0
    refused: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing stops a build."""
        return not has_errors(self.problems)


def find_cities(workspace: Path, names: Sequence[str]) -> tuple[list[Path], tuple[Problem, ...]]:
    """Find the folders of the cities; all of them where no names are given."""
    folders = city_folders(workspace)
    if not folders:
        return [], (Problem("E702", facts={"path": workspace.as_posix()}),)
    by_name = {folder.name: folder for folder in folders}
    known = ", ".join(by_name)
    unknown = tuple(Problem("E703", facts={"city": name, "known": known}) for name in names if name not in by_name)
    return [folder for name, folder in by_name.items() if name in names or not names], unknown


def check(path: Path) -> Outcome:
    """Check a workspace, a city's folder or a single file."""
    schema, path = load_schema(), path.resolve()
    if path.is_file():
        checked = check_file(path, schema)
        return Outcome(checked.problems, checked.rows)
    if (path / CONFIG).is_file():
        checked = check_city(path, path.parent, schema)
        return Outcome(checked.problems, checked.rows)
    folders, problems = find_cities(path, ())
    if problems:
        return Outcome(problems, refused=True)
    every = [check_city(folder, path, schema) for folder in folders]
    return Outcome(all_problems(every), sum(checked.rows for checked in every))


def build(
    workspace: Path, out: Path, base_url: str, names: Sequence[str], progress: Progress, jobs: int = 1
) -> Outcome:
    """Check all cities and, where nothing stops it, write the whole output and let it take the place of the last.

    `jobs` processes write cities at once; a programme that asks for more than one can be imported without running.
    """
    folders, problems = find_cities(workspace, names)
    problems += usable(out, workspace)
    if problems:
        return Outcome(problems, refused=True)
    schema = load_schema()
    every = []
    for number, folder in enumerate(folders):
        progress("check", folder.name, number, len(folders) * 2)
        every.append(check_city(folder, workspace, schema))
    found, rows = all_problems(every), sum(checked.rows for checked in every)
    cities = [(checked.city, checked.problems) for checked in every if checked.city]
    if has_errors(found):
        return Outcome(found, rows)
    fresh = out.parent / f".{out.name}.new"
    remove_folder(fresh)
    try:
        written = _write(cities, fresh, base_url, progress, jobs)
        if has_errors(written.problems):
            return Outcome((*found, *written.problems), rows)
        take_place(fresh, out)
    finally:
        remove_folder(fresh)
    return Outcome(found, rows, written.pages, written.triples)


@dataclass(frozen=True, slots=True)
class Proof:
    """What verifying a city came to. `missing` are sources for which no document was given."""

    problems: tuple[Problem, ...]
    city: str = ""
    verified: tuple[Verified, ...] = ()
    missing: tuple[str, ...] = ()
    refused: bool = False


def verify(workspace: Path, name: str, documents: Sequence[str]) -> Proof:
    """Verify the tables of a city, named by its folder, against documents, each given as FILE or SOURCE_ID=FILE."""
    folder, problems = _city_folder(workspace, name)
    if folder is None:
        return Proof(problems, refused=True)
    schema = load_schema()
    checked = check_city(folder, folder.parent, schema)
    city = checked.city
    if city is None or not city.tables["sources"].rows:
        return Proof((Problem("E711", facts={"city": folder.name}),), refused=True)
    sources = list(city.tables["sources"].dicts())
    chosen, problems = choose_documents(documents, sources)
    if has_errors(problems):
        return Proof(problems, refused=True)
    errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
    if errors:
        problems += (Problem("W713", facts={"city": folder.name, "errors": errors}),)
    given = {one.source_id for one in chosen}
    missing = tuple(row["source_id"] for row in sources if row["source_id"] not in given)
    return Proof(problems, folder.name, tuple(verify_city(city, chosen, schema)), missing)


def _city_folder(workspace: Path, name: str) -> tuple[Path | None, tuple[Problem, ...]]:
    """Find a city by the name of its folder in the workspace, or by the path of its folder."""
    named = Path(name)
    if named.name in {path.name for path in city_folders(named.parent)}:
        return named.resolve(), ()
    folders, problems = find_cities(workspace, [name])
    return (None, problems) if problems else (folders[0], ())


def all_problems(every: Sequence[Checked]) -> tuple[Problem, ...]:
    """Give the problems of all cities, errors first; two cities must not have one code."""
    problems = [problem for checked in every for problem in checked.problems]
    first: dict[str, str] = {}
    for checked in every:
        if checked.city is None:
            continue
        code, slug = checked.city.city.lgcode, checked.city.slug
        if code in first:
            problems.append(Problem("E122", Where(f"{slug}/{CONFIG}"), {"code": code, "first": first[code]}))
        first.setdefault(code, slug)
    return tuple(sorted(problems, key=lambda problem: problem.severity is Severity.WARNING))


def usable(out: Path, workspace: Path) -> tuple[Problem, ...]:
    """Refuse an output that would replace anything but a former output, the source tables above all."""
    target, source = out.resolve(), workspace.resolve()
    overlapping = source.is_relative_to(target) or target.is_relative_to(source)
    foreign = out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARKER).is_file()))
    return (Problem("E701", facts={"path": out.as_posix()}),) if overlapping or foreign else ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a site came to."""

    problems: tuple[Problem, ...]
    pages: int
    triples: int


def _write(cities: Sequence[CheckedCity], root: Path, base_url: str, progress: Progress, jobs: int) -> Written:
    """Write everything below `root`, one city at a time, so that memory does not grow with their number."""
    site = make_site(base_url, load_schema())
    with Across(site.schema.code_lists["theme"]) as across:
        for city, _ in cities:
            across.add(build_municipality(city))
        with rarely_collecting(), writing_at_once(cities, root, (site, across), jobs, write_city) as written:
            return write_site(cities, root, site, across, progress, lambda city, *_: written(city))


def write_site(
    cities: Sequence[CheckedCity],
    root: Path,
    site: SiteContext,
    across: Across,
    progress: Progress,
    write_city: WriteCity[CityWritten],
) -> Written:
    """Write all cities, then what they have together; `across` is what each city's pages say of the others.

    `write_city` writes a city, or has it written already and puts that below the root.
    """
    base_url, written = site.base_url, list[CityWritten]()
    root.mkdir(parents=True, exist_ok=True)
    write_vocabulary(root)
    write_vocabulary_documents(root)
    write_frames(root, base_url)
    vocabulary = write_vocabulary_dump(root)
    folder = root / Iris(base_url, ALL).page("data", {})
    with Together(folder, site.schema, base_url) as together, Reuse(root, site.schema, base_url) as reuse:
        for number, (city, warnings) in enumerate(cities):
            progress("write", city.slug, len(cities) + number, len(cities) * 2)
            written.append(write_city(city, warnings, root, site, across))
            together.add(city, _graph(root, city))
            reuse.add(city, written[-1].reuse)
        described = csvw_descriptions(TOGETHER_TITLE, [OtherTable(*one) for one in together_tables(site.schema)])
        files = together.finish(root / VOCABULARY_DUMP, described, map(astuple, reuse.finish()))
    triples = sum(city.triples for city in written)
    pages = render_home([city.card for city in written], root, site, _listed(files), across)
    package = TogetherFiles(tuple(map(_told, files)), triples + vocabulary)
    write_catalog([city.catalogued for city in written], base_url, root, site.schema, package)
    write_sitemap(root, base_url, {path: day for city in written for path, day in city.days.items()})
    marker = {"keikaku": __version__, "base_url": base_url, "cities": [city.city.lgcode for city, _ in cities]}
    (root / MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8", newline="\n")
    problems = tuple(problem for city in written for problem in city.problems)
    return Written(problems, pages + sum(city.pages for city in written), triples)


@dataclass(frozen=True, slots=True)
class CityWritten:
    """What remains of a city once it is written."""

    problems: tuple[Problem, ...]
    catalogued: CatalogCity
    card: CityCard
    pages: int
    triples: int
    days: Mapping[str, str]
    reuse: CityReuse


def write_city(
    city: CleanCity, warnings: tuple[Problem, ...], root: Path, site: SiteContext, across: Across
) -> CityWritten:
    """Write everything of a city below `root`; all that depends on other cities is what `across` says of them."""
    base_url, schema = site.base_url, site.schema
    iris = Iris(base_url, city.city.lgcode)
    folder = root / iris.page("data", {})
    write_package(city, schema, folder, base_url, _csvw(city, schema, base_url))
    problems = tuple(judge(folder, city.slug))
    quality = measure(city, schema, warnings, check_rules(folder))
    report = _write_report(quality_json(quality, city, schema, base_url), root, iris)
    triples = write_graph(city, base_url, folder, quality).triples
    write_compressed(folder, city.city.lgcode)
    write_documents(city, base_url, root, quality)
    municipality = build_municipality(city)
    write_stratml(municipality, schema, folder, base_url)
    write_open_data_list(folder, city, base_url, report)
    files = (*write_checksums(folder, city), report)
    catalogued = _catalogued(municipality, files, folder, base_url)
    images = write_share_images(municipality, schema, root, find_press(site.words.say("site_name")))
    shown = SiteCity(municipality, quality, _listed(files), search_description(catalogued), images)
    done = render_city(shown, root, site, across)
    reuse = write_city_reuse(city, municipality, schema, base_url, root, _graph(root, city))
    return CityWritten(problems, catalogued, done.card, done.pages, triples, _days(municipality, iris), reuse)


def _days(municipality: Municipality, iris: Iris) -> dict[str, str]:
    """Give the days that editions state for themselves, by their pages; a plan's is that of its latest."""
    days: dict[str, str] = {}
    for plan in municipality.plans:
        stated = {one.row.edition_id: one.row.as_of for one in plan.editions if len(one.row.as_of) == len(_DAY)}
        ids = {"plan_id": plan.row.plan_id}
        days |= {iris.page("edition", {**ids, "edition_id": name}): day for name, day in stated.items()}
        if stated:
            days[iris.page("plan", ids)] = max(stated.values())
    return days


def _graph(root: Path, city: CleanCity) -> Path:
    """Give where a city's N-Triples stand."""
    lgcode = city.city.lgcode
    return root / Iris("", lgcode).page("data", {}) / graph_file(lgcode, "nt")


def _listed(files: Sequence[PublishedFile]) -> tuple[DataFile, ...]:
    """List files for the site."""
    return tuple(DataFile(*astuple(file)) for file in files)


def _told(file: PublishedFile) -> CatalogFile:
    """Tell the catalog of a file."""
    return CatalogFile(file.name, file.title, file.description, file.media_type, file.size, file.sha256)


def _catalogued(municipality: Municipality, files: Sequence[PublishedFile], folder: Path, base_url: str) -> CatalogCity:
    """Keep of a city what the catalog tells of it."""
    graph = count_graph(folder / graph_file(municipality.city.lgcode, "nt"))
    return CatalogCity.of(municipality, base_url, tuple(map(_told, files)), graph)


def _csvw(city: CleanCity, schema: Schema, base_url: str) -> dict[str, bytes]:
    """Give the CSVW metadata that goes with a city's CSV files, the codes and the list of files among them."""
    file, texts = table_file(city.city.lgcode, CODES), (Label(*codes.TITLE), Label(*codes.DESCRIPTION))
    listed = open_data_list_file(city.city.lgcode), open_data_list.TITLE, open_data_list.DESCRIPTION
    others = [
        OtherTable(file, *texts, codes.code_schema()),
        OtherTable(*listed, open_data_list.list_schema(), open_data_list.NO_PLAN_DATA),
    ]
    return csvw_files(city, schema, base_url, others)


def _write_report(report: bytes, root: Path, iris: Iris) -> PublishedFile:
    """Write `quality.json` beside the quality page; the data page names it by the way there."""
    path = root / iris.page("quality", {}) / QUALITY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(report)
    return published(path, f"../{path.parent.name}/{path.name}")
