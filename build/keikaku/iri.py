"""Names of things: the only module that joins strings into their URIs and the paths of their pages.

A thing is a hash URI on a page that exists (`{base}412058/dx/projects/gyo-02/#it`), so it dereferences on any static
host. Codes make the names, never titles; an edition appears only in what belongs to an edition.
Codes are ASCII by the schema's patterns, so nothing needs percent-encoding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from typing import Final, Literal
from urllib.parse import urljoin

from keikaku.file_names import table_file

DEFAULT_BASE_URL: Final = "https://keikaku.example/"
CODES: Final = "codes"
"""What the published table of all code lists is called; it is no table of the plan."""
CITIES: Final = "cities"
"""What the table of all municipalities is called, in the package of all of them."""
ALL: Final = "all"
"""Stands in paths and file names in the place of a municipality's code, where there is something of all of them."""
QUALITY_SCHEMA_PATH: Final = "vocab/quality.schema.json"
VOCABULARY_PATH: Final = "vocab/"
"""The page of the ontology, below the base URL."""
CONTEXT_PATH: Final = "vocab/context.jsonld"
"""Where the site holds the JSON-LD context, below the base URL."""
FRAMES_PATH: Final = "vocab/frames/"
"""Where the site holds the frames of JSON-LD, below the base URL."""
FRAME_CONTEXT: Final = "../context.jsonld"
"""How frames name the context until a build tells its address."""
ATTAINMENT_VECTORS: Final = "vocab/attainment/vectors.csv"
"""Where the site holds the test vectors of attainment, below the base URL."""
DICTIONARY: Final = "dictionary/"
"""The page that explains tables and columns, below the root of a language's pages."""
SEARCH: Final = "search/"
"""The search page, below the root of a language's pages; beside it stands what it reads."""
SEARCH_CITIES: Final = SEARCH + "cities.json"
"""The list of the cities that can be searched."""
CATALOG_FRAGMENT: Final = "catalog"
"""The element of the home page that is the catalog, and that of a data page that is the city's own catalog."""
SITE_FRAGMENT: Final = "site"
"""The element of the home page that is the publisher of the catalogs."""
WHOLE_PERIOD: Final = "period"
"""The element of the data page that is the period from the first of several plans to the last."""
PUSHES: Final = "https://w3id.org/keikaku/pushes"
"""The graph of a store that tells what was pushed to it (docs/sparql-stores.md); staging graphs are named below it."""
CATALOG_TURTLE: Final = "all/data/catalog.ttl"
CATALOG_JSONLD: Final = "all/data/catalog.jsonld"
VOCABULARY_DUMP: Final = "vocab/keikaku.nt.gz"
"""Where the site holds the whole vocabulary as compressed N-Triples."""
POLICIES_FRAGMENT: Final = "policies"
"""The element of an edition's page that is the scheme of its policies; a level's element adds its number."""
LEVELS_FRAGMENT: Final = "levels"
"""The element that is the list of these levels from one on; its number is added."""
ASSESSING_FRAGMENT: Final = "assessing"
"""The element of the data page that is the computation of attainment."""
STATUSES: Final = "status/"
"""The page of how all cities stand, below the root of a language's pages; a city's own is one of `PAGES`."""
THEMES: Final = "themes/"
"""The list of themes, below the root of a language's pages; a theme's page stands below it."""
VOID_PATH: Final = ".well-known/void"
"""Where the site holds the description of its linked data, after RFC 8615 and the VoID note."""
LANGUAGES: Final[Mapping[Literal["ja", "en"], str]] = {"ja": "", "en": "en/"}
"""The languages of the pages, and where below the base URL each one's pages stand; things are named by the first."""
PAGES: Final[Mapping[str, str]] = {
    "city": "{lgcode}/",
    "departments": "{lgcode}/departments/",
    "department": "{lgcode}/departments/{department_id}/",
    "source": "{lgcode}/sources/{source_id}/",
    "data": "{lgcode}/data/",
    "quality": "{lgcode}/quality/",
    "status": "{lgcode}/status/",
    "status_year": "{lgcode}/status/{fiscal_year}/",
    "missed": "{lgcode}/status/{fiscal_year}/missed/",
    "plan": "{lgcode}/{plan_id}/",
    "changes": "{lgcode}/{plan_id}/changes/",
    "edition_changes": "{lgcode}/{plan_id}/changes/{edition_id}/",
    "edition": "{lgcode}/{plan_id}/editions/{edition_id}/",
    "policy": "{lgcode}/{plan_id}/policies/{policy_id}/",
    "project": "{lgcode}/{plan_id}/projects/{project_id}/",
    "indicator": "{lgcode}/{plan_id}/indicators/{indicator_id}/",
}
"""Path of the page of each kind of thing, below the base URL."""
RESERVED_PLAN_IDS: Final = frozenset({"data", "departments", "quality", "sources", "status"})
"""What a plan cannot be called, since pages of the city stand there."""
_ROWS: Final[Mapping[str, tuple[str, str]]] = {
    "city": ("city", "it"),
    "source": ("source", "it"),
    "source_page": ("source", "p{page}"),
    "plan": ("plan", "it"),
    "edition": ("edition", "it"),
    "department": ("department", "it"),
    "policy": ("policy", "in-{edition_id}"),
    "policy_point": ("policy", "{kind}-{edition_id}{seq}"),
    "project": ("project", "in-{edition_id}"),
    "indicator": ("indicator", "in-{edition_id}"),
    "project_department": ("project", "department-{department_id}--{edition_id}"),
    "project_link": ("project", "{relation}-{linked_project_id}--{edition_id}"),
    "project_theme": ("project", "theme-{theme}-{edition_id}"),
    "project_priority": ("project", "priority-{priority}-{edition_id}"),
    "target": ("indicator", "target-{fiscal_year}-{edition_id}{seq}"),
    "result": ("indicator", "result-{fiscal_year}-{edition_id}{seq}"),
    "assessment": ("indicator", "assessment-{fiscal_year}-{edition_id}"),
    "schedule": ("project", "{kind}-{fiscal_year}-{edition_id}{seq}"),
    "baseline": ("indicator", "baseline-{edition_id}"),
    "finance": ("edition", "finance-{finance_id}"),
    "statistic": ("edition", "statistic-{statistic_id}"),
    "total": ("edition", "total-{total_id}"),
    "event": ("edition", "event-{event_id}"),
    "term": ("edition", "term-{term_id}"),
    "correction": ("edition", "correction-{correction_id}"),
}
"""For each kind of row: the page that it stands on, and its fragment there.

Two hyphens stand between an id and what follows it. No id holds two together, so different ids never run together to
the same fragment: of edition `dx` the second result is `dx--2`, the first one of edition `dx-2` is `dx-2`.
"""
LASTING: Final = frozenset({"policy", "project", "indicator"})
"""Kinds of row that tell of one edition of a thing; the thing itself is `#it` on the same page."""


