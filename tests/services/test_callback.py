"""Events that VK posts: taken in only with the secret, stored before they are answered, once."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot import web
from bot.config import HttpSettings, VkSettings
from bot.errors import OperatorError
from bot.sandbox.server import RunningSandbox
from bot.services.school import SchoolContext
from bot.vk import intake
from bot.vk.api import VkApi
from bot.vk.callback import CallbackDoor, secret_of
from models.traffic import InboxEvent
from tests.services.school import KEY

ANNA = 77_553_311


@pytest.fixture
async def bot(
    school: SchoolContext, emulator: RunningSandbox, unused_tcp_port: int
) -> AsyncIterator[aiohttp.ClientSession]:
    """The bot's web server, as VK and the operator's monitoring reach it."""
    api = VkApi("sandbox-token-1", VkSettings(api_url=f"{emulator.url}/method/"))
    address = f"127.0.0.1:{unused_tcp_port}"
    doors = {KEY: CallbackDoor(school, api)}
    async with (
        web.opened(HttpSettings(listen=address), {KEY: school}, doors),
        aiohttp.ClientSession(f"http://{address}") as session,
    ):
        yield session
    await api.close()


def written(school: SchoolContext, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A message of Anna, as VK posts it."""
    message = {"from_id": ANNA, "peer_id": ANNA, "conversation_message_id": number, "text": "hello"}
    envelope = {"type": "message_new", "event_id": f"e{number}", "v": "5.199", "group_id": 1}
    return {**envelope, "object": {"message": message}, "secret": secret_of(school), **changes}


async def posted(bot: aiohttp.ClientSession, body: Any) -> tuple[int, str]:
    """What VK gets for a post."""
    async with bot.post(f"/vk/{KEY}", json=body) as answer:
        return answer.status, await answer.text()


async def test_an_event_is_stored_and_answered_and_changes_nothing_when_it_comes_again(
    school: SchoolContext, bot: aiohttp.ClientSession
) -> None:
    for _ in range(2):
        assert await posted(bot, written(school)) == (200, "ok")
    assert await InboxEvent.all().count() == 1
    assert school.bells.inbox.is_set()


async def test_what_the_bot_does_not_need_is_answered_too(school: SchoolContext, bot: aiohttp.ClientSession) -> None:
    assert await posted(bot, written(school, type="wall_post_new")) == (200, "ok")
    assert await InboxEvent.all().count() == 0


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"secret": "wrong"}, 403), ({"secret": None}, 403), ({"group_id": 2}, 404), ({"group_id": None}, 404)],
)
async def test_whoever_is_not_vk_gets_nothing_in(
    school: SchoolContext, bot: aiohttp.ClientSession, changes: dict[str, Any], status: int
) -> None:
    assert (await posted(bot, written(school, **changes)))[0] == status
    assert await InboxEvent.all().count() == 0


async def test_what_is_no_event_is_refused(bot: aiohttp.ClientSession) -> None:
    async with bot.post(f"/vk/{KEY}", data=b"\xff not json") as answer:
        assert answer.status == 400
    assert (await posted(bot, ["a", "list"]))[0] == 404
    async with bot.post("/vk/another", json={}) as answer:
        assert answer.status == 404


async def test_a_body_that_is_too_large_is_refused(school: SchoolContext, bot: aiohttp.ClientSession) -> None:
    assert (await posted(bot, written(school, padding="x" * web.BODY_BYTES)))[0] == 413


async def test_vk_is_told_the_code_that_proves_who_listens(
    bot: aiohttp.ClientSession, emulator: RunningSandbox
) -> None:
    codes = {await posted(bot, {"type": "confirmation", "group_id": 1}) for _ in range(3)}
    assert len(codes) == 1
    status, code = codes.pop()
    assert status == 200
    assert code
    asked = [row for row in emulator.stage.wire.since(1) if row["method"] == "groups.getCallbackConfirmationCode"]
    assert [row["answer"]["response"]["code"] for row in asked] == [code]


async def test_when_too_much_waits_vk_is_asked_to_come_back(
    school: SchoolContext, bot: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_WAITING", 1)
    assert (await posted(bot, written(school, 1)))[0] == 200
    async with bot.post(f"/vk/{KEY}", json=written(school, 2)) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "10")


@pytest.mark.usefixtures("bot")
async def test_an_address_that_is_taken_is_one_sentence(school: SchoolContext, unused_tcp_port: int) -> None:
    taken = HttpSettings(listen=f"127.0.0.1:{unused_tcp_port}")
    with pytest.raises(OperatorError, match="choose another address"):
        async with web.opened(taken, {KEY: school}, {}):
            raise AssertionError


async def test_health_says_whether_people_are_answered(school: SchoolContext, bot: aiohttp.ClientSession) -> None:
    async with bot.get("/healthz") as answer:
        assert (answer.status, (await answer.json())["status"]) == (200, "ok")
    await posted(bot, written(school))
    school.clock.pass_by(seconds=web.SICK_AFTER_SECONDS)  # type: ignore[attr-defined]
    async with bot.get("/healthz") as answer:
        assert answer.status == 503
        state = (await answer.json())["schools"][KEY]
    assert (state["backlog_events"], state["backlog_age_seconds"]) == (1, web.SICK_AFTER_SECONDS)


async def test_metrics_are_counted_without_names(school: SchoolContext, bot: aiohttp.ClientSession) -> None:
    await posted(bot, written(school))
    async with bot.get("/metrics") as answer:
        text = await answer.text()
    assert f'starosta_events_total{{feed="callback",school="{KEY}"}}' in text
    assert f'starosta_backlog_events{{school="{KEY}"}} 1.0' in text
    assert "hello" not in text
    assert str(ANNA) not in text
