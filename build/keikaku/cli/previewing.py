"""The command `keikaku preview`: begin, tell of each edit on the terminal, end with Ctrl+C."""

from __future__ import annotations

import signal
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

    from keikaku.preview.server import PreviewServer
    from keikaku.preview.session import News, Reader, Session
    from keikaku.problem import Lang


def preview_params(lang: Lang) -> list[click.Parameter]:
    """Give the options of the command."""

    def option(name: str, help: str, **settings: Any) -> click.Option:
        return click.Option([f"--{name}", name], help=say(help, lang), **settings)

    folder = click.Path(file_okay=False, path_type=Path)
    file = click.Path(dir_okay=False, exists=True, path_type=Path)
    return [
        option("city", "preview_city", multiple=True),
        option("port", "port", type=click.IntRange(0, 65535), default=8000, show_default=True),
        option("workbook", "preview_workbook", type=file, metavar="FILE.xlsx"),
        option("edition", "import_edition", metavar="ID", default=""),
        option("mend", "import_mend", is_flag=True),
        option("out", "preview_out", type=folder, default=".keikaku/preview", show_default=True),
    ]


def run_preview(
    lang: Lang, source: Path, base_url: str, *, city: Sequence[str], port: int, out: Path, **workbook: Any
) -> int:
    """Preview until interrupted; give the exit code."""
    from keikaku.pipeline import find_cities, usable
    from keikaku.preview.alone import Alone

    folders, problems = find_cities(source.resolve(), city)
    problems += usable(out, source)
    if problems:
        return refuse(problems, lang)
    if workbook["workbook"] and len(city) != 1:
        return failed(say("preview_one_city", lang))
    out = out.resolve()
    try:
        with Alone(out.parent / f".{out.name}.lock"):
            read = _reader(source.resolve(), folders, city, out, workbook)
            return _preview(read, base_url, out, (source, workbook["workbook"]), port, lang)
    except BlockingIOError:
        return failed(say("preview_running", lang, folder=out.as_posix()))
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or out), reason=error.strerror or str(error)))


def _preview(read: Reader, base_url: str, out: Path, watched: tuple[Path, Path | None], port: int, lang: Lang) -> int:
    from keikaku.at_once import usual_jobs
    from keikaku.preview.server import HOST, open_server
    from keikaku.preview.session import Session

    # One processor is left for what shows an edit.
    session = Session(read, base_url, out, lambda news: _tell(news, lang), max(1, usual_jobs() - 1))
    try:
        server = open_server(session, port)
    except OSError as error:
        return failed(say("no_port", lang, host=HOST, port=port, reason=error.strerror or str(error)))
    if port not in (0, server.server_port):
        click.echo(say("preview_port", lang, port=port, other=server.server_port), err=True)
    with server:
        return _serve(session, server, *watched, lang)


def _reader(source: Path, folders: list[Path], city: Sequence[str], out: Path, workbook: dict[str, Any]) -> Reader:
    """Give what reads the tables: those of the workspace, or what a workbook would make of those of its city."""
    from keikaku.preview.session import cache_of, reader

    if not workbook["workbook"]:
        return reader(source, city)
    from keikaku.intake import Request
    from keikaku.preview.workbook import WorkbookReader

    file = workbook["workbook"].resolve()
    request = Request((file,), folders[0], workbook["edition"], workbook["mend"])
    return WorkbookReader(request, cache_of(out) / "workbook").read


def _serve(session: Session, server: PreviewServer, source: Path, workbook: Path | None, lang: Lang) -> int:
    from keikaku.memory import rarely_collecting
    from keikaku.preview.inputs import shared_folders
    from keikaku.preview.watch import watch

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            # To be told to end is to be interrupted, whoever says so.
            signal.signal(getattr(signal, name), signal.default_int_handler)
    stop = threading.Event()
    watchers = [_start(lambda: watch([source.resolve(), *shared_folders()], session.refresh, stop))]
    if workbook:
        beside = workbook.resolve().parent
        watchers.append(_start(lambda: watch([beside], session.refresh, stop, below=False)))
    try:
        session.start()
        # What was saved before the watchers were awake.
        session.refresh()
        click.echo(say("preview_ready", lang, url=server.url))
        with rarely_collecting():
            server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        click.echo(say("preview_ending", lang))
    finally:
        # Whoever presses Ctrl+C twice leaves the tidying to the next preview.
        with suppress(KeyboardInterrupt):
            stop.set()
            for watcher in watchers:
                watcher.join(1)
            session.stop()
    click.echo(say("preview_ended", lang))
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
        seconds, pages = f"{news.seconds:.1f}", f"{news.pages:,}"
        click.echo(say(f"preview_{news.event}", lang, seconds=seconds, pages=pages, warnings=news.warnings))