@dataclass(frozen=True, slots=True)
class Iris:
    """Makes the names of one city's things."""

    base_url: str
    lgcode: str

    def page(self, kind: str, ids: Mapping[str, str]) -> str:
        """Give the path of a page below the base URL."""
        path, keys = _PAGE_TEMPLATES[kind]
        return path % keys({"lgcode": self.lgcode, **ids})

    def url(self, kind: str, ids: Mapping[str, str]) -> str:
        """Give the URL of a page."""
        return self.base_url + self.page(kind, ids)

    def thing(self, kind: str, ids: Mapping[str, str]) -> str:
        """Give the lasting URI of a thing."""
        return self.on_page(self.page(kind, ids), "it")

    def on_page(self, path: str, fragment: str) -> str:
        """Give the URI of what stands on a page."""
        return f"{self.base_url}{path}#{fragment}"

    def table(self, name: str) -> str:
        """Give the URL of a published table."""
        return f"{self.base_url}{self.page('data', {})}{table_file(self.lgcode, name)}"

    @property
    def territory(self) -> str:
        """What every URI of the city begins with."""
        return self.url("city", {})

    def about_data(self, fragment: str) -> str:
        """Give the URI of what stands on the data page: a file, its checksum, a plan's period."""
        return self.on_page(self.page("data", {}), fragment)

    def published(self, name: str) -> str:
        """Give the URL of a published file, named from the data folder (`../quality/quality.json`)."""
        return urljoin(self.url("data", {}), name)

    def xml_id(self, *parts: str) -> str:
        """Give the identifier of the city or, with ids, of a thing in an XML document: a name (xsd:ID), not a URI.

        Ids never hold two underscores together, so different parts never give the same identifier.
        """
        return "__".join((f"lg{self.lgcode}", *parts))

    def measurement(self, metric: str, key: str = "") -> tuple[str, str]:
        """Give the page path and the fragment of a measurement; `key` is the table or edition that it is made on."""
        return self.page("quality", {}), f"{metric}-{key}" if key else metric

    def row_namer(self, kind: str) -> Callable[[Mapping[str, str]], tuple[str, str]]:
        """Give a function from a row's values to its page path and its fragment.

        The values must hold what the page's path asks for (`plan_id` with them); a `seq` of 1 is not shown.
        """
        page_kind, fragment = _ROWS[kind]
        path, path_keys = _template(PAGES[page_kind].replace("{lgcode}", self.lgcode))
        tail, tail_keys = _template(fragment)

        def name(values: Mapping[str, str]) -> tuple[str, str]:
            shown = {**values, "seq": "" if values.get("seq", "1") == "1" else f"--{values['seq']}"}
            return path % path_keys(shown), tail % tail_keys(shown)

        return name


