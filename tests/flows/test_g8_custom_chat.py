"""G8: a custom chat: its name, where its people come from, who of them, and the chat itself."""

import pytest

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import KEY, PRINCIPAL, World

ILYA = "Белов Илья"
MOTHER = "Белова Наталья Андреевна"
IVANOVA = "Иванова Елена Петровна"
NEWSPAPER = "Стенгазета"


async def names(person: DrivenPerson, title: str) -> None:
    """From the menu to the scope of a custom chat."""
    await person.write("меню")
    await person.press("+ Новый чат")
    await person.press("Произвольный чат")
    await person.sees("Введите название чата. Например: «Стенгазета».")
    await person.write(title)


async def test_a_custom_chat_gets_the_people_who_were_picked(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await names(teacher, NEWSPAPER)
    scope = await teacher.sees("Стенгазета › Откуда люди")
    assert "Выбрано: параллель: любая · класс: любой · предмет: любой" in scope
    await teacher.press("Класс: любой")
    await teacher.press("⬜ 8А")
    await teacher.sees("Отметьте один или несколько классов.")
    await teacher.press("Готово")
    scope = await teacher.sees("класс: 8А")
    assert "Подходит: 16 учащихся, " in scope
    await teacher.press("Выбрать людей")
    await teacher.sees("Учащиеся: 0 из 16")
    await teacher.press("Учащиеся · 0 из 16")
    await teacher.sees("Стенгазета › Учащиеся · выбрано 0 из 16")
    await teacher.write("белов илья")
    await teacher.sees("Поиск «белов илья» · 1 человек")
    await teacher.press("⬜ Белов И.")
    await teacher.sees("✅ Белов Илья Игоревич")
    await teacher.press("✔ Готово")
    await teacher.sees("Учащиеся: 1 из 16")
    await teacher.press("Проверить и создать")
    review = await teacher.sees("Проверьте и создайте")
    assert "Название: Стенгазета\nУчастники: 1 учащийся, 1 сотрудник\nАдминистраторы: ⭐ Петров С. О." in review
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    chat = await world.inside(NEWSPAPER, teacher, pupil)
    assert {teacher.id, pupil.id} == {one for one in chat.member_ids if one > 0}
    await world.calm()
    assert (await teacher.screen()).text.startswith("Чат создан\n\n«Стенгазета»\n🟢 В чате 2 участника\n")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("…", "Название не может быть пустым."),
        ("я" * 132, "Название длиннее 100 знаков — сейчас 132. Сократите его."),
    ],
)
async def test_a_name_that_is_none_is_refused(world: World, title: str, said: str) -> None:
    teacher = await world.led()
    await names(teacher, title)
    await teacher.sees(said)
    await teacher.write(NEWSPAPER)
    await teacher.sees("Стенгазета › Откуда люди")


async def test_a_doubtful_name_is_asked_about(world: World) -> None:
    teacher = await world.led()
    await names(teacher, "Звоните 8 912 345-67-89")
    await teacher.sees("есть телефон или почта")
    await teacher.press("Изменить название")
    await teacher.write(NEWSPAPER)
    await teacher.sees("Стенгазета › Откуда люди")
    await teacher.press("Выбрать людей")
    await teacher.press("Сотрудники")
    await teacher.write("все")
    await teacher.press("✔ Готово")
    await teacher.press("Проверить и создать")
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    await names(teacher, "стенгазета")
    await teacher.sees("Чат «стенгазета» у вас уже есть. Оставить название?")
    await teacher.press("Оставить название")
    await teacher.sees("стенгазета › Откуда люди")


async def test_a_chat_without_others_is_not_created(world: World) -> None:
    teacher = await world.led()
    await names(teacher, NEWSPAPER)
    await teacher.press("Выбрать людей")
    await teacher.press("Проверить и создать")
    pressed = await teacher.press("Создать чат")
    assert pressed["answer"]["text"] == "Выберите хотя бы одного участника."
    await world.calm()
    assert NEWSPAPER not in await world.titles()


async def test_parallels_classes_and_subjects_combine(world: World) -> None:
    teacher = await world.led()
    await names(teacher, NEWSPAPER)
    await teacher.press("Предмет: любой")
    await teacher.press("⬜ Алгебра")
    await teacher.press("Готово")
    both = await teacher.sees("предмет: Алгебра")
    assert "Подходит: 32 учащихся, " in both or "Подходит: 31 учащийся, " in both or "Подходит: 33 учащихся, " in both
    await teacher.press("Класс: любой")
    await teacher.write("8а, 8б")
    await teacher.press("Готово")
    await teacher.sees("класс: 8А, 8Б · предмет: Алгебра")
    await teacher.press("Класс: 8А, 8Б")
    await teacher.press("✅ 8Б")
    await teacher.press("Готово")
    one = await teacher.sees("класс: 8А · предмет: Алгебра")
    assert "Подходит: 16 учащихся, " in one
    assert ", 1 сотрудник." in one


async def test_whoever_is_picked_stays_picked_when_the_scope_changes(world: World) -> None:
    teacher = await world.led()
    await names(teacher, NEWSPAPER)
    await teacher.press("Класс: любой")
    await teacher.press("⬜ 8А")
    await teacher.press("Готово")
    await teacher.press("Выбрать людей")
    await teacher.press("Учащиеся")
    await teacher.write("все")
    await teacher.press("✔ Готово")
    await teacher.sees("Учащиеся: 16 из 16")
    await teacher.press("Назад")
    await teacher.press("Класс: 8А")
    await teacher.press("✅ 8А")
    await teacher.press("⬜ 8Б")
    await teacher.press("Готово")
    await teacher.press("Выбрать людей")
    await teacher.sees("Учащиеся: 16 из 3")


