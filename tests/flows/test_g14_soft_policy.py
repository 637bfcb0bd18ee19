"""G14: where no pupils are, a stranger may be silenced and given a quarter of an hour to link."""

import json

from bot.sandbox.driver import DrivenChat, DrivenPerson, Refused
from tests.flows.ways import chat_id, goes
from tests.flows.world import COLLEAGUES, PARENTS, STRANGER, World

MOTHER = "Белова Наталья Андреевна"
ASKED = "чтобы писать в этом чате, привяжите профиль за 15 минут."


async def _came_in(world: World, name: str, title: str = PARENTS) -> tuple[DrivenPerson, DrivenChat]:
    """Somebody who came by the chat's link without being linked and was asked to link."""
    chat = await world.sandbox.chat(title)
    person = await world.sandbox.person(name)
    await person.opens(chat.link)
    await person.sees(ASKED, chat=chat)
    await world.calm()
    return person, chat


async def _may_write(person: DrivenPerson, chat: DrivenChat) -> bool:
    try:
        await person.write("здравствуйте", chat=chat)
    except Refused:
        return False
    return True


async def test_among_parents_a_stranger_may_not_write_and_is_out_after_a_quarter_of_an_hour(world: World) -> None:
    teacher = await world.led()
    stranger, chat = await _came_in(world, STRANGER)
    assert not await _may_write(stranger, chat)
    await world.later(minutes=14)
    await world.inside(PARENTS, stranger)
    await world.later(minutes=2)
    after = await world.outside(PARENTS, stranger)
    assert after.link != chat.link
    await teacher.sees("В чат «8А — родители» вошёл посторонний.")


async def test_the_question_names_nobody_and_its_button_leads_to_the_bot(world: World) -> None:
    await world.led()
    stranger, chat = await _came_in(world, STRANGER)
    asked = next(one for one in (await stranger.conversation(chat=chat))["messages"] if ASKED in one["text"])
    assert asked["text"].startswith(f"[id{stranger.id}|Новый участник], ")
    [[button]] = asked["keyboard"]["buttons"]
    assert button["action"]["label"] == "Привязать профиль"
    assert button["action"]["link"] == "https://vk.me/school_chats_1"
    assert "Киллер" not in json.dumps(asked["text"], ensure_ascii=False)


async def test_a_stranger_gains_no_time_by_going_out_and_coming_in_again(world: World) -> None:
    await world.led()
    stranger, chat = await _came_in(world, STRANGER)
    await world.later(minutes=14)
    await stranger.leave(chat)
    await world.calm()
    await stranger.opens(chat.link)
    await world.calm()
    assert not await _may_write(stranger, chat)
    await world.later(minutes=2)
    await world.outside(PARENTS, stranger)


async def test_whoever_was_put_out_and_is_let_in_again_has_a_quarter_of_an_hour_anew(world: World) -> None:
    await world.sandbox.switch(kicked_may_return=True)
    await world.led()
    mother, _ = await _came_in(world, MOTHER)
    await world.later(minutes=16)
    await world.outside(PARENTS, mother)
    await world.calm()
    await _came_in(world, MOTHER)
    await world.later(minutes=14)
    await world.inside(PARENTS, mother)


async def test_whoever_links_in_time_stays_and_may_write(world: World) -> None:
    await world.led()
    mother, chat = await _came_in(world, MOTHER)
    await world.linked(MOTHER)
    await world.calm()
    assert await _may_write(mother, chat)
    await world.later(hours=1)
    after = await world.inside(PARENTS, mother)
    assert after.link == chat.link


async def test_a_teacher_chooses_the_policy_and_sees_which_one_holds(world: World) -> None:
    teacher = await world.led()
    await goes(world, teacher, "C.SET", c=chat_id(world, PARENTS))
    assert "Посторонние: время на привязку" in (await teacher.screen()).buttons
    await goes(world, teacher, "C.STRANGER", c=chat_id(world, COLLEAGUES))
    await teacher.sees("запретить ему писать и дать 15 минут на привязку профиля")
    await teacher.press("Без права писать, 15 минут на привязку")
    await teacher.sees(f"{COLLEAGUES} › Настройки")
    stranger, _ = await _came_in(world, STRANGER, COLLEAGUES)
    await world.later(minutes=16)
    await world.outside(COLLEAGUES, stranger)
