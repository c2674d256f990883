"""The call: which document belongs to which source, what is refused and how, reports, exit codes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from verify_pdf import make_pdf
from verify_plan import DOCUMENT, Spoil, Tables, change, plan_tables, prove, without, write_plan

from keikaku.cli import run
from keikaku.pipeline import verify


@pytest.fixture
def document(workspace: Path) -> Path:
    write_plan(workspace)
    path = workspace.parent / "plan.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def call(workspace: Path, *arguments: str, lang: str = "en") -> int:
    return run(["verify", *arguments, "--source", str(workspace), "--lang", lang])


def spoilt(workspace: Path, spoil: Spoil) -> Path:
    write_plan(workspace, spoil)
    path = workspace.parent / "plan.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def test_a_sound_city_is_zero(workspace: Path, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(workspace, "ena", "--document", str(document)) == 0
    shown = capsys.readouterr()
    assert "The thresholds are met" in shown.out
    assert shown.err == ""
    assert call(workspace, "ena", "--document", str(document), lang="ja") == 0
    shown = capsys.readouterr()
    assert (
        "該当ページに 99.0% 以上、どこにもない値なし、表の文字 98.0% 以上、行のない数値・印・番号 0 件以下" in shown.out
    )
    assert shown.out.endswith("を満たしています。\n")


def test_faults_are_one_and_named_with_their_cells(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = spoilt(workspace, change("results", 0, raw="①１３％"))
    assert call(workspace, "ena", "--document", str(document)) == 1
    shown = capsys.readouterr().out
    assert (
        'ena/tables/results.csv › G2 raw "①１３％" (page 2, line 10) that line of the document: "実績 ①１２％"' in shown
    )
    assert 'page 2, line 10 "12%" (実績 ①１２％)' in shown
    assert "are not met: s" in shown


def test_thresholds_can_be_set(workspace: Path) -> None:
    document = spoilt(workspace, without("results", indicator_id="san-2.2"))
    assert call(workspace, "ena", "--document", str(document)) == 1
    # What the missing row printed is a figure without a row, whatever the share.
    assert call(workspace, "ena", "--document", str(document), "--min-covered", "50") == 1
    assert call(workspace, "ena", "--document", str(document), "--min-covered", "50", "--max-left", "9") == 0
    assert call(workspace, "ena", "--document", str(document), "--min-covered", "150") == 2


def test_json_holds_everything(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = spoilt(workspace, change("results", 1, page="2"))
    out = workspace.parent / "report.json"
    assert call(workspace, "ena", "--document", str(document), "--format", "json", "--output", str(out)) == 1
    assert "Report written" in capsys.readouterr().out
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["city"], report["passed"], report["missing"]) == ("ena", False, [])
    (one,) = report["documents"]
    assert one["values"]["elsewhere"] == len(one["elsewhere"]) == 2
    assert one["elsewhere"][0]["pages"] == [3]
    assert one["elsewhere"][0]["cell"] == "G3"
    assert one["coverage"]["share"] < 98
    assert {left["what"] for left in one["left"]} == {"figure", "status", "text"}
    assert [problem["code"] for problem in report["problems"]] == ["W713"]


def test_lists_are_cut_unless_all_is_asked(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_plan(workspace)
    document = workspace.parent / "plan.txt"
    document.write_text(DOCUMENT.replace("備考\n3", "備考\n" + "".join(f"値{n} {n}件\n" for n in range(1, 31)) + "3"))
    assert call(workspace, "ena", "--document", str(document)) == 1
    assert "10 more (--all lists them)" in capsys.readouterr().out
    assert call(workspace, "ena", "--document", str(document), "--all") == 1
    assert "--all" not in capsys.readouterr().out


def test_the_same_call_gives_the_same_report(
    workspace: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = set()
    for _ in range(2):
        call(workspace, "ena", "--document", str(document), "--format", "json")
        reports.add(capsys.readouterr().out)
    assert len(reports) == 1


def two_sources(tables: Tables) -> None:
    tables["sources"].append({**tables["sources"][0], "source_id": "t", "file": "other.txt", "sha256": "0" * 64})


@pytest.mark.parametrize(
    ("name", "argument", "source"),
    [
        ("その他.txt", "{path}", "s"),
        ("other.txt", "{path}", "s"),
        ("その他.txt", "t={path}", "t"),
    ],
)
def test_a_text_belongs_to_the_source_with_its_hash_or_to_the_named_one(
    name: str, argument: str, source: str, workspace: Path
) -> None:
    write_plan(workspace, two_sources)
    path = workspace.parent / name
    path.write_text(DOCUMENT, encoding="utf-8")
    proof = verify(workspace, "ena", [argument.format(path=path)])
    assert [one.source_id for one in proof.verified] == [source]
    assert proof.missing == ({"s": "t", "t": "s"}[source],)


@pytest.mark.parametrize("name", ["plan.txt", "PLAN.TXT", "plan.md", "s.txt"])
def test_another_text_belongs_to_the_source_of_its_name(name: str, workspace: Path) -> None:
    proof = prove(workspace, two_sources, DOCUMENT + "追記\n", name)
    assert [one.source_id for one in proof.verified] == ["s"]
    assert [problem.code for problem in proof.problems] == ["W712"]


def test_a_file_name_may_hold_an_equals_sign(workspace: Path) -> None:
    assert [one.source_id for one in prove(workspace, name="a=b.txt").verified] == ["s"]


def test_more_files_may_follow_the_option(workspace: Path) -> None:
    def two(tables: Tables) -> None:
        two_sources(tables)

    write_plan(workspace, two)
    paths = [workspace.parent / name for name in ("plan.txt", "other.txt")]
    for path in paths:
        path.write_text(DOCUMENT + path.name, encoding="utf-8")
    proof = verify(workspace, "ena", [str(path) for path in paths])
    assert [one.source_id for one in proof.verified] == ["s", "t"]
    assert call(workspace, "ena", "--document", *map(str, paths)) in {0, 1}


def test_a_city_may_be_named_by_its_folder(workspace: Path, document: Path) -> None:
    assert verify(Path("/nowhere"), str(workspace / "ena"), [str(document)]).city == "ena"


SHIFT_JIS = DOCUMENT.replace("－", "-").encode("cp932")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("missing.txt", None, "E705"),
        ("plan.txt", b"", "E708"),
        ("plan.txt", b" \n\t\n", "E708"),
        ("plan.txt", SHIFT_JIS, "E707"),
        ("plan.txt", DOCUMENT.encode("utf-16"), "E707"),
        ("plan.txt", b"PK\x03\x04\x00\x00\xff", "E707"),
        ("plan.txt", b"\x00" * 100, "E707"),
        ("plan.pdf", b"%PDF-1.7\nnothing", "E709"),
        ("plan.pdf", make_pdf([[(50, 700, "窓口の改善")]])[:300], "E709"),
        ("plan.pdf", make_pdf([[], []]), "E708"),
        ("plan.pdf", make_pdf([[(50, 700, "窓口の改善")]], locked=True), "E710"),
        ("unknown.txt", "どの出典でもない文書\n".encode(), "E706"),
    ],
)
def test_documents_that_cannot_be_used_are_told(
    name: str, data: bytes | None, code: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_plan(workspace)
    path = workspace.parent / name
    if data is not None:
        path.write_bytes(data)
    for lang in ("ja", "en"):
        assert call(workspace, "ena", "--document", str(path), lang=lang) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert code in shown.err
        assert "Traceback" not in shown.err
        assert "—" not in shown.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ena"], "--document"),
        (["nowhere", "--document", "{path}"], "E703"),
        (["../ena", "--document", "{path}"], "E703"),
        (["ena", "--document", "{folder}"], "E705"),
        (["ena", "--document", "x={path}"], "E706"),
        (["ena", "--document", "{path}" * 300], "E705"),
        (["ena", "--document", "{path}", "--min-found", "many"], "--min-found"),
        (["ena", "--document", "{path}", "--output", "{folder}/no/such/report"], "no/such/report"),
    ],
)
def test_wrong_calls_are_two(
    arguments: list[str], expected: str, workspace: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [argument.format(path=document, folder=workspace) for argument in arguments]
    assert call(workspace, *filled) == 2
    shown = capsys.readouterr().err
    assert expected in shown
    assert "Traceback" not in shown


def test_the_sources_are_named_where_a_document_belongs_to_none(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_plan(workspace, two_sources)
    (workspace.parent / "x.txt").write_text("別の文書", encoding="utf-8")
    assert call(workspace, "ena", "--document", str(workspace.parent / "x.txt")) == 2
    assert "sources has s, t" in capsys.readouterr().err


def test_a_city_that_cannot_be_read_is_refused(
    workspace: Path, document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "ena" / "tables" / "sources.csv").unlink()
    assert call(workspace, "ena", "--document", str(document)) == 2
    assert "E711" in capsys.readouterr().err


def test_tables_with_errors_are_verified_with_a_warning(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = spoilt(workspace, change("results", 0, value="多い"))
    assert call(workspace, "ena", "--document", str(document)) == 0
    assert "W713" in capsys.readouterr().err


def test_crlf_and_byte_order_marks_do_not_matter(workspace: Path) -> None:
    data = b"\xef\xbb\xbf" + DOCUMENT.replace("\n", "\r\n").encode()

    def spoil(tables: Tables) -> None:
        tables["sources"][0]["sha256"] = hashlib.sha256(data).hexdigest()

    (one,) = prove(workspace, spoil, data).verified
    assert one.same
    assert one.coverage.share == 100
    assert plan_tables()["sources"][0]["sha256"] != one.document.sha256
