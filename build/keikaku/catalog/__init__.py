"""What is published, told to catalogs and search engines: DCAT-AP 3, VoID and schema.org."""

from keikaku.catalog.counts import GraphFigures, count_graph
from keikaku.catalog.facts import CatalogCity, CatalogFile
from keikaku.catalog.search import search_description
from keikaku.catalog.together import Together
from keikaku.catalog.write import write_catalog

__all__ = [
    "CatalogCity",
    "CatalogFile",
    "GraphFigures",
    "Together",
    "count_graph",
    "search_description",
    "write_catalog",
]
