"""The main story, played by people in the sandbox and written down for reading.

A class teacher links; a pupil and a mother come in; a stranger is put out; the journal changes and the chats follow.
"""

import time
from pathlib import Path

import click

from bot.sandbox.driver import DrivenChat, DrivenPerson, Sandbox
from bot.texts.catalogue import say


def chat_of(kind: str, unit: str) -> str:
    """The title of one of a class's chats: ``pupils``, ``parents`` or ``colleagues``."""
    return say(f"chat-title-class-{kind}", unit=say(f"story-{unit}"))


class Narrator:
    """Says what happens in the terminal and keeps a transcript."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.lines: list[str] = []

    async def person(self, part: str) -> DrivenPerson:
        """Who plays a part."""
        return await self.sandbox.person(say(f"story-{part}"))

    def tell(self, line: str) -> None:
        """One line of the story."""
        self.lines.append(line)
        click.echo(line)

    def chapter(self, key: str) -> None:
        """The heading of a part."""
        self.tell(f"\n{say(key)}\n")

    async def hears(self, person: DrivenPerson, text: str) -> None:
        """Wait for what the bot says to somebody, and show it whole."""
        message = await person.sees(text)
        self.tell(say("story-bot", name=person.name))
        for line in message.splitlines():
            self.tell(f"      {line}")

    async def presses(self, person: DrivenPerson, *keys: str) -> None:
        """Press buttons one after the other."""
        for key in keys:
            self._act(person, say("story-presses", label=say(key)))
            await person.press(say(key))

    async def joins(self, person: DrivenPerson, label: str, title: str) -> None:
        """Press «Вступить» and be inside."""
        await person.sees(title)
        self._act(person, say("story-presses", label=label))
        await person.presses_and_follows(label)
        await self.holds(title, person)

    async def writes(self, person: DrivenPerson, text: str) -> None:
        """Type something."""
        self._act(person, say("story-writes", text=text))
        await person.write(text)

    async def opens_code(self, person: DrivenPerson) -> None:
        """Open the QR code of the printed sheet and agree."""
        sheets = await self.sandbox.api.get("sheets")
        self._act(person, say("story-opens-code"))
        mine = [sheet["link"] for sheet in sheets if sheet["person"].startswith(person.name)]
        await person.opens(mine[0])
        await person.start()
        await self.presses(person, "a-consent.yes", "a-found.yes")

    async def holds(self, title: str, *people: DrivenPerson) -> DrivenChat:
        """Wait until VK has these people in a chat, and show it."""

        async def inside() -> DrivenChat | None:
            chat = await self.sandbox.chat(title)
            return chat if {person.id for person in people} <= set(chat.member_ids) else None

        found: DrivenChat = await self.sandbox.until(inside, what=f"{title} with {[person.name for person in people]}")
        self.show(found)
        return found

    def show(self, chat: DrivenChat) -> None:
        """Who is in a chat."""
        members, admins = ", ".join(chat.members), ", ".join(chat.admins) or say("story-nobody")
        self.tell(say("story-chat", title=chat.title, members=members, admins=admins))

    async def loses(self, title: str, person: DrivenPerson) -> None:
        """Wait until somebody is no longer in a chat."""
        began = time.monotonic()

        async def outside() -> bool:
            return person.id not in (await self.sandbox.chat(title)).member_ids

        await self.sandbox.until(outside, within_seconds=15, what=f"{person.name} out of {title}")
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        self.tell(say("story-out", title=title, name=person.name, seconds=seconds))

    def _act(self, person: DrivenPerson, act: str) -> None:
        self.tell(say("story-acts", name=person.name, act=act))


async def play(url: str, transcript: Path) -> None:
    """Play the story against the sandbox at ``url``; what is seen goes to the terminal and to ``transcript``."""
    async with Sandbox(url) as sandbox:
        told = Narrator(sandbox)
        told.tell(say("story-title"))
        for part in (_teacher_links, _pupil_comes, _mother_comes, _stranger_leaves, _journal_changes):
            await part(told)
        told.tell("")
        told.tell(say("story-end", path=str(transcript)))
    transcript.write_text("\n".join(told.lines) + "\n", encoding="utf-8")


async def _teacher_links(told: Narrator) -> None:
    told.chapter("story-a")
    teacher = await told.person("teacher")
    phone = (await told.sandbox.api.get("people", search=teacher.name))[0]["phone"]
    await teacher.start()
    await told.presses(teacher, "a-start.link", "a-consent.yes", "a-method.phone")
    await told.writes(teacher, phone)
    await told.writes(teacher, await told.sandbox.sms_code(phone))
    await told.hears(teacher, teacher.name)
    await told.presses(teacher, "a-found.yes", "a-info.next", "a-profile.create")
    for kind in ("pupils", "parents", "colleagues"):
        await told.holds(chat_of(kind, "class"), teacher)
    await told.sandbox.quiet()
    await told.hears(teacher, say("chat-line-ready", title=chat_of("parents", "class")) + "\n")


async def _pupil_comes(told: Narrator) -> None:
    told.chapter("story-b")
    pupil = await told.person("pupil")
    await told.opens_code(pupil)
    await told.hears(pupil, chat_of("pupils", "class"))
    await told.joins(pupil, say("invitation-one.join"), chat_of("pupils", "class"))


async def _mother_comes(told: Narrator) -> None:
    told.chapter("story-c")
    third, mother = await told.person("third"), await told.person("mother")
    await told.opens_code(third)
    await told.sandbox.chat(chat_of("parents", "other-class"))
    await told.opens_code(mother)
    titles = [chat_of("parents", unit) for unit in ("other-class", "class")]
    await told.hears(mother, say("chat-line-ready", title=titles[0]))
    for title in titles:
        await told.joins(mother, say("invitation-many.join", title=title), title)


async def _stranger_leaves(told: Narrator) -> None:
    told.chapter("story-d")
    title = chat_of("pupils", "class")
    stranger, teacher = await told.person("stranger"), await told.person("teacher")
    leaked = (await told.sandbox.chat(title)).link
    told.tell(say("story-acts", name=stranger.name, act=say("story-opens-link", title=title)))
    await stranger.opens(leaked)
    await told.loses(title, stranger)

    async def is_replaced() -> bool:
        return (await told.sandbox.chat(title)).link != leaked

    await told.sandbox.until(is_replaced, what="a new link")
    told.tell(say("story-new-link"))
    await told.hears(teacher, say("stranger-evicted", chat=title))


async def _journal_changes(told: Narrator) -> None:
    told.chapter("story-e")
    neighbour, pupil = await told.person("neighbour"), await told.person("pupil")
    teacher, colleague = await told.person("teacher"), await told.person("colleague")
    await told.opens_code(neighbour)
    await told.opens_code(colleague)
    colleagues = chat_of("colleagues", "class")
    await told.joins(colleague, say("invitation-one.join"), colleagues)
    told.tell(say("story-journal-move", name=pupil.name, to=say("story-next-class")))
    await told.sandbox.move_pupil(pupil.name, say("story-next-class"))
    await told.loses(chat_of("pupils", "class"), pupil)
    await told.joins(pupil, say("invitation-one.join"), chat_of("pupils", "next-class"))
    told.tell(say("story-journal-disable", name=colleague.name))
    await told.sandbox.disable(colleague.name)
    await told.loses(colleagues, colleague)
    await told.holds(colleagues, teacher)
