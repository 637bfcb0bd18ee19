"""Takes over a chat that was made by hand in VK: found, looked at, decided about, adopted or left.

A found chat is a row like any other, so reconciliation reads it; it takes nobody in or out of it but by a press.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.kinds import CLASS_CHATS, ChatKind, ChatState, Ending, Part
from bot.domain.roster import Person, Unit
from bot.domain.russian import normal_name
from bot.errors import UserError
from bot.services import accounts, chats, composition, ledger, picks
from bot.services.accounts import Profile
from bot.services.picks import People
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, LedgerLine
from models.people import PersonLink

PATIENCE = timedelta(days=7)
LIKELY = 2
ASKED_EVERY = timedelta(hours=24)
LINK_ASKED = "link-asked"


@dataclass(frozen=True, slots=True)
class Place:
    """What a found chat can become: the chat of a group or of a class, which does not exist yet."""

    kind: ChatKind
    unit: Unit


@dataclass(frozen=True, slots=True)
class Inside:
    """Who is inside a chat made by hand: people of the journal by page, and pages that nobody of the journal is."""

    known: dict[int, list[str]]
    unknown: tuple[ChatMember, ...]

    @property
    def count(self) -> int:
        """How many people are inside."""
        return len(self.known) + len(self.unknown)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the journal will make of a found chat."""

    expected: int
    inside: int
    invited: int
    others: int


async def found(school: SchoolContext, profile: Profile, peer_id: int) -> Chat:
    """A member of staff added the community: the chat as it is known from now on, whoever was first."""
    known = await Chat.get_or_none(school_id=school.key, peer_id=peer_id)
    if known is None:
        chat = await _put(school, peer_id, ChatState.FOUND, author_id=_staff_id(profile))
        await _note(school, "chat-found", profile, chat)
        return chat
    if known.state is ChatState.LEAVING or (known.state is ChatState.FOUND and not await _is_linked(school, known)):
        mine = {"state": ChatState.FOUND, "author_id": _staff_id(profile), "created_at": school.now()}
        await Chat.filter(id=known.id).update(**mine)
    elif known.state is ChatState.GONE:
        await Chat.filter(id=known.id).update(state=ChatState.PAUSED)
    await chats.wake(school, [known.id])
    return await Chat.get(id=known.id)


async def refuse(school: SchoolContext, peer_id: int) -> None:
    """Have the community leave a chat to which nobody of the staff has added it."""
    chat = await Chat.get_or_none(school_id=school.key, peer_id=peer_id)
    if chat is None:
        await _put(school, peer_id, ChatState.LEAVING)
    elif chat.state is ChatState.LEAVING:
        await chats.wake(school, [chat.id])


async def is_known(school: SchoolContext, peer_id: int) -> bool:
    """Whether the school has this chat, or a member of staff has found it."""
    return await Chat.filter(school_id=school.key, peer_id=peer_id).exclude(state=ChatState.LEAVING).exists()


async def look_again(school: SchoolContext, peer_id: int) -> None:
    """Have a known chat read anew."""
    await chats.wake(school, [chat.id for chat in await Chat.filter(school_id=school.key, peer_id=peer_id)])


async def may_ask_to_link(school: SchoolContext, profile: Profile, chat: Chat) -> bool:
    """Note that the chat is told how to link; False when it was told less than a day ago."""
    told = LedgerLine.filter(chat_id=chat.id, event=LINK_ASKED, at__gt=school.now() - ASKED_EVERY)
    if await told.exists():
        return False
    await _note(school, LINK_ASKED, profile, chat)
    return True


async def waiting(school: SchoolContext, profile: Profile) -> Chat | None:
    """The newest chat that these people have found and not decided about."""
    mine = Chat.filter(school_id=school.key, state=ChatState.FOUND, author_id__in=list(profile.person_ids))
    return await mine.order_by("-created_at").first()


