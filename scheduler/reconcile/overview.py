"""What concerns all chats at once: how far a pass has come, and what a pass would do now."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.domain.plan import Guarded
from bot.services import runs, survey
from bot.services.school import SchoolContext
from bot.services.survey import ChatPlan, Survey
from models.chats import Chat
from models.database import transaction
from scheduler.reconcile import notices

Preview = Callable[[Sequence[Chat]], Awaitable[list[Guarded]]]


async def follow_passes(school: SchoolContext, looking: Collection[int | None]) -> None:
    """End the passes that are done and not ``looking`` at a chat now; whoever watches one sees how far it has come."""
    async with transaction():
        if await runs.follow(school, looking):
            await notices.show_anew(school, "K.PLAN.RUN")
    school.bells.inbox.set()


async def foresee(school: SchoolContext, kept: Survey, preview: Preview) -> None:
    """Foresee what would be done with every chat, if somebody wants to see it; presses go on meanwhile."""
    if not kept.is_wanted:
        return
    kept.is_wanted = False
    stamp = await survey.stamp_of(school)
    found = await Chat.filter(school_id=school.key).exclude(state__in=runs.NEVER_LOOKED_AT).order_by("title")
    plans = [ChatPlan(chat.id, chat.title, plan) for chat, plan in zip(found, await preview(found), strict=True)]
    kept.newest = survey.plan_of(stamp, school.now(), len(found), plans)
    async with transaction():
        await notices.show_anew(school, "K.PLAN")
    school.bells.inbox.set()
