"""VK that is away, slow, at its limit or of two minds: people get their answers once, chats are made once."""

from typing import Any

import pytest

from tests.faults.school import CHATS, TEACHER, Machine, said
from tests.faults.story import ends_the_same, play

BAD_ANSWERS = [
    {"kind": "http"},
    {"kind": "html"},
    {"kind": "cut_before"},
    {"kind": "cut_after"},
    {"kind": "error", "code": 1},
    {"kind": "error", "code": 6},
    {"kind": "error", "code": 10},
]


def _name(fault: dict[str, Any]) -> str:
    return "-".join(str(value) for value in fault.values())


@pytest.mark.long
async def test_whoever_writes_while_vk_is_away_is_answered_when_it_is_back(machine: Machine) -> None:
    await machine.bot()
    machine.fault("*", "cut_before", times=0)
    teacher = await machine.teacher()
    await teacher.start()
    await machine.sandbox.until(lambda: _has_met(machine, "cut_before"), what="the bot asks VK in vain")
    assert await said(teacher) == []
    await machine.sandbox.no_faults()
    await play(machine, after="start")
    await ends_the_same(machine)


@pytest.mark.long
async def test_every_chat_is_made_once_though_the_first_answer_of_createchat_was_lost(machine: Machine) -> None:
    await machine.bot()
    fault = machine.fault("messages.createChat", "cut_after")
    await play(machine)
    await machine.happened(fault)
    await ends_the_same(machine)


@pytest.mark.long
async def test_every_chat_is_made_once_though_createchat_took_longer_than_the_bot_waits(machine: Machine) -> None:
    machine.configure(timeout_seconds=1)
    await machine.bot()
    fault = machine.fault("messages.createChat", "delay", seconds=2)
    await play(machine)
    await machine.happened(fault)
    await ends_the_same(machine)


async def test_the_answer_of_createchat_may_be_a_number(machine: Machine) -> None:
    await machine.sandbox.switch(create_chat_form="int")
    await machine.bot()
    await play(machine)
    await ends_the_same(machine)


@pytest.mark.parametrize("position", ["refuse", pytest.param("none", marks=pytest.mark.long)])
async def test_a_teacher_whom_createchat_does_not_take_is_invited_and_becomes_administrator(
    machine: Machine, position: str
) -> None:
    await machine.sandbox.switch(create_chat_adds=position)
    await machine.bot()
    await play(machine)
    teacher = await machine.teacher()
    for title in CHATS:
        await machine.sandbox.chat(title)
    await machine.sandbox.quiet()
    for title in CHATS:
        await _joins(machine, title)
    chats = [await machine.sandbox.chat(title) for title in CHATS]
    assert all(TEACHER in chat.admins for chat in chats)
    assert len(await machine.sandbox.chats()) == len(CHATS)
    texts = [text.partition("\n")[0] for text in await said(teacher)]
    assert len(set(texts)) == len(texts), texts


@pytest.mark.long
@pytest.mark.parametrize("fault", BAD_ANSWERS, ids=_name)
@pytest.mark.parametrize("method", ["messages.createChat", "messages.getInviteLink", "messages.setMemberRole"])
async def test_a_bad_answer_while_chats_are_made_changes_nothing_in_the_end(
    machine: Machine, method: str, fault: dict[str, Any]
) -> None:
    await machine.bot()
    planned = machine.fault(method, **fault)
    await play(machine)
    await machine.happened(planned)
    await ends_the_same(machine)


@pytest.mark.long
@pytest.mark.parametrize("fault", BAD_ANSWERS, ids=_name)
@pytest.mark.parametrize("method", ["messages.send", "messages.edit"])
async def test_a_bad_answer_to_what_is_said_is_not_noticed_by_people(
    machine: Machine, method: str, fault: dict[str, Any]
) -> None:
    await machine.bot()
    planned = machine.fault(method, **fault, skip=1)
    await play(machine)
    await machine.happened(planned)
    await ends_the_same(machine)


@pytest.mark.long
async def test_at_vks_daily_limit_the_answer_waits_a_minute_and_comes_once(machine: Machine) -> None:
    await machine.bot()
    fault = machine.fault("messages.send", "error", code=9)
    teacher = await machine.teacher()
    await teacher.start()
    await machine.happened(fault)
    await machine.sandbox.quiet()
    assert await said(teacher) == []
    await machine.sandbox.advance(minutes=1)
    await play(machine, after="start")
    await ends_the_same(machine)


async def _has_met(machine: Machine, kind: str) -> bool:
    return any(row["fault"] == kind for row in await machine.sandbox.wire() if "fault" in row)


async def _joins(machine: Machine, title: str) -> None:
    teacher = await machine.teacher()
    one = f"Вступить: {title}"
    await teacher.presses_and_follows(one)

    async def is_admin() -> bool:
        return TEACHER in (await machine.sandbox.chat(title)).admins

    await machine.sandbox.until(is_admin, what=f"{TEACHER} is administrator of {title}")