def is_unwanted(school: SchoolContext, chat: Chat) -> bool:
    """Whether the community is to go: it was told to, or nobody has adopted a found chat for a week."""
    return chat.state is ChatState.LEAVING or (
        chat.state is ChatState.FOUND and chat.created_at <= school.now() - PATIENCE
    )


async def inside(school: SchoolContext, chat: Chat) -> Inside:
    """Everybody inside, as VK last showed them."""
    rows = await ChatMember.filter(chat_id=chat.id, is_inside=True, member_id__gt=0).order_by("id")
    pages = [row.member_id for row in rows]
    known: dict[int, list[str]] = {}
    links = PersonLink.filter(school_id=school.key, account__messenger_id__in=pages).prefetch_related("account")
    for link in await links:
        known.setdefault(link.account.messenger_id, []).append(link.person_id)
    return Inside(known, tuple(row for row in rows if row.member_id not in known))


async def alike(school: SchoolContext, name: str) -> list[Person]:
    """People of the journal who are called like an unknown page: a hint for the teacher, never a link."""
    folded = normal_name(name)
    if " " not in folded:
        return []
    roster = await Roster.of(school.key, school.today())
    return (await roster.people_called(folded))[:LIKELY]


def print_of(pages: Iterable[int]) -> str:
    """Tells these pages from others as many, short enough for a button."""
    return hashlib.blake2b(repr(sorted(pages)).encode(), digest_size=6).hexdigest()


async def dismiss(school: SchoolContext, profile: Profile, chat: Chat, pages: Collection[int]) -> int:
    """Have these unknown pages taken out; administrators only their own chat can remove. Returns how many go."""
    unknown = (await inside(school, chat)).unknown
    going = [row.id for row in unknown if row.member_id in pages and not row.is_admin]
    await ChatMember.filter(id__in=going).update(leaving=Ending.REMOVED_BY_HAND)
    await chats.wake(school, [chat.id])
    await _note(school, "unknown-dismissed", profile, chat, count=len(going))
    return len(going)


