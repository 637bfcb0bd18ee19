"""Has the journal read at once, because somebody waits for news of it."""

from bot.services.school import SchoolContext
from models.schools import JobTime


async def soon(school: SchoolContext) -> None:
    """Make the reading of the journal due."""
    await JobTime.filter(school_id=school.key, name="journal").delete()
