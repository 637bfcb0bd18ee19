"""The row about VK's Callback: how long a post waits for its ``ok`` while the whole bot works beside it."""

import asyncio
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.app import Application
from bot.vk.callback import path_of, secret_of
from tests.bench import school
from tests.bench.emulator import Emulator
from tests.bench.presses import Lateness
from tests.bench.remote import Remote
from tests.bench.starosta import Serving
from tests.bench.table import Row, Verdict
from tests.bench.waiting import until

WARM_UP_SECONDS = 2
GOAL_MS = 100
ANSWERED = "SELECT count(*) FROM inbox_event WHERE state = 'done'"


@dataclass(frozen=True)
class Scale:
    """How much is posted."""

    people: int = 60
    per_second: float = 20
    seconds: float = 15


class Poster:
    """VK's side of Callback: posts what people write, on schedule, whatever the bot does."""

    def __init__(self, address: str, secret: str, people: int) -> None:
        self._address = address
        self._secret = secret
        self._people = people
        self._posted = 0

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(self._address)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def is_served(self) -> bool:
        """Whether the bot listens."""
        try:
            async with self._session.get("/healthz") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectorError:
            return False

    async def post_steadily(self, per_second: float, seconds: float) -> list[float]:
        """Seconds from the planned moment of each post to its ``ok``."""
        begin, posts = time.monotonic() + 0.2, []
        async with asyncio.TaskGroup() as posting:
            for number in range(int(per_second * seconds)):
                planned = begin + number / per_second
                await asyncio.sleep(max(0.0, planned - time.monotonic()))
                posts.append(posting.create_task(self._post(planned)))
        return [post.result() for post in posts]

    async def _post(self, planned: float) -> float:
        self._posted += 1
        async with self._session.post(path_of(school.KEY), json=self._written(self._posted)) as answer:
            if await answer.text() != "ok":
                raise RuntimeError(f"the bot answers {answer.status} to a post")
        return time.monotonic() - planned

    def _written(self, number: int) -> dict[str, Any]:
        page = school.FIRST_PAGE + number % self._people
        message = {"from_id": page, "peer_id": page, "conversation_message_id": 1000 + number, "text": "hello"}
        envelope = {"type": "message_new", "event_id": f"post-{number}", "v": "5.199", "group_id": 1}
        return {**envelope, "object": {"message": message}, "secret": self._secret}


class Callback:
    """The row of one run, in a folder whose database holds a school."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        self._folder = folder
        self._scale = scale
        self._database = folder / school.DATABASE

    def rows(self) -> Iterator[Row]:
        """One row."""
        with Remote(Emulator, folder=self._folder) as emulator:
            emulator.call("open_dialogues", count=self._scale.people)
            late = self._late(emulator.call("url"))
        what = f"Callback at {self._scale.per_second:g} posts/s: the store of one event until `ok`, p99"
        verdict = Verdict(f"{late.p99 / GOAL_MS:.2f}", f"≤ {GOAL_MS} ms", late.p99 <= GOAL_MS)
        yield Row(what, f"{late.p99:.1f} ms", verdict=verdict)

    def _late(self, vk: str) -> Lateness:
        school.forget_traffic(self._database)
        listen = f"127.0.0.1:{_free_port()}"
        config = school.configure(self._folder, vk, posted_to=listen)
        secret = secret_of(Application(school.settings_of(config, requests_per_second=20)).context(school.KEY))
        with (
            Remote(Serving, config, folder=self._folder),
            Remote(Poster, f"http://{listen}", secret, self._scale.people, folder=self._folder) as poster,
        ):
            until(lambda: poster.call("is_served"), within_seconds=30, what="the bot listens")
            poster.call("post_steadily", per_second=self._scale.per_second, seconds=WARM_UP_SECONDS)
            late = poster.call("post_steadily", per_second=self._scale.per_second, seconds=self._scale.seconds)
            self._await_answers(len(late))
        return Lateness.of(late)

    def _await_answers(self, posts: int) -> None:
        """The bot must have been at work meanwhile: every event is handled in the end."""
        until(lambda: school.count(self._database, ANSWERED) >= posts, within_seconds=60, what="every event handled")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
