"""What people can do with the bot in a week."""

from bot.domain.kinds import ChatKind, HeldState
from bot.errors import UserError
from bot.services import delete_chat, held_plans, held_terms, invitations, leave_chat, picks
from models.chats import Chat
from models.database import transaction
from tests.simulation.town import Town


async def people_follow_invitations(town: Town, share: float = 0.8) -> None:
    """Whoever was invited presses «Вступить», sooner or later."""
    for page in sorted(town.messenger.invited):
        for chat_id in sorted(town.messenger.invited[page]):
            if town.random.random() < share:
                await _joins(town, page, chat_id)


async def _joins(town: Town, page: int, chat_id: int) -> None:
    try:
        async with transaction():
            link = await invitations.join_link(town.school, await town.profile(page), chat_id)
    except UserError:
        town.messenger.invited[page].discard(chat_id)
        return
    chat = await Chat.get(id=chat_id)
    town.left.discard((chat_id, page))
    town.oracle.decided.discard((chat_id, page))
    if chat.peer_id and town.messenger.enters(page, town.messenger.rooms[chat.peer_id], link):
        town.messenger.invited[page].discard(chat_id)


async def somebody_links(town: Town) -> None:
    people = [*town.register.pupils(), *town.register.guardians(), *town.register.staff()]
    free = [one for one in people if not town.oracle.links.get(town.page_of(one))]
    for person in town.random.sample(free, min(len(free), town.random.randint(1, 4))):
        await town.links(person)


async def somebody_unlinks(town: Town) -> None:
    await town.unlinks(town.random.choice(town.linked()))


async def somebody_leaves_by_the_bot(town: Town) -> None:
    if (found := await town.somebody_inside()) is None:
        return
    chat, _, page = found
    if not town.oracle.belongs(town.oracle.places[chat.id], page):
        return
    async with transaction():
        await leave_chat.leave(town.school, await town.profile(page), chat)
    town.oracle.decided.add((chat.id, page))
    town.left.add((chat.id, page))
    town.tells(f"{page} asks to leave {chat.title}")


async def somebody_closes_messages(town: Town) -> None:
    page = town.random.choice(town.linked())
    town.messenger.closed ^= {page}


async def a_chat_is_edited(town: Town) -> None:
    """Somebody is taken out by hand, taken in, or made to lead."""
    rooms = await town.rooms()
    chat, _ = town.random.choice(rooms)
    place = town.oracle.places.get(chat.id)
    if place is None or not place.seats:
        return
    locked = {chat.author_id} | {one for one, seat in place.seats.items() if seat.leads}
    inside = sorted(place.seats.keys() - locked)
    outside = sorted(set(town.register.staff()) - place.seats.keys())
    edits = {"add": outside, "remove": inside, "lead": inside, "follow": inside}
    what = town.random.choice(list(edits))
    if edits[what]:
        person = town.random.choice(edits[what])
        async with transaction():
            await picks.change(town.school, chat, **{what: [person]})
        town.tells(f"by hand in {chat.title}: {what} {person}")


async def a_chat_is_as_in_the_journal_again(town: Town) -> None:
    chat, _ = town.random.choice(await town.rooms())
    async with transaction():
        await picks.reset(town.school, chat)


async def a_chat_is_deleted_and_brought_back(town: Town) -> None:
    found = [chat for chat, _ in await town.rooms() if chat.kind in (ChatKind.CUSTOM, ChatKind.SUBJECT)]
    linked = town.linked()
    if not found:
        return
    chat, who, left_before = town.random.choice(found), await town.profile(linked[0]), set(town.left)
    async with transaction():
        await delete_chat.delete(town.school, who, chat)
    town.tells(f"{chat.title} is deleted")
    await town.later(hours=3)
    await town.later(hours=3)
    async with transaction():
        await delete_chat.restore(town.school, who, await Chat.get(id=chat.id))
    # Whoever went while the chat was deleted is called back, but not whoever had left it before.
    town.left = {one for one in town.left if one[0] != chat.id or one in left_before}


async def somebody_decides(town: Town) -> None:
    """Every plan that waits is applied, applied in part, or left as it is."""
    heads = [page for page in town.linked() if town.oracle.is_head(page)]
    deciders = [await town.profile(page) for page in (*heads, *town.linked())[:2]]
    for chat in await Chat.filter(paused_at__not_isnull=True):
        async with transaction():
            await held_plans.resume(town.school, deciders[0], chat)
    for row in await held_terms.waiting(town.school):
        keys = sorted(held_plans.grantable(row))
        chosen = town.random.choice([keys, keys[:1], []])
        async with transaction():
            if row.state is HeldState.SECOND:
                await held_plans.leave(town.school, deciders[1], row)
            elif not chosen:
                await held_plans.leave(town.school, deciders[0], row)
            elif await held_plans.grant(town.school, deciders[0], row, chosen) is HeldState.SECOND:
                await held_plans.second(town.school, deciders[1], await held_terms.find(town.school, row.id))
        for key in chosen:
            town.oracle.granted[row.chat_id or 0, key] = town.clock.now() + held_terms.LIFE
        town.tells(f"chat {row.chat_id}: of {[one['key'] for one in row.actions]} granted {chosen}")
