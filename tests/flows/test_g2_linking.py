"""G2: «Привязать учебный профиль»: phone, code, «Информация о себе», «Создать учебный профиль»; a code skips steps."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PETROV, PUPILS, World

ILYA = "Белов Илья"


async def _proves_the_phone(world: World, name: str) -> DrivenPerson:
    """Somebody who has linked as far as «Мы вас нашли»."""
    person, phone = await world.sandbox.person(name), await world.phone(name)
    await world.asks_by_phone(person, phone)
    await person.write(await world.sandbox.sms_code(phone))
    await person.sees("Мы вас нашли")
    return person


def _links(world: World) -> list[tuple[int, str]]:
    """Page and family name of everybody who is linked."""
    return world.rows(
        "SELECT messenger_id, family FROM person_link JOIN account ON account.id = account_id"
        " JOIN roster_person USING (person_id)"
    )


async def test_every_step_of_the_guide_is_shown_and_nothing_is_linked_before_the_last(world: World) -> None:
    teacher = await _proves_the_phone(world, PETROV)
    assert (await teacher.screen()).buttons[:3] == ("Да, продолжить", "Данные неверны", "Это не я")
    await teacher.press("Да, продолжить")
    about = await teacher.sees("Информация о себе")
    assert "Указывать отчество не обязательно." in about
    assert PETROV in about
    await teacher.press("Продолжить")
    shown = await teacher.sees("Учебный профиль\n\nПроверьте данные")
    assert f"{PETROV}\nучитель, классный руководитель 8А\nШкола № 12, г. Пермь" in shown
    await world.calm()
    assert _links(world) == []
    assert await world.titles() == []
    await teacher.press("Создать учебный профиль")
    await teacher.sees("Профиль привязан")
    assert _links(world) == [(teacher.id, "Петров")]
    await world.inside(PUPILS, teacher)


async def test_whoever_holds_a_printed_code_of_the_school_skips_the_profile(world: World) -> None:
    pupil = await world.sandbox.person(ILYA)
    await world.opens_sheet(pupil, world.sheet(ILYA))
    await pupil.press("Продолжить")
    assert "Учебный профиль уже есть, заполнять его не нужно." in await pupil.sees("Мы вас нашли")
    await pupil.press("Да, продолжить")
    await pupil.sees("Профиль привязан")
    assert not any("Информация о себе" in text for text in await world.said(pupil))
    assert _links(world) == [(pupil.id, "Белов")]


async def test_whoever_is_linked_already_is_not_asked_again(world: World) -> None:
    teacher = await world.linked(PETROV)
    await teacher.start()
    await teacher.sees("Личные сообщения\n")
    assert len(_links(world)) == 1


async def test_wrong_data_lead_to_the_people_of_the_journal_and_are_not_edited_here(world: World) -> None:
    teacher = await _proves_the_phone(world, PETROV)
    await teacher.press("Да, продолжить")
    await teacher.press("Данные неверны")
    told = await teacher.sees("Обратитесь к представителям электронного журнала")
    assert "Данные берутся из электронного журнала, бот их не меняет." in told
    assert "учебная часть, кабинет 12" in told
    await teacher.press("Назад")
    await teacher.sees("Мы вас нашли")
    assert _links(world) == []
