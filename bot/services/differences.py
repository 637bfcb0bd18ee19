"""Where a chat differs from the journal by hand, person by person; each can be put back to what the journal says."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.kinds import ChatKind
from bot.domain.roster import Person
from bot.errors import UserError
from bot.services import chats, composition, edit_chat, ledger, picks
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatPick


class How(StrEnum):
    """Kept out although the journal has them, brought in although it has not, leads or does not lead by hand."""

    OUT = "out"
    IN = "in"
    LEADS = "leads"
    FOLLOWS = "follows"


@dataclass(frozen=True, slots=True)
class Difference:
    """One person, and how the chat differs from the journal there."""

    person: Person
    how: How


async def of_chat(school: SchoolContext, chat: Chat) -> list[Difference]:
    """Every difference that somebody has made by hand, by kind and name; none where the journal says nothing."""
    if chat.kind is ChatKind.CUSTOM or not chat.follows_journal:
        return []
    changes = edit_chat.between(await picks.by_journal(school, chat), await picks.now_in(school, chat))
    picked = set(await ChatPick.filter(chat_id=chat.id).values_list("person_id", flat=True))
    roster = await Roster.of(school.key, school.today())
    groups = {
        How.OUT: changes.removed,
        How.IN: changes.added,
        How.LEADS: changes.promoted - changes.added,
        How.FOLLOWS: changes.demoted,
    }
    people = await roster.people(changes.people & picked)
    found = [Difference(people[one], how) for how, group in groups.items() for one in group & people.keys()]
    order = list(How)
    return sorted(found, key=lambda one: (order.index(one.how), one.person.family, one.person.given))


async def settle(school: SchoolContext, profile: Profile, chat: Chat, one: Difference) -> None:
    """«Как в журнале» for one person: what was decided by hand about them is forgotten.

    ``UserError`` for whom the head of the school keeps out.
    """
    person_id = one.person.source_id
    if person_id in await composition.kept_away(await Roster.of(school.key, school.today()), chat):
        raise UserError("c-return-ruled-out")
    await ChatPick.filter(chat_id=chat.id, person_id=person_id).delete()
    await chats.wake(school, [chat.id])
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(school, "member-as-journal", actor=actor, chat_id=chat.id, person=person_id)
