"""All chats of the school for the console: counted, searched, handed over, and those still to be made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.kinds import CLASS_CHATS, ChatKind, Part
from bot.domain.roster import Person, Unit
from bot.domain.russian import class_sort_key, full_name, normal_name, search_words
from bot.errors import UserError
from bot.services import accounts, belonging, chat_lists, chat_settings, chats, delete_chat, ledger
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, ChatPick

AUTOMATIC, SUBJECT, CUSTOM, ADOPTED = "automatic", "subject", "custom", "adopted"
SORTS = (AUTOMATIC, SUBJECT, CUSTOM, ADOPTED)
NO_STAFF, NO_RIGHTS, EMPTY, NO_AUTHOR = "no-staff", "no-rights", "empty", "no-author"
CONCERNS = (NO_STAFF, NO_RIGHTS, EMPTY, NO_AUTHOR)
"""What may be the matter with a chat, as text keys end."""


@dataclass(frozen=True, slots=True)
class Line:
    """A chat of the registry: who answers for it, how many people are inside, and what is the matter."""

    chat: Chat
    keepers: tuple[str, ...]
    inside: int
    concerns: tuple[str, ...]

    @property
    def sort(self) -> str:
        """Which of ``SORTS`` the chat is."""
        if self.chat.adopted_at is not None:
            return ADOPTED
        if self.chat.kind in CLASS_CHATS:
            return AUTOMATIC
        return SUBJECT if self.chat.kind is ChatKind.SUBJECT else CUSTOM

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to look at it."""
        return bool(self.concerns or chat_lists.problem_of(self.chat))


@dataclass(frozen=True, slots=True)
class Missing:
    """A class without some of its automatic chats."""

    unit: Unit
    kinds: tuple[ChatKind, ...]


@dataclass(frozen=True, slots=True)
class Automatic:
    """The automatic chats of this year: ``there`` are so many, ``missing`` can be made, ``waiting`` need a teacher."""

    missing: tuple[Missing, ...]
    waiting: tuple[Unit, ...]
    there: int


async def lines_of(school: SchoolContext) -> list[Line]:
    """Every chat that is alive, class by class, then by title."""
    alive = Chat.filter(school_id=school.key, deleted_at__isnull=True, is_archived=False)
    found = [chat for chat in await alive if chat.state.is_ours]
    roster = await Roster.of(school.key, school.today())
    staff = {person.source_id: person for person in await roster.staff()}
    pages = set((await accounts.pages_of(school, list(staff))).values())
    inside: dict[int, set[int]] = {}
    rows = ChatMember.filter(chat_id__in=[chat.id for chat in found], is_inside=True, member_id__gt=0)
    for chat_id, member_id in await rows.values_list("chat_id", "member_id"):
        inside.setdefault(chat_id, set()).add(member_id)
    leading = await roster.active(part=Part.HOMEROOM, in_classes=True)
    homerooms: dict[str, list[str]] = {}
    for row in leading:
        homerooms.setdefault(row.unit_id, []).append(row.person_id)
    lines = [_line(chat, inside.get(chat.id, set()), _answering(chat, homerooms, staff), pages) for chat in found]
    return sorted(lines, key=lambda line: (class_sort_key(line.chat.title.partition(" ")[0]), line.chat.title))


def found(lines: Iterable[Line], query: str) -> list[Line]:
    """Those whose title, or the name of whoever answers for them, has every word of the query."""
    words = search_words(query)
    texts = [(line, normal_name(" ".join([line.chat.title, *line.keepers]))) for line in lines]
    return [line for line, text in texts if words and all(word in text for word in words)]


async def hand_over(school: SchoolContext, profile: Profile, chat: Chat, account_id: int) -> Person:
    """Let a linked colleague answer for a chat whose author has gone; ``UserError`` when it is not theirs to give."""
    heir = (await chat_settings.heirs(school, chat)).get(account_id)
    if heir is None:
        raise UserError("c-transfer-nobody")
    before = chat.author_id
    await ChatPick.filter(chat_id=chat.id, person_id=heir.source_id).delete()
    await Chat.filter(id=chat.id).update(author_id=heir.source_id, heir_id="")
    await chats.wake(school, [chat.id])
    actor = ledger.by(profile)
    await ledger.note(school, "transferred", actor=actor, chat_id=chat.id, person=heir.source_id, before=before)
    return heir


async def automatic(school: SchoolContext) -> Automatic:
    """How far the classes of this year have their chats: none is made where a pupil could be alone in it."""
    roster = await Roster.of(school.key, school.today())
    known = Chat.filter(school_id=school.key, kind__in=CLASS_CHATS)
    there = {(chat.unit_id, chat.year, chat.kind) for chat in await known if not delete_chat.is_past(school, chat)}
    classes, led = await roster.classes(), await belonging.led_classes(roster)
    lacking = []
    for unit in classes:
        if kinds := tuple(kind for kind in CLASS_CHATS if (unit.source_id, unit.year, kind) not in there):
            lacking.append(Missing(unit, kinds))
    units = {unit.source_id: unit.year for unit in classes}
    return Automatic(
        missing=tuple(one for one in lacking if one.unit.source_id in led),
        waiting=tuple(one.unit for one in lacking if one.unit.source_id not in led),
        there=sum(units.get(unit_id) == year for unit_id, year, _ in there),
    )


async def want_missing(school: SchoolContext, profile: Profile) -> int:
    """Wish all of them; the scheduler makes them. How many there were: none when it was done before."""
    found = (await automatic(school)).missing
    for one in found:
        unit = one.unit
        taken = Chat.filter(school_id=school.key, kind__in=one.kinds, unit_id=unit.source_id, year=unit.year)
        for chat in await taken:
            await delete_chat.free_place(chat)
        await chats.want_class_chats(school, one.unit, actor=ledger.by(profile))
    return sum(len(one.kinds) for one in found)


def _answering(chat: Chat, homerooms: Mapping[str, list[str]], staff: Mapping[str, Person]) -> list[Person]:
    """Who answers for a chat and works at the school: the class teacher, or the author."""
    people = homerooms.get(chat.unit_id, []) if chat.kind in CLASS_CHATS else [chat.author_id]
    return [staff[one] for one in people if one in staff]


def _line(chat: Chat, inside: set[int], answering: Sequence[Person], pages: set[int]) -> Line:
    names = tuple(full_name(one.family, one.given, one.patronymic) for one in answering)
    tests = (
        (NO_STAFF, bool(inside) and inside.isdisjoint(pages)),
        (NO_RIGHTS, bool(chat.trouble)),
        (EMPTY, chat.peer_id is not None and not inside),
        (NO_AUTHOR, chat.kind not in CLASS_CHATS and bool(chat.author_id) and not answering),
    )
    return Line(chat, names, len(inside), tuple(code for code, holds in tests if holds))
