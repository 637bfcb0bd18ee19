"""G3: a class teacher links by phone and has three chats at once."""

from tests.flows.world import COLLEAGUES, PARENTS, PETROV, PUPILS, World


async def test_a_class_teacher_who_links_by_phone_has_three_chats_and_leads_them(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    phone = await world.phone(PETROV)
    await world.asks_by_phone(teacher, phone)
    await teacher.write(await world.sandbox.sms_code(phone))
    found = await teacher.sees("Мы вас нашли")
    assert f"{PETROV}\nучитель, классный руководитель 8А\nШкола № 12, г. Пермь" in found
    await teacher.press("Да, продолжить")
    await teacher.sees("Информация о себе")
    await teacher.press("Продолжить")
    await teacher.sees("Учебный профиль")
    await teacher.press("Создать учебный профиль")
    await teacher.sees("Профиль привязан\n\nВам доступны чаты:\n• 8А — ученики\n• 8А — родители\n• 8А — коллеги")
    await world.calm()
    assert await world.titles() == [COLLEAGUES, PARENTS, PUPILS]
    for chat in await world.sandbox.chats():
        assert teacher.name in chat.admins, chat
        assert chat.created_by < 0
