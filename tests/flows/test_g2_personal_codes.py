"""G2: personal codes: typed wrongly, late, twice, in another alphabet; for the wrong human."""

from collections.abc import Callable

import pytest

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PETROV, World

ILYA, TIMOFEY = "Белов Илья", "Зорин Тимофей"
CYRILLIC = str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")


async def _at_the_code(world: World, name: str) -> DrivenPerson:
    person = await world.sandbox.person(name)
    await person.start()
    for label in ("Привязать учебный профиль VK ID", "Продолжить", "По личному коду или QR-коду"):
        await person.press(label)
    await person.sees("Введите личный код — 8 знаков")
    return person


@pytest.mark.parametrize(
    "spelled",
    [
        pytest.param(str.lower, id="lower-case"),
        pytest.param(lambda code: code.translate(CYRILLIC), id="cyrillic"),
        pytest.param(lambda code: code.translate(CYRILLIC).lower().replace("-", " "), id="lower-cyrillic-with-space"),
        pytest.param(lambda code: code.replace("-", ""), id="without-dash"),
    ],
)
async def test_a_code_is_taken_in_any_spelling(world: World, spelled: Callable[[str], str]) -> None:
    pupil = await _at_the_code(world, ILYA)
    await pupil.write(spelled(world.sheet(ILYA).code))
    await pupil.sees("Мы вас нашли\n\nБелов Илья Игоревич")


async def test_after_five_wrong_codes_even_the_right_one_waits_a_quarter_of_an_hour(world: World) -> None:
    pupil = await _at_the_code(world, ILYA)
    for _ in range(4):
        await pupil.write("AAAA-2222")
        await pupil.sees("Такого кода нет. Проверьте буквы и цифры.")
    await pupil.write("не помню")
    await pupil.sees("Пять попыток подряд не подошли, поэтому следующая — через 15 минут.")
    await pupil.write(world.sheet(ILYA).code)
    await pupil.sees("Слишком много неверных кодов. Попробуйте через 15 минут.")
    await world.later(minutes=15, seconds=1)
    await pupil.write(world.sheet(ILYA).code)
    await pupil.sees("Мы вас нашли")


async def test_a_used_code_says_when_it_was_used(world: World) -> None:
    await world.linked(ILYA)
    other = await _at_the_code(world, TIMOFEY)
    await other.write(world.sheet(ILYA).code)
    await other.sees("Код уже использован ")
    assert len(world.rows("SELECT * FROM person_link")) == 1


async def test_a_code_is_not_spent_before_the_profile_is_linked(world: World) -> None:
    curious = await _at_the_code(world, TIMOFEY)
    await curious.write(world.sheet(ILYA).code)
    await curious.sees("Мы вас нашли")
    await curious.press("Это не я")
    await curious.sees("Проверьте номер или код.")
    await world.linked(ILYA)


async def test_a_code_expires_after_thirty_days(world: World) -> None:
    pupil = await _at_the_code(world, ILYA)
    await world.later(days=30, minutes=1)
    await pupil.write(world.sheet(ILYA).code)
    await pupil.sees("Срок кода истёк ")
    assert world.rows("SELECT * FROM person_link") == []


async def test_the_page_of_one_human_does_not_become_anothers(world: World) -> None:
    pupil = await world.linked(ILYA)
    await world.opens_sheet(pupil, world.sheet(TIMOFEY))
    await pupil.sees("Эта страница уже связана с другим человеком. Одна страница — один человек.")
    assert len(world.rows("SELECT * FROM person_link")) == 1


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("Белова Наталья Андреевна", ILYA, "Эта страница уже выбрана для взрослого. Ученику нужна своя страница"),
        (PETROV, TIMOFEY, "Эта страница уже выбрана для взрослого. Ученику нужна своя страница"),
        (ILYA, "Белова Наталья Андреевна", "Эта страница уже выбрана для ученика. Взрослому нужна своя страница"),
    ],
)
async def test_a_child_and_an_adult_do_not_share_a_page(world: World, first: str, second: str, answer: str) -> None:
    person = await world.linked(first)
    await world.opens_sheet(person, world.sheet(second))
    await person.sees(answer)
    assert len(world.rows("SELECT * FROM person_link")) == 1


async def test_a_staff_record_behind_a_shared_number_links_by_its_code(world: World) -> None:
    teacher = await _at_the_code(world, PETROV)
    await teacher.write(world.sheet(PETROV).code)
    await teacher.sees("учитель, классный руководитель 8А")
