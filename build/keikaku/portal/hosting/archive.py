"""Permanent archives on a host: each edition and each city's data, once for each content, at an address for ever.

A build knows only its own editions as they are now. So the host keeps what it was given: content that differs from all
former versions becomes the next version, at an address of its own, and the former ones are never written again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import Final

from keikaku.portal.hosting.manifest import Archived, Manifest
from keikaku.portal.hosting.site import ARCHIVE, Lasting, Site, SiteFile, made

INDEX_JSON: Final = f"{ARCHIVE}index.json"
INDEX_PAGE: Final = f"{ARCHIVE}index.html"
_FOLDERS: Final = {"edition": "editions/", "data": ""}


@dataclass(frozen=True, slots=True)
class KeptArchive:
    """The archive as it is to be: all its entries, the files to add, and what is wrong with the one that is there."""

    entries: Mapping[str, Archived]
    new: tuple[SiteFile, ...]
    damaged: tuple[str, ...]
    missing: tuple[str, ...]


def kept_archive(
    site: Site, seals: Mapping[str, str], checksum: Callable[[str], str], manifests: tuple[Manifest, Manifest]
) -> KeptArchive:
    """Say what the archive is to hold: all that it holds, and what the site has that it does not.

    `manifests` are the one that counts and that of a run that did not end.
    """
    before, pending = manifests
    entries = {path: one for path, one in before.archive.items() if one.withdrawn}
    at_hand = {(lasting.what, lasting.file.sha256): lasting.file for lasting in site.lasting}
    damaged, missing, new = [], [], []
    for path, one in before.archive.items():
        if one.withdrawn:
            continue
        if path in seals:
            sound = bool(one.seal and one.seal == seals[path]) or checksum(path) == one.sha256
            entries[path] = replace(one, seal=seals[path])
            damaged += [] if sound else [path]
            continue
        # Somebody took it away: what is at hand comes back, the rest is noted as withdrawn, once the caller agrees.
        missing.append(path)
        file = at_hand.get((one.what, one.sha256))
        entries[path] = replace(one, withdrawn=file is None, seal="")
        new += [SiteFile(path, file.size, file.sha256, file.source)] if file else []
    for path, one in pending.archive.items():
        if path not in entries and path in seals and checksum(path) == one.sha256:
            entries[path] = replace(one, seal=seals[path])
    for lasting in site.lasting:
        path, version = _place(lasting, entries, seals)
        if version:
            file = lasting.file
            entries[path] = Archived(*lasting.what, version, file.sha256, file.size)
            new.append(SiteFile(path, file.size, file.sha256, file.source))
    return KeptArchive(entries, tuple(new), tuple(damaged), tuple(missing))


def _place(lasting: Lasting, entries: Mapping[str, Archived], seals: Mapping[str, str]) -> tuple[str, int]:
    """Give the address and the number of the version of something new; 0 where its content is in the archive."""
    versions = {path: one for path, one in entries.items() if one.what == lasting.what}
    for path, one in versions.items():
        if one.sha256 == lasting.file.sha256:
            return path, 0
    version = max((one.version for one in versions.values()), default=0) + 1
    # An address that was ever used, by whomever, is not used again.
    while (path := _address(lasting, version)) in seals or path in entries:
        version += 1
    return path, version


def _address(lasting: Lasting, version: int) -> str:
    folder = f"{_FOLDERS[lasting.kind]}{lasting.id}"
    name = PurePosixPath(lasting.file.path).name
    return f"{ARCHIVE}{lasting.lgcode}/{folder}/v{version}/{name}"


def index_files(site: Site, entries: Mapping[str, Archived]) -> dict[str, SiteFile]:
    """Give the archive's list, for programmes and for people."""
    listed = sorted(entries.items(), key=lambda one: (*one[1].what, one[1].version))
    told = [
        {"url": f"{site.base_url}{path}", **{key: value for key, value in asdict(one).items() if key != "seal"}}
        for path, one in listed
    ]
    text = json.dumps({"archive": told}, ensure_ascii=False, indent=1) + "\n"
    files = (made(INDEX_JSON, text.encode()), made(INDEX_PAGE, _page(listed).encode()))
    return {file.path: file for file in files}


def _page(listed: Iterable[tuple[str, Archived]]) -> str:
    rows = "\n".join(_row(path, one) for path, one in listed)
    return f"""<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>データの保存庫 / Archive</title>
</head>
<body>
<main>
<h1>データの保存庫</h1>
<p>計画の版ごとのデータと、市ごとの全データを、公開したときのまま残しています。ファイルの内容が後で変わることはありません。
訂正などで内容が変わったときは、新しい番号で加わります。引用するときは、このアドレスと SHA-256 を使ってください。</p>
<p lang="en">Data of each edition of a plan, and all data of each city, as they were published. A file never changes:
what differs is added under a new number. Cite the address here with its SHA-256.
<a href="index.json">index.json</a></p>
<table>
<thead><tr><th scope="col">団体コード<br><span lang="en">City</span></th>
<th scope="col">版<br><span lang="en">Edition</span></th>
<th scope="col">番号<br><span lang="en">Version</span></th>
<th scope="col">ファイル<br><span lang="en">File</span></th>
<th scope="col">大きさ（バイト）<br><span lang="en">Bytes</span></th>
<th scope="col">SHA-256</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
<p><a href="../">トップページ / Home</a></p>
</main>
</body>
</html>
"""


def _row(path: str, one: Archived) -> str:
    what = one.id if one.kind == "edition" else "全データ / all data"
    name = PurePosixPath(path).name
    link = f'<a href="{escape(path.removeprefix(ARCHIVE))}">{escape(name)}</a>'
    file = f"{escape(name)}（取り下げ / withdrawn）" if one.withdrawn else link
    cells = (escape(one.lgcode), escape(what), str(one.version), file, f"{one.size:,}", f"<code>{one.sha256}</code>")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
