"""Pages and files: render a page, write its bytes, copy what is static.

A `SiteContext` has the words of one language; its twins have those of the others.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from keikaku.iri import LANGUAGES
from keikaku.problem import Lang
from keikaku.schema import Schema, data_folder
from keikaku.site.links import Link, to_root
from keikaku.site.templates import TemplateEnvironment
from keikaku.site.wording.language import mark_japanese
from keikaku.site.wording.words import Words, load_words

ASSETS: Final = "assets"
VENDOR: Final = "vendor"
INDEX: Final = "index.html"
HOSTING: Final = {
    "nginx.conf": "hosting/nginx.conf",
    "Caddyfile": "hosting/Caddyfile",
    "htaccess": ".htaccess",
    "netlify_headers": "_headers",
}
"""Rules for web servers, with their places in the site; Apache and Netlify find theirs by themselves."""
_NAMES: Final[dict[Lang, str]] = {"ja": "日本語", "en": "English"}
"""What the switch calls each language: its own name."""
_THREADS: Final = 2
_BUNDLE: Final = 64
_NEW: Final = os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, eq=False)
class SiteContext:
    """What all pages of one language share: where the site will stand, the schema, the words, the templates.

    `languages` are the contexts of all languages by their codes, this one among them.
    """

    base_url: str
    schema: Schema
    words: Words
    environment: TemplateEnvironment
    languages: dict[Lang, SiteContext] = field(default_factory=dict, repr=False)

    @property
    def lang(self) -> Lang:
        """The language of the pages."""
        return self.words.lang

    def file(self, path: str, text: str) -> Link:
        """Link a file, named from the site's root: files stand there once, whatever the language of the page."""
        return Link(to_root(self.lang) + path, text)

    @property
    def base_path(self) -> str:
        """The path of the base URL, for the one page (404) that has no place of its own."""
        return urlsplit(self.base_url).path or "/"


def make_site(base_url: str, schema: Schema) -> SiteContext:
    """Prepare what rendering needs, in all languages; costs some milliseconds, so once a build.

    What is given is the context of the first language; the others are in its `languages`.
    """
    languages: dict[Lang, SiteContext] = {}
    for lang in LANGUAGES:
        words = load_words(schema, lang)
        environment = TemplateEnvironment(words)
        environment.globals |= {"base_url": base_url, "languages": _NAMES}
        languages[lang] = SiteContext(base_url, schema, words, environment, languages)
    return languages["ja"]


class Hearer(Protocol):
    """Who is told of each page as it is written."""

    def add(self, template: str, frame: Any, page: str) -> None:
        """Take a page, which its template and its frame name."""


class Writer:
    """Renders pages below one root and counts them; the last `with` line waits until all are on disk.

    The system makes several folders and files at once: hence threads, which take a bundle of files at a time.
    """

    def __init__(self, root: Path, site: SiteContext, hearers: Mapping[Lang, Hearer] | None = None) -> None:
        self._root = root
        self._hearers = hearers or {}
        self._environments = {lang: one.environment for lang, one in site.languages.items()}
        self._pool = ThreadPoolExecutor(_THREADS)
        self._waiting: list[Future[None]] = []
        self._bundle: list[tuple[str, bytes]] = []
        self.pages = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *raised: object) -> None:
        self._hand_over()
        self._pool.shutdown(cancel_futures=any(raised))
        if not any(raised):
            for written in self._waiting:
                written.result()

    def write(self, template: str, page: Any, up: str | None = None, name: str = INDEX) -> None:
        """Render a page's context in the language of its frame and write it to the folder that the frame names.

        Raises:
            jinja2.UndefinedError: the template asks for what the context or the strings do not have.
        """
        frame, text = page.frame, self.text(template, page, up)
        if frame.lang in self._hearers:
            self._hearers[frame.lang].add(template, frame, text)
        self.put(frame.folder, name, text.encode())
        self.pages += 1

    def text(self, template: str, page: Any, up: str | None = None) -> str:
        """Render a page's context in the language of its frame.

        Raises:
            jinja2.UndefinedError: the template asks for what the context or the strings do not have.
        """
        frame = page.frame
        made = self._environments[frame.lang].get_template(f"{template}.html")
        ways = {"up": frame.up, "root": frame.root} if up is None else {"up": up, "root": up}
        text = made.render(page=page, frame=frame, **ways)
        return mark_japanese(text) if frame.lang == "en" else text

    def put(self, folder: str, name: str, content: bytes) -> None:
        """Write a file to a folder below the root."""
        self._bundle.append((f"{self._root}/{folder}/{name}", content))
        if len(self._bundle) == _BUNDLE:
            self._hand_over()

    def _hand_over(self) -> None:
        self._waiting.append(self._pool.submit(_put, self._bundle))
        self._bundle = []


def _put(bundle: Sequence[tuple[str, bytes]]) -> None:
    """Write files by as few calls as can be: a thread waits for its turn after each, while another renders pages."""
    for path, content in bundle:
        try:
            file = os.open(path, _NEW, 0o666)
        except FileNotFoundError:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            file = os.open(path, _NEW, 0o666)
        try:
            rest = memoryview(content)
            while rest:  # On a full disk a call may write a part, and only the next one fails.
                rest = rest[os.write(file, rest) :]
        finally:
            os.close(file)


def copy_assets(root: Path) -> None:
    """Copy style sheet, scripts and icon, what others made for browsers, and rules for web servers.

    By the rules web servers serve pages and data from one address. What others made is there where scripts/assets.py
    has brought it.
    """
    templates = data_folder("site_templates")
    shutil.copytree(templates / "static", root / ASSETS, copy_function=shutil.copyfile, dirs_exist_ok=True)
    if (templates / VENDOR).is_dir():
        shutil.copytree(
            templates / VENDOR,
            root / ASSETS / VENDOR,
            ignore=shutil.ignore_patterns("stamp", "font"),
            copy_function=shutil.copyfile,
            dirs_exist_ok=True,
        )
    for name, place in HOSTING.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(templates / "hosting" / name, root / place)
