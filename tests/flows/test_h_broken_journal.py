"""(h) The journal is empty, cut or garbage: nobody is removed, and the owner is told why, once."""

from tests.flows.ways import goes
from tests.flows.world import PARENTS, PRINCIPAL, PUPILS, World

ILYA, MOTHER = "Белов Илья", "Белова Наталья Андреевна"
RECOVERED = "Электронный журнал снова читается полностью."


TROUBLE = {
    "empty": "Электронный журнал пуст. Состав чатов не меняется, никто не удалён.\n• ",
    "half": "Электронный журнал прочитан не полностью. Новые люди приглашаются, никто не удаляется.\n• ",
    "garbage": "Электронный журнал не читается. Состав чатов не меняется, никто не удалён.\n• ",
}


async def test_nobody_is_removed_and_the_owner_is_told_once_of_each_trouble_and_once_of_its_end(world: World) -> None:
    owner = await world.sandbox.person(PRINCIPAL)
    await owner.start()
    teacher, pupil, mother = await world.led(), await world.entered(ILYA), await world.entered(MOTHER)
    for number, (mode, told) in enumerate(TROUBLE.items(), start=1):
        await world.reads(world.sandbox.journal_mode(mode))
        await world.later(hours=3)
        assert sum(told in text for text in await world.said(owner)) == 1, mode
        await world.inside(PUPILS, teacher, pupil)
        await world.inside(PARENTS, teacher, mother)
        is_away = "журнал сейчас не читается" in await goes(world, teacher, "A.PROFILE.CARD")
        assert is_away is (mode != "half")
        review = await goes(world, teacher, "P.SUM", g=_a_group(world))
        assert review.startswith("⚠ Электронный журнал не отвечает. Показываем данные: ") is is_away
        await world.reads(world.sandbox.journal_mode("normal"))
        await world.later(hours=3)
        assert sum(RECOVERED in text for text in await world.said(owner)) == number, mode
    assert sum(text.startswith("Электронный журнал") for text in await world.said(owner)) == 2 * len(TROUBLE)
    assert not any("больше не состоите" in text for text in [*await world.said(pupil), *await world.said(mother)])
    await world.inside(PUPILS, teacher, pupil)


def _a_group(world: World) -> str:
    """A group that Petrov teaches."""
    [(found,)] = world.rows("SELECT unit_id FROM roster_unit WHERE title = '8А Алгебра' AND until IS NULL")
    return str(found)


async def test_trouble_that_turns_into_other_trouble_is_told_once(world: World) -> None:
    owner = await world.sandbox.person(PRINCIPAL)
    await owner.start()
    for mode in ("garbage", "empty", "normal"):
        await world.reads(world.sandbox.journal_mode(mode))
    await owner.sees(RECOVERED)
    assert sum(text.startswith("Электронный журнал") for text in await world.said(owner)) == 2


async def test_who_left_the_school_stays_while_the_journal_is_cut_and_goes_when_it_is_whole(world: World) -> None:
    await world.led()
    pupil = await world.entered(ILYA)
    await world.reads(world.sandbox.journal_mode("half"))
    await world.sandbox.disable(ILYA)
    await world.later(hours=3)
    await world.inside(PUPILS, pupil)
    await world.reads(world.sandbox.journal_mode("normal"))
    await world.outside(PUPILS, pupil)


async def test_a_stranger_is_put_out_even_while_the_journal_is_broken(world: World) -> None:
    await world.led()
    await world.reads(world.sandbox.journal_mode("garbage"))
    stranger = await world.sandbox.person("Алекс Киллер")
    await stranger.opens((await world.sandbox.chat(PUPILS)).link)
    await world.outside(PUPILS, stranger, within_seconds=5)


async def test_people_link_by_the_last_good_journal_while_it_is_broken(world: World) -> None:
    await world.led()
    await world.reads(world.sandbox.journal_mode("empty"))
    pupil = await world.entered(ILYA)
    await world.inside(PUPILS, pupil)
