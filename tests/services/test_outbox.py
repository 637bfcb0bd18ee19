"""What is stored is sent once and in order; a refusal stops neither others nor, for long, the same person."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.config import VkSettings
from bot.domain.kinds import ChatKind
from bot.sandbox.driver import DrivenPerson, Sandbox
from bot.sandbox.server import RunningSandbox
from bot.services import accounts
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker, Urgency, Window
from bot.stopping import Stop
from bot.vk.api import VkApi
from bot.vk.outbox import LONGEST_PAUSE_SECONDS, Outbox
from models.chats import Chat
from models.people import Account
from models.schools import Outage, School
from models.traffic import OutboxMessage
from tests.services.letters import TOKEN, said_to, states
from tests.services.school import KEY, MovedClock, linked, told

PEER = 2_000_000_001


async def test_messages_arrive_in_order_and_their_words_are_not_kept(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson
) -> None:
    for number in range(5):
        await OutboxTalker(school).say(anna.id, f"{number}")
    await outbox.drain()
    assert await said_to(anna) == ["0", "1", "2", "3", "4"]
    assert {row.body for row in await OutboxMessage.all()} == {""}
    await outbox.drain()
    assert len(await said_to(anna)) == 5


async def test_what_waits_for_another_try_holds_up_what_was_said_after_it_and_nobody_else(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson, sandbox: Sandbox, clock: MovedClock
) -> None:
    boris = await sandbox.new_person("Борисов Борис")
    await boris.start()
    await sandbox.fault("messages.send", "error", code=10)
    for person, text in ((anna, "1"), (anna, "2"), (boris, "hello")):
        await OutboxTalker(school).say(person.id, text)
    await outbox.drain()
    assert (await said_to(anna), await said_to(boris)) == ([], ["hello"])
    clock.pass_by(seconds=2)
    await outbox.drain()
    assert await said_to(anna) == ["1", "2"]


async def test_a_message_whose_answer_was_lost_is_sent_again_and_arrives_once(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson, sandbox: Sandbox, clock: MovedClock
) -> None:
    await sandbox.fault("messages.send", "cut_after")
    await OutboxTalker(school).say(anna.id, "once")
    await outbox.drain()
    assert await states() == ["waiting"]
    clock.pass_by(seconds=2)
    await outbox.drain()
    assert (await said_to(anna), await states()) == (["once"], ["done"])


async def test_a_pause_from_before_the_clock_was_put_back_holds_up_nobody(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson, clock: MovedClock
) -> None:
    await OutboxTalker(school).say(anna.id, "1")
    await OutboxTalker(school).say(anna.id, "2")
    first = await OutboxMessage.all().order_by("id").first()
    assert first is not None
    pause = timedelta(seconds=LONGEST_PAUSE_SECONDS)
    await OutboxMessage.filter(id=first.id).update(due_at=clock.now() + pause, tries=3)
    await outbox.drain()
    assert await said_to(anna) == []
    clock.pass_by(days=-2)
    await OutboxMessage.filter(id__gt=first.id).update(due_at=clock.now())
    await outbox.drain()
    assert await said_to(anna) == ["1", "2"]


@pytest.mark.parametrize("code", [900, 902, 18])
async def test_whoever_cannot_be_written_to_is_noted(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson, code: int
) -> None:
    await linked(school, anna.id)
    await anna.block(code)
    await OutboxTalker(school).say(anna.id, "hello")
    await outbox.drain()
    assert await states() == ["failed"]
    assert not (await Account.get(messenger_id=anna.id)).is_reachable
    assert await accounts.unreachable(school, [anna.id]) == 1


async def test_what_vk_refuses_for_good_does_not_stop_what_comes_after(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson, sandbox: Sandbox
) -> None:
    await sandbox.fault("messages.send", "error", code=911)
    for text in ("bad", "good"):
        await OutboxTalker(school).say(anna.id, text)
    await outbox.drain()
    assert (await said_to(anna), await states()) == (["good"], ["failed", "done"])


async def test_a_row_that_cannot_be_read_does_not_stop_what_comes_after(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson
) -> None:
    for text in ("broken", "good"):
        await OutboxTalker(school).say(anna.id, text)
    first = await OutboxMessage.all().order_by("id").first()
    await OutboxMessage.filter(id=first.id if first else 0).update(body="not a token")
    await outbox.drain()
    assert (await said_to(anna), await states()) == (["good"], ["failed", "done"])


async def test_an_edit_finds_the_message_that_was_sent_before_it(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson
) -> None:
    talker = OutboxTalker(school)
    row_id = await talker.say(anna.id, "a screen")
    await talker.edit(anna.id, Window(row_id=row_id), "an older state")
    await talker.edit(anna.id, Window(row_id=row_id), "the newest state")
    await outbox.drain()
    assert await said_to(anna) == ["the newest state"]


async def test_what_a_flood_holds_up_is_tried_by_one_message_and_not_by_all(
    school: SchoolContext, outbox: Outbox, sandbox: Sandbox, clock: MovedClock
) -> None:
    people = [await sandbox.new_person(f"Белова {name}") for name in ("Анна", "Вера", "Дарья", "Ольга")]
    for person in people:
        await person.start()
        await OutboxTalker(school).say(person.id, "news", urgency=Urgency.NEWS)
    await sandbox.fault("messages.send", "error", code=9, times=1000)
    await outbox.drain()
    refused = len(await _sendings(sandbox))
    clock.pass_by(seconds=61)
    await outbox.drain()
    assert len(await _sendings(sandbox)) == refused + 1
    await OutboxTalker(school).say(people[-1].id, "answer")
    await sandbox.no_faults()
    await outbox.drain()
    assert await said_to(people[-1]) == ["answer"]
    clock.pass_by(seconds=301)
    await outbox.drain()
    assert [await said_to(person) for person in people] == [["news"]] * 3 + [["answer", "news"]]


async def _sendings(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [row for row in await sandbox.wire() if row["method"] == "messages.send"]


async def test_a_chat_that_refuses_a_message_is_looked_at(
    school: SchoolContext, outbox: Outbox, sandbox: Sandbox
) -> None:
    chat = await Chat.create(
        school_id=KEY, year="2026", kind=ChatKind.CUSTOM, unit_id="c", title="8А", peer_id=PEER, created_at=school.now()
    )
    await sandbox.fault("messages.send", "error", code=917)
    await OutboxTalker(school).post(PEER, "rules")
    await outbox.drain()
    assert await states() == ["failed"]
    assert (await Chat.get(id=chat.id)).due_at == school.now()


async def test_a_dead_token_is_told_to_the_owner_once_and_nothing_is_lost(
    school: SchoolContext, outbox: Outbox, anna: DrivenPerson, emulator: RunningSandbox, clock: MovedClock
) -> None:
    community = emulator.stage.world.communities[1]
    community.token = "another"
    await OutboxTalker(school).say(anna.id, "hello")
    await outbox.drain()
    assert [row.subject for row in await Outage.all()] == ["vk"]
    assert len(await told(school, school.settings.owners[0])) == 1
    community.token = TOKEN
    clock.pass_by(seconds=LONGEST_PAUSE_SECONDS)
    await outbox.drain()
    assert await said_to(anna) == ["hello"]
    assert await Outage.all() == []


async def test_a_restored_database_does_not_repeat_the_numbers_of_messages_sent_since_the_copy(
    school: SchoolContext, emulator: RunningSandbox, anna: DrivenPerson
) -> None:
    async def sent(text: str) -> None:
        body = school.server_key.encrypt(json.dumps({"message": text, "keyboard": ""}))
        now = school.now()
        await OutboxMessage.create(
            id=1, school_id=KEY, peer_id=anna.id, kind="send", body=body, due_at=now, created_at=now
        )
        api = VkApi(TOKEN, VkSettings(api_url=f"{emulator.url}/method/"))
        await Outbox(school, api, Stop()).drain()
        await api.close()
        await OutboxMessage.all().delete()

    await sent("after the copy")
    await sent("swallowed: the same row of the same database")
    await School.all().update(sending_salt="made by restoring")
    await sent("after the restore")
    assert await said_to(anna) == ["after the copy", "after the restore"]
