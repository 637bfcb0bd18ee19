"""A class teacher whose own child is in the class: one page, two records of the journal, two reasons in one chat."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.test_school_year import confirms, turns
from tests.flows.ways import chat_id, forges, goes
from tests.flows.world import PRINCIPAL, World

YOLKINA, IVANOVA, CHILD = "Ёлкина Алёна Петровна", "Иванова Елена Петровна", "Ёлкин Фёдор"
CHATS = ("5Б — ученики", "5Б — родители", "5Б — коллеги")
PUPILS, PARENTS, _ = CHATS
TRIP = "Поход"


async def _mother_and_teacher(world: World) -> DrivenPerson:
    """The class teacher of 5Б inside its chats, where her son learns by now."""
    mother = await world.linked(YOLKINA)
    for title in CHATS:
        await world.inside(title, mother)
    await world.reads(world.sandbox.move_pupil(CHILD, "5Б"))
    return mother


async def _led_by_another(world: World) -> None:
    """The journal gives 5Б to another class teacher."""
    file = world.folder / "journal" / "enrollments.csv"
    text = file.read_text(encoding="utf-8")
    [led] = [line for line in text.splitlines(keepends=True) if ",c-5b," in line and ",t-03," in line]
    ended, other = led.replace("-t-03,,", "-t-03,tobedeleted,"), "new-" + led.replace(",t-03,", ",t-02,")
    await world.reads(world.edits(file, text.replace(led, ended + other)))


def _links_of(world: World) -> list[str]:
    return [
        person for (person,) in world.rows("SELECT person_id FROM person_link WHERE person_id IN ('p-013', 't-03')")
    ]


async def test_everybody_sees_one_member_with_both_reasons(world: World) -> None:
    head, mother = await world.linked(PRINCIPAL), await _mother_and_teacher(world)
    c = chat_id(world, PARENTS)
    assert "Почему вы здесь: классный руководитель 5Б; ваш ребёнок — Фёдор, 5Б." in await goes(
        world, mother, "R.CHAT", c=c
    )
    card = await goes(world, mother, "C.VIEW", c=c)
    assert "В чате 1 из 17\n" in card
    assert "Администраторы: Ёлкина А. П.\n" in card
    assert f"{PARENTS} · 1 из 17 в чате" in await goes(world, mother, "M.LIST")
    assert (await goes(world, mother, "C.MEMBERS", c=c)).count("Ёлкина") == 1
    for person in _links_of(world):
        shown = await goes(world, head, "K.PERSON", p=person)
        assert "Ёлкина Алёна Петровна · учитель, классный руководитель 5Б, родитель (5Б)\n" in shown
        assert f"🟢 {PUPILS} · В составе, потому что: классный руководитель 5Б." in shown
        told = next(line for line in shown.splitlines() if PARENTS in line)
        assert "классный руководитель 5Б" in told
        assert "родитель, 5Б" in told


async def test_while_one_reason_holds_nobody_is_taken_out(world: World) -> None:
    mother, other = await _mother_and_teacher(world), await world.linked(IVANOVA)
    await _led_by_another(world)
    for title in CHATS:
        await other.presses_and_follows(f"Вступить: {title}")
        await world.inside(title, other)
    await world.outside(PUPILS, mother)
    await world.later(hours=1, minutes=1)
    parents = await world.inside(PARENTS, mother, other)
    assert mother.name not in parents.admins
    reasons = await goes(world, mother, "R.CHAT", c=chat_id(world, PARENTS))
    assert "Почему вы здесь: ваш ребёнок — Фёдор, 5Б." in reasons
    await world.reads(world.sandbox.disable(CHILD))
    await world.outside(PARENTS, mother)


async def test_in_the_new_year_both_reasons_go_on(world: World) -> None:
    head, mother = await world.linked(PRINCIPAL), await _mother_and_teacher(world)
    await turns(world)
    await goes(world, head, "K.YEAR")
    await head.press("Чаты классов")
    await head.press("5 → 6")
    await confirms(world, head, "Продолжить чаты", "перейти")
    await world.inside("6Б — родители", mother)
    reasons = await goes(world, mother, "R.CHAT", c=chat_id(world, "6Б — родители"))
    assert "классный руководитель 6Б; ваш ребёнок — Фёдор, 6Б." in reasons


async def test_whoever_is_taken_out_by_hand_goes_with_both_records(world: World) -> None:
    teacher, mother = await world.led(), await world.linked(YOLKINA)
    first, *_ = _links_of(world)
    await made_by_hand(world, TRIP, author=teacher, members=[YOLKINA, CHILD])
    assert len(world.rows("SELECT id FROM chat_pick WHERE is_in")) == 3
    await world.inside(TRIP, mother)
    await world.calm()
    c = chat_id(world, TRIP)
    assert (await goes(world, teacher, "C.MEMBERS", c=c)).count("Ёлкина") == 1
    await forges(world, teacher, "C.KICK.YES", c=c, p=first)
    await world.outside(TRIP, mother)
    assert "Ёлкина" not in await goes(world, teacher, "C.MEMBERS", c=c)
    await forges(world, teacher, "C.KICK.UNDO", c=c, p=first)
    await mother.sees(f"Вас приглашают в чат «{TRIP}»")


async def test_two_children_cannot_share_one_page(world: World) -> None:
    await world.led()
    child = await world.entered("Белов Илья")
    await world.opens_sheet(child, world.sheet("Зорин Тимофей"))
    await child.sees("Эта страница уже связана с другим человеком. Одна страница — один человек.")
    await world.calm()
    [(people,)] = world.rows(
        f"SELECT count(*) FROM person_link JOIN account ON account.id = account_id WHERE messenger_id = {child.id}"
    )
    assert people == 1
