"""D, G: a chat that was made by hand in VK, and what the bot says in chats."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage, first_words
from tests.flows.made_chats import made_by_hand
from tests.flows.ways import chat_id
from tests.flows.world import PARENTS, PETROV, PUPILS, STRANGER

ILYA, TIMOFEY = "Белов Илья", "Зорин Тимофей"
NEWSPAPER, BOT = "Стенгазета", -1


@scene(
    *("D.HOW", "D.WAIT", "D.FOUND", "D.UNKNOWN", "D.UNKNOWN.KICK", "D.LEAVE", "D.MAP", "D.GROUP"),
    *("D.PREVIEW", "D.DONE", "G.PLEASE-LINK"),
)
async def adopting(stage: Stage) -> None:
    """Petrov's own chat with a pupil who has linked, one who has not, and a stranger."""
    world = stage.world
    teacher, pupil = await world.linked(PETROV), await world.linked(ILYA)
    others = [pupil.id, *[(await world.sandbox.person(name)).id for name in (TIMOFEY, STRANGER)]]
    await teacher.write("меню")
    await stage.goes(teacher, "D.HOW")
    await stage.presses(teacher, "Я добавил, проверить")
    await teacher.create_chat(NEWSPAPER, members=others, communities=[1])
    chat = await world.sandbox.chat(NEWSPAPER)
    await teacher.sees("Нужны права администратора")
    await stage.shot(teacher, "without rights")
    await teacher.promote(chat, BOT)
    await teacher.press("Проверить")
    await teacher.sees(f"Новый чат: «{NEWSPAPER}»")
    await stage.shot(teacher)
    await stage.presses(teacher, "Показать, кого не нашли")
    await teacher.press("Попросить в чате привязать профиль")
    await stage.shot_in(teacher, chat, "g-please-link")
    await stage.presses(teacher, "Удалить 2 человек")
    await stage.presses(teacher, "Не удалять", "Назад", "Не подключать, выйти из чата")
    await stage.presses(teacher, "Назад", "Подключить чат")
    await stage.presses(teacher, "Чат группы по предмету…")
    await stage.presses(teacher, "8А Алгебра")
    [(found,)] = world.rows(f"SELECT id FROM chat WHERE peer_id = {chat.peer}")
    here = {"c": found}
    await stage.leads(teacher, {"s": "D.MAP", **here})
    await stage.presses(teacher, "Произвольный чат, состав веду сам")


@scene("D.CLASS")
async def adopting_for_a_class(stage: Stage) -> None:
    """Petrov after somebody has removed the chats of his class in VK."""
    world = stage.world
    teacher = await world.led()
    await world.sandbox.fault("messages.getConversationMembers", "error", code=927, times=0)
    await world.later(hours=1, minutes=1)
    await world.sandbox.no_faults()
    await teacher.create_chat(NEWSPAPER, members=[], communities=[1])
    chat = await world.sandbox.chat(NEWSPAPER)
    await teacher.promote(chat, BOT)
    await teacher.press("Проверить")
    await teacher.press("Подключить чат")
    await stage.presses(teacher, "Чат класса…")


@scene("G.NEEDLINK", "G.NOTSTAFF")
async def not_everybodys_chat(stage: Stage) -> None:
    """The bot is added to a chat by somebody who has not linked, and by a pupil."""
    world = stage.world
    stranger, pupil = await world.sandbox.person(STRANGER), await world.linked(ILYA)
    for person, key in ((stranger, "g-needlink"), (pupil, "g-notstaff")):
        await person.create_chat(f"Чат {person.name}", members=[], communities=[1])
        chat = await world.sandbox.chat(f"Чат {person.name}")
        await person.sees(first_words(key), chat=chat)
        await stage.shot_in(person, chat, key)


@scene("G.HELLO", "G.WELCOME", "G.KICKED")
async def said_in_the_chat_of_a_class(stage: Stage) -> None:
    """The hello after the first message, the welcome of a newcomer, and the news about a stranger."""
    world = stage.world
    teacher = await world.led()
    chat = await world.inside(PUPILS, teacher)
    await world.calm()
    await teacher.write("Добрый день", chat=chat)
    await world.later(minutes=2)
    await teacher.sees("не публикуйте чужие фото и данные", chat=chat)
    await stage.shot_in(teacher, chat, "g-hello")
    await world.entered(ILYA)
    await teacher.write("К нам пришли", chat=chat)
    await world.later(hours=1, minutes=2)
    await teacher.sees("здравствуйте.", chat=chat)
    await stage.shot_in(teacher, chat, "g-welcome")
    stranger = await world.sandbox.person(STRANGER)
    await stranger.opens((await world.sandbox.chat(PUPILS)).link)
    await teacher.sees(first_words("g-kicked"), chat=chat)
    await stage.shot_in(teacher, chat, "g-kicked")


@scene("G.MUTED")
async def said_to_a_stranger_among_parents(stage: Stage) -> None:
    """A stranger in the parents' chat may not write and is asked to link."""
    world = stage.world
    teacher = await world.led()
    chat = await world.inside(PARENTS, teacher)
    await world.calm()
    stranger = await world.sandbox.person(STRANGER)
    await stranger.opens(chat.link)
    await teacher.sees("привяжите профиль", chat=chat)
    await stage.shot_in(stranger, chat, "g-muted")


@scene("G.CLOSED")
async def said_when_a_chat_is_deleted(stage: Stage) -> None:
    """The last words in a chat."""
    world = stage.world
    teacher = await world.led()
    await world.linked(ILYA)
    await made_by_hand(world, NEWSPAPER, author=teacher, members=(ILYA,))
    chat = await world.sandbox.chat(NEWSPAPER)
    await teacher.write("меню")
    await stage.leads(teacher, {"a": "C.DEL.YES", "c": chat_id(world, NEWSPAPER)})
    await stage.shot_in(teacher, chat, "g-closed")
