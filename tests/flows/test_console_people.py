"""K.PEOPLE and what stands behind it: somebody is found, their card, their codes, their link, and who may do what."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.console_ways import at_console, console, finds, text_of
from tests.flows.world import PARENTS, PETROV, PUPILS, World

ILYA, MOTHER = "Белов Илья", "Белова Наталья Андреевна"


async def _files(person: DrivenPerson) -> list[str]:
    found = [file for one in (await person.conversation())["messages"] for file in one["attachments"]]
    return [file["doc"]["title"] for file in found]


async def test_a_person_is_found_by_name_class_page_and_number_which_is_not_shown(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    number = await world.phone(ILYA)
    head = await at_console(world)
    for known in (ILYA, f"vk.com/id{pupil.id}", number):
        await finds(head, known)
        text = await head.sees("Белов Илья Игоревич · учится в 8А")
        assert f"vk.com/id{pupil.id}" in text
        assert f"🟢 {PUPILS} · В составе, потому что: учится в 8А." in text
    assert number not in " ".join(await world.said(head))
    await finds(head, "8а")
    assert "› Найдено: " in await text_of(world, head)
    await finds(head, "vk.com/somebody")
    await head.sees("нужен её номер")
    await finds(head, "Неттакого")
    await head.sees("Никого не нашли")


async def test_whoever_has_not_linked_is_listed_by_class_and_gets_a_code(world: World) -> None:
    teacher = await world.led()
    head = await at_console(world)
    await head.press("Люди")
    await head.press("Не привязали профиль · ")
    assert "8А: " in await text_of(world, head)
    await head.press("Скачать XLSX")
    await finds(head, ILYA)
    await head.press("Показать код-приглашение")
    await head.sees("Код привязки: Белов Илья Игоревич")
    await console(head)
    await head.press("Люди")
    await head.press("Не привязали профиль · ")
    await head.press("8А · ")
    await head.sees("Коды-приглашения › 8А")
    await head.press("Таблица кодов XLSX")
    await head.press("Передать классному руководителю")
    await teacher.sees("Администратор школы передаёт вам личные приглашения, 8А")
    await head.press("Выпустить новые коды")
    await head.sees("Прежние неиспользованные коды перестанут действовать")
    await head.press("Выпустить новые коды")
    await head.sees("Коды-приглашения › 8А\n")
    await world.calm()
    assert world.rows("SELECT count(*) FROM personal_code WHERE is_revoked")[0][0] > 0
    assert await _files(head) == ["Не привязали профиль.xlsx", "Коды 8А.xlsx"]
    assert await _files(teacher) == ["Приглашения 8А.pdf"]


async def test_a_page_is_unlinked_by_the_typed_word_and_leaves_its_chats(world: World) -> None:
    await world.led()
    mother = await world.entered("Белова Наталья")
    head = await at_console(world)
    await finds(head, MOTHER)
    await head.press("Данные файлом")
    await head.press("Отвязать страницу")
    await head.sees("напишите слово ОТВЯЗАТЬ")
    await head.write("отвязать")
    await head.sees("⏳ Профиль не привязан.")
    await mother.sees("Администратор школы отвязал вашу страницу от электронного журнала.")
    await world.outside(PARENTS, mother)
    await head.press("Журнал действий")
    log = await text_of(world, head)
    assert "профиль отвязан: Белова Наталья Андреевна" in log
    assert "выгружены данные: Белова Наталья Андреевна" in log


async def test_a_level_is_given_changed_and_taken_away_and_opens_what_it_should(world: World) -> None:
    teacher = await world.led()
    await world.linked(ILYA)
    head = await at_console(world)
    await head.press("Люди")
    await head.press("Роли консоли")
    await head.press("Назначить")
    await head.write("Петров")
    await head.sees("Петров Сергей Олегович · роли в консоли нет")
    told = await head.press("Сделать оператором")
    assert told["answer"]["text"] == "Петров С. О. — теперь оператор."
    await finds(teacher, ILYA)
    text = await text_of(world, teacher)
    assert "Белов Илья Игоревич" in text
    assert not {"Отвязать страницу", "Данные файлом"} & set((await teacher.screen()).buttons)
    await console(head)
    await head.press("Люди")
    await head.press("Роли консоли")
    await head.press("Петров С. О. — оператор")
    told = await head.press("Забрать роль")
    assert told["answer"]["text"] == "Петров С. О.: роль снята."
    await teacher.press("Назад")
    await teacher.sees("Это раздел консоли, вашего уровня для него не хватает.")


async def test_an_operator_gets_no_codes_of_colleagues(world: World) -> None:
    await world.led()
    head = await at_console(world)
    await head.press("Люди")
    await head.press("Роли консоли")
    await head.press("Назначить")
    await head.write("Петров")
    await head.press("Сделать оператором")
    teacher = await world.sandbox.person(PETROV)
    await finds(teacher, "Дроздова Варвара")
    await teacher.sees("Профиль не привязан")
    assert "Показать код-приглашение" not in (await teacher.screen()).buttons
    await finds(head, "Дроздова Варвара")
    await head.sees("Профиль не привязан")
    assert "Показать код-приглашение" in (await head.screen()).buttons
