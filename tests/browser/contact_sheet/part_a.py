"""A, X.TYPED: from the first contact to a linked profile, and everything around the profile."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.world import KEY, PETROV

ILYA = "Белов Илья"
MOTHER_AND_DAUGHTER, TWO_ROLES = "Котова Ольга Викторовна", "Ёлкина Алёна Петровна"


@scene(
    *("A.START", "A.CONSENT", "A.METHOD", "A.PHONE", "A.SMS", "A.SMS.HELP", "A.FOUND", "A.WRONG"),
    *("A.INFO", "A.PROFILE", "A.DONE", "A.CODE", "A.CODE.HELP", "H.ABOUT", "H.DATA"),
)
async def linking_by_phone(stage: Stage) -> None:
    """Petrov, who has no profile yet, goes every step of the guide."""
    world = stage.world
    teacher, phone = await world.sandbox.person(PETROV), await world.phone(PETROV)
    await teacher.start()
    await stage.shot(teacher)
    await stage.presses(teacher, "Что умеет бот")
    await stage.presses(teacher, "Привязать учебный профиль VK ID")
    await stage.presses(teacher, "Подробнее о данных")
    await teacher.press("Назад")
    await teacher.write("меню")
    await teacher.press("Привязать учебный профиль VK ID")
    await stage.presses(teacher, "Продолжить")
    await stage.presses(teacher, "По личному коду или QR-коду")
    await stage.presses(teacher, "Где взять код")
    await stage.presses(teacher, "Ввести код", "Указать другой способ", "По номеру мобильного телефона")
    await stage.writes(teacher, phone)
    await stage.presses(teacher, "Код не приходит")
    await teacher.press("Назад")
    await teacher.write(await world.sandbox.sms_code(phone))
    await teacher.sees("Мы вас нашли")
    await stage.goes(teacher, "A.FOUND")
    await stage.presses(teacher, "Да, продолжить")
    await stage.presses(teacher, "Данные неверны")
    await stage.presses(teacher, "Продолжить с этими данными", "Продолжить")
    await stage.presses(teacher, "Создать учебный профиль")


@scene("A.WHO", "A.NOTFOUND")
async def several_people_behind_a_number(stage: Stage) -> None:
    """A mother and a daughter with one phone."""
    world = stage.world
    person, phone = await world.sandbox.person(MOTHER_AND_DAUGHTER), await world.phone(MOTHER_AND_DAUGHTER)
    await world.asks_by_phone(person, phone)
    await stage.writes(person, await world.sandbox.sms_code(phone))
    await stage.presses(person, "Это не я")


@scene("A.RELINK", "A.RELINK.WAIT")
async def a_second_page(stage: Stage) -> None:
    """A pupil whose profile is linked with another page."""
    world = stage.world
    await world.linked(ILYA)
    second, phone = await world.sandbox.new_person("Илюха Белый"), await world.phone(ILYA)
    await world.asks_by_phone(second, phone)
    await second.write(await world.sandbox.sms_code(phone))
    await stage.presses(second, "Да, продолжить")
    await stage.presses(second, "Перенести на эту страницу")


@scene("A.ROLE", "A.PROFILE.CARD", "A.NOTIFY", "A.NOTIFY.HOURS", "A.UNLINK", "X.TYPED", "M.LIST")
async def profile_of_two_roles(stage: Stage) -> None:
    """A teacher who is a parent too."""
    world = stage.world
    person, phone = await world.sandbox.person(TWO_ROLES), await world.phone(TWO_ROLES)
    await world.asks_by_phone(person, phone)
    await person.write(await world.sandbox.sms_code(phone))
    for label in ("Да, продолжить", "Продолжить", "Создать учебный профиль"):
        await person.press(label)
    await stage.presses(person, "Выбрать роль")
    await stage.presses(person, "Сотрудник школы")
    await stage.presses(person, "⋯ Ещё", "Профиль")
    await stage.presses(person, "Уведомления")
    await stage.presses(person, "Изменить часы")
    await stage.presses(person, "Назад", "Назад", "Отвязать профиль")
    await stage.presses(person, "Отвязать профиль")


@scene("A.GUARDIAN", "R.CONSENT", "R.CONSENT.OFF", "R.LIST", "R.CHILD")
async def consent_of_a_parent(stage: Stage) -> None:
    """A school that asks the parents of pupils up to the eighth parallel."""
    world = stage.world
    school = world.settings.schools[KEY].model_copy(update={"consent_parallels": 8})
    world.settings = world.settings.model_copy(update={"schools": {KEY: school}})
    await world.restart()
    await world.led()
    pupil = await world.linked(ILYA)
    await pupil.write("меню")
    await stage.presses(pupil, "Согласие родителя")
    mother = await world.linked("Белова Наталья Андреевна")
    await stage.writes(mother, "меню")
    await stage.presses(mother, "Согласие для детей")
    await stage.writes(mother, "4")
    await stage.presses(mother, "Даю согласие")
    [(child,)] = world.rows("SELECT person_id FROM roster_person WHERE family = 'Белов' AND given = 'Илья'")
    await stage.goes(mother, "R.CONSENT.OFF", k=child)
