"""Whoever is in the dialogue at this moment, and the words that many screens share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.kinds import Part, Role, Verdict
from bot.domain.plan import Guarded
from bot.domain.roster import Person
from bot.domain.russian import class_sort_key, full_name
from bot.errors import ScreenOutdated
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.survey import Survey
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from bot.texts.dates import moment
from bot.ui.view import Params
from models.chats import Chat
from models.schools import Reading, School

MESSENGER_URL = "https://vk.me"


class Preview(Protocol):
    """What reconciliation would do with chats now, without doing it; ``as_if_on``: if nothing was paused."""

    async def __call__(self, chats: Sequence[Chat], *, as_if_on: bool = False) -> list[Guarded]:
        """Their plans after the guard."""
        ...


async def foresee_nothing(chats: Sequence[Chat], *, as_if_on: bool = False) -> list[Guarded]:
    """The preview where no reconciliation is at work."""
    return [Guarded() for _ in chats]


@dataclass(frozen=True, slots=True)
class Visit:
    """One render or one act: the school, the person, and the parameters of the screen."""

    school: SchoolContext
    profile: Profile
    talker: OutboxTalker
    params: Params = field(default_factory=dict)
    preview: Preview = foresee_nothing
    survey: Survey = field(default_factory=Survey)

    @property
    def page(self) -> int:
        """The VK page of the person."""
        return self.profile.page

    @property
    def now(self) -> datetime:
        """The current moment, UTC."""
        return self.school.now()

    def number(self, name: str) -> int:
        """A numeric parameter; the screen is outdated when it is absent."""
        value = self.params.get(name)
        if not isinstance(value, int):
            raise ScreenOutdated("")
        return value

    @property
    def list_page(self) -> int:
        """Which page of a long list is shown."""
        value = self.params.get("n")
        return value if isinstance(value, int) else 1

    def text(self, name: str) -> str:
        """A text parameter, empty when it is absent."""
        return str(self.params.get(name, ""))

    def said_moment(self, at: datetime) -> str:
        """A moment in the school's time zone, in words."""
        return moment(at, self.school.settings.time_zone, today=self.school.today())


async def roles_in_words(visit: Visit, people: tuple[Person, ...]) -> str:
    """What somebody is at school: «классный руководитель 8А, родитель (5Б)»."""
    roster = await Roster.of(visit.school.key, visit.school.today())
    ids = [person.source_id for person in people]
    led = await _classes(roster, ids, Part.HOMEROOM)
    learnt = await _classes(roster, ids, Part.PUPIL)
    roles = {role for person in people for role in person.roles}
    words = [say(f"role-{role.value}") for role in (Role.ADMINISTRATOR, Role.TEACHER, Role.STAFF) if role in roles]
    if led:
        words.append(say("role-homeroom", classes=", ".join(led)))
    if Role.PUPIL in roles:
        words.append(say("role-pupil-of", classes=", ".join(learnt)) if learnt else say("role-pupil"))
    if Role.GUARDIAN in roles:
        words.append(await _guardian(roster, ids))
    return ", ".join(words)


def name_of(person: Person) -> str:
    """The full name as the journal spells it."""
    return full_name(person.family, person.given, person.patronymic)


async def journal_in_words(visit: Visit) -> str:
    """When the journal was last read whole, and whether it cannot be read now."""
    school = await School.get_or_none(key=visit.school.key)
    if school is None or school.roster_at is None:
        return say("journal-never")
    key = "journal-away" if await _is_journal_away(visit) else "journal-updated"
    return say(key, moment=visit.said_moment(school.roster_at))


async def journal_trouble(visit: Visit) -> str:
    """That the journal cannot be read now, and from when the shown data are; empty while it can."""
    if not await _is_journal_away(visit):
        return ""
    school = await School.get_or_none(key=visit.school.key)
    return say("e-journal", moment=visit.said_moment(school.roster_at)) if school and school.roster_at else ""


async def _is_journal_away(visit: Visit) -> bool:
    newest = await Reading.filter(school_id=visit.school.key).order_by("-id").first()
    return newest is not None and newest.verdict in (Verdict.FAILED, Verdict.EMPTY)


async def _guardian(roster: Roster, ids: list[str]) -> str:
    pupils = {pupil for group in (await roster.children(ids)).values() for pupil in group}
    titles = await _classes(roster, pupils, Part.PUPIL)
    return say("role-guardian-of", children=", ".join(titles)) if titles else say("role-guardian")


async def _classes(roster: Roster, people: Collection[str], part: Part) -> list[str]:
    """Titles of the classes in which these people have this part."""
    rows = await roster.active(people=people, part=part, in_classes=True)
    units = await roster.units({row.unit_id for row in rows})
    return sorted((unit.title for unit in units.values()), key=class_sort_key)
