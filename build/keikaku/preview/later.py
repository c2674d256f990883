"""What a page made at once cannot know yet: facts that follow only from the written files."""

from __future__ import annotations

from typing import Any, NoReturn


class NotYetError(Exception):
    """A page says what is known only when the whole site is written."""


class Later:
    """Stands for such facts: whatever looks at them is told that they are not known yet."""

    def _refuse(self, *asked: Any) -> NoReturn:
        raise NotYetError

    __bool__ = __contains__ = __getitem__ = __iter__ = __len__ = __str__ = _refuse

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse everything else."""
        raise NotYetError
