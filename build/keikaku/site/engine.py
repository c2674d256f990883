"""Templates and files: compile each template once, render a page, write its bytes, copy what is static."""

from __future__ import annotations

import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from keikaku.schema import Schema, data_folder
from keikaku.site.words import Words, load_words

ASSETS: Final = "assets"
INDEX: Final = "index.html"
HOSTING: Final = {
    "nginx.conf": "hosting/nginx.conf",
    "Caddyfile": "hosting/Caddyfile",
    "htaccess": ".htaccess",
    "netlify_headers": "_headers",
}
"""Rules for web servers, with their places in the site; Apache and Netlify find theirs by themselves."""
_THREADS: Final = 2


@dataclass(frozen=True)
class SiteContext:
    """What all pages of a build share: where the site will stand, the schema, the words, the templates."""

    base_url: str
    schema: Schema
    words: Words
    environment: Environment

    @property
    def base_path(self) -> str:
        """The path of the base URL, for the one page (404) that has no place of its own."""
        return urlsplit(self.base_url).path or "/"


def make_site(base_url: str, schema: Schema) -> SiteContext:
    """Prepare what rendering needs; costs some milliseconds, so once a build."""
    words = load_words(schema)
    environment = Environment(
        loader=FileSystemLoader(data_folder("site_templates")),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Japanese stays readable in data blocks; what could end the block is escaped by `tojson` all the same.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.globals |= {"t": words.namespace(), "base_url": base_url, "zip": zip}
    return SiteContext(base_url, schema, words, environment)


class Writer:
    """Renders pages below one root and counts them; the last `with` line waits until all are on disk.

    Making a folder and a file costs more than rendering a page, and the system makes several at once: hence threads.
    """

    def __init__(self, root: Path, site: SiteContext) -> None:
        self._root = root
        self._environment = site.environment
        self._pool = ThreadPoolExecutor(_THREADS)
        self._waiting: list[Future[None]] = []
        self.pages = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *raised: object) -> None:
        self._pool.shutdown(cancel_futures=any(raised))
        if not any(raised):
            for written in self._waiting:
                written.result()

    def write(self, template: str, page: Any, up: str | None = None, name: str = INDEX) -> None:
        """Render a page's context and write it to the folder that its frame names.

        Raises:
            jinja2.UndefinedError: the template asks for what the context or the strings do not have.
        """
        made = self._environment.get_template(f"{template}.html")
        text = made.render(page=page, frame=page.frame, up=page.frame.up if up is None else up)
        self._waiting.append(self._pool.submit(_put, self._root / page.frame.path, name, text.encode()))
        self.pages += 1


def _put(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def copy_assets(root: Path) -> None:
    """Copy the style sheet and the icon, and the rules by which web servers serve pages and data from one address."""
    templates = data_folder("site_templates")
    target = root / ASSETS
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((templates / "static").iterdir()):
        shutil.copyfile(path, target / path.name)
    for name, place in HOSTING.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(templates / "hosting" / name, root / place)
