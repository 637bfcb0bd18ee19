"""What makes rare screens of teachers and families reachable, each once in a walk of theirs."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.sandbox import chat_life
from bot.sandbox.driver import DrivenChat
from tests.flows import leaving
from tests.flows.world import PRINCIPAL
from tests.walker.in_chats import NICKNAMES, allowed, room_of
from tests.walker.in_console import GOING, inside
from tests.walker.walker import Walker

if TYPE_CHECKING:
    from tests.walker.walk import Walk

LOOKS = 12
PARENT = "family = 'Белова' AND given = 'Наталья'"


async def pupils_are_inside(walk: "Walk") -> None:
    """Pupils come into the chat of their class, and the class teacher looks at one of them, and at the whole chat."""
    pupils = await inside(walk)
    [(key,)] = walk.rows(
        f"SELECT person_id FROM person_link JOIN account ON account.id = account_id WHERE messenger_id = {pupils[0].id}"
    )
    await _opens(walk, {"s": "C.MEMBER", "c": _number_of(walk), "p": key})


async def many_leave(walk: "Walk") -> None:
    """Three of them leave the class in the journal at once: the class teacher is asked."""
    pupils = await inside(walk)
    await leaving.written(walk.world, *pupils[-GOING:], status="tobedeleted")
    await walk.journal_is_read()
    await _opens(walk, {"s": "C.VIEW", "c": _number_of(walk)})


async def the_title_stays(walk: "Walk") -> None:
    """A pupil calls the chat otherwise, twice; the class teacher lets it be called so, and looks at the settings."""
    walk.checks.sayings.learn(NICKNAMES)
    chat, pupils = await _chat(walk), await inside(walk)
    for name in NICKNAMES:
        await allowed(pupils[0].rename(chat, name))
        await walk.settled()
    number = _number_of(walk)
    await walk.opens(_teacher(walk).person, {"a": "C.TITLE.KEEP", "c": number})
    await _opens(walk, {"s": "C.SET", "c": number})
    await walk.opens(_teacher(walk).person, {"a": "C.TITLE.JOURNAL", "c": number})


async def the_pin_is_taken_down(walk: "Walk") -> None:
    """Somebody writes, the bot says hello and pins it, and twice somebody takes that down."""
    chat, pupils = await _chat(walk), await inside(walk)
    for text in ("Всем добрый день", "Всем добрый вечер"):
        await allowed(pupils[0].write(text, chat=chat))
        await walk.settled()
    for _ in range(2):
        room = room_of(walk, chat)
        chat_life.pin(walk.world.emulator.stage.world, room, room.owner, 0)
        await walk.settled()
    await walk.walks(LOOKS, _teacher(walk))


async def somebody_is_shut_out(walk: "Walk") -> None:
    """The head shuts a parent out, who writes all the same, and lets them in again."""
    [(key,)] = walk.rows(f"SELECT DISTINCT person_id FROM roster_person WHERE {PARENT}")
    head = await walk.world.sandbox.person(PRINCIPAL)
    parent = next(one for one in walk.walkers if one.person.name.startswith("Белова"))
    await walk.opens(head, {"a": "K.PERSON.BLOCK", "p": key})
    await parent.person.write("меню")
    await walk.settled()
    await walk.opens(head, {"a": "K.PERSON.ALLOW", "p": key})


OF_TEACHERS: tuple[Callable[["Walk"], Awaitable[None]], ...] = (
    pupils_are_inside,
    the_pin_is_taken_down,
    the_title_stays,
    many_leave,
)
OF_FAMILIES: tuple[Callable[["Walk"], Awaitable[None]], ...] = (somebody_is_shut_out,)


def _teacher(walk: "Walk") -> Walker:
    """The class teacher of 8А."""
    return walk.staff[0]


async def _opens(walk: "Walk", payload: dict[str, int | str]) -> None:
    await walk.opens(_teacher(walk).person, payload)
    await walk.walks(LOOKS, _teacher(walk))


async def _chat(walk: "Walk") -> DrivenChat:
    [(peer,)] = walk.rows(f"SELECT peer_id FROM chat WHERE id = {_number_of(walk)}")
    return next(chat for chat in await walk.world.sandbox.chats() if chat.peer == peer)


def _number_of(walk: "Walk") -> int:
    """The chat of the pupils of 8А, whatever it is called now."""
    [(number,)] = walk.rows(
        "SELECT chat.id FROM chat JOIN roster_unit USING (unit_id) WHERE chat.kind = 'class_pupils' "
        "AND roster_unit.title = '8А' AND until IS NULL"
    )
    return int(number)
