"""The process that runs queries: loads the data once, then answers jobs from a pipe, one after another.

oxigraph cannot be interrupted, so a query that takes too long ends with its process; the pool sees to that. Memory is
limited here, and no file or socket can be opened once the data are loaded, both where the system has such limits.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from keikaku.built import Source
from keikaku.serve.results import Sink, TooMuchError, holds_in_xml, write_boolean, write_solutions, write_triples

if TYPE_CHECKING:
    from pyoxigraph import Store

TABLE: Final = "table"
GRAPH: Final = "graph"
_GRACE_SECONDS: Final = 3.0
_XML_FORMS: Final = ("xml", "rdf")
_OUR_MEMORY: Final = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    seconds: float = 10.0
    rows: int = 100_000
    megabytes: int = 1024
    answer_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """A query and the forms in which its answer may come, None where the client takes no such form."""

    text: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    from_clause: bool
    table_form: str | None
    graph_form: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status with the answer, a table or a graph, or with the reason why there is none."""

    status: int
    kind: str = ""
    body: bytes = b""
    reason: str = ""


def work(pipe: Connection, sources: tuple[Source, ...], limits: Limits) -> None:
    """Load the data, say so, and answer until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        store = _load(sources)
    except (OSError, SyntaxError, ValueError) as error:
        pipe.send(str(error))
        return
    _confine(limits)
    pipe.send("")
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            job = pipe.recv()
            _set_alarm(limits.seconds + _GRACE_SECONDS)
            pipe.send(answer(store, job, limits))
            _set_alarm(0)


def _set_alarm(seconds: float) -> None:
    """Let the system end this process then, should the server itself be gone and unable to; 0 takes that back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _load(sources: tuple[Source, ...]) -> Store:
    from pyoxigraph import NamedNode, RdfFormat, Store

    forms = {"nt": RdfFormat.N_TRIPLES, "ttl": RdfFormat.TURTLE}
    store = Store()
    for source in sources:
        store.bulk_load(path=str(source.path), format=forms[source.form], to_graph=NamedNode(source.graph))
    return store


def _confine(limits: Limits) -> None:
    """Limit memory beyond what is taken now, and forbid new files and sockets; keep a crash from chattering."""
    if sys.platform == "win32":
        return
    import resource

    taken = int(_OUR_MEMORY.read_text(encoding="ascii").split()[0]) if _OUR_MEMORY.is_file() else 0
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    if taken:
        most = taken * resource.getpagesize() + limits.megabytes * 1024 * 1024
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer(store: Store, job: Job, limits: Limits) -> Answer:
    """Run a query; whatever goes wrong becomes an answer that says so."""
    try:
        return _run(store, job, limits)
    except TooMuchError as error:
        return Answer(503, reason=str(error))
    except SyntaxError as error:
        return Answer(400, reason=f"The query cannot be read: {error}")
    except (ValueError, UnicodeError) as error:
        return Answer(400, reason=f"The query cannot be run: {error}")
    except MemoryError:
        return Answer(503, reason="The query takes more memory than it may.")
    except OSError as error:
        return Answer(400, reason=f"The query cannot be run: {error}")


def _run(store: Store, job: Job, limits: Limits) -> Answer:
    from pyoxigraph import QueryBoolean, QuerySolutions

    found = store.query(job.text, **_dataset(job))
    sink = Sink(limits.answer_bytes)
    if isinstance(found, QueryBoolean | QuerySolutions):
        if job.table_form is None:
            return Answer(406, reason="The result is a table: it comes as JSON, XML, CSV or TSV.")
        if isinstance(found, QueryBoolean):
            write_boolean(bool(found), job.table_form, sink)
        else:
            write_solutions(found, job.table_form, sink, limits.rows)
        return _written(TABLE, job.table_form, sink)
    if job.graph_form is None:
        return Answer(406, reason="The result is a graph: it comes as Turtle, N-Triples, JSON-LD or RDF/XML.")
    write_triples(found, job.graph_form, sink, limits.rows)
    return _written(GRAPH, job.graph_form, sink)


def _written(kind: str, form: str, sink: Sink) -> Answer:
    body = sink.value()
    if form in _XML_FORMS and not holds_in_xml(body):
        return Answer(406, reason="The result has characters that XML cannot hold: ask for another form.")
    return Answer(200, kind, body)


def _dataset(job: Job) -> dict[str, Any]:
    """Give the graphs to query: those of the request before those of the query, else the union of all."""
    from pyoxigraph import NamedNode

    if job.default_graphs is None or job.named_graphs is None:
        return {"use_default_graph_as_union": not job.from_clause}
    return {
        "default_graph": [NamedNode(iri) for iri in job.default_graphs],
        "named_graphs": [NamedNode(iri) for iri in job.named_graphs],
    }
