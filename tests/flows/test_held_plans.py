"""Held plans through the front door: the card, the decision, one by one, the second administrator."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.leaving import entered, leave, merge
from tests.flows.ways import goes
from tests.flows.world import PARENTS, PRINCIPAL, PUPILS, World

STOPPED = "8А — ученики › Остановленные изменения"


async def card_of(world: World, person: DrivenPerson) -> str:
    """The card that a person was sent, or has opened."""
    await world.calm()
    return await person.sees(STOPPED)


async def test_the_class_teacher_gets_a_card_with_names_and_lets_them_go(world: World) -> None:
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    text = await card_of(world, teacher)
    for person in people[:3]:
        assert f"{person.name} (выбытие по журналу)" in text
    assert "По журналу из чата уходит слишком много людей сразу." in text
    await world.inside(PUPILS, *people)
    await teacher.press("Применить")
    await world.outside(PUPILS, *people[:3])
    await world.inside(PUPILS, *people[3:])
    await teacher.sees("Готово: то, что разрешили, выполнено.")


async def test_one_by_one_only_the_chosen_go_and_the_others_stay(world: World) -> None:
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, teacher)
    await teacher.press("По одному")
    text = await teacher.sees("› По одному")
    number = next(line.partition(".")[0] for line in text.splitlines() if people[0].name in line)
    await teacher.press(f"Отметить {number}")
    await teacher.sees("Отмечено: 1")
    await teacher.press("Применить отмеченное: 1")
    await world.outside(PUPILS, people[0])
    await world.later(hours=1, minutes=1)
    await world.inside(PUPILS, *people[1:])


async def test_whoever_was_shown_is_chosen_although_somebody_before_them_was_erased(world: World) -> None:
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, teacher)
    await teacher.press("Оставить как есть")
    await teacher.press("По одному")
    shown = [line.partition(". ") for line in (await teacher.sees("› По одному")).splitlines() if " (выбытие" in line]
    await _erased(world, next(person for person in people if shown[0][2].startswith(person.name)))
    await teacher.press(f"Отметить {shown[1][0]}")
    text = await teacher.sees("Отмечено: 1")
    assert [line for line in text.splitlines() if "✓" in line] == [f"1. ✓ {shown[1][2]}"]


async def _erased(world: World, person: DrivenPerson) -> None:
    """Somebody deletes their data: they are out of the chat at once, whatever was decided about their removal."""
    await person.write("меню")
    for label in ("Профиль", "Что бот знает обо мне", "Удалить мои данные"):
        await person.press(label)
    await person.sees("Удалить мои данные?")
    await person.press("Удалить мои данные")
    await person.sees("напишите слово УДАЛИТЬ")
    await person.write("УДАЛИТЬ")
    await world.outside(PUPILS, person)
    await world.later(minutes=2)
    assert world.rows(f"SELECT id FROM account WHERE messenger_id = {person.id}") == []


async def test_a_card_closes_itself_when_the_journal_heals(world: World) -> None:
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, teacher)
    await leave(world, *people[:3], status="active")
    await teacher.press("Применить")
    await teacher.sees("Решать больше нечего")
    await world.inside(PUPILS, *people)


async def test_what_was_left_stays_and_nobody_is_asked_again(world: World) -> None:
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, teacher)
    await teacher.press("Оставить как есть")
    await teacher.sees("Об этом же бот больше не спросит.")
    said = len(await world.said(teacher))
    await world.later(hours=1, minutes=1)
    assert len(await world.said(teacher)) == said
    await world.inside(PUPILS, *people)


async def test_most_of_a_chat_goes_only_when_a_second_administrator_agrees(world: World) -> None:
    teacher, head = await world.led(), await world.linked(PRINCIPAL)
    people = await entered(world, 3)
    await leave(world, *people)
    await card_of(world, teacher)
    await card_of(world, head)
    await teacher.press("Применить")
    await teacher.sees("поэтому нужно согласие второго администратора")
    await world.later(hours=1, minutes=1)
    await world.inside(PUPILS, *people)
    await head.sees("согласие второго администратора")
    await head.press("Подтвердить вторым")
    await world.outside(PUPILS, *people)


async def test_a_chat_is_left_alone_from_its_card_in_the_console(world: World) -> None:
    await world.led()
    head = await world.linked(PRINCIPAL)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, head)
    [(plan,)] = world.rows("SELECT id FROM held_plan")
    await goes(world, head, "K.PLAN.HELD", h=plan)
    await head.press("Не сверять этот чат неделю")
    await world.calm()
    assert "Не сверять этот чат неделю" not in (await head.screen()).buttons
    assert "8А — ученики — по " in await goes(world, head, "K.SYNC.FREEZE")
    await leave(world, people[3])
    await world.later(hours=1, minutes=1)
    await world.inside(PUPILS, *people)


async def test_the_administrator_goes_from_one_held_plan_to_the_next_and_back(world: World) -> None:
    await world.led()
    head = await world.linked(PRINCIPAL)
    await goes(world, head, "K.SYNC.LIMITS")
    await head.write("1% 0")
    pupil, mother = await world.entered("Белов Илья"), await world.entered("Белова Наталья Андреевна")
    await world.reads(world.sandbox.move_pupil("Белов Илья", "8Б"))
    await goes(world, head, "K.QUEUE")
    await head.press(PUPILS)
    await head.sees(STOPPED)
    for button, title in (("›", PARENTS), ("›", PUPILS), ("‹", PARENTS), ("‹", PUPILS)):
        await head.press(button)
        await head.sees(f"{title} › Остановленные изменения")
    await head.press("Оставить как есть")
    await head.sees("Об этом же бот больше не спросит.")
    await goes(world, head, "K.QUEUE")
    await head.press(PARENTS)
    await head.sees(f"{PARENTS} › Остановленные изменения")
    assert not {"‹", "›"} & set((await head.screen()).buttons)
    await world.inside(PUPILS, pupil)
    await world.inside(PARENTS, mother)


async def test_a_chat_that_was_paused_goes_on_once_its_card_is_too_old_and_the_journal_is_whole(world: World) -> None:
    await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    for _ in range(7):
        await world.later(hours=1, minutes=1)
    assert await _paused(world) == [(PUPILS,)]
    await leave(world, *people[:3], status="active")
    await world.later(hours=73)
    await world.later(hours=1, minutes=1)
    assert await _paused(world) == []
    await leave(world, people[4])
    await world.outside(PUPILS, people[4])
    await world.inside(PUPILS, *people[:4])


async def _paused(world: World) -> list[tuple[str]]:
    await world.calm()
    return world.rows("SELECT title FROM chat WHERE paused_at IS NOT NULL")


async def test_what_was_left_and_healed_is_asked_about_when_it_comes_again(world: World) -> None:
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, teacher)
    await teacher.press("Оставить как есть")
    await teacher.sees("Об этом же бот больше не спросит.")
    await leave(world, people[0], status="active")
    await leave(world, people[0])
    text = await card_of(world, teacher)
    assert people[0].name in text
    await teacher.press("Применить")
    await world.outside(PUPILS, *people[:3])


async def test_a_card_that_is_too_old_allows_nothing_although_no_look_has_closed_it(world: World) -> None:
    teacher = await world.led()
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, teacher)
    await world.stop()
    await world.sandbox.advance(hours=73)
    await teacher.press("Применить", wait_seconds=0)
    await world.start()
    await world.calm()
    assert world.rows("SELECT state FROM held_plan ORDER BY id") == [("expired",), ("open",)]
    await world.inside(PUPILS, *people)


async def test_where_there_is_no_second_administrator_the_card_says_who_appoints_one(world: World) -> None:
    await world.led()
    head = await world.linked(PRINCIPAL)
    people = await entered(world, 3)
    await leave(world, *people)
    await card_of(world, head)
    await head.press("Применить")
    await head.sees("Сейчас второго администратора нет: эту роль даёт владелец в разделе «Роли консоли».")
    assert "Подтвердить вторым" not in (await head.screen()).buttons


async def test_nobody_decides_about_a_chat_that_vk_has_no_longer(world: World) -> None:
    teacher, head = await world.led(), await world.linked(PRINCIPAL)
    people = await entered(world, 5)
    await leave(world, *people[:3])
    await card_of(world, teacher)
    await world.sandbox.fault("messages.getConversationMembers", "error", code=927, times=0)
    await world.later(hours=1, minutes=1)
    assert "остановлено" not in await goes(world, head, "K.QUEUE")
    await teacher.press("Применить")
    await teacher.sees("Решать больше нечего")


async def test_nobody_enters_by_a_button_while_the_arrivals_are_held(world: World) -> None:
    teacher, pupil = await world.led(), await world.linked("Давыдова Ангелина")
    await leave(world, *await entered(world, 2))
    await merge(world, "8Б")
    text = await card_of(world, teacher)
    assert "Давыдова Ангелина" in text
    await goes(world, pupil, "U.LIST")
    await pupil.press("Вступить: 8А — ученики")
    await pupil.sees("Сейчас вступить нельзя: состав этого чата проверяет школа.")
    await teacher.press("Применить")
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
