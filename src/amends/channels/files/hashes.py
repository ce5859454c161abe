"""A set of 8-byte hashes in a flat array: a million rows take 16 MB."""

from __future__ import annotations

from array import array

_MASK = (1 << 64) - 1
_MOST = 1 << 24


class HashSet:
    """Remembers which texts were seen; after eight million it stops taking new ones and says so."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 << 12))
        self._count = 0

    @property
    def is_full(self) -> bool:
        """Answers whether texts were left out, so that repeats may have been missed."""
        return self._count >= _MOST // 2

    def add(self, text: str) -> bool:
        """Answers whether this text was there before, and remembers it."""
        mark = (hash(text) & _MASK) or 1
        table = self._table
        mask = len(table) - 1
        at = (mark ^ mark >> 29) & mask
        while there := table[at]:
            if there == mark:
                return True
            at = (at + 1) & mask
        if self._count < _MOST // 2:
            table[at] = mark
            self._count += 1
            if self._count * 2 > len(table):
                self._grow()
        return False

    def _grow(self) -> None:
        old = self._table
        self._table = table = array("Q", bytes(16 * len(old)))
        mask = len(table) - 1
        for mark in old:
            if mark:
                at = (mark ^ mark >> 29) & mask
                while table[at]:
                    at = (at + 1) & mask
                table[at] = mark
