"""A world for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.sandbox.server import RunningSandbox
from tests.conftest import Once
from tests.contracts.vk_schema import check_the_wire
from tests.flows.making import Template, hurry, template_of_all, world_in
from tests.flows.world import World

Make = Callable[..., Awaitable[World]]


@pytest.fixture(scope="session")
def template(once: Once, migrated_database: Path) -> Template:
    """What every world begins with."""
    return template_of_all("template", once, migrated_database)


@pytest.fixture
async def make_world(tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Make]:
    """Makes a world for one or several communities; what it started is stopped in the end."""
    monkeypatch.chdir(tmp_path)
    hurry(monkeypatch)
    async with AsyncExitStack() as stack:

        async def make(*, groups: tuple[int, ...] = (1,), posted_to: str = "") -> World:
            made = await world_in(tmp_path, template, stack, groups=groups, posted_to=posted_to)
            stack.callback(check_the_wire, made.emulator)
            stack.callback(_ends_no_sentence_twice, made.emulator)
            stack.push_async_callback(made.stop)
            await made.start()
            return made

        yield make


@pytest.fixture
async def world(make_world: Make) -> World:
    """One school with its bot at work."""
    return await make_world()


def _ends_no_sentence_twice(emulator: RunningSandbox) -> None:
    """A name with initials brings its own full stop: none may follow it."""
    said = [str(row["params"].get("message", "")) for row in emulator.stage.wire.since(1)]
    assert [text for text in said if ".." in text] == []