def _template(text: str) -> tuple[str, Callable[[Mapping[str, str]], tuple[str, ...]]]:
    """Turn `{a}/{b}` into a %-template and a getter, which is several times faster than `format`."""
    keys: list[str] = []
    template = ""
    for number, part in enumerate(text.replace("}", "{").split("{")):
        if number % 2:
            keys.append(part)
            template += "%s"
        else:
            template += part.replace("%", "%%")
    if not keys:
        return template, lambda values: ()
    if len(keys) == 1:
        only = keys[0]
        return template, lambda values: (values[only],)
    return template, itemgetter(*keys)


_PAGE_TEMPLATES: Final = {kind: _template(path) for kind, path in PAGES.items()}


def theme_page(local_name: str) -> str:
    """Give the path of the page that compares cities under a theme."""
    return f"{THEMES}{local_name}/"


def year_of_statuses(fiscal_year: int) -> str:
    """Give the path of the page that lists what all cities missed in a fiscal year."""
    return f"{STATUSES}{fiscal_year}/"


def part_of(path: str, number: int) -> str:
    """Give the path of a part of a page that is too long to be one; the first part is the page itself.

    No id holds two hyphens together: the second part of the departments' page is not the page of department `2`.
    """
    return f"{path}part--{number}/" if number > 1 else path


def revision_fragment(edition_id: str) -> str:
    """Give the element of a thing's page that is what an edition revised of the edition before."""
    return f"revision-{edition_id}"


def replacement_fragment(edition_id: str) -> str:
    """Give the element of an indicator's page that is its taking the place of another in an edition."""
    return f"replacement-{edition_id}"


def file_fragment(name: str) -> str:
    """Give the element of the data page that is a published file; `name` leads there from the data folder."""
    return f"file-{name.rpartition('/')[2]}"


def checksum_fragment(name: str) -> str:
    """Give the element of the data page that is the checksum of a published file."""
    return f"sha256-{name.rpartition('/')[2]}"


def period_fragment(plan_id: str) -> str:
    """Give the element of the data page that is the period of a plan."""
    return f"period-{plan_id}"


def at_home(base_url: str, fragment: str) -> str:
    """Give the URI of what stands on the home page."""
    return f"{base_url}#{fragment}"


def void_partition(base_url: str, lgcode: str, kind: str, compact_term: str) -> str:
    """Give the URI of the part of a city's graph that has a class or a property."""
    return f"{base_url}{VOID_PATH}#{lgcode}-{kind}-{compact_term.replace(':', '-')}"


def table_schema_path(table: str) -> str:
    """Give where the site holds the Table Schema of a table, below the base URL."""
    return f"vocab/tableschema/{table}.json"


def quality_schema_url(base_url: str) -> str:
    """Give the URL of the JSON Schema of `quality.json` that goes with a build."""
    return base_url + QUALITY_SCHEMA_PATH


def scheme_path(code_list: str) -> str:
    """Give the path of a concept scheme's page below the base URL."""
    return f"{VOCABULARY_PATH}{code_list}/"


def search_folder(group: str) -> str:
    """Give the folder of what the search page reads of a city, or of the pages that belong to none."""
    return f"{SEARCH}{group}/"


def search_head(group: str) -> str:
    """Give the file that tells what the pages of a city are."""
    return f"{search_folder(group)}index.json"


def context_url(base_url: str) -> str:
    """Give the URL of the JSON-LD context that goes with a build."""
    return base_url + CONTEXT_PATH


def staging_graph(graph: str, checksum: str, push: str) -> str:
    """Give the graph of a store into which one push loads what is to become `graph`; `push` tells pushes apart."""
    return f"{PUSHES}/{sha256(graph.encode()).hexdigest()[:12]}/{checksum}-{push}"


def check_digit(five: str) -> str:
    """Give the sixth digit of a municipality code.

    Source: 全国地方公共団体コード, weights 6 to 2 on five digits, (11 - sum mod 11) mod 10.
    """
    total = sum(int(digit) * weight for digit, weight in zip(five, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)
