"""`keikaku import`: shows, asks, writes at once, keeps the former tables and goes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.cli import run as keikaku
from kitchen import write_kitchen

Said = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_kitchen(tmp_path / "datapackage")


def csv_file(text: str, name: str = "用語.csv") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


TERMS = "版ID,用語ID,用語,ページ,行\ne2,te1,ＲＰＡ（自動化）,1,1\ne2,,窓口,1,1\n※ 注,,,,\n"


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "tables").iterdir()}


def test_without_yes_nothing_is_written_and_everything_is_shown(folder: Path, capsys: Said) -> None:
    before = tables(folder)
    file = csv_file(TERMS)
    assert keikaku(["import", file, "--city", "ena", "--lang", "ja"]) == 2
    assert keikaku(["import", file, "--city", "ena", "--lang", "ja", "--dry-run"]) == 0
    said = capsys.readouterr()
    assert "用語.csv: 4 行 = 見出し 1 + 注記 1 + 追加 1 + 変更 1" in said.out
    assert "~ e2|te1  用語: RPA → RPA(自動化)  [ C2]" in said.out
    assert "+ e2|te2  窓口" in said.out
    assert "※ 注" in said.out
    assert "--yes" in said.err
    assert tables(folder) == before
    assert not (folder / ".former").exists()


def test_yes_writes_keeps_the_former_tables_and_undo_goes_back(folder: Path, capsys: Said) -> None:
    before = tables(folder)
    assert keikaku(["import", csv_file(TERMS), "--city", "ena", "--yes"]) == 0
    after = tables(folder)
    assert after["terms.csv"] != before["terms.csv"]
    assert {name for name in before if before[name] != after[name]} == {"terms.csv"}
    kept = folder / ".former" / "0001" / "tables"
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    assert keikaku(["import", "--undo", "--city", "ena", "--dry-run"]) == 0
    assert tables(folder) == after
    assert keikaku(["import", "--undo", "--city", "ena", "--yes"]) == 0
    assert tables(folder) == before
    # Going back is a change as well, so that it can be taken back itself.
    assert keikaku(["import", "--undo", "--city", "ena", "--yes"]) == 0
    assert tables(folder) == after
    assert sorted(path.name for path in (folder / ".former").iterdir()) == ["0001", "0002", "0003"]
    assert "0001" in capsys.readouterr().err


def test_errors_stop_the_write_and_all_are_told_at_once(folder: Path, capsys: Said) -> None:
    before = tables(folder)
    file = csv_file(
        "版ID,統計ID,項目,値,原文,ページ,行\ne2,st1,,〃,x,1,1\ne2,st2,b,35千円,y,1,1\n", "統計・調査結果.csv"
    )
    assert keikaku(["import", file, "--city", "ena", "--yes", "--format", "json"]) == 1
    body = json.loads(capsys.readouterr().out)
    told = {(one["code"], one["where"]["cell"]) for one in body["problems"] if one["severity"] == "error"}
    assert told >= {("E201", "C2"), ("E927", "D2"), ("E924", "D3")}
    assert body["sheets"][0]["refused"] == 2
    assert tables(folder) == before


def test_the_same_file_twice_changes_nothing_the_second_time(folder: Path, capsys: Said) -> None:
    file = csv_file(TERMS)
    keikaku(["import", file, "--city", "ena", "--yes"])
    after = tables(folder)
    capsys.readouterr()
    assert keikaku(["import", file, "--city", "ena", "--yes", "--lang", "ja"]) == 0
    assert "同じ内容" in capsys.readouterr().err
    assert tables(folder) == after
    assert not (folder / ".former" / "0002").exists()


def test_a_write_that_fails_leaves_the_tables_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    before, rename = tables(folder), Path.rename

    def fail(self: Path, target: Path) -> Path:
        if target.name == "tables" and ".tables.new" in self.parts:
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    assert keikaku(["import", csv_file(TERMS), "--city", "ena", "--yes"]) == 2
    assert tables(folder) == before
    assert "No space left" in capsys.readouterr().err


def test_wrong_calls_are_explained(folder: Path, capsys: Said) -> None:
    file = csv_file(TERMS)
    calls: dict[str, tuple[list[str], int]] = {
        "E937": (["import", "--city", "ena"], 2),
        "E938": (["import", file, "--city", "ena", "--undo"], 2),
        "E935": (["import", "--undo", "--city", "ena"], 1),
        "E703": (["import", file, "--city", "nowhere"], 2),
        "E934": (["import", file, "--city", "ena", "--edition", "e9"], 1),
        "E101": (["import", "no.xlsx", "--city", "ena"], 1),
    }
    for code, (call, expected) in calls.items():
        assert keikaku(call) == expected, code
        said = capsys.readouterr()
        assert code in said.out + said.err


def test_without_an_edition_column_the_edition_must_be_told(folder: Path, capsys: Said) -> None:
    file = csv_file("用語ID,用語,ページ,行\nte1,RPA,1,1\n")
    assert keikaku(["import", file, "--city", "ena", "--dry-run"]) == 1
    assert "E933" in capsys.readouterr().out
    assert keikaku(["import", file, "--city", "ena", "--dry-run", "--edition", "e2"]) == 0


def test_a_name_that_means_several_things_is_refused(folder: Path, capsys: Said) -> None:
    file = csv_file("版ID,事業ID,施策ID,ページ,行,名称\ne2,a-1,1a1,1,1,同じ名\ne2,a-2,1a1,1,1,同じ名\n", "projects.csv")
    links = csv_file("版ID,事業ID,担当課ID,ページ,行\ne2,同じ名,d2,1,1\n", "project_departments.csv")
    assert keikaku(["import", file, links, "--city", "ena", "--dry-run"]) == 1
    assert "E930" in capsys.readouterr().out


def test_lost_characters_are_kept_with_mend(folder: Path, capsys: Said) -> None:
    path = folder / "tables" / "terms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("RPA", "𠮷野家"), encoding="utf-8")
    Path("terms.csv").write_bytes(path.read_text(encoding="utf-8").encode("cp932", "replace"))
    assert keikaku(["import", "terms.csv", "--city", "ena", "--dry-run"]) == 1
    assert "E931" in capsys.readouterr().out
    assert keikaku(["import", "terms.csv", "--city", "ena", "--dry-run", "--mend"]) == 0
    assert "W974" in capsys.readouterr().out


def test_the_marked_workbook_comes_back(folder: Path, form: Callable[..., Path], workspace: Path, capsys: Said) -> None:
    from openpyxl import load_workbook

    source = form("ena")
    book = load_workbook(source)
    book["取組事業"]["E3"] = None
    book.save(source)
    call = ["import", str(source), "--city", "ena", "--source", str(workspace), "--returned", "back.xlsx"]
    assert keikaku(call) == 1
    returned = load_workbook("back.xlsx")
    assert returned["取組事業"]["E3"].comment is not None
    # What came back is mended in place and imported again: our marks are no words of the city.
    returned["取組事業"]["E3"] = "こども園の各種記録の電子化"
    returned.save("mended.xlsx")
    capsys.readouterr()
    assert keikaku(["import", "mended.xlsx", "--city", "ena", "--source", str(workspace), "--dry-run"]) == 0
    assert "W970" not in capsys.readouterr().out


def test_help_stands_in_both_languages(capsys: Said) -> None:
    for lang, word in (("ja", "取り込み"), ("en", "Import FILE")):
        assert keikaku(["import", "--help", "--lang", lang]) == 0
        assert word in capsys.readouterr().out
