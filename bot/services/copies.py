"""Copies of the database: those made from the console stand beside it, the newest few; of all the ledger tells."""

from datetime import datetime
from pathlib import Path

from tortoise import connections

from bot.services import ledger
from bot.services.accounts import Profile
from bot.services.school import SchoolContext
from models.chats import LedgerLine
from models.schools import JobTime

JOB, MADE = "copy", "copy-made"
KEPT = 5
STAMP = "%Y%m%d-%H%M%S"
MARK = ".copy-"


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


async def newest_at() -> datetime | None:
    """When the newest copy was made, by whatever way; None before the first."""
    line = await LedgerLine.filter(event=MADE).order_by("-at").first()
    return line.at if line else None


def drop_old() -> None:
    """Delete all but the newest of the copies beside the database."""
    path = database()
    for copy in sorted(path.parent.glob(f"{path.name}{MARK}????????-??????"))[:-KEPT]:
        copy.unlink(missing_ok=True)
