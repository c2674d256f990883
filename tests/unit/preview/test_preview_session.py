"""From one edit to the next: faults, files in the middle of being saved, what is told, what is shown meanwhile."""

from __future__ import annotations

import threading
from multiprocessing import active_children
from pathlib import Path
from time import sleep

import pytest
from previewing import BASE, PAGE, Preview

from keikaku.preview.later import Later, NotYetError
from keikaku.preview.server import find
from keikaku.preview.session import GRACE, Session, reader


def page(preview: Preview, path: str = PAGE) -> str:
    body = find(preview.session, path)[2]
    assert body is not None
    return body.decode()


def test_an_edit_shows_at_once_and_then_everywhere(preview: Preview) -> None:
    preview.settle()
    preview.replace("events", "会議", "市民会議")
    state = preview.session.state
    assert state.draft is not None
    assert b"\xe5\xb8\x82\xe6\xb0\x91\xe4\xbc\x9a\xe8\xad\xb0" in (
        state.draft.file("212105/p/editions/e2/index.html") or b""
    )
    preview.settle()
    assert "市民会議" in (preview.out / "212105" / "data" / "212105_plan_events.csv").read_text("utf-8")
    assert preview.events == ["shown", "written", "shown", "written"]


def test_what_only_a_build_tells_is_waited_for(preview: Preview) -> None:
    preview.replace("events", "会議", "市民会議")
    assert "市民会議" in page(preview, "212105/data/212105_plan_events.csv")
    assert preview.session.state.written


def test_faults_leave_the_last_pages_and_go_when_mended(preview: Preview) -> None:
    preview.settle()
    before, version = page(preview), preview.session.state.version
    preview.replace("results", "2024", "令和六年")
    state = preview.session.state
    assert state.version == version + 1
    assert {problem.code[0] for problem in state.problems} >= {"E"}
    assert page(preview) == before
    preview.replace("results", "令和六年", "2024")
    assert preview.session.state.problems == ()
    assert preview.session.state.version == version + 2
    assert preview.session.state.written
    assert preview.events[-2:] == ["faults", "mended"]


def test_faults_from_the_beginning(cities: Path, tmp_path: Path) -> None:
    table = cities / "ena" / "tables" / "results.csv"
    sound = table.read_text("utf-8")
    table.write_text(sound.replace("2024", "令和六年"), "utf-8")
    preview = Preview(cities, tmp_path / "out")
    preview.session.start()
    try:
        state, _, body = find(preview.session, PAGE)
        assert body is None
        assert state.problems
        table.write_text(sound, "utf-8")
        preview.session.refresh()
        assert page(preview)
    finally:
        preview.session.stop()


def test_saving_without_a_change_changes_nothing(preview: Preview) -> None:
    version = preview.session.state.version
    table = preview.workspace / "ena" / "tables" / "results.csv"
    table.write_bytes(table.read_bytes())
    (table.parent / "~$results.xlsx").write_bytes(b"\0" * 165)
    (table.parent / ".results.csv.swp").write_bytes(b"\0")
    preview.session.refresh()
    assert preview.session.state.version == version


@pytest.mark.parametrize("half", [b"", b"edition_id,indic"])
def test_a_file_that_is_half_saved_is_not_believed(preview: Preview, half: bytes) -> None:
    table = preview.workspace / "ena" / "tables" / "results.csv"
    whole = table.read_bytes().replace("①7種".encode(), "①8種".encode())
    table.write_bytes(half)

    def finish() -> None:
        sleep(GRACE / 2)
        table.write_bytes(whole)

    saving = threading.Thread(target=finish)
    saving.start()
    preview.session.refresh()
    saving.join()
    assert "faults" not in preview.events
    assert "①8種" in page(preview)


def test_a_file_that_is_deleted_and_made_again_is_not_believed_gone(preview: Preview) -> None:
    table = preview.workspace / "ena" / "tables" / "events.csv"
    body = table.read_bytes()
    table.unlink()

    def again() -> None:
        sleep(GRACE / 2)
        table.write_bytes(body)

    saving = threading.Thread(target=again)
    saving.start()
    version = preview.session.state.version
    preview.session.refresh()
    saving.join()
    assert preview.session.state.version == version


def test_a_site_that_cannot_be_written_is_told(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    preview.settle()

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("keikaku.preview.build.write_site", full)
    preview.replace("events", "会議", "市民会議")
    preview.settle(fails=True)
    assert preview.events[-1] == "failed"
    assert "No space left" in preview.session.state.reason
    assert "市民会議" in page(preview, "212105/p/editions/e2/index.html")
    monkeypatch.undo()
    preview.replace("events", "市民会議", "会議")
    preview.settle()
    assert preview.session.state.reason == ""


def test_an_edit_while_the_site_is_written_wins(preview: Preview) -> None:
    for number in range(4):
        preview.replace("events", "会議", f"会議{number}")
    preview.settle()
    assert "会議3210" in (preview.out / "212105" / "data" / "212105_plan_events.csv").read_text("utf-8")


def test_the_end_leaves_the_site_and_nothing_else(cities: Path, tmp_path: Path) -> None:
    out = tmp_path / "room" / "out"
    preview = Preview(cities, out)
    preview.session.start()
    preview.settle()
    preview.session.stop()
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_what_comes_later_refuses_every_look() -> None:
    later = Later()
    looks = [bool, len, iter, str, lambda one: one[0], lambda one: 1 in one, lambda one: one.anything, list]
    for look in looks:
        with pytest.raises(NotYetError):
            look(later)


def test_only_named_cities(cities: Path, tmp_path: Path) -> None:
    session = Session(reader(cities, ["hanno"]), BASE, tmp_path / "out", lambda news: None)
    session.start()
    assert find(session, "112097/index.html")[2] is not None
    assert find(session, PAGE)[2] is None
    session.stop()


@pytest.mark.parametrize("preview", [1], indirect=True)
def test_a_process_that_the_system_ends_is_told_and_replaced(preview: Preview) -> None:
    preview.settle()
    for process in active_children():
        process.kill()
        process.join()
    preview.replace("events", "会議", "市民会議")
    preview.settle()
    assert "市民会議" in (preview.out / "212105" / "data" / "212105_plan_events.csv").read_text("utf-8")
