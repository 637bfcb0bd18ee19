"""A guarded plan in words, for the terminal."""

from bot.domain.plan import (
    Action,
    Close,
    Create,
    Demote,
    Evict,
    Guarded,
    Invite,
    Leave,
    Mute,
    Promote,
    Remove,
    Rename,
    ReplaceLink,
    Unmute,
    Withdraw,
)
from bot.domain.russian import full_name
from bot.services import accounts
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import Chat


async def lines_of(school: SchoolContext, chat: Chat, guarded: Guarded) -> list[str]:
    """What would be done with a chat, what is held and what is refused; nothing when the chat is as it should be."""
    lines = [await _said(school, action) for action in guarded.actions]
    for item in guarded.held:
        lines.append(say("plan-held", what=await _said(school, item.action), why=say(f"hold-{item.code}")))
    for refusal in guarded.refusals:
        who = await _name(school, refusal.member_id) if refusal.member_id else chat.title
        lines.append(say("plan-refused", who=who, why=say(f"refusal-{refusal.code}")))
    return [say("plan-chat", title=chat.title), *(f"  {line}" for line in lines)] if lines else []


async def _said(school: SchoolContext, action: Action) -> str:
    match action:
        case Create(_, member_ids):
            return say("plan-create", count=len(member_ids))
        case Rename(title, before):
            return say("plan-rename", before=before, title=title)
        case Invite(member_id):
            return say("plan-invite", who=await _name(school, member_id))
        case Remove(member_id, departure):
            who = await _name(school, member_id)
            return say("plan-remove", who=who, departure=say(f"departure-{departure.value}"))
        case Withdraw() | Promote() | Demote() | Mute() | Unmute() | Evict():
            return say(f"plan-{type(action).__name__.lower()}", who=await _name(school, action.member_id))
        case ReplaceLink():
            return say("plan-replace-link")
        case Close() | Leave():
            return say(f"plan-{type(action).__name__.lower()}")


async def _name(school: SchoolContext, page: int) -> str:
    person = await accounts.who_was(school, page)
    if person is None:
        return say("plan-unknown-page", page=str(page))
    return full_name(person.family, person.given, person.patronymic)
