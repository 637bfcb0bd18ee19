"""Deletion on demand: the page leaves its chats first, then its row and everything that names it goes."""

from datetime import timedelta

from bot.domain.kinds import Ending
from bot.services import drafts, held_terms, ledger, link_person, personal_codes
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from models import forgetting
from models.chats import ChatMember
from models.drafts import Draft
from models.people import Account, LinkRequest
from models.steering import HeldPlan
from models.traffic import Dialogue, InboxEvent, OutboxMessage

STRANGER_MEMORY = timedelta(days=90)
IDLE_DIALOGUE = timedelta(days=30)
TRAFFIC_MEMORY = timedelta(days=2)
CODE_MEMORY = timedelta(days=30)
LEAVING_PATIENCE = timedelta(days=3)


async def ask(school: SchoolContext, profile: Profile) -> None:
    """End the links of a page and have its data erased as soon as it is out of the chats.

    It leaves them by its own wish, which no brake and no decision about somebody's removal withholds.
    """
    await ChatMember.filter(chat__school_id=school.key, member_id=profile.page).update(leaving=Ending.LEFT)
    await link_person.unlink(school, profile)
    await Account.filter(id=profile.account_id).update(erase_at=school.now())
    await ledger.note(
        school, "erasure-asked", actor=ledger.person(profile.account_id or 0), account_id=profile.account_id
    )


async def finish(school: SchoolContext) -> None:
    """Erase every page that asked for it and has left; after three days without waiting any longer."""
    for account in await Account.filter(school_id=school.key, erase_at__lte=school.now()):
        page = account.messenger_id
        members = ChatMember.filter(member_id=page, chat__school_id=school.key)
        waited = school.now() - (account.erase_at or school.now())
        is_late = waited > LEAVING_PATIENCE
        if not is_late and (await members.filter(is_inside=True).exists() or await _is_talking(school, page)):
            continue
        if account.wrong_codes and waited < personal_codes.SILENCE:
            # Erasing must not be a way around the limit of wrong codes.
            continue
        await ChatMember.filter(id__in=[member.id for member in await members]).delete()
        await Dialogue.filter(school_id=school.key, peer_id=page).delete()
        await Draft.filter(school_id=school.key, peer_id=page).delete()
        await _forget_in_plans(school, page)
        await OutboxMessage.filter(school_id=school.key, peer_id=page).delete()
        await InboxEvent.filter(school_id=school.key, lane=page).delete()
        await account.delete()
        await ledger.note(school, "erased", account_id=account.id)


async def _forget_in_plans(school: SchoolContext, page: int) -> None:
    for plan in await HeldPlan.filter(school_id=school.key):
        others = [action for action in plan.actions if action.get("page") != page]
        if len(others) < len(plan.actions):
            keys = {action["key"] for action in others}
            granted = [key for key in plan.granted if key in keys]
            await HeldPlan.filter(id=plan.id).update(actions=others, granted=granted)


async def _is_talking(school: SchoolContext, page: int) -> bool:
    """Whether a word to the page or from it is still on its way."""
    said = OutboxMessage.filter(school_id=school.key, peer_id=page, state="waiting")
    heard = InboxEvent.filter(school_id=school.key, lane=page, state="new")
    return await said.exists() or await heard.exists()


async def forget_requests(school: SchoolContext) -> None:
    """End linkings that were not finished in time, and with them the encrypted numbers."""
    if expired := await LinkRequest.filter(account__school_id=school.key, expires_at__lte=school.now()):
        await LinkRequest.filter(id__in=[request.id for request in expired]).delete()


async def forget_old(school: SchoolContext) -> None:
    """Housekeeping: what has served its time goes."""
    now = school.now()
    await forgetting.forget(
        school.key,
        live_plans=held_terms.LIVE,
        codes=now - CODE_MEMORY,
        traffic=now - TRAFFIC_MEMORY,
        dialogues=now - IDLE_DIALOGUE,
        drafts=now - drafts.LIFETIME,
        strangers=now - STRANGER_MEMORY,
    )
