"""Links a VK page with people of the journal: who it may be, the decision, moving a link to another page, ending it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.events import NumberChanged
from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.domain.russian import full_name, normal_name
from bot.errors import UserError
from bot.services import accounts, chats, ledger, news, outages, personal_codes
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.services.talk import OutboxTalker
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from models.people import Account, LinkRequest, PersonLink, RelinkRequest

REQUEST_LIFETIME = timedelta(minutes=15)
RELINK_WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One human that the page may be: records with the same full name, linked together."""

    people: tuple[Person, ...]

    @property
    def name(self) -> str:
        """The full name as the journal spells it."""
        person = self.people[0]
        return full_name(person.family, person.given, person.patronymic)

    @property
    def ids(self) -> list[str]:
        """Source ids of the records."""
        return [person.source_id for person in self.people]

    @property
    def roles(self) -> frozenset[Role]:
        """All roles of the human."""
        return frozenset(role for person in self.people for role in person.roles)


def candidates(people: Iterable[Person]) -> list[Candidate]:
    """The humans behind some records; staff records behind a number that several humans share are left out."""
    by_name: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda person: person.source_id):
        by_name.setdefault(normal_name(full_name(person.family, person.given, person.patronymic)), []).append(person)
    if len(by_name) > 1:
        # Whoever holds a family's phone may be a child: a staff record then needs a personal code.
        by_name = {name: [one for one in group if not _is_staff(one)] for name, group in by_name.items()}
    return [Candidate(tuple(group)) for group in by_name.values() if group]


async def current_request(school: SchoolContext, profile: Profile) -> LinkRequest | None:
    """The linking that this page has under way, if it has not expired."""
    if profile.account_id is None:
        return None
    request = await LinkRequest.get_or_none(account_id=profile.account_id)
    return request if request is not None and request.expires_at > school.now() else None


async def request_candidates(school: SchoolContext, request: LinkRequest) -> list[Candidate]:
    """Who the page may be, once the code was right."""
    if request.proven_at is None:
        return []
    roster = await Roster.of(school.key, school.today())
    people = (await roster.people(request.candidates)).values()
    known = [person for person in people if person.enabled]
    return candidates(known) if request.method == "sms" else [Candidate(tuple(known))] if known else []


async def chosen(school: SchoolContext, request: LinkRequest) -> Candidate | None:
    """Whom the page chose to be, or the only one it may be."""
    options = await request_candidates(school, request)
    if request.chosen:
        options = [option for option in options if option.ids == request.chosen]
    return options[0] if len(options) == 1 else None


async def choose(school: SchoolContext, request: LinkRequest, first_id: str, profile: Profile) -> None:
    """Store the choice in «Кто вы?»; a page of an adult cannot become a pupil's, and the reverse."""
    for option in await request_candidates(school, request):
        if option.ids[0] == first_id:
            refuse_other_generation(profile, option)
            await LinkRequest.filter(id=request.id).update(chosen=option.ids)
            return
    raise UserError("a-notfound")


def refuse_other_generation(profile: Profile, candidate: Candidate) -> None:
    """One page is one human: a linked adult's page never becomes a pupil's, nor anybody else's."""
    if not profile.is_linked:
        return
    is_pupil = "pupil" in profile.roles
    if is_pupil != (Role.PUPIL in candidate.roles):
        raise UserError("a-who-pupil-page" if is_pupil else "a-who-adult-page")
    mine = {normal_name(full_name(person.family, person.given, person.patronymic)) for person in profile.people}
    if normal_name(candidate.name) not in mine:
        raise UserError("a-who-other-person")


async def begin_by_code(school: SchoolContext, profile: Profile, typed: str) -> None:
    """Start linking by a personal code; ``UserError`` says what is wrong with it."""
    if profile.account_id is None:
        raise UserError("a-consent-first")
    code = await personal_codes.check(school, profile.account_id, typed)
    people = await _records_of_human(school, code.person_id)
    if not people:
        raise UserError("a-notfound")
    refuse_other_generation(profile, Candidate(tuple(people)))
    await LinkRequest.filter(account_id=profile.account_id).delete()
    await LinkRequest.create(
        account_id=profile.account_id,
        method="code",
        personal_code_id=code.id,
        candidates=[person.source_id for person in people],
        proven_at=school.now(),
        expires_at=school.now() + REQUEST_LIFETIME,
    )


async def other_page(school: SchoolContext, profile: Profile, candidate: Candidate) -> PersonLink | None:
    """The link of this human to another VK page, if there is one."""
    links = await PersonLink.filter(school_id=school.key, person_id__in=candidate.ids).prefetch_related("account")
    return next((link for link in links if link.account_id != profile.account_id), None)


