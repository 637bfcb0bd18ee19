"""The one way into the console: the level is asked for anew at every render and every act."""

from bot.domain.console import Level
from bot.errors import ScreenOutdated
from bot.services import console_roles
from handlers.visit import Visit


async def need(visit: Visit, level: Level) -> Level:
    """The person's own level, at least ``level``; ``ScreenOutdated`` leads everybody else home and says why."""
    own = await console_roles.level_of(visit.school, visit.profile)
    if own is None or own < level:
        raise ScreenOutdated("", "k-denied")
    return own
