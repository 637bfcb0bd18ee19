"""What a bot writes to its log while people link, are invited and put out: ids, and nobody's secrets."""

import io
import json
import re
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from tests.flows.conftest import make_world, template, world  # noqa: F401 - fixtures
from tests.flows.world import PETROV, PUPILS, SECRET_KEY, STRANGER, World

SENTENCE = "Подскажите, где найти код приглашения"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, at the most talkative level."""
    stream, before = io.StringIO(), structlog.get_config()
    logs.configure("DEBUG", stream=stream)
    yield stream
    structlog.configure(**before)


async def test_a_day_of_linking_leaves_no_phone_name_code_token_or_sentence_in_the_log(
    log: io.StringIO,
    world: World,  # noqa: F811 - the fixture
    capfd: pytest.CaptureFixture[str],
) -> None:
    teacher = await world.sandbox.person(PETROV)
    phone = await world.phone(PETROV)
    await world.asks_by_phone(teacher, phone)
    await teacher.write("000000")
    code = await world.sandbox.sms_code(phone)
    await teacher.write(code)
    for label in ("Да, продолжить", "Продолжить", "Создать учебный профиль"):
        await teacher.press(label)
    pupil = await world.entered("Белов Илья")
    chat = await world.inside(PUPILS, teacher, pupil)
    stranger = await world.sandbox.person(STRANGER)
    await stranger.opens(chat.link)
    await world.outside(PUPILS, stranger)
    await pupil.write(SENTENCE)
    await pupil.deny()
    await world.sandbox.fault("messages.send", "error", code=10, times=2)
    await teacher.write(SENTENCE)
    await world.sandbox.quiet()
    await world.stop()
    text = log.getvalue() + "".join(capfd.readouterr())
    sheet = world.sheet("Белов Илья")
    names = [part for person in (PETROV, "Белов Илья", STRANGER) for part in person.split()]
    assert "event=journal_read" in text or "event=started" in text
    assert "event=stopped" in text
    secrets = [*names, phone, phone[2:], sheet.code, sheet.code.replace("-", ""), "sandbox-token-1", SECRET_KEY]
    found = [secret for secret in (*secrets, SENTENCE, chat.link) if secret in text or json.dumps(secret)[1:-1] in text]
    assert found == []
    # Fractions of a second have six digits too.
    assert not re.search(rf"(?<![.\d]){code}(?!\d)", text)
    assert "8А" not in text
