"""Finds, for many chats at once, those in which a look of the pass would neither do nor note anything."""

from collections.abc import Collection, Iterable

from bot.domain.kinds import ChatState, Verdict
from bot.domain.membership import Departure
from bot.domain.plan import Desired
from bot.services.school import SchoolContext
from models import planning_queries
from models.chats import Chat
from scheduler.reconcile import notices, selection
from scheduler.reconcile.desired import load_all
from scheduler.reconcile.facts import FRESH, Relation
from scheduler.reconcile.foresight import judged
from scheduler.reconcile.stand_in import completed


async def without_quiet(school: SchoolContext, chat_ids: Collection[int]) -> list[int]:
    """Those of these chats that have to be looked at; that the others were planned is noted."""
    known = await Chat.filter(id__in=list(chat_ids))
    quiet: set[int] = set()
    planned: list[tuple[str, int, Chat]] = []
    rules = await selection.rules_of(school)
    async for facts, chat, (wished, memory) in load_all(school, [one for one in known if _may_be(school, one)]):
        observed = facts.last_seen(chat)
        desired = completed(wished, observed, memory)
        guarded = judged(desired, observed, memory, school.now(), facts.limits)
        is_idle = not guarded.actions and not guarded.held and notices.codes_of(guarded) == chat.refusals
        if is_idle and chat.id not in facts.asking and _is_remembered(desired, facts.relations[chat.id]):
            quiet.add(chat.id)
            is_settled = selection.is_settled(desired, observed, guarded)
            found = (chat.want_print + rules if is_settled else "", facts.roster.number)
            if found != (chat.planned_print, chat.accepted_number):
                planned.append((*found, chat))
    await note_planned(planned)
    return [chat_id for chat_id in chat_ids if chat_id not in quiet]


async def note_planned(planned: Iterable[tuple[str, int, Chat]]) -> None:
    """Store how each chat was planned and up to which roster; a look or a wish since it was read knows better."""
    as_read = [(prints, number, chat.id, chat.wishes, chat.planned_print) for prints, number, chat in planned]
    await planning_queries.note_planned(as_read)


def _may_be(school: SchoolContext, chat: Chat) -> bool:
    """Whether nothing is known to be amiss, and what VK shows is known."""
    is_awaited = chat.due_at is not None and chat.due_at <= school.now()
    is_known = bool(chat.seen_print) and chat.seen_at is not None and chat.seen_at > school.now() - FRESH
    return chat.state is ChatState.ACTIVE and not chat.trouble and not chat.tries and not is_awaited and is_known


def _is_remembered(desired: Desired, relations: Iterable[Relation]) -> bool:
    """Whether it is stored already why each page belongs, and since when it is not mentioned."""
    known = {row.member_id: row for row in relations}
    for page, one in desired.wanted.items():
        row = known.get(page)
        if row is None or row.missing or row.reasons != list(one.reasons):
            return False
    missing = [page for page, how in desired.departed.items() if how is Departure.MISSING]
    return desired.evidence is not Verdict.OK or all(page in known and known[page].missing for page in missing)
