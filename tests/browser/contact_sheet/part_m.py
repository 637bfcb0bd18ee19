"""M, H, U, R: the lists of chats, help, and what pupils and parents see."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.made_chats import made_by_hand
from tests.flows.ways import chat_id
from tests.flows.world import PARENTS, PETROV, PUPILS

ILYA, TIMOFEY, MOTHER = "Белов Илья", "Зорин Тимофей", "Белова Наталья Андреевна"
NEWSPAPER, TRIP = "Стенгазета", "Экскурсия"
IVANOVA = "Иванова Елена Петровна"


@scene("M.LIST", "M.FILTER", "M.MORE", "M.AWAIT", "M.AWAIT.SEND", "H.HELP", "H.TOPIC")
async def lists_of_a_class_teacher(stage: Stage) -> None:
    """Petrov with the three chats of his class, one pupil inside and one invited a day ago."""
    world = stage.world
    teacher = await world.led()
    await world.entered(ILYA)
    await world.linked(TIMOFEY)
    await world.later(hours=25)
    await stage.writes(teacher, "меню")
    await stage.presses(teacher, "Показать")
    await stage.presses(teacher, "Назад", "⋯ Ещё")
    await stage.presses(teacher, "Кто не вступил")
    await stage.presses(teacher, f"{PUPILS} ·")
    await stage.goes(teacher, "M.AWAIT.SEND", c=chat_id(world, PUPILS))
    await stage.writes(teacher, "помощь")
    await stage.presses(teacher, "Как создать чат")


@scene("M.EMPTY")
async def no_chat_yet(stage: Stage) -> None:
    """A member of staff before there is any chat."""
    person = await stage.world.linked("Соколова Ирина Львовна")
    await person.write("меню")
    await stage.goes(person, "M.EMPTY")


@scene("M.BIN", "M.BIN.RESTORE", "C.DEL", "C.DEL.TYPED", "C.DEL.RUN", "C.DEL.PART", "C.DEL.DONE")
async def deleting(stage: Stage) -> None:
    """A custom chat is deleted, first while VK refuses to remove people; the principal has to type its title."""
    world = stage.world
    teacher, principal = await world.led(), await world.linked("Соколова Ирина Львовна")
    colleague = await world.linked(IVANOVA)
    await made_by_hand(world, NEWSPAPER, author=teacher, members=(IVANOVA,))
    await made_by_hand(world, TRIP, author=teacher, members=(IVANOVA,))
    await world.inside(NEWSPAPER, teacher, colleague)
    chat = chat_id(world, NEWSPAPER)
    await principal.write("меню")
    await stage.leads(principal, {"s": "C.DEL", "c": chat})
    await stage.presses(principal, "Удалить чат")
    await teacher.write("меню")
    await stage.goes(teacher, "C.DEL", c=chat)
    await world.sandbox.fault("messages.removeChatUser", "error", code=925, times=0)
    await teacher.press("Удалить чат")
    await teacher.sees("удалено не всё")
    await stage.goes(teacher, "C.DEL.PART", c=chat)
    await world.sandbox.no_faults()
    await stage.leads(teacher, {"s": "C.DEL.RUN", "c": chat})
    await teacher.press("Повторить")
    await teacher.sees(f"Чат «{NEWSPAPER}» удалён", within_seconds=30)
    await stage.leads(teacher, {"s": "C.DEL", "c": chat_id(world, TRIP)})
    await world.sandbox.fault("messages.removeChatUser", "delay", seconds=6)
    await teacher.press("Удалить чат")
    await teacher.sees("Удаляем чат")
    await stage.shot_now(teacher)
    await stage.goes(teacher, "C.DEL.DONE", c=chat)
    await stage.goes(teacher, "M.BIN")
    await stage.presses(teacher, f"Восстановить «{NEWSPAPER}»")


@scene("U.LIST", "U.CHAT", "U.NOJOIN", "R.LEAVE", "R.LIST", "R.CHILD", "R.CHAT")
async def pupil_and_parent(stage: Stage) -> None:
    """Ilya before and after joining, and his mother."""
    world = stage.world
    await world.led()
    pupil, mother = await world.linked(ILYA), await world.linked(MOTHER)
    await pupil.sees("Вас приглашают")
    await stage.writes(pupil, "меню")
    await stage.presses(pupil, "Не получается войти")
    await pupil.write("меню")
    await pupil.presses_and_follows(f"Вступить: {PUPILS}")
    await world.inside(PUPILS, pupil)
    await world.calm()
    await stage.goes(pupil, "U.CHAT", c=chat_id(world, PUPILS))
    await stage.writes(mother, "меню")
    await stage.presses(mother, "Чаты моих детей")
    await stage.goes(mother, "R.CHAT", c=chat_id(world, PARENTS))
    await stage.presses(mother, "Выйти из чата")


@scene("C.SET", "C.CLOSED", "C.STRANGER", "C.WRITE", "C.WELCOME", "C.TRANSFER", "C.TRANSFER.OK")
async def settings_of_a_chat(stage: Stage) -> None:
    """Petrov with a chat of his own and a colleague who could take it over."""
    world = stage.world
    await world.linked("Ёлкина Алёна Петровна")
    teacher = await world.linked(PETROV)
    await made_by_hand(world, NEWSPAPER, author=teacher, members=(PETROV, ILYA))
    chat = chat_id(world, NEWSPAPER)
    await teacher.write("меню")
    await stage.goes(teacher, "C.SET", c=chat)
    for screen in ("C.CLOSED", "C.STRANGER", "C.WRITE", "C.WELCOME", "C.TRANSFER"):
        await stage.goes(teacher, screen, c=chat)
    await stage.presses(teacher, "Ёлкина Алёна")
