"""G7: a pupil comes by the QR code of the own sheet and is in the chat after one press on the invitation."""

from tests.flows.world import PUPILS, World

ILYA = "Белов Илья"


async def test_a_pupil_is_in_the_chat_after_one_press_on_the_invitation(world: World) -> None:
    await world.led()
    pupil = await world.sandbox.person(ILYA)
    await world.opens_sheet(pupil, world.sheet(ILYA))
    await pupil.press("Продолжить")
    found = await pupil.sees("Мы вас нашли")
    assert "Белов Илья Игоревич\nучится в 8А" in found
    assert "Учебный профиль уже есть, заполнять его не нужно" in found
    await pupil.press("Да, продолжить")
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await pupil.presses_and_follows("Вступить")
    chat = await world.inside(PUPILS, pupil)
    assert pupil.name not in chat.admins
    await pupil.sees("Вы уже во всех своих чатах")
    await world.calm()
    assert sum("Вас приглашают" in text for text in await world.said(pupil)) == 1
    assert [one.title for one in await world.sandbox.chats() if pupil.id in one.member_ids] == [PUPILS]


async def test_nothing_is_checked_or_linked_before_the_consent(world: World) -> None:
    pupil = await world.sandbox.person(ILYA)
    await world.opens_sheet(pupil, world.sheet(ILYA))
    shown = await pupil.sees("Привязка профиля")
    assert "вводить его ещё раз не нужно" in shown
    assert "Бот никогда не спрашивает пароль" in shown
    await world.calm()
    assert not any("Белов" in text for text in await world.said(pupil))
    assert world.rows("SELECT * FROM account") == []


async def test_a_person_who_does_not_consent_stays_unknown(world: World) -> None:
    pupil = await world.sandbox.person(ILYA)
    await world.opens_sheet(pupil, world.sheet(ILYA))
    await pupil.press("Не сейчас")
    await pupil.sees("Чтобы начать, нужно один раз связать страницу ВКонтакте")
    assert world.rows("SELECT * FROM account") == []


async def test_a_pupils_list_shows_the_invitation_and_then_the_chat(world: World) -> None:
    await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают")
    await pupil.write("меню")
    await pupil.sees("Мои чаты\n\n✉️ 8А — ученики — приглашение")
    await pupil.presses_and_follows("Вступить: 8А — ученики")
    await world.inside(PUPILS, pupil)
    await pupil.sees("🟢 8А — ученики")
    await pupil.press("8А — ученики")
    await pupil.sees("Классный руководитель: Петров С. О.\nПочему вы здесь: учитесь в 8А.")


async def test_a_pupil_who_left_is_not_invited_again_and_may_come_back_by_a_press(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    await pupil.leave(await world.inside(PUPILS, pupil))
    await pupil.write("меню")
    await pupil.sees("🚪 8А — ученики — вы вышли")
    await world.restart()
    await world.calm()
    assert sum("Вас приглашают" in text for text in await world.said(pupil)) == 1
    await pupil.presses_and_follows("Вступить: 8А — ученики")
    await world.inside(PUPILS, pupil)
