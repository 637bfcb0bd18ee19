"""Why somebody is in a chat, or why not any more, in words: for the person and for those who answer for the chat."""

from bot.domain.kinds import Ending
from bot.domain.membership import Departure
from bot.domain.russian import short_name
from bot.services import why
from bot.services.why import Answer, Ended
from bot.texts.catalogue import say
from handlers.plan_words import why as reasons_in_words
from handlers.visit import Visit
from models.chats import Chat


async def in_chat(visit: Visit, chat: Chat, person_id: str) -> list[str]:
    """What a keeper or an administrator reads about one person in one chat."""
    return await _told(visit, await why.in_chat(visit.school, chat, person_id))


async def everywhere(visit: Visit, person_id: str) -> dict[int, str]:
    """The same for each chat of a person by its number, those left within 30 days included."""
    answers = await why.everywhere(visit.school, person_id)
    return {one.chat.id: " ".join(await _told(visit, one)) for one in answers}


def for_oneself(visit: Visit, ended: Ended) -> str:
    """What the person themselves reads: when, why, who decided, and what to do."""
    told = say(f"gone-{_how(ended)}", moment=visit.said_moment(ended.at), by=_by(ended))
    return say("gone-why", told=told, advice=say(f"gone-advice-{_advice(ended)}"))


async def _told(visit: Visit, answer: Answer) -> list[str]:
    said = []
    if answer.reasons:
        said.append(say("why-belongs", reasons=await reasons_in_words(visit, answer.reasons)))
    if answer.ended is not None:
        said.append(_ending(visit, answer.ended))
    return said


def _ending(visit: Visit, ended: Ended) -> str:
    why_so = say(f"departure-{ended.departure.value}" if ended.departure else f"ending-{_hyphened(ended.ending)}")
    run = say("why-run", number=ended.run_id) if ended.run_id is not None else ""
    moment = visit.said_moment(ended.at)
    return say("why-ended", moment=moment, why=why_so, by=_by(ended), snapshot=ended.snapshot, run=run)


def _by(ended: Ended) -> str:
    if ended.by is not None:
        return short_name(ended.by.family, ended.by.given, ended.by.patronymic)
    is_own = ended.ending is Ending.LEFT or ended.departure in (Departure.OWN_WISH, Departure.UNLINKED)
    return say("why-by-themselves" if is_own else "why-by-hand" if _is_by_hand(ended) else "why-by-journal")


def _is_by_hand(ended: Ended) -> bool:
    by_people = (Departure.BY_HAND, Departure.NO_CONSENT, Departure.EXCLUDED, Departure.SHUT_OUT)
    return ended.ending is Ending.REMOVED_BY_HAND or ended.departure in by_people


def _how(ended: Ended) -> str:
    """The text ``gone-<how>``: the ending of the last reason where it is known, else how the page went."""
    return ended.departure.value if ended.departure else _hyphened(ended.ending)


def _hyphened(ending: Ending) -> str:
    return ending.value.replace("_", "-")


def _advice(ended: Ended) -> str:
    """What one can do: come back by oneself, link again, or turn to whoever decided."""
    if ended.ending is Ending.LEFT or ended.departure is Departure.OWN_WISH:
        return "return"
    if ended.ending is Ending.STRANGER or ended.departure is Departure.UNLINKED:
        return "link"
    return "teacher" if _is_by_hand(ended) else "journal"
