"""The environment of the two commands. Commands are recorded here; CI runs them in earnest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

import _setup
from _setup import (
    Environment,
    SetupError,
    ensure,
    fingerprint,
    guarded,
    is_current,
    requirements,
    run_command,
)

PYPROJECT = '[dependency-groups]\ndev = ["pytest>=8", "ruff", {include-group = "other"}]\nother = []\n'
PROGRAMS = ("python", "keikaku", "ruff", "mypy", "lint-imports", "pytest")


@dataclass
class Recorder:
    """Takes commands in place of processes: makes what `venv` would make, gives the codes it was told."""

    environment: Environment
    codes: dict[str, int] = field(default_factory=dict)
    commands: list[list[str]] = field(default_factory=list)

    def __call__(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        code = next((code for word, code in self.codes.items() if word in command), 0)
        if "venv" in command and not code:
            self.environment.programs.mkdir(parents=True, exist_ok=True)
            for name in PROGRAMS:
                self.environment.program(name).touch()
        return code

    def tools(self) -> list[list[str]]:
        return [[Path(tool).stem, *rest] for tool, *rest in self.commands]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    return Environment(tmp_path)


@pytest.fixture
def run(environment: Environment) -> Recorder:
    return Recorder(environment)


def test_first_setup_makes_the_environment_and_installs(environment: Environment, run: Recorder) -> None:
    ensure(environment, "use", run)
    made, installed = run.commands
    assert made == [sys.executable, "-m", "venv", "--clear", str(environment.folder)]
    assert installed[:4] == [str(environment.python), "-m", "pip", "install"]
    assert installed[-2:] == ["--editable", str(environment.root)]


def test_tests_need_the_dev_group_as_well(environment: Environment, run: Recorder) -> None:
    ensure(environment, "develop", run)
    assert run.commands[-1][-3:] == [str(environment.root), "pytest>=8", "ruff"]


def test_second_setup_runs_nothing(environment: Environment, run: Recorder) -> None:
    ensure(environment, "develop", run)
    run.commands.clear()
    ensure(environment, "develop", run)
    ensure(environment, "use", run)
    assert run.commands == []


def test_an_environment_for_use_is_completed_for_tests(environment: Environment, run: Recorder) -> None:
    ensure(environment, "use", run)
    assert not is_current(environment, "develop")
    run.commands.clear()
    ensure(environment, "develop", run)
    assert not any("venv" in command for command in run.commands)
    assert is_current(environment, "develop")


def test_a_changed_pyproject_is_installed_again(environment: Environment, run: Recorder) -> None:
    ensure(environment, "use", run)
    pyproject = environment.root / "pyproject.toml"
    pyproject.write_text(PYPROJECT + "# changed\n", encoding="utf-8")
    assert not is_current(environment, "use")
    run.commands.clear()
    ensure(environment, "use", run)
    assert [command[2] for command in run.commands] == [run.commands[0][2], "pip"]


def test_an_unfit_environment_is_made_anew(environment: Environment, run: Recorder) -> None:
    environment.programs.mkdir(parents=True)
    environment.python.touch()
    run.codes = {_setup._IS_FIT: 1}
    ensure(environment, "use", run)
    assert any("--clear" in command for command in run.commands)


@pytest.mark.parametrize("told", ["", "nonsense", "0 use", "\n\n"])
def test_a_damaged_stamp_counts_as_none(environment: Environment, run: Recorder, told: str) -> None:
    ensure(environment, "use", run)
    environment.stamp.write_text(told, encoding="utf-8")
    assert not is_current(environment, "use")


def test_a_moved_checkout_is_installed_again(environment: Environment, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    assert fingerprint(environment.root) != fingerprint(other)


def test_a_failed_install_leaves_no_stamp(environment: Environment, run: Recorder) -> None:
    run.codes = {"pip": 1}
    with pytest.raises(SetupError, match="PIP_INDEX_URL"):
        ensure(environment, "use", run)
    assert not is_current(environment, "use")


def test_a_failed_venv_says_what_is_missing(environment: Environment, run: Recorder) -> None:
    run.codes = {"venv": 1}
    with pytest.raises(SetupError, match="python3-venv"):
        ensure(environment, "use", run)


def test_requirements_are_those_of_this_project() -> None:
    wanted = requirements(_setup.ROOT, "dev")
    assert any(requirement.startswith("pytest") for requirement in wanted)


def test_publish_passes_arguments_and_code_on(publish: ModuleType, environment: Environment, run: Recorder) -> None:
    run.codes = {"build": 3}
    assert publish.publish(["--base-url", "https://a.example/", "a b"], environment, run) == 3
    expected = ["keikaku", "build", "--out", "public", "--base-url", "https://a.example/", "a b"]
    assert run.tools()[-1] == expected


def test_arguments_go_to_pytest_alone(all_checks: ModuleType, environment: Environment, run: Recorder) -> None:
    run.codes = {"-k": 5}
    assert all_checks.test(["-k", "iri", "-x"], environment, run) == 5
    assert run.tools()[2:] == [["pytest", "-k", "iri", "-x"]]


def test_all_checks_run_and_the_first_failure_counts(
    all_checks: ModuleType, environment: Environment, run: Recorder
) -> None:
    run.codes = {"scripts/generate.py": 1, str(environment.program("pytest")): 2}
    assert all_checks.test([], environment, run) == 1
    assert run.tools()[2:] == [list(check) for check in all_checks.CHECKS]


def test_all_checks_passing_is_success(all_checks: ModuleType, environment: Environment, run: Recorder) -> None:
    assert all_checks.test([], environment, run) == 0


def test_tool_runs_what_it_is_told(tool: ModuleType, environment: Environment, run: Recorder) -> None:
    assert tool.tool(["ruff", "check", "a.py"], environment, run) == 0
    assert run.tools()[-1] == ["ruff", "check", "a.py"]
    run.commands.clear()
    assert tool.tool([], environment, run) == 0
    assert run.commands == []


def test_a_missing_tool_is_said(environment: Environment, run: Recorder) -> None:
    with pytest.raises(SetupError, match="nothing-such"):
        _setup.run_tool(environment, "nothing-such", [], run)


def test_no_traceback_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    def missing() -> int:
        return run_command(["no-such-program-anywhere"])

    def interrupted() -> int:
        raise KeyboardInterrupt

    assert guarded(missing) == 1
    assert guarded(interrupted) == _setup.INTERRUPTED
    told = capsys.readouterr().err
    assert "no-such-program-anywhere" in told
    assert "Traceback" not in told


def test_commands_run_free_of_the_callers_python(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", "elsewhere")
    told = "import os; print([os.environ.get(n) for n in ('PYTHONPATH', 'VIRTUAL_ENV')], os.getcwd())"
    assert run_command([sys.executable, "-c", told]) == 0
    assert capfd.readouterr().out.strip() == f"[None, None] {_setup.ROOT}"


def test_the_code_of_a_command_is_its_own() -> None:
    assert run_command([sys.executable, "-c", "raise SystemExit(7)"]) == 7
