"""Links a VK page with people of the journal, keeps the link true, and ends it."""

from collections.abc import Collection, Sequence

from bot.domain.events import NumberChanged
from bot.domain.roster import Person
from bot.errors import UserError
from bot.services import accounts, chats, consent, identify, ledger, news, personal_codes
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from models.people import Account, LinkRequest, PersonLink, RelinkRequest
from models.steering import Exclusion


async def other_page(school: SchoolContext, profile: Profile, candidate: identify.Candidate) -> PersonLink | None:
    """The link of this human to another VK page, if there is one."""
    links = await PersonLink.filter(school_id=school.key, person_id__in=candidate.ids).prefetch_related("account")
    return next((link for link in links if link.account_id != profile.account_id), None)


async def confirm(school: SchoolContext, profile: Profile, request: LinkRequest, candidate: identify.Candidate) -> None:
    """Link the page with the human, spend the code, and wake the chats; a link that exists elsewhere is refused."""
    identify.refuse_other_generation(profile, candidate)
    if await are_shut_out(school, candidate.ids):
        raise UserError("e-blocked-short")
    if await other_page(school, profile, candidate) is not None:
        raise UserError("a-relink-needed")
    await spend(school, request)
    await link(school, request.account_id, candidate.people, request.method)
    await LinkRequest.filter(id=request.id).delete()


async def are_shut_out(school: SchoolContext, people: Collection[str]) -> bool:
    """Whether an administrator has shut one of these people of the journal out."""
    return await Exclusion.filter(school_id=school.key, person_id__in=list(people), pupil_id="").exists()


async def link(school: SchoolContext, account_id: int, people: Sequence[Person], method: str) -> None:
    """Store the link of an account with journal records and everything that follows from it."""
    account = await Account.get(id=account_id)
    actor = ledger.person(account_id)
    for person in people:
        _, is_new = await PersonLink.get_or_create(
            school_id=school.key,
            person_id=person.source_id,
            defaults={"account_id": account_id, "method": method, "linked_at": school.now()},
        )
        if is_new:
            await _void_relinks(school, person.source_id)
            await ledger.note(school, "linked", actor=actor, account_id=account_id, person=person.source_id, by=method)
            await _tell_other_guardians(school, person)
    ids = [person.source_id for person in people]
    await chats.want_for_homeroom(school, ids, actor=actor)
    await chats.wake_for(school, ids, account.messenger_id)
    await consent.ask(school, ids)


async def ask_confirmation(school: SchoolContext, people: Collection[str]) -> None:
    """The journal changed the numbers of these people: a link that was made by phone stays, but asks for a word."""
    links = PersonLink.filter(school_id=school.key, person_id__in=list(people), method="sms", needs_confirmation=False)
    for row in await links.prefetch_related("account"):
        await PersonLink.filter(id=row.id).update(needs_confirmation=True)
        await news.tell(school, NumberChanged(row.account.messenger_id))


async def confirm_number(school: SchoolContext, profile: Profile) -> None:
    """The person is still the same."""
    changed = PersonLink.filter(account_id=profile.account_id, needs_confirmation=True)
    if profile.account_id is not None and await changed.update(needs_confirmation=False):
        actor = ledger.person(profile.account_id)
        await ledger.note(school, "number-confirmed", actor=actor, account_id=profile.account_id)


async def unlink(school: SchoolContext, profile: Profile, *, actor: str = "") -> None:
    """End all links of a page by its own wish, or by that of ``actor``; the chats follow."""
    if profile.account_id is None:
        return
    actor = actor or ledger.person(profile.account_id)
    for row in await PersonLink.filter(account_id=profile.account_id):
        await end(school, row, actor=actor, event="unlinked")
    await LinkRequest.filter(account_id=profile.account_id).delete()
    await RelinkRequest.filter(account_id=profile.account_id).delete()


async def end(school: SchoolContext, row: PersonLink, *, actor: str, event: str) -> None:
    """End one link and wake the chats that it led to."""
    account = await Account.get(id=row.account_id)
    await row.delete()
    await _void_relinks(school, row.person_id)
    await ledger.note(school, event, actor=actor, account_id=row.account_id, person=row.person_id)
    await chats.wake_for(school, [row.person_id], account.messenger_id)


async def spend(school: SchoolContext, request: LinkRequest) -> None:
    """Use up the personal code of a request, if it was made with one."""
    if request.personal_code_id is not None and not await personal_codes.spend(
        school, request.personal_code_id, request.account_id
    ):
        raise UserError("a-code-used", day=day_and_month(school.today()))


async def _void_relinks(school: SchoolContext, person_id: str) -> None:
    """A person who is linked or unlinked meanwhile is no longer the one whose link was asked for."""
    for request in await RelinkRequest.filter(school_id=school.key):
        if person_id in request.person_ids:
            await request.delete()


async def _tell_other_guardians(school: SchoolContext, person: Person) -> None:
    roster = await Roster.of(school.key, school.today())
    children = (await roster.children([person.source_id])).get(person.source_id, [])
    for child_id, guardians in (await roster.guardians(children)).items():
        child = (await roster.people([child_id])).get(child_id)
        others = [guardian for guardian in guardians if guardian != person.source_id]
        if child is not None:
            pages = (await accounts.pages_of(school, others)).values()
            await news.tell_pages(school, pages, say("guardian-linked", child=child.given))
