"""Copies of the database that were made from the console: beside the database, the newest few of them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tortoise import connections

from bot.services import ledger
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from models.schools import JobTime

JOB = "copy"
KEPT = 5
STAMP = "%Y%m%d-%H%M%S"
MARK = ".copy-"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy and when it was made, UTC."""

    path: Path
    made_at: datetime


def database() -> Path:
    """The file of the database that is open."""
    return Path(connections.db_config["default"]["credentials"]["file_path"])


async def wish(school: SchoolContext, profile: Profile) -> None:
    """Have a copy made as soon as no other job runs; a second wish before that changes nothing."""
    _, is_new = await JobTime.get_or_create(school_id=school.key, name=JOB, defaults={"next_run_at": school.now()})
    if is_new:
        await ledger.note(school, "copy-wished", actor=ledger.by(profile))


def place(now: datetime) -> Path:
    """Where a copy made now goes."""
    path = database()
    return path.with_name(f"{path.name}{MARK}{now.strftime(STAMP)}")


def made() -> list[Copy]:
    """All copies, the oldest first."""
    path = database()
    found = sorted(path.parent.glob(f"{path.name}{MARK}????????-??????"))
    return [Copy(one, _moment(one)) for one in found]


def newest() -> Copy | None:
    """The newest copy, None before the first."""
    found = made()
    return found[-1] if found else None


def drop_old() -> None:
    """Delete all but the newest copies."""
    for copy in made()[:-KEPT]:
        copy.path.unlink(missing_ok=True)


def _moment(path: Path) -> datetime:
    return datetime.strptime(path.name.rpartition(MARK)[2], STAMP).replace(tzinfo=UTC)
