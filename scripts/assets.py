"""Bring what the site's pages run in the browser, and the font of share images: `python scripts/assets.py`.

It fills `site_templates/vendor/` and needs npm and a package registry. The site builds without all this; its pages then
say what they lack, and share one image. What is brought is declared below: files of a package as they are, or an entry
of `scripts/assets/` bundled with all that it imports.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - read by whatever Python a machine has
    sys.exit("Python 3.11 以上が必要です。 / Python 3.11 or newer is needed, this is " + sys.version.split()[0])

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from _setup import ROOT, Run, SetupError, guarded, run_command, say

HOME: Final = Path("scripts/assets")
VENDOR: Final = Path("site_templates/vendor")
STAMP: Final = "stamp"
LICENCES: Final = "LICENSE.txt"
_LICENCE_FILES: Final = (
    *("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENSE-MIT", "LICENSE-APACHE", "LICENSE_FONT"),
    "COPYING",
)
_PATIENCE: Final = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000")
"""A machine without a network must not wait for minutes at every build."""

NO_NPM: Final = "npm がないため、画面用の部品を用意していません / npm is missing: the browser assets are not brought"
NOT_BROUGHT: Final = "画面用の部品を用意できませんでした / the browser assets could not be brought"


@dataclass(frozen=True, slots=True)
class Asset:
    """A folder of `vendor/`: files copied from a package (source -> name here), and entries bundled (source -> name).

    Sources of files are paths in the package, sources of entries are paths in `scripts/assets/`.
    """

    folder: str
    package: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)


ASSETS: Final = (
    Asset("oxigraph", "oxigraph", files={"web.js": "web.js", "web_bg.wasm": "web_bg.wasm"}),
    Asset("editor", entries={"editor.js": "editor.js"}),
    Asset("font", "@expo-google-fonts/noto-sans-jp", files={"700Bold/NotoSansJP_700Bold.ttf": "NotoSansJP-Bold.ttf"}),
)


def bring(root: Path, run: Run) -> bool:
    """Fill `vendor/` unless it is current; tell whether it is. Why it is not has been said, in one line."""
    if is_current(root):
        return True
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        say(NO_NPM)
        return False
    try:
        _fill(root, npm, node, run)
    except (SetupError, OSError) as error:
        say(f"{NOT_BROUGHT}: {error}")
        return False
    return True


def is_current(root: Path) -> bool:
    """Tell whether `vendor/` was made from the present declarations, and all its files are there."""
    stamp = root / VENDOR / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8").strip() != fingerprint(root):
        return False
    return all((root / VENDOR / asset.folder / name).is_file() for asset in ASSETS for name in _names(asset))


def fingerprint(root: Path) -> str:
    """Give a hash of all that `vendor/` is made from: this script, the lock file and the entries."""
    made_from = [root / "scripts/assets.py", *(root / HOME / name for name in ("package.json", "package-lock.json"))]
    made_from += sorted((root / HOME).glob("*.js"))
    told = hashlib.sha256()
    for path in made_from:
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def _names(asset: Asset) -> list[str]:
    return [*asset.files.values(), *asset.entries.values(), LICENCES]


def _fill(root: Path, npm: str, node: str, run: Run) -> None:
    """Install the packages, gather what is declared in a folder beside `vendor/`, and put it in its place."""
    home, target = root / HOME, root / VENDOR
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *_PATIENCE)
    if run([npm, "ci", "--prefix", str(home), *quiet]):
        raise SetupError("npm ci")
    fresh = target.with_name(".vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for asset in ASSETS:
        _gather(asset, home, fresh / asset.folder, node, run)
    (fresh / STAMP).write_text(fingerprint(root) + "\n", encoding="utf-8", newline="\n")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _gather(asset: Asset, home: Path, target: Path, node: str, run: Run) -> None:
    target.mkdir(parents=True)
    packages = {asset.package} if asset.package else set()
    for source, name in asset.files.items():
        shutil.copyfile(home / "node_modules" / asset.package / source, target / name)
    for source, name in asset.entries.items():
        packages |= _bundle(home, source, target / name, node, run)
    text = licence_texts(home / "node_modules", packages)
    (target / LICENCES).write_text(text, encoding="utf-8", newline="\n")


def _bundle(home: Path, source: str, target: Path, node: str, run: Run) -> set[str]:
    """Bundle an entry as one ES module; give the packages that went into it."""
    told = target.with_suffix(".json")
    options = (
        "--bundle",
        "--format=esm",
        "--minify",
        "--target=es2022",
        "--legal-comments=none",
        "--log-level=warning",
    )
    esbuild = str(home / "node_modules/esbuild/bin/esbuild")
    if run([node, esbuild, str(home / source), *options, f"--outfile={target}", f"--metafile={told}"]):
        raise SetupError(f"esbuild {source}")
    inputs = json.loads(told.read_text(encoding="utf-8"))["inputs"]
    told.unlink()
    return {package_of(path) for path in inputs if "node_modules/" in path}


def package_of(path: str) -> str:
    """Give the package that a file below `node_modules/` belongs to."""
    first, second, *_ = path.rpartition("node_modules/")[2].split("/")
    return f"{first}/{second}" if first.startswith("@") else first


def licence_texts(modules: Path, packages: Iterable[str]) -> str:
    """Give name, version, licence and licence text of packages, one after the other.

    A package without a text of its own that may be used under the Apache License 2.0 comes with this project's copy.

    Raises:
        SetupError: a package has no text, and the project has none for its licence.

    """
    parts = []
    for package in sorted(packages):
        about = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        licence = about.get("license", "")
        found = [modules / package / name for name in _LICENCE_FILES if (modules / package / name).is_file()]
        if not found and "Apache-2.0" in licence:
            found = [ROOT / "LICENSE"]
        if not found:
            raise SetupError(f"{package}: no licence text")
        texts = "\n\n".join(path.read_text(encoding="utf-8").strip() for path in found)
        parts.append(f"{package} {about['version']} ({licence})\n\n{texts}\n")
    return f"\n{'=' * 80}\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(guarded(lambda: 0 if bring(ROOT, run_command) else 1))
