"""Changes by hand: who is in a chat and who leads it, stored as differences from what the journal says."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.membership import Standing
from bot.services import chats, composition
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatPick


@dataclass(frozen=True, slots=True)
class People:
    """Who is in a chat and who of them leads it, by person."""

    members: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()


async def now_in(school: SchoolContext, chat: Chat) -> People:
    """Everybody who belongs to the chat at this moment."""
    roster = await Roster.of(school.key, school.today())
    return _people(await composition.of_chat(roster, chat))


async def by_journal(school: SchoolContext, chat: Chat) -> People:
    """Who would belong if nobody had changed anything by hand."""
    roster = await Roster.of(school.key, school.today())
    return _people(await composition.without_picks(roster, chat))


async def put(school: SchoolContext, chat: Chat, wanted: People) -> None:
    """Have exactly these people in the chat, and have reconciliation see to it; the author always stays and leads.

    What was decided about somebody whom nobody can see there now stays: a pupil who waits for consent, a person whom
    the journal has switched off, a guardian who is kept away.
    """
    default, now = await by_journal(school, chat), await now_in(school, chat)
    kept = {chat.author_id} if chat.author_id else set()
    members, leaders = wanted.members | kept, (wanted.leaders & wanted.members) | kept
    seen = now.members | default.members | members
    await ChatPick.filter(chat_id=chat.id, person_id__in=list(seen)).delete()
    await ChatPick.bulk_create(
        [
            ChatPick(
                school_id=school.key,
                chat_id=chat.id,
                person_id=person_id,
                is_in=person_id in members,
                leads=_leads(person_id, leaders, default) if person_id in members else None,
                picked_at=school.now(),
            )
            for person_id in sorted(members ^ default.members | members & (leaders ^ default.leaders))
        ]
    )
    await chats.wake(school, [chat.id])


async def change(
    school: SchoolContext,
    chat: Chat,
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    lead: Collection[str] = (),
    follow: Collection[str] = (),
) -> None:
    """Change a few people and leave the others as they are."""
    now = await now_in(school, chat)
    members = (now.members | set(add) | set(lead)) - set(remove)
    await put(school, chat, People(members, ((now.leaders | set(lead)) - set(follow)) & members))


async def reset(school: SchoolContext, chat: Chat) -> None:
    """«Как в журнале»: forget every change by hand."""
    await ChatPick.filter(chat_id=chat.id).delete()
    await put(school, chat, await by_journal(school, chat))


def _people(seats: composition.Composition) -> People:
    leaders = frozenset(person_id for person_id, seat in seats.items() if seat.standing is Standing.ADMIN)
    return People(frozenset(seats), leaders)


def _leads(person_id: str, leaders: Collection[str], default: People) -> bool | None:
    """What is stored: nothing where the reasons say the same."""
    leads = person_id in leaders
    return None if leads == (person_id in default.leaders) else leads
