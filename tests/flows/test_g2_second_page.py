"""G2: a second VK page for a linked person: a day of waiting, a notice to the old page, and then the move."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import PRINCIPAL, PUPILS, World

ILYA = "Белов Илья"
NOTICE = "Кто-то просит перенести ваш учебный профиль на другую страницу ВКонтакте."


async def _asks_to_move(world: World) -> DrivenPerson:
    """A page that has the phone of a pupil whose own page is linked."""
    second = await world.sandbox.new_person("Илюха Белый")
    number = await world.phone(ILYA)
    await world.asks_by_phone(second, number)
    await second.write(await world.sandbox.sms_code(number))
    await second.press("Да, продолжить")
    await second.sees("Этот учебный профиль уже связан с другой страницей ВКонтакте")
    await second.press("Перенести на эту страницу")
    await second.sees("Перенос произойдёт ")
    return second


async def test_the_old_page_and_the_owner_are_told_and_the_old_page_may_cancel(world: World) -> None:
    owner = await world.sandbox.person(PRINCIPAL)
    await owner.start()
    old = await world.linked(ILYA)
    second = await _asks_to_move(world)
    await old.sees(NOTICE)
    await owner.sees("Запрошен перенос учебного профиля на другую страницу ВКонтакте.")
    await old.write("меню")
    await old.press("Профиль")
    answer = await old.press("Отменить перенос")
    assert answer["answer"]["text"] == "Перенос отменён, связь осталась прежней."
    await world.later(hours=25)
    assert not any("перенесён" in text for text in [*await world.said(old), *await world.said(second)])
    await second.write("меню")
    await second.sees("Чтобы начать, нужно один раз связать страницу")


async def test_after_a_day_and_no_sooner_the_new_page_is_invited_and_the_old_one_is_out(world: World) -> None:
    await world.led()
    old = await world.entered(ILYA)
    second = await _asks_to_move(world)
    await world.later(hours=23)
    await world.inside(PUPILS, old)
    assert not any("перенесён" in text for text in await world.said(old))
    await world.later(hours=1, seconds=31)
    await old.sees("Ваш учебный профиль перенесён на другую страницу ВКонтакте.")
    await world.outside(PUPILS, old)
    await second.sees("Учебный профиль перенесён на эту страницу.")
    await second.sees("Вас приглашают в чат «8А — ученики»")
    await second.presses_and_follows("Вступить")
    await world.inside(PUPILS, second)
    await old.write("меню")
    await old.sees("Чтобы начать, нужно один раз связать страницу")


async def test_whoever_asked_for_the_move_may_take_it_back(world: World) -> None:
    old = await world.linked(ILYA)
    second = await _asks_to_move(world)
    await second.press("Отменить перенос")
    await world.later(hours=25)
    assert not any("перенесён" in text for text in await world.said(old))
