"""Proposes to delete the chat of a class, to which a second administrator has to agree unless one is enough."""

from bot.domain.kinds import HeldState
from bot.services import console_roles, deciders, delete_chat, ledger
from bot.services.accounts import Profile
from bot.services.held_plans import ask
from bot.services.held_terms import DELETE, LIFE, WAITING
from bot.services.school import SchoolContext
from models.chats import Chat
from models.steering import HeldPlan


async def propose(school: SchoolContext, profile: Profile, chat: Chat) -> HeldPlan:
    """The proposal that waits; a second one to the same end is the first. Once agreed to, the chat is deleted."""
    open_one = HeldPlan.filter(chat_id=chat.id, kind=DELETE, state__in=WAITING, expires_at__gt=school.now())
    if (row := await open_one.prefetch_related("chat").first()) is not None:
        return row
    delete_chat.refuse_frozen(school, chat)
    row = await HeldPlan.create(
        school_id=school.key,
        chat_id=chat.id,
        kind=DELETE,
        fingerprint="",
        state=HeldState.SECOND,
        opened_at=school.now(),
        expires_at=school.now() + LIFE,
        decided_by=deciders.number_of(profile),
    )
    await ledger.note(school, "deletion-proposed", actor=ledger.by(profile), chat_id=chat.id, plan=row.id)
    if school.settings.reconcile.needs_two_people:
        await ask(school, row, pages=await console_roles.administrators(school) - {profile.page})
    else:
        await HeldPlan.filter(id=row.id).update(state=HeldState.DONE)
        await delete_chat.delete(school, profile, chat)
    return row
