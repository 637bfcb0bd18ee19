"""Makes a chat of a draft: a subject chat of a group, or a custom chat."""

import re
from typing import Any

from bot.domain.kinds import ChatKind, Role
from bot.domain.russian import mobile_phone, normal_name
from bot.errors import ScreenOutdated, UserError
from bot.services import candidates, chat_settings, delete_chat, drafts, ledger, picks
from bot.services.accounts import Profile
from bot.services.chats import title_of
from bot.services.drafts import Sketch
from bot.services.picks import People
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat

TITLE_LIMIT = 100
_MAIL = re.compile(r"\S@\S+\.\w")


async def group_draft(school: SchoolContext, profile: Profile, unit_id: str) -> Sketch:
    """The page's draft about a group within its reach, or a fresh one with everybody whom the journal puts there."""
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units([unit_id])).get(unit_id)
    if unit is None or not unit.active or not await candidates.may_gather(roster, profile, unit_id):
        raise ScreenOutdated("N.TYPE", "n-group-gone")
    if begun := await drafts.begun(school, profile.page, drafts.SUBJECT, unit_id=unit_id):
        return begun
    rows = await roster.active(units=[unit_id])
    author_id = await _author(profile)
    members = tuple(sorted({author_id, *(row.person_id for row in rows)}))
    return Sketch(0, drafts.SUBJECT, unit_id=unit_id, members=members, leaders=(author_id,))


def checked_title(text: str) -> str:
    """The title that somebody typed; ``UserError`` when there is none in it or it is too long."""
    title = " ".join(text.split())
    if not any(sign.isalnum() for sign in title):
        raise UserError("n-name-empty")
    if len(title) > TITLE_LIMIT:
        raise UserError("n-name-long", limit=TITLE_LIMIT, count=len(title))
    return title


async def doubt_about(school: SchoolContext, profile: Profile, title: str, *, besides: int = 0) -> str:
    """Why a title should be thought over: ``private`` data, or the ``same`` as another own chat; empty if it need not.

    ``besides`` is the chat that is to be renamed.
    """
    if _MAIL.search(title) or mobile_phone(title):
        return "private"
    mine = Chat.filter(school_id=school.key, author_id__in=list(profile.person_ids), deleted_at=None)
    known = {normal_name(chat.own_title or chat.title) for chat in await mine.exclude(id=besides)}
    return "same" if normal_name(title) in known else ""


async def create(school: SchoolContext, profile: Profile, sketch: Sketch) -> Chat:
    """The chat of the draft, made once however often it is asked for; ``UserError`` says what the draft lacks."""
    if sketch.is_done and (made := await Chat.get_or_none(id=sketch.chat_id, school_id=school.key)):
        return made
    author_id = await _author(profile)
    await _refuse_empty(school, sketch, author_id)
    chat = await (_subject(school, sketch, author_id) if sketch.unit_id else _custom(school, sketch, author_id))
    await picks.put(school, chat, People(frozenset(sketch.members), frozenset(sketch.leaders)))
    if chat_settings.may_follow(chat):
        await chat_settings.follow(school, profile, chat, is_on=sketch.preferences.follows)
    await ledger.note(school, "chat-wanted", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)
    await drafts.finish(school, sketch, chat.id)
    return chat


def refuse_too_many(school: SchoolContext, people: int) -> None:
    """``UserError`` when VK would not let so many people into one chat."""
    if people > school.settings.chat_people:
        raise UserError("n-too-many", limit=school.settings.chat_people)


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
    refuse_too_many(school, len(others) + 1)
    people = await (await Roster.of(school.key, school.today())).people(sketch.leaders)
    pupils = [person for person in people.values() if Role.PUPIL in person.roles]
    if pupils and not school.settings.pupils_may_lead:
        raise UserError("p-pupils-never-lead")


async def _subject(school: SchoolContext, sketch: Sketch, author_id: str) -> Chat:
    roster = await Roster.of(school.key, school.today())
    unit = (await roster.units([sketch.unit_id])).get(sketch.unit_id)
    if unit is None or not unit.active:
        raise UserError("n-group-gone")
    if old := await existing(school, unit.source_id):
        if not delete_chat.is_past(school, old):
            raise UserError("n-exists-already")
        await delete_chat.free_place(old)
    place = {"kind": ChatKind.SUBJECT, "unit_id": unit.source_id, "year": unit.year}
    return await _put(school, author_id, sketch, title=title_of(ChatKind.SUBJECT, unit), **place)


async def _custom(school: SchoolContext, sketch: Sketch, author_id: str) -> Chat:
    roster = await Roster.of(school.key, school.today())
    year = max((unit.year for unit in await roster.classes()), default="")
    place = {"kind": ChatKind.CUSTOM, "unit_id": f"draft-{sketch.id}", "year": year}
    return await _put(school, author_id, sketch, title=sketch.title, own_title=sketch.title, **place)


async def _put(school: SchoolContext, author_id: str, sketch: Sketch, **fields: Any) -> Chat:
    now, wished = school.now(), sketch.preferences
    fields |= {"stranger_policy": wished.strangers, "writers": wished.writers, "welcome": wished.welcome}
    return await Chat.create(school_id=school.key, author_id=author_id, created_at=now, due_at=now, **fields)
