"""Says hello in a chat once somebody has written there, and welcomes newcomers: never at night, at most once an hour.

A community sees nothing of a chat's history before a member's first message, so nothing can be pinned earlier.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta

from bot.domain.kinds import ChatKind, ChatState, Role
from bot.domain.roster import Person
from bot.domain.russian import full_name
from bot.errors import UserError
from bot.services import accounts, composition, invitations, ledger
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from models.chats import Chat, ChatMember
from models.database import transaction

DUE, SAID, OFF = "due", "said", "off"
WELCOMES_EVERY = timedelta(hours=1)
SHORTEST, LONGEST = 10, 500
NAMES_AT_ONCE = 15


async def heard(school: SchoolContext, peers: Collection[int]) -> None:
    """People wrote in these chats: the bot may say hello there now."""
    await Chat.filter(school_id=school.key, peer_id__in=list(peers), greeting="").update(greeting=DUE)


async def greet(school: SchoolContext) -> None:
    """Say what is due in all chats; in quiet hours it waits."""
    if invitations.may_write_from(school) > school.now():
        return
    alive = Chat.filter(school_id=school.key, state=ChatState.ACTIVE, deleted_at__isnull=True)
    for chat in await alive.filter(greeting=DUE):
        async with transaction():
            await _say_hello(school, chat)
    for chat, pages in (await _newcomers(school)).items():
        async with transaction():
            await _welcome(school, chat, pages)


async def set_words(school: SchoolContext, profile: Profile, chat: Chat, words: str) -> None:
    """Welcome newcomers with own words, with the usual ones (empty), or not at all (``OFF``)."""
    await Chat.filter(id=chat.id).update(welcome=checked(words))
    await ledger.note(school, "welcome-set", actor=ledger.person(profile.account_id or 0), chat_id=chat.id)


def checked(words: str) -> str:
    """The words that may stand in a chat's ``welcome``; ``UserError`` when they are too short or too long."""
    words = words.strip()
    if words not in ("", OFF) and not SHORTEST <= len(words) <= LONGEST:
        raise UserError("c-welcome-length", least=SHORTEST, most=LONGEST)
    return words


def kind_of(words: str) -> str:
    """``usual``, ``off``, or ``own`` words."""
    return "usual" if not words else "off" if words == OFF else "own"


def holes() -> dict[str, str]:
    """What may stand in own words, as it is typed."""
    return {hole: f"{{{say(f'c-welcome-hole-{hole}')}}}" for hole in ("names", "chat", "teacher")}


async def worded(school: SchoolContext, chat: Chat, names: str) -> str:
    """The welcome of a chat with everything filled in; the usual one when it is switched off."""
    if chat.welcome not in ("", OFF):
        filling = {"names": names, "chat": chat.title, "teacher": await _teacher(school, chat)}
        text = chat.welcome
        for hole, typed in holes().items():
            text = text.replace(typed, filling[hole])
        return text
    usual = say("g-welcome", names=names, chat=chat.title)
    return usual if chat.adopted_at else f"{usual} {say('g-welcome-rules')}"


async def _say_hello(school: SchoolContext, chat: Chat) -> None:
    """The rules, pinned; in an adopted chat people have rules and a pinned message of their own."""
    if chat.peer_id is not None and chat.adopted_at is None:
        source = say("g-hello-custom" if chat.kind is ChatKind.CUSTOM else "g-hello-journal")
        talker = OutboxTalker(school)
        row_id = await talker.post(chat.peer_id, say("g-hello", chat=chat.title, source=source))
        await talker.pin(chat.peer_id, row_id)
    await ChatMember.filter(chat_id=chat.id, is_inside=True).update(is_welcomed=True)
    await Chat.filter(id=chat.id).update(greeting=SAID, welcomed_at=school.now())


async def _newcomers(school: SchoolContext) -> dict[Chat, list[int]]:
    """Pages that came since the last welcome, by chat, where the next one is due."""
    fresh = ChatMember.filter(
        chat__school_id=school.key,
        chat__state=ChatState.ACTIVE,
        chat__deleted_at__isnull=True,
        chat__greeting=SAID,
        is_inside=True,
        is_welcomed=False,
    )
    found: dict[Chat, list[int]] = defaultdict(list)
    for member in await fresh.prefetch_related("chat"):
        welcomed_at = member.chat.welcomed_at
        if welcomed_at is None or welcomed_at <= school.now() - WELCOMES_EVERY:
            found[member.chat].append(member.member_id)
    return found


async def _welcome(school: SchoolContext, chat: Chat, pages: list[int]) -> None:
    """Welcome those who belong: a stranger is about to leave."""
    people = await _belonging(school, chat, pages)
    if not people:
        return
    await ChatMember.filter(chat_id=chat.id, member_id__in=list(people)).update(is_welcomed=True)
    if chat.peer_id is not None and chat.welcome != OFF:
        await OutboxTalker(school).post(chat.peer_id, await worded(school, chat, _listed(people.values())))
        await Chat.filter(id=chat.id).update(welcomed_at=school.now())


async def _belonging(school: SchoolContext, chat: Chat, pages: Collection[int]) -> dict[int, Person]:
    """Those of these pages who belong to the chat, each as one person."""
    roster = await Roster.of(school.key, school.today())
    seats = await composition.of_chat(roster, chat)
    people = await roster.people(seats)
    by_person = await accounts.pages_of(school, list(seats))
    return {page: people[one] for one, page in sorted(by_person.items()) if page in pages and one in people}


def _listed(people: Iterable[Person]) -> str:
    names = sorted(map(_called, people))
    shown = ", ".join(names[:NAMES_AT_ONCE])
    more = len(names) - NAMES_AT_ONCE
    return say("g-welcome-more", names=shown, count=more) if more > 0 else shown


def _called(person: Person) -> str:
    """As one speaks to somebody: pupils by name and family, adults by name and patronymic."""
    if Role.PUPIL in person.roles or not person.patronymic:
        return full_name(person.given, person.family)
    return full_name(person.given, person.patronymic)


async def _teacher(school: SchoolContext, chat: Chat) -> str:
    roster = await Roster.of(school.key, school.today())
    keepers = (await roster.people(await composition.keepers(roster, chat))).values()
    return ", ".join(full_name(one.given, one.patronymic) for one in keepers)
