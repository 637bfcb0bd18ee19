"""Personal one-time codes: issued for a person, printed, and tried."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from tortoise.expressions import F

from bot.domain import codes
from bot.domain.roster import Person
from bot.domain.russian import parse_class_title
from bot.errors import UserError
from bot.services import ledger
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from bot.texts.dates import day_and_month
from models.people import Account, PersonalCode, PersonLink

LIFETIME = timedelta(days=30)
TRIES = 5
STAFF = "staff"
SILENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Printed:
    """A code as it stands on a sheet."""

    person: Person
    code: str
    expires_at: datetime
    link: str


async def issue(school: SchoolContext, people: Iterable[Person], *, actor: str) -> list[Printed]:
    """Codes for those of ``people`` who are not linked; a code that still lives is printed again, not replaced."""
    by_id = {person.source_id: person for person in people}
    links = await PersonLink.filter(school_id=school.key, person_id__in=list(by_id))
    for link in links:
        by_id.pop(link.person_id, None)
    living = await PersonalCode.filter(
        school_id=school.key,
        person_id__in=list(by_id),
        used_at__isnull=True,
        is_revoked=False,
        expires_at__gt=school.now(),
    )
    rows = {row.person_id: row for row in living}
    rows |= await _make(school, [person_id for person_id in by_id if person_id not in rows], actor)
    return [_printed(school, person, rows[person_id]) for person_id, person in by_id.items()]


async def people_to_print(school: SchoolContext, class_title: str) -> list[Person]:
    """Pupils of a class, its teachers and the guardians, or with ``STAFF`` everybody who works at the school.

    ``UserError`` when there is no such class.
    """
    roster = await Roster.of(school.key, school.today())
    if roster.number == 0:
        raise UserError("roster-none")
    if class_title == STAFF:
        return await roster.staff()
    parsed = parse_class_title(class_title)
    units = [unit for unit in await roster.classes() if parsed is not None and unit.title == parsed.title]
    if not units:
        raise UserError("codes-no-class", title=class_title)
    rows = await roster.active(units=[unit.source_id for unit in units])
    members = [row.person_id for row in sorted(rows, key=lambda row: row.part.value, reverse=True)]
    guardians = [guardian for group in (await roster.guardians(members)).values() for guardian in group]
    people = await roster.people({*members, *guardians})
    ordered = dict.fromkeys([*members, *sorted(guardians)])
    return [people[person_id] for person_id in ordered if person_id in people and people[person_id].enabled]


async def check(school: SchoolContext, account_id: int, typed: str) -> PersonalCode:
    """The living code that was typed; ``UserError`` says what is wrong, after counting the try."""
    account = await Account.get(id=account_id)
    if account.codes_silent_until is not None and account.codes_silent_until > school.now():
        left = account.codes_silent_until - school.now()
        raise UserError("a-code-silence", later=say("minutes-later", count=int(left.total_seconds()) // 60 + 1))
    code = codes.read_code(typed)
    row = await _find(school, code) if code else None
    if row is None:
        raise UserError(await _count_wrong(school, account))
    if row.used_at is not None:
        await ledger.note(school, "used-code-tried", actor=ledger.person(account_id))
        raise UserError("a-code-used", day=day_and_month(row.used_at.astimezone(school.settings.time_zone).date()))
    if row.is_revoked or row.expires_at <= school.now():
        raise UserError(
            "a-code-expired", day=day_and_month(row.expires_at.astimezone(school.settings.time_zone).date())
        )
    return row


async def spend(school: SchoolContext, code_id: int, account_id: int) -> bool:
    """Use the code up and forget the wrong ones before it; False when somebody else was faster."""
    await Account.filter(id=account_id).update(wrong_codes=0)
    return bool(await PersonalCode.filter(id=code_id, used_at__isnull=True).update(used_at=school.now()))


async def _find(school: SchoolContext, code: str) -> PersonalCode | None:
    return await PersonalCode.get_or_none(school_id=school.key, digest=school.server_key.digest("personal-code", code))


async def _count_wrong(school: SchoolContext, account: Account) -> str:
    await Account.filter(id=account.id).update(wrong_codes=F("wrong_codes") + 1)
    if account.wrong_codes + 1 < TRIES:
        return "a-code-unknown"
    await Account.filter(id=account.id).update(wrong_codes=1, codes_silent_until=school.now() + SILENCE)
    return "a-code-too-many"


async def _make(school: SchoolContext, people: Sequence[str], actor: str) -> dict[str, PersonalCode]:
    """New codes, in the caller's transaction: the ids are taken beforehand, because the signs derive from them."""
    if not people:
        return {}
    newest = await PersonalCode.all().order_by("-id").first()
    ids = count(newest.id + 1 if newest else 1)
    taken: set[str] = set()
    rows = {person_id: await _unused(school, ids, taken, person_id) for person_id in people}
    await PersonalCode.bulk_create(rows.values())
    await ledger.note(school, "codes-issued", actor=actor, people=list(people))
    return rows


async def _unused(school: SchoolContext, ids: Iterator[int], taken: set[str], person_id: str) -> PersonalCode:
    """A row whose signs no other code of the school has: two of 2^32 may fall together."""
    now = school.now()
    while True:
        code_id = next(ids)
        digest = school.server_key.digest("personal-code", school.server_key.personal_code(code_id))
        if digest not in taken and not await PersonalCode.exists(school_id=school.key, digest=digest):
            break
    taken.add(digest)
    return PersonalCode(
        id=code_id,
        school_id=school.key,
        person_id=person_id,
        digest=digest,
        issued_at=now,
        expires_at=now + LIFETIME,
    )


def _printed(school: SchoolContext, person: Person, row: PersonalCode) -> Printed:
    code = school.server_key.personal_code(row.id)
    return Printed(person, codes.printed(code), row.expires_at, f"{school.settings.messages_url}?ref={code}")
