"""The command `keikaku push`: call, tell what became of each graph, exit code."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from keikaku.cli.output import REMOTE_FAILED, SOUND, failed, refuse
from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keikaku.problem import Lang
    from keikaku.publish.sparql.push import Pushed


def push_params(lang: Lang) -> list[click.Parameter]:
    """Give the options of the command."""

    def option(name: str, help: str, **settings: Any) -> click.Option:
        return click.Option([f"--{name}", name.replace("-", "_")], help=say(help, lang), **settings)

    return [
        option("sparql-endpoint", "sparql_endpoint", metavar="URL", default=""),
        option("graph", "graph", metavar="IRI", required=True),
        option("query-endpoint", "query_endpoint", metavar="URL", default=""),
        option("update-endpoint", "update_endpoint", metavar="URL", default=""),
        option("graph-store", "graph_store", metavar="URL", default=""),
        option("city", "push_city", multiple=True),
        option("dry-run", "dry_run", is_flag=True),
        option(
            "timeout",
            "push_timeout",
            type=click.FloatRange(0.1, 86_400),
            default=300,
            show_default=True,
            metavar="SECONDS",
        ),
    ]


def run_push(
    lang: Lang,
    out: Path,
    *,
    sparql_endpoint: str,
    query_endpoint: str,
    update_endpoint: str,
    graph_store: str,
    graph: str,
    city: Sequence[str],
    dry_run: bool,
    timeout: float,
) -> int:
    """Push a built site to a store and tell of each graph; give the exit code."""
    from keikaku.built import base_url, is_built
    from keikaku.publish.credentials import Credentials
    from keikaku.publish.failure import CallError, PublishError
    from keikaku.publish.sparql.dumps import choose_targets
    from keikaku.publish.sparql.endpoints import Told
    from keikaku.publish.sparql.push import ENVIRONMENT, push

    if not is_built(out):
        return failed(say("no_site", lang, folder=out.as_posix()))
    told = Told(sparql_endpoint, query_endpoint, update_endpoint, graph_store)
    credentials = Credentials.of(os.environ, ENVIRONMENT)
    try:
        targets = choose_targets(out, graph, city)
        for pushed in push(targets, told, credentials, timeout, base_url(out), dry=dry_run):
            click.echo(_told(pushed, lang))
    except PublishError as error:
        code = refuse((error.problem,), lang)
        return code if isinstance(error, CallError) else REMOTE_FAILED
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or ""), reason=error.strerror or str(error)))
    return SOUND


def _told(pushed: Pushed, lang: Lang) -> str:
    changed = "push_would" if pushed.dry else "push_done"
    return say(
        changed if pushed.changed else "push_unchanged",
        lang,
        graph=pushed.graph,
        triples=f"{pushed.held.triples:,}",
        before=f"{pushed.before:,}",
        megabytes=f"{pushed.sent / 1_000_000:.1f}",
        checksum=pushed.held.checksum[:16],
    )
