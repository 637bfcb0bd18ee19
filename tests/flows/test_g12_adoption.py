"""G12: a chat made by hand in VK is adopted: found, looked at, decided about by the teacher."""

from typing import Any

import pytest

from bot.sandbox.driver import DrivenPerson
from tests.flows.adopting import BOT, TITLE, adopted, chooses_a_group, made_by_hand, seen
from tests.flows.world import COLLEAGUES, PARENTS, PETROV, PUPILS, STRANGER, World

ILYA = "Белов Илья"
TIMOFEY = "Зорин Тимофей"
MOTHER = "Белова Наталья Андреевна"
YOLKINA = "Ёлкина Алёна Петровна"


async def _members(world: World, title: str = TITLE) -> set[str]:
    return set((await world.sandbox.chat(title)).members)


def _chat_rows(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT kind, state, title FROM chat WHERE unit_id LIKE 'peer-%' OR adopted_at IS NOT NULL")


async def test_the_teacher_is_told_what_the_bot_needs_and_then_what_it_sees(world: World) -> None:
    teacher = await world.linked(PETROV)
    pupil = await world.linked(ILYA)
    stranger = await world.sandbox.person(STRANGER)
    await seen(world, teacher, pupil, stranger)
    shown = (await teacher.screen()).text
    assert "3 человека. Из них в журнале: 2. Не нашли: 1." in shown
    assert "Права администратора у бота: есть." in shown
    assert "Вы — создатель чата." in shown


async def test_a_chat_is_adopted_with_the_people_who_are_in_it_and_nobody_leaves(world: World) -> None:
    teacher = await world.linked(PETROV)
    pupil = await world.linked(ILYA)
    stranger = await world.sandbox.person(STRANGER)
    await adopted(world, teacher, pupil, stranger)
    await world.later(hours=2)
    assert {PETROV, ILYA, STRANGER} <= await _members(world)
    picked = world.rows("SELECT person_id FROM chat_pick WHERE is_in")
    assert len(picked) == 1, "the pupil; the teacher is the author"
    await pupil.write("меню")
    await pupil.sees(f"🟢 {TITLE}")
    await teacher.press("Карточка чата")
    await teacher.sees(TITLE)


async def test_a_pupil_who_joins_an_adopted_chat_uninvited_goes_at_once_and_the_bot_is_not_fooled_twice(
    world: World,
) -> None:
    teacher = await world.linked(PETROV)
    pupil = await world.linked(ILYA)
    inside = await world.sandbox.person(STRANGER)
    chat = await adopted(world, teacher, pupil, inside)
    intruder = await world.sandbox.new_person("Чужой Человек")
    await intruder.opens(chat.link)
    await world.outside(TITLE, intruder)
    assert STRANGER in await _members(world), "who was inside at adoption stays"
    await inside.leave(chat)
    await world.calm()
    fresh = await world.sandbox.chat(TITLE)
    await inside.opens(fresh.link)
    await world.outside(TITLE, inside)


async def test_in_a_chat_without_pupils_strangers_are_only_reported_for_a_week(world: World) -> None:
    teacher = await world.linked(PETROV)
    colleague = await world.linked(YOLKINA)
    chat = await adopted(world, teacher, colleague)
    intruder = await world.sandbox.new_person("Чужой Человек")
    await intruder.opens(chat.link)
    await teacher.sees(f"В чат «{TITLE}» вошёл 1 человек не из состава. Бот никого не удалил")
    await world.later(hours=2)
    assert "Чужой Человек" in await _members(world)
    assert sum("о посторонних только сообщают" in text for text in await world.said(teacher)) == 1
    await world.later(days=7)
    await world.outside(TITLE, intruder)


async def test_unknown_people_are_listed_with_hints_and_leave_only_by_the_teachers_press(world: World) -> None:
    teacher = await world.linked(PETROV)
    namesake = await world.sandbox.person(TIMOFEY)
    stranger = await world.sandbox.person(STRANGER)
    await seen(world, teacher, namesake, stranger)
    await teacher.press("Показать, кого не нашли")
    await teacher.sees(f"(vk.com/id{stranger.id})")
    assert f"(vk.com/id{namesake.id}) — похоже на: Зорин Т." in (await teacher.screen()).text
    assert (
        world.rows(
            "SELECT id FROM person_link WHERE person_id IN (SELECT person_id FROM roster_person WHERE family = 'Зорин')"
        )
        == []
    )
    await teacher.press("Удалить 2 человек")
    await teacher.sees("Удалить из чата «Стенгазета» 2 человек, которых нет в журнале?")
    await teacher.press("Не удалять")
    await world.calm()
    assert STRANGER in await _members(world)
    await teacher.press("Удалить 2 человек")
    await teacher.press("Удалить 2 человек")
    await world.outside(TITLE, namesake, stranger)
    await teacher.sees("Из них в журнале: 1. Не нашли: 0.")


async def test_unknown_people_can_be_removed_after_the_adoption_too(world: World) -> None:
    teacher = await world.linked(PETROV)
    pupil = await world.linked(ILYA)
    stranger = await world.sandbox.person(STRANGER)
    await adopted(world, teacher, pupil, stranger)
    await teacher.press("Показать, кого не нашли")
    await teacher.press("Удалить 1 человека")
    await teacher.sees("Удалить из чата «Стенгазета» 1 человека")
    await teacher.press("Удалить 1 человека")
    await world.outside(TITLE, stranger)
    await teacher.sees("Все, кто в чате, есть в журнале.")
    assert ILYA in await _members(world)


async def test_nobody_is_removed_who_was_not_on_the_list_although_as_many_are_inside(world: World) -> None:
    teacher = await world.linked(PETROV)
    stranger, newcomer = await world.sandbox.person(STRANGER), await world.sandbox.person(TIMOFEY)
    chat = await seen(world, teacher, stranger)
    await teacher.press("Показать, кого не нашли")
    await teacher.sees(f"(vk.com/id{stranger.id})")
    await teacher.press("Удалить 1 человека")
    await stranger.leave(chat)
    await newcomer.opens(chat.link)
    await world.inside(TITLE, newcomer)
    await world.calm()
    told = await teacher.press("Удалить 1 человека")
    assert told["answer"]["text"] == "Состав чата изменился. Проверьте список ещё раз."
    await teacher.sees(f"(vk.com/id{newcomer.id})")
    await world.calm()
    assert newcomer.name in await _members(world)


async def test_the_chat_is_asked_to_link_once_a_day(world: World) -> None:
    teacher = await world.linked(PETROV)
    stranger = await world.sandbox.person(STRANGER)
    chat = await seen(world, teacher, stranger)
    await teacher.press("Показать, кого не нашли")
    await teacher.press("Попросить в чате привязать профиль")
    await stranger.sees("привяжите учебный профиль", chat=chat)
    await teacher.press("Попросить в чате привязать профиль")
    await world.calm()
    texts = [one["text"] for one in (await stranger.conversation(chat=chat))["messages"]]
    assert sum("привяжите учебный профиль" in text for text in texts) == 1


async def test_a_chat_becomes_the_chat_of_a_subject_group(world: World) -> None:
    teacher = await world.linked(PETROV)
    pupil = await world.linked(ILYA)
    stranger = await world.sandbox.person(STRANGER)
    await seen(world, teacher, pupil, stranger)
    label = await chooses_a_group(world, teacher)
    await world.calm()
    assert "Бот их не удалит, решать вам." in (await teacher.screen()).text
    await teacher.press("Подключить чат")
    await teacher.sees("подключён. Бот проверяет новых участников")
    chat = await world.inside(label, teacher, pupil, stranger)
    await world.later(hours=2)
    assert {ILYA, STRANGER} <= set((await world.sandbox.chat(label)).members)
    classmate = await world.linked(TIMOFEY)
    await classmate.sees("Вас приглашают")
    await classmate.presses_and_follows(f"Вступить: {label}")
    await world.inside(label, classmate)
    assert chat.title == label


async def test_an_unlinked_person_is_asked_to_link_and_nothing_else_happens(world: World) -> None:
    stranger = await world.sandbox.person(STRANGER)
    chat = await made_by_hand(world, stranger)
    await stranger.sees("привяжите профиль сотрудника", chat=chat)
    await world.calm()
    assert _chat_rows(world) == []
    assert len(await _members(world)) == 2


@pytest.mark.parametrize("name", [ILYA, MOTHER])
async def test_the_bot_leaves_a_chat_to_which_a_pupil_or_a_parent_adds_it(world: World, name: str) -> None:
    person = await world.linked(name)
    chat = await made_by_hand(world, person)
    await person.sees("Бот подключается только к чатам сотрудников школы. Выхожу.", chat=chat)

    async def is_out() -> bool:
        return await _members(world) == {name}

    await world.sandbox.until(is_out, what="the bot is out")
    await world.calm()
    assert _chat_rows(world) == []


async def test_the_first_of_two_teachers_adopts_and_the_second_is_told_who(world: World) -> None:
    teacher = await world.linked(PETROV)
    second = await world.linked(YOLKINA)
    chat = await seen(world, teacher, second)
    await teacher.kick(chat, BOT)
    await second.invite(chat, BOT)
    await second.sees("Петров С. О. уже подключает этот чат.")


async def test_the_chat_of_the_school_that_the_bot_is_added_to_again_shows_its_card(world: World) -> None:
    teacher = await world.linked(PETROV)
    pupil = await world.linked(ILYA)
    chat = await adopted(world, teacher, pupil)
    await teacher.kick(chat, BOT)
    await teacher.sees(f"«{TITLE}»: Бот не администратор чата")
    await teacher.sees("Если сообщества там нет, сначала добавьте его в чат.")
    await teacher.invite(chat, BOT)
    await teacher.promote(chat, BOT)
    await teacher.sees(f"{TITLE}\n")
    await world.later(hours=2)
    assert world.rows(f"SELECT state, trouble FROM chat WHERE peer_id = {chat.peer}") == [("active", "")]
    assert len(world.rows(f"SELECT id FROM chat WHERE peer_id = {chat.peer}")) == 1


async def test_the_bot_leaves_and_forgets_a_chat_that_the_teacher_does_not_want_adopted(world: World) -> None:
    teacher = await world.linked(PETROV)
    stranger = await world.sandbox.person(STRANGER)
    await seen(world, teacher, stranger)
    await teacher.press("Не подключать, выйти из чата")
    await teacher.sees(f"Бот выйдет из чата «{TITLE}» и забудет его.")
    await teacher.press("Выйти из чата")
    await world.calm()
    assert await _members(world) == {PETROV, STRANGER}
    assert _chat_rows(world) == []
    assert world.rows(f"SELECT id FROM chat_member WHERE member_id = {stranger.id}") == []


async def test_a_chat_that_nobody_decides_about_is_left_after_a_week(world: World) -> None:
    teacher = await world.linked(PETROV)
    await seen(world, teacher)
    await world.later(days=7, hours=1)
    assert await _members(world) == {PETROV}
    assert _chat_rows(world) == []


async def test_a_found_chat_is_nobodys_chat_before_it_is_adopted(world: World) -> None:
    teacher = await world.linked(PETROV)
    pupil = await world.linked(ILYA)
    await seen(world, teacher, pupil)
    for person in (teacher, pupil):
        await person.write("меню")
        await world.calm()
        assert TITLE not in (await person.screen()).text
    assert await world.titles() == sorted([COLLEAGUES, PARENTS, PUPILS, TITLE])


async def test_the_way_in_is_explained_and_finds_the_chat_that_waits(world: World) -> None:
    teacher = await world.linked(PETROV)
    await seen(world, teacher)
    await teacher.write("меню")
    await world.calm()
    await _goes_to(world, teacher, "D.HOW")
    await teacher.sees("Подключить существующий чат")
    await teacher.press("Я добавил, проверить")
    await teacher.sees(f"Новый чат: «{TITLE}»")


async def _goes_to(world: World, person: DrivenPerson, screen: str) -> None:
    """Write with the payload of a button that leads there."""
    body = {"community": 1, "peer": 0, "text": ".", "payload": f'{{"s":"{screen}"}}'}
    await world.sandbox.api.post(f"people/{person.id}/write", body)
