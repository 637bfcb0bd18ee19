"""`check`: says in plain words what is right and what is wrong with VK, the journal and the settings."""

import asyncio
import shutil
import socket

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.sandbox.community import Community
from tests.commands.conftest import done
from tests.faults.school import Machine


async def check(machine: Machine) -> tuple[int, str]:
    """The exit code and what was printed, by a command in this process."""
    result = await asyncio.to_thread(CliRunner().invoke, main, ["-c", str(machine.folder / "config.toml"), "check"])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result.exit_code, result.stdout


@pytest.fixture
def community(machine: Machine) -> Community:
    """The inside of the emulated community, whose settings only its owner can change."""
    return machine.emulator.stage.world.communities[1]


async def wrong(machine: Machine) -> list[str]:
    """What is wrong, and what to do about it."""
    code, text = await check(machine)
    lines = text.splitlines()
    found = [f"{line[6:]} {lines[number + 1].strip()}" for number, line in enumerate(lines) if line.startswith("WRONG")]
    assert code == bool(found), text
    return found


async def test_everything_that_is_right_is_said(machine: Machine) -> None:
    code, text = await check(machine)
    assert code == 0, text
    for words in (
        "the configuration is valid",
        "the database is up to date and was made with this secret key",
        "school999: owners are set",
        "school999: the journal is readable: 37 people",
        "school999: VK knows the community 1 (Школьные чаты) and accepts the token",
        "school999: the token has the rights: messages, manage",
        "school999: long poll is on",
        "school999: all needed events are on",
    ):
        assert f"ok    {words}" in text, text


async def test_a_school_that_nobody_owns_is_told_so(machine: Machine) -> None:
    config = machine.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("owners = [101]", "owners = []"), encoding="utf-8")
    missing = "nobody owns the school: nobody is told about outages or may appoint administrators"
    assert await wrong(machine) == [f"school999: {missing} → put a VK id into schools.school999.owners"]


async def test_a_journal_that_is_gone_is_wrong(machine: Machine) -> None:
    shutil.rmtree(machine.folder / "journal")
    (said,) = await wrong(machine)
    assert said.startswith("school999: the journal is failed")


async def test_a_token_that_vk_refuses_is_told_with_the_menu_to_make_a_new_one(
    machine: Machine, community: Community
) -> None:
    community.token = "another"
    (said,) = await wrong(machine)
    assert said.startswith("school999: VK refuses the token → make a new one: сообщество → Управление")


async def test_missing_rights_are_named(machine: Machine, community: Community) -> None:
    del community.rights["manage"]
    assert await wrong(machine) == ["school999: the token lacks the rights: manage → make a token with them"]


async def test_rights_that_cannot_be_read_are_wrong(machine: Machine) -> None:
    machine.fault("groups.getTokenPermissions", "error", code=15)
    (said,) = await wrong(machine)
    assert said.startswith("school999: the token's rights cannot be read (groups.getTokenPermissions: VK error 15)")


async def test_long_poll_that_is_off_is_wrong(machine: Machine, community: Community) -> None:
    community.is_long_poll_enabled = False
    (said,) = await wrong(machine)
    assert said.startswith("school999: long poll is off → switch it on: сообщество → Управление")


async def test_events_that_are_off_are_named(machine: Machine, community: Community) -> None:
    community.events |= {"message_event": 0, "message_deny": 0}
    (said,) = await wrong(machine)
    assert said.startswith("school999: events are off: message_event, message_deny → tick them: ")


async def test_long_poll_settings_that_cannot_be_read_are_wrong(machine: Machine) -> None:
    machine.fault("groups.getLongPollSettings", "error", code=15)
    (said,) = await wrong(machine)
    assert said.startswith("school999: long poll settings cannot be read")


async def test_vk_that_is_away_is_wrong(machine: Machine) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        machine.configure(vk=f"http://127.0.0.1:{closed.getsockname()[1]}")
        text = (machine.folder / "config.toml").read_text(encoding="utf-8")
        without_clock = "\n".join(line for line in text.splitlines() if not line.startswith("clock_url"))
        (machine.folder / "config.toml").write_text(without_clock, encoding="utf-8")
        (said,) = await wrong(machine)
    assert said.startswith("school999: VK cannot be asked")


async def test_it_runs_as_a_command(machine: Machine) -> None:
    assert "37 people" in await done(machine.starosta("check"))


async def test_beside_a_bot_vk_is_left_to_the_bot(machine: Machine) -> None:
    await machine.bot()
    before = len(await machine.sandbox.wire())
    assert "a bot is running" in await done(machine.starosta("check"))
    asked = [row["method"] for row in (await machine.sandbox.wire())[before:]]
    assert [method for method in asked if not method.startswith("longpoll")] == []
