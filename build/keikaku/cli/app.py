"""The commands on click. Parsing, calling and printing only; heavy modules are imported when a command runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from keikaku import __version__
from keikaku.cli.diffing import diff_params, run_diff
from keikaku.cli.importing import import_params, run_import
from keikaku.cli.linting import lint_params, run_lint
from keikaku.cli.output import DATA_PROBLEM, SOUND, failed, refuse
from keikaku.cli.previewing import preview_params, run_preview
from keikaku.cli.publishing import publish_params, run_publish
from keikaku.cli.pushing import push_params, run_push
from keikaku.cli.reporting import deliver_report, report_params, sources_of
from keikaku.cli.standing import run_status, status_params
from keikaku.cli.starting import run_init, start_params
from keikaku.cli.templating import run_template, template_params
from keikaku.cli.verifying import run_verify
from keikaku.cli.words import say
from keikaku.iri import DEFAULT_BASE_URL
from keikaku.problem import Lang

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keikaku.pipeline import Outcome

_BASE_URL: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?/")
_FOLDER: Final = click.Path(file_okay=False, path_type=Path)


class Translated(click.Command):
    """A command whose help has the headings of the caller's language."""

    def __init__(self, *args: Any, lang: Lang, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.lang: Lang = lang

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how to call it."""
        prefix = say("usage", self.lang) + ": "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(say("options", self.lang)):
            formatter.write_dl(records)


class TranslatedGroup(Translated, click.Group):
    """The same for the group, which lists its commands too."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        Translated.format_options(self, ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(90)) for name in self.list_commands(ctx)]
        with formatter.section(say("commands", self.lang)):
            formatter.write_dl(rows)


def make_app(lang: Lang) -> click.Group:
    """Make the command line in a language."""
    width = {"max_content_width": 100}
    shared = [_lang(lang), _help(lang)]
    group = TranslatedGroup(
        "keikaku",
        lang=lang,
        help=say("keikaku", lang),
        add_help_option=False,
        params=[_version(lang), *shared],
        context_settings=width,
    )
    for name, run, params in (
        ("init", _init, [*start_params(lang), _source(lang)]),
        ("template", _template, [*template_params(lang), _source(lang)]),
        ("import", _import, [*import_params(lang), _source(lang)]),
        ("build", _build, _build_params(lang)),
        ("check", _check, _check_params(lang)),
        ("lint", _lint, lint_params(lang)),
        ("diff", _diff, diff_params(lang)),
        ("status", _status, status_params(lang)),
        ("preview", _preview, [*preview_params(lang), _base_url(lang), _source(lang)]),
        ("serve", _serve, _serve_params(lang)),
        ("push", _push, [*push_params(lang), _out(lang, "push_out")]),
        ("publish", _publish, [*publish_params(lang), _out(lang, "publish_out")]),
        ("verify", _verify, _verify_params(lang)),
    ):
        group.add_command(
            Translated(
                name,
                lang=lang,
                help=say(name, lang),
                callback=run,
                params=[*params, *shared],
                add_help_option=False,
                context_settings=width,
            )
        )
    return group


def _option(lang: Lang, name: str, **settings: Any) -> click.Option:
    return click.Option([f"--{name.replace('_', '-')}", name], help=say(name, lang), **settings)


def _lang(lang: Lang) -> click.Option:
    # The value was read before parsing (see `words.language`); here it is declared and checked.
    return _option(lang, "lang", type=click.Choice(["ja", "en"]), expose_value=False)


def _version(lang: Lang) -> click.Option:
    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        help=say("version", lang),
        callback=_show_version,
    )


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"keikaku {__version__}")
        ctx.exit()


