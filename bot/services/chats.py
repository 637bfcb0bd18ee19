"""Wishes about chats: which should exist, which to look at again; and what people see of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import F, Q

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState, Part
from bot.domain.membership import Reason, Standing
from bot.domain.roster import Unit
from bot.domain.russian import class_sort_key
from bot.services import belonging, ledger
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember
from models.people import PersonLink

EVENT, PASS = "event", "pass"


def title_of(kind: ChatKind, unit: Unit) -> str:
    """The title that the journal gives an automatic chat."""
    return say(f"chat-title-{kind.value.replace('_', '-')}", unit=unit.title)


async def want_class_chats(school: SchoolContext, unit: Unit, *, actor: str) -> list[Chat]:
    """Wish the three chats of a class; those that are wished already stay as they are."""
    return [await _want(school, unit, kind, actor=actor) for kind in CLASS_CHATS]


async def want_for_homeroom(school: SchoolContext, people: Iterable[str], *, actor: str) -> None:
    """Wish the chats of every class that one of ``people`` leads."""
    roster = await Roster.of(school.key, school.today())
    places = await belonging.reasons_of(roster, list(people))
    led = {reason.unit_id for reasons in places.values() for reason in reasons if reason.code == "homeroom"}
    for unit in (await roster.units(led)).values():
        await want_class_chats(school, unit, actor=actor)


async def want_for_linked_homerooms(school: SchoolContext) -> None:
    """Wish the chats of every class whose teacher is linked: a new class or a new teacher needs no press."""
    roster = await Roster.of(school.key, school.today())
    leading = await roster.active(part=Part.HOMEROOM, in_classes=True)
    links = PersonLink.filter(school_id=school.key, person_id__in=list({row.person_id for row in leading}))
    linked = set(map(str, await links.values_list("person_id", flat=True)))
    for unit in (await roster.units({row.unit_id for row in leading if row.person_id in linked})).values():
        await want_class_chats(school, unit, actor=ledger.JOURNAL)


async def wake(school: SchoolContext, chats: Iterable[int], *, cause: str = EVENT, at: datetime | None = None) -> None:
    """Have reconciliation look at these chats, at once or at a moment; an earlier wish stays.

    Every wish is counted, so that one that arrives while a chat is being looked at is not lost. What people did
    (``event``) makes the look urgent; what the schedule found (``pass``) does not.
    """
    when = at or school.now()
    wished = Chat.filter(id__in=list(chats), school_id=school.key)
    await wished.filter(Q(due_at__isnull=True) | Q(due_at__gt=when)).update(due_at=when, due_cause=cause)
    await wished.update(wishes=F("wishes") + 1)
    if cause == EVENT:
        await wished.update(due_cause=EVENT)


async def wake_for(school: SchoolContext, people: Iterable[str], page: int | None = None) -> None:
    """Have reconciliation look at every chat that these people belong to, or that the page is or was in."""
    roster = await Roster.of(school.key, school.today())
    places = await belonging.reasons_of(roster, list(people))
    ids = [chat.id for chat in await _chats_at(roster, places)]
    if page is not None:
        ids += [member.chat_id for member in await ChatMember.filter(member_id=page, chat__school_id=school.key)]
    await wake(school, set(ids))


@dataclass(frozen=True, slots=True)
class ChatPlace:
    """One chat as one person sees it."""

    chat: Chat
    standing: Standing
    reasons: tuple[Reason, ...]
    is_inside: bool
    has_left: bool
    inside: int
    expected: int

    @property
    def is_ready(self) -> bool:
        """Whether the chat exists in VK."""
        return self.chat.state is ChatState.ACTIVE


async def places_of(school: SchoolContext, page: int, people: Iterable[str]) -> list[ChatPlace]:
    """The chats that these people of one page belong to: class by class, pupils, parents, colleagues."""
    roster = await Roster.of(school.key, school.today())
    places = await belonging.reasons_of(roster, list(people))
    chats = await _chats_at(roster, places)
    members = await ChatMember.filter(chat_id__in=[chat.id for chat in chats])
    found = [await _place(roster, chat, page, places[(chat.kind, chat.unit_id)], members) for chat in chats]
    units = await roster.units({chat.unit_id for chat in chats})
    kinds = list(ChatKind)
    return sorted(found, key=lambda one: (class_sort_key(units[one.chat.unit_id].title), kinds.index(one.chat.kind)))


async def _place(
    roster: Roster, chat: Chat, page: int, reasons: list[Reason], members: Iterable[ChatMember]
) -> ChatPlace:
    there = [member for member in members if member.chat_id == chat.id]
    me = next((member for member in there if member.member_id == page), None)
    expected = await belonging.reasons_in(roster, chat.kind, chat.unit_id)
    return ChatPlace(
        chat=chat,
        standing=standing_of(reasons),
        reasons=tuple(reasons),
        is_inside=bool(me and me.is_inside),
        has_left=bool(me and me.ending == "left" and not me.is_inside),
        inside=sum(member.is_inside for member in there),
        expected=len(expected),
    )


def standing_of(reasons: Iterable[Reason]) -> Standing:
    """The strongest standing that the reasons give: a class teacher is an administrator."""
    return Standing.ADMIN if any(reason.code == "homeroom" for reason in reasons) else Standing.MEMBER


async def _chats_at(roster: Roster, places: Iterable[belonging.Place]) -> list[Chat]:
    wanted = set(places)
    units = {unit_id for _, unit_id in wanted}
    years = {unit.source_id: unit.year for unit in (await roster.units(units)).values()}
    chats = await Chat.filter(school_id=roster.school, unit_id__in=list(units)) if units else []
    return [chat for chat in chats if (chat.kind, chat.unit_id) in wanted and years.get(chat.unit_id) == chat.year]


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
