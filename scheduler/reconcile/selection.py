"""Which chats have to be planned: those of which the journal says something new, and those not found settled.

``Chat.want_print`` names the roster by which the journal last said something new of a chat. A look that finds nothing
to do notes it as ``planned_print``, together with the rules of the school: as long as both fit, planning the chat again
would find nothing either. Whatever is due at a moment, and whatever people do, wakes its chat by itself.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from tortoise import connections
from tortoise.queryset import QuerySet

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState, Verdict, Watch
from bot.domain.plan import Desired, Guarded, Observed
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models import roster_queries
from models.chats import Chat, ChatPick
from models.schools import School
from scheduler.roster_frames import Summary

SLICE = 500
MANY = 50_000
"""So many people and units are not followed one by one any more."""
T = TypeVar("T")
TO_PLAN = """
SELECT id FROM chat
WHERE school_id = ? AND (state <> ? OR trouble <> '' OR seen_print = '' OR planned_print <> want_print || ?)
"""

ACCEPTED = """
UPDATE chat SET accepted_number = ?
WHERE school_id = ? AND accepted_number = ? AND want_print <> ? AND id BETWEEN ? AND ?
"""
"""Of chats without news: whom the journal puts there was accepted when the chat was last looked at."""


async def to_plan(school: SchoolContext) -> list[int]:
    """The chats that a scheduled pass has to plan."""
    values = [school.key, ChatState.ACTIVE.value, await rules_of(school)]
    return [row["id"] for row in await connections.get("default").execute_query_dict(TO_PLAN, values)]


async def note_plan(school: SchoolContext, chat: Chat, desired: Desired, observed: Observed, guarded: Guarded) -> None:
    """Remember whether a look has found the chat as it should be; writes only what changes."""
    planned = chat.want_print + await rules_of(school) if is_settled(desired, observed, guarded) else ""
    if planned != chat.planned_print:
        await Chat.filter(id=chat.id).update(planned_print=planned)
        chat.planned_print = planned


def is_settled(desired: Desired, observed: Observed, guarded: Guarded) -> bool:
    """Whether the same plan would be empty whenever it is made again, unless something is said or done."""
    is_empty = not (guarded.actions or guarded.held or guarded.refusals)
    is_judged = desired.evidence is Verdict.OK and desired.watch is Watch.ON and not desired.is_over
    return is_empty and is_judged and observed.exists and not desired.departed.keys() & observed.members.keys()


async def everything(school: SchoolContext) -> set[int]:
    """All chats of the school."""
    return await _ids(Chat.filter(school_id=school.key))


async def touched(school: SchoolContext, number: int, summary: Summary) -> set[int]:
    """The chats of which roster ``number`` says something else than the one before."""
    # A pupil who needs consent waits or does not in all chats, as the class decides.
    concerned = summary.people | (summary.moved if (await School.get(key=school.key)).consent_parallels else set())
    if len(concerned) + len(summary.units) > MANY:
        return await everything(school)
    units: set[str] = set()
    for people in _slices({*concerned, *summary.pupils}):
        children = await roster_queries.children_of(school.key, number, people)
        units |= await roster_queries.units_of(school.key, number, {*people, *children})
    found: set[int] = set()
    for some in _slices(units | summary.units):
        found |= await _ids(Chat.filter(school_id=school.key, unit_id__in=some))
    found |= await _among_colleagues(school, number, units | summary.taught, summary.moved)
    for people in _slices(concerned):
        found |= await _ids(Chat.filter(school_id=school.key, author_id__in=people))
        picks = ChatPick.filter(school_id=school.key, person_id__in=people)
        found |= {row.chat_id for row in await picks.only("id", "chat_id")}
    return found


async def _among_colleagues(
    school: SchoolContext, number: int, units: Collection[str], moved: Collection[str]
) -> set[int]:
    """The chats of colleagues where the teachers of these units belong, or begin and end to with these pupils."""
    chats = Chat.filter(school_id=school.key, kind=ChatKind.CLASS_COLLEAGUES)
    if not await chats.exists():
        return set()
    classes: set[str] = set()
    for some in _slices(units):
        # Teachers of a group belong with the colleagues of every class whose pupils learn in it.
        classes |= await roster_queries.classes_of_learners(school.key, number, some)
    for pupils in _slices(moved):
        classes |= await roster_queries.units_of(school.key, number, pupils)
    found: set[int] = set()
    for some in _slices(classes):
        found |= await _ids(chats.filter(unit_id__in=some))
    return found


async def of_days(school: SchoolContext, number: int, before: date) -> set[int]:
    """The chats of units in which somebody's part has begun or ended since the day ``before``."""
    units = await roster_queries.units_of_days(school.key, number, before, school.today())
    return await touched(school, number, Summary(units=units, taught=units)) if units else set()


async def note_news(school: SchoolContext, number: int, chat_ids: Collection[int]) -> None:
    """The journal says something new of these chats by roster ``number``, and nothing new of the others."""
    for some in _slices(chat_ids):
        await Chat.filter(id__in=some).update(want_print=str(number))
    newest = await Chat.all().order_by("-id").first()
    # All of them at once would hold up the loop, which a statement within a transaction does.
    for first in range(0, newest.id + 1 if newest else 0, SLICE):
        values = [number, school.key, number - 1, str(number), first, first + SLICE - 1]
        await connections.get("default").execute_query(ACCEPTED, values)


async def rules_of(school: SchoolContext) -> str:
    """What decides about all chats alike, in a few signs; the day, so that whatever was missed is found by tomorrow."""
    row = await School.get_or_none(key=school.key)
    titles = [say(f"chat-title-{kind.value.replace('_', '-')}", unit="") for kind in CLASS_CHATS]
    rules = (row.consent_parallels if row else 0, school.settings.reconcile.missing_grace_hours, titles, school.today())
    return ":" + hashlib.blake2b(repr(rules).encode(), digest_size=4).hexdigest()


async def _ids(chats: QuerySet[Chat]) -> set[int]:
    rows: list[Any] = await chats.values_list("id", flat=True)
    return set(rows)


def _slices(items: Iterable[T]) -> Iterator[list[T]]:
    every = list(items)
    return (every[start : start + SLICE] for start in range(0, len(every), SLICE))
