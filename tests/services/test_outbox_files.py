"""Pictures, documents and pins go out as texts do: stored first, in order, once; an upload that fails is made again."""

import io
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
import structlog
from aiohttp import web

from bot import logs
from bot.config import VkSettings
from bot.sandbox.driver import DrivenChat, DrivenPerson, Sandbox
from bot.sandbox.server import RunningSandbox
from bot.services.school import SchoolContext
from bot.vk.api import VkApi
from bot.vk.outbox import LANES, LONGEST_PAUSE_SECONDS, MOST_UPLOADS
from models.people import Account
from models.traffic import OutboxMessage
from tests.services.front import Front, Sender
from tests.services.letters import TOKEN, states
from tests.services.school import MovedClock, linked

PNG = b"\x89PNG\r\n" + bytes(range(256))
SHEET = b"%PDF" + bytes(range(256)) * 1600
SHEET_NAME = "Приглашения 8А.pdf"
KEYBOARD = json.dumps({"inline": True, "buttons": [[{"action": {"type": "text", "label": "Next"}}]]})
FAULTS = ["bad gateway", "page", "silence", "no file", "refusal", "number"]


@pytest.fixture
async def front(emulator: RunningSandbox) -> AsyncIterator[Front]:
    async with aiohttp.ClientSession() as session:
        front = Front(emulator, session)
        application = web.Application(client_max_size=2 * len(SHEET))
        application.router.add_route("*", "/{path:.*}", front.handle)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        front.url = f"http://{host}:{port}"
        yield front
        front.closes.set()
        await runner.cleanup()


@pytest.fixture
async def sender(school: SchoolContext, clock: MovedClock, front: Front) -> AsyncIterator[Sender]:
    api = VkApi(TOKEN, VkSettings(api_url=f"{front.url}/method/"))
    yield Sender(school, clock, front, api)
    await api.close()


