"""(i) A person who closed the messages from the community: the state is shown, and nothing is tried endlessly."""

from tests.flows.world import PUPILS, World

ILYA = "Белов Илья"


async def _sendings_to(world: World, page: int) -> int:
    """How many messages the bot has tried to send to somebody, successfully or not."""
    rows = [row for row in await world.sandbox.wire() if row["method"] == "messages.send"]
    return sum(str(page) in str(row["params"].get("peer_ids", "")).split(",") for row in rows)


async def test_who_forbade_messages_is_not_written_to_and_is_invited_after_allowing_them(world: World) -> None:
    pupil = await world.linked(ILYA)
    await pupil.deny()
    await world.calm()
    before = await _sendings_to(world, pupil.id)
    teacher = await world.led()
    await world.calm()
    await world.later(hours=30)
    assert await _sendings_to(world, pupil.id) == before
    await teacher.press("Личные сообщения")
    await teacher.press("8А — ученики")
    await teacher.sees("🚫 закрыли сообщения сообщества: 1")
    await pupil.allow()
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)


async def test_whose_privacy_refuses_a_message_is_tried_once_at_most_and_invited_when_they_write(world: World) -> None:
    teacher = await world.led()
    pupil = await world.sandbox.person(ILYA)
    await world.opens_sheet(pupil, world.sheet(ILYA))
    await pupil.press("Продолжить")
    await pupil.sees("Мы вас нашли")
    await world.calm()
    before = await _sendings_to(world, pupil.id)
    await pupil.block(902)
    await pupil.press("Да, продолжить")
    await world.calm()
    await world.later(days=3)
    assert await _sendings_to(world, pupil.id) <= before + 1
    await teacher.write("меню")
    await teacher.press("8А — ученики")
    await teacher.sees("🚫 закрыли сообщения сообщества: 1")
    await pupil.write("меню")
    await pupil.sees("Вас приглашают в чат «8А — ученики»")


async def test_the_profile_says_that_messages_are_allowed_again(world: World) -> None:
    pupil = await world.linked(ILYA)
    await pupil.deny()
    await pupil.write("меню")
    await pupil.press("Профиль")
    await pupil.sees("Сообщения сообщества: разрешены")
