"""URI templates (RFC 6570) as far as CSVW metadata needs them: `{name}`, `{+name}` and `{name:3}`.

The templates themselves come from `iri`, whose namers are given variables in the place of values; here they are only
expanded, so that each can be compared with what the graph says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

_EXPRESSION: Final = re.compile(r"\{(\+?)([a-z][a-z0-9_]*)(?::([1-9][0-9]*))?\}")
_UNRESERVED: Final = "-._~"
_RESERVED: Final = ":/?#[]@!$&'()*+,;="
_NO_TRIPLET: Final = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Template:
    """A URI template, which columns of a row fill in."""

    text: str

    @cached_property
    def _parts(self) -> list[str]:
        """Literal text, then a sign, a name and a length for each expression and the text after it."""
        return _EXPRESSION.split(self.text)

    def expand(self, values: Mapping[str, str]) -> str:
        """Fill in a row's values; an empty cell is an undefined variable, which leaves nothing."""
        parts = self._parts
        found = [parts[0]]
        for at in range(1, len(parts), 4):
            sign, name, length, after = parts[at : at + 4]
            value = values[name][: int(length)] if length else values[name]
            found += (_as_is(value) if sign else quote(value, safe=_UNRESERVED), after)
        return "".join(found)


def _as_is(value: str) -> str:
    """Encode what a URL cannot hold; what is encoded already stays."""
    return quote(_NO_TRIPLET.sub("%25", value), safe=_UNRESERVED + _RESERVED + "%")


def variable(name: str, length: int | None = None) -> str:
    """Give the expression for a column, or for the first characters of its cell."""
    return f"{{{name}}}" if length is None else f"{{{name}:{length}}}"


def verbatim(name: str) -> str:
    """Give the expression for a column whose cells are URLs."""
    return f"{{+{name}}}"
