"""(k) What a story leaves behind: no phone, no code, no sentence; and what deletion takes away."""

import json
import re

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PETROV, PUPILS, World

ILYA = "Белов Илья"
CYRILLIC = str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")
SENTENCE = "Здравствуйте, я мама Кирилла и не понимаю, куда нажимать"


def _traces(world: World) -> dict[str, bytes]:
    """Bytes of the database and of what SQLite keeps beside it, by file name."""
    files = sorted(world.folder.glob("starosta.sqlite3*"))
    return {file.name: file.read_bytes() for file in files if not file.name.endswith("-shm")}


def _spellings(phone: str) -> list[str]:
    code, first, second, third = phone[2:5], phone[5:8], phone[8:10], phone[10:]
    groups = [f"{code}{first}{second}{third}", f"{code} {first} {second} {third}"]
    return [
        *groups,
        f"{code} {first}-{second}-{third}",
        f"({code}) {first}-{second}-{third}",
        f"{first}-{second}-{third}",
    ]


def _forms(text: str) -> list[bytes]:
    """A text as it may stand in a file."""
    return [one.encode() for text in (text, text.lower(), text.upper()) for one in (text, json.dumps(text)[1:-1])]


def _assert_nothing_kept(world: World, *, phones: list[str], sms_codes: list[str], texts: list[str]) -> None:
    forms = [form for phone in phones for text in _spellings(phone) for form in _forms(text)]
    forms += [form for text in texts for form in _forms(text)]
    for name, content in _traces(world).items():
        assert not [form for form in forms if form in content], name
        for code in sms_codes:
            # Fractions of seconds and fingerprints are full of digits; a code stands alone.
            assert not re.search(rb"(?<![0-9a-f.])%s(?![0-9a-f])" % code.encode(), content), (name, code)


