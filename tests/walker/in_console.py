"""What makes the screens of the console reachable, each once in a walk of the administrator, and what ends pauses."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.domain.console import Level
from bot.sandbox.driver import DrivenPerson
from bot.services import journal_trust, ledger
from bot.texts.catalogue import say
from models import database
from models.schools import Reading
from tests.flows import leaving
from tests.flows.made_chats import made_by_hand
from tests.flows.world import COLLEAGUES, KEY, PETROV, PUPILS
from tests.walker import linking
from tests.walker.in_chats import BOT, allowed
from tests.walker.in_console_as import each_level_looks_around
from tests.walker.looking import Sight

if TYPE_CHECKING:
    from tests.walker.walk import Walk

INSIDE, GOING = 5, 3
NEWSPAPER, SERVICE = "Газета", "Администраторы"
LEAVER, NAMESAKE = "Дроздова Варвара", "Смирнов Артём"
PARENT = "family = 'Белова' AND given = 'Наталья'"
IN_CHAT = ("консоль", "здоровье", "сверка", "/пауза", "/здаровье")
LOOKS = 10
RUNS_TO_PAUSE = 7
UNDER_WAY = "SELECT id FROM run WHERE ended_at IS NULL"
NOT_YET = ("k-plan-collecting", "k-plan-stale")
HOLDS = {
    "SELECT key FROM school WHERE read_only_until IS NOT NULL": {"a": "K.HOLD.END", "w": "maintenance"},
    "SELECT key FROM school WHERE paused_until IS NOT NULL": {"a": "K.HOLD.END", "w": "paused"},
    "SELECT key FROM school WHERE limits IS NOT NULL": {"a": "K.SYNC.LIMITS.USUAL"},
    "SELECT id FROM chat WHERE frozen_until IS NOT NULL": {"a": "K.SYNC.THAW"},
}
"""Where one sees that a school is on hold, and the act that ends it."""


async def goes_on(walk: "Walk") -> None:
    """Whatever the administrator has put on hold goes on: the school, its chats, whoever was shut out, she herself."""
    head = walk.head.person
    for is_needed, act in HOLDS.items():
        if walk.rows(is_needed):
            await walk.opens(head, act)
    for (key,) in walk.rows("SELECT DISTINCT person_id FROM exclusion WHERE pupil_id = ''"):
        await walk.opens(head, {"a": "K.PERSON.ALLOW", "p": key})
    await linking.by_code(walk, head)


async def the_preview_begins(walk: "Walk") -> None:
    """The school is new: the journal takes nobody out before somebody has seen the first plan."""
    school = walk.world.settings.schools[KEY]
    reconcile = school.reconcile.model_copy(update={"starts_in_preview": True})
    schools = {KEY: school.model_copy(update={"reconcile": reconcile})}
    walk.world.settings = walk.world.settings.model_copy(update={"schools": schools})
    await walk.restart()
    await walk.opens(walk.head.person, {"s": "K.SYNC"})


async def a_pass_is_slow(walk: "Walk") -> None:
    """A plan is applied while VK removes nobody, so that the pass goes on and on; and once more when VK does."""
    pupils = await inside(walk)
    await walk.opens(walk.head.person, {"a": "K.SYNC.START.YES"})
    await _goes_although_vk_lets_nobody_go(walk, pupils[0], code=10)
    await _applied(walk)
    await walk.walks(LOOKS, walk.head)
    await walk.world.sandbox.no_faults()
    await _applied(walk)
    await walk.world.sandbox.until(lambda: not walk.rows(UNDER_WAY), what="the pass is over")
    [(run,)] = walk.rows("SELECT coalesce(max(id), 0) FROM run")
    await walk.opens(walk.head.person, {"s": "K.PLAN.DONE", "r": run})
    await walk.walks(LOOKS, walk.head)


async def rights_are_lost(walk: "Walk") -> None:
    """VK says that the community may do nothing in a chat, and later that it may."""
    pupils = await inside(walk)
    await _goes_although_vk_lets_nobody_go(walk, pupils[1], code=15)
    await walk.opens(walk.head.person, {"s": "K.RIGHTS"})
    await walk.walks(LOOKS, walk.head)
    await walk.world.sandbox.no_faults()
    await walk.world.later(minutes=11)


async def many_leave(walk: "Walk") -> None:
    """Three pupils who are in the chat of their class leave the class in the journal at once."""
    pupils = await inside(walk, after=2)
    await leaving.written(walk.world, *pupils[-GOING:], status="tobedeleted")
    await walk.journal_is_read()
    await _finds(walk, "K.PLAN", "K.PLAN.ASK")
    await _presses(walk, {"s": "K.QUEUE"}, "K.PLAN.HELD", "C.HELD.PICK", "C.HELD.TICK", "C.HELD.CHOSEN")


async def nobody_decides(walk: "Walk") -> None:
    """Again some leave at once, and nobody says anything for so long that the chat is left alone."""
    pupils = await inside(walk, after=2 + INSIDE)
    await leaving.written(walk.world, *pupils[-GOING:], status="tobedeleted")
    await walk.journal_is_read()
    for _ in range(RUNS_TO_PAUSE):
        await walk.world.later(hours=1, minutes=1)
    await walk.opens(walk.head.person, {"s": "K.QUEUE"})


async def two_delete_a_chat(walk: "Walk") -> None:
    """A class teacher who is an administrator too proposes to delete a chat of the class; the other one agrees."""
    teacher = await walk.world.sandbox.person(PETROV)
    [(account,)] = walk.rows(f"SELECT id FROM account WHERE messenger_id = {teacher.id}")
    await walk.opens(walk.head.person, {"a": "K.ROLES.SET", "k": account, "v": int(Level.ADMINISTRATOR)})
    if found := walk.rows(f"SELECT id FROM chat WHERE title = '{COLLEAGUES}' AND deleted_at IS NULL"):
        await walk.opens(teacher, {"a": "C.DEL.CLASS.ASK", "c": found[0][0]})
        await teacher.write(COLLEAGUES)
        await walk.settled()
        [(plan,)] = walk.rows("SELECT coalesce(max(id), 0) FROM held_plan WHERE kind = 'delete'")
        for target in ("C.HELD.SECOND", "C.HELD.RESTORE"):
            await _presses(walk, {"s": "C.HELD", "h": plan}, target)
            await walk.world.later(minutes=2)
    await walk.opens(walk.head.person, {"s": "K.ROLES.ONE", "k": account})


async def a_parent_is_looked_up(walk: "Walk") -> None:
    """The administrator opens the card of a parent who has linked."""
    [(key,)] = walk.rows(f"SELECT DISTINCT person_id FROM roster_person WHERE {PARENT}")
    await walk.opens(walk.head.person, {"s": "K.PERSON", "p": key})


async def an_author_leaves(walk: "Walk") -> None:
    """Somebody makes a chat and leaves the school."""
    author = await walk.world.sandbox.person(LEAVER)
    walk.checks.sayings.learn([NEWSPAPER])
    await linking.by_code(walk, author)
    members = [LEAVER, walk.head.person.name]
    await _apart(made_by_hand(walk.world, NEWSPAPER, author=author, members=members))
    await walk.world.sandbox.disable(LEAVER)
    await walk.journal_is_read()
    [(chat,)] = walk.rows(f"SELECT max(id) FROM chat WHERE title = '{NEWSPAPER}'")
    await walk.opens(walk.head.person, {"s": "K.CHATS.ONE", "c": chat})


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
    await walk.opens(head, {"s": "K.BIND"})


async def a_class_gets_another_number(walk: "Walk") -> None:
    """The journal gives a class another id."""
    await walk.world.sandbox.renumber("8А")
    await walk.journal_is_read()
    await walk.world.later(minutes=2)
    await walk.opens(walk.head.person, {"s": "K.YEAR"})


async def the_year_turns(walk: "Walk") -> None:
    """The journal opens the next school year, and where the bot doubts that, somebody says that it is true."""
    await walk.world.sandbox.next_year()
    await walk.journal_is_read()
    await _apart(_trusted(walk))
    await walk.world.later(minutes=2)
    await walk.opens(walk.head.person, {"s": "K.YEAR"})


async def classes_are_closed(walk: "Walk") -> None:
    """The journal closes the classes with chats, more than the bot puts away by itself, and then has them again."""
    file = walk.world.folder / "journal" / "classes.csv"
    before = file.read_text(encoding="utf-8")
    units = [str(row[0]) for row in walk.rows("SELECT DISTINCT unit_id FROM chat WHERE unit_id IS NOT NULL")]
    lines = before.splitlines(keepends=True)
    closed = [line.replace(",,", ",tobedeleted,", 1) if line.split(",")[0] in units else line for line in lines]
    for text in ("".join(closed), before):
        await walk.world.edits(file, text)
        await walk.journal_is_read()
        await walk.world.later(minutes=2)
        await walk.opens(walk.head.person, {"s": "K.YEAR"})
        await walk.walks(LOOKS, walk.head)


ONCE: tuple[Callable[["Walk"], Awaitable[None]], ...] = (
    the_preview_begins,
    a_pass_is_slow,
    rights_are_lost,
    many_leave,
    an_author_leaves,
    two_delete_a_chat,
    nobody_decides,
    a_parent_is_looked_up,
    a_chat_of_administrators,
    each_level_looks_around,
    a_class_gets_another_number,
    classes_are_closed,
    the_year_turns,
)


async def inside(walk: "Walk", *, after: int = 0) -> list[DrivenPerson]:
    """Some pupils of 8А who have linked, and come into the chat of their class if the bot lets them."""
    names = [name for name in leaving.pupils_of_8a(walk.world) if name != NAMESAKE]
    pupils = [await walk.world.sandbox.person(name) for name in names[after : after + INSIDE]]
    chat = next((chat for chat in await walk.world.sandbox.chats() if chat.title == PUPILS), None)
    for pupil in pupils:
        await linking.by_code(walk, pupil)
        if chat is not None:
            await allowed(pupil.opens(chat.link))
    await walk.settled()
    return pupils


async def _goes_although_vk_lets_nobody_go(walk: "Walk", pupil: DrivenPerson, *, code: int) -> None:
    await walk.world.sandbox.fault("messages.removeChatUser", "error", code=code, times=0)
    await walk.world.sandbox.move_pupil(pupil.name, "8Б")
    await walk.journal_is_read()


async def _applied(walk: "Walk") -> None:
    """The administrator has the plan of now done, if it says anything."""
    if await _finds(walk, "K.PLAN", "K.PLAN.APPLY"):
        await _presses(walk, {"s": "K.PLAN"}, "K.PLAN.APPLY")


async def _presses(walk: "Walk", screen: dict[str, int | str], *targets: str) -> None:
    """The administrator opens a screen and presses one button after the other, as far as they are there."""
    await walk.opens(walk.head.person, screen)
    for target in targets:
        sight = await walk.head.look()
        for button in [one for one in sight.window if one.kind.target == target][:1]:
            await walk.head.presses_one(button, sight)


async def _finds(walk: "Walk", screen: str, target: str) -> bool:
    """The administrator looks at a screen until it shows what it collects; whether a button there leads to that."""
    await walk.opens(walk.head.person, {"s": screen})

    async def shown() -> Sight | None:
        sight = await walk.head.look()
        return None if any(say(key) in sight.text for key in NOT_YET) else sight

    sight = await walk.world.sandbox.until(shown, what=f"{screen} is shown")
    return any(button.kind.target == target for button in sight.window)


async def _trusted(walk: "Walk") -> None:
    async with database.opened(walk.world.settings.database):
        newest = await Reading.filter(school_id=KEY).order_by("-id").first()
        if newest is not None and newest.verdict == "suspicious":
            await journal_trust.trust(walk.school(), newest.id, ledger.OPERATOR)


async def _apart(story: Awaitable[None]) -> None:
    """In a context of its own the table of contents of Tortoise is not that of the bot."""

    async def told() -> None:
        await story

    await asyncio.get_running_loop().create_task(told(), context=contextvars.Context())
