"""The commands as a user calls them, in this process: exit codes, words, and what stands afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from keikaku import __version__
from keikaku.cli import run
from kitchen import CITY_YAML, Tables, write_kitchen, write_table


def digests(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def out(workspace: Path) -> Path:
    return workspace.parent / "public"


def build(workspace: Path, out: Path, *more: str) -> int:
    return run(["build", "--source", str(workspace), "--out", str(out), *more])


def test_a_sound_city_is_built_and_built_again_to_the_same_bytes(workspace: Path, out: Path) -> None:
    write_kitchen(workspace)
    assert build(workspace, out) == 0
    first = digests(out)
    assert "index.html" in first
    assert "212105/data/datapackage.json" in first
    assert build(workspace, out) == 0
    assert digests(out) == first
    assert sorted(path.name for path in workspace.parent.iterdir()) == ["datapackage", "public"]


def test_a_fault_leaves_the_last_build_as_it_was(
    workspace: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_kitchen(workspace)
    assert build(workspace, out) == 0
    before = digests(out)
    (folder / "tables" / "targets.csv").write_bytes("edition_id,令和\n".encode("cp932"))
    assert build(workspace, out, "--lang", "ja") == 1
    assert digests(out) == before
    shown = capsys.readouterr().err
    assert "E102  ena/tables/targets.csv" in shown
    assert "前回の公開物はそのまま残っています" in shown
    assert "Traceback" not in shown


def test_an_interrupted_build_leaves_nothing_behind(
    workspace: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_kitchen(workspace)
    assert build(workspace, out) == 0
    before = digests(out)

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr("keikaku.pipeline.write_vocabulary", fail)
    assert build(workspace, out) == 2
    assert digests(out) == before
    assert sorted(path.name for path in workspace.parent.iterdir()) == ["datapackage", "public"]


def test_a_package_that_frictionless_refuses_is_not_published(
    workspace: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_kitchen(workspace)
    original = "keikaku.package.write.csv_bytes"
    monkeypatch.setattr(original, lambda table: b"edition_id,x\n1,2\n")
    assert build(workspace, out) == 1
    assert "E601" in capsys.readouterr().err
    assert not out.exists()


def test_two_cities_with_one_code_are_refused(workspace: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_kitchen(workspace)
    write_kitchen(workspace, "twin")
    assert build(workspace, out) == 1
    assert "E122  twin/city.yaml" in capsys.readouterr().err


def test_only_the_named_city_is_built(workspace: Path, out: Path) -> None:
    write_kitchen(workspace)
    other = write_kitchen(workspace, "imari")
    (other / "city.yaml").write_text(CITY_YAML.replace("212105", "412058"), encoding="utf-8")
    assert build(workspace, out, "--city", "imari") == 0
    assert (out / "412058").is_dir()
    assert not (out / "212105").exists()


@pytest.mark.parametrize("name", ["keep.txt", "index.html"])
def test_a_folder_with_other_things_is_never_replaced(
    name: str, workspace: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_kitchen(workspace)
    out.mkdir()
    (out / name).write_text("mine", encoding="utf-8")
    assert build(workspace, out) == 2
    assert "E701" in capsys.readouterr().err
    assert digests(out) == {name: b"mine"}


@pytest.mark.parametrize("place", [".", "..", "ena", "ena/tables"])
def test_the_source_tables_are_never_overwritten(place: str, workspace: Path) -> None:
    write_kitchen(workspace)
    before = digests(workspace)
    assert build(workspace, workspace / place) == 2
    assert digests(workspace) == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--city", "nowhere"], "E703"),
        (["--city", "../ena"], "E703"),
        (["--base-url", "javascript:alert(1)"], "E704"),
        (["--base-url", "example.jp/plans/"], "E704"),
        (["--base-url", 'https://example.jp/"><script>/'], "E704"),
    ],
)
def test_wrong_usage_is_told(
    arguments: list[str], code: str, workspace: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_kitchen(workspace)
    assert build(workspace, out, *arguments) == 2
    assert code in capsys.readouterr().err
    assert not out.exists()


def test_a_workspace_without_cities_is_told(workspace: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(workspace, out) == 2
    assert "E702" in capsys.readouterr().err


def test_the_base_url_is_in_every_name(workspace: Path, out: Path) -> None:
    write_kitchen(workspace)
    assert build(workspace, out, "--base-url", "https://data.example.jp/plans/") == 0
    assert b"<https://data.example.jp/plans/212105/p/projects/1-1/#it>" in (out / "212105/data/212105.nt").read_bytes()
    assert not [name for name, data in digests(out).items() if b"keikaku.example" in data]


def test_the_slash_at_the_end_of_the_base_url_may_be_left_out(workspace: Path, out: Path) -> None:
    write_kitchen(workspace)
    assert build(workspace, out, "--base-url", "https://data.example.jp") == 0
    assert json.loads((out / "keikaku.json").read_text(encoding="utf-8"))["base_url"] == "https://data.example.jp/"


def test_a_city_whose_tables_have_no_rows_is_built(workspace: Path, out: Path) -> None:
    folder = write_kitchen(workspace)
    for path in (folder / "tables").iterdir():
        write_table(folder, path.stem, [])
    assert build(workspace, out) == 0
    assert (out / "212105" / "index.html").is_file()


def test_a_tree_of_policies_may_be_deep(workspace: Path, out: Path) -> None:
    def deepen(tables: Tables) -> None:
        for edition in ("e1", "e2"):
            above = "1a1"
            for level in range(4, 41):
                own = f"deep{level}"
                tables["policies"].append(
                    {
                        "edition_id": edition,
                        "policy_id": own,
                        "parent_policy_id": above,
                        "level": str(level),
                        "title": f"階層{level}",
                        "position": "1",
                    }
                )
                above = own

    write_kitchen(workspace, spoil=deepen)
    assert build(workspace, out) == 0
    assert "階層40" in (out / "212105" / "p" / "index.html").read_text(encoding="utf-8")


def spoilt(tables: Tables) -> None:
    tables["targets"][0]["value"] = "約10"
    tables["targets"][0]["raw"] = "約10"


def test_check_reports_as_text_json_and_html(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_kitchen(workspace, spoil=spoilt)
    assert run(["check", str(folder), "--lang", "ja"]) == 1
    text = capsys.readouterr().out
    assert "E203  ena/tables/targets.csv › H2" in text
    assert "直し方: 数値の列には 10 のように半角の数字だけを書き、単位は「単位」の列に書いてください。" in text
    assert run(["check", str(workspace), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["errors"] == 1
    assert report["problems"][0]["where"]["cell"] == "H2"
    page = workspace.parent / "report.html"
    assert run(["check", str(folder), "--format", "html", "--output", str(page), "--lang", "ja"]) == 1
    assert "値」が数値ではありません" in page.read_text(encoding="utf-8")


def test_the_html_report_shows_markup_as_text(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_kitchen(workspace, spoil=lambda t: t["results"][0].update(status="<script>alert(1)</script>"))
    assert run(["check", str(folder), "--format", "html"]) == 1
    shown = capsys.readouterr().out
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_many_problems_are_cut_but_counted(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def spoil(tables: Tables) -> None:
        tables["events"] *= 50

    folder = write_kitchen(workspace, spoil=spoil)
    assert run(["check", str(folder)]) == 1
    text = capsys.readouterr().out
    assert text.count("E301  ") == 1
    assert "The same in 48 more places: B4, B5, " in text
    assert ", 28 more" in text
    assert run(["check", str(folder), "--all"]) == 1
    assert capsys.readouterr().out.count("E301  ") == 49


def test_check_of_a_sound_city_is_zero(workspace: Path) -> None:
    write_kitchen(workspace)
    assert run(["check", str(workspace)]) == 0


def test_help_is_in_the_callers_language(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["--help"], ["build", "--help"], ["check", "--help"], ["serve", "--help"]):
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        assert run(arguments) == 0
        assert "Usage: keikaku" in capsys.readouterr().out
        assert run([*arguments, "--lang", "ja"] if len(arguments) > 1 else ["--lang", "ja", *arguments]) == 0
        assert "使い方: keikaku" in capsys.readouterr().out
        monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
        assert run(arguments) == 0
        assert "使い方: keikaku" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "english", "japanese"),
    [
        (["check", "/no/such/path"], "does not exist", "値が正しくありません"),
        (["build", "--nope"], "No such option", "--nope というオプションはありません"),
        (["bake"], "No such command", "そのコマンドはない"),
        (["check", "--format", "pdf"], "pdf", "値が正しくありません"),
    ],
)
def test_wrong_calls_are_explained(
    arguments: list[str], english: str, japanese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, "--lang=en"] if arguments != ["bake"] else ["--lang=en", "bake"]) == 2
    assert english in capsys.readouterr().err
    assert run([*arguments, "--lang=ja"] if arguments != ["bake"] else ["--lang=ja", "bake"]) == 2
    assert japanese in capsys.readouterr().err


def test_an_interruption_is_no_traceback(
    workspace: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_kitchen(workspace)

    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("keikaku.pipeline.write_vocabulary", interrupt)
    assert build(workspace, out, "--lang", "ja") == 130
    assert "中断しました" in capsys.readouterr().err
    assert sorted(path.name for path in workspace.parent.iterdir()) == ["datapackage"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no closed pipes of this kind")
def test_a_reader_that_stops_early_is_no_traceback(workspace: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["events"] *= 5000

    folder = write_kitchen(workspace, spoil=spoil)
    command = [sys.executable, "-m", "keikaku", "check", str(folder), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        # Where the system lets the last write end short, the call ends as it would have.
        assert process.wait() in {1, 141}


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"keikaku {__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    program = "import sys; from keikaku.cli import run; run(['--help']); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"frictionless", "pandas", "rdflib", "jinja2", "openpyxl", "yaml", "keikaku.pipeline"}
    assert not heavy & set(done.stdout.split())
