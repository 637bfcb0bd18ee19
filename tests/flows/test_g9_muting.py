"""G9: «три точки» → «Запретить писать»: who may not write, for how long, and how it ends."""

import pytest

from bot.sandbox.driver import DrivenPerson, Refused
from tests.flows.ways import chat_id, goes, presses_twice
from tests.flows.world import COLLEAGUES, PETROV, PUPILS, World

ILYA = "Белов Илья"
COLLEAGUE = "Дроздова Варвара"


async def _card(world: World, teacher: DrivenPerson, person: str, title: str = PUPILS) -> str:
    return await goes(world, teacher, "C.MEMBER", c=chat_id(world, title), p=_person(world, person))


def _person(world: World, name: str) -> str:
    family, given = name.split()[:2]
    query = f"SELECT person_id FROM roster_person WHERE family = '{family}' AND given = '{given}'"
    return str(world.rows(query)[0][0])


async def _may_write(world: World, person: DrivenPerson, title: str = PUPILS) -> bool:
    """Whether VK lets the person write in the chat."""
    try:
        await person.write("привет", chat=await world.sandbox.chat(title))
    except Refused:
        return False
    return True


async def _silenced(world: World, teacher: DrivenPerson, label: str) -> None:
    await teacher.press("Запретить писать")
    await teacher.sees(f"Запретить писать: {ILYA} Игоревич. На сколько?")
    await teacher.press(label)
    await world.calm()


async def test_a_pupil_may_not_write_for_an_hour_and_then_may_again(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    assert "🟢 в чате" in await _card(world, teacher, ILYA)
    await _silenced(world, teacher, "1 час")
    assert "🔇 в чате, не может писать: запрет закончится сегодня в " in (await teacher.screen()).text
    assert not await _may_write(world, pupil)
    await world.later(minutes=61)
    assert "🟢 в чате" in await _card(world, teacher, ILYA)
    assert await _may_write(world, pupil)


async def test_the_silent_are_marked_in_the_list_and_shown_alone(world: World) -> None:
    teacher = await world.led()
    await world.entered(ILYA)
    await _card(world, teacher, ILYA)
    await _silenced(world, teacher, "До отмены")
    await teacher.press("Назад")
    await teacher.sees("Белов Илья Игоревич · 🔇")
    await teacher.press("Показать")
    await teacher.press("Не могут писать · 1")
    assert "1. Белов Илья Игоревич · 🔇\n\n" in await teacher.sees("Только те, кто не может писать")


async def test_silence_without_an_end_is_lifted_by_a_press(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await _card(world, teacher, ILYA)
    await teacher.press("Запретить писать")
    await teacher.sees("На сколько?")
    await presses_twice(world, teacher, "До отмены")
    assert "🔇 в чате, не может писать\n" in (await teacher.screen()).text
    await world.later(hours=30)
    assert not await _may_write(world, pupil)
    await _card(world, teacher, ILYA)
    await teacher.press("Разрешить писать")
    await teacher.sees("🟢 в чате")
    await world.calm()
    assert await _may_write(world, pupil)
    assert f"Петров С. О.: решение запретить писать: {ILYA} Игоревич" in await goes(
        world, teacher, "C.LOG", c=chat_id(world, PUPILS)
    )


async def test_a_pass_does_not_end_what_a_keeper_has_decided(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await _card(world, teacher, ILYA)
    await _silenced(world, teacher, "До конца дня")
    await world.later(hours=1)
    assert not await _may_write(world, pupil)


async def test_administrators_are_not_silenced(world: World) -> None:
    teacher = await world.led()
    await _card(world, teacher, PETROV)
    assert "Запретить писать" not in (await teacher.screen()).buttons
    shown = await goes(world, teacher, "C.MUTE", c=chat_id(world, PUPILS), p=_person(world, PETROV))
    assert "На сколько?" in shown
    pressed = await teacher.press("1 час")
    assert pressed["answer"]["text"] == "Запретить писать можно только тому, кто в чате и не администратор."


@pytest.mark.parametrize("name", [ILYA, COLLEAGUE])
async def test_whoever_does_not_keep_the_chat_silences_nobody(world: World, name: str) -> None:
    await world.led()
    title = PUPILS if name == ILYA else COLLEAGUES
    person = await world.entered(name)
    shown = await goes(world, person, "C.MUTE", c=chat_id(world, title), p=_person(world, PETROV))
    assert "На сколько?" not in shown


async def test_where_only_the_staff_writes_the_others_read_also_those_who_come_later(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await goes(world, teacher, "C.SET", c=chat_id(world, PUPILS))
    await teacher.press("Писать могут: все")
    await teacher.sees("Кто может писать в чат?")
    await teacher.press("Сотрудники и администраторы")
    await teacher.sees(f"{PUPILS} › Настройки")
    assert "Писать могут: сотрудники" in (await teacher.screen()).buttons
    await world.calm()
    newcomer = await world.entered("Зорин Тимофей")
    await world.calm()
    assert [await _may_write(world, one) for one in (teacher, pupil, newcomer)] == [True, False, False]
    said = (await pupil.conversation(chat=await world.sandbox.chat(PUPILS)))["messages"]
    assert not any("привяжите профиль" in one["text"] for one in said)
    assert "Писать в чат могут сотрудники" in await goes(world, pupil, "U.CHAT", c=chat_id(world, PUPILS))
    await _card(world, teacher, ILYA)
    assert not {"Разрешить писать", "Запретить писать"} & set((await teacher.screen()).buttons)
    await goes(world, teacher, "C.WRITE", c=chat_id(world, PUPILS))
    await teacher.press("Все участники")
    await world.calm()
    assert [await _may_write(world, one) for one in (pupil, newcomer)] == [True, True]
    assert "писать могут все участники" in await goes(world, teacher, "C.LOG", c=chat_id(world, PUPILS))


async def test_among_colleagues_everybody_writes(world: World) -> None:
    teacher = await world.led()
    await goes(world, teacher, "C.SET", c=chat_id(world, COLLEAGUES))
    assert not any("Писать могут" in label for label in (await teacher.screen()).buttons)
