"""E.BLOCKED: whom an administrator shuts out is unlinked, leaves the chats, and cannot link until that is over."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.console_ways import LEAVER, NEWSPAPER, at_console, finds
from tests.flows.made_chats import made_by_hand
from tests.flows.world import COLLEAGUES, PARENTS, PETROV, PUPILS, World

ILYA = "Белов Илья"
CLOSED = "Доступ закрыт администратором школы. Вопросы о журнале и чатах: учебная часть, кабинет 12."


async def test_whoever_is_shut_out_leaves_and_cannot_link_until_let_in(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    principal = await at_console(world)
    await finds(principal, ILYA)
    await principal.press("Заблокировать")
    await principal.sees("напишите слово ЗАБЛОКИРОВАТЬ")
    await principal.write("заблокировать")
    await principal.sees("🚫 Доступ закрыт администратором.")
    await world.outside(PUPILS, pupil)
    await pupil.sees(CLOSED)
    await _tries(world, pupil, principal)
    assert CLOSED in (await pupil.screen()).text
    await principal.press("Снять блокировку")
    await pupil.press("В начало")
    await _tries(world, pupil, principal)
    await pupil.press("Да, продолжить")
    await pupil.sees("Профиль привязан")
    assert teacher.name in (await world.sandbox.chat(PUPILS)).admins


async def test_a_class_teacher_who_is_shut_out_leaves_every_chat_and_others_lead_them(world: World) -> None:
    teacher = await world.led()
    await world.entered(ILYA)
    colleague = await world.entered(LEAVER)
    await made_by_hand(world, NEWSPAPER, author=teacher, members=[ILYA])
    principal = await at_console(world)
    await finds(principal, PETROV)
    await principal.press("Заблокировать")
    await principal.write("заблокировать")
    await principal.sees("🚫 Доступ закрыт администратором.")
    await world.calm()
    chat = await world.outside(COLLEAGUES, teacher)
    assert colleague.name in chat.admins
    for title in (PUPILS, PARENTS, NEWSPAPER):
        await principal.opens((await world.sandbox.chat(title)).link)
        chat = await world.outside(title, teacher)
        assert principal.name in chat.admins
    said = await world.said(teacher)
    assert CLOSED in said
    assert not any("Вы больше не состоите" in text for text in said)


async def test_another_word_shuts_nobody_out(world: World) -> None:
    await world.led()
    await world.entered(ILYA)
    principal = await at_console(world)
    await finds(principal, ILYA)
    await principal.press("Заблокировать")
    await principal.write("да")
    await principal.sees("Слово не совпало")
    assert world.rows("SELECT id FROM exclusion") == []


async def _tries(world: World, pupil: DrivenPerson, principal: DrivenPerson) -> None:
    """The pupil tries to link by a fresh code, which the principal shows."""
    await principal.press("Показать код-приглашение")
    await world.calm()
    code = (await world.said(principal))[-1]
    await pupil.opens(next(word for word in code.split() if "ref=" in word).strip("."))
    await pupil.start()
    await world.calm()
