"""Who a VK page may be: the people behind a number or a code, and the choice among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.kinds import Role
from bot.domain.roster import Person
from bot.domain.russian import full_name, normal_name
from bot.errors import UserError
from bot.services import personal_codes
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from models.people import LinkRequest

REQUEST_LIFETIME = timedelta(minutes=15)


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
    humans: dict[tuple[str, bool], list[Person]] = {}
    for person in sorted(people, key=lambda person: person.source_id):
        humans.setdefault(_human(person), []).append(person)
    if len(humans) > 1:
        # Whoever holds a family's phone may be a child: a staff record then needs a personal code.
        humans = {human: [one for one in group if not _is_staff(one)] for human, group in humans.items()}
    return [Candidate(tuple(group)) for group in humans.values() if group]


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


async def _records_of_human(school: SchoolContext, person_id: str) -> list[Person]:
    """The record of a code and those with the same number and the same full name."""
    roster = await Roster.of(school.key, school.today())
    person = await roster.person(person_id)
    if person is None or not person.enabled:
        return []
    found = {person.source_id: person}
    for digest in await roster.phone_digests(person_id):
        for other in await roster.people_with_phone(digest):
            if _human(other) == _human(person):
                found[other.source_id] = other
    return [found[source_id] for source_id in sorted(found)]


def _human(person: Person) -> tuple[str, bool]:
    """What makes two records one human: the full name, and being a pupil or not. A son may be named like his father."""
    return normal_name(full_name(person.family, person.given, person.patronymic)), Role.PUPIL in person.roles


def _is_staff(person: Person) -> bool:
    return any(role.is_staff for role in person.roles)
