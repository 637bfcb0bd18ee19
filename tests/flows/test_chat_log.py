"""The log of a chat in words, and the dry run that says what the journal would change."""

import pytest

from bot.sandbox.driver import DrivenPerson
from bot.services import chat_log
from bot.texts.catalogue import keys
from tests.architecture.families import EVENTS
from tests.flows.made_chats import made_by_hand
from tests.flows.test_g9_editing import lets_all_pupils_go
from tests.flows.ways import chat_id, files, goes
from tests.flows.world import PUPILS, World

ILYA = "Белов Илья"


async def _behind(world: World, teacher: DrivenPerson, label: str) -> str:
    await teacher.write("меню")
    await world.calm()
    await teacher.press(PUPILS)
    await teacher.press(label)
    await world.calm()
    return (await teacher.screen()).text


async def test_the_log_names_who_did_what_the_newest_first(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await world.calm()
    await _behind(world, teacher, "Участники ·")
    await teacher.write("Белов")
    await teacher.press("Удалить из чата")
    await teacher.press("Удалить из чата")
    await world.outside(PUPILS, pupil)
    lines = (await _behind(world, teacher, "Журнал действий")).splitlines()[2:]
    assert lines[0].endswith("· сверка: удаление из чата: Белов Илья Игоревич (исключение вручную)")
    assert lines[1].endswith("· Петров С. О.: решение удалить из чата: Белов Илья Игоревич")
    assert any(line.endswith("· сверка: приглашение: Белов Илья Игоревич") for line in lines)
    assert any(line.endswith("· сверка: чат создан") for line in lines)
    assert all(line.startswith("сегодня в ") for line in lines)


async def test_the_log_tells_in_which_pass_the_journal_took_somebody_out(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    await world.outside(PUPILS, pupil)
    lines = (await _behind(world, teacher, "Журнал действий")).splitlines()[2:]
    [(run,)] = world.rows("SELECT run_id FROM ledger WHERE event = 'removed'")
    removal = f"· сверка: удаление из чата: Белов Илья Игоревич (перевод в другой класс) · сверка № {run}"
    assert [line for line in lines if line.endswith(removal)]
    assert not [line for line in lines if "чат создан" in line and "сверка №" in line]


async def test_the_log_of_one_person_holds_only_what_concerns_them(world: World) -> None:
    teacher = await world.led()
    await world.entered(ILYA)
    await _behind(world, teacher, "Участники ·")
    await teacher.write("Белов")
    await teacher.press("Действия с этим человеком")
    text = await teacher.sees("Журнал действий")
    lines = text.splitlines()[2:]
    assert lines
    assert all("Белов Илья Игоревич" in line for line in lines)
    await teacher.press("Назад")
    await teacher.sees("Белов Илья Игоревич · учится в 8А")


async def test_the_log_is_sent_as_a_file(world: World) -> None:
    teacher = await world.led()
    await _behind(world, teacher, "Журнал действий")
    await teacher.press("Скачать CSV")
    await teacher.sees("Журнал действий чата «8А — ученики».")
    await world.calm()
    files = [file for one in (await teacher.conversation())["messages"] for file in one["attachments"]]
    assert [file["doc"]["title"] for file in files] == ["8А — ученики.csv"]


async def test_a_file_named_after_two_classes_can_be_opened(world: World) -> None:
    teacher = await world.led()
    await made_by_hand(world, "Поход 8А/8Б", author=teacher, members=[ILYA])
    await goes(world, teacher, "C.LOG", c=chat_id(world, "Поход 8А/8Б"))
    await teacher.press("Скачать CSV")
    await world.calm()
    [(name, data)] = await files(teacher, "doc")
    assert name == "Поход 8А-8Б.csv"
    assert "заказ чата" in data.decode("utf-8-sig")


async def test_the_log_forgets_the_name_of_an_erased_account(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await pupil.write("помощь")
    for label in ("Какие данные хранятся", "Удалить мои данные", "Удалить мои данные"):
        await pupil.press(label)
    await pupil.write("УДАЛИТЬ")
    await world.outside(PUPILS, pupil)
    await world.calm()
    text = await _behind(world, teacher, "Журнал действий")
    assert "Белов" not in text
    assert "участник без привязки" in text


async def test_a_log_that_is_too_long_says_so_on_the_screen_and_in_the_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_log, "LONGEST", 2)
    teacher = await world.led()
    await world.calm()
    [(total,)] = world.rows(f"SELECT count(*) FROM ledger WHERE chat_id = {chat_id(world, PUPILS)}")
    assert total > 2
    text = await _behind(world, teacher, "Журнал действий")
    cut = f"Здесь только последние записи: 2 из {total}."
    assert text.endswith(cut)
    await teacher.press("Скачать CSV")
    await world.calm()
    [(_, data)] = await files(teacher, "doc")
    lines = data.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[-1]) == (4, cut)


async def test_the_dry_run_says_that_nothing_is_to_be_done(world: World) -> None:
    teacher = await world.led()
    text = await _behind(world, teacher, "Сверить с журналом")
    assert "Состав совпадает с журналом.\nНе привязали профиль: 16 человек. Приглашения уйдут им сами." in text
    assert "журнал обновлён сегодня в " in text


async def test_the_dry_run_names_what_would_be_done_and_a_press_has_it_done(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await world.sandbox.fault("messages.removeChatUser", "error", code=15, times=0)
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    text = await _behind(world, teacher, "Сверить с журналом")
    assert "Убрать: Белов Илья (перевод в другой класс)" in text
    await world.inside(PUPILS, pupil)
    await world.sandbox.no_faults()
    await teacher.press("Применить 1 изменение")
    await world.outside(PUPILS, pupil)


@pytest.mark.parametrize("event", EVENTS)
def test_every_kind_of_line_has_words(event: str) -> None:
    assert f"ledger-{event}" in keys()


async def test_a_change_of_many_names_a_few_on_the_screen(world: World) -> None:
    teacher = await lets_all_pupils_go(world)
    await teacher.write("убрать")
    await teacher.sees("Чат сохранён")
    text = await _behind(world, teacher, "Журнал действий")
    [line] = [one for one in text.splitlines() if "убраны: " in one]
    assert line.endswith(" и ещё 11")
    assert line.count(",") == 4
