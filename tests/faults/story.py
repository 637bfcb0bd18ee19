"""The class teacher's linking as steps, each an act of the person once the screen before it is there."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.driver import DrivenChat, DrivenPerson
from tests.faults.school import CHATS, TEACHER, TEACHER_PHONE, Machine, said


@dataclass(frozen=True)
class Step:
    """One act; ``shown`` is what the person sees when it has worked."""

    name: str
    act: Callable[[Machine, DrivenPerson], Awaitable[object]]
    shown: str

    def __str__(self) -> str:
        return self.name


def _press(label: str) -> Callable[[Machine, DrivenPerson], Awaitable[object]]:
    return lambda _, teacher: teacher.press(label, wait_seconds=0)


async def _write_code(machine: Machine, teacher: DrivenPerson) -> None:
    await teacher.write(await machine.sandbox.sms_code(TEACHER_PHONE))


STORY = (
    Step("start", lambda _, teacher: teacher.start(), "Чтобы начать"),
    Step("link", _press("Привязать"), "Привязка профиля"),
    Step("consent", _press("Продолжить"), "Как вас найти"),
    Step("by-phone", _press("По номеру"), "Введите свой номер"),
    Step("phone", lambda _, teacher: teacher.write(TEACHER_PHONE), "Введите код из SMS"),
    Step("sms-code", _write_code, "Мы вас нашли"),
    Step("found", _press("Да, продолжить"), "Информация о себе"),
    Step("info", _press("Продолжить"), "Учебный профиль"),
    Step("profile", _press("Создать учебный"), "Профиль привязан"),
)
PLANNED = "SELECT count(*) FROM sms_message WHERE state = 'planned'"
STEPS = tuple(step.name for step in STORY)
TOLD = (
    "Здравствуйте. Это бот школьных чатов. Меню всегда внизу экрана.",
    "Привязка › Телефон",
    "Привязка › Код из SMS",
    "Профиль привязан",
)


async def play(machine: Machine, *, until: str = "", after: str = "") -> None:
    """Play the steps after ``after`` and before ``until``, each to its end."""
    teacher = await machine.teacher()
    first = STEPS.index(after) + 1 if after else 0
    last = STEPS.index(until) if until else len(STORY)
    for step in STORY[first:last]:
        await step.act(machine, teacher)
        await teacher.sees(step.shown)


def step_of(name: str) -> Step:
    """The step with this name."""
    return STORY[STEPS.index(name)]


async def asks_again(machine: Machine) -> None:
    """Wait a minute and press the button for another code."""
    await machine.sandbox.advance(seconds=61)
    await asyncio.sleep(1)  # the bot looks at the emulator's clock twice a second
    await (await machine.teacher()).press("Отправить код ещё раз", wait_seconds=0)


async def asks_again_if_the_code_was_lost(machine: Machine) -> None:
    """Ask for another code if the bot died while it handed the first one to the gateway."""
    await machine.sandbox.until(lambda: machine.rows(PLANNED) == [(0,)], what="nothing planned")
    await machine.sandbox.quiet()
    if not await machine.sms():
        assert machine.rows("SELECT state FROM sms_message") == [("sending",)]
        await asks_again(machine)


async def ends_the_same(machine: Machine) -> None:
    """One chat of each kind with the teacher as its administrator; everything was said once, in order."""
    teacher = await machine.teacher()

    async def is_done() -> bool:
        return await _titles_led(machine) == list(CHATS) and "создаём" not in (await said(teacher))[-1]

    try:
        await machine.sandbox.until(is_done, within_seconds=40)
    except AssertionError:
        raise AssertionError(f"{await machine.sandbox.chats()}\n{await said(teacher)}") from None
    await machine.sandbox.quiet()
    told = await said(teacher)
    assert [text.partition("\n")[0] for text in told] == list(TOLD), told
    assert all(title in told[-1] for title in CHATS), told[-1]
    assert [chat.title for chat in _sorted(await machine.sandbox.chats())] == list(CHATS)


async def _titles_led(machine: Machine) -> list[str]:
    return [chat.title for chat in _sorted(await machine.sandbox.chats()) if TEACHER in chat.admins]


def _sorted(chats: list[DrivenChat]) -> list[DrivenChat]:
    return sorted(chats, key=lambda chat: chat.title)
