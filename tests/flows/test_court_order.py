"""The court has ruled that a father must not be in the chats of one of his children: the head of the school says so."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.console_ways import at_console, finds, text_of
from tests.flows.world import PARENTS, PETROV, World

FATHER, MOTHER = "Гусейнов Вугар", "Гусейнова Севиль"
CHILD = "Тимур, 8А"
NATALYA, ELSEWHERE = "Белова Наталья Андреевна", "5Б — родители"


async def _rules(head: DrivenPerson, world: World, label: str, word: str, *, of: str = FATHER) -> str:
    await finds(head, of)
    await head.sees(of)
    await head.press("Не допускать к чатам ребёнка")
    await head.sees("Решение видят только администраторы школы")
    await head.press(label)
    explained = await text_of(world, head)
    await head.press("Продолжить")
    await head.sees(f"напишите слово {word}")
    await head.write(word)
    return explained


async def test_a_father_is_kept_away_from_one_child_and_nobody_else_is_touched(world: World) -> None:
    await world.sandbox.switch(kicked_may_return=True)
    teacher = await world.led()
    father, mother = await world.entered(FATHER), await world.entered(MOTHER)
    head = await at_console(world)
    link = (await world.sandbox.chat(PARENTS)).link

    explained = await _rules(head, world, f"Не допускать: {CHILD}", "ЗАПРЕТИТЬ")
    assert f"Выход из чатов: «{PARENTS}». Их ссылки сменятся." in explained
    await world.outside(PARENTS, father)
    await father.sees(f"Вы больше не состоите в чате «{PARENTS}». Так решил директор школы; вопросы — в учебную часть.")
    text = await text_of(world, head)
    assert f"⛔ {CHILD}: не допускается с " in text
    await world.inside(PARENTS, mother, teacher)
    assert (await world.sandbox.chat(PARENTS)).link != link

    await father.opens((await world.sandbox.chat(PARENTS)).link)
    await world.outside(PARENTS, father)

    await teacher.write("меню")
    await teacher.press(PARENTS)
    await teacher.press("Журнал действий")
    log = await text_of(world, teacher)
    assert "удаление из чата: Гусейнов Вугар Эльдар оглы (по решению администрации школы)" in log
    assert "Тимур" not in log

    await _rules(head, world, f"Снова допускать: {CHILD}", "РАЗРЕШИТЬ")
    await father.sees(f"Вас приглашают в чат «{PARENTS}»")
    await father.presses_and_follows("Вступить")
    await world.inside(PARENTS, father, mother, teacher)


async def test_the_same_guardian_stays_in_the_chats_of_the_other_child(world: World) -> None:
    await world.led()
    await world.linked("Ёлкина Алёна Петровна")
    await world.sandbox.chat(ELSEWHERE)
    mother = await world.linked(NATALYA)
    await mother.presses_and_follows(f"Вступить: {ELSEWHERE}")
    await mother.presses_and_follows(f"Вступить: {PARENTS}")
    await world.inside(PARENTS, mother)
    await world.inside(ELSEWHERE, mother)
    head = await at_console(world)
    await _rules(head, world, "Не допускать: Илья, 8А", "ЗАПРЕТИТЬ", of=NATALYA)
    await world.outside(PARENTS, mother)
    text = await text_of(world, head)
    assert "⛔ Илья, 8А: не допускается с " in text
    assert "🟢 Анна, 5Б: без ограничений" in text
    await world.inside(ELSEWHERE, mother)
    await mother.write("меню")
    await mother.sees(ELSEWHERE)
    assert PARENTS not in await text_of(world, mother)


async def test_a_wrong_word_changes_nothing_and_a_console_role_is_not_enough(world: World) -> None:
    await world.led()
    father = await world.entered(FATHER)
    head = await at_console(world)
    await finds(head, FATHER)
    await head.press("Не допускать к чатам ребёнка")
    await head.press(f"Не допускать: {CHILD}")
    await head.press("Продолжить")
    await head.write("разрешить")
    await head.sees("Слово не совпало, действие отменено.")
    await world.calm()
    assert world.rows("SELECT * FROM exclusion") == []
    await world.inside(PARENTS, father)
    await finds(head, PETROV)
    await head.sees(PETROV)
    assert "Не допускать к чатам ребёнка" not in (await head.screen()).buttons