@pytest.fixture
async def chat(sandbox: Sandbox, sender: Sender, anna: DrivenPerson) -> DrivenChat:
    """A chat that the community administers, with Anna inside."""
    await sender.api.call("messages.createChat", title="8А", user_ids=anna.id, group_id=1)
    return await sandbox.chat("8А")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, at the most talkative level."""
    stream, before = io.StringIO(), structlog.get_config()
    logs.configure("DEBUG", stream=stream)
    yield stream
    structlog.configure(**before)


async def messages_to(person: DrivenPerson, chat: DrivenChat | None = None) -> list[dict[str, Any]]:
    """What the community has written."""
    messages = (await person.conversation(chat=chat))["messages"]
    return [one for one in messages if one["from"] < 0 and not one["action"]]


async def said_to(person: DrivenPerson, chat: DrivenChat | None = None) -> list[str]:
    return [one["text"] for one in await messages_to(person, chat)]


async def content(message: dict[str, Any]) -> bytes:
    """The file of a message, as whoever opens it gets it."""
    (attached,) = message["attachments"]
    file = attached[attached["type"]]
    url = file["url"] if attached["type"] == "doc" else file["sizes"][0]["url"]
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return await response.read()


async def asked_for(sandbox: Sandbox, method: str) -> list[dict[str, Any]]:
    """The parameters of all calls of a method."""
    return [row["params"] for row in await sandbox.wire() if row["method"] == method]


async def test_a_picture_and_a_document_arrive_unchanged_between_the_texts_around_them(
    sender: Sender, anna: DrivenPerson
) -> None:
    await sender.talker.say(anna.id, "before")
    await sender.talker.picture(anna.id, "your code", PNG, KEYBOARD)
    await sender.talker.document(anna.id, "your sheet", SHEET_NAME, SHEET)
    await sender.talker.say(anna.id, "after")
    await sender.drain()
    shown = await messages_to(anna)
    assert [one["text"] for one in shown] == ["before", "your code", "your sheet", "after"]
    picture, document = shown[1:3]
    assert (await content(picture), await content(document)) == (PNG, SHEET)
    file = document["attachments"][0]["doc"]
    assert (file["title"], file["ext"]) == (SHEET_NAME, "pdf")
    assert [row[0]["action"]["label"] for row in picture["keyboard"]["buttons"]] == ["Next"]
    assert [one["attachments"] for one in (shown[0], shown[3])] == [[], []]


async def test_nothing_of_a_file_can_be_read_in_its_row_and_nothing_is_left_when_it_is_sent(
    sender: Sender, anna: DrivenPerson
) -> None:
    row = await OutboxMessage.get(id=await sender.talker.document(anna.id, "text", "name.txt", b"a secret"))
    assert "secret" not in row.body
    assert json.loads(sender.school.server_key.decrypt(row.body))["message"] == "text"
    await sender.drain()
    await row.refresh_from_db()
    assert (row.state, row.body) == ("done", "")


async def test_pictures_of_many_people_are_not_mixed_up(sender: Sender, sandbox: Sandbox) -> None:
    people = [await sandbox.new_person(f"Новый Человек {number}") for number in range(40)]
    for person in people:
        await person.start()
        await sender.talker.picture(person.id, "", PNG + str(person.id).encode())
    await sender.drain()
    for person in people:
        (message,) = await messages_to(person)
        assert await content(message) == PNG + str(person.id).encode()


@pytest.mark.parametrize("kind", ["picture", "document"])
async def test_a_file_whose_sending_was_not_answered_is_sent_again_and_arrives_once(
    sender: Sender, anna: DrivenPerson, sandbox: Sandbox, kind: str
) -> None:
    await sandbox.fault("messages.send", "cut_after")
    if kind == "picture":
        await sender.talker.picture(anna.id, "once", PNG)
    else:
        await sender.talker.document(anna.id, "once", SHEET_NAME, PNG)
    await sender.drain()
    assert await states() == ["waiting"]
    await sender.drain(after_seconds=2)
    (message,) = await messages_to(anna)
    assert (message["text"], await content(message), await states()) == ("once", PNG, ["done"])
    assert len(await asked_for(sandbox, "messages.send")) == 2


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_upload_that_fails_is_made_again_and_holds_up_what_was_said_after_it(
    sender: Sender, anna: DrivenPerson, fault: str
) -> None:
    await sender.talker.picture(anna.id, "1", PNG)
    await sender.talker.document(anna.id, "2", SHEET_NAME, SHEET)
    await sender.talker.say(anna.id, "3")
    sender.lose_patience()
    sender.front.faults = [fault, "", fault]
    for expected in ([], ["1"], ["1", "2", "3"]):
        await sender.drain(after_seconds=2)
        assert await said_to(anna) == expected
    assert sender.front.uploads == 4
    assert [await content(one) for one in (await messages_to(anna))[:2]] == [PNG, SHEET]


async def test_a_file_that_no_server_takes_does_not_hold_up_a_dialogue_for_ever(
    sender: Sender, anna: DrivenPerson
) -> None:
    await sender.talker.picture(anna.id, "1", PNG)
    await sender.talker.say(anna.id, "2")
    sender.front.faults = ["no file"] * 2 * MOST_UPLOADS
    for _ in range(MOST_UPLOADS):
        assert await said_to(anna) == []
        await sender.drain(after_seconds=LONGEST_PAUSE_SECONDS)
    assert (await said_to(anna), await states(), sender.front.uploads) == (["2"], ["failed", "done"], MOST_UPLOADS)


@pytest.mark.parametrize("method", ["photos.getMessagesUploadServer", "photos.saveMessagesPhoto", "messages.send"])
async def test_whoever_cannot_be_sent_a_picture_is_noted(
    sender: Sender, anna: DrivenPerson, sandbox: Sandbox, method: str
) -> None:
    await linked(sender.school, anna.id)
    await sandbox.fault(method, "error", code=901)
    row = await OutboxMessage.get(id=await sender.talker.picture(anna.id, "your code", PNG))
    await sender.drain()
    await row.refresh_from_db()
    assert (row.state, row.body) == ("failed", "")
    assert not (await Account.get(messenger_id=anna.id)).is_reachable


async def test_a_document_that_vk_does_not_save_does_not_stop_what_comes_after(
    sender: Sender, anna: DrivenPerson, sandbox: Sandbox
) -> None:
    await sandbox.fault("docs.save", "error", code=105)
    await sender.talker.document(anna.id, "bad", SHEET_NAME, SHEET)
    await sender.talker.say(anna.id, "good")
    await sender.drain()
    assert (await said_to(anna), await states()) == (["good"], ["failed", "done"])


async def test_a_log_tells_neither_text_nor_name_nor_address_of_a_file(
    sender: Sender, anna: DrivenPerson, log: io.StringIO
) -> None:
    await sender.talker.document(anna.id, "a sentence", SHEET_NAME, b"a secret")
    sender.lose_patience()
    sender.front.faults = [*FAULTS, *["no file"] * MOST_UPLOADS]
    for _ in range(MOST_UPLOADS):
        await sender.drain(after_seconds=LONGEST_PAUSE_SECONDS)
    text = log.getvalue()
    assert "message_waits" in text
    assert "message_refused" in text
    assert [one for one in ("sentence", "secret", SHEET_NAME, "8А", ".pdf", TOKEN, "/upload/") if one in text] == []


async def test_exactly_the_message_of_the_row_is_pinned(sender: Sender, anna: DrivenPerson, chat: DrivenChat) -> None:
    await sender.talker.post(chat.peer, "hello")
    rules = await sender.talker.post(chat.peer, "rules")
    await sender.talker.pin(chat.peer, rules)
    await sender.talker.post(chat.peer, "later")
    await sender.drain()
    assert await said_to(anna, chat) == ["hello", "rules", "later"]
    assert (await anna.conversation(chat=chat))["pinned_message"]["text"] == "rules"
    assert set(await states()) == {"done"}


async def test_a_message_that_was_sent_long_ago_can_be_pinned(
    sender: Sender, anna: DrivenPerson, chat: DrivenChat
) -> None:
    qr = await sender.talker.picture(chat.peer, "a picture", PNG)
    await sender.drain()
    await sender.talker.pin(chat.peer, qr)
    await sender.drain()
    pinned = (await anna.conversation(chat=chat))["pinned_message"]
    assert (pinned["text"], await content(pinned)) == ("a picture", PNG)


async def test_a_pin_does_not_overtake_its_message(sender: Sender, anna: DrivenPerson, chat: DrivenChat) -> None:
    """More rows wait than are looked at together, so that what is more urgent is looked at alone."""
    for number in range(LANES):
        await sender.talker.post(chat.peer + 1 + number, "to nowhere")
    await sender.talker.pin(chat.peer, await sender.talker.post(chat.peer, "rules"))
    await sender.drain()
    assert (await anna.conversation(chat=chat))["pinned_message"]["text"] == "rules"


@pytest.mark.parametrize("code", [15, 917, 925])
async def test_a_pin_without_the_right_to_it_is_given_up_and_logged(
    sender: Sender, chat: DrivenChat, sandbox: Sandbox, log: io.StringIO, code: int
) -> None:
    await sandbox.fault("messages.pin", "error", code=code)
    await sender.talker.pin(chat.peer, await sender.talker.post(chat.peer, "rules"))
    await sender.talker.post(chat.peer, "later")
    await sender.drain()
    assert await states() == ["done", "failed", "done"]
    assert len(await asked_for(sandbox, "messages.pin")) == 1
    assert f"VK error {code}" in log.getvalue()


async def test_the_pin_of_a_message_that_was_never_sent_is_dropped(
    sender: Sender, chat: DrivenChat, sandbox: Sandbox
) -> None:
    await sandbox.fault("messages.send", "error", code=911)
    await sender.talker.pin(chat.peer, await sender.talker.post(chat.peer, "rules"))
    await sender.drain()
    assert await states() == ["failed", "done"]
    assert await asked_for(sandbox, "messages.pin") == []
