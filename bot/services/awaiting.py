"""Who has not come into a chat yet, and reminders to those who were invited: at most once a day."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.kinds import ChatState, Ending
from bot.services import accounts, invitations, ledger, members_list
from bot.services.accounts import Profile
from bot.services.members_list import State
from bot.services.school import SchoolContext
from models.chats import Chat, ChatMember
from models.people import Account

REMINDED_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outside:
    """How many belong to a chat and are still to come: not linked, invited, with closed messages."""

    unlinked: int
    invited: int
    closed: int

    @property
    def count(self) -> int:
        """All of them; whoever left does not count."""
        return self.unlinked + self.invited + self.closed


async def outside(school: SchoolContext, chat: Chat) -> Outside:
    """How many have not come into the chat yet."""
    states = Counter(line.state for line in await members_list.lines_of(school, chat))
    invited = sum(states[one] for one in (State.INVITED, State.COMING, State.FAILED, State.STOPPED))
    return Outside(states[State.UNLINKED], invited, states[State.CLOSED])


async def remindable(school: SchoolContext, chats: Collection[int]) -> list[ChatMember]:
    """Invitations to these chats that arrived at least a day ago and brought nobody; a reminder counts as one."""
    invited = await ChatMember.filter(
        chat_id__in=list(chats),
        chat__school_id=school.key,
        chat__state=ChatState.ACTIVE,
        chat__deleted_at__isnull=True,
        is_inside=False,
        invitation="sent",
        invited_at__lte=school.now() - REMINDED_EVERY,
    )
    reachable = await _reachable(school, {member.member_id for member in invited})
    return [one for one in invited if one.ending is not Ending.LEFT and one.member_id in reachable]


async def remind(school: SchoolContext, profile: Profile, chats: Collection[int]) -> int:
    """Invite them again, each in their own hours and once for all chats; returns how many people that are."""
    waiting = await remindable(school, chats)
    pages = {member.member_id for member in waiting}
    for page in pages:
        at = invitations.may_write_from(school, (await accounts.profile_of(school, page)).hours)
        mine = [member.id for member in waiting if member.member_id == page]
        await ChatMember.filter(id__in=mine).update(invitation="due", invite_from=at)
    for chat_id in sorted({member.chat_id for member in waiting}):
        actor = ledger.person(profile.account_id or 0)
        await ledger.note(school, "reminded", actor=actor, chat_id=chat_id)
    return len(pages)


async def _reachable(school: SchoolContext, pages: Collection[int]) -> set[int]:
    found = await Account.filter(school_id=school.key, messenger_id__in=list(pages), is_reachable=True)
    return {account.messenger_id for account in found}
