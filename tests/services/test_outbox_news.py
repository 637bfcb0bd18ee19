"""News for many people: sent together, and never before what somebody waits for."""

import asyncio
from typing import Any

from bot.config import VkSettings
from bot.sandbox.driver import DrivenPerson, Sandbox
from bot.sandbox.server import RunningSandbox
from bot.services import news
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker, Urgency
from bot.stopping import Stop
from bot.vk.api import VkApi
from bot.vk.outbox import LANES, Outbox
from models.people import Account
from models.traffic import OutboxMessage
from tests.services.letters import TOKEN, said_to, states
from tests.services.school import MovedClock, linked

PEER = 2_000_000_001


async def test_urgent_things_are_sent_first(
    school: SchoolContext, outbox: Outbox, sandbox: Sandbox, anna: DrivenPerson
) -> None:
    people = [await sandbox.new_person(f"Новый Человек {number}") for number in range(120)]
    for person in people:
        await person.start()
        await OutboxTalker(school).say(person.id, "news", urgency=Urgency.NEWS)
    await OutboxTalker(school).say(anna.id, "an answer")
    await outbox.drain()
    sent = [row["params"].get("peer_ids") for row in await sandbox.wire() if row["method"] == "messages.send"]
    assert sent.index(str(anna.id)) == 0
    assert len(sent) == 121


class SlowWithNews(VkApi):
    """VK answers whoever sits before a screen; everything else arrives only when the test lets it."""

    news_may_arrive: asyncio.Event

    async def call(self, method: str, **params: object) -> Any:
        await self.news_may_arrive.wait()
        return await super().call(method, **params)


async def test_an_answer_does_not_wait_until_hundreds_of_news_have_arrived(
    school: SchoolContext, emulator: RunningSandbox, anna: DrivenPerson
) -> None:
    api, stop = SlowWithNews(TOKEN, VkSettings(api_url=f"{emulator.url}/method/")), Stop()
    api.news_may_arrive = asyncio.Event()
    for number in range(LANES):
        await OutboxTalker(school).say(anna.id + 1 + number, "news", urgency=Urgency.NEWS)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(Outbox(school, api, stop).run())
        await asyncio.sleep(0.5)
        await OutboxTalker(school).say(anna.id, "an answer")
        while await said_to(anna) != ["an answer"]:  # noqa: ASYNC110 - a person looks
            await asyncio.sleep(0.05)
        assert await states() == ["waiting"] * LANES + ["done"]
        api.news_may_arrive.set()
        stop.ask()
    await api.close()


async def test_one_text_for_many_people_is_one_sending(
    school: SchoolContext, outbox: Outbox, sandbox: Sandbox, anna: DrivenPerson
) -> None:
    people = [anna, *[await sandbox.new_person(f"Новый Человек {number}") for number in range(149)]]
    for person in people:
        await person.start()
    await anna.block()
    await linked(school, anna.id)
    await news.tell_pages(school, [person.id for person in people], "news")
    await sandbox.fault("messages.send", "cut_after")
    await outbox.drain()
    assert await states() == ["waiting", "waiting"]
    await OutboxMessage.all().update(due_at=school.now())
    await outbox.drain()
    assert [await said_to(person) for person in people] == [[], *[["news"]] * 149]
    assert not (await Account.get(messenger_id=anna.id)).is_reachable
    sent = [row["params"] for row in await sandbox.wire() if row["method"] == "messages.send"]
    assert [len(one["peer_ids"].split(",")) for one in sent] == [100, 100, 50]
    assert sent[0] == sent[1]


async def test_whoever_missed_a_message_for_many_for_a_while_gets_it_later(
    school: SchoolContext, outbox: Outbox, sandbox: Sandbox, anna: DrivenPerson, clock: MovedClock
) -> None:
    boris = await sandbox.new_person("Борисов Борис")
    await boris.start()
    await anna.block(9)
    await news.tell_pages(school, [anna.id, boris.id], "news")
    await outbox.drain()
    assert (await said_to(anna), await said_to(boris)) == ([], ["news"])
    await anna.allow()
    clock.pass_by(minutes=1)
    await outbox.drain()
    assert await said_to(anna) == ["news"]
