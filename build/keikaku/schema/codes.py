"""What a code list is: the frozen shapes of `datapackage/schema/shared/`, which the concept schemes are made of."""

from __future__ import annotations

from functools import cached_property

import msgspec


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    ja: str
    en: str

    def say(self, lang: str) -> str:
        """Give the text in `ja` or `en`."""
        return self.ja if lang == "ja" else self.en


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Any number of labels in each language."""

    ja: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same or a near concept elsewhere: a URL (QUDT and others), or `list/value` for a code of another list."""

    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """The codes of other lists that it names, each as list and value."""
        named = (*self.exact, *self.close, *self.broad, *self.narrow)
        return tuple(split_code(name) for name in named if not is_url(name))


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One value of a code list with its labels.

    `reading` is the Japanese label in hiragana, `also` holds other labels, and `broader` the value of the wider code.
    """

    value: str
    ja: str
    en: str
    id: str | None = None
    reading: str | None = None
    abbreviation: str | None = None
    also: Labels = Labels()
    definition: Label | None = None
    broader: str | None = None
    match: Match = Match()

    @property
    def local_name(self) -> str:
        """The concept's local name in its scheme: ASCII, fit for a URI."""
        return self.id or self.value


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """A list of allowed values. An `open` list may be exceeded, with a warning.

    A list taken from a publication tells its `version`, when it was `issued` and the `source`; `replaces` names the
    list of a version before.
    """

    title: Label
    codes: tuple[Code, ...]
    open: bool = False
    description: Label | None = None
    version: str | None = None
    issued: str | None = None
    source: Label | None = None
    replaces: str | None = None

    @cached_property
    def by_value(self) -> dict[str, Code]:
        """The codes by the values that tables hold."""
        return {code.value: code for code in self.codes}

    @cached_property
    def below(self) -> dict[str, tuple[Code, ...]]:
        """The codes directly below each value; those at the top stand below the empty one."""
        found: dict[str, tuple[Code, ...]] = {}
        for code in self.codes:
            found[code.broader or ""] = (*found.get(code.broader or "", ()), code)
        return found


def is_url(name: str) -> bool:
    """Tell whether a match is a URL and not a code of another list."""
    return name.startswith(("https://", "http://"))


def split_code(name: str) -> tuple[str, str]:
    """Split `list/value`."""
    code_list, _, value = name.partition("/")
    return code_list, value
