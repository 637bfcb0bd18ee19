"""K: the administrators' console."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.console_ways import at_console, chat_of_a_leaver, console, finds
from tests.flows.world import PRINCIPAL, PUPILS


@scene(
    "K.MENU", "K.MORE", "K.HEALTH", "K.RIGHTS", "K.READONLY", "K.BACKUP", "K.BIND", "K.HELP", "K.VERSION", "G.COMMAND"
)
async def console_of_the_principal(stage: Stage) -> None:
    """The principal, an owner, walks through the console of a school with one class."""
    teacher = await stage.world.led()
    chat = await stage.world.sandbox.chat(PUPILS)
    await teacher.write("/здоровье", chat=chat)
    await stage.shot_in(teacher, chat, "g-command")
    principal = await stage.world.linked(PRINCIPAL)
    await principal.write("меню")
    await stage.goes(principal, "M.MORE")
    await stage.presses(principal, "Консоль администратора")
    for screen in ("K.MORE", "K.BACKUP", "K.BIND", "K.HEALTH", "K.RIGHTS", "K.READONLY", "K.HELP", "K.VERSION"):
        await stage.goes(principal, screen)


@scene("K.SYNC", "K.SYNC.LOG", "K.SYNC.START", "K.SYNC.PAUSE", "K.SYNC.LIMITS", "K.SYNC.CLASS", "K.SYNC.FREEZE")
async def steering_reconciliation(stage: Stage) -> None:
    """The principal with a school whose preview has ended."""
    await stage.world.led()
    principal = await stage.world.linked(PRINCIPAL)
    await principal.write("меню")
    await stage.goes(principal, "K.SYNC.START")
    for screen in ("K.SYNC", "K.SYNC.LOG", "K.SYNC.PAUSE", "K.SYNC.LIMITS", "K.SYNC.CLASS"):
        await stage.goes(principal, screen)
    await stage.writes(principal, "8А")
    await stage.goes(principal, "K.SYNC.FREEZE")
    await stage.writes(principal, "8А до 15.12")


@scene("K.PEOPLE", "K.PEOPLE.FOUND", "K.PEOPLE.LIST", "K.PERSON", "K.PERSON.UNLINK", "K.CODES", "K.CODES.ASK")
async def people_of_the_school(stage: Stage) -> None:
    """The principal looks for a pupil's mother, for those who have not linked, and at their codes."""
    await stage.world.led()
    await stage.world.entered("Белова Наталья")
    principal = await at_console(stage.world)
    await stage.presses(principal, "Люди")
    await stage.writes(principal, "Смирнов")
    await stage.goes(principal, "K.PEOPLE.LIST")
    await stage.goes(principal, "K.CODES", u=_class_8a(stage))
    await stage.presses(principal, "Таблица кодов XLSX", "Выпустить новые коды")
    await finds(principal, "Белова Наталья")
    await stage.shot(principal)
    await stage.presses(principal, "Отвязать страницу")


@scene("K.KEEP", "K.KEEP.ASK", "K.KEEP.TYPED")
async def a_father_is_kept_away(stage: Stage) -> None:
    """The principal keeps a father away from one of his children."""
    await stage.world.led()
    await stage.world.entered("Гусейнов Вугар")
    principal = await at_console(stage.world)
    await finds(principal, "Гусейнов Вугар")
    await stage.presses(principal, "Не допускать к чатам ребёнка")
    await stage.presses(principal, "Не допускать: Тимур, 8А")
    await stage.presses(principal, "Продолжить")
    await stage.writes(principal, "ЗАПРЕТИТЬ")


@scene("K.CHATS", "K.CHATS.FOUND", "K.CHATS.ONE", "K.AUTO", "K.AUDIT", "K.ROLES", "K.ROLES.ADD", "K.ROLES.ONE")
async def chats_of_the_school(stage: Stage) -> None:
    """The principal looks through the chats and the ledger, and gives a teacher a level."""
    await stage.world.led()
    await stage.world.entered("Белов Илья")
    principal = await at_console(stage.world)
    await stage.presses(principal, "Чаты")
    await stage.goes(principal, "K.AUTO")
    await stage.goes(principal, "K.CHATS")
    await stage.writes(principal, "Петров")
    await stage.writes(principal, "8А учен")
    await stage.goes(principal, "K.AUDIT")
    await stage.goes(principal, "K.ROLES.ADD")
    await stage.writes(principal, "Петров")
    await stage.presses(principal, "Сделать оператором")


@scene("K.CHATS.GIVE")
async def a_chat_without_an_author(stage: Stage) -> None:
    """A teacher has left the school, and the principal hands the teacher's chat over."""
    await stage.world.led()
    principal = await at_console(stage.world)
    title = await chat_of_a_leaver(stage.world)
    await console(principal)
    await principal.press("Чаты")
    await principal.press("Чаты без автора")
    await principal.press(title)
    await stage.presses(principal, "Передать чат")


def _class_8a(stage: Stage) -> str:
    [(unit_id,)] = stage.world.rows("SELECT unit_id FROM roster_unit WHERE title = '8А' AND until IS NULL")
    return str(unit_id)


@scene("K.PERSON.BLOCK", "E.BLOCKED")
async def somebody_is_shut_out(stage: Stage) -> None:
    """The principal shuts a pupil out, who then tries to link."""
    world = stage.world
    await world.led()
    pupil = await world.entered("Белов Илья")
    principal = await at_console(world)
    await finds(principal, "Белов Илья")
    await stage.presses(principal, "Заблокировать")
    await principal.write("заблокировать")
    await world.calm()
    await principal.press("Показать код-приглашение")
    await world.calm()
    code = (await world.said(principal))[-1]
    await pupil.opens(next(word for word in code.split() if "ref=" in word).strip("."))
    await pupil.start()
    await stage.shot(pupil)