async def test_only_an_administrator_may_gather_the_whole_school(world: World) -> None:
    teacher = await world.led()
    await names(teacher, NEWSPAPER)
    await teacher.sees("Стенгазета › Откуда люди")
    assert "Вся школа" not in (await teacher.screen()).buttons
    principal = await world.linked(PRINCIPAL)
    await names(principal, "Педсовет")
    await principal.press("Вся школа")
    whole = await principal.sees("Выбрано: вся школа")
    assert ", 31 сотрудник." in whole


async def test_people_from_outside_of_the_scope_are_added_by_name(world: World) -> None:
    teacher = await world.led()
    colleague = await world.linked(IVANOVA)
    await names(teacher, NEWSPAPER)
    await teacher.press("Предмет: любой")
    await teacher.press("⬜ Алгебра")
    await teacher.press("Готово")
    await teacher.press("Выбрать людей")
    await teacher.sees("Сотрудники: 1 из 1")
    await teacher.press("Люди не из списка")
    await teacher.sees("Можно добавить любого сотрудника школы и учащихся своих классов.")
    await teacher.write("иванова елена")
    await teacher.sees("Поиск «иванова елена» · 1 человек")
    await teacher.write("1")
    await teacher.sees("✅ Иванова Елена Петровна")
    await teacher.press("✔ Готово")
    await teacher.sees("Сотрудники: 2 из 2")
    await teacher.press("Проверить и создать")
    await teacher.press("Создать чат")
    await world.inside(NEWSPAPER, teacher, colleague)


async def test_nobody_finds_pupils_of_classes_that_are_not_their_own(world: World) -> None:
    """Belova has a child in 8А and one in 5Б: she is within reach, and her daughter is not."""
    teacher = await world.led()
    await names(teacher, NEWSPAPER)
    await teacher.press("Выбрать людей")
    await teacher.press("Найти человека")
    await teacher.write("белова")
    shown = await teacher.sees("Поиск «белова»")
    assert MOTHER in shown
    assert "Белова Анна" not in shown


async def test_a_person_who_closed_the_messages_is_named_in_the_end(world: World) -> None:
    teacher = await world.led()
    colleague = await world.linked(IVANOVA)
    await world.calm()
    await colleague.deny()
    await world.calm()
    await _picks_ivanova(teacher)
    shown = await _created(world, teacher)
    assert shown.startswith("Чат создан, но приглашены не все\n\n«Стенгазета»\n🟢 В чате 1 участник\n")
    assert "🚫 1 человек закрыл сообщения сообщества: Иванова Е. П." in shown
    await teacher.press("Показать QR-код")
    await teacher.sees("QR")


async def test_an_invitation_that_did_not_arrive_is_named_and_sent_again_by_a_press(world: World) -> None:
    teacher = await world.led()
    colleague = await world.linked(IVANOVA)
    await world.calm()
    await world.sandbox.switch(create_chat_adds="none")
    await _picks_ivanova(teacher)
    # The teacher, whom VK did not take into the chat either, is invited at the same moment.
    await world.sandbox.fault("messages.send", "error", code=100, times=2)
    await _created(world, teacher)
    shown = await teacher.sees("✉️ 2 приглашения не доставлены: ")
    assert "Иванова Е. П." in shown
    assert not any("Стенгазета" in text for text in await world.said(colleague))
    await teacher.press("Повторить сейчас")
    await colleague.sees("Вас приглашают в чат «Стенгазета»")
    await teacher.sees("Чат создан\n")


async def test_a_chat_for_more_people_than_vk_lets_in_is_not_made(world: World) -> None:
    teacher = await world.led()
    schools = {KEY: world.settings.schools[KEY].model_copy(update={"chat_people": 2})}
    world.settings = world.settings.model_copy(update={"schools": schools})
    await world.restart()
    await names(teacher, NEWSPAPER)
    await teacher.press("Выбрать людей")
    await teacher.press("Люди не из списка")
    for family, label in (("иванова елена", "⬜ Иванова Е."), ("дроздова", "⬜ Дроздова В.")):
        await teacher.write(family)
        await teacher.press(label)
    await teacher.press("✔ Готово")
    await teacher.press("Проверить и создать")
    pressed = await teacher.press("Создать чат")
    assert pressed["answer"]["text"].startswith("В чате ВКонтакте помещается не больше 2 человек.")
    assert NEWSPAPER not in await world.titles()


async def _picks_ivanova(teacher: DrivenPerson) -> None:
    """Up to the last step before a chat with one colleague is made."""
    await names(teacher, NEWSPAPER)
    await teacher.press("Выбрать людей")
    await teacher.press("Люди не из списка")
    await teacher.write("иванова елена")
    await teacher.press("⬜ Иванова Е.")
    await teacher.press("✔ Готово")
    await teacher.press("Проверить и создать")
    await teacher.sees("Проверьте и создайте")


async def _created(world: World, teacher: DrivenPerson) -> str:
    """What the teacher sees in the end."""
    await teacher.press("Создать чат")
    await world.sandbox.until(lambda: _is_there(world), what="the chat")
    await world.calm()
    return (await teacher.screen()).text


async def _is_there(world: World) -> bool:
    return NEWSPAPER in await world.titles()
