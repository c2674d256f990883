"""A previewed site is, byte for byte, that of a full build, whatever was edited; pages made at once are its pages."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from previewing import BASE, ENA, HANNO, Preview

from edits import edit
from keikaku import pipeline
from keikaku.iri import LANGUAGES
from keikaku.schema import data_folder

Tree = Callable[[Path], dict[str, bytes]]


def full(workspace: Path, out: Path) -> pipeline.Outcome:
    return pipeline.build(workspace, out, BASE, (), lambda *step: None)


def check_pages(preview: Preview, built: dict[str, bytes]) -> None:
    """Compare what the draft makes by itself with what was built."""
    draft = preview.session.state.draft
    assert draft is not None
    names = ("index.html", "embed.html", "chart.svg", "chart.csv", "chart.json")
    pages = {path: body for path, body in built.items() if path.rpartition("/")[2] in names}
    made = {path: draft.file(path) for path in pages}
    assert {path for path, body in made.items() if body is not None and body != pages[path]} == set()
    missing = [path for path, body in made.items() if body is None]
    later = ("data/", "quality/", "about/", "guide/", "dictionary/", "vocab/", "search/", "sparql/")
    assert all(any(part in path for part in later) for path in missing), missing


@pytest.mark.parametrize(("preview", "seed"), [(0, 0), (1, 1)], indirect=["preview"])
def test_any_edit_gives_what_a_full_build_gives(preview: Preview, tmp_path: Path, tree: Tree, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    tables = preview.workspace / "ena" / "tables"
    names = rng.sample(sorted(path.name for path in tables.glob("*.csv")), 8)
    for name in names:
        last = (tables / name).read_bytes()
        done = edit(tables, rng, name)
        preview.session.refresh()
        outcome = full(preview.workspace, tmp_path / "full")
        if not outcome.sound:
            assert preview.session.state.problems == outcome.problems, done
            (tables / name).write_bytes(last)
            preview.session.refresh()
            assert preview.session.state.problems == ()
            continue
        preview.settle()
        built = tree(tmp_path / "full")
        assert tree(preview.out) == built, done
        check_pages(preview, built)


def test_each_kind_of_input_counts(preview: Preview, tmp_path: Path, tree: Tree) -> None:
    config = preview.workspace / "ena" / "city.yaml"
    steps: list[Callable[[], object]] = [
        lambda: config.write_text(config.read_text("utf-8").replace("恵那市", "新しい市"), "utf-8"),
        lambda: (preview.workspace / "hanno").rename(preview.workspace / "renamed"),
        lambda: shutil.rmtree(preview.workspace / "renamed"),
    ]
    for step in steps:
        step()
        preview.session.refresh()
        preview.settle()
        assert full(preview.workspace, tmp_path / "full").sound
        assert tree(preview.out) == tree(tmp_path / "full")


def test_an_edited_schema_makes_everything_anew(
    preview: Preview, tmp_path: Path, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview.settle()
    schema = tmp_path / "schema"
    shutil.copytree(data_folder("schema"), schema)
    monkeypatch.setattr("keikaku.schema.home._IN_CHECKOUT", {**_folders(), "schema": str(schema)})
    preview.session.refresh()
    preview.settle()
    order = preview.session.state.version
    codes = schema / "shared" / "codes.yaml"
    codes.write_text(codes.read_text("utf-8").replace("未達成", "とどかず"), "utf-8")
    preview.session.refresh()
    preview.settle()
    assert preview.session.state.version > order
    assert full(preview.workspace, tmp_path / "full").sound
    built = tree(tmp_path / "full")
    assert tree(preview.out) == built
    assert "とどかず".encode() in built[f"{ENA}/data/{ENA}_plan_codes.csv"]


def _folders() -> dict[str, str]:
    from keikaku.schema import home

    return dict(home._IN_CHECKOUT)


def test_a_broken_schema_is_told_and_mended(preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    preview.settle()
    schema = tmp_path / "schema"
    shutil.copytree(data_folder("schema"), schema)
    monkeypatch.setattr("keikaku.schema.home._IN_CHECKOUT", {**_folders(), "schema": str(schema)})
    codes = schema / "shared" / "codes.yaml"
    sound = codes.read_bytes()
    codes.write_bytes(b": [")
    preview.session.refresh()
    assert preview.session.state.reason
    assert preview.events[-1] == "failed"
    codes.write_bytes(sound)
    preview.session.refresh()
    preview.settle()
    assert preview.session.state.reason == ""
    assert preview.session.state.written


def test_only_the_edited_city_is_written_again(preview: Preview, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    preview.settle()
    written: list[str] = []
    write_city = pipeline.write_city

    def spy(city: object, *rest: object) -> object:
        written.append(city.city.lgcode)  # type: ignore[attr-defined]
        return write_city(city, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("keikaku.preview.cache.write_city", spy)
    first = tree(preview.out)
    preview.replace("departments", "情報課", "情報推進課")
    preview.settle()
    # The other city's pages name the departments of this city's projects that are like its own.
    assert written == [HANNO, ENA] or written == [ENA, HANNO]
    written.clear()
    preview.replace("corrections", "７割のはず。", "70％のはず。")
    preview.settle()
    assert written == [ENA]
    written.clear()
    preview.replace("corrections", "70％のはず。", "７割のはず。")
    preview.replace("departments", "情報推進課", "情報課")
    preview.settle()
    assert tree(preview.out) == first
    assert all(f"{prefix}{code}/index.html" in first for prefix in LANGUAGES.values() for code in (ENA, HANNO))


def test_what_is_kept_is_never_changed(preview: Preview, tree: Tree) -> None:
    preview.settle()
    kept = preview.out.parent / f".{preview.out.name}.cache"
    before = {path: body for path, body in tree(kept).items() if path.startswith("cities-")}
    preview.replace("events", "会議", "市民会議")
    preview.settle()
    after = tree(kept)
    assert all(after[path] == body for path, body in before.items() if path in after)
