"""Ways through the dialogue that no single feature owns."""

import asyncio
import io
import json

import aiohttp
import pypdf
import pypdfium2
import zxingcpp
from PIL import Image

from bot.sandbox.driver import DrivenPerson, Refused
from tests.flows.world import World


async def goes(world: World, person: DrivenPerson, screen: str, **params: int | str) -> str:
    """Open a screen as a button of the menu would, and give what the newest message then says."""
    return await _sends(world, person, {"s": screen, **params})


async def forges(world: World, person: DrivenPerson, act: str, **params: int | str) -> str:
    """Have an act done by a button that the bot never showed, and give what the newest message then says."""
    return await _sends(world, person, {"a": act, **params})


async def _sends(world: World, person: DrivenPerson, press: dict[str, int | str]) -> str:
    payload = json.dumps(press)
    await world.sandbox.api.post(
        f"people/{person.id}/write", {"community": person.community, "peer": 0, "text": "…", "payload": payload}
    )
    await world.calm()
    return (await person.screen()).text


async def presses_twice(world: World, person: DrivenPerson, label: str) -> None:
    """Press a button of the newest message that has it twice at once, as an impatient thumb does."""
    messages = (await person.conversation())["messages"]
    cmid = next(one["cmid"] for one in reversed(messages) if label in json.dumps(one["keyboard"], ensure_ascii=False))
    body = {"community": person.community, "peer": 0, "cmid": cmid, "label": label}
    presses = (world.sandbox.api.post(f"people/{person.id}/press", body) for _ in range(2))
    pressed = await asyncio.gather(*presses, return_exceptions=True)
    assert isinstance(pressed[0], dict), pressed
    # Where the first press was answered faster than the second came, the button is gone already.
    assert all(isinstance(one, dict | Refused) for one in pressed), pressed
    await world.calm()


def chat_id(world: World, title: str) -> int:
    """The bot's own number of the newest chat with this title."""
    [(found,)] = world.rows(f"SELECT max(id) FROM chat WHERE title = '{title}'")
    return int(found)


def id_of(world: World, name: str) -> str:
    """The journal's id of somebody, by family and given name."""
    family, given = name.split()[:2]
    query = f"SELECT DISTINCT person_id FROM roster_person WHERE family = '{family}' AND given = '{given}'"
    [(found,)] = world.rows(query)
    return str(found)


async def files(person: DrivenPerson, kind: str) -> list[tuple[str, bytes]]:
    """Names and contents of all documents (``doc``) or pictures (``photo``) that the bot has sent."""
    found = []
    for message in (await person.conversation())["messages"]:
        for attachment in message["attachments"]:
            if attachment["type"] == kind:
                what = attachment[kind]
                url = what["url"] if kind == "doc" else what["sizes"][0]["url"]
                found.append((what.get("title", ""), await _fetched(url)))
    return found


def codes_of(pdf: bytes) -> list[str]:
    """What a camera reads from a document."""
    pictures = [page.render(scale=3).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


def code_of(picture: bytes) -> str:
    """What a camera reads from a picture with one QR code."""
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return code.text


def text_of(pdf: bytes) -> str:
    """All words of a document."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


async def _fetched(url: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return await answer.read()
