"""8А with its chats, whose journal opens the next year, and the decisions about that."""

from collections.abc import Iterable

from bot.domain.kinds import ChatKind, ChatState, Part, Role, UnitKind
from bot.domain.roster import Unit
from bot.domain.year_steps import Fate, steps_of
from bot.services import accounts, chats, school_year, year_facts
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from scheduler.school_year import SchoolYear
from tests.services.school import YEAR, Journal, linked, roster_of

NEXT = "2027/2028"
TEACHER, PUPIL = 101, 301
PUPILS = ("Белов", "Чернов", "Седов", "Титов")


def a_class(journal: Journal, unit_id: str, title: str, pupils: Iterable[str], year: str = YEAR) -> None:
    """A class with the class teacher Петров."""
    journal.units[unit_id] = Unit(unit_id, UnitKind.CLASS, title, year, int(title[:-1]), title[-1])
    journal.joins("Петров", unit_id, Part.HOMEROOM)
    for pupil in pupils:
        journal.person(pupil, Role.PUPIL)
        journal.joins(pupil, unit_id, Part.PUPIL)


def without(journal: Journal, *unit_ids: str) -> None:
    """The journal does not mention these classes any more."""
    for unit_id in unit_ids:
        journal.units.pop(unit_id, None)
    gone = [key for key in journal.memberships if key[0] in unit_ids]
    for key in gone:
        del journal.memberships[key]


async def eight_a(school: SchoolContext) -> Journal:
    """8А with its three chats in VK, the class teacher and a pupil inside those of the pupils."""
    journal = Journal(school)
    journal.person("Петров", Role.TEACHER)
    a_class(journal, "8a", "8А", PUPILS)
    await journal.is_read()
    await linked(school, TEACHER, "Петров")
    await linked(school, PUPIL, "Белов")
    unit = (await (await roster_of(school)).units(["8a"]))["8a"]
    for number, chat in enumerate(await chats.want_class_chats(school, unit, actor="bot")):
        await Chat.filter(id=chat.id).update(state=ChatState.ACTIVE, peer_id=2_000_000_001 + number, due_at=None)
    pupils = await Chat.get(kind=ChatKind.CLASS_PUPILS)
    for page, person, code in ((TEACHER, "Петров", "homeroom"), (PUPIL, "Белов", "pupil")):
        reasons = [{"code": code, "unit_id": "8a", "person_id": person, "pupil_id": ""}]
        await ChatMember.create(
            chat_id=pupils.id, member_id=page, is_inside=True, is_admin=page == TEACHER, reasons=reasons
        )
    return journal


async def turns(journal: Journal, *, pupils: Iterable[str] = PUPILS, title: str = "9А", unit_id: str = "9a") -> None:
    """The journal opens the new year, and somebody says that this is so."""
    without(journal, "8a")
    a_class(journal, unit_id, title, pupils, NEXT)
    await journal.rosters.accept(trusted_by="operator")


async def decides(school: SchoolContext, fate: Fate) -> None:
    """The head of the school confirms a part of the plan, and the scheduler does it."""
    plan = await year_facts.plan_of(school)
    await school_year.decide(school, await accounts.profile_of(school, TEACHER), steps_of(plan, fate))
    await SchoolYear(school).run()
