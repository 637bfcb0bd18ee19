"""The console tells how everything is, what to do about it, and makes copies of the database."""

import re

from tests.flows.ways import goes
from tests.flows.world import PARENTS, PRINCIPAL, World


async def test_the_menu_shows_lights_and_numbers_to_whoever_has_a_level(world: World) -> None:
    teacher, principal = await world.led(), await world.linked(PRINCIPAL)
    await goes(world, principal, "M.MORE")
    await principal.press("Консоль администратора")
    seen = await principal.sees("Консоль · Школа № 12, г. Пермь · владелец")
    assert "🟢 ВКонтакте · 🟢 журнал · 🟢 SMS" in seen
    assert "Чатов 3 ·" in seen
    assert "привязано 2" in seen
    await goes(world, teacher, "M.MORE")
    assert "Консоль администратора" not in (await teacher.screen()).buttons
    assert "вашего уровня для него не хватает" in await goes(world, teacher, "K.MENU")


async def test_each_light_that_is_not_green_says_what_to_do(world: World) -> None:
    await world.led()
    principal = await world.linked(PRINCIPAL)
    text = await goes(world, principal, "K.HEALTH")
    assert re.search(r"🟢 ВКонтакте: принимает запросы, обычно отвечает за \d+ мс\n", text)
    assert "🟢 Ошибок программы за час нет, отказов ВКонтакте: 0. Считаются с запуска: сегодня в" in text
    assert "🟡 База:" in text
    assert "Сделайте копию" in text
    await world.sandbox.journal_mode("garbage")
    await world.later(seconds=2)
    text = await goes(world, principal, "K.HEALTH")
    assert "🟡 Доверие к журналу: последнее чтение под сомнением" in text
    await principal.press("Пробное сообщение себе")
    await principal.sees("Если вы его видите, сообщения доходят.")


async def test_chats_without_rights_are_listed_and_their_authors_asked(world: World) -> None:
    teacher, principal = await world.led(), await world.linked(PRINCIPAL)
    await world.sandbox.fault("messages.getConversationMembers", "error", code=917, times=0)
    await world.later(hours=2)
    text = await goes(world, principal, "K.HEALTH")
    assert re.search(r"🟢 Ошибок программы за час нет, отказов ВКонтакте: [1-9]\d*\n", text)
    assert "🟡 Права: 3 чата без прав у бота." in text
    text = await goes(world, principal, "K.RIGHTS")
    assert "0 из 3 чатов в порядке" in text
    assert f"{PARENTS}: Бот не администратор чата" in text
    await principal.press("Написать авторам, как исправить")
    await teacher.sees("Бот не может следить за составом чата. Исправить можете вы:")


async def test_a_copy_is_made_on_an_owners_wish_and_told(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    await goes(world, principal, "K.BACKUP")
    await principal.press("Сделать копию сейчас")
    await world.later(seconds=2)
    await principal.sees("Копия базы готова и проверена: starosta.sqlite3.copy-")
    assert len(list(world.folder.glob("starosta.sqlite3.copy-*"))) == 1
    assert "Последняя копия: сегодня в" in await goes(world, principal, "K.BACKUP")
