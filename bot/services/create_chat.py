"""Makes a chat of a draft: a subject chat of a group, or a custom chat."""

from typing import Any

from bot.domain.kinds import ChatKind, Role
from bot.errors import UserError
from bot.services import drafts, ledger, picks
from bot.services.accounts import Profile
from bot.services.chats import title_of
from bot.services.drafts import Sketch
from bot.services.picks import People
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat


async def create(school: SchoolContext, profile: Profile, sketch: Sketch) -> Chat:
    """The chat of the draft, made once however often it is asked for; ``UserError`` says what the draft lacks."""
    if sketch.is_done and (made := await Chat.get_or_none(id=sketch.chat_id, school_id=school.key)):
        return made
    author_id = await _author(profile)
    await _refuse_empty(school, sketch, author_id)
    chat = await (_subject(school, sketch, author_id) if sketch.unit_id else _custom(school, sketch, author_id))
    await picks.put(school, chat, People(frozenset(sketch.members), frozenset(sketch.leaders)))
    await ledger.note(school, "chat-wanted", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)
    await drafts.finish(school, sketch, chat.id)
    return chat


async def existing(school: SchoolContext, unit_id: str) -> Chat | None:
    """The chat that a group has this year already, deleted ones of the last days included."""
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units([unit_id])).get(unit_id)
    year = unit.year if unit else ""
    return await Chat.get_or_none(school_id=school.key, kind=ChatKind.SUBJECT, unit_id=unit_id, year=year)


async def _author(profile: Profile) -> str:
    staff = [person.source_id for person in profile.people if any(role.is_staff for role in person.roles)]
    if not staff:
        raise UserError("e-denied-staff")
    return staff[0]


async def _refuse_empty(school: SchoolContext, sketch: Sketch, author_id: str) -> None:
    others = set(sketch.members) - {author_id}
    if not others:
        raise UserError("n-nobody")
    people = await (await Roster.of(school.key, school.today())).people(sketch.leaders)
    pupils = [person for person in people.values() if Role.PUPIL in person.roles]
    if pupils and not school.settings.pupils_may_lead:
        raise UserError("p-pupils-never-lead")


async def _subject(school: SchoolContext, sketch: Sketch, author_id: str) -> Chat:
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units([sketch.unit_id])).get(sketch.unit_id)
    if unit is None or not unit.active:
        raise UserError("n-group-gone")
    if await existing(school, unit.source_id):
        raise UserError("n-exists-already")
    place = {"kind": ChatKind.SUBJECT, "unit_id": unit.source_id, "year": unit.year}
    return await _put(school, author_id, title=title_of(ChatKind.SUBJECT, unit), **place)


async def _custom(school: SchoolContext, sketch: Sketch, author_id: str) -> Chat:
    roster = await Roster.of(school.key, school.today())
    year = max((unit.year for unit in await roster.classes()), default="")
    place = {"kind": ChatKind.CUSTOM, "unit_id": f"draft-{sketch.id}", "year": year}
    return await _put(school, author_id, title=sketch.title, own_title=sketch.title, **place)


async def _put(school: SchoolContext, author_id: str, **fields: Any) -> Chat:
    now = school.now()
    return await Chat.create(school_id=school.key, author_id=author_id, created_at=now, due_at=now, **fields)
