"""How far the readings of the journal can be trusted, and what a person decides about one that looks suspicious."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.doubts import Doubt, name_of
from bot.domain.kinds import UnitKind, Verdict
from bot.domain.roster import Remark, Unit
from bot.errors import UserError
from bot.services import ledger
from bot.services.roster import Roster
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from bot.texts.dates import moment
from models.database import transaction
from models.schools import Reading, ReadingUnit

TRUST_LASTS = timedelta(hours=72)
READINGS, WORST_UNITS = 5, 5


@dataclass(frozen=True, slots=True)
class LackingUnit:
    """A class or group with fewer pupils than before."""

    title: str
    pupils: int
    pupils_before: int


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """One reading as an administrator sees it; ``why`` are sentences, ``lacking`` the worst classes and groups."""

    reading_id: int
    taken_at: datetime
    verdict: Verdict
    number: int | None
    people: int
    people_before: int
    units: int
    units_before: int
    why: tuple[str, ...]
    lacking: tuple[LackingUnit, ...]
    trusted_by: str


async def report(school: SchoolContext, *, readings: int = READINGS) -> list[ReadingReport]:
    """The last readings, the newest first."""
    roster = await Roster.of(school.key, school.today())
    newest = await Reading.filter(school_id=school.key).order_by("-id").limit(readings)
    return [await _report(roster, reading) for reading in newest]


def sentences(school: SchoolContext, one: ReadingReport) -> list[str]:
    """A reading in words, line by line."""
    day = moment(one.taken_at, school.settings.time_zone, today=school.today())
    head = say("trust-reading", day=day, verdict=one.verdict.value, number=one.number or 0)
    size = say(
        "trust-size", people=one.people, before=one.people_before, units=one.units, units_before=one.units_before
    )
    lacking = [
        say("trust-unit", title=unit.title, pupils=unit.pupils, before=unit.pupils_before) for unit in one.lacking
    ]
    accepted = [say("trust-accepted")] if one.trusted_by else []
    return [head, size, *(say("journal-line", sentence=why) for why in one.why), *lacking, *accepted]


def waits(reading: Reading) -> bool:
    """Whether somebody trusts a suspicious reading that has not been taken over since."""
    return reading.verdict is Verdict.SUSPICIOUS and bool(reading.trusted_by)


async def trust(school: SchoolContext, reading_id: int, actor: str) -> None:
    """Have the next look take the newest reading, which is suspicious, as it is; ``UserError`` if it is not any more.

    The word covers what was in doubt then: whatever else is in doubt by the next look is held as before.
    """
    async with transaction():
        newest = await Reading.filter(school_id=school.key).order_by("-id").first()
        if newest is None or newest.id != reading_id or newest.verdict is not Verdict.SUSPICIOUS:
            raise UserError("trust-outdated")
        if newest.trusted_by:
            return
        await Reading.filter(id=reading_id).update(trusted_by=actor, trusted_at=school.now())
        await ledger.note(school, "journal-trusted", actor=actor, reading=reading_id)


async def trusted_doubts(school: SchoolContext) -> frozenset[str]:
    """What is in doubt about the newest reading although somebody said that it is true."""
    newest = await Reading.filter(school_id=school.key).order_by("-id").first()
    if newest is None or not waits(newest) or newest.trusted_at is None:
        return frozenset()
    if newest.trusted_at + TRUST_LASTS < school.now():
        return frozenset()
    return frozenset(name_of(one) for one in _remarks(newest) if one.code in set(Doubt))


async def _report(roster: Roster, reading: Reading) -> ReadingReport:
    rows = await ReadingUnit.filter(reading_id=reading.id)
    units = await roster.units([row.unit_id for row in rows])
    rows.sort(key=lambda row: (row.pupils > 0, not _is_class(units, row), row.pupils - row.pupils_before))
    return ReadingReport(
        reading.id,
        reading.taken_at,
        reading.verdict,
        reading.number,
        reading.people,
        reading.people_before,
        reading.units,
        reading.units_before,
        tuple(say(f"journal-{one.code}", **one.variables) for one in _remarks(reading)),
        tuple(
            LackingUnit(
                units[row.unit_id].title if row.unit_id in units else row.unit_id, row.pupils, row.pupils_before
            )
            for row in rows[:WORST_UNITS]
        ),
        reading.trusted_by,
    )


def _is_class(units: Mapping[str, Unit], row: ReadingUnit) -> bool:
    return row.unit_id in units and units[row.unit_id].kind is UnitKind.CLASS


def _remarks(reading: Reading) -> Sequence[Remark]:
    return [Remark(**problem) for problem in reading.problems]
