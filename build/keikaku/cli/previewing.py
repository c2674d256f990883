"""The command `keikaku preview`: begin, tell of each edit on the terminal, end with Ctrl+C."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from keikaku.cli.output import SOUND, failed, refuse
from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keikaku.preview.session import News
    from keikaku.problem import Lang


def preview_params(lang: Lang) -> list[click.Parameter]:
    """Give the options of the command."""

    def option(name: str, help: str, **settings: Any) -> click.Option:
        return click.Option([f"--{name}", name], help=say(help, lang), **settings)

    folder = click.Path(file_okay=False, path_type=Path)
    return [
        option("city", "preview_city", multiple=True),
        option("port", "port", type=click.IntRange(0, 65535), default=8000, show_default=True),
        option("out", "preview_out", type=folder, default=".keikaku/preview", show_default=True),
    ]


def run_preview(lang: Lang, source: Path, base_url: str, *, city: Sequence[str], port: int, out: Path) -> int:
    """Preview until interrupted; give the exit code."""
    from keikaku.pipeline import find_cities, usable
    from keikaku.preview.server import HOST, open_server
    from keikaku.preview.session import Session

    problems = find_cities(source, city)[1] + usable(out, source)
    if problems:
        return refuse(problems, lang)
    try:
        session = Session(source.resolve(), city, base_url, out.resolve(), lambda news: _tell(news, lang))
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or out), reason=error.strerror or str(error)))
    try:
        server = open_server(session, port)
    except OSError as error:
        return failed(say("no_port", lang, host=HOST, port=port, reason=error.strerror or str(error)))
    if port not in (0, server.server_port):
        click.echo(say("preview_port", lang, port=port, other=server.server_port), err=True)
    with server:
        return _serve(session, server, source, lang)


def _serve(session: Any, server: Any, source: Path, lang: Lang) -> int:
    from keikaku.preview.inputs import shared_folders
    from keikaku.preview.watch import watch

    stop = threading.Event()
    watcher = _start(lambda: watch([source.resolve(), *shared_folders()], session.refresh, stop))
    try:
        session.start()
        # What was saved before the watcher was awake.
        session.refresh()
        click.echo(say("preview_ready", lang, url=server.url))
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        click.echo(say("preview_ended", lang))
    finally:
        stop.set()
        session.stop()
        with suppress(KeyboardInterrupt):
            watcher.join(1)
    return SOUND


def _start(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _tell(news: News, lang: Lang) -> None:
    """Print what happened."""
    if news.problems:
        from keikaku import marking

        click.echo(marking.as_text(marking.report(news.problems, news.rows), lang), err=True)
    if news.event == "failed":
        reason = news.reason or say("preview_see_above", lang)
        click.echo(say("preview_failed", lang, reason=reason), err=True)
    else:
        facts = {"pages": f"{news.pages:,}", "warnings": news.warnings}
        click.echo(say(f"preview_{news.event}", lang, seconds=f"{news.seconds:.1f}", **facts))
