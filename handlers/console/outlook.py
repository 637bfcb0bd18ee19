"""K: what reconciliation would do with several chats, counted."""

from collections import Counter
from collections.abc import Iterable

from bot.domain.plan import Action, Create, Demote, Evict, Guarded, Invite, Promote, Remove
from bot.texts.catalogue import say
from handlers.visit import Visit
from models.chats import Chat

KINDS: dict[type, str] = {
    Create: "create",
    Invite: "invite",
    Promote: "rights",
    Demote: "rights",
    Remove: "remove",
    Evict: "remove",
}
"""The kinds of change that are counted, in the order in which they are told."""


async def of_school(visit: Visit) -> str:
    """What would be done in the whole school if nothing held the journal back."""
    chats = await Chat.filter(school_id=visit.school.key, deleted_at__isnull=True, is_archived=False)
    plans = await visit.preview([chat for chat in chats if chat.state.is_ours], as_if_on=True)
    changing = sum(bool(plan.actions) for plan in plans)
    lines = [say("k-outlook", chats=len(plans), changing=changing), *_counted(plans)]
    return "\n".join(lines)


async def of_chat(visit: Visit, chat: Chat) -> str:
    """What would be done in one chat, in one line."""
    counts = _counted(await visit.preview([chat]))
    return say("k-outlook-chat", title=chat.title, what=", ".join(counts) or say("k-outlook-same"))


def _counted(plans: Iterable[Guarded]) -> list[str]:
    """The changes by kind, and how many of them wait for a person."""
    plans = list(plans)
    counts = _kinds(action for plan in plans for action in plan.actions)
    held = sum(len(plan.held) for plan in plans)
    said = [say(f"k-outlook-{kind}", count=counts[kind]) for kind in dict.fromkeys(KINDS.values()) if counts[kind]]
    return [*said, say("k-outlook-held", count=held)] if held else said


def _kinds(actions: Iterable[Action]) -> Counter[str]:
    return Counter(KINDS[type(action)] for action in actions if type(action) in KINDS)
