"""The console steers reconciliation: read-only mode, pauses, brakes, preview, chats that are left alone."""

from tests.flows.ways import chat_id, goes
from tests.flows.world import PARENTS, PRINCIPAL, PUPILS, STRANGER, World

ILYA = "Белов Илья"


async def test_in_read_only_mode_changes_wait_strangers_leave_and_it_ends_by_itself(world: World) -> None:
    teacher, principal = await world.led(), await world.linked(PRINCIPAL)
    pupil = await world.entered(ILYA)
    await goes(world, principal, "K.READONLY")
    await principal.write("3")
    await principal.press("Включить на 3 часа")
    await principal.sees("Режим чтения включён до")
    assert "8А" in await goes(world, teacher, "C.STRANGER", c=chat_id(world, PARENTS))
    pressed = await teacher.press("Только сообщать мне")
    assert pressed["answer"]["text"].startswith("Идут работы до ")
    assert world.rows("SELECT DISTINCT stranger_policy FROM chat") == [("",)]
    assert await goes(world, teacher, "K.MENU") != ""
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    stranger = await world.sandbox.person(STRANGER)
    await stranger.opens((await world.sandbox.chat(PUPILS)).link)
    await world.outside(PUPILS, stranger)
    await world.inside(PUPILS, pupil)
    await world.later(hours=3, minutes=1)
    await world.outside(PUPILS, pupil)
    await goes(world, teacher, "C.STRANGER", c=chat_id(world, PARENTS))
    await teacher.press("Только сообщать мне")
    await world.calm()
    assert ("report",) in world.rows("SELECT DISTINCT stranger_policy FROM chat")


async def test_read_only_mode_can_be_switched_off_early(world: World) -> None:
    principal = await world.linked(PRINCIPAL)
    await goes(world, principal, "K.READONLY")
    await principal.press("Включить на 2 часа")
    await principal.press("Выключить сейчас")
    await principal.sees("Здоровье ·")
    events = world.rows("SELECT event, actor FROM ledger WHERE event LIKE 'maintenance%'")
    [(account,)] = world.rows("SELECT id FROM account")
    assert events == [("maintenance-began", f"account:{account}"), ("maintenance-ended", f"account:{account}")]


async def test_in_a_pause_the_journal_takes_nobody_out_and_it_ends_by_itself(world: World) -> None:
    await world.led()
    principal, pupil = await world.linked(PRINCIPAL), await world.entered(ILYA)
    await goes(world, principal, "K.SYNC.PAUSE")
    await principal.write("5")
    await world.calm()
    await principal.press("Поставить на паузу")
    await principal.sees("Сверка на паузе до")
    assert "Состояние: пауза до" in await goes(world, principal, "K.SYNC")
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    stranger = await world.sandbox.person(STRANGER)
    await stranger.opens((await world.sandbox.chat(PUPILS)).link)
    await world.outside(PUPILS, stranger)
    await world.inside(PUPILS, pupil)
    await world.later(hours=6)
    await world.outside(PUPILS, pupil)
    assert "Состояние: включена." in await goes(world, principal, "K.SYNC")
    await principal.press("Пауза на сутки")
    await principal.press("Поставить на паузу")
    pressed = await principal.press("Снять с паузы")
    assert pressed["answer"]["text"] == "Пауза снята, проход начинается"
    await principal.sees("Состояние: включена.")


async def test_the_brake_is_read_while_the_bot_runs_and_every_change_of_it_is_noted(world: World) -> None:
    await world.led()
    principal, pupil = await world.linked(PRINCIPAL), await world.entered(ILYA)
    await goes(world, principal, "K.SYNC.LIMITS")
    await principal.write("много")
    await principal.sees("Напишите долю и число людей, например: 25% 15")
    await principal.write("1% 0")
    await principal.sees("не больше 1 % и 0 человек")
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    await world.inside(PUPILS, pupil)
    assert world.rows("SELECT event FROM ledger WHERE event = 'hold-too-many-removals'")
    await principal.press("Вернуть обычные")
    await principal.sees("не больше 15 % и 2 человек")
    await world.later(hours=2)
    await world.outside(PUPILS, pupil)
    assert len(world.rows("SELECT id FROM ledger WHERE event LIKE 'limits-%'")) == 2


async def test_a_new_school_begins_in_preview_and_shows_first_what_it_would_do(world: World) -> None:
    await world.led()
    principal, pupil = await world.linked(PRINCIPAL), await world.entered(ILYA)
    await _begins_in_preview(world)
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    await world.inside(PUPILS, pupil)
    assert "Состояние: предпросмотр." in await goes(world, principal, "K.SYNC")
    await principal.press("Включить сверку")
    await principal.sees("Предпросмотр · ничего ещё не изменено")
    await principal.sees("убрать: 1")
    await world.inside(PUPILS, pupil)
    await principal.press("Включить сверку")
    await world.outside(PUPILS, pupil)
    assert "Состояние: включена." in await goes(world, principal, "K.SYNC")


async def test_a_class_is_left_alone_until_a_day_and_then_looked_after_again(world: World) -> None:
    await world.led()
    principal, pupil = await world.linked(PRINCIPAL), await world.entered(ILYA)
    await goes(world, principal, "K.SYNC.FREEZE")
    today = (await world.sandbox.now())[:10]
    await principal.write(f"«8a» до {today[8:]}.{today[5:7]}.{today[:4]}")
    await principal.sees("Не сверять 3 чата по")
    await principal.press("Не сверять")
    await principal.sees("8А — ученики — по")
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    await world.inside(PUPILS, pupil)
    await world.later(hours=13)
    await world.outside(PUPILS, pupil)


async def test_a_class_is_compared_and_looked_at_from_the_console(world: World) -> None:
    await world.led()
    principal = await world.linked(PRINCIPAL)
    await goes(world, principal, "K.SYNC.CLASS")
    await principal.write("99Щ")
    await principal.sees("В журнале нет класса 99Щ")
    await principal.write("8 а")
    await principal.sees("8А — ученики: совпадает с журналом")
    pressed = await principal.press("Сверить класс сейчас")
    assert pressed["answer"]["text"] == "Сверка класса начата"


async def _begins_in_preview(world: World) -> None:
    """The same school, whose configuration does not let reconciliation begin by itself."""
    await world.stop()
    schools = {
        key: one.model_copy(update={"reconcile": one.reconcile.model_copy(update={"starts_in_preview": True})})
        for key, one in world.settings.schools.items()
    }
    world.settings = world.settings.model_copy(update={"schools": schools})
    await world.start()
