"""What people do in the chats of VK while the walkers walk: chats by hand, rights, strangers, titles, pins."""

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from bot.sandbox import chat_life
from bot.sandbox.conversation import Chat
from bot.sandbox.driver import DrivenChat, Refused

if TYPE_CHECKING:
    from tests.walker.walk import Walk

BOT = -1
NICKNAMES = ("Банда", "Лучшие")


async def a_chat_is_made_by_hand(walk: "Walk") -> None:
    """Somebody makes a chat in VK and adds the community, mostly with the rights that it needs."""
    walkers = [one.person for one in walk.walkers if one.role.is_staff or walk.chance.random() < 0.2]
    maker = walk.chance.choice(walkers or walk.editors)
    others = walk.chance.sample([one.id for one in walk.everybody if one.id != maker.id], 4)
    title = walk.chance.choice(("Стенгазета", "Родительский комитет", "Хор 8А", "Поход"))
    walk.checks.sayings.learn([title])
    await maker.create_chat(title, members=others, communities=[1])
    await walk.settled()
    chat = (await walk.world.sandbox.chats())[-1]
    if walk.chance.random() < 0.7:
        await allowed(maker.promote(chat, BOT))


async def rights_change(walk: "Walk") -> None:
    """Whoever made a chat by hand gives the community its rights there, or takes them away."""
    chats = [chat for chat in await walk.world.sandbox.chats() if chat.created_by > 0]
    if chats:
        chat = walk.chance.choice(chats)
        has_rights = any(one.startswith("Школьные чаты") for one in chat.admins)
        maker = await walk.of_page(chat.created_by)
        await allowed(maker.promote(chat, BOT, admin=not has_rights or walk.chance.random() < 0.3))


async def the_bot_is_put_out(walk: "Walk") -> None:
    """Whoever made a chat by hand removes the community, and perhaps adds it again."""
    chats = [chat for chat in await walk.world.sandbox.chats() if chat.created_by > 0]
    if chats:
        chat = walk.chance.choice(chats)
        maker = await walk.of_page(chat.created_by)
        await allowed(maker.kick(chat, BOT))
        await walk.settled()
        if walk.chance.random() < 0.7:
            await allowed(maker.invite(chat, BOT))
            await allowed(maker.promote(chat, BOT))


async def a_stranger_comes(walk: "Walk") -> None:
    """Somebody whom the journal does not know has the link."""
    if chat := await _some_chat(walk):
        stranger = await walk.world.sandbox.new_person("Чужой Человек")
        walk.checks.sayings.learn([stranger.name])
        await allowed(stranger.opens(chat.link))


async def somebody_leaves(walk: "Walk") -> None:
    """A member leaves a chat in VK itself."""
    if (chat := await _some_chat(walk)) and (people := [one for one in chat.member_ids if one > 0]):
        person = await walk.of_page(walk.chance.choice(people))
        await allowed(person.leave(chat))


async def somebody_writes(walk: "Walk") -> None:
    """A member writes in a chat: from then on the bot may say hello there."""
    if (chat := await _some_chat(walk)) and (people := [one for one in chat.member_ids if one > 0]):
        person = await walk.of_page(walk.chance.choice(people))
        await allowed(person.write("Всем добрый день", chat=chat))


async def somebody_renames(walk: "Walk") -> None:
    """A member calls a chat otherwise in VK itself, and again after the bot has given the title back."""
    walk.checks.sayings.learn(NICKNAMES)
    if (chat := await _some_chat(walk)) and (people := [one for one in chat.member_ids if one > 0]):
        person = await walk.of_page(walk.chance.choice(people))
        for name in NICKNAMES:
            await allowed(person.rename(chat, name))
            await walk.settled()


async def somebody_unpins(walk: "Walk") -> None:
    """The pinned message of a chat is taken down, and again after the bot has pinned it once more."""
    world = walk.world.emulator.stage.world
    pinned = [chat for chat in await walk.world.sandbox.chats() if room_of(walk, chat).pinned_cmid]
    if pinned:
        room = room_of(walk, walk.chance.choice(pinned))
        for _ in range(2):
            chat_life.pin(world, room, room.owner, 0)
            await walk.settled()


def room_of(walk: "Walk", chat: DrivenChat) -> Chat:
    """The chat inside the emulator."""
    return walk.world.emulator.stage.world.communities[1].chat(chat.peer)


async def _some_chat(walk: "Walk") -> DrivenChat | None:
    chats = [chat for chat in await walk.world.sandbox.chats() if chat.member_ids]
    return walk.chance.choice(chats) if chats else None


async def allowed(act: Awaitable[object]) -> None:
    """VK may refuse what a person tries: not a member any more, removed, a dead link."""
    try:
        await act
    except Refused:
        return
