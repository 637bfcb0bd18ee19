"""What people can do in VK in a week without asking the bot."""

from bot.domain.kinds import ChatKind
from tests.simulation.town import Town


async def somebody_leaves_in_vk(town: Town) -> None:
    if (found := await town.somebody_inside()) is not None:
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
    chat, room = town.random.choice(await town.rooms())
    page = town.random.choice(town.linked())
    if town.messenger.enters(page, room, room.link):
        # Whoever had left by their own wish has come back by it.
        town.left.discard((chat.id, page))
        town.oracle.decided.discard((chat.id, page))


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
    chat, room = town.random.choice(await town.rooms())
    town.messenger.is_called(room, "Самый лучший чат")
    town.renamed[chat.id] += 1


async def a_right_is_changed_in_vk(town: Town) -> None:
    """An administrator inside makes somebody an administrator, or takes the right of another one."""
    if (found := await town.somebody_inside()) is not None:
        chat, room, page = found
        is_admin = not room.members[page].is_admin
        if is_admin or len(room.administrators) > 1:
            town.messenger.is_made_leader(page, room, is_admin=is_admin)
            town.tells(f"in VK {page} of {chat.title}: administrator {is_admin}")
