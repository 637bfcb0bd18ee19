"""G.RENAMED: people change the title or the pin in VK itself; once it is given back, then somebody decides."""

from bot.sandbox import chat_life
from bot.sandbox.driver import DrivenPerson
from tests.flows.ways import chat_id, goes
from tests.flows.world import PUPILS, World

OTHERS = ("Банда", "Наш 8А")
ASKED = f"В чате «{PUPILS}» название меняют вручную."
PIN_ASKED = f"В чате «{PUPILS}» закреплённое сообщение меняют вручную."


async def test_a_title_is_given_back_once_and_then_the_teacher_is_asked(world: World) -> None:
    teacher = await _renamed_twice(world)
    assert "теперь в VK снова другое: «Наш 8А»" in await teacher.sees(ASKED)
    await world.later(hours=2)
    assert await world.titles() == ["8А — коллеги", "8А — родители", "Наш 8А"]
    assert len([text for text in await world.said(teacher) if text.startswith(ASKED)]) == 1


async def test_the_new_title_can_stay_and_later_follow_the_journal_again(world: World) -> None:
    teacher = await _renamed_twice(world)
    await teacher.sees(ASKED)
    assert "Название «Наш 8А» остаётся." in str(await teacher.press("Оставить новое"))
    await world.later(hours=2)
    assert "Наш 8А" in await world.titles()
    await goes(world, teacher, "C.SET", c=chat_id(world, "Наш 8А"))
    await teacher.press("Название из журнала")
    await world.calm()
    assert PUPILS in await world.titles()


async def test_the_old_title_can_be_given_back_and_the_question_is_asked_only_once(world: World) -> None:
    teacher = await _renamed_twice(world)
    await teacher.sees(ASKED)
    await teacher.press("Вернуть прежнее название")
    await world.calm()
    assert PUPILS in await world.titles()
    pressed = await teacher.press("Оставить новое")
    assert "Этот вопрос уже решён." in str(pressed)
    assert PUPILS in await world.titles()


async def test_the_rules_are_pinned_again_once_and_then_the_teacher_is_asked(world: World) -> None:
    teacher, rules = await _with_rules(world)
    await _pins(world, teacher, 0)
    assert await _pinned(world) == rules
    await _pins(world, teacher, 0)
    await teacher.sees(PIN_ASKED)
    assert await _pinned(world) == 0
    await teacher.press("Закрепить прежнее")
    await world.calm()
    assert await _pinned(world) == rules


async def test_in_a_closed_chat_only_an_administrator_changes_the_pin_so_nothing_is_undone(world: World) -> None:
    teacher, rules = await _with_rules(world)
    await teacher.close(await world.sandbox.chat(PUPILS), "change_pin")
    await world.calm()
    await _pins(world, teacher, rules - 1)
    await teacher.sees(PIN_ASKED)
    assert "остаётся за участниками" in str(await teacher.press("Оставить новое"))
    await world.later(hours=2)
    assert await _pinned(world) == rules - 1


async def _renamed_twice(world: World) -> DrivenPerson:
    teacher = await world.led()
    chat = await world.sandbox.chat(PUPILS)
    await world.calm()
    for title in OTHERS:
        await teacher.rename(chat, title)
        await world.calm()
        assert (title in await world.titles()) is (title == OTHERS[-1])
    return teacher


async def _with_rules(world: World) -> tuple[DrivenPerson, int]:
    """The chat after its first message, in which the bot has pinned its rules; the number of that message."""
    teacher = await world.led()
    await teacher.write("Добрый день", chat=await world.sandbox.chat(PUPILS))
    await world.later(minutes=2)
    rules = await _pinned(world)
    assert rules
    return teacher, rules


async def _pins(world: World, person: DrivenPerson, number: int) -> None:
    """Pin a message in VK itself; 0 takes the pinned one down."""
    stage = world.emulator.stage.world
    peer = (await world.sandbox.chat(PUPILS)).peer
    chat = stage.communities[1].chat(peer)
    chat_life.pin(stage, chat, person.id, number)
    await world.calm()


async def _pinned(world: World) -> int:
    peer = (await world.sandbox.chat(PUPILS)).peer
    return world.emulator.stage.world.communities[1].chat(peer).pinned_cmid
