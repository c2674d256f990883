"""Worker processes and who may use them: each query has a process to itself, and one that takes too long is killed.

A client never holds all of them, so others are answered while its queries run. Where a query must wait all the same,
the one that has run longest makes room for it, once it has run for longer than the other has patience. Quick queries
are therefore answered whatever else runs, even from one and the same address. What waits too long is told to return.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Final

from keikaku.built import Source
from keikaku.serve.worker import Answer, Job, Limits, work

MAX_WAITING: Final = 200
PATIENCE: Final = 1.0
"""Seconds that a query waits before a longer one must make room."""
_STARTING_SECONDS: Final = 300.0
_ENDING_SECONDS: Final = 5.0


class BusyError(Exception):
    """No process became free in time."""


class StartError(Exception):
    """A worker could not load the data."""


class Worker:
    """A process, and the pipe to it."""

    def __init__(self, sources: tuple[Source, ...], limits: Limits) -> None:
        # The same start method everywhere: a fork of a server with threads is not safe, and Windows has none.
        context = multiprocessing.get_context("spawn")
        self._limits: Limits = limits
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, sources, limits), daemon=True)
        self._process.start()
        self._displaced: bool = False
        theirs.close()

    def wait(self) -> None:
        """Wait until it has loaded the data.

        Raises:
            StartError: it could not.
        """
        try:
            reason = self._pipe.recv() if self._pipe.poll(_STARTING_SECONDS) else "it takes too long"
        except (EOFError, OSError):
            reason = "the process ended"
        if reason:
            self.end()
            raise StartError(reason)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.is_alive()

    def ask(self, job: Job) -> Answer:
        """Run a query, however it ends. After 504, and after a crash, the process is gone."""
        try:
            self._pipe.send(job)
            if self._pipe.poll(self._limits.seconds):
                answer: Answer = self._pipe.recv()
                return answer
        except (EOFError, OSError):
            self.end()
            if self._displaced:
                return Answer(503, reason="Others were waiting, and this query had run longest. Try again later.")
            most = self._limits.megabytes
            return Answer(503, reason=f"The query takes more than {most:,} MB, or is nested too deeply.")
        self.end()
        return Answer(504, reason=f"The query takes longer than {self._limits.seconds:g} seconds.")

    def displace(self) -> None:
        """Stop the query that runs, because another waits; `ask` then says so and ends the worker."""
        self._displaced = True
        self._process.kill()

    def end(self) -> None:
        """Kill the process and wait for its end."""
        self._process.kill()
        self._process.join(_ENDING_SECONDS)
        with suppress(OSError):
            self._pipe.close()


class Pool:
    """A number of workers, and the queue before them."""

    def __init__(self, sources: tuple[Source, ...], limits: Limits, workers: int) -> None:
        self._sources: tuple[Source, ...] = sources
        self._limits: Limits = limits
        self._number: int = workers
        self._share: int = max(1, workers - 1)
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._held: Counter[str] = Counter()
        self._running: dict[Worker, tuple[str, float]] = {}
        self._waiting: int = 0
        self._closed: bool = False
        self._change: asyncio.Condition = asyncio.Condition()
        self._threads: ThreadPoolExecutor = ThreadPoolExecutor(workers * 2, "query")
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers.

        Raises:
            StartError: the data cannot be loaded.
        """
        await asyncio.gather(*(self._add() for _ in range(self._number)))

    async def run(self, job: Job, client: str) -> Answer:
        """Run a query for a client.

        Raises:
            BusyError: no worker became free in time, or too many clients wait.
        """
        async with self._worker(client) as worker:
            return await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, job)

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        for worker in list(self._workers):
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in list(self._workers):
            worker.end()

    @asynccontextmanager
    async def _worker(self, client: str) -> AsyncIterator[Worker]:
        """Hold a worker; one that ended meanwhile is replaced in the background."""
        worker = await self._take(client)
        self._running[worker] = client, asyncio.get_running_loop().time()
        done = False
        try:
            yield worker
            done = True
        finally:
            self._running.pop(worker)
            if not done:
                worker.end()
            await self._give_back(worker, client)

    async def _take(self, client: str) -> Worker:
        if self._waiting >= MAX_WAITING:
            raise BusyError
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                while (worker := await self._wait(client)) is None:
                    self._make_room(client)
                return worker
        except TimeoutError:
            raise BusyError from None
        finally:
            self._waiting -= 1

    async def _wait(self, client: str) -> Worker | None:
        """Wait for a worker as long as patience lasts."""
        try:
            async with asyncio.timeout(PATIENCE), self._change:
                await self._change.wait_for(lambda: bool(self._idle) and self._held[client] < self._share)
                self._held[client] += 1
                return self._idle.pop()
        except TimeoutError:
            return None

    def _make_room(self, client: str) -> None:
        """Displace the query that has run longest; a client that holds its share already, one of its own."""
        now = asyncio.get_running_loop().time()
        own = self._held[client] >= self._share
        started = [
            (start, worker)
            for worker, (owner, start) in self._running.items()
            if now - start >= PATIENCE and (owner == client or not own)
        ]
        if started:
            min(started, key=lambda entry: entry[0])[1].displace()

    async def _give_back(self, worker: Worker, client: str) -> None:
        if worker.alive:
            await self._offer(worker, client)
            return
        self._workers.discard(worker)
        task = asyncio.create_task(self._replace(client))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _replace(self, client: str) -> None:
        """Start a worker for one that ended; until then the client still holds it, or it could end them all."""
        while not self._closed:
            try:
                await self._add(client)
            except (StartError, OSError):
                await asyncio.sleep(1)
            else:
                break

    async def _add(self, client: str | None = None) -> None:
        worker = await asyncio.get_running_loop().run_in_executor(self._threads, self._started)
        if self._closed:
            worker.end()
        else:
            await self._offer(worker, client)

    async def _offer(self, worker: Worker, client: str | None) -> None:
        """Let the next one have a worker that a client held."""
        async with self._change:
            self._idle.append(worker)
            if client is not None:
                self._held[client] -= 1
                self._held += Counter()  # forgets clients that hold none
            self._change.notify_all()

    def _started(self) -> Worker:
        worker = Worker(self._sources, self._limits)
        self._workers.add(worker)
        try:
            worker.wait()
        except StartError:
            self._workers.discard(worker)
            raise
        return worker
