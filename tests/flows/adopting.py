"""How a teacher makes a chat by hand in VK and has the bot take it over."""

from bot.sandbox.driver import DrivenChat, DrivenPerson
from tests.flows.world import World

TITLE = "Стенгазета"
BOT = -1


async def made_by_hand(world: World, maker: DrivenPerson, *others: DrivenPerson, title: str = TITLE) -> DrivenChat:
    """A chat that somebody makes in VK, with the community in it but without rights."""
    await maker.create_chat(title, members=[one.id for one in others], communities=[1])
    return await world.sandbox.chat(title)


async def seen(world: World, teacher: DrivenPerson, *others: DrivenPerson, title: str = TITLE) -> DrivenChat:
    """The same, with the community as an administrator, and looked at by the bot."""
    chat = await made_by_hand(world, teacher, *others, title=title)
    await teacher.sees("Нужны права администратора")
    await teacher.promote(chat, BOT)
    await teacher.press("Проверить")
    await teacher.sees(f"Новый чат: «{title}»")
    await world.calm()
    return chat


async def adopted(world: World, teacher: DrivenPerson, *others: DrivenPerson) -> DrivenChat:
    """The same, adopted as a chat whose people the teacher keeps."""
    chat = await seen(world, teacher, *others)
    await teacher.press("Подключить чат")
    await teacher.press("Произвольный чат, состав веду сам")
    await teacher.sees(f"Чат «{TITLE}» подключён")
    await world.calm()
    return chat


async def chooses_a_group(world: World, teacher: DrivenPerson) -> str:
    """The chat that was seen is to be the one of the first group of 8А: what it will be called, before it is so."""
    await teacher.press("Подключить чат")
    await teacher.press("Чат группы по предмету…")
    await teacher.sees("Показаны те, у кого чата ещё нет.")
    await world.calm()
    label = next(label for label in (await teacher.screen()).buttons if label.startswith("8А"))
    await teacher.press(label)
    await teacher.sees(f"Чат получит название «{label}»")
    return label
