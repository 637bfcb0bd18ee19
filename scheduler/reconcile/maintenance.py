"""What goes on in chats even while the school may only be looked at: nobody waits for strangers."""

from collections.abc import Iterable

from bot.domain.plan import Action, Evict, Mute, ReplaceLink
from bot.services import steering
from bot.services.school import SchoolContext

ALWAYS = (Evict, Mute, ReplaceLink)


async def is_on(school: SchoolContext) -> bool:
    """Whether the school may only be looked at now."""
    return await steering.maintained_until(school) is not None


def allowed(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Those of the actions that wait for nothing."""
    return tuple(action for action in actions if isinstance(action, ALWAYS))
