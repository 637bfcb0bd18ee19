"""G7: a mother of children in two classes has one account and both parents' chats."""

from tests.flows.world import COLLEAGUES, PARENTS, PUPILS, World

MOTHER, FATHER = "Гусейнова Севиль Рашид кызы", "Гусейнов Вугар Эльдар оглы"
OF_5B = "5Б — родители"


async def test_a_mother_of_two_is_invited_to_both_parents_chats_by_one_message(world: World) -> None:
    await world.led()
    await world.linked("Ёлкина Алёна Петровна")
    await world.sandbox.chat(OF_5B)
    mother = await world.linked("Белова Наталья Андреевна")
    await mother.sees("Вас приглашают в чаты:\n• 5Б — родители\n• 8А — родители")
    await mother.presses_and_follows("Вступить: 5Б — родители")
    await mother.presses_and_follows("Вступить: 8А — родители")
    await world.inside(OF_5B, mother)
    await world.inside(PARENTS, mother)
    await world.outside(PUPILS, mother)
    await world.outside(COLLEAGUES, mother)
    assert len(world.rows(f"SELECT id FROM account WHERE messenger_id = {mother.id}")) == 1
    await mother.write("меню")
    await mother.sees("Чаты\n\nАнна, 5Б\n🟢 5Б — родители\nИлья, 8А\n🟢 8А — родители")
    await mother.press("8А — родители")
    await mother.sees("Почему вы здесь: ваш ребёнок — Илья, 8А.")


async def test_a_parent_who_links_is_told_to_the_childs_other_parent(world: World) -> None:
    mother = await world.linked(MOTHER)
    await world.linked(FATHER)
    await mother.sees("привязался ещё один родитель или законный представитель: ")
