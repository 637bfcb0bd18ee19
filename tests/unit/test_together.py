"""Whoever comes while others are being stored is stored with all who came meanwhile, and hears how that went."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.vk.together import Together


class Store:
    """Stores a group when the test lets it, and fails for groups with the items it is told to refuse."""

    def __init__(self, *, refuses: int = 0) -> None:
        self.groups: list[list[int]] = []
        self.kept: list[int] = []
        self._refuses = refuses
        self._leaves = asyncio.Semaphore(0)

    async def store(self, items: Sequence[int]) -> None:
        self.groups.append(list(items))
        await self._leaves.acquire()
        if self._refuses in items:
            raise OSError(f"refused: {self._refuses}")
        self.kept += items

    async def finish(self, groups: int) -> None:
        """Let so many groups be stored to their end, and everything that follows from it happen."""
        await passes()
        for _ in range(groups):
            self._leaves.release()
            await passes()


async def passes() -> None:
    """Let everybody do what can be done now."""
    for _ in range(10):
        await asyncio.sleep(0)


def come(together: Together[int], *items: int) -> "list[asyncio.Future[None]]":
    """Somebody with each of these items comes at this moment."""
    return [asyncio.ensure_future(together.add(item)) for item in items]


async def test_those_who_come_while_others_are_stored_share_the_next_store() -> None:
    store = Store()
    together = Together(store.store)
    everybody = come(together, 1)
    await passes()
    everybody += come(together, 2, 3)
    await passes()
    everybody += come(together, 4)
    await passes()
    assert store.groups == [[1]]
    await store.finish(1)
    assert store.groups == [[1], [2, 3, 4]]
    everybody += come(together, 5)
    await store.finish(2)
    assert store.groups == [[1], [2, 3, 4], [5]]
    await asyncio.gather(*everybody)


async def test_nobody_goes_on_before_the_own_item_is_stored() -> None:
    store = Store()
    first, second, third = come(Together(store.store), 1, 2, 3)
    await passes()
    assert not first.done()
    await store.finish(1)
    assert [one.done() for one in (first, second, third)] == [True, False, False]
    await store.finish(1)
    assert [one.done() for one in (first, second, third)] == [True, True, True]


async def test_an_error_reaches_everybody_of_its_group_and_nobody_else() -> None:
    store = Store(refuses=3)
    together = Together(store.store)
    everybody = come(together, 1, 2, 3, 4)
    await store.finish(1)
    everybody += come(together, 5, 6)
    await store.finish(2)
    results = await asyncio.gather(*everybody, return_exceptions=True)
    assert store.groups == [[1], [2, 3, 4], [5, 6]]
    assert [type(result) for result in results] == [type(None), OSError, OSError, OSError, type(None), type(None)]
    assert store.kept == [1, 5, 6]


async def test_after_an_error_of_somebody_alone_the_next_is_stored() -> None:
    store = Store(refuses=1)
    together = Together(store.store)
    refused = come(together, 1)
    await store.finish(1)
    with pytest.raises(OSError, match="refused: 1"):
        await refused[0]
    stored = come(together, 2)
    await store.finish(1)
    await stored[0]
    assert store.kept == [2]


async def test_whoever_gives_up_while_waiting_holds_up_nobody() -> None:
    store = Store()
    _, leaves, stays = come(Together(store.store), 1, 2, 3)
    await passes()
    leaves.cancel()
    await store.finish(2)
    await stays
    assert 3 in store.kept


async def test_when_whoever_stores_is_cut_short_nobody_takes_the_others_for_stored() -> None:
    store = Store()
    _, leads, *follow = come(Together(store.store), 1, 2, 3, 4)
    await store.finish(1)
    assert store.groups == [[1], [2, 3, 4]]
    leads.cancel()
    await store.finish(2)
    async with asyncio.timeout(5):
        results = await asyncio.gather(*follow, return_exceptions=True)
    assert all(result is not None or item in store.kept for item, result in zip((3, 4), results, strict=True))
