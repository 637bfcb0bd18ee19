"""G9: the people of a chat, one by one: «три точки» remove and make administrators, and the rest of their card."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.world import COLLEAGUES, PUPILS, World

ILYA, SONYA = "Белов Илья", "Абрамова Вера"
COLLEAGUE = "Дроздова Варвара"


async def _card(world: World, teacher: DrivenPerson, title: str, family: str) -> str:
    """Open somebody's card from the list of a chat."""
    await teacher.write("меню")
    await world.calm()
    await teacher.write(title)
    await teacher.sees(f"{title}\n")
    await teacher.press("Участники ·")
    await teacher.sees(f"{title} › Участники")
    await teacher.write(family)
    await teacher.sees(family)
    return await _text(world, teacher)


async def _text(world: World, person: DrivenPerson) -> str:
    await world.calm()
    return (await person.screen()).text


async def test_the_list_shows_everybody_with_a_state_six_a_page(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await teacher.write("меню")
    await teacher.press(PUPILS)
    await teacher.press("Участники ·")
    text = await teacher.sees("8А — ученики › Участники")
    assert "\n1. ⭐ Петров Сергей Олегович · 🟢\n2. " in text
    assert f"{pupil.name} Игоревич · 🟢" in text
    assert " · ⏳\n" in text
    assert "Стр. 1 из " in text
    assert sum(label.startswith("⋯ ") for label in (await teacher.screen()).buttons) == 6
    await teacher.press("›")
    await teacher.sees("\n7. ")
    await teacher.press("Показать")
    await teacher.press("Администраторы · 1")
    assert "1. ⭐ Петров Сергей Олегович · 🟢\n\n" in await teacher.sees("Только администраторы")
    await teacher.press("Показать")
    await teacher.press("Не вступили ·")
    assert "🟢" not in await teacher.sees("Только те, кто не вступил")


async def test_the_list_is_sent_as_a_table_and_as_csv(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await teacher.press(PUPILS)
    await teacher.press("Участники ·")
    await teacher.press("Показать")
    await teacher.press("Скачать список XLSX")
    await teacher.press("Скачать CSV")
    await world.calm()
    files = [file for one in (await teacher.conversation())["messages"] for file in one["attachments"]]
    assert [file["doc"]["title"] for file in files] == ["8А — ученики.xlsx", "8А — ученики.csv"]


async def test_a_pupil_who_is_removed_by_hand_leaves_and_may_be_brought_back_for_ten_minutes(world: World) -> None:
    await world.sandbox.switch(kicked_may_return=True)
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    card = await _card(world, teacher, PUPILS, "Белов")
    assert card.startswith("Белов Илья Игоревич · учится в 8А\n🟢 в чате\nРодители: ")
    await teacher.press("Удалить из чата")
    await teacher.sees("сверка его не вернёт, пока вы не снимете пометку «удалён вручную»")
    await teacher.press("Удалить из чата")
    await world.outside(PUPILS, pupil)
    await teacher.sees("✖ не состоит в чате сегодня в ")
    await pupil.sees("Вас убрали из чата «8А — ученики».")
    await teacher.press("Вернуть в чат")
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
    await teacher.sees("🟢 в чате")
    await teacher.press("Удалить из чата")
    await teacher.press("Удалить из чата")
    await world.outside(PUPILS, pupil)
    await world.later(minutes=11)
    await teacher.press("Назад")
    await teacher.write("меню")
    await teacher.press(PUPILS)
    await teacher.press("Сверить с журналом")
    await teacher.sees("Удалены вручную, не возвращаем: Белов И. И.")
    told = await teacher.press("Вернуть: Белов И. И.")
    assert told["answer"]["text"] == "Белов Илья Игоревич: приглашение уйдёт сейчас."
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)


async def test_a_colleague_is_made_administrator_and_the_right_is_taken_back(world: World) -> None:
    teacher = await world.led()
    colleague = await world.entered(COLLEAGUE)
    await _card(world, teacher, COLLEAGUES, "Дроздова")
    await teacher.press("Выдать права администратора")
    await teacher.sees("сможет удалять участников и менять чат.")
    await teacher.press("Выдать права")
    await teacher.sees("⭐ администратор чата")
    assert colleague.name in (await world.sandbox.chat(COLLEAGUES)).admins
    await teacher.press("Забрать права администратора")
    await world.calm()
    assert colleague.name not in (await world.sandbox.chat(COLLEAGUES)).admins
    assert "⭐" not in (await teacher.screen()).text


async def test_a_pupil_leads_only_after_an_explicit_confirmation(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await _card(world, teacher, PUPILS, "Белов")
    await teacher.press("Выдать права администратора")
    await teacher.sees("Назначить администратором учащегося?\n\nБелов Илья Игоревич")
    await teacher.press("Не выдавать")
    await world.calm()
    assert pupil.name not in (await world.sandbox.chat(PUPILS)).admins
    await teacher.press("Выдать права администратора")
    await teacher.press("Выдать права")
    await teacher.sees("⭐ администратор чата")
    assert pupil.name in (await world.sandbox.chat(PUPILS)).admins


async def test_a_right_given_before_somebody_joins_is_theirs_when_they_do(world: World) -> None:
    teacher = await world.led()
    await _card(world, teacher, COLLEAGUES, "Дроздова")
    await teacher.press("Выдать права администратора")
    await teacher.sees("Права будут выданы автоматически, когда Дроздова В. ")
    await teacher.press("Выдать права")
    colleague = await world.entered(COLLEAGUE)
    await world.calm()
    assert colleague.name in (await world.sandbox.chat(COLLEAGUES)).admins


async def test_the_one_who_answers_for_a_chat_is_neither_removed_nor_unmade(world: World) -> None:
    teacher = await world.led()
    card = await _card(world, teacher, PUPILS, "Петров Сергей")
    assert "🔒 Отвечает за чат" in card
    assert (await teacher.screen()).buttons[:2] == ("Действия с этим человеком", "Назад")


async def test_somebody_who_has_not_linked_gets_a_code_and_a_picture(world: World) -> None:
    teacher = await world.led()
    card = await _card(world, teacher, PUPILS, "Белов")
    assert "⏳ профиль не привязан" in card
    await teacher.press("Показать код привязки")
    assert world.sheet(ILYA).code in await teacher.sees("Код привязки: Белов Илья Игоревич")
    await teacher.press("Показать личный QR-код")
    await teacher.sees("Личный QR-код: Белов Илья Игоревич.")
    await world.calm()
    files = [file for one in (await teacher.conversation())["messages"] for file in one["attachments"]]
    assert [file["type"] for file in files] == ["photo"]


async def test_somebody_who_left_is_invited_again_only_by_a_press(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await pupil.leave(await world.inside(PUPILS, pupil))
    await world.calm()
    card = await _card(world, teacher, PUPILS, "Белов")
    assert "🚪 выход из чата сегодня в " in card
    await teacher.press("Отправить приглашение ещё раз")
    await world.calm()
    assert "✉️ приглашение отправлено сегодня в " in await _card(world, teacher, PUPILS, "Белов")
    assert sum("Вас приглашают" in text for text in await world.said(pupil)) == 2
    again = await teacher.press("Отправить приглашение ещё раз")
    assert again["answer"]["text"] == "Приглашение отправлено меньше суток назад. Покажите личный QR-код."


async def test_people_are_found_by_a_part_of_the_name(world: World) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await teacher.press(PUPILS)
    await teacher.press("Участники ·")
    await teacher.write("нетакого")
    await teacher.sees("Никого не нашли по запросу «нетакого». Проверьте написание.")
    await teacher.write("1")
    await teacher.sees("Петров Сергей Олегович · ")


async def test_a_member_of_a_chat_made_by_hand_is_removed_for_good(world: World) -> None:
    teacher, pupil = await world.led(), await world.linked(ILYA)
    await made_by_hand(world, "Стенгазета", author=teacher, members=(ILYA,))
    await world.inside("Стенгазета", pupil)
    await _card(world, teacher, "Стенгазета", "Белов")
    await teacher.press("Удалить из чата")
    await teacher.sees("Этот человек добавлен в чат вручную.")
    await teacher.press("Удалить из чата")
    await world.outside("Стенгазета", pupil)
    await world.later(hours=1, minutes=1)
    assert sum("Вас приглашают в чат «Стенгазета»" in text for text in await world.said(pupil)) == 0
