"""Documents and pictures go the whole way: upload server, saving, attachment, the person's screen."""

import aiohttp
import pytest
from vkbottle import API, DocMessagesUploader, PhotoMessageUploader

from bot.sandbox.driver import DrivenPerson
from tests.sandbox.conftest import Caller


async def test_a_document_reaches_the_person(
    session: aiohttp.ClientSession, vk: Caller, api: API, anna: DrivenPerson
) -> None:
    attachment = await DocMessagesUploader(api).upload(b"a,b\n", title="8А.csv", peer_id=anna.id)
    await vk("messages.send", peer_id=anna.id, random_id=1, attachment=attachment)
    (shown,) = (await anna.conversation())["messages"][-1]["attachments"]
    assert (shown["doc"]["title"], shown["doc"]["ext"]) == ("8А.csv", "csv")
    async with session.get(shown["doc"]["url"]) as response:
        assert await response.read() == b"a,b\n"


async def test_a_picture_reaches_the_person(
    session: aiohttp.ClientSession, vk: Caller, api: API, anna: DrivenPerson
) -> None:
    attachment = await PhotoMessageUploader(api).upload(b"not really a picture", peer_id=anna.id)
    await vk("messages.send", peer_id=anna.id, random_id=1, attachment=attachment)
    (shown,) = (await anna.conversation())["messages"][-1]["attachments"]
    async with session.get(shown["photo"]["sizes"][0]["url"]) as response:
        assert await response.read() == b"not really a picture"


async def test_nothing_is_uploaded_for_who_may_not_be_written_to(vk: Caller, boris: DrivenPerson) -> None:
    assert await vk.code("docs.getMessagesUploadServer", type="doc", peer_id=boris.id) == 901


@pytest.mark.parametrize("attachment", ["doc-1_77", "nonsense", "doc1"])
async def test_what_was_never_saved_is_not_attached(vk: Caller, anna: DrivenPerson, attachment: str) -> None:
    assert await vk.code("messages.send", peer_id=anna.id, random_id=1, attachment=attachment) == 100


async def test_the_wrong_field_name_is_refused_inside_json(
    session: aiohttp.ClientSession, vk: Caller, anna: DrivenPerson
) -> None:
    server = await vk("docs.getMessagesUploadServer", type="doc", peer_id=anna.id)
    form = aiohttp.FormData()
    form.add_field("photo", b"data", filename="a.txt")
    async with session.post(server["upload_url"], data=form) as response:
        assert "error" in await response.json()
    assert await vk.code("docs.save", file="nothing") == 100
