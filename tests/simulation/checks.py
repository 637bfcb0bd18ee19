"""What must hold after a quiet time: everybody is where they should be, and everything that was done is told why."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.kinds import ChatState
from bot.services import held_terms
from models.chats import Chat, ChatMember, LedgerLine
from models.people import Account
from models.steering import HeldPlan
from tests.simulation.believed import Place
from tests.simulation.messenger import Room
from tests.simulation.town import Town

TOLD = ("removed", "evicted", "removal-read-back")


async def settled(town: Town) -> list[str]:
    """Everything that is not as it should be after a quiet time."""
    wrongs: list[str] = []
    for chat in await Chat.all():
        place, room = town.oracle.places[chat.id], town.messenger.rooms.get(chat.peer_id or 0)
        if chat.deleted_at is not None or chat.state is ChatState.LEAVING:
            continue
        if room is None or chat.state is not ChatState.ACTIVE:
            wrongs.append(f"«{chat.title}» is {chat.state}")
            continue
        members = {row.member_id: row for row in await ChatMember.filter(chat_id=chat.id)}
        held = _held(chat)
        wrongs += [f"«{chat.title}»: {wrong}" for wrong in inside(town, place, room, held)]
        wrongs += [f"«{chat.title}»: {wrong}" for wrong in await _outside(town, place, room, members, held)]
        wrongs += [f"«{chat.title}»: {wrong}" for wrong in _looks(town, place, room, held)]
        wrongs += [f"«{chat.title}»: {wrong}" for wrong in await _told(town, chat)]
    waiting = await HeldPlan.filter(state__in=held_terms.WAITING).prefetch_related("chat")
    return wrongs + [f"«{row.chat.title}»: a held plan still waits" for row in waiting if row.chat]


async def counts(town: Town) -> Counter[str]:
    """How much happened, for the summary."""
    found = Counter({"removals": len(town.oracle.removals), "deaths": town.deaths, "chats": len(town.oracle.places)})
    found["readings"] = len(town.register.readings)
    for row in await HeldPlan.all():
        found[f"held plans {row.state.value}"] += 1
    for event in ("invited", "promoted", "demoted", "renamed", "link-replaced"):
        found[event] = await LedgerLine.filter(event=event).count()
    return found


def _held(chat: Chat) -> set[int]:
    """The pages with which nothing is done because it waits for a person, or one refused it; 0: the chat itself."""
    return {int(entry.rpartition(":")[2] or 0) for entry in chat.refusals if entry.startswith("hold-")}


def inside(town: Town, place: Place, room: Room, held: set[int]) -> Iterator[str]:
    """Who is inside although nothing says that they may be."""
    for page in sorted(room.people):
        key, oracle = (place.chat.id, page), town.oracle
        if oracle.belongs(place, page) and key not in oracle.decided:
            continue
        may_stay = (
            oracle.is_protected(place, page)
            or page in held
            or key in oracle.guests
            or (key in oracle.last_reasons and oracle.is_missing(place, page) and oracle.in_grace(place, page))
            or place.leaders == 0
        )
        if not may_stay:
            yield f"{page} ({sorted(oracle.links.get(page, ()))}) is inside and should not be"


async def _outside(town: Town, place: Place, room: Room, members: dict[int, ChatMember], held: set[int]) -> list[str]:
    wrongs = []
    reachable = {row.messenger_id for row in await Account.filter(is_reachable=True)}
    for page in sorted(town.oracle.wanted(place) - room.people - held):
        row = members.get(page)
        is_invited = row is not None and row.invitation in ("due", "handed", "sent")
        has_left = (place.chat.id, page) in town.left
        if not is_invited and not has_left and page in reachable:
            how = f"{row.invitation!r}, {row.ending}" if row else "unknown"
            wrongs.append(f"{page} ({sorted(town.oracle.links[page])}) should be inside: {how}")
    return wrongs


def _looks(town: Town, place: Place, room: Room, held: set[int]) -> Iterator[str]:
    # A title that people change once more after it was given back stays until somebody decides.
    if room.title != place.chat.title and 0 not in held and town.renamed[place.chat.id] < 2:
        yield f"is called «{room.title}»"
    for page in sorted(room.people):
        if town.oracle.leads(place, page) and not room.members[page].is_admin and page not in held:
            yield f"{page} does not lead"
        if room.members[page].is_muted and town.oracle.belongs(place, page):
            yield f"{page} may not write"
    if room.is_leaked:
        yield "the link that a stranger knows still works"


async def _told(town: Town, chat: Chat) -> list[str]:
    """Every removal has a line of the ledger."""
    done = sum(chat_id == chat.id for _, chat_id, _, _ in town.oracle.removals)
    told = await LedgerLine.filter(chat_id=chat.id, event__in=TOLD).count()
    return [f"{done} removals, {told} lines of the ledger"] if told < done else []
