"""The guide's own sequence, as one story with the guide's names: what people see, and what VK holds after each step."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import COLLEAGUES, PARENTS, PETROV, PUPILS, World

ALGEBRA, NEWSPAPER, RENAMED = "8А Алгебра", "Стенгазета", "Стенгазета 8А"
ILYA, TIMOFEY = "Белов Илья", "Зорин Тимофей"
IVANOVA = "Иванова Елена Петровна"
COMMUNITY = "Школьные чаты 1"
CAUTION = "Никому не передавайте свои регистрационные данные — даже коллегам или руководителю."
GUIDED_STEPS = "Система подскажет вам порядок действий."
NOBODY_BY_HAND = "Никого добавлять вручную не нужно."
CLEAR_HISTORY = (
    "Чат исчезнет из электронного журнала, но останется в VK Мессенджере — "
    "из него будут только исключены участники (3). Если вы хотите удалить чат для себя "
    "и в VK Мессенджере, откройте его, нажмите на три точки в правом верхнем углу и выберите «Очистить историю»."
)


async def test_sergey_petrov_does_everything_that_the_guide_shows(world: World) -> None:
    teacher = await links_the_profile(world)
    pupil = await world.entered(ILYA)
    colleague = await world.linked(IVANOVA)
    await makes_the_chat_of_a_group(world, teacher, pupil)
    await makes_a_custom_chat(world, teacher, pupil, colleague)
    classmate = await world.entered(TIMOFEY, label=f"Вступить: {PUPILS}")
    await edits_the_custom_chat(world, teacher, classmate, gone=pupil)
    await deletes_the_custom_chat(world, teacher, classmate, colleague)
    await world.calm()
    assert {ALGEBRA, COLLEAGUES, PARENTS, PUPILS, RENAMED} <= set(await world.titles())


async def test_a_teacher_with_a_single_group_makes_its_chat_in_two_presses(world: World) -> None:
    name, title = _teacher_of_one_group(world)
    teacher = await world.linked(name)
    await opens_the_menu(world, teacher)
    before = presses(world)
    await teacher.press("+ Новый чат")
    shown = await teacher.sees(f"{title} › Участники")
    assert "Всё уже выбрано по журналу. Можно сразу создать чат." in shown
    assert "Другой чат" in (await teacher.screen()).buttons
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    assert presses(world) - before == 2
    chat = await world.inside(title, teacher)
    await world.calm()
    assert teacher.name in (await world.sandbox.chat(chat.title)).admins


async def test_the_chat_that_the_guide_makes_by_hand_is_filled_by_its_link(world: World) -> None:
    """«Создание чата вручную в VK Мессенджере»: an empty chat, closed by the teacher, people later by the link."""
    teacher, pupil = await world.led(), await world.linked(ILYA)
    await teacher.create_chat(NEWSPAPER, members=[], communities=[1])
    chat = await world.sandbox.chat(NEWSPAPER)
    await teacher.sees("Нужны права администратора")
    await teacher.promote(chat, -1)
    await teacher.press("Проверить")
    await teacher.sees(f"Новый чат: «{NEWSPAPER}»")
    await teacher.press("Подключить чат")
    await teacher.press("Произвольный чат, состав веду сам")
    await teacher.sees(f"Чат «{NEWSPAPER}» подключён.")
    await teacher.press("Карточка чата")
    await teacher.press("✏ Редактировать состав участников")
    await picks(teacher, "Найти человека", "белов илья")
    await saves(teacher)
    await teacher.press("Карточка чата")
    await teacher.press("Ссылка и QR-код")
    shown = await teacher.sees(f"{NEWSPAPER} › Ссылка и QR-код")
    link = (await world.sandbox.chat(NEWSPAPER)).link
    assert link in shown
    await pupil.opens(link)
    await world.inside(NEWSPAPER, teacher, pupil)
    await world.calm()
    assert set((await world.sandbox.chat(NEWSPAPER)).members) == {teacher.name, pupil.name, COMMUNITY}


async def links_the_profile(world: World) -> DrivenPerson:
    """«Связка профилей»: phone, code, «Информация о себе», «Создать учебный профиль»; then three chats at once."""
    teacher = await world.sandbox.person(PETROV)
    await teacher.start()
    await teacher.press("Привязать учебный профиль VK ID")
    consent = await teacher.sees("Общение в защищённом от посторонних лиц пространстве")
    assert CAUTION in consent
    await teacher.press("Продолжить")
    await teacher.sees(GUIDED_STEPS)
    await teacher.press("По номеру мобильного телефона")
    await teacher.sees("Введите свой номер мобильного телефона")
    phone = await world.phone(PETROV)
    await teacher.write(phone)
    await teacher.sees("Введите код из SMS")
    await teacher.write(await world.sandbox.sms_code(phone))
    await teacher.sees(PETROV)
    await teacher.press("Да, продолжить")
    about = await teacher.sees("Информация о себе")
    assert "Указывать отчество не обязательно." in about
    assert PETROV in about
    await teacher.press("Продолжить")
    await teacher.sees("Учебный профиль")
    await teacher.press("Создать учебный профиль")
    await teacher.sees(f"Вам доступны чаты:\n• {PUPILS}\n• {PARENTS}\n• {COLLEAGUES}")
    for title in (PUPILS, PARENTS, COLLEAGUES):
        await leads(world, title, teacher)
    assert await world.titles() == [COLLEAGUES, PARENTS, PUPILS]
    return teacher


async def makes_the_chat_of_a_group(world: World, teacher: DrivenPerson, pupil: DrivenPerson) -> None:
    """«Создание чата по предмету»: from the menu in three presses."""
    await opens_the_menu(world, teacher)
    before = presses(world)
    await teacher.press("+ Новый чат")
    await teacher.sees("Чат группы по предмету — состав берётся из вашей учебной нагрузки.")
    await teacher.press(ALGEBRA)
    summary = await teacher.sees(f"{ALGEBRA} › Участники")
    assert "Учащиеся: 16 из 16\nСотрудники: 1 из 1" in summary
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    assert presses(world) - before == 3
    chat = await world.inside(ALGEBRA, teacher, pupil)
    await leads(world, ALGEBRA, teacher)
    assert set(chat.members) == {teacher.name, pupil.name, COMMUNITY}
    await world.calm()
    made = (await teacher.screen()).text
    assert "🟢 В чате 2 участника\n⏳ 15 человек получат приглашение после связки профиля" in made
    assert NOBODY_BY_HAND in made


async def makes_a_custom_chat(
    world: World, teacher: DrivenPerson, pupil: DrivenPerson, colleague: DrivenPerson
) -> None:
    """«Создание произвольного чата»: name, class, people, and a tick for an administrator."""
    await teacher.press("Создать ещё один")
    await teacher.press("Произвольный чат")
    await teacher.sees("Введите название чата. Например: «Стенгазета».")
    await teacher.write(NEWSPAPER)
    await teacher.sees(f"{NEWSPAPER} › Откуда люди")
    await teacher.press("Класс: любой")
    await teacher.press("⬜ 8А")
    await teacher.press("Готово")
    await teacher.sees("класс: 8А · предмет: любой")
    await teacher.press("Выбрать людей")
    await teacher.press("Учащиеся · 0 из 16")
    await teacher.write("белов илья")
    await teacher.press("⬜ Белов И.")
    await teacher.sees("✅ Белов Илья")
    await teacher.press("✔ Готово")
    await picks(teacher, "Люди не из списка", "иванова елена")
    await teacher.press("⭐ Администраторы · 1")
    await teacher.sees("Отметьте ⭐ тех, кто сможет управлять чатом.")
    await teacher.press("⬜ Иванова Е.")
    await teacher.sees("Администраторы · 2")
    await teacher.press("✔ Готово")
    await teacher.press("Проверить и создать")
    review = await teacher.sees("Проверьте и создайте")
    assert "Участники: 1 учащийся, 2 сотрудника\nАдминистраторы: ⭐ Иванова Е. П., Петров С. О." in review
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    chat = await world.inside(NEWSPAPER, teacher, pupil, colleague)
    assert set(chat.members) == {teacher.name, pupil.name, colleague.name, COMMUNITY}
    await leads(world, NEWSPAPER, teacher, colleague)


async def edits_the_custom_chat(
    world: World, teacher: DrivenPerson, classmate: DrivenPerson, *, gone: DrivenPerson
) -> None:
    """«Редактирование произвольного чата»: the three dots of one person, then name and people, then «Сохранить чат»."""
    await opens_the_card(world, teacher, NEWSPAPER)
    await teacher.press("Участники · 3")
    await teacher.press("⋯ Белов И.")
    await teacher.press("Выдать права администратора")
    await teacher.sees("Назначить администратором учащегося?")
    await teacher.press("Выдать права")
    await teacher.sees("⭐ администратор чата")
    await leads(world, NEWSPAPER, gone)
    await teacher.press("Удалить из чата")
    await teacher.sees(f"Удалить из чата: {gone.name}")
    await teacher.press("Удалить из чата")
    await world.outside(NEWSPAPER, gone)
    await opens_the_card(world, teacher, NEWSPAPER)
    await teacher.press("✏ Редактировать состав участников")
    await teacher.sees(f"Редактирование › {NEWSPAPER}")
    await picks(teacher, "Найти человека", "зорин тимофей")
    await teacher.press("Изменить название")
    await teacher.write(RENAMED)
    difference = await teacher.sees("Сохранить изменения?")
    assert "Добавить: Зорин Т." in difference
    assert f"Название: «{NEWSPAPER}» → «{RENAMED}»" in difference
    await teacher.press("Сохранить чат")
    await teacher.sees("Чат сохранён")
    await classmate.sees(f"Вас приглашают в чат «{RENAMED}»")
    await classmate.presses_and_follows("Вступить")
    await world.inside(RENAMED, teacher, classmate)
    await world.outside(RENAMED, gone)


async def deletes_the_custom_chat(world: World, teacher: DrivenPerson, *others: DrivenPerson) -> None:
    """«Удаление чата»: the bin, one confirmation; VK keeps the chat and nobody is in it."""
    chat = await world.sandbox.chat(RENAMED)
    await opens_the_card(world, teacher, RENAMED)
    await teacher.press("🗑 Удалить чат")
    asked = await teacher.sees("Подтвердите действие.")
    assert CLEAR_HISTORY in asked
    await teacher.press("Удалить чат")
    await teacher.sees(f"Чат «{RENAMED}» удалён.")
    await world.outside(RENAMED, teacher, *others)
    assert (await world.sandbox.chat(RENAMED)).members == (COMMUNITY,)
    said = [one["text"] for one in (await teacher.conversation(chat=chat))["messages"]]
    assert "Чат закрыт учителем. Новые сообщения здесь не читают." in said
    await opens_the_menu(world, teacher)
    assert RENAMED not in (await teacher.screen()).text


def presses(world: World) -> int:
    """How many buttons anybody has pressed so far, as VK counts."""
    return world.emulator.stage.world.presses.statistics()["total"]


async def opens_the_menu(world: World, person: DrivenPerson) -> None:
    """«Личные сообщения»."""
    await person.press("☰ Личные сообщения")
    await world.calm()
    assert (await person.screen()).text.startswith("Личные сообщения\n")


async def opens_the_card(world: World, person: DrivenPerson, title: str) -> None:
    """A chat, found by its title."""
    await opens_the_menu(world, person)
    await person.write(title)
    await person.sees(f"{title}\n")


async def picks(person: DrivenPerson, way: str, name: str) -> None:
    """Find somebody by the name and tick them."""
    await person.press(way)
    await person.write(name)
    await person.sees(f"Поиск «{name}» · 1 человек")
    await person.write("1")
    await person.sees("✅ ")
    await person.press("✔ Готово")


async def saves(person: DrivenPerson) -> None:
    """«Сохранить чат», also after the changes were shown."""
    await person.press("Сохранить чат")
    await person.sees("Сохранить изменения?")
    await person.press("Сохранить чат")
    await person.sees("Чат сохранён")


async def leads(world: World, title: str, *people: DrivenPerson) -> None:
    """Wait until VK has these people as the chat's administrators."""

    async def all_lead() -> bool:
        return {person.name for person in people} <= set((await world.sandbox.chat(title)).admins)

    await world.sandbox.until(all_lead, what=f"{[one.name for one in people]} lead «{title}»")


def _teacher_of_one_group(world: World) -> tuple[str, str]:
    """The name of a teacher with a single group, and the group's title."""
    [(family, given, patronymic, title), *_] = world.rows(
        "SELECT family, given, patronymic, title FROM roster_membership"
        " JOIN roster_person USING (person_id) JOIN roster_unit USING (unit_id)"
        " WHERE part = 'teacher' GROUP BY person_id HAVING count(*) = 1"
    )
    return f"{family} {given} {patronymic}".strip(), str(title)
