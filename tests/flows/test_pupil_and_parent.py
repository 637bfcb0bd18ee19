"""What pupils and parents see of their chats, and how they leave, come back, and get help at the door."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PARENTS, PETROV, PUPILS, World

ILYA = "Белов Илья"
MOTHER = "Белова Наталья Андреевна"
NOT_INVITED_AGAIN = "Бот не станет приглашать вас снова, пока вы сами не нажмёте «Вступить»."


async def _invitations(person: DrivenPerson) -> int:
    return sum("Вас приглашают" in one["text"] for one in (await person.conversation())["messages"])


async def _asks_to_leave(person: DrivenPerson, title: str) -> None:
    """Press the button on the card of the chat, and the one of the same name on the screen that says what it means."""
    await person.press("Выйти из чата")
    await person.sees(f"Выйти из чата «{title}»?")
    await person.sees(NOT_INVITED_AGAIN)
    await person.press("Выйти из чата")


async def _leaves(world: World, person: DrivenPerson, title: str) -> None:
    """Leave a chat by the bot's button."""
    await person.write("меню")
    await person.press(title)
    await _asks_to_leave(person, title)
    await world.outside(title, person)
    await world.calm()


async def test_a_pupil_sees_who_leads_the_chat_and_why_one_is_there_but_no_classmates(world: World) -> None:
    await world.led()
    await world.linked("Зорин Тимофей")
    pupil = await world.entered(ILYA)
    await pupil.write("меню")
    await pupil.sees(f"Мои чаты\n\n🟢 {PUPILS}")
    await pupil.press(PUPILS)
    shown = await pupil.sees("Классный руководитель: Петров С. О.\nПочему вы здесь: учитесь в 8А.")
    assert "Администраторы: Петров С. О." in shown
    assert "Зорин" not in shown


async def test_the_card_of_a_chat_is_also_opened_by_its_title(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    await pupil.write("меню")
    await pupil.sees("Мои чаты")
    await pupil.write("8а ученики")
    await pupil.sees("Почему вы здесь")


async def test_who_leaves_by_the_button_is_out_and_is_not_invited_again_by_any_run(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    before = await _invitations(pupil)
    await _leaves(world, pupil, PUPILS)
    await pupil.write("меню")
    await pupil.sees(f"🚪 {PUPILS} — вы вышли")
    await world.later(days=2)
    assert await _invitations(pupil) == before
    assert pupil.id not in (await world.sandbox.chat(PUPILS)).member_ids
    assert not any("Вы больше не состоите" in text for text in await world.said(pupil))


async def test_one_press_brings_whoever_left_back(world: World) -> None:
    await world.sandbox.switch(kicked_may_return=True)
    await world.led()
    pupil = await world.entered(ILYA)
    await _leaves(world, pupil, PUPILS)
    await pupil.write("меню")
    await pupil.presses_and_follows(f"Вступить: {PUPILS}")
    await world.inside(PUPILS, pupil)
    await world.later(hours=2)
    assert pupil.id in (await world.sandbox.chat(PUPILS)).member_ids


async def test_whoever_says_no_to_an_invitation_is_not_invited_again(world: World) -> None:
    await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают")
    await pupil.write("меню")
    await pupil.sees(f"✉️ {PUPILS} — приглашение")
    await pupil.write(PUPILS)
    await _asks_to_leave(pupil, PUPILS)
    await pupil.sees(f"🚪 {PUPILS} — вы вышли")
    before = await _invitations(pupil)
    await world.later(days=2)
    assert await _invitations(pupil) == before


async def test_whoever_leaves_before_the_bot_has_seen_them_inside_goes_all_the_same(world: World) -> None:
    await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают")
    await world.calm()
    await world.sandbox.fault("messages.getConversationMembers", "error", code=10, times=0)
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
    await pupil.write("меню")
    await pupil.sees(f"✉️ {PUPILS} — приглашение")
    await pupil.write(PUPILS)
    await _asks_to_leave(pupil, PUPILS)
    await pupil.sees(f"🚪 {PUPILS} — вы вышли")
    await world.sandbox.no_faults()
    await world.later(minutes=11)
    await world.outside(PUPILS, pupil)


async def test_a_parent_leaves_and_may_also_stay(world: World) -> None:
    await world.led()
    mother = await world.entered(MOTHER)
    await mother.write("меню")
    await mother.press(PARENTS)
    await mother.press("Выйти из чата")
    await mother.press("Остаться")
    await mother.sees("Почему вы здесь: ваш ребёнок — Илья, 8А.")
    await world.inside(PARENTS, mother)
    await _leaves(world, mother, PARENTS)


async def test_the_class_teacher_cannot_leave_a_chat_of_the_class(world: World) -> None:
    teacher = await world.led()
    chat_id = world.rows(f"SELECT id FROM chat WHERE title = '{PUPILS}'")[0][0]
    body = {"community": 1, "peer": 0, "text": ".", "payload": f'{{"s":"R.LEAVE","c":{chat_id}}}'}
    await world.sandbox.api.post(f"people/{teacher.id}/write", body)
    await teacher.sees("Вы классный руководитель: по журналу вы в составе чата.")


async def test_who_cannot_get_in_is_helped_and_the_teacher_hears_of_it_once(world: World) -> None:
    teacher = await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают")
    await pupil.write("меню")
    await pupil.press("Не получается войти")
    await pupil.sees("Бот проверил: вы есть в составе.")
    for _ in range(2):
        await pupil.press("Попросить учителя добавить")
    await teacher.sees(f"Белов Илья не может войти по ссылке в чат «{PUPILS}». Добавьте вручную")
    await world.calm()
    assert sum("не может войти по ссылке" in text for text in await world.said(teacher)) == 1
    await pupil.presses_and_follows(f"Вступить: {PUPILS}")
    await world.inside(PUPILS, pupil)


async def test_a_parent_sees_the_chats_of_each_child_and_the_adults_in_them(world: World) -> None:
    await world.led()
    await world.entered(ILYA)
    mother = await world.linked(MOTHER)
    await mother.write("меню")
    await mother.sees("Чаты\n\n")
    await mother.press("Чаты моих детей")
    shown = await mother.sees("Вы видите названия и взрослых в чате, но не переписку.")
    assert f"Илья, 8А: {PUPILS}" in shown
    assert "Анна, 5Б: профиль ещё не привязан" in shown
    await mother.press("Илья: взрослые в чатах")
    await mother.sees(f"{PUPILS}: Петров С. О.")


async def test_a_stranger_opens_none_of_these_screens(world: World) -> None:
    await world.led()
    person = await world.sandbox.new_person("Новичок")
    await person.start()
    for screen in ("U.LIST", "R.LIST", "R.CHILD", "U.NOJOIN", "R.LEAVE", "D.FOUND", "D.MAP", "D.UNKNOWN", "D.HOW"):
        body = {"community": 1, "peer": 0, "text": ".", "payload": f'{{"s":"{screen}","c":1}}'}
        await world.sandbox.api.post(f"people/{person.id}/write", body)
        await world.calm()
        assert PETROV.split()[0] not in (await person.screen()).text
        assert "Привязать учебный профиль VK ID" in (await person.screen()).buttons
