"""`sitemap.xml` and `robots.txt`: what the pages are, for search engines.

Input: the finished output, in which every page is the `index.html` of a folder, so that the list is that of the pages
that are really there. A page in several languages names the others. A list that would be longer than the protocol
(sitemaps.org, version 0.9) allows is written in parts, and `sitemap.xml` names these. Folders are gone through one at
a time and in order: memory does not grow with the pages, and the same pages give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from keikaku.file_names import ROBOTS, SITEMAP, sitemap_part
from keikaku.iri import LANGUAGES
from keikaku.site.engine import INDEX

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HEAD: Final = f'{_DECLARATION}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'.encode()
_TAIL: Final = b"</urlset>\n"


class Limits(NamedTuple):
    """What one file may hold: addresses, and bytes."""

    addresses: int = 50_000
    size: int = 50_000_000


def write_sitemap(root: Path, base_url: str, dates: Mapping[str, str], limits: Limits = Limits()) -> int:  # noqa: B008
    """Write `sitemap.xml`, in parts where it must be, and `robots.txt`, which names it; count the addresses.

    `dates` are days (ISO 8601) by the path of a page below the base URL; a page without one takes that of the nearest
    folder above it that has one.

    Raises:
        OSError: the output cannot be read or written.
    """
    parts = _Parts(root, limits)
    for path in _pages(root, ""):
        languages = [prefix for prefix in LANGUAGES.values() if (root / prefix / path / INDEX).is_file()]
        for entry in _entries(base_url, path, languages, _date(path, dates)):
            parts.add(entry.encode())
    parts.finish(base_url)
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {base_url}{SITEMAP}\n"
    (root / ROBOTS).write_text(robots, encoding="utf-8", newline="\n")
    return parts.addresses


def _pages(root: Path, path: str) -> Iterator[str]:
    """Give the paths of pages, each once whatever its languages: a page of the first stands for all."""
    if (root / path / INDEX).is_file():
        yield path
    others = {prefix for prefix in LANGUAGES.values() if prefix}
    with os.scandir(root / path) as found:
        folders = sorted(f"{path}{one.name}/" for one in found if one.is_dir(follow_symlinks=False))
    yield from chain.from_iterable(_pages(root, folder) for folder in folders if folder not in others)


def _entries(base_url: str, path: str, prefixes: list[str], date: str) -> Iterator[str]:
    """Give an entry for each language of a page; `prefixes` are where the pages of its languages stand."""
    codes = {prefix: code for code, prefix in LANGUAGES.items()}
    links = ""
    if len(prefixes) > 1:
        named = [(codes[prefix], prefix) for prefix in prefixes] + [("x-default", "")]
        links = "".join(_link(code, f"{base_url}{prefix}{path}") for code, prefix in named)
    changed = f"<lastmod>{date}</lastmod>" if date else ""
    for prefix in prefixes:
        yield f"<url><loc>{escape(f'{base_url}{prefix}{path}')}</loc>{changed}{links}</url>\n"


def _link(code: str, url: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(url)}/>'


def _date(path: str, dates: Mapping[str, str]) -> str:
    while path not in dates and path:
        path = path[: path.rstrip("/").rfind("/") + 1]
    return dates.get(path, "")


class _Parts:
    """Writes entries to one file after another, each within the limits."""

    def __init__(self, root: Path, limits: Limits) -> None:
        self._root, self._limits = root, limits
        self._file: BinaryIO | None = None
        self._count = self._size = self._written = 0
        self.addresses = 0

    def add(self, entry: bytes) -> None:
        """Write an entry, to the next file where this one is full."""
        full = self._count == self._limits.addresses or self._size + len(entry) > self._limits.size
        file = self._start() if self._file is None or full else self._file
        file.write(entry)
        self._count += 1
        self._size += len(entry)
        self.addresses += 1

    def _start(self) -> BinaryIO:
        self._end()
        self._written += 1
        self._file = (self._root / sitemap_part(self._written)).open("wb")
        self._file.write(_HEAD)
        self._count, self._size = 0, len(_HEAD) + len(_TAIL)
        return self._file

    def _end(self) -> None:
        if self._file:
            self._file.write(_TAIL)
            self._file.close()

    def finish(self, base_url: str) -> None:
        """Make the one file the sitemap, or name the several in it."""
        if not self._file:
            self._start()
        self._end()
        target = self._root / SITEMAP
        if self._written == 1:
            (self._root / sitemap_part(1)).replace(target)
            return
        with target.open("w", encoding="utf-8", newline="\n") as file:
            file.write(f'{_DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n')
            for number in range(1, self._written + 1):
                file.write(f"<sitemap><loc>{escape(base_url + sitemap_part(number))}</loc></sitemap>\n")
            file.write("</sitemapindex>\n")
