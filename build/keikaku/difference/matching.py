"""Which row of the newer version is which row of the older: by key, and where numbers were given anew, by contents.

Rows of the same key and the same name are the same. Among the rest, a row that stands under another number with
the same contents, or under the same name, was renumbered: an inserted line moves all numbers behind it by one, and that
changes no value. What remains is matched by its key, however different, and then was added or removed. Every rule is
the same from both sides, so that the reversed comparison gives the reversed answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from keikaku.difference.aligned import Aligned, Row

Numbers = list[int]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Matches:
    """Numbers of rows: pairs of an older and a newer one in the newer's order, and those that have no partner."""

    pairs: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    repeated: int
    """How many keys stand more than once in a version."""


class _Matcher:
    def __init__(self, aligned: Aligned, followed: tuple[Row, ...]) -> None:
        self._aligned = aligned
        self._old, self._new = followed, aligned.new
        self._partner: dict[int, int] = {}
        self._free_old = dict.fromkeys(range(len(self._old)))
        self._free_new = dict.fromkeys(range(len(self._new)))

    def run(self) -> Matches:
        by_key = _grouped(range(len(self._old)), lambda at: self._aligned.key_of(self._old[at]))
        by_key_new = _grouped(range(len(self._new)), lambda at: self._aligned.key_of(self._new[at]))
        repeated = sum(len(one) > 1 for one in (*by_key.values(), *by_key_new.values())) if self._aligned.key else 0
        self._likely(by_key, by_key_new)
        if self._aligned.own:
            self._renumbered(by_key, by_key_new)
        for key in by_key:
            self._in_order(by_key[key], by_key_new.get(key, []))
        self._as_written(by_key_new)
        pairs = sorted(self._partner.items(), key=lambda pair: pair[1])
        return Matches(tuple(pairs), tuple(self._free_old), tuple(self._free_new), repeated)

    def _likely(self, old: Mapping[Row, Numbers], new: Mapping[Row, Numbers]) -> None:
        """Match rows of the same key that are equal; one against one, also those that are alike."""
        for key, left in old.items():
            right = new.get(key, [])
            if len(left) == len(right) == 1:
                if not self._aligned.own or self._alike(left[0], right[0]):
                    self._take(left[0], right[0])
                continue
            for one in left:
                equal = (at for at in right if at in self._free_new and self._new[at] == self._old[one])
                if (at := next(equal, None)) is not None:
                    self._take(one, at)

    def _alike(self, old: int, new: int) -> bool:
        """Tell whether two rows of one key are called the same, or, where rows have no name, say the same."""
        aligned = self._aligned
        if aligned.name_at is None:
            return not self._distance(old, new)
        return aligned.same(aligned.name_at, self._old[old], self._new[new])

    def _renumbered(self, old: Mapping[Row, Numbers], new: Mapping[Row, Numbers]) -> None:
        aligned = self._aligned
        fixed = tuple(at for at in aligned.key if at not in aligned.own)
        keys = aligned.table.foreign_keys if aligned.table else ()
        foreign = {name for key in keys for name in key.columns}
        # A row of the same table that is named may have been renumbered too, and nobody knows that yet.
        own_table = {name for key in keys if aligned.table and key.table == aligned.table.name for name in key.columns}
        content = tuple(at for at in aligned.content if aligned.columns[at] not in own_table)
        self._by((*fixed, *content), content, lambda left, right: True)
        if aligned.name_at is None:
            return
        name = (aligned.name_at,)
        belongs = tuple(at for at in aligned.content if aligned.columns[at] in foreign - own_table)

        def nearer(left: int, right: int) -> bool:
            """Tell whether the two are nearer to each other than either is to the row of its own key."""
            distance = self._distance(left, right)
            others = [self._distance(left, at) for at in new.get(aligned.key_of(self._old[left]), ()) if at != right]
            others += [self._distance(at, right) for at in old.get(aligned.key_of(self._new[right]), ()) if at != left]
            return all(distance < other for other in others)

        self._by((*fixed, *belongs, *name), name, nearer)
        self._by((*fixed, *name), name, nearer)

    def _by(self, columns: tuple[int, ...], stated: tuple[int, ...], accept: Callable[[int, int], bool]) -> None:
        """Match the free rows that are the only ones with what they say in some columns, unless they say nothing."""
        means = self._aligned.meanings

        def says(row: Row) -> Hashable:
            return tuple(means[at](row[at]) for at in columns)

        old = _grouped((at for at in self._free_old if _says(self._old[at], stated)), lambda at: says(self._old[at]))
        new = _grouped((at for at in self._free_new if _says(self._new[at], stated)), lambda at: says(self._new[at]))
        found = [(left[0], new[key][0]) for key, left in old.items() if len(left) == len(new.get(key, ())) == 1]
        for left, right in [pair for pair in found if accept(*pair)]:
            self._take(left, right)

    def _distance(self, old: int, new: int) -> int:
        left, right = self._old[old], self._new[new]
        return sum(not self._aligned.same(at, left, right) for at in self._aligned.content)

    def _in_order(self, old: Numbers, new: Numbers) -> None:
        left = [at for at in old if at in self._free_old]
        right = [at for at in new if at in self._free_new]
        # Without a key nothing tells that two different rows are the same one.
        if self._aligned.key:
            for pair in zip(left, right, strict=False):
                self._take(*pair)

    def _as_written(self, new: Mapping[Row, Numbers]) -> None:
        """Match what still names a thing by its former number, though that was given anew."""
        if self._old is not self._aligned.old:
            left = _grouped(self._free_old, lambda at: self._aligned.key_of(self._aligned.old[at]))
            for key, rows in left.items():
                self._in_order(rows, new.get(key, []))

    def _take(self, old: int, new: int) -> None:
        self._partner[old] = new
        del self._free_old[old], self._free_new[new]


def match(aligned: Aligned, followed: tuple[Row, ...]) -> Matches:
    """Match the rows of two versions; `followed` are the older ones naming everything by its new key."""
    return _Matcher(aligned, followed).run()


def out_of_order(pairs: Iterable[tuple[int, int]]) -> int:
    """Count the rows that would have to move for the older order to become the newer; pairs come in the newer's."""
    from bisect import bisect_left

    tails: list[int] = []
    number = 0
    for old, _ in pairs:
        number += 1
        at = bisect_left(tails, old)
        tails[at : at + 1] = [old]
    return number - len(tails)


def _grouped(rows: Iterable[int], by: Callable[[int], K]) -> dict[K, Numbers]:
    found: dict[K, Numbers] = {}
    for at in rows:
        found.setdefault(by(at), []).append(at)
    return found


def _says(row: Row, columns: Iterable[int]) -> bool:
    return any(row[at] for at in columns)
