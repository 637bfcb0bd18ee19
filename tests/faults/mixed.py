"""A mixed load: a class teacher, pupils and parents link and enter their chats while the bot is killed and VK fails."""

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.driver import DrivenPerson
from bot.sandbox.driver_screen import labels
from tests.faults.feeds import Unruly
from tests.faults.processes import Process
from tests.faults.school import CHATS, TEACHER, Machine, said

COLLEAGUES, PARENTS, PUPILS = CHATS
PEOPLE = {
    TEACHER: CHATS,
    "Смирнова Софья Денисовна": (PUPILS,),
    "Мамедов Тимур Вугар оглы": (PUPILS,),
    "Попов Егор Игоревич": (PUPILS,),
    "Смирнова Анна Викторовна": (PARENTS,),
    "Попов Игорь Ильич": (PARENTS,),
}
SHEET = re.compile(r"^(?P<name>[^·\n]+) · [^\n]+\n\s+(?P<link>https://\S+)$", re.MULTILINE)
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "error", "code": 1},
    {"kind": "error", "code": 6},
    {"kind": "error", "code": 9},
    {"kind": "error", "code": 10},
    {"kind": "http"},
    {"kind": "html"},
    {"kind": "cut_before"},
    {"kind": "cut_after"},
    {"kind": "delay"},
)
# People would have to repeat what the emulator forgets of this feed.
OUTDATED = ("bots", "outdate")
FEED_ACTS = (
    ("bots", "expire_key"),
    ("bots", "redeliver"),
    OUTDATED,
    ("user", "expire_key"),
    ("user", "lose"),
    ("user", "forget_old"),
)
KILLS = 3


@dataclass
class MixedLoad:
    """One run; the seed decides who acts when, what fails and when the bot dies.

    ``late`` counts by name the presses for a link that the bot, dead or busy, could only answer without one.
    """

    machine: Machine
    seed: int
    bot: Process | None = None
    patience_seconds: float = 60
    late: Counter[str] = field(default_factory=Counter)

    async def run(self) -> None:
        """Play everything to the end, then let time pass until nothing is left to do."""
        links = await self._links()
        feed = Unruly(self.machine.emulator.stage.world.communities[1].bots_feed, random.Random(f"{self.seed} feed"))
        self.bot = await self.machine.bot()
        async with asyncio.TaskGroup() as tasks:
            trouble = tasks.create_task(self._trouble(feed))
            for number, name in enumerate(PEOPLE):
                tasks.create_task(self._person(name, links[name], random.Random(f"{self.seed} {number}")))
        await trouble
        await self._settle()

    async def check(self) -> None:
        """Every press took effect once, everything was said once, chats are what the journal says."""
        assert sorted(chat.title for chat in await self.machine.sandbox.chats()) == list(CHATS)
        for name, titles in PEOPLE.items():
            person = await self.machine.sandbox.person(name)
            inside = {chat.title for chat in await self.machine.sandbox.chats() if person.id in chat.member_ids}
            assert inside == set(titles), f"{name}: {inside}"
            told = await said(person)
            linked = [text for text in told if "Профиль привязан" in text]
            others = [text for text in told if text not in linked]
            assert len(set(others)) == len(others), told
            # Whoever pressed an invitation in vain is asked below, on the screen of that moment, to press again.
            assert 1 <= len(linked) <= 1 + self.late[name], told
        assert self.machine.rows("SELECT state FROM inbox_event WHERE state <> 'done'") == []
        # An answer to a press whose first answer was lost is refused when it is repeated.
        undone = "SELECT kind, state, reason FROM outbox_message WHERE state <> 'done' AND kind <> 'answer'"
        assert self.machine.rows(undone) == []
        reconcile = self.machine.starosta("reconcile")
        assert await reconcile.ended() == 0, reconcile.text
        assert "Всё совпадает с журналом." in reconcile.text

    async def _links(self) -> dict[str, str]:
        codes = self.machine.starosta("codes", "5А")
        assert await codes.ended() == 0, codes.text
        return {found["name"]: found["link"] for found in SHEET.finditer(codes.text)}

    async def _person(self, name: str, link: str, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, 2))
        known = name == TEACHER
        person = await (self.machine.sandbox.person(name) if known else self.machine.sandbox.new_person(name))
        await person.opens(link)
        await person.start()
        for label in ("Продолжить", "Да, продолжить"):
            await person.press(label, within_seconds=self.patience_seconds, wait_seconds=0)
            await asyncio.sleep(chance.uniform(0, 0.3))
        await person.sees("Профиль привязан", within_seconds=self.patience_seconds)
        for title in PEOPLE[name]:
            await self._enters(person, title)

    async def _enters(self, person: DrivenPerson, title: str) -> None:
        """Into the chat by the invitation, unless VK has taken the person in at once."""

        async def is_in() -> bool:
            chats = await self.machine.sandbox.chats()
            if any(chat.title == title and person.id in chat.member_ids for chat in chats):
                return True
            label = _way_in(await person.conversation(), title)
            if label:
                await self._follows(person, label)
            return False

        await self.machine.sandbox.until(
            is_in, within_seconds=2 * self.patience_seconds, what=f"{person.name} in «{title}»"
        )

    async def _follows(self, person: DrivenPerson, label: str) -> None:
        pressed = await person.press(label)
        if link := (pressed.get("answer") or {}).get("link"):
            await person.opens(link)
        else:
            self.late[person.name] += 1

    async def _trouble(self, bots_feed: Unruly) -> None:
        chance = random.Random(self.seed)
        for feed, act in chance.sample(FEED_ACTS, KILLS):
            await asyncio.sleep(chance.uniform(0.2, 2.5))
            fault: dict[str, Any] = {"seconds": 0.5, "times": chance.randint(1, 3), "skip": chance.randint(0, 3)}
            self.machine.fault("*", **fault, **chance.choice(FAULTS))
            if (feed, act) == OUTDATED:
                bots_feed.outdate()
            else:
                await self.machine.sandbox.feed(act, feed=feed)
            await asyncio.sleep(chance.uniform(0, 1))
            assert self.bot is not None
            await self.bot.kill()
            await asyncio.sleep(chance.uniform(0, 0.5))
            self.bot = self.machine.starosta("run")
        await self.machine.sandbox.no_faults()
        # After «too much for now» the bot waits for minutes.
        await self.machine.sandbox.advance(minutes=6)

    async def _settle(self) -> None:
        for _ in range(4):
            await self.machine.sandbox.quiet(within_seconds=self.patience_seconds)
            await self.machine.sandbox.advance(minutes=11)
            await asyncio.sleep(1)  # the bot looks at the emulator's clock twice a second
        await self.machine.sandbox.quiet(within_seconds=self.patience_seconds)


def _way_in(conversation: dict[str, Any], title: str) -> str:
    """The label of the button that leads into the chat, or empty when there is none."""
    shown = {label for message in conversation["messages"] for label in labels(message["keyboard"])}
    return next((label for label in (f"Вступить: {title}", "Вступить") if label in shown), "")
