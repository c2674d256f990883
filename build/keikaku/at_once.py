"""Several cities written at once, each by a process of its own, with the same bytes as one after the other.

What a city's pages say of the others is known before any city is written, so that no process waits for another.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from keikaku.check import CleanCity
from keikaku.memory import rarely_collecting
from keikaku.problem import Problem
from keikaku.schema import load_schema
from keikaku.site import Across, SiteContext, make_site

_MOST: Final = 8
"""Processes that are used unasked: with more of them the disk is what is waited for."""
_KNOWN: Final = "across.sqlite"

Written = TypeVar("Written")
CheckedCity = tuple[CleanCity, tuple[Problem, ...]]
"""A city and the warnings of its check."""
WriteCity = Callable[[CleanCity, tuple[Problem, ...], Path, SiteContext, Across], Written]
"""What writes a city below a root; `Across` is what is known of the others."""
_worker: dict[str, Any] = {}


def usual_jobs() -> int:
    """Give how many processes are used unasked: as many as the processors that this one may use."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, _MOST)


@contextmanager
def writing_at_once(
    cities: Sequence[CheckedCity],
    root: Path,
    known: tuple[SiteContext, Across],
    jobs: int,
    write: WriteCity[Written],
) -> Iterator[Callable[[CleanCity], Written]]:
    """Begin to write all cities below `root`, at most `jobs` at once; give what waits for one of them.

    Raises:
        OSError: a file cannot be written, or the system ended a process.
    """
    site, across = known
    if jobs < 2 or len(cities) < 2:
        warnings = {city.slug: found for city, found in cities}
        yield lambda city: write(city, warnings[city.slug], root, site, across)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / _KNOWN
        across.save(path)
        pool = ProcessPoolExecutor(min(jobs, len(cities)), get_context("spawn"), _begin, (site.base_url, path))
        try:
            # The largest first: begun last, it would be waited for alone.
            ordered = sorted(cities, key=lambda one: -one[0].rows)
            written = {city.slug: pool.submit(_write, write, city, found, root) for city, found in ordered}
            yield lambda city: _result(written[city.slug])
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(base_url: str, known: Path) -> None:
    # Whoever interrupts means the first process, which ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    schema = load_schema()
    _worker["site"] = make_site(base_url, schema)
    _worker["across"] = Across(schema.code_lists["theme"], known)


def _write(
    write: WriteCity[Written],
    city: CleanCity,
    warnings: tuple[Problem, ...],
    root: Path,
) -> Written:
    with rarely_collecting():
        return write(city, warnings, root, _worker["site"], _worker["across"])


def _result(future: Future[Written]) -> Written:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise OSError("a process that wrote a city was ended by the system, perhaps for want of memory") from error
