"""Settings of a chat: what happens to strangers, whether it follows the journal, who answers for it, its link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.kinds import ChatKind, ChatState, Role, StrangerPolicy
from bot.domain.membership import Standing
from bot.domain.roster import Person
from bot.errors import UserError
from bot.services import accounts, chats, composition, ledger
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatPick, LedgerLine
from models.people import PersonLink

CLOSED = ("invite", "see_invite_link", "change_info", "change_pin")
"""What a closed chat leaves to its creator and administrators, by VK's names, in the order of the map."""
POLICIES = tuple(policy.value for policy in StrangerPolicy)
FIRST_DAYS = timedelta(days=7)
"""How long strangers are only told of in an adopted chat without pupils."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A new invite link instead of an older one; number 0: never yet."""

    number: int = 0
    at: datetime | None = None


async def has_pupils(school: SchoolContext, chat: Chat) -> bool:
    """Whether pupils belong to the chat, by its kind or by its people."""
    if chat.kind.has_pupils:
        return True
    roster = await Roster.of(school.key, school.today())
    people = await roster.people(await composition.of_chat(roster, chat))
    return any(Role.PUPIL in person.roles for person in people.values())


def stranger_policy(school: SchoolContext, chat: Chat, *, has_pupils: bool) -> StrangerPolicy:
    """What happens to strangers: what was chosen, or what suits the people of the chat."""
    if has_pupils:
        return StrangerPolicy.STRICT
    if chat.stranger_policy:
        return StrangerPolicy(chat.stranger_policy)
    if chat.adopted_at is not None and school.now() < chat.adopted_at + FIRST_DAYS:
        return StrangerPolicy.REPORT
    return StrangerPolicy.SOFT if chat.kind is ChatKind.CLASS_PARENTS else StrangerPolicy.STRICT


async def policy_now(school: SchoolContext, chat: Chat) -> StrangerPolicy:
    """The same with a look at who belongs to the chat."""
    return stranger_policy(school, chat, has_pupils=await has_pupils(school, chat))


async def set_stranger_policy(school: SchoolContext, profile: Profile, chat: Chat, policy: str) -> None:
    """What happens to whoever comes in without belonging; ``UserError``: with pupils inside they always leave."""
    if policy not in POLICIES:
        raise UserError("e-stale")
    if policy != StrangerPolicy.STRICT and await has_pupils(school, chat):
        raise UserError("c-stranger-pupils")
    await Chat.filter(id=chat.id).update(stranger_policy=policy)
    await chats.wake(school, [chat.id])
    await _note(school, profile, chat, "strangers-set", policy=policy)


def may_follow(chat: Chat) -> bool:
    """Whether it is a choice: a class chat always follows the journal, a custom one has nothing there to follow."""
    return chat.kind is ChatKind.SUBJECT


async def follow(school: SchoolContext, profile: Profile, chat: Chat, *, is_on: bool) -> None:
    """Follow the journal from now on, or keep today's people whatever it says; who was taken out by hand stays out."""
    if not may_follow(chat):
        raise UserError("c-set-follows-always")
    if chat.follows_journal is is_on:
        return
    roster = await Roster.of(school.key, school.today())
    now = await composition.of_chat(roster, chat)
    await Chat.filter(id=chat.id).update(follows_journal=is_on)
    chat.follows_journal = is_on
    await (_forget_equal(roster, chat) if is_on else _keep(school, chat, now))
    await chats.wake(school, [chat.id])
    await _note(school, profile, chat, "follows-journal" if is_on else "follows-no-journal")


async def note_open(chat: Chat, open_to_all: Collection[str] | None) -> bool:
    """Store which settings of a closed chat are still open, as VK shows them; tells whether that is news."""
    still_open = None if open_to_all is None else [name for name in CLOSED if name in open_to_all]
    is_news = still_open != chat.open_settings
    if is_news:
        await Chat.filter(id=chat.id).update(open_settings=still_open)
        chat.open_settings = still_open
    return is_news


def closedness(chat: Chat) -> str:
    """``closed``, ``open`` while one of the settings is open to everybody, ``unseen`` before VK has shown them."""
    if chat.open_settings is None:
        return "unseen"
    return "open" if chat.open_settings else "closed"


