"""Who may show a page in a frame: pages made to be embedded anyone, all other pages nobody.

A page cannot say so itself, because browsers take this rule from headers alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from keikaku.names import EMBED

_ALWAYS: Final = "base-uri 'none'; object-src 'none'; "
_NOBODY: Final = {"X-Frame-Options": "DENY", "Content-Security-Policy": f"{_ALWAYS}frame-ancestors 'none'"}
_ANYONE: Final = {"Content-Security-Policy": f"{_ALWAYS}frame-ancestors *"}
_SHOWN: Final = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


def framing(path: str, status: int) -> Mapping[str, str]:
    """Give the headers that tell browsers who may frame the answer to a path."""
    return _ANYONE if path.endswith(f"/{EMBED}") and status in _SHOWN else _NOBODY
