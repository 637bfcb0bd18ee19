"""vk_api, the other widespread client, talks to the emulator unchanged; only its connections are led here."""

import asyncio
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from jconfig import MemoryConfig
from requests.adapters import HTTPAdapter
from vk_api import ApiError, VkApi, VkUpload
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll
from vk_api.keyboard import VkKeyboard

from bot.sandbox.driver import DrivenPerson, Sandbox
from bot.sandbox.server import RunningSandbox
from tests.sandbox.conftest import TOKEN

VK_ADDRESS = "https://api.vk.ru/"


class Detour(HTTPAdapter):
    """Sends what is meant for VK to the emulator."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *rest: Any, **options: Any) -> requests.Response:
        """Send to the same path of the emulator."""
        parts = urlsplit(str(request.url))
        request.url = f"{self._url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *rest, **options)


@pytest.fixture
def client(running: RunningSandbox) -> Iterator[VkApi]:
    with requests.Session() as session:
        session.mount(VK_ADDRESS, Detour(running.url))
        yield VkApi(token=TOKEN, api_version="5.199", config=MemoryConfig, session=session)


def keyboard() -> str:
    """One callback button."""
    made = VkKeyboard(inline=True)
    made.add_callback_button("Go", payload={"c": "go"})
    return str(made.get_keyboard())


async def test_it_sends_a_message_with_a_keyboard(client: VkApi, anna: DrivenPerson) -> None:
    send = client.get_api().messages.send
    sent = await asyncio.to_thread(send, peer_id=anna.id, message="hello", random_id=1, keyboard=keyboard())
    assert isinstance(sent, int)
    screen = await anna.screen()
    assert (screen.text, screen.buttons) == ("hello", ("Go",))


async def test_it_creates_a_chat_and_reads_its_members(client: VkApi, anna: DrivenPerson) -> None:
    messages = client.get_api().messages
    chat = await asyncio.to_thread(messages.createChat, user_ids=[anna.id], title="8А")
    peer_id = 2_000_000_000 + chat["chat_id"]
    found = await asyncio.to_thread(messages.getConversationMembers, peer_id=peer_id)
    assert [one["member_id"] for one in found["items"]] == [-1, anna.id]
    assert [one["last_name"] for one in found["profiles"]] == ["Ёлкина"]


async def test_its_long_poll_brings_a_message_and_a_press_that_it_answers(client: VkApi, anna: DrivenPerson) -> None:
    messages = client.get_api().messages
    await asyncio.to_thread(messages.send, peer_id=anna.id, message="press", random_id=1, keyboard=keyboard())
    long_poll = await asyncio.to_thread(VkBotLongPoll, client, 1, 5)
    with long_poll.session:
        await anna.write("hello")
        (event,) = await asyncio.to_thread(long_poll.check)
        assert (event.type, event.from_user, event.message.text) == (VkBotEventType.MESSAGE_NEW, True, "hello")
        async with asyncio.TaskGroup() as tasks:
            pressing = tasks.create_task(anna.press("Go"))
            (event,) = await asyncio.to_thread(long_poll.check)
            assert (event.type, event.object.payload) == (VkBotEventType.MESSAGE_EVENT, {"c": "go"})
            names = {name: event.object[name] for name in ("event_id", "user_id", "peer_id")}
            data = json.dumps({"type": "show_snackbar", "text": "done"})
            await asyncio.to_thread(messages.sendMessageEventAnswer, **names, event_data=data)
    assert pressing.result()["answer"]["text"] == "done"


async def test_it_resumes_after_an_expired_key(client: VkApi, sandbox: Sandbox, anna: DrivenPerson) -> None:
    long_poll = await asyncio.to_thread(VkBotLongPoll, client, 1, 1)
    with long_poll.session:
        await sandbox.feed("expire_key")
        await anna.write("hello")
        assert await asyncio.to_thread(long_poll.check) == []
        assert [one.message.text for one in await asyncio.to_thread(long_poll.check)] == ["hello"]


async def test_its_uploader_makes_files_attachable(client: VkApi, anna: DrivenPerson) -> None:
    uploader = VkUpload(client)
    with uploader.http:
        uploaded = await asyncio.to_thread(
            uploader.document_message, io.BytesIO(b"a,b"), title="8А.csv", peer_id=anna.id
        )
        (photo,) = await asyncio.to_thread(uploader.photo_messages, io.BytesIO(b"picture"), peer_id=anna.id)
    attached = ",".join(
        f"{kind}{one['owner_id']}_{one['id']}" for kind, one in (("doc", uploaded["doc"]), ("photo", photo))
    )
    await asyncio.to_thread(client.get_api().messages.send, peer_id=anna.id, random_id=1, attachment=attached)
    shown = (await anna.conversation())["messages"][-1]["attachments"]
    assert [one["type"] for one in shown] == ["doc", "photo"]


async def test_it_raises_refusals_with_their_codes(client: VkApi, boris: DrivenPerson) -> None:
    with pytest.raises(ApiError) as refusal:
        await asyncio.to_thread(client.get_api().messages.send, peer_id=boris.id, message="hello", random_id=1)
    assert refusal.value.code == 901
