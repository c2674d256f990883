"""Measure the stages on synthetic cities and print a Markdown table.

Each stage runs in a process of its own. Stages that write many files get fewer cities; `--cities` bounds them all.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

SCRIPTS: Final = Path(__file__).resolve().parent
ROOT: Final = SCRIPTS.parent
sys.path.insert(0, str(SCRIPTS))

from synthetic import write_city  # noqa: E402 - the path must be set first

DEFAULT_CITIES: Final = 100
MOST_CITIES: Final = {
    "check": 100,
    "import": 5,
    "package": 10,
    "graph": 100,
    "documents": 20,
    "site": 100,
    "reuse": 100,
    "build": 5,
    "preview": 1,
}
"""How many cities a stage measures at most, so that a whole run stays within minutes."""
HELP_RUNS: Final = 10
KEPT: Final = ROOT / ".bench"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. `user_seconds` leaves out the system, such as its making of files.

    `peak_mb` is the peak of the stage's process; what was not measured is None.
    """

    stage: str
    what: str
    cities: int
    amount: int
    unit: str
    seconds: float
    user_seconds: float | None
    peak_mb: float | None

    @property
    def rate(self) -> float:
        """How much a second."""
        return self.amount / self.seconds if self.seconds else 0.0


def measure_stage(stage: str, workspace: Path, cities: int, out: Path) -> list[Line]:
    """Measure a stage in a process of its own, which writes below `out`.

    Raises:
        subprocess.CalledProcessError: the stage failed; what it said stands in the error output.

    """
    command = [sys.executable, str(SCRIPTS / "_bench_stages.py"), stage, str(workspace), str(cities), str(out)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8", cwd=ROOT)
    told = json.loads(done.stdout.splitlines()[-1])
    peak = told["peak_mb"]
    return [
        Line(stage, one["what"], cities, one["amount"], one["unit"], one["seconds"], one["user_seconds"], peak)
        for one in told["measures"]
    ]


def measure_help() -> Line:
    """Give the median time of `keikaku --help`, start of Python included."""
    command = [sys.executable, "-c", "from keikaku.cli import main; main(['--help'])"]
    env = os.environ | {"PYTHONPATH": str(ROOT / "build"), "PYTHONUTF8": "1"}
    times = []
    for _ in range(HELP_RUNS):
        start = perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=env)
        times.append(perf_counter() - start)
    return Line("cli", f"keikaku --help, median of {HELP_RUNS}", 0, 1, "calls", statistics.median(times), None, None)


def table(lines: Sequence[Line]) -> str:
    """Give the lines as a Markdown table."""
    head = "| stage | measured | cities | amount | seconds | of them user | per second | peak memory |"
    rows = [head, "|---|---|--:|--:|--:|--:|--:|--:|"]
    for line in lines:
        peak = "—" if line.peak_mb is None else f"{line.peak_mb:,.0f} MB"
        user = "—" if line.user_seconds is None else f"{line.user_seconds:,.3f}"
        numbers = f"{line.amount:,} {line.unit} | {line.seconds:,.3f} | {user} | {line.rate:,.0f} | {peak}"
        rows.append(f"| {line.stage} | {line.what} | {line.cities or '—'} | {numbers} |")
    return "\n".join(rows)


def as_json(lines: Sequence[Line], seed: int) -> str:
    """Give the lines as JSON, with what they were measured on."""
    system = {"python": sys.version.split()[0], "platform": sys.platform, "cpus": os.cpu_count()}
    told = [asdict(line) | {"per_second": line.rate} for line in lines]
    return json.dumps({"seed": seed, **system, "lines": told}, indent=2, ensure_ascii=False) + "\n"


def prepare(workspace: Path, cities: int, seed: int) -> None:
    """Write the cities that the workspace does not hold yet."""
    for number in range(cities):
        folder = workspace / f"city-{number:04}"
        if not folder.exists():
            write_city(folder, number, seed)


def run(stages: Sequence[str], workspace: Path, cities: int, seed: int) -> list[Line]:
    """Measure the stages one after the other, saying which is at work.

    What they write is deleted after the last one, as no build deletes while it writes. ext4 takes no inode that was
    freed within the last minutes, and looks at each of them for every file that it makes: 0.07 ms become 1.5 ms.
    """
    most = max(min(cities, MOST_CITIES[stage]) for stage in stages)
    print(f"writing {most} cities ...", file=sys.stderr)
    prepare(workspace, most, seed)
    lines = []
    with tempfile.TemporaryDirectory() as out:
        for stage in stages:
            print(f"measuring {stage} ...", file=sys.stderr)
            folder = Path(out) / stage
            folder.mkdir()
            lines += measure_stage(stage, workspace, min(cities, MOST_CITIES[stage]), folder)
    return [*lines, measure_help()]


def main() -> int:
    """Measure what is asked for; 1 where a stage failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=DEFAULT_CITIES, metavar="N", help="at most so many cities")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="seed of the cities (default 1)")
    parser.add_argument("--stages", nargs="+", choices=MOST_CITIES, default=list(MOST_CITIES), help="only these")
    parser.add_argument("--keep", action="store_true", help="keep the cities in .bench/ for the next run")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    options = parser.parse_args()
    if options.cities < 1:
        parser.error("--cities must be 1 or more")
    try:
        with tempfile.TemporaryDirectory() as folder:
            workspace = KEPT / f"seed-{options.seed}" if options.keep else Path(folder)
            lines = run(options.stages, workspace, options.cities, options.seed)
    except subprocess.CalledProcessError as error:
        print(f"failed: {' '.join(error.cmd[1:3])}", file=sys.stderr)
        return 1
    print(table(lines))
    if options.json:
        options.json.write_text(as_json(lines, options.seed), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
