"""What makes every screen of the console reachable, once in each walk of the administrator, and what ends pauses."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.sandbox.driver import DrivenPerson
from bot.services import journal_trust, ledger
from models import database
from models.schools import Reading
from tests.flows import leaving
from tests.flows.made_chats import made_by_hand
from tests.flows.world import KEY, PUPILS
from tests.walker import linking
from tests.walker.in_chats import BOT, allowed
from tests.walker.looking import Seen

if TYPE_CHECKING:
    from tests.walker.walk import Walk

INSIDE, GOING = 5, 3
NEWSPAPER, SERVICE = "Газета", "Администраторы"
LEAVER = "Дроздова Варвара"
IN_CHAT = ("консоль", "здоровье", "сверка", "/пауза", "/здаровье")
LOOKS = 12
HOLDS = {
    "K.READONLY.END": "SELECT key FROM school WHERE read_only_until IS NOT NULL",
    "K.SYNC.RESUME": "SELECT key FROM school WHERE paused_until IS NOT NULL",
    "K.SYNC.THAW": "SELECT id FROM chat WHERE frozen_until IS NOT NULL",
}
"""The acts that end what puts a school on hold, and where one sees that they are needed."""


async def goes_on(walk: "Walk") -> None:
    """Whatever the administrator has put on hold goes on: the school, its chats, and whoever was shut out."""
    for act, is_needed in HOLDS.items():
        if walk.rows(is_needed):
            await walk.opens(walk.head.person, {"a": act})
    for (key,) in walk.rows("SELECT DISTINCT person_id FROM exclusion WHERE pupil_id = ''"):
        await walk.opens(walk.head.person, {"a": "K.PERSON.ALLOW", "p": key})


async def many_leave(walk: "Walk") -> None:
    """Three pupils who are in the chat of their class leave the class in the journal at once."""
    pupils = await _inside(walk)
    await leaving.written(walk.world, *pupils[-GOING:], status="tobedeleted")
    await walk.journal_is_read()
    await walk.opens(walk.head.person, {"s": "K.PLAN"})


async def the_preview_begins(walk: "Walk") -> None:
    """The school is new: the journal takes nobody out before somebody has seen the first plan."""
    school = walk.world.settings.schools[KEY]
    reconcile = school.reconcile.model_copy(update={"starts_in_preview": True})
    schools = {KEY: school.model_copy(update={"reconcile": reconcile})}
    walk.world.settings = walk.world.settings.model_copy(update={"schools": schools})
    await walk.restart()


async def an_author_leaves(walk: "Walk") -> None:
    """Somebody makes a chat and leaves the school."""
    author = await walk.world.sandbox.person(LEAVER)
    walk.checks.sayings.learn([NEWSPAPER])
    await linking.by_code(walk, author)
    members = [LEAVER, walk.head.person.name]
    await _apart(made_by_hand(walk.world, NEWSPAPER, author=author, members=members))
    await walk.world.sandbox.disable(LEAVER)
    await walk.journal_is_read()


async def a_pass_is_slow(walk: "Walk") -> None:
    """A plan is applied while VK removes nobody, so that the pass goes on and on; and once more when VK does."""
    pupils = await _inside(walk)
    await walk.opens(walk.head.person, {"a": "K.SYNC.START.YES"})
    await walk.world.sandbox.fault("messages.removeChatUser", "error", code=10, times=0)
    await walk.world.sandbox.move_pupil(pupils[0].name, "8Б")
    await walk.journal_is_read()
    for end in (walk.world.sandbox.no_faults, None):
        await _applied(walk)
        await walk.walks(LOOKS, walk.head)
        if end is not None:
            await end()


async def a_chat_of_administrators(walk: "Walk") -> None:
    """The administrator makes a chat for colleagues in VK, binds it by the word, and gives a few commands there."""
    head = walk.head.person
    walk.checks.sayings.learn([SERVICE])
    await head.create_chat(SERVICE, members=[], communities=[1])
    await walk.settled()
    chat = await walk.world.sandbox.chat(SERVICE)
    await allowed(head.promote(chat, BOT))
    for text in IN_CHAT:
        await head.write(text, chat=chat)
        await walk.settled()


async def a_class_gets_another_number(walk: "Walk") -> None:
    """The journal gives a class another id."""
    await walk.world.sandbox.renumber("8А")
    await walk.journal_is_read()
    await walk.world.later(minutes=2)


async def the_year_turns(walk: "Walk") -> None:
    """The journal opens the next school year, and where the bot doubts that, somebody says that it is true."""
    await walk.world.sandbox.next_year()
    await walk.journal_is_read()
    await _apart(_trusted(walk))
    await walk.world.later(minutes=2)
    await walk.opens(walk.head.person, {"s": "K.YEAR"})


ONCE: tuple[Callable[["Walk"], Awaitable[None]], ...] = (
    the_preview_begins,
    a_pass_is_slow,
    many_leave,
    an_author_leaves,
    a_chat_of_administrators,
    a_class_gets_another_number,
    the_year_turns,
)


async def _inside(walk: "Walk") -> list[DrivenPerson]:
    """Some pupils of 8А who have linked, and come into the chat of their class if the bot lets them."""
    [chat] = [chat for chat in await walk.world.sandbox.chats() if chat.title == PUPILS]
    pupils = [await walk.world.sandbox.person(name) for name in leaving.pupils_of_8a(walk.world)[:INSIDE]]
    for pupil in pupils:
        await linking.by_code(walk, pupil)
        await allowed(pupil.opens(chat.link))
    await walk.settled()
    return pupils


async def _applied(walk: "Walk") -> None:
    """The administrator opens the plan of now and has it done, if it says anything."""
    head = walk.head
    await walk.opens(head.person, {"s": "K.PLAN"})

    async def shown() -> Seen | None:
        sight = await head.look()
        return next((button for button in sight.window if button.kind.target == "K.PLAN.APPLY"), None)

    button = await walk.world.sandbox.until(shown, what="the plan is shown")
    await head.presses_one(button, await head.look())


async def _trusted(walk: "Walk") -> None:
    async with database.opened(walk.world.settings.database):
        newest = await Reading.filter(school_id=KEY).order_by("-id").first()
        if newest is not None and newest.verdict == "suspicious":
            await journal_trust.trust(walk.school(), newest.id, ledger.OPERATOR)


async def _apart(story: Awaitable[None]) -> None:
    """In a context of its own the table of contents of Tortoise is not that of the bot."""
    await asyncio.get_running_loop().create_task(story, context=contextvars.Context())
