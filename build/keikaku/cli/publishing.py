"""The command `keikaku publish`: settings, each city's change list, what was done, exit code."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from keikaku.cli.output import DATA_PROBLEM, REMOTE_FAILED, SOUND, WRONG_USAGE, failed, refuse, tell
from keikaku.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keikaku.portal.changes import FieldChange, FileChange
    from keikaku.portal.dataset import Dataset
    from keikaku.portal.hosting.site import Site
    from keikaku.portal.publish import Published
    from keikaku.portal.run import Choices
    from keikaku.portal.settings import Portal
    from keikaku.portal.targets import Target
    from keikaku.problem import Lang, Problem
    from keikaku.publish.failure import PublishError

_VALUE: Final = 60
"""How much of a value a line shows."""


def publish_params(lang: Lang) -> list[click.Parameter]:
    """Give the options of the command."""

    def option(name: str, **settings: Any) -> click.Option:
        return click.Option(
            [f"--{name.replace('_', '-')}", name], help=say(settings.pop("help", f"publish_{name}"), lang), **settings
        )

    file = click.Path(dir_okay=False, path_type=Path)
    return [
        option("portal", required=True, metavar="NAME"),
        option("city", multiple=True),
        option("yes", is_flag=True),
        option("dry_run", is_flag=True),
        option("prune", is_flag=True),
        option("overwrite", is_flag=True),
        option("config", type=file, default="keikaku.toml", show_default=True),
    ]


def run_publish(
    lang: Lang,
    out: Path,
    *,
    portal: str,
    city: Sequence[str],
    yes: bool,
    dry_run: bool,
    prune: bool,
    overwrite: bool,
    config: Path,
) -> int:
    """Show what publishing would change, and with `yes` do it; give the exit code, the gravest of all cities."""
    from keikaku.built import is_built
    from keikaku.portal.hosting.site import Site, read_site
    from keikaku.portal.package import read_dataset
    from keikaku.portal.run import Choices
    from keikaku.portal.settings_file import read_portal
    from keikaku.portal.targets import kind_of
    from keikaku.publish.failure import PublishError, wrong

    settings, problems = read_portal(config, portal)
    if settings is None:
        tell(problems, lang)
        return WRONG_USAGE
    if not is_built(out):
        return failed(say("no_site", lang, folder=out.as_posix()))
    try:
        kind = kind_of(settings.kind)
        if kind.takes is Site and city:
            raise wrong("E1072", kind=settings.kind)
        folders = [out] if kind.takes is Site else _folders(out, city)
        target = kind.open(settings, config.resolve().parent, os.environ)
    except PublishError as error:
        return _refused(error, lang)
    choices = Choices(overwrite, prune, settings.limits.request_bytes)
    act = yes and not dry_run
    read = read_site if kind.takes is Site else read_dataset
    codes = [_bring(partial(read, one, settings), settings, target, choices, act, lang) for one in folders]
    if SOUND in codes and not act:
        click.echo(say("publish_only_shown", lang))
    return max(codes)


def _folders(out: Path, names: Sequence[str]) -> list[Path]:
    """Give the data folders of the chosen cities of a build.

    Raises:
        CallError: a city is not in the build, or no city is.
    """
    from keikaku.built import cities
    from keikaku.portal.package import city_names
    from keikaku.publish.failure import wrong

    folders = {code: out / code / "data" for code in cities(out)}
    if not folders:
        raise wrong("E1010", city="—", known="—")
    if not names:
        return list(folders.values())
    called = {name: code for code, folder in folders.items() for name in (code, *city_names(folder))}
    for name in names:
        if name not in called:
            raise wrong("E1010", city=name, known=", ".join(sorted(called)))
    return [folders[code] for code in dict.fromkeys(called[name] for name in names)]


def _bring(
    read: Callable[[], tuple[Dataset | Site | None, tuple[Problem, ...]]],
    portal: Portal,
    target: Target[Any],
    choices: Choices,
    act: bool,
    lang: Lang,
) -> int:
    """Publish one city, or the site, and tell of it; give its exit code."""
    from keikaku.publish.failure import PublishError

    wanted = None
    try:
        wanted, problems = read()
        tell(problems, lang)
        if wanted is None:
            return DATA_PROBLEM
        published = target.publish(wanted, choices, act)
    except PublishError as error:
        name = wanted.name if wanted else portal.name
        click.echo(say("publish_stopped", lang, name=name, portal=portal.name), err=True)
        return _refused(error, lang)
    except OSError as error:
        return failed(say("no_write", lang, path=str(error.filename or ""), reason=error.strerror or str(error)))
    for line in _lines(published, choices, lang):
        click.echo(line)
    return SOUND


def _refused(error: PublishError, lang: Lang) -> int:
    """Say why nothing more could be done; give the exit code."""
    from keikaku.publish.failure import CallError

    code = refuse((error.problem,), lang)
    return code if isinstance(error, CallError) else REMOTE_FAILED


def _lines(published: Published, choices: Choices, lang: Lang) -> list[str]:
    """Say what differs, and what was done about it."""
    from keikaku.cli.hosting import site_lines
    from keikaku.portal.hosting.compare import SiteChanges

    changes, dataset = published.changes, published.dataset
    if isinstance(changes, SiteChanges):
        return [*site_lines(published, changes, choices, lang), _calls(published, lang)]
    facts = {"name": dataset.name, "url": published.url}
    place = "" if published.remote else "_folder"
    lines = [say(f"publish_new{place}" if changes.new else "publish_there", lang, **facts)]
    lines += [_field(one, lang) for one in changes.fields if not changes.new]
    lines += [_file(one, choices, place, lang) for one in changes.files if one.kind != "unchanged"]
    if changes.edited and not published.acted:
        lines.append(say(f"publish_edited{place}", lang, number=len(changes.edited)))
    if changes.hidden:
        lines.append(say("publish_hidden", lang))
    same = sum(one.kind == "unchanged" for one in changes.files)
    lines.append(say("publish_same", lang, number=same, all=len(dataset.files)))
    nothing = changes.nothing(choices.prune or not published.remote)
    done = "publish_done" if published.acted else "publish_nothing" if nothing else ""
    if done:
        lines.append(say(f"{done}{place}", lang, **facts))
    if not published.remote:
        return lines
    return [*lines, _calls(published, lang)]


def _calls(published: Published, lang: Lang) -> str:
    seconds = f"{published.seconds:.1f}"
    return say("publish_calls", lang, reads=published.reads, writes=published.writes, seconds=seconds)


def _field(change: FieldChange, lang: Lang) -> str:
    facts = {
        "name": change.name.removeprefix("extras."),
        "before": _short(change.before),
        "after": _short(change.after),
    }
    return say("publish_field_edited" if change.edited else "publish_field", lang, **facts)


def _file(change: FileChange, choices: Choices, place: str, lang: Lang) -> str:
    size = f"{change.file.size:,}" if change.file else ""
    kind: str = "pruned" if change.kind == "vanished" and choices.prune and not place else change.kind
    if place and (kind == "vanished" or change.file is None):
        kind = f"{'vanished' if kind == 'vanished' else 'paper'}{place}"
    line = say(f"publish_file_{kind}", lang, name=change.name, size=size)
    return f"{line}{say(f'publish_file_edited{place}', lang)}" if change.edited else line


def _short(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= _VALUE else f"{text[:_VALUE]}…"
