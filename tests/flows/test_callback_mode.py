"""VK posts events instead of being polled: registered by one command, the main story is the same."""

import asyncio

from click.testing import CliRunner

from bot.__main__ import main
from tests.flows.conftest import Make
from tests.flows.world import PUPILS, World

CONFIG = """
database = "{folder}/starosta.sqlite3"
secret_key = "a key that is long enough for a test, and no more than that"
clock_url = "{vk}/sandbox/api/clock"
[vk]
api_url = "{vk}/method/"
events = "callback"
[http]
listen = "{bot}"
public_url = "http://{bot}"
[schools.school12]
title = "Школа № 12, г. Пермь"
group_id = 1
token = "sandbox-token-1"
owners = [1]
[schools.school12.journal]
path = "{folder}/journal"
"""


async def check(world: World, *options: str) -> tuple[int, str]:
    """What the command says beside the bot."""
    file = world.folder / "config.toml"
    listen = world.settings.http.listen
    file.write_text(CONFIG.format(folder=world.folder, vk=world.emulator.url, bot=listen), encoding="utf-8")
    result = await asyncio.to_thread(CliRunner().invoke, main, ["-c", str(file), "check", *options])
    return result.exit_code, result.output


async def test_after_registration_the_story_is_the_same(make_world: Make, unused_tcp_port: int) -> None:
    world = await make_world(posted_to=f"127.0.0.1:{unused_tcp_port}")
    await world.sandbox.new_person("Никто Его Не Спросил")
    for _ in range(2):
        code, text = await check(world, "--register-callback")
        assert code == 0, text
        assert "VK posts events to http://127.0.0.1" in text
    server = world.emulator.stage.world.communities[1].callback_servers.get(1)
    await world.sandbox.until(lambda: server.status == "ok", what="VK confirms the address")
    await world.led()
    pupil = await world.entered("Белов Илья")
    await world.inside(PUPILS, pupil)
    delivered = [row["method"] for row in await world.sandbox.wire()]
    assert "callback.message_event" in delivered
    assert "longpoll.bots" not in delivered
    await world.stop()
    code, text = await check(world)
    assert code == 0, text
    assert "VK posts events to" in text
    assert "all needed events are on" in text


async def test_without_registration_the_check_says_what_to_do(make_world: Make, unused_tcp_port: int) -> None:
    world = await make_world(posted_to=f"127.0.0.1:{unused_tcp_port}")
    await world.stop()
    code, text = await check(world)
    assert code == 1
    assert "VK does not post events to" in text
    assert "starosta check --register-callback" in text
