"""Story: the journal answers empty, as on many a first of September, then it loses a class; nobody leaves a chat."""

import csv

from tests.flows.ways import chat_id, goes
from tests.flows.world import COLLEAGUES, PARENTS, PRINCIPAL, PUPILS, World

ILYA, TIMOFEY, MOTHER = "Белов Илья", "Зорин Тимофей", "Белова Наталья Андреевна"
EMPTY, RECOVERED = "Электронный журнал пуст.", "Электронный журнал снова читается полностью."


async def test_an_empty_journal_takes_nobody_out_and_is_told_once(world: World) -> None:
    owner = await world.sandbox.person(PRINCIPAL)
    await owner.start()
    teacher, pupil, mother = await world.led(), await world.entered(ILYA), await world.entered(MOTHER)
    await world.reads(world.sandbox.journal_mode("empty"))
    for _ in range(3):
        await world.later(hours=25)
    told = [text for text in await world.said(owner) if text.startswith(EMPTY)]
    assert len(told) == 1, told
    assert "никто не удалён" in told[0]
    await _all_are_there(world, teacher, pupil, mother)
    card = await goes(world, teacher, "C.SYNC", c=chat_id(world, PUPILS))
    assert "журнал сейчас не читается, показан тот, что был" in card, card
    other = await world.entered(TIMOFEY)
    await world.inside(PUPILS, other)
    await world.reads(world.sandbox.journal_mode("normal"))
    await owner.sees(RECOVERED)
    await world.later(hours=25)
    await _all_are_there(world, teacher, pupil, mother)
    assert not [text for text in await world.said(pupil) if "больше не состоите" in text]


async def test_a_class_that_lost_everybody_loses_nobody_in_its_chats(world: World) -> None:
    owner = await world.sandbox.person(PRINCIPAL)
    await owner.start()
    teacher, pupil, mother = await world.led(), await world.entered(ILYA), await world.entered(MOTHER)
    whole = (world.folder / "journal" / "enrollments.csv").read_text(encoding="utf-8")
    await world.reads(world.edits(world.folder / "journal" / "enrollments.csv", _without_pupils(whole, "c-8a")))
    for _ in range(2):
        await world.later(hours=25)
    await _all_are_there(world, teacher, pupil, mother)
    doubt = await owner.sees("8А")
    assert "никто не удал" in doubt, doubt
    await world.reads(world.edits(world.folder / "journal" / "enrollments.csv", whole))
    await owner.sees(RECOVERED)
    await _all_are_there(world, teacher, pupil, mother)


async def _all_are_there(world: World, teacher, pupil, mother) -> None:
    await world.inside(PUPILS, teacher, pupil)
    await world.inside(PARENTS, teacher, mother)
    await world.inside(COLLEAGUES, teacher)


def _without_pupils(enrolments: str, unit: str) -> str:
    rows = list(csv.DictReader(enrolments.splitlines()))
    kept = [row for row in rows if row["role"] != "student" or row["classSourcedId"] != unit]
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in kept)]
    return "\n".join(lines) + "\n"
