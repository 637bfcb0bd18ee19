"""A teacher who is a parent: one page, two records, two menus."""

from tests.flows.world import World

YOLKINA = "Ёлкина Алёна Петровна"


async def test_a_teacher_who_is_a_parent_links_both_records_at_once_and_switches_roles(world: World) -> None:
    person = await world.sandbox.person(YOLKINA)
    number = await world.phone(YOLKINA)
    await world.asks_by_phone(person, number)
    await person.write(await world.sandbox.sms_code(number))
    await person.sees("учитель, классный руководитель 5Б, родитель (7А)")
    for label in ("Да, продолжить", "Продолжить", "Создать учебный профиль"):
        await person.press(label)
    await person.sees("Профиль привязан")
    assert len(world.rows("SELECT * FROM person_link")) == 2
    assert len(world.rows("SELECT * FROM account")) == 1
    await person.press("Выбрать роль")
    await person.sees("В какой роли продолжить?")
    await person.press("Родитель")
    await person.sees("Чаты\n\nЧаты класса вашего ребёнка ещё не созданы.")
    await person.press("Профиль")
    await person.press("Сменить роль")
    await person.press("Сотрудник школы")
    await person.sees("1. 5Б — ученики")
    await person.write("меню")
    await world.calm()
    assert (await person.screen()).text.startswith("Личные сообщения")
