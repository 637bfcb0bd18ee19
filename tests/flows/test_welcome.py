"""What the bot says in the chats themselves: the pinned hello, and the welcome of newcomers."""

from typing import Any

from bot.sandbox.driver import DrivenChat, DrivenPerson
from tests.flows.ways import chat_id, goes
from tests.flows.world import PUPILS, World

ILYA, TIMOFEY = "Белов Илья", "Зорин Тимофей"
RULES = "не публикуйте чужие фото и данные"
WORDS = "Порядок на завтра: тетради и форма"


async def _said_in(world: World, person: DrivenPerson, chat: DrivenChat) -> list[str]:
    messages = (await person.conversation(chat=chat))["messages"]
    return [one["text"] for one in messages if one["from"] < 0 and not one["action"]]


async def _greeted(world: World, teacher: DrivenPerson) -> DrivenChat:
    """The pupils' chat after the hello was said."""
    chat = await world.inside(PUPILS, teacher)
    await _is_seen_inside(world, teacher)
    await teacher.write(WORDS, chat=chat)
    await world.later(minutes=2)
    return chat


async def _is_seen_inside(world: World, person: DrivenPerson) -> None:
    seen = f"SELECT count(*) FROM chat_member WHERE member_id = {person.id} AND is_inside"
    await world.sandbox.until(lambda: world.rows(seen) == [(3,)], what=f"the bot sees {person.name} in all chats")


async def test_the_rules_are_said_and_pinned_after_the_first_message_and_only_once(world: World) -> None:
    teacher = await world.led()
    chat = await world.sandbox.chat(PUPILS)
    await world.later(minutes=10)
    assert await _said_in(world, teacher, chat) == []
    await _greeted(world, teacher)
    await world.later(minutes=2)
    [hello] = await _said_in(world, teacher, chat)
    assert hello.startswith("Это чат «8А — ученики». Состав берётся из электронного журнала.")
    assert RULES in hello
    pinned = await _pinned(world, teacher, chat)
    assert RULES in pinned
    await teacher.write("ещё слово", chat=chat)
    await world.later(hours=2)
    assert len(await _said_in(world, teacher, chat)) == 1


async def test_of_what_was_written_nothing_is_kept(world: World) -> None:
    teacher = await world.led()
    await _greeted(world, teacher)
    files = [file for file in world.folder.glob("starosta.sqlite3*") if not file.name.endswith("-shm")]
    assert files
    assert not [file.name for file in files if WORDS.encode() in file.read_bytes()]


async def test_newcomers_are_welcomed_by_name_together_and_at_most_once_an_hour(world: World) -> None:
    teacher = await world.led()
    chat = await _greeted(world, teacher)
    await world.entered(ILYA)
    await world.entered(TIMOFEY)
    await world.later(minutes=30)
    assert len(await _said_in(world, teacher, chat)) == 1
    await world.later(minutes=31)
    said = await _said_in(world, teacher, chat)
    assert said[1:] == [
        "Илья Белов, Тимофей Зорин, здравствуйте. Это чат «8А — ученики». Правила — в закреплённом сообщении."
    ]
    await world.later(hours=3)
    assert len(await _said_in(world, teacher, chat)) == 2


async def test_own_words_are_filled_in_and_an_odd_length_is_refused(world: World) -> None:
    teacher = await world.led()
    chat = await _greeted(world, teacher)
    await goes(world, teacher, "C.WELCOME", c=chat_id(world, PUPILS))
    await teacher.write("коротко")
    await teacher.sees("Текст должен быть от 10 до 500 знаков.")
    await teacher.write("{имена}, это {чат}. Пишите: {учитель}.")
    await teacher.sees("«Анна Белова, Илья Котов, это 8А — ученики. Пишите: Сергей Олегович.»")
    await world.entered(ILYA)
    await world.later(minutes=62)
    assert (await _said_in(world, teacher, chat))[1:] == ["Илья Белов, это 8А — ученики. Пишите: Сергей Олегович."]


async def test_a_welcome_that_is_switched_off_is_not_made_up_for_later(world: World) -> None:
    teacher = await world.led()
    chat = await _greeted(world, teacher)
    await goes(world, teacher, "C.WELCOME", c=chat_id(world, PUPILS))
    await teacher.press("Выключить")
    await teacher.sees("Сейчас приветствие выключено.")
    await world.entered(ILYA)
    await world.later(minutes=62)
    await teacher.press("Обычное")
    await teacher.sees("Так это выглядит")
    await world.later(hours=2)
    assert len(await _said_in(world, teacher, chat)) == 1


async def _pinned(world: World, person: DrivenPerson, chat: DrivenChat) -> str:
    shown: dict[str, Any] = await person.conversation(chat=chat)
    return str(shown["pinned_message"]["text"])
