"""What the preview adds to a page as it is sent to the browser, and only then: files are never touched.

It adds the script that reloads the page, a line that says how far the preview is, and the problems of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final

from keikaku.marking import Group, report
from keikaku.preview.session import State
from keikaku.problem import Severity, catalogue, mend, message

ROOM: Final = ".keikaku/"
"""Where the preview's own files stand, below the site's root; no build writes there."""
STATIC: Final = Path(__file__).with_name("static")
_SHOWN: Final = 30
_POLICY: Final = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n?')
_NEEDED: Final = ("script-src", "style-src", "connect-src")
_TEXTS: Final = {
    "written": "プレビュー: すべてのページとファイルが最新です。",
    "writing": "プレビュー: このページは最新です。ほかのページとファイルを書き出しています…",
    "faulty": "プレビュー: 表に問題があります。",
    "failed": "プレビュー: サイトを書き出せませんでした。",
}
_PAGE: Final = """<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>プレビュー</title>
</head>
<body class="keikaku-preview-page">
<h1>プレビュー</h1>
<p>{text}</p>
</body>
</html>
"""
NOTHING: Final = "表に問題があるため、まだページを作れません。下の問題を直して保存すると、ページが表示されます。"


@dataclass(frozen=True, slots=True)
class Dressed:
    """A page as the browser gets it, and the policy that goes with it."""

    body: bytes
    policy: str


def dress(page: bytes, state: State, version: str) -> Dressed:
    """Add to a page what the preview needs; its own policy is kept and widened by the preview's files alone."""
    found = _POLICY.search(page)
    policy = unescape(found[1].decode()) if found else "default-src 'none'; img-src 'self'"
    head = (
        f'<link rel="stylesheet" href="/{ROOM}preview.css">\n'
        f'<script src="/{ROOM}preview.js" data-version="{version}" defer></script>\n'
    )
    # The site's own elements are the last of their kind: nothing that a table says stands outside the body.
    body = _POLICY.sub(b"", page, count=1).replace(b"</head>", f"{head}</head>".encode(), 1)
    before, end, after = body.rpartition(b"</body>")
    return Dressed(before + overlay(state).encode() + end + after, _widened(policy))


def plain_page(text: str) -> bytes:
    """Give a page that says one thing, for when there is none of the site."""
    return _PAGE.format(text=text).encode()


def told(state: State) -> tuple[str, str]:
    """Give how far the preview is: a word for it, and a line that says it."""
    name = "faulty" if state.problems else "failed" if state.reason else "written" if state.written else "writing"
    return name, _TEXTS[name]


def overlay(state: State) -> str:
    """Give the line at the foot of the page, with the problems above it where there are any."""
    found = [group for group in report(state.problems, state.rows).groups if group.severity is Severity.ERROR]
    places = sum(len(group.problems) for group in found)
    name, text = told(state)
    made: str = _template().render(
        groups=[_group(group) for group in found[:_SHOWN]],
        more=max(0, len(found) - _SHOWN),
        heading=f"表に直すところが {places} か所あります" if found else "プレビューの問題",
        shown=state.draft is not None,
        reason="" if found else state.reason,
        state=name,
        text=text,
    )
    return made


def _group(group: Group) -> Mapping[str, Any]:
    first = group.first
    return {
        "code": group.code,
        "title": catalogue()[group.code].ja.title,
        "place": first.where.say("ja"),
        "message": message(first, "ja"),
        "mend": mend(first, "ja"),
        "others": len(group.problems) - 1,
    }


def _widened(policy: str) -> str:
    """Allow a policy to load what stands on the same server, for the kinds that the preview needs."""
    rules = {rule.split()[0]: rule for one in policy.split(";") if (rule := one.strip())}
    for name in _NEEDED:
        if "'self'" not in rules.get(name, "").split():
            rules[name] = f"{rules.get(name, name)} 'self'".replace(" 'none'", "")
    return "; ".join(rules.values())


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("overlay.html")