async def test_after_a_linking_by_phone_neither_number_nor_code_nor_sentence_is_kept(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    phone = await world.phone(PETROV)
    await world.asks_by_phone(teacher, phone)
    code = await world.sandbox.sms_code(phone)
    wrong = "424242" if code != "424242" else "242424"
    await teacher.write(wrong)
    await teacher.sees("Код не подошёл")
    await teacher.write(code)
    for label in ("Да, продолжить", "Продолжить", "Создать учебный профиль"):
        await teacher.press(label)
    await world.inside(PUPILS, teacher)
    await teacher.write(SENTENCE)
    await teacher.sees("Не получилось понять ответ")
    chat = await world.sandbox.chat(PUPILS)
    await teacher.write("Завтра контрольная по алгебре", chat=chat)
    await world.calm()
    traces = _traces(world)
    assert traces.keys() == {"starosta.sqlite3", "starosta.sqlite3-wal"}
    assert any("Петров".encode() in content for content in traces.values()), "texts are readable where they stand"
    told = {"phones": [phone], "sms_codes": [code, wrong], "texts": [SENTENCE, "Завтра контрольная по алгебре"]}
    _assert_nothing_kept(world, **told)
    await world.stop()
    _assert_nothing_kept(world, **told)


async def test_after_personal_codes_none_of_them_is_kept(world: World) -> None:
    sheet = world.sheet(ILYA)
    pupil = await world.sandbox.person(ILYA)
    await pupil.start()
    for label in ("Привязать учебный профиль VK ID", "Продолжить", "По личному коду или QR-коду"):
        await pupil.press(label)
    await pupil.sees("Введите личный код — 8 знаков")
    await pupil.write("KKKK-7777")
    await pupil.sees("Такого кода нет")
    await pupil.write(sheet.code)
    await pupil.press("Да, продолжить")
    await pupil.sees("Профиль привязан")
    by_link = await world.linked("Зорин Тимофей")
    await by_link.sees("Профиль привязан")
    await world.calm()
    codes = ["KKKK-7777", sheet.code, world.sheet("Зорин Тимофей").code]
    latin = [*codes, *(code.replace("-", "") for code in codes)]
    kept_nothing = [*latin, *(code.translate(CYRILLIC) for code in latin)]
    _assert_nothing_kept(world, phones=[], sms_codes=[], texts=kept_nothing)
    await world.stop()
    _assert_nothing_kept(world, phones=[], sms_codes=[], texts=kept_nothing)


async def test_an_abandoned_linking_keeps_no_number_after_a_quarter_of_an_hour(world: World) -> None:
    teacher = await world.sandbox.person(PETROV)
    phone = await world.phone(PETROV)
    await world.asks_by_phone(teacher, phone)
    code = await world.sandbox.sms_code(phone)
    assert world.rows("SELECT phone_cipher FROM link_request") != []
    await world.later(minutes=26)
    assert world.rows("SELECT phone_cipher FROM link_request") == []
    _assert_nothing_kept(world, phones=[phone], sms_codes=[code], texts=[])


async def test_deletion_takes_the_page_out_of_the_chats_and_then_out_of_every_table(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    await world.inside(PUPILS, pupil)
    await pupil.write("меню")
    await _asks_for_deletion(pupil)
    await pupil.write("удалить")
    await pupil.sees("Данные будут удалены, как только страница выйдет из чатов")
    await world.outside(PUPILS, pupil)
    await world.calm()
    await world.later(seconds=11)
    assert _named(world, pupil) == []
    assert not any("Вы больше не состоите" in text for text in await world.said(pupil))


async def test_a_person_whose_data_are_gone_may_link_anew(world: World) -> None:
    pupil = await world.linked(ILYA)
    await pupil.write("меню")
    await _asks_for_deletion(pupil)
    await pupil.write("УДАЛИТЬ")
    await pupil.sees("Данные будут удалены")
    await world.calm()
    await world.later(seconds=11)
    phone = await world.phone(ILYA)
    await world.asks_by_phone(pupil, phone)
    await pupil.write(await world.sandbox.sms_code(phone))
    await pupil.sees("Мы вас нашли")


async def test_who_comes_back_before_the_data_are_gone_agrees_anew_and_stays(world: World) -> None:
    page = await world.linked(ILYA)
    await page.write("меню")
    await _asks_for_deletion(page)
    await page.write("УДАЛИТЬ")
    await page.sees("Данные будут удалены")
    await world.opens_sheet(page, world.sheet("Зорин Тимофей"))
    await page.press("Продолжить")
    await page.press("Да, продолжить")
    await page.sees("Профиль привязан")
    await world.later(seconds=11)
    linked = f"SELECT 1 FROM person_link JOIN account ON account.id = account_id WHERE messenger_id = {page.id}"
    assert len(world.rows(linked)) == 1


async def test_another_word_deletes_nothing(world: World) -> None:
    pupil = await world.linked(ILYA)
    await pupil.write("меню")
    await _asks_for_deletion(pupil)
    await pupil.write("да")
    await pupil.sees("Слово не совпало, действие отменено.")
    await world.calm()
    await world.later(seconds=11)
    assert _named(world, pupil) != []


async def test_the_word_that_comes_after_two_minutes_deletes_nothing(world: World) -> None:
    pupil = await world.linked(ILYA)
    await pupil.write("меню")
    await _asks_for_deletion(pupil)
    await world.later(seconds=121)
    await pupil.write("УДАЛИТЬ")
    await pupil.sees("действие отменено")
    await world.calm()
    await world.later(seconds=11)
    assert _named(world, pupil) != []


async def test_unlinking_takes_the_page_out_of_the_chats_and_keeps_its_consent(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    await world.inside(PUPILS, pupil)
    await pupil.write("меню")
    await pupil.press("Профиль")
    await pupil.press("Отвязать профиль")
    await pupil.sees("Вы выйдете из 1 чата, где состоите через журнал.")
    await pupil.press("Отвязать профиль")
    await pupil.sees("напишите слово ОТВЯЗАТЬ в течение 2 минут")
    await pupil.write("отвязать")
    await pupil.sees("Профиль отвязан. Вернуться можно в любой момент.")
    await world.outside(PUPILS, pupil)
    assert len(world.rows(f"SELECT id FROM account WHERE messenger_id = {pupil.id}")) == 1
    assert world.rows("SELECT person_id FROM person_link WHERE person_id LIKE 's-%'") == []


async def _asks_for_deletion(person: DrivenPerson) -> None:
    for label in ("Профиль", "Что бот знает обо мне", "Удалить мои данные"):
        await person.press(label)
    await person.sees("Удалить мои данные?")
    await person.press("Удалить мои данные")
    await person.sees("напишите слово УДАЛИТЬ в течение 2 минут")


def _named(world: World, person: DrivenPerson) -> list[tuple[object, ...]]:
    """Rows that name the page."""
    places = (
        *(("account", "messenger_id"), ("chat_member", "member_id"), ("dialogue", "peer_id")),
        *(("outbox_message", "peer_id"), ("inbox_event", "lane"), ("ledger", "stranger_id")),
    )
    return [
        (table, *row)
        for table, column in places
        for row in world.rows(f"SELECT * FROM {table} WHERE {column} = {person.id}")
    ]
