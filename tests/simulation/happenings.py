"""What can happen in a week at school, to its journal, in VK, to the bot; each with a weight."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.kinds import ChatKind, HeldState, Verdict
from bot.errors import UserError
from bot.services import delete_chat, held_plans, invitations, leave_chat, picks
from models.chats import Chat
from models.database import transaction
from tests.simulation.messenger import Room, Weather
from tests.simulation.town import Town

Happening = Callable[[Town], Awaitable[object]]


@dataclass(frozen=True)
class Weighted:
    """Something that happens more or less often."""

    happens: Happening
    weight: int


async def some_week_day(town: Town) -> None:
    """One thing happens."""
    one = town.random.choices(ALL, [weighted.weight for weighted in ALL])[0]
    await one.happens(town)


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


# --- the journal ----------------------------------------------------------------------------------------------------


async def enrols(town: Town) -> None:
    unit = town.random.choice(town.register.classes())
    people = town.register.enrols(unit.source_id)
    town.tells(f"{people} come to {unit.title}")
    await town.later(hours=2)
    for person in people:
        if town.random.random() < 0.8:
            await town.links(person)


async def leaves_school(town: Town) -> None:
    pupil = town.random.choice(town.register.pupils())
    way = town.random.choice(["switches_off", "ends", "forgets"])
    getattr(town.register, way)(pupil)
    town.tells(f"journal {way} {pupil}")


async def a_guardian_goes(town: Town) -> None:
    guardian = town.random.choice(town.register.guardians())
    if town.random.random() < 0.5:
        town.register.switches_off(guardian)
    else:
        town.register.forgets(guardian)
    town.tells(f"guardian {guardian} goes")


async def transfers(town: Town) -> None:
    pupil = town.random.choice(town.register.pupils())
    unit = town.random.choice(town.register.classes())
    town.register.transfers(pupil, unit.source_id)
    town.tells(f"{pupil} goes to {unit.title}")


async def a_teacher_goes(town: Town) -> None:
    """Dismissed, with a successor or without one yet."""
    unit = town.random.choice(town.register.classes())
    old = town.register.homeroom(unit.source_id)
    staff = [one for one in town.register.staff() if one != old]
    new = town.random.choice([*staff[:6], None])
    if old is not None and len(staff) > 12:
        town.register.switches_off(old)
    town.register.replaces_homeroom(unit.source_id, new)
    town.tells(f"{old} gives {unit.title} to {new}")
    if new is not None:
        await town.later(hours=1)
        await town.links(new)


async def a_class_is_renamed(town: Town) -> None:
    unit = town.random.choice(town.register.classes())
    town.register.renames(unit.source_id, f"{unit.title[:2]} {town.random.choice(['матем', 'гум', 'общ'])}")


async def people_vanish_for_days(town: Town) -> None:
    """Somebody, or half of a class, is not mentioned for a while although they are there."""
    pupils = town.register.pupils(town.random.choice(town.register.classes()).source_id)
    number = town.random.choice([1, 1, 2, len(pupils) // 2, len(pupils)])
    town.register.hidden = set(town.random.sample(pupils, number))
    town.register.changes()
    town.tells(f"not mentioned: {sorted(town.register.hidden)}")
    for _ in range(town.random.randint(1, 4)):
        await town.later(hours=town.random.choice([3, 13, 25]))
    town.register.hidden = set()
    town.register.changes()


async def the_journal_breaks(town: Town) -> None:
    """Empty, cut, in doubt or unreadable for hours or days."""
    town.register.verdict = town.random.choice(
        [Verdict.EMPTY, Verdict.FAILED, Verdict.PARTIAL, Verdict.SUSPICIOUS, Verdict.PARTIAL]
    )
    town.register.changes()
    town.tells(f"the journal is {town.register.verdict}")
    for _ in range(town.random.randint(1, 3)):
        if town.random.random() < 0.4:
            await town.random.choice([leaves_school, transfers, enrols])(town)
        town.register.changes()
        await town.later(hours=town.random.choice([2, 9, 26]))
    town.register.verdict = Verdict.OK
    town.register.changes()


# --- people in the dialogue -----------------------------------------------------------------------------------------


async def somebody_links(town: Town) -> None:
    people = [*town.register.pupils(), *town.register.guardians(), *town.register.staff()]
    free = [one for one in people if not town.oracle.links.get(town.page_of(one))]
    for person in town.random.sample(free, min(len(free), town.random.randint(1, 4))):
        await town.links(person)


async def somebody_unlinks(town: Town) -> None:
    await town.unlinks(town.random.choice(_linked(town)))


async def somebody_leaves_by_the_bot(town: Town) -> None:
    if (found := await _somebody_inside(town)) is None:
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
    page = town.random.choice(_linked(town))
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
    linked = _linked(town)
    if not found:
        return
    chat, who = town.random.choice(found), await town.profile(linked[0])
    async with transaction():
        await delete_chat.delete(town.school, who, chat)
    town.tells(f"{chat.title} is deleted")
    await town.later(hours=3)
    await town.later(hours=3)
    async with transaction():
        await delete_chat.restore(town.school, who, await Chat.get(id=chat.id))
    town.left = {one for one in town.left if one[0] != chat.id}


async def somebody_decides(town: Town) -> None:
    """Every plan that waits is applied, applied in part, or left as it is."""
    heads = [page for page in _linked(town) if town.oracle.is_head(page)]
    deciders = [await town.profile(page) for page in (*heads, *_linked(town))[:2]]
    for chat in await Chat.filter(paused_at__not_isnull=True):
        async with transaction():
            await held_plans.resume(town.school, deciders[0], chat)
    for row in await held_plans.waiting(town.school):
        keys = sorted(held_plans.grantable(row))
        chosen = town.random.choice([keys, keys[:1], []])
        async with transaction():
            if row.state is HeldState.SECOND:
                await held_plans.leave(town.school, deciders[1], row)
            elif not chosen:
                await held_plans.leave(town.school, deciders[0], row)
            elif await held_plans.grant(town.school, deciders[0], row, chosen) is HeldState.SECOND:
                await held_plans.second(town.school, deciders[1], await held_plans.find(town.school, row.id))
        for key in chosen:
            town.oracle.granted[row.chat_id or 0, key] = town.clock.now() + held_plans.LIFE
        town.tells(f"chat {row.chat_id}: of {[one['key'] for one in row.actions]} granted {chosen}")


# --- people in VK ---------------------------------------------------------------------------------------------------


async def somebody_leaves_in_vk(town: Town) -> None:
    if (found := await _somebody_inside(town)) is not None:
        chat, room, page = found
        town.messenger.goes(page, room)
        town.left.add((chat.id, page))
        town.tells(f"{page} leaves {chat.title}")


async def a_stranger_comes(town: Town) -> None:
    _, room = town.random.choice(await town.rooms())
    town.messenger.enters(town.stranger(), room, room.link)


async def many_strangers_come(town: Town) -> None:
    chat, room = town.random.choice(await town.rooms())
    for _ in range(town.random.randint(3, 25)):
        town.messenger.enters(town.stranger(), room, room.link)
    town.tells(f"many strangers in {chat.title}")


async def somebody_of_school_enters_a_foreign_chat(town: Town) -> None:
    _, room = town.random.choice(await town.rooms())
    town.messenger.enters(town.random.choice(_linked(town)), room, room.link)


async def an_unlinked_parent_enters_and_links(town: Town) -> None:
    """Comes by the link that somebody passed on, and links within a quarter of an hour, or later."""
    _, room = town.random.choice([one for one in await town.rooms() if one[0].kind is ChatKind.CLASS_PARENTS])
    free = [one for one in town.register.guardians() if not town.oracle.links.get(town.page_of(one))]
    if free:
        person = town.random.choice(free)
        town.messenger.enters(town.page_of(person), room, room.link)
        await town.later(minutes=town.random.choice([3, 12, 20]))
        await town.links(person)


async def a_title_is_changed_in_vk(town: Town) -> None:
    _, room = town.random.choice(await town.rooms())
    town.messenger.is_called(room, "Самый лучший чат")


async def a_right_is_changed_in_vk(town: Town) -> None:
    """An administrator inside makes somebody an administrator, or takes the right of another one."""
    if (found := await _somebody_inside(town)) is not None:
        chat, room, page = found
        is_admin = not room.members[page].is_admin
        if is_admin or len(room.administrators) > 1:
            town.messenger.is_made_leader(page, room, is_admin=is_admin)
            town.tells(f"in VK {page} of {chat.title}: administrator {is_admin}")


# --- the machine ----------------------------------------------------------------------------------------------------


async def vk_is_away(town: Town) -> None:
    town.messenger.weather = town.random.choice(
        [Weather(is_away=True), Weather(is_stopped=True), Weather(flaky=0.3), Weather(flaky=0.7)]
    )
    town.tells(f"weather {town.messenger.weather}")
    for _ in range(town.random.randint(1, 3)):
        await some_week_day(town)
        await town.later(minutes=town.random.choice([5, 90, 600]))
    town.messenger.weather = Weather()


async def the_bot_dies(town: Town) -> None:
    await town.random.choice([enrols, transfers, many_strangers_come, somebody_links])(town)
    town.messenger.weather = Weather(calls_to_live=town.random.randint(0, 25))
    await town.later(hours=1)
    town.messenger.weather = Weather()


async def the_bot_is_started_anew(town: Town) -> None:
    town.starts()


async def the_clock_jumps(town: Town) -> None:
    hours = town.random.choice([-3, -1, 5, 50])
    town.clock.pass_by(hours=hours)
    town.tells(f"the clock jumps by {hours} hours")


# --- chances --------------------------------------------------------------------------------------------------------

ALL = (
    Weighted(enrols, 4),
    Weighted(leaves_school, 4),
    Weighted(a_guardian_goes, 3),
    Weighted(transfers, 4),
    Weighted(a_teacher_goes, 2),
    Weighted(a_class_is_renamed, 1),
    Weighted(people_vanish_for_days, 3),
    Weighted(the_journal_breaks, 3),
    Weighted(somebody_links, 10),
    Weighted(somebody_unlinks, 2),
    Weighted(somebody_leaves_by_the_bot, 2),
    Weighted(somebody_closes_messages, 2),
    Weighted(a_chat_is_edited, 6),
    Weighted(a_chat_is_as_in_the_journal_again, 1),
    Weighted(a_chat_is_deleted_and_brought_back, 1),
    Weighted(somebody_decides, 3),
    Weighted(somebody_leaves_in_vk, 3),
    Weighted(a_stranger_comes, 4),
    Weighted(many_strangers_come, 1),
    Weighted(somebody_of_school_enters_a_foreign_chat, 3),
    Weighted(an_unlinked_parent_enters_and_links, 3),
    Weighted(a_title_is_changed_in_vk, 1),
    Weighted(a_right_is_changed_in_vk, 2),
    Weighted(vk_is_away, 3),
    Weighted(the_bot_dies, 3),
    Weighted(the_bot_is_started_anew, 2),
    Weighted(the_clock_jumps, 2),
)


def _linked(town: Town) -> list[int]:
    return sorted(page for page, people in town.oracle.links.items() if people)


async def _somebody_inside(town: Town) -> tuple[Chat, Room, int] | None:
    chat, room = town.random.choice(await town.rooms())
    pages = sorted(room.people)
    return (chat, room, town.random.choice(pages)) if pages else None
