"""Some weeks over the wire by a seed of the day: the bot itself and its emulator, judged in the end as simulated years.

What the simulation has and these weeks have not: the oracle sees only how they end, not every removal; nothing is
decided by hand; who is linked is read from the bot's own table; and a handful of people of one class take part.
"""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.kinds import ChatKind, ChatState, Verdict
from bot.domain.plan import Member
from bot.journals import oneroster_csv
from bot.sandbox.driver import DrivenPerson, Refused
from tests.flows.leaving import pupils_of_8a
from tests.flows.world import COLLEAGUES, PARENTS, PUPILS, World
from tests.simulation import checks
from tests.simulation.believed import Place
from tests.simulation.messenger import Room
from tests.simulation.oracle import Oracle

TITLES = (PUPILS, PARENTS, COLLEAGUES)
CHATS = "SELECT id, kind, unit_id, year, title, state, peer_id, author_id, follows_journal FROM chat"
LINKS = "SELECT messenger_id, person_id FROM person_link JOIN account ON account.id = person_link.account_id"
INVITED = "SELECT chat_id, member_id FROM chat_member WHERE invitation IN ('due', 'handed', 'sent')"


@dataclass
class Weeks:
    """What goes on: the world, who takes part in it, and what the oracle knows."""

    world: World
    random: Random
    oracle: Oracle = field(default_factory=Oracle)
    people: dict[str, DrivenPerson] = field(default_factory=dict)
    left: set[tuple[int, int]] = field(default_factory=set)

    async def hears(self, verdict: Verdict = Verdict.OK) -> None:
        """The oracle learns what the bot has read, who is linked, and what chats there are."""
        moment = datetime.fromisoformat(await self.world.sandbox.now())
        for page, person_id in self.world.rows(LINKS):
            self.oracle.links[page].add(person_id)
        self.oracle.places = {place.chat.id: place for place in map(_place, self.world.rows(CHATS))}
        if verdict is Verdict.OK:
            self.oracle.hears(moment, oneroster_csv.read(self.world.folder / "journal", moment.date()))

    def somebody(self) -> str:
        """A pupil who takes part."""
        return self.random.choice(sorted(self.people))

    async def comes(self) -> None:
        """A pupil links and follows the invitation."""
        sheets = [f"{sheet.person} " for sheet in self.world.sheets]
        alone = [one for one in pupils_of_8a(self.world) if sum(sheet.startswith(f"{one} ") for sheet in sheets) == 1]
        name = self.random.choice([one for one in alone if one not in self.people])
        self.people[name] = await self.world.entered(name)

    async def leaves_in_vk(self) -> None:
        name, chat = self.somebody(), await self.world.sandbox.chat(PUPILS)
        if self.people[name].id in chat.member_ids:
            await self.people[name].leave(chat)
            (chat_id,) = [place.chat.id for place in self.oracle.places.values() if place.chat.peer_id == chat.peer]
            self.left.add((chat_id, self.people[name].id))

    async def a_stranger_comes(self) -> None:
        chat = await self.world.sandbox.chat(self.random.choice(TITLES))
        await (await self.world.sandbox.new_person("Чужой Человек")).opens(chat.link)

    async def a_pupil_comes_back_by_the_link(self) -> None:
        chat, person = await self.world.sandbox.chat(PUPILS), self.people[self.somebody()]
        try:
            await person.opens(chat.link)
        except Refused:
            return
        self.left = {one for one in self.left if one[1] != person.id}

    async def goes_to_another_class(self) -> None:
        await self.world.reads(self.world.sandbox.move_pupil(self.somebody(), "8Б"))

    async def leaves_school(self) -> None:
        await self.world.reads(self.world.sandbox.disable(self.somebody()))

    async def the_journal_breaks(self) -> None:
        mode = self.random.choice(["empty", "garbage"])
        await self.world.reads(self.world.sandbox.journal_mode(mode))
        await self.world.later(hours=5)
        await self.world.reads(self.world.sandbox.journal_mode("normal"))

    async def the_bot_is_started_anew(self) -> None:
        await self.world.restart()

    async def settle(self) -> None:
        """Days go by in which nothing happens."""
        for _ in range(2):
            await self.world.later(hours=25)
            await self.hears()

    async def wrongs(self) -> list[str]:
        """What the oracle finds amiss."""
        found = []
        invited, town = set(self.world.rows(INVITED)), SimpleNamespace(oracle=self.oracle)
        shown = {chat.peer: chat for chat in await self.world.sandbox.chats()}
        for place in self.oracle.places.values():
            chat = shown[place.chat.peer_id or 0]
            room = Room(chat.peer, chat.title, {page: Member(page) for page in chat.member_ids})
            found += [f"{chat.title}: {wrong}" for wrong in checks.inside(town, place, room, set())]
            for page in sorted(self.oracle.wanted(place) - room.people):
                if not {(place.chat.id, page)} & (invited | self.left):
                    found.append(f"{chat.title}: {page} should be inside")
        return found


def _place(row: tuple[Any, ...]) -> Place:
    names = ("id", "kind", "unit_id", "year", "title", "state", "peer_id", "author_id", "follows_journal")
    values = dict(zip(names, row, strict=True)) | {"kind": ChatKind(row[1]), "state": ChatState(row[5])}
    chat: Any = SimpleNamespace(**values, deleted_at=None)
    return Place(chat, {}, {})


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_some_weeks_over_the_wire_end_as_they_should(world: World) -> None:
    seed = int(os.environ.get("SIMULATION_FIRST", date.today().toordinal()))
    weeks = Weeks(world, Random(seed))
    await world.led()
    for _ in range(4):
        await weeks.comes()
    await weeks.hears()
    happenings: list[Callable[[], Awaitable[None]]] = [
        weeks.comes,
        weeks.leaves_in_vk,
        weeks.a_stranger_comes,
        weeks.a_pupil_comes_back_by_the_link,
        weeks.goes_to_another_class,
        weeks.leaves_school,
        weeks.the_journal_breaks,
        weeks.the_bot_is_started_anew,
    ]
    weeks.random.shuffle(happenings)
    for number, happens in enumerate(happenings):
        await happens()
        await world.calm()
        await weeks.hears()
        if number % 3 == 2:
            await world.later(hours=weeks.random.choice([20, 70]))
            await weeks.hears()
    await weeks.settle()
    assert await weeks.wrongs() == [], f"seed {seed}: {[one.__name__ for one in happenings]}"
