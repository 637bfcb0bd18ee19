"""Settings of a chat: strangers, following the journal, and giving the chat to a colleague."""

import pytest

from bot.sandbox.driver import DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.ways import chat_id, goes
from tests.flows.world import COLLEAGUES, PETROV, PUPILS, STRANGER, World

TITLE = "Стенгазета"
ILYA = "Белов Илья"
COLLEAGUE = "Ёлкина Алёна Петровна"
TOLD = "вошёл 1 человек не из состава"


async def _settings(world: World, person: DrivenPerson, title: str) -> str:
    return await goes(world, person, "C.SET", c=chat_id(world, title))


async def _buttons_of(world: World, person: DrivenPerson, screen: str) -> tuple[str, ...]:
    await goes(world, person, screen, c=chat_id(world, PUPILS))
    return (await person.screen()).buttons


async def _with_own_chat(world: World) -> tuple[DrivenPerson, str]:
    """Petrov, who has made a chat of his own."""
    teacher = await world.linked(PETROV)
    await made_by_hand(world, TITLE, author=teacher, members=[PETROV, ILYA])
    return teacher, TITLE


async def test_a_class_chat_offers_only_what_it_has(world: World) -> None:
    teacher = await world.led()
    await _settings(world, teacher, PUPILS)
    labels = (await teacher.screen()).buttons
    assert labels[:3] == ("⬜ Закрытый чат", "Посторонние: удалять сразу", "Приветствие: обычное")
    assert not [label for label in labels if "Передать" in label or "журналом" in label]


async def test_the_manual_steps_of_a_closed_chat_are_shown(world: World) -> None:
    teacher = await world.led()
    await _settings(world, teacher, PUPILS)
    await teacher.press("Закрытый чат")
    await teacher.sees("Пока все участники могут: приглашать, видеть ссылку,")
    await teacher.sees("выберите «Создатель и администраторы»")
    assert (await teacher.press("Перейти в VK Мессенджер"))["answer"]["link"]
    await teacher.write("назад")
    await teacher.sees("8А — ученики › Настройки")


async def test_what_a_person_has_closed_is_read_back(world: World) -> None:
    teacher = await world.led()
    await goes(world, teacher, "C.CLOSED", c=chat_id(world, PUPILS))
    chat = await world.sandbox.chat(PUPILS)
    await teacher.close(chat, "invite", "see_invite_link", "change_info")
    await teacher.press("Проверить")
    await teacher.sees("Пока все участники могут: закреплять сообщения.")
    await teacher.close(chat, "invite", "see_invite_link", "change_info", "change_pin")
    await teacher.press("Проверить")
    await teacher.sees("✅ Этот чат закрыт")
    assert "✅ Закрытый чат" in (await _buttons_of(world, teacher, "C.SET"))
    assert "чат класса · закрытый" in await goes(world, teacher, "C.VIEW", c=chat_id(world, PUPILS))


async def test_where_pupils_are_strangers_always_leave(world: World) -> None:
    teacher = await world.led()
    await _settings(world, teacher, PUPILS)
    await teacher.press("Посторонние: удалять сразу")
    await teacher.sees("В чате есть учащиеся")
    assert "Только сообщать мне" not in (await teacher.screen()).buttons


async def test_a_stranger_who_is_only_reported_stays_and_the_teacher_hears_once(world: World) -> None:
    teacher = await world.led()
    await _settings(world, teacher, COLLEAGUES)
    await teacher.press("Посторонние: удалять сразу")
    await teacher.sees("Сейчас: Удалять сразу.")
    await teacher.press("Только сообщать мне")
    await teacher.sees("8А — коллеги › Настройки")
    assert "Посторонние: только сообщать" in (await teacher.screen()).buttons
    await world.calm()
    chat = await world.sandbox.chat(COLLEAGUES)
    stranger = await world.sandbox.person(STRANGER)
    await stranger.opens(chat.link)
    await teacher.sees(TOLD)
    await world.later(hours=3)
    after = await world.inside(COLLEAGUES, stranger, teacher)
    assert after.link == chat.link
    assert sum(TOLD in text for text in await world.said(teacher)) == 1
    await _settings(world, teacher, COLLEAGUES)
    await teacher.press("Посторонние: только сообщать")
    await teacher.press("Удалять сразу")
    await world.outside(COLLEAGUES, stranger)


async def test_a_colleague_takes_over_only_after_agreeing(world: World) -> None:
    teacher, title = await _with_own_chat(world)
    colleague = await world.linked(COLLEAGUE)
    await _settings(world, teacher, title)
    await teacher.press("Передать чат")
    await teacher.write("ёлкина")
    await teacher.sees(f"Новый автор: {COLLEAGUE}.")
    await teacher.press("Передать чат")
    await colleague.sees(f"передаёт вам чат «{title}»")
    assert "ждём ответа — Ёлкина А. П." in await _settings(world, teacher, title)
    await colleague.press("Принять чат")
    await teacher.sees(f"Чат «{title}» передан. Новый автор: {COLLEAGUE}.")
    await world.calm()
    await colleague.sees(f"Вас приглашают в чат «{title}»")
    await _settings(world, colleague, title)
    assert "Передать чат" in (await colleague.screen()).buttons
    assert "› Настройки" not in await _settings(world, teacher, title)


async def test_whoever_declines_leaves_everything_as_it_was(world: World) -> None:
    teacher, title = await _with_own_chat(world)
    colleague = await world.linked(COLLEAGUE)
    await _settings(world, teacher, title)
    await teacher.press("Передать чат")
    await teacher.write("ёлкина")
    await teacher.press("Передать чат")
    await colleague.press("Отказаться")
    await teacher.sees(f"Чат «{title}» остаётся у вас")
    assert "ждём ответа" not in await _settings(world, teacher, title)
    refused = await colleague.press("Принять чат")
    assert refused["answer"]["text"] == "Этот запрос больше не действует."


@pytest.mark.parametrize("screen", ["C.SET", "C.CLOSED", "C.STRANGER", "C.WELCOME", "C.TRANSFER"])
async def test_a_pupil_reaches_no_setting(world: World, screen: str) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    shown = await goes(world, pupil, screen, c=chat_id(world, PUPILS))
    assert "У вас больше нет доступа к этому чату." in shown
    assert "Мои чаты" in shown
