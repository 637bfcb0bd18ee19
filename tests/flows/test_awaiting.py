"""Who has not joined yet, and reminders: at most once a day, in each person's hours."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.ways import chat_id, goes
from tests.flows.world import COLLEAGUES, PARENTS, PUPILS, World

ILYA, TIMOFEY = "Белов Илья", "Зорин Тимофей"
NOBODY = "Сейчас напоминать некому"


async def _invitations(world: World, person: DrivenPerson) -> int:
    return sum("Вас приглашают" in text for text in await world.said(person))


async def test_the_list_counts_who_is_missing_by_state(world: World) -> None:
    teacher = await world.led()
    [(pupils,)] = world.rows("SELECT count(*) FROM chat_member")
    await world.linked(ILYA)
    closed = await world.linked(TIMOFEY)
    await closed.deny()
    await world.calm()
    shown = await goes(world, teacher, "M.AWAIT")
    assert shown.startswith("Кто не вступил\n\n")
    assert all(title in shown for title in (PUPILS, PARENTS, COLLEAGUES))
    one = await goes(world, teacher, "M.AWAIT", c=chat_id(world, PUPILS))
    assert "✉️ приглашены: 1" in one
    assert "🚫 закрыли сообщения сообщества: 1" in one
    assert "Участники" in (await teacher.screen()).buttons
    assert "Напомнить тем, кого пригласили" not in (await teacher.screen()).buttons
    assert pupils >= 1


async def test_a_reminder_is_an_invitation_again_and_comes_at_most_once_a_day(world: World) -> None:
    teacher = await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают")
    assert NOBODY in await goes(world, teacher, "M.AWAIT.SEND")
    await world.later(hours=25)
    await goes(world, teacher, "M.AWAIT", c=chat_id(world, PUPILS))
    await teacher.press("Напомнить тем, кого пригласили")
    await teacher.sees("Напомнить личным сообщением: 1 человек?")
    await teacher.press("Напомнить")
    await world.calm()
    assert await _invitations(world, pupil) == 2
    assert NOBODY in await goes(world, teacher, "M.AWAIT.SEND")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
    await world.later(hours=25)
    assert NOBODY in await goes(world, teacher, "M.AWAIT.SEND")


async def test_a_reminder_waits_for_the_persons_hours(world: World) -> None:
    teacher = await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают")
    await goes(world, pupil, "A.NOTIFY.HOURS")
    await pupil.write("8-10")
    await pupil.sees("08:00")
    await world.later(hours=25)
    await goes(world, teacher, "M.AWAIT.SEND", c=chat_id(world, PUPILS))
    await teacher.press("Напомнить")
    await world.calm()
    assert await _invitations(world, pupil) == 1
    await world.later(hours=20)
    assert await _invitations(world, pupil) == 2


async def test_whoever_left_or_closed_the_messages_is_not_reminded(world: World) -> None:
    teacher = await world.led()
    left = await world.entered(ILYA)
    closed = await world.linked(TIMOFEY)
    await closed.sees("Вас приглашают")
    await left.leave(await world.inside(PUPILS, left))
    await closed.deny()
    await world.later(hours=25)
    assert NOBODY in await goes(world, teacher, "M.AWAIT.SEND")
    assert NOBODY in await goes(world, teacher, "M.AWAIT.SEND", c=chat_id(world, PUPILS))
