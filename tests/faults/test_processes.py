"""Starting, stopping and not starting twice, with real processes."""

import subprocess
import sys

import pytest

from bot.sandbox.server import start
from tests.faults.school import Machine


async def test_a_second_bot_is_refused_with_one_sentence(machine: Machine) -> None:
    first = await machine.bot()
    second = machine.starosta("run")
    assert await second.ended() == 1
    sentences = [line for line in second.text.splitlines() if line]
    assert len(sentences) == 1
    assert sentences[0].startswith("Error: a bot is already running for 'school999'")
    assert first.is_running


async def test_after_kill_9_a_restart_works_at_once(machine: Machine) -> None:
    await (await machine.bot()).kill()
    assert machine.rows("SELECT school FROM lease") == [("school999",)]
    await machine.bot()
    teacher = await machine.teacher()
    await teacher.start()
    await teacher.sees("Чтобы начать")


async def test_sigterm_ends_the_bot_cleanly_and_frees_its_lease(machine: Machine) -> None:
    bot = await machine.bot()
    assert await bot.terminate() == 0
    assert "Traceback" not in bot.text
    assert "event=stopped" in bot.text
    assert machine.rows("SELECT school FROM lease") == []


async def test_sigterm_does_not_wait_for_a_call_that_hangs(machine: Machine) -> None:
    bot = await machine.bot()
    fault = machine.fault("messages.send", "timeout")
    await (await machine.teacher()).start()
    await machine.happened(fault)
    assert await bot.terminate() == 0
    assert "Traceback" not in bot.text
    assert machine.rows("SELECT count(*) FROM outbox_message WHERE state = 'waiting'") == [(2,)]
    await machine.sandbox.no_faults()


async def test_a_bot_that_starts_without_vk_keeps_trying_and_then_works(machine: Machine) -> None:
    port = int(machine.emulator.url.rpartition(":")[2])
    await machine.emulator.stop()
    bot = machine.starosta("run")
    await bot.says("event=feed_interrupted")
    machine.emulator = await start(port=port)
    await machine.sandbox.until(lambda: len(machine.rows("SELECT ts FROM feed_cursor")) == 2, within_seconds=20)
    person = await machine.sandbox.new_person("Новикова Вера")
    await person.start()
    await person.sees("Чтобы начать")
    assert "Traceback" not in bot.text


@pytest.mark.long
async def test_a_bot_that_never_reaches_vk_ends_cleanly_too(machine: Machine) -> None:
    machine.configure(vk="http://127.0.0.1:9")
    bot = machine.starosta("run")
    await bot.says("event=feed_interrupted")
    assert await bot.terminate() == 0
    assert "Traceback" not in bot.text


def test_the_command_runs_as_a_module_from_any_folder(machine: Machine) -> None:
    command = [sys.executable, "-m", "bot", "-c", "nowhere.toml", "run"]
    ended = subprocess.run(command, cwd=machine.folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "Error: no configuration at nowhere.toml; copy config.example.toml to nowhere.toml and edit it"
    ]
