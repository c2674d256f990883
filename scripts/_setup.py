"""The project's own environment: `.venv` beside `pyproject.toml`, made when needed and otherwise left alone.

Standard library only, no shell, the same on Linux, macOS and Windows. `ensure` makes the environment fit
`pyproject.toml`; a stamp file in it tells the next call that nothing has changed. An environment that happens
to be active is not used, so that results do not depend on the machine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

ROOT: Final = Path(__file__).resolve().parents[1]
STAMP: Final = "keikaku-stamp"
INTERRUPTED: Final = 130
Run = Callable[[Sequence[str]], int]
Level = Literal["use", "develop"]

NO_VENV: Final = """\
Python の仮想環境 .venv を作れませんでした。上のメッセージを確かめてください。
Debian・Ubuntu では python3-venv パッケージが必要です。
The virtual environment .venv could not be made, see above. On Debian and Ubuntu it needs python3-venv."""
NO_PACKAGES: Final = """\
必要なパッケージを入れられませんでした。上のメッセージと、パッケージの配布元に接続できるかを確かめてください。
庁内の配布元やプロキシは、環境変数 PIP_INDEX_URL や HTTPS_PROXY で指定します。
pip could not install the requirements, see above. Check that a package index can be reached;
PIP_INDEX_URL and HTTPS_PROXY name an index or a proxy of your own."""
NO_TOOL: Final = """\
{tool} が .venv にありません。.venv フォルダを削除して、もう一度実行してください。
{tool} is not in .venv. Delete the folder .venv and try again."""
_IS_FIT: Final = (
    "import importlib.util, sys; sys.exit(sys.version_info < (3, 11) or not importlib.util.find_spec('pip'))"
)


class SetupError(Exception):
    """The environment could not be made; the message says it in Japanese and in English."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The virtual environment of the checkout at `root`."""

    root: Path

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.root / ".venv"

    @property
    def programs(self) -> Path:
        """The folder of its programs."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.program("python")

    def program(self, name: str) -> Path:
        """Give the path of one of its programs."""
        return self.programs / (f"{name}.exe" if os.name == "nt" else name)

    @property
    def stamp(self) -> Path:
        """The file that tells what the environment was made for."""
        return self.folder / STAMP


def fingerprint(root: Path) -> str:
    """Give a hash of all that the environment depends on: pyproject.toml, and where the checkout lies."""
    told = hashlib.sha256((root / "pyproject.toml").read_bytes())
    told.update(os.fsencode(root))
    return told.hexdigest()


def is_current(environment: Environment, level: Level) -> bool:
    """Tell whether the stamp speaks of the present pyproject.toml, and of this level or the higher one."""
    if not (environment.python.exists() and environment.stamp.is_file()):
        return False
    told = environment.stamp.read_text(encoding="utf-8").split()
    return told[:1] == [fingerprint(environment.root)] and told[1:] in ([level], ["develop"])


def requirements(root: Path, group: str) -> list[str]:
    """Give the requirement strings of a dependency group, as pip takes them."""
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return [entry for entry in declared["dependency-groups"][group] if isinstance(entry, str)]


def ensure(environment: Environment, level: Level, run: Run) -> None:
    """Make the environment fit: `use` is the package and what it needs, `develop` the test tools as well.

    Raises:
        SetupError: the environment could not be made, or pip could not install into it.

    """
    if is_current(environment, level):
        return
    say(f"準備をしています… / Setting up {environment.folder}")
    environment.stamp.unlink(missing_ok=True)  # a setup that fails must not look finished
    _make(environment, run)
    wanted = requirements(environment.root, "dev") if level == "develop" else []
    pip = [str(environment.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if run([*pip, "--editable", str(environment.root), *wanted]):
        raise SetupError(NO_PACKAGES)
    environment.stamp.write_text(f"{fingerprint(environment.root)} {level}\n", encoding="utf-8")


def _make(environment: Environment, run: Run) -> None:
    """Make the environment, unless there is one whose Python is new enough and has pip."""
    if environment.python.exists() and run([str(environment.python), "-c", _IS_FIT]) == 0:
        return
    if run([sys.executable, "-m", "venv", "--clear", str(environment.folder)]):
        raise SetupError(NO_VENV)


def run_tool(environment: Environment, tool: str, arguments: Sequence[str], run: Run) -> int:
    """Run a program of the environment; give its exit code.

    Raises:
        SetupError: the environment has no such program.

    """
    program = environment.program(tool)
    if not program.exists():
        raise SetupError(NO_TOOL.format(tool=tool))
    return run([str(program), *arguments])


def run_command(command: Sequence[str]) -> int:
    """Run a command at the root of the checkout and give its exit code; a signal's is as a shell has it."""
    unwanted = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    env = {name: value for name, value in os.environ.items() if name not in unwanted}
    sys.stdout.flush()
    code = subprocess.run(command, cwd=ROOT, env=env | {"PYTHONUTF8": "1"}, check=False).returncode
    return code if code >= 0 else 128 - code


def say(text: str) -> None:
    """Tell the user something; a console that cannot show Japanese gets escapes and no exception."""
    print(text, file=sys.stderr, flush=True)


def guarded(work: Callable[[], int]) -> int:
    """Do the work; where it cannot be done, say why instead of showing a traceback."""
    try:
        return work()
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"ファイルまたはプログラムを扱えません / cannot use a file or a program: {error}")
        return 1
    except KeyboardInterrupt:
        say("中断しました / interrupted")
        return INTERRUPTED