async def confirm(school: SchoolContext, profile: Profile, request: LinkRequest, candidate: Candidate) -> None:
    """Link the page with the human, spend the code, and wake the chats; a link that exists elsewhere is refused."""
    refuse_other_generation(profile, candidate)
    if await other_page(school, profile, candidate) is not None:
        raise UserError("a-relink-needed")
    await _spend(school, request)
    await link(school, request.account_id, candidate.people, request.method)
    await LinkRequest.filter(id=request.id).delete()


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
            await ledger.note(school, "linked", actor=actor, account_id=account_id, person=person.source_id, by=method)
            await _tell_other_guardians(school, person)
    ids = [person.source_id for person in people]
    await chats.want_for_homeroom(school, ids, actor=actor)
    await chats.wake_for(school, ids, account.messenger_id)


async def ask_relink(school: SchoolContext, request: LinkRequest, candidate: Candidate) -> None:
    """Ask to move the link to this page: in 24 hours, unless the old page or an administrator says no."""
    await _spend(school, request)
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


async def waiting_relink(profile: Profile) -> RelinkRequest | None:
    """The move of a link that this page has asked for."""
    return await RelinkRequest.get_or_none(account_id=profile.account_id) if profile.account_id else None


async def relinks_against(school: SchoolContext, profile: Profile) -> list[RelinkRequest]:
    """Moves that would take a link away from this page."""
    mine = set(profile.person_ids)
    rows = await RelinkRequest.filter(school_id=school.key)
    return [row for row in rows if row.account_id != profile.account_id and mine & set(row.person_ids)]


async def cancel_relink(school: SchoolContext, request: RelinkRequest, *, actor: str) -> None:
    """Leave the link where it is."""
    await request.delete()
    await ledger.note(school, "relink-cancelled", actor=actor, account_id=request.account_id)


async def finish_relinks(school: SchoolContext) -> None:
    """Move every link whose waiting time is over."""
    roster = await Roster.of(school.key, school.today())
    for request in await RelinkRequest.filter(school_id=school.key, due_at__lte=school.now()):
        await _tell_old_pages(school, request.person_ids, "relink-done")
        for old in await PersonLink.filter(school_id=school.key, person_id__in=request.person_ids):
            await _end(school, old, actor=ledger.person(request.account_id), event="relinked")
        people = list((await roster.people(request.person_ids)).values())
        await link(school, request.account_id, people, request.method)
        await request.delete()
        account = await Account.get(id=request.account_id)
        await OutboxTalker(school).say(account.messenger_id, say("relink-arrived"))


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


async def unlink(school: SchoolContext, profile: Profile) -> None:
    """End all links of a page by its own wish; the chats follow."""
    if profile.account_id is None:
        return
    actor = ledger.person(profile.account_id)
    for row in await PersonLink.filter(account_id=profile.account_id):
        await _end(school, row, actor=actor, event="unlinked")
    await LinkRequest.filter(account_id=profile.account_id).delete()
    await RelinkRequest.filter(account_id=profile.account_id).delete()


async def _end(school: SchoolContext, row: PersonLink, *, actor: str, event: str) -> None:
    account = await Account.get(id=row.account_id)
    await row.delete()
    await ledger.note(school, event, actor=actor, account_id=row.account_id, person=row.person_id)
    await chats.wake_for(school, [row.person_id], account.messenger_id)


async def _spend(school: SchoolContext, request: LinkRequest) -> None:
    if request.personal_code_id is not None and not await personal_codes.spend(school, request.personal_code_id):
        raise UserError("a-code-used", day=day_and_month(school.today()))


async def _records_of_human(school: SchoolContext, person_id: str) -> list[Person]:
    """The record of a code and those with the same number and the same full name."""
    roster = await Roster.of(school.key, school.today())
    person = await roster.person(person_id)
    if person is None or not person.enabled:
        return []
    name = normal_name(full_name(person.family, person.given, person.patronymic))
    found = {person.source_id: person}
    for digest in await roster.phone_digests(person_id):
        for other in await roster.people_with_phone(digest):
            if normal_name(full_name(other.family, other.given, other.patronymic)) == name:
                found[other.source_id] = other
    return [found[source_id] for source_id in sorted(found)]


async def _tell_other_guardians(school: SchoolContext, person: Person) -> None:
    roster = await Roster.of(school.key, school.today())
    children = (await roster.children([person.source_id])).get(person.source_id, [])
    for child_id, guardians in (await roster.guardians(children)).items():
        child = (await roster.people([child_id])).get(child_id)
        others = [guardian for guardian in guardians if guardian != person.source_id]
        if child is not None:
            pages = (await accounts.pages_of(school, others)).values()
            await news.tell_pages(school, pages, say("guardian-linked", child=child.given))


async def _tell_old_pages(school: SchoolContext, people: Collection[str], key: str) -> None:
    await news.tell_pages(school, (await accounts.pages_of(school, list(people))).values(), say(key))


def _is_staff(person: Person) -> bool:
    return any(role.is_staff for role in person.roles)
