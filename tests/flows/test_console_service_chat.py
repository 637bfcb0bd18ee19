"""The chat of the administrators: bound by a word, told of what is wrong; other chats point to the dialogue."""

from bot.sandbox.driver import DrivenChat, DrivenPerson
from tests.flows.ways import goes
from tests.flows.world import PRINCIPAL, PUPILS, World

IVANOVA = "Иванова Елена Петровна"
TITLE = "Администраторы"


async def _made(world: World, person: DrivenPerson, *others: DrivenPerson) -> DrivenChat:
    """A chat made by hand in VK with the community in it."""
    members = [one.id for one in others]
    await person.create_chat(TITLE, members=members, communities=[1])
    await world.calm()
    chat = await world.sandbox.chat(TITLE)
    await person.promote(chat, -person.community)
    await world.calm()
    return chat


async def test_an_administrator_binds_a_chat_by_a_word_and_it_is_told_of_what_is_wrong(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    chat = await _made(world, principal)
    await principal.write("консоль", chat=chat)
    await principal.sees("Чат стал служебным", chat=chat)
    await world.calm()
    assert world.rows("SELECT service_peer_id IS NOT NULL FROM school") == [(1,)]
    assert world.rows(f"SELECT id FROM chat WHERE title = '{TITLE}'") == []
    await principal.write("здоровье", chat=chat)
    await principal.sees("🟢 ВКонтакте: принимает запросы", chat=chat)
    await principal.write("просто разговор о здоровье", chat=chat)
    await world.reads(world.sandbox.journal_mode("garbage"))
    await principal.sees("Состав чатов не меняется", chat=chat)
    await goes(world, principal, "K.BIND")
    await principal.press("Отвязать служебный чат")
    await principal.sees("Добавьте сообщество в чат администраторов")
    assert world.rows("SELECT service_peer_id FROM school") == [(None,)]


async def test_every_command_there_asks_for_the_level_of_whoever_wrote(world: World) -> None:
    principal, teacher = await world.linked(PRINCIPAL), await world.linked(IVANOVA)
    chat = await _made(world, principal, teacher)
    await teacher.write("консоль", chat=chat)
    await world.calm()
    assert world.rows("SELECT service_peer_id FROM school") == [(None,)]
    await principal.write("консоль", chat=chat)
    await principal.sees("Чат стал служебным", chat=chat)
    before = len((await principal.conversation(chat=chat))["messages"])
    await teacher.write("здоровье", chat=chat)
    await world.calm()
    assert len((await principal.conversation(chat=chat))["messages"]) == before + 1
    await principal.write("/пауза", chat=chat)
    await principal.sees("Эта команда работает в личных сообщениях с ботом.", chat=chat)
    await principal.write("/здаровье", chat=chat)
    await principal.sees("Может быть, «здоровье»", chat=chat)


async def test_a_command_in_another_chat_is_answered_once_an_hour_and_its_text_is_not_kept(world: World) -> None:
    teacher = await world.led()
    chat = await world.sandbox.chat(PUPILS)
    told = "Управление чатом — в личных сообщениях с ботом."
    for text in ("/здоровье", "/здоровье", "здоровье у всех хорошее", "журнал", "консоль"):
        await teacher.write(text, chat=chat)
    await world.calm()
    assert await _told(teacher, chat, told) == 1
    await world.later(hours=1, minutes=1)
    await teacher.write("/здоровье", chat=chat)
    await world.calm()
    assert await _told(teacher, chat, told) == 2
    assert world.rows("SELECT DISTINCT body FROM inbox_event WHERE state = 'done'") == [("",)]


async def test_in_the_chats_of_the_school_an_administrator_may_talk_of_anything(world: World) -> None:
    teacher, head = await world.led(), await world.linked(PRINCIPAL)
    chat = await world.sandbox.chat(PUPILS)
    await teacher.invite(chat, head.id)
    await world.calm()
    before = len((await teacher.conversation(chat=chat))["messages"])
    for text in ("консоль", "консоль сломалась, урок в 12 кабинете", "журнал", "admin"):
        await head.write(text, chat=chat)
    await world.calm()
    assert len((await teacher.conversation(chat=chat))["messages"]) == before + 4
    await head.write("/консоль", chat=chat)
    await head.sees("Это чат школы, служебным он быть не может.", chat=chat)


async def test_talk_of_a_console_binds_no_chat(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    chat = await _made(world, principal)
    await principal.write("консоль сломалась, урок в 12 кабинете", chat=chat)
    await world.calm()
    assert world.rows("SELECT service_peer_id FROM school") == [(None,)]


async def _told(person: DrivenPerson, chat: DrivenChat, text: str) -> int:
    return sum(one["text"] == text for one in (await person.conversation(chat=chat))["messages"])
