"""The chat of a class is deleted by two administrators: one asks with its title, and only another one agrees."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.console_ways import at_console
from tests.flows.ways import chat_id, forges, goes
from tests.flows.world import PUPILS, World

IVANOVA, ILYA = "Иванова Елена Петровна", "Белов Илья"
TWO = "Чат класса удаляют два администратора: вы и тот, кто согласится."


async def test_a_class_chat_goes_only_when_another_administrator_agrees_and_can_come_back(world: World) -> None:
    teacher, pupil = await world.led(), await world.entered(ILYA)
    head, other = await _two_administrators(world)
    await _proposes(world, head)
    await head.sees("Нужно согласие второго администратора.")
    await world.inside(PUPILS, teacher, pupil)
    await other.sees("8А — ученики › Удаление чата класса")
    await forges(world, head, "C.HELD.SECOND", h=_proposal(world))
    await head.sees("Согласие должен дать другой администратор.")
    await world.inside(PUPILS, teacher, pupil)
    await other.press("Удалить чат")
    await world.outside(PUPILS, teacher, pupil)
    await world.calm()
    assert (await world.sandbox.chat(PUPILS)).members == ("Школьные чаты 1",)
    query = "SELECT event, actor FROM ledger WHERE event IN ('deletion-proposed', 'deleted') ORDER BY id"
    [(proposed, first), (deleted, second)] = world.rows(query)
    assert (proposed, deleted) == ("deletion-proposed", "deleted")
    assert first != second
    await goes(world, head, "C.HELD", h=_proposal(world))
    await head.press("Восстановить чат")
    await pupil.sees("Вас приглашают в чат «8А — ученики»")


async def test_a_wrong_title_or_a_late_one_proposes_nothing(world: World) -> None:
    await world.led()
    head, _ = await _two_administrators(world)
    await _asks(world, head)
    await head.write("8А — родители")
    await head.sees(PUPILS)
    await _asks(world, head)
    await world.later(minutes=3)
    await head.write(PUPILS)
    await world.calm()
    assert world.rows("SELECT id FROM held_plan") == []


async def test_the_other_administrator_may_keep_the_chat(world: World) -> None:
    teacher = await world.led()
    head, other = await _two_administrators(world)
    await _proposes(world, head)
    await other.sees("8А — ученики › Удаление чата класса")
    await other.press("Не удалять")
    await other.sees("Решено не удалять.")
    await world.later(hours=1, minutes=1)
    await world.inside(PUPILS, teacher)
    pressed = await forges(world, other, "C.HELD.SECOND", h=_proposal(world))
    assert "Решено не удалять." in pressed
    await world.inside(PUPILS, teacher)


async def test_nobody_else_proposes_or_agrees(world: World) -> None:
    teacher = await world.led()
    head, _ = await _two_administrators(world)
    assert "вашего уровня для него не хватает" in await forges(
        world, teacher, "C.DEL.CLASS.ASK", c=chat_id(world, PUPILS)
    )
    await _proposes(world, head)
    assert "вашего уровня для него не хватает" in await forges(world, teacher, "C.HELD.SECOND", h=_proposal(world))
    await world.inside(PUPILS, teacher)


async def test_after_thirty_days_the_class_can_have_a_new_chat_but_gets_none_by_itself(world: World) -> None:
    teacher = await world.led()
    head, other = await _two_administrators(world)
    await _proposes(world, head)
    await other.press("Удалить чат")
    await world.outside(PUPILS, teacher)
    assert PUPILS not in await goes(world, head, "K.AUTO")
    await world.later(days=31)
    assert (await world.sandbox.chat(PUPILS)).members == ("Школьные чаты 1",)
    assert PUPILS in await goes(world, head, "K.AUTO")
    await head.press("Создать")
    await world.inside(PUPILS, teacher)


async def test_a_proposal_that_nobody_answers_waits_no_longer_after_three_days(world: World) -> None:
    await world.led()
    head, _ = await _two_administrators(world)
    await _proposes(world, head)
    assert "Ждут решения · 1" in await _offered_in_the_console(world, head)
    await world.later(hours=73)
    assert "Ждут решения · 0" in await _offered_in_the_console(world, head)
    assert world.rows("SELECT state FROM held_plan") == [("expired",)]


async def _offered_in_the_console(world: World, head: DrivenPerson) -> tuple[str, ...]:
    await goes(world, head, "K.MENU")
    return (await head.screen()).buttons


async def _two_administrators(world: World) -> tuple[DrivenPerson, DrivenPerson]:
    """The principal, and a colleague whom the principal has made an administrator of the console."""
    other = await world.linked(IVANOVA)
    head = await at_console(world)
    await goes(world, head, "K.ROLES.ADD")
    await head.write(IVANOVA)
    await head.press("Сделать администратором")
    await world.calm()
    return head, other


async def _asks(world: World, head: DrivenPerson) -> None:
    await goes(world, head, "C.VIEW", c=chat_id(world, PUPILS))
    await head.press("Удалить чат класса")
    await head.sees(TWO)


async def _proposes(world: World, head: DrivenPerson) -> None:
    await _asks(world, head)
    await head.write(PUPILS)
    await world.calm()


def _proposal(world: World) -> int:
    [(found,)] = world.rows("SELECT id FROM held_plan WHERE kind = 'delete'")
    return int(found)
