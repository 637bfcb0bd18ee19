"""A guardian's consent to a pupil's part in the chats: asked for, given, withdrawn; the newest decision counts."""

from collections.abc import Collection
from datetime import timedelta

from bot.domain.events import ConsentAsked
from bot.domain.roster import Person
from bot.errors import UserError
from bot.services import accounts, chats, ledger, minors, news
from bot.services.accounts import Profile
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.chats import LedgerLine
from models.people import GuardianConsent

VERSION = "2026-11"
ASKED_EVERY = timedelta(hours=1)
ASKED, GIVEN, WITHDRAWN = "consent-asked", "consent-given", "consent-withdrawn"


async def guardians(school: SchoolContext, pupils: Collection[str]) -> tuple[list[Person], list[Person]]:
    """The guardians of these pupils: those who are linked, and the others."""
    roster = await Roster.of(school.key, school.today())
    ids = {guardian for group in (await roster.guardians(pupils)).values() for guardian in group}
    people = [person for person in (await roster.people(ids)).values() if person.enabled]
    people.sort(key=lambda one: (one.family, one.given, one.source_id))
    pages = await accounts.pages_of(school, list(ids))
    linked = [person for person in people if person.source_id in pages]
    return linked, [person for person in people if person.source_id not in pages]


async def ask(school: SchoolContext, people: Collection[str]) -> bool:
    """Ask the linked guardians of those of these people who wait for consent, at most once an hour.

    False when nobody was asked.
    """
    roster = await Roster.of(school.key, school.today())
    asked = False
    for pupil in sorted(await minors.waiting(roster, people)):
        linked, _ = await guardians(school, [pupil])
        if not linked or await _was_asked(school, pupil):
            continue
        for page in (await accounts.pages_of(school, [one.source_id for one in linked])).values():
            await news.tell(school, ConsentAsked(page, pupil))
        await ledger.note(school, ASKED, person=pupil)
        asked = True
    return asked


async def give(school: SchoolContext, profile: Profile, pupil: str) -> None:
    """The guardian lets the pupil belong to chats: invitations follow."""
    await _decide(school, profile, pupil, is_given=True)


async def withdraw(school: SchoolContext, profile: Profile, pupil: str) -> None:
    """The guardian takes the consent back: the pupil leaves the chats."""
    await _decide(school, profile, pupil, is_given=False)


async def _decide(school: SchoolContext, profile: Profile, pupil: str, *, is_given: bool) -> None:
    roster = await Roster.of(school.key, school.today())
    family = await roster.children(profile.person_ids)
    guardian = next((one for one, children in family.items() if pupil in children), None)
    if guardian is None:
        raise UserError("e-denied-guardian")
    if is_given is not (pupil in await minors.waiting(roster, [pupil])):
        return
    await GuardianConsent.create(
        school_id=school.key,
        pupil_id=pupil,
        guardian_id=guardian,
        version=VERSION,
        is_given=is_given,
        decided_at=school.now(),
    )
    actor = ledger.person(profile.account_id or 0)
    await ledger.note(school, GIVEN if is_given else WITHDRAWN, actor=actor, person=pupil, version=VERSION)
    pages = await accounts.pages_of(school, [pupil])
    await chats.wake_for(school, [pupil], pages.get(pupil))
    await _tell(school, roster, pupil, guardian, is_given=is_given)


async def _tell(school: SchoolContext, roster: Roster, pupil: str, guardian: str, *, is_given: bool) -> None:
    """The pupil hears of it, and so do the other guardians."""
    child = (await roster.people([pupil]))[pupil]
    pages = await accounts.pages_of(school, [pupil])
    await news.tell_pages(school, pages.values(), say("consent-given-pupil" if is_given else "consent-withdrawn-pupil"))
    others = [one for one in (await roster.guardians([pupil]))[pupil] if one != guardian]
    key = "consent-given-other" if is_given else "consent-withdrawn-other"
    await news.tell_pages(school, (await accounts.pages_of(school, others)).values(), say(key, child=child.given))


async def _was_asked(school: SchoolContext, pupil: str) -> bool:
    recent = LedgerLine.filter(school=school.key, event=ASKED, at__gt=school.now() - ASKED_EVERY)
    return any(line.details.get("person") == pupil for line in await recent)
