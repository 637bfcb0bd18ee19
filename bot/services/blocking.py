"""An administrator shuts somebody out: the page is unlinked and cannot be linked again until that is taken back.

It is an exclusion from no child in particular.
"""

from collections.abc import Collection

from bot.errors import UserError
from bot.services import chats, ledger, link_person, news
from bot.services.accounts import Profile
from bot.services.person_card import Card
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.steering import Exclusion

EVERYTHING = ""


async def is_blocked(school: SchoolContext, people: Collection[str]) -> bool:
    """Whether one of these people of the journal is shut out."""
    return await link_person.are_shut_out(school, people)


async def block(school: SchoolContext, profile: Profile, card: Card) -> None:
    """Shut the person out and tell the page why it is unlinked; a second wish changes nothing."""
    person_id = card.person.source_id
    if person_id in profile.person_ids:
        raise UserError("k-block-self")
    if await is_blocked(school, [person_id]):
        return
    await Exclusion.create(
        school_id=school.key,
        person_id=person_id,
        pupil_id=EVERYTHING,
        decided_by=profile.account_id,
        decided_at=school.now(),
    )
    await ledger.note(school, "blocked", actor=ledger.by(profile), person=person_id)
    if card.profile is not None:
        await link_person.unlink(school, card.profile, actor=ledger.by(profile))
        await news.tell_pages(school, [card.profile.page], blocked_in_words(school))
    await chats.wake_for(school, [person_id])


async def allow(school: SchoolContext, profile: Profile, person_id: str) -> None:
    """Let the person link again."""
    if await Exclusion.filter(school_id=school.key, person_id=person_id, pupil_id=EVERYTHING).delete():
        await ledger.note(school, "unblocked", actor=ledger.by(profile), person=person_id)


def blocked_in_words(school: SchoolContext) -> str:
    """That the way is closed, and who helps."""
    return say("e-blocked", whom=school.whom_to_ask())
