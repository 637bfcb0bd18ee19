"""What the keepers of a chat do with one person: remove, bring back, let lead, invite again."""

from datetime import datetime, timedelta

from bot.domain.kinds import Ending, Role
from bot.errors import UserError
from bot.services import chats, composition, ledger, picks
from bot.services.accounts import Profile
from bot.services.members_list import Line, State
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember, ChatPick, LedgerLine

UNDO = timedelta(minutes=10)
INVITED_EVERY = timedelta(hours=24)
AGAIN = (State.INVITED, State.FAILED, State.STOPPED, State.LEFT)
"""Whom one more invitation can reach."""
GONE = (State.REMOVED, State.LEAVING)
"""Who does not belong any more."""


async def concerns(school: SchoolContext, chat: Chat, line: Line) -> bool:
    """Whether the chat has to do with somebody: they belong, are or were inside, or the journal or a hand named them.

    Nobody else has a card there: whoever keeps a chat has no business with the rest of the school.
    """
    person_id = line.person.source_id
    if line.state is not State.REMOVED or await ChatPick.exists(chat_id=chat.id, person_id=person_id):
        return True
    if line.page is not None and await ChatMember.exists(chat_id=chat.id, member_id=line.page):
        return True
    if person_id in (await picks.by_journal(school, chat)).members:
        return True
    return await undo_until(school, chat, person_id) is not None


async def remove(school: SchoolContext, profile: Profile, chat: Chat, line: Line) -> None:
    """Take the person out, if they are still in; ``UserError`` if the chat cannot be without them."""
    _refuse_locked(line)
    if line.state in GONE:
        return
    await picks.change(school, chat, remove=line.ids)
    await _note(school, "member-removed", profile, chat, line)


async def bring_back(school: SchoolContext, profile: Profile, chat: Chat, line: Line) -> None:
    """Let the person belong again: an invitation follows; ``UserError`` for whom the head of the school keeps out."""
    if line.person.source_id in await composition.kept_away(await Roster.of(school.key, school.today()), chat):
        raise UserError("c-return-ruled-out")
    await picks.change(school, chat, add=line.ids)
    await _note(school, "member-returned", profile, chat, line)


async def undo_until(school: SchoolContext, chat: Chat, person_id: str) -> datetime | None:
    """Until when a removal by hand can be taken back on the person's card; None if there is nothing to take back."""
    recent = LedgerLine.filter(chat_id=chat.id, event="member-removed", at__gt=school.now() - UNDO).order_by("-id")
    return next((line.at + UNDO for line in await recent if line.details.get("person") == person_id), None)


async def lead(school: SchoolContext, profile: Profile, chat: Chat, line: Line) -> None:
    """Make the person an administrator as soon as they are inside.

    ``UserError`` if the school never lets pupils, or if they do not belong any more: a right brings nobody back.
    """
    refuse_pupil(school, line)
    if line.state in GONE:
        raise UserError("c-member-gone")
    await picks.change(school, chat, lead=line.ids)
    await _note(school, "lead-given", profile, chat, line)


async def follow(school: SchoolContext, profile: Profile, chat: Chat, line: Line) -> None:
    """Take the administrator's right; ``UserError`` if the person answers for the chat."""
    _refuse_locked(line)
    await picks.change(school, chat, follow=line.ids)
    await _note(school, "lead-taken", profile, chat, line)


async def invite_again(school: SchoolContext, profile: Profile, chat: Chat, line: Line) -> None:
    """Have one more invitation sent; ``UserError`` when the last one is less than a day old or none can be sent."""
    if line.state not in AGAIN:
        raise UserError("c-invite-useless")
    if line.state is State.INVITED and line.at and line.at > school.now() - INVITED_EVERY:
        raise UserError("c-invited-recently")
    row = ChatMember.filter(chat_id=chat.id, member_id=line.page)
    await row.filter(ending=Ending.LEFT).update(ending=None, ending_at=None)
    await row.update(invitation="", tries=0, retry_at=None)
    await chats.wake(school, [chat.id])
    await _note(school, "invited-again", profile, chat, line)


def refuse_pupil(school: SchoolContext, line: Line) -> None:
    """``UserError`` when the person is a pupil and the school does not let pupils lead."""
    if Role.PUPIL in line.person.roles and not school.settings.pupils_may_lead:
        raise UserError("p-pupils-never-lead")


def _refuse_locked(line: Line) -> None:
    if line.is_locked:
        raise UserError("c-member-locked")


async def _note(school: SchoolContext, event: str, profile: Profile, chat: Chat, line: Line) -> None:
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(school, event, actor=actor, chat_id=chat.id, person=line.person.source_id)
