"""C: the card of a chat, its people, its link, and editing it."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.made_chats import made_by_hand
from tests.flows.ways import chat_id, id_of
from tests.flows.world import PRINCIPAL, PUPILS

ILYA, TIMOFEY = "Белов Илья", "Зорин Тимофей"
NEWSPAPER = "Стенгазета"
IVANOVA, DROZDOVA = "Иванова Елена Петровна", "Дроздова Варвара"


@scene(
    *("C.VIEW", "C.MEMBERS", "C.MEMBERS.FILTER", "C.MEMBER", "C.MEMBER.ADMIN", "C.KICK", "C.MUTE"),
    *("C.LOG", "C.SYNC", "C.SYNC.OWN", "C.LINK", "C.LINK.ROTATE", "C.QR", "C.SHEET", "C.SHEET.NEW", "C.FIX"),
)
async def card_of_a_class_chat(stage: Stage) -> None:
    """The pupils' chat of 8А with one pupil inside and one invited."""
    world = stage.world
    teacher = await world.led()
    await world.entered(ILYA)
    await world.linked(TIMOFEY)
    here = {"c": chat_id(world, PUPILS)}
    await teacher.write("меню")
    await stage.presses(teacher, PUPILS)
    await stage.presses(teacher, "Участники ·")
    await stage.presses(teacher, "Показать")
    await teacher.press("Назад")
    await stage.presses(teacher, "⋯ Белов И.")
    await stage.presses(teacher, "Выдать права администратора")
    await stage.presses(teacher, "Не выдавать", "Удалить из чата")
    await stage.presses(teacher, "Не удалять", "Запретить писать")
    await teacher.press("До конца дня")
    await stage.shot(teacher, "silent")
    await stage.goes(teacher, "C.LOG", **here)
    for act, person in (("C.KICK.YES", ILYA), ("C.MEMBER.LEAD", TIMOFEY)):
        await stage.leads(teacher, {"a": act, "p": id_of(world, person), **here})
    await stage.goes(teacher, "C.SYNC", **here)
    await stage.presses(teacher, "Отличия от журнала: 2")
    await stage.goes(teacher, "C.LINK", **here)
    await stage.presses(teacher, "Заменить ссылку")
    await stage.presses(teacher, "Назад", "Показать QR-код")
    await stage.goes(teacher, "C.LINK", **here)
    await stage.presses(teacher, "Лист личных приглашений (PDF)")
    await stage.goes(teacher, "C.SHEET.NEW", **here)
    await world.sandbox.fault("messages.getConversationMembers", "error", code=917, times=0)
    await world.later(hours=1, minutes=1)
    await teacher.write("меню")
    await stage.leads(teacher, {"s": "C.VIEW", **here})
    await stage.shot(teacher, "without rights")
    await stage.presses(teacher, "Как исправить")


@scene("C.EDIT", "C.RENAME", "C.DIFF", "C.SAVED", "C.UNDO", "C.CONFLICT")
async def editing_a_custom_chat(stage: Stage) -> None:
    """Petrov changes name and people while the principal changes something else."""
    world = stage.world
    teacher, principal = await world.led(), await world.linked(PRINCIPAL)
    for name in (IVANOVA, DROZDOVA):
        await world.linked(name)
    await made_by_hand(world, NEWSPAPER, author=teacher, members=(IVANOVA, DROZDOVA))
    chat = chat_id(world, NEWSPAPER)
    await teacher.write("меню")
    await stage.goes(teacher, "C.EDIT", c=chat)
    await stage.presses(teacher, "Изменить название")
    await teacher.write("Стенгазета 8-х")
    await stage.presses(teacher, "Изменить ещё", "Сотрудники")
    await teacher.press("✔ Готово")
    await principal.write("меню")
    await stage.leads(principal, {"s": "C.EDIT", "c": chat})
    await principal.press("Сотрудники")
    await principal.press("✅ Иванова Е.")
    await principal.press("✔ Готово")
    for _ in range(2):
        await principal.press("Сохранить чат")
    await principal.sees("Чат сохранён")
    await stage.presses(teacher, "Сохранить чат")
    await stage.presses(teacher, "Сохранить чат")
    await stage.presses(teacher, "Вернуть: ")
    await stage.presses(teacher, "Отменить изменения")


@scene("C.EDIT.TYPED")
async def many_people_go(stage: Stage) -> None:
    """Petrov takes every pupil out of the chat of his class."""
    teacher = await stage.world.led()
    await teacher.write("меню")
    await stage.leads(teacher, {"s": "C.EDIT", "c": chat_id(stage.world, PUPILS)})
    await teacher.press("Учащиеся · 16 из 16")
    await teacher.write("никто")
    await teacher.press("✔ Готово")
    await teacher.press("Сохранить чат")
    await stage.presses(teacher, "Сохранить чат")
