"""G5: a chat of a subject group, made from the teaching load in three presses."""

import asyncio

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PRINCIPAL, World

ALGEBRA_A, ALGEBRA_B = "8А Алгебра", "8Б Алгебра"
ILYA = "Белов Илья"
IVANOVA = "Иванова Елена Петровна"


async def opens_new_chat(person: DrivenPerson) -> None:
    """The menu's first button on the way to a chat."""
    await person.write("меню")
    await person.sees("Личные сообщения")
    await person.press("+ Новый чат")


async def test_a_teacher_with_several_groups_makes_a_chat_in_three_presses(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await opens_new_chat(teacher)
    kinds = await teacher.sees("состав берётся из вашей учебной нагрузки")
    assert kinds.startswith("Новый чат")
    assert (await teacher.screen()).buttons[:5] == (
        ALGEBRA_A,
        ALGEBRA_B,
        "По параллели и классу",
        "Произвольный чат",
        "Назад",
    )
    await teacher.press(ALGEBRA_A)
    summary = await teacher.sees("Всё уже выбрано по журналу. Можно сразу создать чат.")
    assert summary.startswith("8А Алгебра › Участники\n\nУчащиеся: 16 из 16\nСотрудники: 1 из 1\n")
    assert "Администраторы: ⭐ Петров С. О." in summary
    assert "⏳ Не привязали профиль: 15 человек" in summary
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    chat = await world.inside(ALGEBRA_A, teacher, pupil)
    assert teacher.name in chat.admins
    assert pupil.name not in chat.admins
    await world.calm()
    made = (await teacher.screen()).text
    assert "«8А Алгебра»\n🟢 В чате 2 участника\n⏳ 15 человек получат приглашение после связки профиля" in made
    assert "Никого добавлять вручную не нужно." in made


async def test_whoever_links_later_is_invited_by_itself(world: World) -> None:
    teacher = await world.led()
    await makes(teacher, ALGEBRA_A)
    await world.inside(ALGEBRA_A, teacher)
    pupil = await world.linked(ILYA)
    await pupil.sees("8А Алгебра")
    await pupil.presses_and_follows("Вступить: 8А Алгебра")
    await world.inside(ALGEBRA_A, pupil)
    await world.calm()
    assert "🟢 В чате 2 участника" in (await teacher.screen()).text


async def makes(person: DrivenPerson, title: str) -> None:
    """From the menu to the finished chat of one of several groups."""
    await opens_new_chat(person)
    await person.press(title)
    await person.press("Создать чат")
    await person.sees("Чат создан\n")


async def test_the_window_of_the_making_is_edited_in_place_and_ends_as_done(world: World) -> None:
    teacher = await world.led()
    await opens_new_chat(teacher)
    before = (await teacher.screen()).cmid
    await teacher.press(ALGEBRA_A)
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    await world.calm()
    assert (await teacher.screen()).cmid == before
    assert not any(text.startswith("Создаём чат") for text in await world.said(teacher))
    await teacher.press("Закрыть чат: шаг вручную")
    await teacher.sees("выберите «Создатель и администраторы»")


async def test_two_presses_make_one_chat(world: World) -> None:
    teacher = await world.led()
    await opens_new_chat(teacher)
    await teacher.press(ALGEBRA_A)
    await teacher.sees("Можно сразу создать чат")
    cmid = (await teacher.screen()).cmid
    body = {"community": 1, "peer": 0, "cmid": cmid, "label": "Создать чат"}
    answers = await asyncio.gather(*(world.sandbox.api.post(f"people/{teacher.id}/press", body) for _ in range(2)))
    assert all(one["answered"] for one in answers)
    await world.calm()
    assert (await world.titles()).count(ALGEBRA_A) == 1
    assert (await teacher.screen()).text.startswith("Чат создан")


async def test_a_group_that_has_a_chat_is_marked_and_leads_to_it(world: World) -> None:
    teacher = await world.led()
    await makes(teacher, ALGEBRA_A)
    await opens_new_chat(teacher)
    await teacher.press(f"✔ {ALGEBRA_A}")
    await teacher.sees("Чат для группы «8А Алгебра» уже есть: 1 участник, создан ")
    await teacher.press("Открыть этот чат")
    await teacher.sees("В чате 1 из 17")


async def test_single_choices_are_skipped_on_the_way_by_parallel_and_class(world: World) -> None:
    """Petrov's load has one parallel: the class is asked for at once, and its single subject is not asked for."""
    teacher = await world.led()
    await opens_new_chat(teacher)
    await teacher.press("По параллели и классу")
    await teacher.sees("Новый чат › Параллель: 8 › Класс")
    assert (await teacher.screen()).buttons[:3] == ("8А", "8Б", "Назад")
    await teacher.write("8б")
    await teacher.sees("8Б Алгебра › Участники")
    await teacher.write("назад")
    await teacher.sees("состав берётся из вашей учебной нагрузки")


async def test_an_administrator_goes_by_parallel_class_subject_and_group(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    await opens_new_chat(principal)
    await principal.press("По параллели и классу")
    await principal.sees("Новый чат › Параллель")
    assert (await principal.screen()).buttons[:4] == ("5", "7", "8", "Назад")
    await principal.press("8")
    await principal.press("8А")
    await principal.sees("Новый чат › 8А › Предмет")
    await principal.press("Английский язык")
    shown = await principal.sees("Новый чат › 8А › Английский язык › Группа по предмету")
    assert "1. 8А Английский язык (1 группа) · 8 учащихся" in shown
    await principal.press("8А Английский язык (2 группа)")
    await principal.sees("Учащиеся: 8 из 8\nСотрудники: 2 из 3")
    await principal.press("Назад")
    await principal.sees("состав берётся")


async def test_a_teacher_with_one_group_is_offered_it_at_once(world: World) -> None:
    """Two presses: «+ Новый чат» opens the review of the only group."""
    rows = world.rows(
        "SELECT person_id, count(*) FROM roster_membership"
        " WHERE part = 'teacher' GROUP BY person_id HAVING count(*) = 1"
    )
    [(family, given, patronymic, title), *_] = [
        one
        for person_id, _ in rows
        for one in world.rows(
            "SELECT family, given, patronymic, title FROM roster_person p JOIN roster_membership m USING (person_id)"
            f" JOIN roster_unit USING (unit_id) WHERE person_id = '{person_id}' AND part = 'teacher'"
        )
    ]
    teacher = await world.linked(f"{family} {given} {patronymic}".strip())
    await opens_new_chat(teacher)
    await teacher.sees(f"{title} › Участники")
    assert "Другой чат" in (await teacher.screen()).buttons
    await teacher.press("Создать чат")
    await teacher.sees("Чат создан\n")
    await world.inside(title, teacher)


async def test_a_colleague_cannot_make_a_chat_of_somebody_elses_group(world: World) -> None:
    teacher = await world.led()
    await makes(teacher, ALGEBRA_A)
    await teacher.sees("Чат создан")
    colleague = await world.linked(IVANOVA)
    await opens_new_chat(colleague)
    await colleague.sees("Новый чат")
    assert ALGEBRA_A not in (await colleague.screen()).buttons
