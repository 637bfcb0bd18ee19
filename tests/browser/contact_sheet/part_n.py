"""N, P, X: new chats, the people picker, and drafts."""

from bot.sandbox.driver import DrivenPerson
from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.test_access_request import two_teachers
from tests.flows.test_g6_no_groups import without_groups
from tests.flows.world import PRINCIPAL

ALGEBRA, NEWSPAPER = "8А Алгебра", "Стенгазета"
IVANOVA = "Иванова Елена Петровна"


async def _new_chat(person: DrivenPerson) -> None:
    await person.write("меню")
    await person.sees("Личные сообщения\n")
    await person.press("+ Новый чат")


@scene(
    *("N.TYPE", "N.MINE", "P.SUM", "P.PAGE", "P.ACT", "P.ADMIN", "P.PUPILADMIN", "P.FIND", "P.FOUND"),
    *("X.CANCEL.DRAFT", "X.RESUME", "N.SET", "N.SET.WELCOME", "N.PROGRESS", "N.DONE", "N.EXISTS"),
)
async def chat_of_a_group(stage: Stage) -> None:
    """Petrov makes the chat of a group, slowly."""
    world = stage.world
    teacher = await world.led()
    await _new_chat(teacher)
    await stage.shot(teacher)
    await stage.goes(teacher, "N.MINE")
    await stage.presses(teacher, ALGEBRA)
    await stage.presses(teacher, "Учащиеся · 16 из 16")
    await teacher.write("без 1 2")
    await stage.presses(teacher, "⚙ Действия")
    await stage.presses(teacher, "⭐ Назначить администраторов")
    await stage.writes(teacher, "2")
    await stage.presses(teacher, "Не назначать", "✔ Готово", "Найти человека")
    await stage.writes(teacher, "бел")
    await stage.presses(teacher, "✔ Готово", "✖ Отмена")
    await teacher.press("Сохранить черновик на сутки")
    await teacher.write("меню")
    await stage.writes(teacher, "продолжить")
    await stage.world.calm()
    await teacher.press("Продолжить")
    await stage.presses(teacher, "Настройки чата")
    await stage.presses(teacher, "Приветствие: обычное")
    await teacher.press("Назад")
    await teacher.press("Готово")
    await world.sandbox.fault("messages.createChat", "delay", seconds=5)
    await teacher.press("Создать чат")
    await teacher.sees("Создаём чат")
    await stage.shot_now(teacher)
    await teacher.sees("Чат создан\n")
    [(chat,)] = world.rows("SELECT id FROM chat WHERE kind = 'subject'")
    await stage.goes(teacher, "N.DONE", c=chat)
    await stage.presses(teacher, "Создать ещё один", f"✔ {ALGEBRA}")


@scene("N.EXISTS")
async def a_chat_that_a_colleague_has_made(stage: Stage) -> None:
    """Ivanova finds the chat of her new group taken and asks Petrov to be let in."""
    teacher, colleague = await two_teachers(stage.world)
    await stage.shot(colleague, "of a colleague")
    await stage.presses(colleague, "Попросить доступ")
    await stage.shot(teacher, "asked for access")


@scene("N.PAR", "N.CLASS", "N.SUBJ", "N.GROUP")
async def by_parallel_and_class(stage: Stage) -> None:
    """The principal, whose load is the whole school."""
    principal = await stage.world.linked(PRINCIPAL)
    await _new_chat(principal)
    for label in ("По параллели и классу", "8", "8А", "Английский язык"):
        await stage.presses(principal, label)


@scene("N.NOGROUPS")
async def no_groups(stage: Stage) -> None:
    """Petrov after the journal has lost his groups."""
    await stage.goes(await without_groups(stage.world), "N.NOGROUPS")


@scene(
    *("N.NAME", "N.NAME.KEEP", "N.SCOPE", "N.SCOPE.SET", "P.SUM", "P.EXTRA", "N.REVIEW", "N.RENAME", "N.PARTIAL"),
    "N.SET.STRANGER",
)
async def custom_chat(stage: Stage) -> None:
    """Petrov makes a custom chat with a colleague who has closed the messages."""
    world = stage.world
    teacher, colleague = await world.led(), await world.linked(IVANOVA)
    await world.calm()
    await colleague.deny()
    await _new_chat(teacher)
    await stage.presses(teacher, "Произвольный чат")
    await stage.writes(teacher, "Звоните 8 912 345-67-89")
    await teacher.press("Изменить название")
    await stage.writes(teacher, NEWSPAPER)
    await stage.presses(teacher, "Класс: любой")
    await stage.presses(teacher, "⬜ 8А", "Готово", "Выбрать людей")
    await stage.presses(teacher, "Люди не из списка")
    await stage.writes(teacher, "иванова елена")
    await stage.presses(teacher, "⬜ Иванова Е.", "✔ Готово", "Проверить и создать")
    await stage.presses(teacher, "Изменить название")
    await teacher.press("Назад")
    await stage.presses(teacher, "Настройки чата", "Посторонние: удалять сразу")
    await teacher.press("Назад")
    await teacher.press("Готово")
    await teacher.press("Создать чат")
    await teacher.sees("приглашены не все")
    [(chat,)] = world.rows("SELECT id FROM chat WHERE kind = 'custom'")
    await stage.goes(teacher, "N.PARTIAL", c=chat)