async def wish_new_link(school: SchoolContext, profile: Profile, chat: Chat, *, after: int) -> None:
    """Have the invite link replaced, unless it was since the replacement ``after``: a second press does nothing."""
    if chat.is_link_leaked or (await last_replacement(school, chat)).number != after:
        return
    if chat.state is not ChatState.ACTIVE or chat.peer_id is None:
        raise UserError("join-not-ready")
    await Chat.filter(id=chat.id).update(is_link_leaked=True)
    await chats.wake(school, [chat.id])
    await _note(school, profile, chat, "new-link-asked")


async def last_replacement(school: SchoolContext, chat: Chat) -> Replacement:
    """When the invite link was replaced last."""
    lines = LedgerLine.filter(school=school.key, chat_id=chat.id, event="link-replaced")
    newest = await lines.order_by("-id").first()
    return Replacement(newest.id, newest.at) if newest else Replacement()


async def heirs(school: SchoolContext, chat: Chat) -> dict[int, Person]:
    """Members of staff who could take the chat over, linked and not its author: by account, in order of names."""
    roster = await Roster.of(school.key, school.today())
    staff = [person for person in await roster.staff() if person.source_id != chat.author_id]
    links = PersonLink.filter(school_id=school.key, person_id__in=[person.source_id for person in staff])
    by_person = {link.person_id: link.account_id for link in await links}
    return {by_person[one.source_id]: one for one in staff if one.source_id in by_person}


async def offer(school: SchoolContext, profile: Profile, chat: Chat, account_id: int) -> tuple[int, Person]:
    """Offer the chat to somebody, who has to agree; an earlier offer is void. Returns their page and who they are."""
    heir = (await heirs(school, chat)).get(account_id)
    if heir is None:
        raise UserError("c-transfer-nobody")
    page = (await accounts.pages_of(school, [heir.source_id]))[heir.source_id]
    if not (await accounts.profile_of(school, page)).is_reachable:
        raise UserError("c-transfer-closed")
    await Chat.filter(id=chat.id).update(heir_id=heir.source_id)
    await _note(school, profile, chat, "offered", person=heir.source_id)
    return page, heir


async def withdraw(school: SchoolContext, profile: Profile, chat: Chat) -> None:
    """Take the offer back, or decline it."""
    if await Chat.filter(id=chat.id).exclude(heir_id="").update(heir_id=""):
        await _note(school, profile, chat, "offer-void")


async def take_over(school: SchoolContext, profile: Profile, chat: Chat) -> str:
    """Become the one who answers for the chat, if it was offered; returns the person who did before."""
    before = chat.author_id
    staff = {person.source_id for person in profile.people if any(role.is_staff for role in person.roles)}
    if not chat.heir_id or chat.heir_id not in staff or chat.deleted_at is not None:
        raise UserError("c-transfer-over")
    await ChatPick.filter(chat_id=chat.id, person_id=chat.heir_id).delete()
    await Chat.filter(id=chat.id).update(author_id=chat.heir_id, heir_id="")
    await chats.wake(school, [chat.id])
    await _note(school, profile, chat, "transferred", person=chat.heir_id, before=before)
    return before


async def stays_without_owning(school: SchoolContext, chat: Chat) -> bool:
    """Whether the author would still belong to the chat after giving it away."""
    roster = await Roster.of(school.key, school.today())
    seat = (await composition.of_chat(roster, chat)).get(chat.author_id)
    return seat is not None and any(reason.code != "author" for reason in seat.reasons)


async def _keep(school: SchoolContext, chat: Chat, now: composition.Composition) -> None:
    """Today's people, picked by hand; the author needs no pick, and whoever cannot be seen now keeps theirs."""
    await ChatPick.filter(chat_id=chat.id, is_in=True, person_id__in=list(now)).delete()
    await ChatPick.bulk_create(
        ChatPick(
            school_id=school.key,
            chat_id=chat.id,
            person_id=person_id,
            is_in=True,
            leads=True if seat.standing is Standing.ADMIN else None,
            picked_at=school.now(),
        )
        for person_id, seat in now.items()
        if person_id != chat.author_id
    )


async def _forget_equal(roster: Roster, chat: Chat) -> None:
    """Picks that say the same as the journal."""
    journal = await composition.without_picks(roster, chat)
    equal = [
        pick.id
        for pick in await ChatPick.filter(chat_id=chat.id, is_in=True)
        if (seat := journal.get(pick.person_id)) and bool(pick.leads) is (seat.standing is Standing.ADMIN)
    ]
    await ChatPick.filter(id__in=equal).delete()


async def _note(school: SchoolContext, profile: Profile, chat: Chat, event: str, **details: Any) -> None:
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(school, event, actor=actor, chat_id=chat.id, **details)
