"""Names of published files: the only module that makes them."""

from __future__ import annotations

from typing import Final

DATA_PACKAGE: Final = "datapackage.json"
CHECKSUMS: Final = "SHA256SUMS"
OPEN_DATA_LIST_SUFFIX: Final = "_open_data_list.csv"
CSVW_FOLDER_FILE: Final = "csv-metadata.json"
"""Where CSVW (the W3C Recommendations) has a processor look for what a whole folder of CSV files is."""
CSVW_SUFFIX: Final = "-metadata.json"
PAGE_DOCUMENTS: Final = frozenset({"index.ttl", "index.jsonld"})
"""What stands beside a page and says in RDF what the page says."""
CATALOG_FILES: Final = ("catalog.ttl", "catalog.jsonld")
"""What a data folder publishes, told to portals that harvest."""
QUALITY_FILE: Final = "quality.json"
COMPRESSED_SUFFIX: Final = ".gz"
STATUS_CSV: Final = "status.csv"
THEME_CSV: Final = "theme.csv"
CHANGES_CSV: Final = "changes.csv"
CHANGES_JSON: Final = "changes.json"
"""What stands beside such pages and holds as data what they show."""
SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"


def search_texts(number: int, sha256: str) -> str:
    """Give the name of a file with what pages say; it changes with the content, so a browser never mixes two builds."""
    return f"text-{number}-{sha256[:8]}.json"


def table_file(lgcode: str, table: str) -> str:
    """Give the file name of a published table, after the national convention `{code}_{english_name}.csv`."""
    return f"{lgcode}_plan_{table}.csv"


def csvw_file(table: str) -> str:
    """Give the file name of the CSVW metadata of a CSV file, where the Recommendation has a processor look for it."""
    return table + CSVW_SUFFIX


def workbook_file(lgcode: str) -> str:
    """Give the file name of the workbook of all tables."""
    return f"{lgcode}_plan.xlsx"


def stratml_file(lgcode: str, plan_id: str) -> str:
    """Give the file name of a plan as StratML."""
    return f"{lgcode}_{plan_id}_stratml.xml"


def open_data_list_file(lgcode: str) -> str:
    """Give the file name of the オープンデータ一覧, after the national convention."""
    return lgcode + OPEN_DATA_LIST_SUFFIX


def graph_file(lgcode: str, suffix: str) -> str:
    """Give the file name of the city's graph in one of its formats."""
    return f"{lgcode}.{suffix}"


def compressed(name: str) -> str:
    """Give the name of a file compressed with gzip."""
    return name + COMPRESSED_SUFFIX


def archive_file(lgcode: str) -> str:
    """Give the file name of the zip of the package."""
    return f"{lgcode}_plan.zip"


def sitemap_part(number: int) -> str:
    """Give the file name of a part of a sitemap that is too long for one file; the first has number 1."""
    return f"sitemap-{number}.xml"
