"""G7: a pupil and a parent link before the class teacher: they are told the truth, and invited when the chats come."""

import pytest

from tests.flows.world import PARENTS, PUPILS, World

ILYA, MOTHER = "Белов Илья", "Белова Наталья Андреевна"
NOT_YET = "Чаты вашего класса ещё не созданы. Приглашение придёт само, когда классный руководитель привяжет профиль."


async def test_there_is_no_chat_before_the_class_teacher_and_people_are_told_so(world: World) -> None:
    pupil, mother = await world.linked(ILYA), await world.linked(MOTHER)
    for person in (pupil, mother):
        assert NOT_YET in (await person.screen()).text
    await pupil.press("Мои чаты")
    await pupil.sees("Мои чаты\n\nЧаты вашего класса ещё не созданы.")
    await mother.press("Чаты моих детей")
    await mother.sees("Чаты\n\nЧаты класса вашего ребёнка ещё не созданы.")
    await world.calm()
    assert await world.titles() == []


@pytest.mark.parametrize("form", ["none", pytest.param("refuse", marks=pytest.mark.long)])
async def test_they_are_invited_when_the_chats_come(world: World, form: str) -> None:
    await world.sandbox.switch(create_chat_adds=form)
    pupil, mother = await world.linked(ILYA), await world.linked(MOTHER)
    teacher = await world.linked("Петров Сергей Олегович")
    await teacher.sees("Вас приглашают в чаты:\n• 8А — ученики\n• 8А — родители\n• 8А — коллеги")
    for person, title in ((pupil, PUPILS), (mother, PARENTS)):
        await person.sees(f"Вас приглашают в чат «{title}»")
        await person.presses_and_follows("Вступить")
        await world.inside(title, person)
    await teacher.presses_and_follows("Вступить: 8А — ученики")

    async def leads() -> bool:
        return teacher.name in (await world.sandbox.chat(PUPILS)).admins

    await world.sandbox.until(leads, what="the teacher is an administrator after joining")


async def test_whom_vk_takes_in_at_once_needs_no_invitation(world: World) -> None:
    pupil = await world.linked(ILYA)
    await world.led()
    await world.inside(PUPILS, pupil)
    await pupil.sees("Вы уже во всех своих чатах.")
    await world.calm()
    assert not any("Вас приглашают" in text for text in await world.said(pupil))
