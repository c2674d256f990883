"""The steps for uploading by hand, as a page in Japanese: only what differs from what staff uploaded last.

Input: what is wanted and what was uploaded (None before the first time). Output: HTML without scripts, every text
escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from keikaku.portal.dataset import EXTRA, PATH
from keikaku.portal.handed import FILES, NOT_YET, Handed
from keikaku.portal.handout import FREQUENCY
from keikaku.portal.settings import Portal

_LABELS: Final = {
    "title": "題名（タイトル）",
    "name": "データセットの名前（URL に使う名前）",
    "notes": "説明（概要）",
    "tags": "タグ（キーワード）",
    "license_id": "利用条件（ライセンス）",
    "owner_org": "組織",
    "url": "公開元のページ",
    "author": "作成者",
    "maintainer": "担当（連絡先の名称）",
    "maintainer_email": "担当のメールアドレス",
    "version": "版",
    "identifier": "識別子",
    "uri": "データセットの URI",
    "language": "言語",
    "frequency": "更新頻度",
    "spatial_uri": "対象地域の URI",
    "spatial_text": "対象地域",
    "temporal_start": "対象期間の始まり",
    "temporal_end": "対象期間の終わり",
    "theme": "分類",
    "publisher_name": "公開者",
    "publisher_uri": "公開者の URI",
    "contact_name": "連絡先",
    "contact_email": "連絡先のメールアドレス",
    "documentation": "データ項目の説明",
    "source_documents": "出典の文書",
}


def step_list(portal: Portal, wanted: Handed, uploaded: Handed | None) -> bytes:
    """Give the page."""
    title = wanted.fields.get("title", "")
    steps = [*_opening(portal, title, uploaded is None), *_fields(wanted, uploaded), *_files(wanted, uploaded)]
    if len(steps) == 2:
        steps.append("<p>入力と差し替えが必要なものはありません。</p>")
    steps += [
        "<p>プレビューで題名・説明・利用条件とファイルの数を確かめ、公開してください。</p>",
        "<p>公開したページからファイルを一つダウンロードし、サイズが下の表と同じか確かめてください。</p>",
        (
            f"<p>全部終わったら、このフォルダの <strong>{NOT_YET}</strong> を削除してください。"
            "削除すると、次からは変わったところだけがここに出ます。</p>"
        ),
    ]
    heading = f"登録の手順: {escape(title)}（{escape(portal.name)}）"
    parts = [
        f"<h1>{heading}</h1>",
        f"<p>{_summary(wanted, uploaded)}</p>",
        "<h2>すること</h2>",
        "<ol>",
        *(f"<li>{one}</li>" for one in steps),
        "</ol>",
        "<h2>すべての項目（確認用）</h2>",
        _table(("項目", "入力する内容"), _rows(wanted)),
        "<h2>すべてのファイル（確認用）</h2>",
        _file_table(wanted, wanted.files),
    ]
    head = f'<meta charset="utf-8">\n<title>{heading}</title>'
    body = "\n".join(parts)
    page = f'<!DOCTYPE html>\n<html lang="ja">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    return page.encode()


def _opening(portal: Portal, title: str, first: bool) -> list[str]:
    address = escape(portal.address)
    place = f'<a href="{address}">{address}</a>' if address else "ポータルの管理画面"
    what = "データセットを新しく作ります。" if first else f"データセット「{escape(title)}」の編集画面を開きます。"
    return [f"<p>{place} にログインします。</p>", f"<p>{what}</p>"]


def _fields(wanted: Handed, uploaded: Handed | None) -> list[str]:
    """Say which fields get which text."""
    if uploaded is None:
        told = "次の項目を入力します（ポータルにない項目は飛ばします）。"
        return [f"<p>{told}</p>{_table(('項目', '入力する内容'), _rows(wanted))}"]
    names = [name for name in dict.fromkeys((*wanted.fields, *uploaded.fields)) if name != "address"]
    changed = [
        (_label(name), _plain(name, uploaded.fields.get(name, "")), _plain(name, wanted.fields.get(name, "")))
        for name in names
        if uploaded.fields.get(name, "") != wanted.fields.get(name, "")
    ]
    header = ("項目", "今の内容", "新しい内容（空なら消す）")
    return [f"<p>次の項目だけを書き換えます。</p>{_table(header, changed)}"] if changed else []


def _files(wanted: Handed, uploaded: Handed | None) -> list[str]:
    """Say which files are added, replaced, described anew and removed, in this order."""
    before = uploaded.files if uploaded else {}
    sorted_out = sort_files(wanted, uploaded)
    told = {
        "new": f"「{FILES}」フォルダの次のファイルを、上から順に追加します。",
        "changed": f"次のファイルを、「{FILES}」フォルダの同じ名前のファイルに差し替えます（題と説明も確かめます）。",
        "described": "次のファイルは、題・説明などの文字だけを直します（ファイルはそのまま）。",
    }
    steps = [f"<p>{text}</p>{_file_table(wanted, sorted_out[kind])}" for kind, text in told.items() if sorted_out[kind]]
    if sorted_out["vanished"]:
        rows = [(name, before[name].get("name", "")) for name in sorted_out["vanished"]]
        steps.append(
            f"<p>次のファイルは公開をやめました。ポータルから削除します。</p>{_table(('ファイル', '題'), rows)}"
        )
    return steps


def sort_files(wanted: Handed, uploaded: Handed | None) -> Mapping[str, list[str]]:
    """Sort the files by what is to be done: new, changed, described, unchanged, vanished."""
    before = uploaded.files if uploaded else {}
    found: dict[str, list[str]] = {kind: [] for kind in ("new", "changed", "described", "unchanged", "vanished")}
    for name, said in wanted.files.items():
        last = before.get(name)
        if last is None:
            found["new"].append(name)
        elif last.get("hash") != said.get("hash"):
            found["changed"].append(name)
        else:
            found["unchanged" if last == said else "described"].append(name)
    found["vanished"] = [name for name in before if name not in wanted.files]
    return found


def _summary(wanted: Handed, uploaded: Handed | None) -> str:
    words = {"new": "追加", "changed": "差し替え", "described": "説明だけ", "unchanged": "そのまま", "vanished": "削除"}
    since = "初めての登録です。" if uploaded is None else "前に登録したものとの違い: "
    counts = "、".join(f"{words[kind]} {len(names)}" for kind, names in sort_files(wanted, uploaded).items())
    return f"{since}ファイル {counts}"


def _rows(wanted: Handed) -> list[tuple[str, str]]:
    order = {name: number for number, name in enumerate(_LABELS)}
    names = sorted(wanted.fields, key=lambda name: order.get(name.removeprefix(EXTRA), len(order)))
    return [(_label(name), _plain(name, wanted.fields[name])) for name in names if name != "address"]


def _label(name: str) -> str:
    key = name.removeprefix(EXTRA)
    return f"{_LABELS[key]} {key}" if key in _LABELS else key


def _plain(name: str, value: str) -> str:
    """Give a value as staff type it: lists in words, the frequency in Japanese."""
    key = name.removeprefix(EXTRA)
    if key == "frequency":
        return FREQUENCY.get(value.rsplit("/", 1)[-1], value)
    if key == "language" and value == '["ja"]':
        return "日本語"
    try:
        told: Any = json.loads(value) if value.startswith("[") else None
    except ValueError:
        return value
    if not isinstance(told, list):
        return value
    return "\n".join(str(one.get("title", "")) if isinstance(one, dict) else str(one) for one in told)


def _file_table(wanted: Handed, names: Iterable[str]) -> str:
    header = ("順", "ファイル", "題", "説明", "形式", "サイズ（バイト）", "SHA-256")
    rows = []
    for number, name in enumerate(names, 1):
        said = wanted.files[name]
        keys = (PATH, "name", "description", "format", "size", "hash")
        rows.append((str(number), *(said.get(key, "") for key in keys)))
    return _table(header, rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in header)
    lines = ["".join(f"<td>{escape(one).replace(chr(10), '<br>')}</td>" for one in row) for row in rows]
    return f'<table border="1"><tr>{top}</tr>\n' + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</table>"
