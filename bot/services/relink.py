"""Moves a link to another VK page: asked for, waited for, told to the old page, cancelled or done."""

from collections.abc import Collection
from datetime import timedelta

from bot.services import accounts, ledger, link_person, news, outages
from bot.services.accounts import Profile
from bot.services.identify import Candidate
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from models.people import Account, LinkRequest, PersonLink, RelinkRequest

RELINK_WAIT = timedelta(hours=24)


async def ask(school: SchoolContext, request: LinkRequest, candidate: Candidate) -> None:
    """Ask to move the link to this page: in 24 hours, unless the old page or an administrator says no."""
    await link_person.spend(school, request)
    due_at = school.now() + RELINK_WAIT
    await RelinkRequest.update_or_create(
        school_id=school.key,
        account_id=request.account_id,
        defaults={"person_ids": candidate.ids, "method": request.method, "due_at": due_at},
    )
    await LinkRequest.filter(id=request.id).delete()
    await ledger.note(school, "relink-asked", actor=ledger.person(request.account_id), account_id=request.account_id)
    await _tell_old_pages(school, candidate.ids, "relink-notice")
    await outages.tell_owners(school, say("relink-owner"))


async def waiting(profile: Profile) -> RelinkRequest | None:
    """The move of a link that this page has asked for."""
    return await RelinkRequest.get_or_none(account_id=profile.account_id) if profile.account_id else None


async def against(school: SchoolContext, profile: Profile) -> list[RelinkRequest]:
    """Moves that would take a link away from this page."""
    mine = set(profile.person_ids)
    rows = await RelinkRequest.filter(school_id=school.key)
    return [row for row in rows if row.account_id != profile.account_id and mine & set(row.person_ids)]


async def cancel(school: SchoolContext, request: RelinkRequest, *, actor: str) -> None:
    """Leave the link where it is."""
    await request.delete()
    await ledger.note(school, "relink-cancelled", actor=actor, account_id=request.account_id)


async def finish(school: SchoolContext) -> None:
    """Move every link whose waiting time is over."""
    roster = await Roster.of(school.key, school.today())
    for request in await RelinkRequest.filter(school_id=school.key, due_at__lte=school.now()):
        await _tell_old_pages(school, request.person_ids, "relink-done")
        for old in await PersonLink.filter(school_id=school.key, person_id__in=request.person_ids):
            await link_person.end(school, old, actor=ledger.person(request.account_id), event="relinked")
        people = list((await roster.people(request.person_ids)).values())
        await link_person.link(school, request.account_id, people, request.method)
        await request.delete()
        account = await Account.get(id=request.account_id)
        await OutboxTalker(school).say(account.messenger_id, say("relink-arrived"))


async def _tell_old_pages(school: SchoolContext, people: Collection[str], key: str) -> None:
    await news.tell_pages(school, (await accounts.pages_of(school, list(people))).values(), say(key))
