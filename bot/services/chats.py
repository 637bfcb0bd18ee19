"""Wishes about chats: which should exist, and which to look at again."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.kinds import CLASS_CHATS, ChatKind
from bot.domain.roster import Unit
from bot.services import belonging, composition, ledger, year_facts
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models import queues
from models.chats import Chat, ChatMember
from models.database import transaction

EVENT, PASS = "event", "pass"


def title_of(kind: ChatKind, unit: Unit) -> str:
    """The title that the journal gives a chat of a class or of a group."""
    return say(f"chat-title-{kind.value.replace('_', '-')}", unit=unit.title)


async def want_class_chats(school: SchoolContext, unit: Unit, *, actor: str) -> list[Chat]:
    """Wish the three chats of a class; those that are wished already stay as they are."""
    return [await _want(school, unit, kind, actor=actor) for kind in CLASS_CHATS]


async def want_for_homeroom(school: SchoolContext, people: Iterable[str], *, actor: str) -> None:
    """Wish the chats of every class that one of ``people`` leads, but for classes that may go on older chats."""
    roster = await Roster.of(school.key, school.today())
    places = await belonging.reasons_of(roster, list(people))
    led = {reason.unit_id for reasons in places.values() for reason in reasons if reason.code == "homeroom"}
    for unit in (await roster.units(led - await year_facts.claimed(school))).values():
        await want_class_chats(school, unit, actor=actor)


async def want_for_linked_homerooms(school: SchoolContext, units: Collection[str] | None = None) -> None:
    """Wish the chats of every class (or of those among ``units``) whose teacher is linked, each by itself.

    A new class or a new teacher needs no press. A class that may go on older chats waits for the decision about those.
    """
    roster = await Roster.of(school.key, school.today())
    led = await belonging.led_classes(roster, units) - await year_facts.claimed(school)
    made = Chat.filter(school_id=school.key, kind=CLASS_CHATS[-1], unit_id__in=list(led))
    there = set(await made.values_list("unit_id", "year"))
    for unit in (await roster.units(led)).values():
        if (unit.source_id, unit.year) not in there:
            async with transaction():
                await want_class_chats(school, unit, actor=ledger.JOURNAL)


async def wake(school: SchoolContext, chats: Iterable[int], *, cause: str = EVENT, at: datetime | None = None) -> None:
    """Have reconciliation look at these chats, at once or at a moment; an earlier wish stays.

    Every wish is counted, so that one that arrives while a chat is being looked at is not lost. What people did
    (``event``) makes the look urgent; what the schedule found (``pass``) does not.
    """
    if wished := list(chats):
        await queues.wake(school.key, wished, at or school.now(), cause=cause, is_urgent=cause == EVENT)


async def wake_peers(school: SchoolContext, peers: Iterable[int]) -> None:
    """Have reconciliation look at the chats with these peers at once: something there has changed."""
    await wake(school, [chat.id for chat in await Chat.filter(school_id=school.key, peer_id__in=list(peers))])


async def wake_for(school: SchoolContext, people: Iterable[str], page: int | None = None) -> None:
    """Have reconciliation look at every chat that these people belong to, or that the page is or was in."""
    roster = await Roster.of(school.key, school.today())
    ids = [chat.id for chat, _ in await composition.of_people(roster, list(people))]
    if page is not None:
        ids += [member.chat_id for member in await ChatMember.filter(member_id=page, chat__school_id=school.key)]
    await wake(school, set(ids))


async def _want(school: SchoolContext, unit: Unit, kind: ChatKind, *, actor: str) -> Chat:
    chat, is_new = await Chat.get_or_create(
        school_id=school.key,
        year=unit.year,
        kind=kind,
        unit_id=unit.source_id,
        defaults={"title": title_of(kind, unit), "created_at": school.now(), "due_at": school.now()},
    )
    if is_new:
        await ledger.note(school, "chat-wanted", actor=actor, chat_id=chat.id)
    return chat
