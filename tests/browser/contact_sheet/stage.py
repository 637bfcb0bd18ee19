"""A world in front of the camera: people go somewhere, and what they then see is photographed under the screen's id."""

import re
from pathlib import Path
from typing import Any

from bot.sandbox import acts
from bot.sandbox.driver import DrivenChat, DrivenPerson
from bot.texts.catalogue import say
from tests.browser.contact_sheet.camera import Camera
from tests.browser.contact_sheet.scenes import Scene
from tests.flows.world import World

MENTION = re.compile(r"\[(?:id|club)\d+\|([^\]]+)\]")
"""How a page is mentioned in a text, of which people see only the name."""


class Stage:
    """One scene: its world, and the pictures that it still owes."""

    def __init__(self, world: World, camera: Camera, folder: Path, scene: Scene) -> None:
        self.world = world
        self._camera = camera
        self._folder = folder
        self.owed = set(scene.screens)

    async def goes(self, person: DrivenPerson, screen: str, **params: int | str) -> None:
        """Press a button that leads to a screen, on the newest window, and photograph where it led."""
        await self.leads(person, {"s": screen, **params})
        await self.shot(person)

    async def does(self, person: DrivenPerson, act: str, **params: int | str) -> None:
        """Press a button that does something, and photograph where it led."""
        await self.leads(person, {"a": act, **params})
        await self.shot(person)

    async def presses(self, person: DrivenPerson, *labels: str) -> None:
        """Press buttons one after the other and photograph where the last one led."""
        for label in labels:
            await person.press(label)
            await self.world.calm()
        await self.shot(person)

    async def writes(self, person: DrivenPerson, text: str) -> None:
        """Write something and photograph the answer."""
        await person.write(text)
        await self.world.calm()
        await self.shot(person)

    async def leads(self, person: DrivenPerson, payload: dict[str, int | str]) -> None:
        """Press a button with this payload, as if the newest window with buttons had one."""
        community = self.world.emulator.stage.world.communities[person.community]
        dialog = community.dialog(person.id)
        newest = max(message.cmid for message in dialog.messages if (message.keyboard or {}).get("inline"))
        button: dict[str, Any] = {"action": {"type": "callback", "payload": payload}}
        acts.press_callback(self.world.emulator.stage.world, person.id, dialog, newest, button)
        await self.world.calm()

    async def shot(self, person: DrivenPerson, variant: str = "") -> None:
        """Photograph the dialogue under the id of the screen that the bot shows, once nothing happens any more."""
        await self.world.calm()
        await self.shot_now(person, variant)

    async def shot_now(self, person: DrivenPerson, variant: str = "") -> None:
        """The same while something is under way."""
        [(screen,)] = self.world.rows(f"SELECT screen FROM dialogue WHERE peer_id = {person.id}")
        await self._take(person, None, f"{screen} {variant}".strip())
        self.owed.discard(str(screen))

    async def shot_in(self, person: DrivenPerson, chat: DrivenChat, key: str) -> None:
        """Photograph a chat in which the bot has just said the text ``key``."""
        await self.world.calm()
        name = key.upper().replace("-", ".", 1)
        await self._take(person, chat, name)
        self.owed.discard(name)

    async def _take(self, person: DrivenPerson, chat: DrivenChat | None, name: str) -> None:
        async def newest() -> str:
            return MENTION.sub(r"\1", str((await person.conversation(chat=chat))["messages"][-1]["text"]))

        peer = chat.peer if chat else -person.community
        address = f"{self.world.emulator.url}/#person={person.id}&peer={peer}"
        await self._camera.take(address, newest, self._folder / name)


def first_words(key: str) -> str:
    """The beginning of a text of the catalogue, for waiting until it is said."""
    return say(key).partition(".")[0]
