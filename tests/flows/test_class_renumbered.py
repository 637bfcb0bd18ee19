"""«Класс 9В получил в журнале другой номер»: nobody is removed, and one press lets the chats follow."""

from tests.flows.world import COLLEAGUES, KEY, PARENTS, PUPILS, World

ILYA, MOTHER = "Белов Илья", "Белова Наталья Андреевна"


async def test_a_class_with_another_number_keeps_its_people_and_its_chats(world: World) -> None:
    teacher = await world.led()
    pupil, mother = await world.entered(ILYA), await world.entered(MOTHER)
    before = {title: await world.sandbox.chat(title) for title in (PUPILS, PARENTS, COLLEAGUES)}
    await world.reads(world.sandbox.renumber("8А"))
    await world.later(days=2)
    for title, chat in before.items():
        now = await world.sandbox.chat(title)
        assert (now.peer, now.member_ids) == (chat.peer, chat.member_ids)
    assert len(await world.sandbox.chats()) == len(before)
    asked = await teacher.sees("Похоже, класс 8А получил в журнале другой номер")
    assert asked.endswith("из 16 учеников те же 16. Никто не удалён, чаты ждут вашего решения.")
    await teacher.press("Посмотреть")
    await teacher.sees("Класс 8А в журнале числится под другим номером: из 16 учеников те же 16.")
    answer = await teacher.press("Перевести чаты на новый класс")
    assert answer["answer"]["text"] == "Чаты класса 8А переведены на новый класс журнала."
    await world.later(days=2)
    assert world.rows("SELECT DISTINCT unit_id FROM chat") == [("c-8a-new",)]
    assert {teacher.id, pupil.id} <= set((await world.inside(PUPILS, teacher, pupil)).member_ids)
    await world.inside(PARENTS, teacher, mother)
    assert world.rows(f"SELECT count(*) FROM ledger WHERE school = '{KEY}' AND event = 'removed'") == [(0,)]