def _help(lang: Lang) -> click.Option:
    return click.Option(
        ["--help"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        help=say("help", lang),
        callback=_show_help,
    )


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(ctx.get_help())
        ctx.exit()


def _out(lang: Lang, help: str = "out") -> click.Option:
    return click.Option(["--out"], help=say(help, lang), type=_FOLDER, default="public", show_default=True)


def _source(lang: Lang) -> click.Option:
    return _option(lang, "source", type=_FOLDER, default="datapackage", show_default=True)


def _base_url(lang: Lang) -> click.Option:
    return _option(lang, "base_url", default=DEFAULT_BASE_URL, show_default=True, metavar="URL")


def _build_params(lang: Lang) -> list[click.Parameter]:
    jobs = _option(lang, "jobs", type=click.IntRange(1), metavar="N")
    return [_option(lang, "city", multiple=True), _out(lang), _base_url(lang), _source(lang), jobs]


def _check_params(lang: Lang) -> list[click.Parameter]:
    path = click.Argument(["path"], type=click.Path(exists=True, path_type=Path), default="datapackage")
    return [path, *report_params(lang)]


def _serve_params(lang: Lang) -> list[click.Parameter]:
    return [
        _option(lang, "static", is_flag=True),
        _out(lang),
        _option(lang, "host", default="127.0.0.1", show_default=True),
        _option(lang, "port", type=click.IntRange(0, 65535), default=8000, show_default=True),
        _option(lang, "timeout", type=click.FloatRange(0.1, 3600), default=10, show_default=True, metavar="SECONDS"),
        _option(lang, "max_rows", type=click.IntRange(1), default=100_000, show_default=True, metavar="N"),
        _option(lang, "max_memory", type=click.IntRange(16), default=1024, show_default=True, metavar="MB"),
        _option(lang, "workers", type=click.IntRange(1, 64), default=4, show_default=True, metavar="N"),
    ]


def _verify_params(lang: Lang) -> list[click.Parameter]:
    share = {"type": click.FloatRange(0, 100), "show_default": True, "metavar": "PERCENT"}
    return [
        click.Argument(["city"], metavar="CITY"),
        # A shell writes all files of a pattern behind --document; the second and later ones arrive here.
        click.Argument(["files"], nargs=-1, metavar="[FILE]..."),
        _option(lang, "document", multiple=True, metavar="FILE"),
        _option(lang, "min_found", default=99.0, **share),
        _option(lang, "min_covered", default=98.0, **share),
        _option(lang, "max_left", type=click.IntRange(0), default=0, show_default=True),
        _option(lang, "format", type=click.Choice(["text", "json"]), default="text", show_default=True),
        _option(lang, "output", type=click.Path(dir_okay=False, path_type=Path)),
        click.Option(["--all", "all"], is_flag=True, help=say("all_lists", lang)),
        _source(lang),
    ]


def _current() -> Lang:
    command = click.get_current_context().command
    return command.lang if isinstance(command, Translated) else "en"


def _init(**call: Any) -> int:
    """Run `keikaku init`."""
    return run_init(_current(), call.pop("source"), call.pop("city_code"), **call)


def _template(**call: Any) -> int:
    """Run `keikaku template`."""
    return run_template(_current(), call.pop("source"), **call)


def _import(**call: Any) -> int:
    """Run `keikaku import`."""
    return run_import(_current(), call.pop("source"), call.pop("files"), **call)


def _build(city: Sequence[str], out: Path, base_url: str, source: Path, jobs: int | None) -> int:
    """Run `keikaku build`."""
    from keikaku import at_once, pipeline
    from keikaku.problem import Problem

    lang = _current()
    base_url = base_url if base_url.endswith("/") else f"{base_url}/"
    if not _BASE_URL.fullmatch(base_url):
        return refuse((Problem("E704", facts={"url": base_url}),), lang)
    try:
        with _Progress(lang) as progress:
            outcome = pipeline.build(source, out, base_url, city, progress, jobs or at_once.usual_jobs())
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or out), reason=error.strerror or str(error)))
    if outcome.refused:
        return refuse(outcome.problems, lang)
    _print_problems(outcome, lang)
    if not outcome.sound:
        click.echo(say("kept", lang), err=True)
        return DATA_PROBLEM
    counts = {"rows": outcome.rows, "triples": outcome.triples, "pages": outcome.pages}
    click.echo(say("built", lang, out=out.as_posix(), **{name: f"{number:,}" for name, number in counts.items()}))
    return SOUND


def _preview(base_url: str, **call: Any) -> int:
    """Run `keikaku preview`."""
    from keikaku.problem import Problem

    base_url = base_url if base_url.endswith("/") else f"{base_url}/"
    if not _BASE_URL.fullmatch(base_url):
        return refuse((Problem("E704", facts={"url": base_url}),), _current())
    return run_preview(_current(), call.pop("source"), base_url, **call)


def _check(path: Path, **call: Any) -> int:
    """Run `keikaku check`."""
    from keikaku import pipeline

    lang = _current()
    outcome = pipeline.check(path)
    if outcome.refused:
        return refuse(outcome.problems, lang)
    code = deliver_report(outcome.problems, outcome.rows, lang, sources=sources_of(path), **call)
    return code or (SOUND if outcome.sound else DATA_PROBLEM)


def _lint(**call: Any) -> int:
    """Run `keikaku lint`."""
    return run_lint(_current(), **call)


def _serve(static: bool, out: Path, host: str, port: int, **limits: Any) -> int:
    """Run `keikaku serve`."""
    from keikaku.cli.serving import run_serve

    return run_serve(_current(), static, out, host, port, **limits)


def _print_problems(outcome: Outcome, lang: Lang) -> None:
    if outcome.problems:
        from keikaku import marking

        click.echo(marking.as_text(marking.report(outcome.problems, outcome.rows), lang), err=True)


def _diff(**call: Any) -> int:
    """Run `keikaku diff`."""
    return run_diff(_current(), call.pop("old"), call.pop("new"), **call)


def _status(**call: Any) -> int:
    """Run `keikaku status`."""
    return run_status(_current(), **call)


def _push(**call: Any) -> int:
    """Run `keikaku push`."""
    return run_push(_current(), call.pop("out"), **call)


def _publish(**call: Any) -> int:
    """Run `keikaku publish`."""
    return run_publish(_current(), call.pop("out"), **call)


def _verify(**call: Any) -> int:
    """Run `keikaku verify`."""
    if not call["document"]:
        raise click.MissingParameter(param_hint="--document", param_type="option")
    return run_verify(
        _current(), call.pop("source"), call.pop("city"), (*call.pop("document"), *call.pop("files")), **call
    )


class _Progress:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._bar: Any = None

    def __enter__(self) -> Callable[[str, str, int, int], None]:
        return self._show if sys.stderr.isatty() else lambda step, city, number, steps: None

    def _show(self, step: str, city: str, number: int, steps: int) -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=steps, file=sys.stderr, item_show_func=lambda item: item)
            self._bar.__enter__()
        self._bar.update(number - self._bar.pos, say(f"step_{step}", self._lang, city=city))

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            if error[0] is None:
                self._bar.update(self._bar.length - self._bar.pos)
            self._bar.__exit__(*error)
