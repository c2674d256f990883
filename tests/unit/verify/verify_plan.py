"""A small plan: its document, and tables that transcribe it. Tests spoil one or the other and verify.

Words of rows are written with the line at which they stand, so that a document can be changed without counting lines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from keikaku.pipeline import Proof, verify
from keikaku.verify import Verified
from kitchen import CITY_YAML, Rows, write_table

Tables = dict[str, Rows]
Spoil = Callable[[Tables], object]

DOCUMENT: Final = """推進計画

 １ 目的
この計画は、市民の暮らしをより便利にし、市役所の仕事を減らすために定める。
計画の期間は三年とする。
1
 施策名称 産－① 窓口の改善
事業内容 窓口で待つ時間を短くする取組
目標値 達成率 １０％
実績 ①１２％
【達成】
備考
2
 施策名称 産－② 相談の受付
事業内容 家からも相談を受けられる体制
目標値 達成率 １０％
件数 ３００件以上
実績 ②２８０件
【未達成】
備考
3
 施策名称 産－③ 道路の点検
事業内容 道路の点検を写真で行う仕組み
目標値 達成率 １０％
実績 ③１０％
【達成】
備考
"""
STARTS: Final = (1, 7, 14, 22)


def lines_of(document: str = DOCUMENT) -> list[str]:
    """Give the lines of a document."""
    return document.split("\n")


def place(words: str, number: int = 1) -> dict[str, str]:
    """Give the page and line at which the plan's document prints words for the nth time."""
    line = [index for index, text in enumerate(lines_of(), 1) if words in text][number - 1]
    return {"page": str(sum(start <= line for start in STARTS)), "line": str(line)}


def plan_tables(document: str = DOCUMENT) -> Tables:
    """Give the tables; each call gives fresh ones."""
    digest = hashlib.sha256(document.encode()).hexdigest()
    source = {"source_id": "s", "title": "計画書", "publisher": "恵那市", "kind": "plan", "pages": "4"}
    tables: Tables = {
        "sources": [{**source, "file": "plan.txt", "sha256": digest}],
        "pages": [{"source_id": "s", "page": str(page), "line": str(line)} for page, line in enumerate(STARTS, 1)],
        "plans": [{"plan_id": "p", "title": "推進計画", "source_id": "s", **place("推進計画")}],
        "editions": [{"edition_id": "e", "plan_id": "p", "label": "初版", "status": "adopted", "source_id": "s"}],
        "corrections": [],
    }
    tables["editions"][0] |= place("推進計画")
    for number, (title, about) in enumerate(
        (
            ("窓口の改善", "窓口で待つ時間を短くする取組"),
            ("相談の受付", "家からも相談を受けられる体制"),
            ("道路の点検", "道路の点検を写真で行う仕組み"),
        ),
        1,
    ):
        code = f"産－{'①②③'[number - 1]}"
        project = {"project_id": f"san-{number}", "code": f"産-{number}", "code_raw": code, "position": str(number)}
        _add(tables, "projects", **project, title=title, description=about, **place(code))
        _indicator(tables, f"san-{number}", 1, "達成率", "１０％", place("目標値", number))
    _indicator(tables, "san-2", 2, "件数", "３００件以上", place("３００件以上"))
    for indicator, raw, status in (
        ("san-1.1", "①１２％", "【達成】"),
        ("san-2.2", "②２８０件", "【未達成】"),
        ("san-3.1", "③１０％", "【達成】"),
    ):
        values = {"indicator_id": indicator, "fiscal_year": "2024", "seq": "1", "raw": raw, "status_raw": status}
        _add(tables, "results", **values, **place(raw))
    return tables


def _add(tables: Tables, table: str, **values: str) -> None:
    tables.setdefault(table, []).append({"edition_id": "e", **values})


def _indicator(tables: Tables, project: str, number: int, title: str, raw: str, where: Mapping[str, str]) -> None:
    ids = {"indicator_id": f"{project}.{number}"}
    own = {"project_id": project, "title": title, "position": str(number), "value_type": "number"}
    _add(tables, "indicators", **ids, **own, **where)
    target = {"fiscal_year": "2025", "seq": "1", "raw": raw, "origin": "stated", "applies": "plan_end"}
    _add(tables, "targets", **ids, **target, **where)


def write_plan(workspace: Path, spoil: Spoil | None = None) -> None:
    """Write the city `ena` below a workspace."""
    tables = plan_tables()
    if spoil:
        spoil(tables)
    folder = workspace / "ena"
    (folder / "tables").mkdir(parents=True)
    (folder / "city.yaml").write_text(CITY_YAML, encoding="utf-8")
    for name, rows in tables.items():
        write_table(folder, name, rows)


def prove(
    workspace: Path, spoil: Spoil | None = None, document: str | bytes = DOCUMENT, name: str = "plan.txt"
) -> Proof:
    """Write the city and the document, and verify the one against the other."""
    write_plan(workspace, spoil)
    path = workspace.parent / name
    path.write_bytes(document if isinstance(document, bytes) else document.encode())
    return verify(workspace, "ena", [str(path)])


def verified(proof: Proof) -> Verified:
    """Give the one document that was verified."""
    assert not proof.refused, proof.problems
    (one,) = proof.verified
    return one


def standing(one: Verified, standing: str) -> list[tuple[str, str]]:
    """List the values that stand somewhere: column and words."""
    return [(found.value.column, found.value.words) for found in one.found if found.standing == standing]


def left(one: Verified, *kinds: str) -> list[tuple[str, str]]:
    """List what no row accounts for: its kind and its words."""
    return [(each.what, each.words) for each in one.coverage.left if not kinds or each.what in kinds]


def without(table: str, **values: str) -> Spoil:
    """Take out the rows that have certain values."""

    def spoil(tables: Tables) -> None:
        kept = [row for row in tables[table] if any(row[name] != value for name, value in values.items())]
        assert len(kept) < len(tables[table])
        tables[table] = kept

    return spoil


def change(table: str, row: int, **values: str) -> Spoil:
    """Change one row."""
    return lambda tables: tables[table][row].update(values)


def sheets(document: str = DOCUMENT, starts: Sequence[int] = STARTS) -> Iterator[list[str]]:
    """Give the document's lines page by page."""
    lines = lines_of(document)
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        yield lines[start - 1 : end - 1]