async def leave(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Have the community leave a found chat and forget it."""
    if await Chat.filter(id=chat.id, state=ChatState.FOUND).update(state=ChatState.LEAVING):
        await chats.wake(school, [chat.id])
        await _note(school, "chat-declined", profile, chat)


async def groups(school: SchoolContext, profile: Profile) -> list[Place]:
    """The person's own groups that have no chat."""
    roster = await Roster.of(school.key, school.today())
    taught = {row.unit_id for row in await roster.active(people=profile.person_ids, part=Part.TEACHER)}
    places = [Place(ChatKind.SUBJECT, unit) for unit in await roster.groups(taught)]
    return [place for place in places if not await _is_taken(school, place)]


async def class_chats(school: SchoolContext, profile: Profile) -> list[Place]:
    """The automatic chats of the classes that the person leads, as far as they do not exist."""
    roster = await Roster.of(school.key, school.today())
    led = {row.unit_id for row in await roster.active(people=profile.person_ids, part=Part.HOMEROOM, in_classes=True)}
    units = [unit for unit in await roster.classes() if unit.source_id in led]
    places = [Place(kind, unit) for unit in units for kind in CLASS_CHATS]
    return [place for place in places if not await _is_taken(school, place)]


async def place(school: SchoolContext, profile: Profile, kind: str, unit_id: str) -> Place:
    """One of the places that the person may give a found chat; ``UserError`` when it is none of them any more."""
    offered = await groups(school, profile) if kind == ChatKind.SUBJECT else await class_chats(school, profile)
    for one in offered:
        if one.kind == kind and one.unit.source_id == unit_id:
            return one
    raise UserError("d-place-taken")


async def forecast(school: SchoolContext, chat: Chat, wanted: Place) -> Forecast:
    """Who would belong if the chat took this place: nobody inside goes because of it."""
    roster = await Roster.of(school.key, school.today())
    would_be = Chat(
        school_id=school.key, kind=wanted.kind, unit_id=wanted.unit.source_id, year=wanted.unit.year, id=chat.id
    )
    seats = await composition.without_picks(roster, would_be)
    pages = set((await accounts.pages_of(school, list(seats))).values())
    there = await inside(school, chat)
    here = len(pages & set(there.known))
    return Forecast(len(seats), here, len(pages) - here, there.count - here)


async def as_custom(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Adopt as a chat whose people the teacher keeps: those of the journal who are inside belong from now on."""
    there = await inside(school, chat)
    await _adopt(school, profile, chat, own_title=chat.title, follows_journal=False)
    people = {person_id for ids in there.known.values() for person_id in ids}
    await picks.put(school, await Chat.get(id=chat.id), People(frozenset(people), await _leaders(school, chat, there)))


async def as_place(school: SchoolContext, profile: Profile, chat: Chat, wanted: Place) -> None:
    """Adopt as the chat of a group or of a class: its people and its title come from the journal."""
    if await _is_taken(school, wanted):
        raise UserError("d-place-taken")
    # A chat that VK no longer has keeps the place, but nothing else.
    gone = Chat.filter(school_id=school.key, kind=wanted.kind, unit_id=wanted.unit.source_id, year=wanted.unit.year)
    await gone.delete()
    author_id = chat.author_id if wanted.kind is ChatKind.SUBJECT else ""
    where = {"kind": wanted.kind, "unit_id": wanted.unit.source_id, "year": wanted.unit.year}
    await _adopt(school, profile, chat, author_id=author_id, follows_journal=True, **where)


async def _adopt(school: SchoolContext, profile: Profile, chat: Chat, **fields: Any) -> None:
    if not await Chat.filter(id=chat.id, state=ChatState.FOUND).update(
        state=ChatState.ACTIVE, adopted_at=school.now(), trouble="", **fields
    ):
        raise UserError("d-decided")
    await chats.wake(school, [chat.id])
    await _note(school, "chat-adopted", profile, chat)


async def _leaders(school: SchoolContext, chat: Chat, there: Inside) -> frozenset[str]:
    """The staff among the administrators inside."""
    rows = await ChatMember.filter(chat_id=chat.id, is_inside=True, is_admin=True)
    ids = [person_id for row in rows for person_id in there.known.get(row.member_id, ())]
    people = await (await Roster.of(school.key, school.today())).people(ids)
    return frozenset(key for key, one in people.items() if any(role.is_staff for role in one.roles))


async def _is_taken(school: SchoolContext, wanted: Place) -> bool:
    here = Chat.filter(school_id=school.key, kind=wanted.kind, unit_id=wanted.unit.source_id, year=wanted.unit.year)
    row = await here.first()
    return row is not None and (row.state is not ChatState.GONE or row.deleted_at is not None)


async def _put(school: SchoolContext, peer_id: int, state: ChatState, **fields: Any) -> Chat:
    now = school.now()
    roster = await Roster.of(school.key, school.today())
    return await Chat.create(
        school_id=school.key,
        year=max((unit.year for unit in await roster.classes()), default=""),
        kind=ChatKind.CUSTOM,
        unit_id=f"peer-{peer_id}",
        title="",
        peer_id=peer_id,
        state=state,
        follows_journal=False,
        created_at=now,
        due_at=now,
        **fields,
    )


def _staff_id(profile: Profile) -> str:
    return next(person.source_id for person in profile.people if any(role.is_staff for role in person.roles))


async def _is_linked(school: SchoolContext, chat: Chat) -> bool:
    return bool(await accounts.pages_of(school, [chat.author_id]))


async def _note(school: SchoolContext, event: str, profile: Profile, chat: Chat, **details: Any) -> None:
    await ledger.note(school, event, actor=ledger.person(profile.account_id or 0), chat_id=chat.id, **details)
