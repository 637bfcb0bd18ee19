"""G13: «Никому не передавайте свои регистрационные данные»: said at linking, never asked for, warned of when typed."""

from pathlib import Path

import pytest

from tests.architecture.catalogue import texts
from tests.flows.world import PETROV, World

CAUTION = "Никому не передавайте свои регистрационные данные — даже коллегам или руководителю."
NEVER_ASKS = "Бот никогда не спрашивает пароль от электронного журнала."
WARNING = "Похоже на пароль или код. Не присылайте их никому. Удалите это сообщение у себя."
PASSWORD = "Sferum2025pass"
NOT_ASKING = ("никогда не спрашивает пароль", "Не хранит: переписку, пароли", "Похоже на пароль")
"""What texts for people may say of passwords; the other texts with the word are lists of words and the terminal's."""


async def test_the_caution_is_said_before_anything_is_asked(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    await teacher.start()
    await teacher.press("Привязать учебный профиль VK ID")
    shown = await teacher.sees("Привязка профиля")
    assert shown.endswith(f"\n\n{CAUTION} {NEVER_ASKS}")
    await teacher.write("помощь")
    assert CAUTION in await teacher.sees("Помощь\n")


def test_no_text_asks_for_a_password() -> None:
    about = [text for text in texts().values() if any("парол" in form.casefold() for form in text.forms)]
    for_people = [text for text in about if not text.key.startswith(("word-", "h-words-", "journal-"))]
    assert [text.key for text in for_people if not any(said in text.forms[0] for said in NOT_ASKING)] == []


@pytest.mark.parametrize("typed", [PASSWORD, "пароль: 12345"])
async def test_a_password_that_is_typed_is_warned_of_and_kept_nowhere(world: World, typed: str) -> None:
    teacher = await world.led()
    await teacher.write("меню")
    await world.calm()
    before = (await teacher.screen()).text
    await teacher.write(typed)
    await world.calm()
    assert (await teacher.screen()).text == f"{WARNING}\n\n{before}"
    assert len(await world.sandbox.chats()) == 3
    assert not _is_stored(world.folder, typed)


async def test_a_password_is_warned_of_before_anybody_is_linked(world: World) -> None:
    stranger = await world.sandbox.person(PETROV)
    await stranger.write(PASSWORD)
    await stranger.sees(WARNING)
    assert world.rows("SELECT * FROM account") == []


async def test_where_a_code_or_a_name_is_asked_for_nobody_is_warned(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    await world.asks_by_phone(teacher, await world.phone(PETROV))
    await teacher.write("123456")
    await teacher.sees("Код не подошёл.")
    assert not any(WARNING in text for text in await world.said(teacher))


def _is_stored(folder: Path, text: str) -> bool:
    """Whether the database or its log holds the text."""
    return any(text.encode() in file.read_bytes() for file in folder.glob("starosta.sqlite3*"))
