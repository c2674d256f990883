"""English that changes with number: the words behind a count, and units of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ONE: Final = "1"
_IRREGULAR: Final = {"people": "person", "yen": "yen", "thousand yen": "thousand yen"}


class _Counted(dict[str, object]):
    """Facts for `format_map` that also answer to `count|project|projects`."""

    def __missing__(self, key: str) -> object:
        name, _, forms = key.partition("|")
        if not forms:
            raise KeyError(key)
        one, _, many = forms.partition("|")
        return one if str(self[name]) == _ONE else many


def counted(facts: Mapping[str, object]) -> Mapping[str, object]:
    """Give facts that `format_map` can fill a text with in which words depend on a count."""
    return _Counted(facts)


def singular(unit: str) -> str:
    """Give the word for one of a unit (companies: company)."""
    if unit in _IRREGULAR:
        return _IRREGULAR[unit]
    head, space, rest = unit.partition(" in ")
    if head.endswith("ies"):
        head = f"{head[:-3]}y"
    elif head.endswith(("sses", "ches", "shes")):
        head = head[:-2]
    else:
        head = head.removesuffix("s")
    return f"{head}{space}{rest}"
