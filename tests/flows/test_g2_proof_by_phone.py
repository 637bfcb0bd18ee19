"""G2: the code from the SMS: wrong, late, for an unknown number, for somebody else; shared numbers."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PETROV, World

ILYA, MOTHER, DAUGHTER = "Белов Илья", "Котова Ольга Викторовна", "Котова Лиза"
KNOWN, UNKNOWN = "+7 900 000-00-01", "8 900 999 88 01"


def _other(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"


async def _is_unlinked(world: World, person: DrivenPerson) -> None:
    await world.calm()
    assert world.rows("SELECT * FROM person_link") == []
    assert not any("Мы вас нашли" in text for text in await world.said(person))


async def test_five_wrong_codes_end_the_tries_and_the_right_one_comes_too_late(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    await world.asks_by_phone(teacher, KNOWN)
    code = await world.sandbox.sms_code(KNOWN)
    for answer in (
        *("Код не подошёл. Осталось 4 попытки.", "Код не подошёл. Осталось 3 попытки."),
        *("Код не подошёл. Осталось 2 попытки.", "Код не подошёл. Осталась 1 попытка.", "Попытки закончились."),
    ):
        await teacher.write(_other(code))
        await teacher.sees(answer)
    await teacher.write(code)
    await world.calm()
    assert (await teacher.screen()).text.startswith("Попытки закончились.")
    await _is_unlinked(world, teacher)


async def test_a_code_is_dead_after_five_minutes_and_a_new_one_may_be_asked_for(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    await world.asks_by_phone(teacher, KNOWN)
    late = await world.sandbox.sms_code(KNOWN)
    await world.later(minutes=5, seconds=1)
    await teacher.write(late)
    await teacher.sees("Код больше не действует. Запросите новый.")
    await _is_unlinked(world, teacher)
    await teacher.press("Отправить код ещё раз")
    await teacher.write(await world.sandbox.sms_code(KNOWN))
    await teacher.sees("Мы вас нашли")


async def test_a_code_sent_again_kills_the_one_before_and_waits_a_minute(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    await world.asks_by_phone(teacher, KNOWN)
    first = await world.sandbox.sms_code(KNOWN)
    too_soon = await teacher.press("Отправить код ещё раз")
    assert too_soon["answer"]["text"].startswith("Новый код можно запросить через ")
    await world.later(seconds=61)
    sent = await teacher.press("Отправить код ещё раз")
    assert sent["answer"]["text"] == "Новый код отправлен. Прежний больше не подойдёт."
    second = await world.sandbox.sms_code(KNOWN)
    await teacher.write(first)
    await teacher.sees("Код не подошёл. Осталось 4 попытки.")
    await teacher.write(second)
    await teacher.sees("Мы вас нашли")


async def test_an_unknown_number_is_answered_like_a_known_one_and_gets_nothing(world: World) -> None:
    teacher, stranger = await world.sandbox.person(PETROV), await world.sandbox.new_person("Любопытный")
    for person, number in ((teacher, KNOWN), (stranger, UNKNOWN)):
        await world.asks_by_phone(person, number)
        for _ in range(5):
            await person.write("000000")
        await person.sees("Попытки закончились.")
    await world.calm()
    assert await world.said(stranger) == await world.said(teacher)
    assert await world.sandbox.api.get("sms", to=UNKNOWN) == []
    assert not any("не найден" in text or "Не нашли вас" in text for text in await world.said(stranger))


async def test_what_is_no_mobile_number_is_refused_before_anything_is_sent(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    await teacher.start()
    for label in ("Привязать учебный профиль VK ID", "Продолжить", "По номеру мобильного телефона"):
        await teacher.press(label)
    for text in ("12345", "8 495 123-45-67", "+1 202 555 0143", "мой номер"):
        await teacher.write(text)
        await teacher.sees("Это не похоже на номер мобильного телефона.")
    assert await world.sandbox.api.get("sms") == []


async def test_the_code_that_somebody_else_got_does_not_fit(world: World) -> None:
    teacher, pupil = await world.sandbox.person(PETROV), await world.sandbox.person(ILYA)
    await world.asks_by_phone(pupil, await world.phone(ILYA))
    await world.asks_by_phone(teacher, KNOWN)
    await teacher.write(await world.sandbox.sms_code(await world.phone(ILYA)))
    await teacher.sees("Код не подошёл. Осталось 4 попытки.")
    await _is_unlinked(world, teacher)


async def test_a_page_asks_for_three_codes_to_a_number_in_ten_minutes_and_no_more(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    await world.asks_by_phone(teacher, KNOWN)
    for _ in range(2):
        await world.later(seconds=61)
        await teacher.press("Отправить код ещё раз")
    await world.later(seconds=61)
    refused = await teacher.press("Отправить код ещё раз")
    assert refused["answer"]["text"].startswith("Слишком много запросов кода. Попробуйте через 10 минут")
    await world.calm()
    assert len(await world.sandbox.api.get("sms", to=KNOWN)) == 3


async def test_when_the_gateway_is_down_people_are_sent_to_their_personal_codes(world: World) -> None:
    await world.sandbox.sms_mode("error")
    teacher = await world.sandbox.person(PETROV)
    await world.asks_by_phone(teacher, KNOWN)
    await world.calm()
    await teacher.press("Изменить номер")
    await teacher.sees("Введите свой номер")
    await teacher.write(KNOWN)
    await teacher.sees("Коды временно не отправляются. Введите личный код-приглашение.")


async def test_a_number_of_mother_and_daughter_asks_who_it_is(world: World) -> None:
    mother = await world.sandbox.person(MOTHER)
    number = await world.phone(MOTHER)
    await world.asks_by_phone(mother, number)
    await mother.write(await world.sandbox.sms_code(number))
    await mother.sees("На этот номер записаны несколько человек. Кто вы?")
    buttons = (await mother.screen()).buttons
    assert "Котова Ольга — родитель (8А)" in buttons
    assert "Котова Лиза — учится в 8А" in buttons
    await mother.press("Котова Ольга")
    await mother.sees("Котова Ольга Викторовна\nродитель (8А)")


async def test_a_staff_record_behind_a_shared_number_is_not_offered(world: World) -> None:
    number = await world.phone(PETROV)
    users = world.folder / "journal" / "users.csv"
    text = users.read_text(encoding="utf-8")
    await world.reads(world.edits(users, text.replace(_spelling(text, await world.phone(ILYA)), number)))
    pupil = await world.sandbox.person(ILYA)
    await world.asks_by_phone(pupil, number)
    await pupil.write(await world.sandbox.sms_code(number))
    shown = await pupil.sees("На этот номер записаны несколько человек. Кто вы?")
    assert "Записи сотрудников с общего номера привязываются только личным кодом." in shown
    assert not [label for label in (await pupil.screen()).buttons if "Петров" in label]
    await pupil.press("Белов Илья")
    await pupil.sees("Мы вас нашли\n\nБелов Илья Игоревич")


def _spelling(text: str, number: str) -> str:
    """The number as the journal writes it."""
    code, rest = number[2:5], f"{number[5:8]}-{number[8:10]}-{number[10:]}"
    return next(one for one in (number, f"+7 ({code}) {rest}", f"8 {code} {rest}") if one in text)


async def test_without_a_gateway_no_screen_of_before_asks_for_a_number_or_promises_a_code(world: World) -> None:
    waiting, other = await world.sandbox.person(PETROV), await world.sandbox.new_person("Любопытный")
    await world.asks_by_phone(waiting, KNOWN)
    await world.sandbox.sms_code(KNOWN)
    await other.start()
    await other.press("Привязать учебный профиль VK ID")
    await other.press("Продолжить")
    await other.press("По номеру мобильного телефона")
    await other.sees("Введите свой номер")
    sms = world.settings.sms.model_copy(update={"sender": "off"})
    world.settings = world.settings.model_copy(update={"sms": sms})
    await world.restart()
    await other.write(UNKNOWN)
    await other.sees("Коды временно не отправляются. Введите личный код-приглашение.")
    await other.press("Указать другой способ")
    await other.sees("Как вас найти в журнале?")
    assert "По номеру мобильного телефона" not in (await other.screen()).buttons
    await world.later(seconds=61)
    await waiting.press("Отправить код ещё раз")
    await waiting.sees("Привязка › Код-приглашение")
    await world.calm()
    assert world.rows("SELECT state FROM sms_message") == [("sent",)]
