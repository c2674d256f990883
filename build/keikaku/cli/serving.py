"""`keikaku serve`: the preview, or the server with its endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from keikaku.cli.output import SOUND, failed
from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from keikaku.problem import Lang


def run_serve(lang: Lang, static: bool, out: Path, host: str, port: int, **limits: Any) -> int:
    """Serve until interrupted; tell why where that cannot be done."""
    if not (out / "index.html").is_file():
        return failed(say("no_site", lang, folder=out.as_posix()))

    def ready(url: str) -> None:
        click.echo(say("serving", lang, folder=out.as_posix(), url=url))

    try:
        if static:
            from keikaku.serve import serve_static

            serve_static(out, host, port, ready)
            return SOUND
        return _with_endpoint(lang, out, host, port, ready, **limits)
    except OSError as error:
        return failed(say("no_port", lang, host=host, port=port, reason=error.strerror or str(error)))


def _with_endpoint(
    lang: Lang,
    out: Path,
    host: str,
    port: int,
    ready: Callable[[str], None],
    *,
    timeout: float,
    max_rows: int,
    max_memory: int,
    workers: int,
) -> int:
    from keikaku.serve.app import serve
    from keikaku.serve.pool import StartError
    from keikaku.serve.worker import Limits

    try:
        serve(out, host, port, Limits(timeout, max_rows, max_memory), workers, ready)
    except StartError as error:
        return failed(say("no_data", lang, folder=out.as_posix(), reason=str(error)))
    return SOUND
