"""What is known of licences beside what the city states: their kind, for catalogs that ask for it."""

from __future__ import annotations

from typing import Final

from keikaku.catalog import words
from keikaku.schema import Label
from keikaku.terms import adms_concept

_ATTRIBUTION: Final = (adms_concept("licencetype", "Attribution"), words.ATTRIBUTION)
_PUBLIC_DOMAIN: Final = (adms_concept("licencetype", "PublicDomain"), words.PUBLIC_DOMAIN)
_KINDS: Final = (
    (("CC-BY-SA", "CC-BY-NC", "CC-BY-ND"), None),
    (("CC-BY", "PDL"), _ATTRIBUTION),
    (("CC0",), _PUBLIC_DOMAIN),
)
"""The first beginning that fits counts. A licence that asks for two things is of no one kind, and may have one only."""


def licence_kind(name: str) -> tuple[str, Label] | None:
    """Give the URI of the kind of a licence and its name, by the licence's id; nothing where it is not known."""
    return next((kind for beginnings, kind in _KINDS if name.upper().startswith(beginnings)), None)
