"""Splits a long list into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageOf(Generic[T]):
    """One page of a list; ``number`` counts from 1, ``first`` is the place of its first item in the whole list."""

    items: tuple[T, ...]
    number: int
    pages: int
    first: int

    @property
    def is_only(self) -> bool:
        """Whether there is nothing to turn to."""
        return self.pages == 1


def page_of(items: Sequence[T], number: int, *, size: int) -> PageOf[T]:
    """The page ``number``, or the nearest one that exists."""
    page: PageOf[T] = page_at(len(items), number, size=size)
    first = page.first - 1
    return PageOf(tuple(items[first : first + size]), page.number, page.pages, page.first)


def page_at(total: int, number: int, *, size: int) -> PageOf[T]:
    """The place of the page ``number`` in a list of ``total`` items, which are read elsewhere."""
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    return PageOf((), number, pages, (number - 1) * size + 1)
