"""The browser assets: brought by npm where it is, current by a stamp, and never in the way of a build."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from script_modules import load

import _setup

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def assets() -> ModuleType:
    return load("assets")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with what the assets are made from, and no more."""
    shutil.copytree(ROOT / "scripts/assets", tmp_path / "scripts/assets", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copyfile(ROOT / "scripts/assets.py", tmp_path / "scripts/assets.py")
    (tmp_path / "site_templates").mkdir()
    return tmp_path


class Npm:
    """Plays npm and esbuild: makes what they would make, or fails."""

    def __init__(self, assets: ModuleType, root: Path, code: int = 0) -> None:
        self._assets, self._root, self.code, self.calls = assets, root, code, 0

    def __call__(self, command: Sequence[str]) -> int:
        self.calls += 1
        modules = self._root / "scripts/assets/node_modules"
        if "ci" in command and not self.code:
            for asset in self._assets.ASSETS:
                for package in filter(None, [asset.package, "@some/part"]):
                    (modules / package).mkdir(parents=True, exist_ok=True)
                    (modules / package / "LICENSE").write_text(f"licence of {package}")
                    (modules / package / "package.json").write_text('{"license": "MIT", "version": "1.0.0"}')
                for source in asset.files:
                    (modules / asset.package / source).parent.mkdir(parents=True, exist_ok=True)
                    (modules / asset.package / source).write_text(source)
        for option in command:
            name, _, value = option.partition("=")
            if name == "--outfile":
                Path(value).write_text("bundled")
            if name == "--metafile":
                Path(value).write_text(json.dumps({"inputs": {"scripts/assets/node_modules/@some/part/index.js": {}}}))
        return self.code


def test_assets_are_brought_once_with_their_licences(assets: ModuleType, root: Path) -> None:
    run = Npm(assets, root)
    assert assets.bring(root, run)
    first = run.calls
    vendor = root / "site_templates/vendor"
    assert (vendor / "oxigraph/web_bg.wasm").is_file()
    assert "licence of oxigraph" in (vendor / "oxigraph/LICENSE.txt").read_text()
    assert "licence of @some/part" in (vendor / "editor/LICENSE.txt").read_text()
    assert assets.bring(root, run)
    assert run.calls == first, "what is current is left alone"
    (root / "scripts/assets/package-lock.json").write_text("{}")
    assert not assets.is_current(root)
    assert assets.bring(root, run)
    assert run.calls == 2 * first


def test_a_file_that_is_missing_is_brought_again(assets: ModuleType, root: Path) -> None:
    run = Npm(assets, root)
    assets.bring(root, run)
    (root / "site_templates/vendor/oxigraph/web.js").unlink()
    assert not assets.is_current(root)


def test_a_failure_is_one_line_and_leaves_the_former_assets(
    assets: ModuleType, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assets.bring(root, Npm(assets, root))
    (root / "scripts/assets/package-lock.json").write_text("{}")
    capsys.readouterr()
    assert not assets.bring(root, Npm(assets, root, code=1))
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert assets.NOT_BROUGHT in said[0]
    assert (root / "site_templates/vendor/oxigraph/web.js").is_file()


def test_without_npm_a_line_is_said(
    assets: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets.shutil, "which", lambda name: None)
    assert not assets.bring(root, Npm(assets, root))
    assert capsys.readouterr().err.strip() == assets.NO_NPM


def test_publishing_goes_on_without_assets(
    publish: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def run(command: Sequence[str]) -> int:
        commands.append(list(command))
        return 1 if "ci" in command else 0

    environment = _setup.Environment(tmp_path)
    environment.programs.mkdir(parents=True)
    environment.program("keikaku").touch()
    monkeypatch.setattr(publish, "ensure", lambda *given: None)
    assert publish.publish([], environment, run) == 0
    assert commands[-1][1:] == ["build", "--out", "public"]


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "scripts/assets/package-lock.json").read_text(encoding="utf-8")
    assert json.loads(lock)["lockfileVersion"] == 3
    assert '"resolved"' not in lock
    assert "://" not in lock.replace("https://opencollective.com", "").replace("https://github.com/sponsors", "")


def test_a_package_is_told_by_its_files(assets: ModuleType) -> None:
    assert assets.package_of("scripts/assets/node_modules/@codemirror/view/dist/index.js") == "@codemirror/view"
    assert assets.package_of("../node_modules/a/node_modules/b/x.js") == "b"
