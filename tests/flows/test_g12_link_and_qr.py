"""(G12) The invite link and the QR code of a chat: who sees them, where they lead, and how the link is replaced."""

import pytest

from bot.sandbox.driver import DrivenPerson, Refused
from tests.flows.ways import chat_id, code_of, codes_of, files, goes, presses_twice, text_of
from tests.flows.world import PARENTS, PUPILS, World

ILYA = "Белов Илья"
BOT = "https://vk.me/school_chats_1"


async def _link_screen(world: World, person: DrivenPerson, title: str = PUPILS) -> str:
    return await goes(world, person, "C.LINK", c=chat_id(world, title))


async def test_the_teacher_sees_the_link_and_who_may_use_it(world: World) -> None:
    teacher = await world.led()
    shown = await _link_screen(world, teacher)
    link = (await world.sandbox.chat(PUPILS)).link
    assert shown.startswith(f"8А — ученики › Ссылка и QR-код\n\n{link}\n")
    assert "остальных бот удалит" in shown
    labels = (await teacher.screen()).buttons
    assert "Показать QR-код" in labels
    assert "Заменить ссылку" in labels
    assert [label for label in labels if label.startswith("Кто не вступил · ")]


async def test_a_pupil_never_sees_the_link(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    link = (await world.sandbox.chat(PUPILS)).link
    for screen in ("C.LINK", "C.QR", "C.LINK.ROTATE", "C.SHEET", "C.SET", "M.AWAIT"):
        await goes(world, pupil, screen, c=chat_id(world, PUPILS))
    assert link not in "\n".join(await world.said(pupil))


async def test_a_new_link_replaces_the_old_one_and_nobody_is_told_of_strangers(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    before = (await world.sandbox.chat(PUPILS)).link
    await _link_screen(world, teacher)
    await teacher.press("Заменить ссылку")
    await teacher.sees("Прежняя ссылка перестанет работать у всех.")
    await teacher.press("Заменить ссылку")
    await teacher.sees("Ссылка заменена сегодня")
    chat = await world.inside(PUPILS, teacher, pupil)
    assert chat.link != before
    assert chat.link in (await teacher.screen()).text
    with pytest.raises(Refused, match="dead_link"):
        await (await world.sandbox.new_person("Друг")).opens(before)
    await world.calm()
    assert not [text for text in await world.said(teacher) if "посторонний" in text]


async def test_a_double_press_replaces_the_link_once(world: World) -> None:
    teacher = await world.led()
    await _link_screen(world, teacher)
    await teacher.press("Заменить ссылку")
    await teacher.sees("Прежняя ссылка перестанет работать у всех.")
    await presses_twice(world, teacher, "Заменить ссылку")
    await teacher.sees("Ссылка заменена сегодня")
    assert len(world.rows("SELECT id FROM ledger WHERE event = 'link-replaced'")) == 1


async def test_without_rights_the_remedy_is_shown_and_the_link_follows_once_they_are_back(world: World) -> None:
    teacher = await world.led()
    before = (await world.sandbox.chat(PUPILS)).link
    await _link_screen(world, teacher)
    await world.sandbox.fault("messages.getInviteLink", "error", code=931)
    await teacher.press("Заменить ссылку")
    await teacher.press("Заменить ссылку")
    await world.calm()
    await _link_screen(world, teacher)
    await teacher.sees("ВКонтакте не дал заменить ссылку: бот не администратор чата.")
    await world.sandbox.no_faults()
    await teacher.press("Проверить")
    await teacher.sees("Ссылка заменена сегодня")
    assert (await world.sandbox.chat(PUPILS)).link != before


async def test_the_qr_code_leads_to_the_bot_and_never_to_the_chat_itself(world: World) -> None:
    teacher = await world.led()
    await _link_screen(world, teacher)
    await teacher.press("Показать QR-код")
    await teacher.sees("QR-код чата «8А — ученики».")
    [(_, picture)] = await files(teacher, "photo")
    assert code_of(picture) == BOT
    await teacher.press("Скачать для печати (PDF)")
    await world.calm()
    [(name, pdf)] = await files(teacher, "doc")
    assert name == "QR-код 8А — ученики.pdf"
    assert codes_of(pdf) == [BOT]
    assert "8А — ученики" in text_of(pdf)


async def test_a_double_press_sends_one_picture(world: World) -> None:
    teacher = await world.led()
    await _link_screen(world, teacher)
    await presses_twice(world, teacher, "Показать QR-код")
    assert len(await files(teacher, "photo")) == 1


async def test_whoever_comes_by_the_qr_code_and_belongs_gets_in(world: World) -> None:
    teacher = await world.led()
    await _link_screen(world, teacher, PARENTS)
    await teacher.press("Показать QR-код")
    await world.calm()
    [(_, picture)] = await files(teacher, "photo")
    mother = await world.linked("Белова Наталья Андреевна")
    await mother.opens(code_of(picture))
    await mother.write("меню")
    await mother.presses_and_follows("Вступить: 8А — родители")
    await world.inside(PARENTS, mother)
