"""Moves a link to another VK page: asked for, waited for, told to the old page, cancelled or done."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.domain.roster import Person
from bot.errors import UserError
from bot.services import accounts, ledger, link_person, news, outages
from bot.services.accounts import Profile
from bot.services.identify import Candidate, refuse_other_generation
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from models.people import LinkRequest, PersonLink, RelinkRequest

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
    """Move every link whose waiting time is over; what has changed meanwhile may forbid it."""
    roster = await Roster.of(school.key, school.today())
    for request in await RelinkRequest.filter(school_id=school.key, due_at__lte=school.now()).prefetch_related(
        "account"
    ):
        await request.delete()
        page = request.account.messenger_id
        people = [person for person in (await roster.people(request.person_ids)).values() if person.enabled]
        if not await _may_be(school, page, people):
            await OutboxTalker(school).say(page, say("a-relink-cancelled"))
            continue
        await _tell_old_pages(school, request.person_ids, "relink-done")
        for old in await PersonLink.filter(school_id=school.key, person_id__in=request.person_ids):
            await link_person.end(school, old, actor=ledger.person(request.account_id), event="relinked")
        await link_person.link(school, request.account_id, people, request.method)
        await OutboxTalker(school).say(page, say("relink-arrived"))


async def _may_be(school: SchoolContext, page: int, people: Sequence[Person]) -> bool:
    """Whether the page may still become these people."""
    if not people or await link_person.are_shut_out(school, [person.source_id for person in people]):
        return False
    try:
        refuse_other_generation(await accounts.profile_of(school, page), Candidate(tuple(people)))
    except UserError:
        return False
    return True


async def _tell_old_pages(school: SchoolContext, people: Collection[str], key: str) -> None:
    await news.tell_pages(school, (await accounts.pages_of(school, list(people))).values(), say(key))
