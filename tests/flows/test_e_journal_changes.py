"""(e) The journal changes and the chats follow: a pupil moves, a teacher leaves."""

from tests.flows.leaving import entered, written
from tests.flows.world import COLLEAGUES, PARENTS, PUPILS, World

ILYA, MOTHER, IVANOVA, COLLEAGUE = (
    *("Белов Илья", "Белова Наталья Андреевна"),
    *("Иванова Елена Петровна", "Дроздова Варвара"),
)


async def test_a_pupil_who_moves_changes_chats_together_with_the_parent(world: World) -> None:
    await world.led()
    await world.linked(IVANOVA)
    await world.sandbox.chat("8Б — родители")
    pupil, mother = await world.entered(ILYA), await world.entered(MOTHER)
    await world.inside(PUPILS, pupil)
    await world.inside(PARENTS, mother)
    await world.sandbox.move_pupil(ILYA, "8Б")
    await world.outside(PUPILS, pupil)
    await world.outside(PARENTS, mother)
    await pupil.sees("Вы больше не состоите в чате «8А — ученики»: по журналу класс сменился.")
    await pupil.sees("Вас приглашают в чат «8Б — ученики»")
    await pupil.presses_and_follows("Вступить")
    await mother.sees("Вас приглашают в чат «8Б — родители»")
    await mother.presses_and_follows("Вступить")
    await world.inside("8Б — ученики", pupil)
    await world.inside("8Б — родители", mother)


async def test_a_parent_whose_one_child_moved_stays_in_the_chat_of_the_other_child(world: World) -> None:
    await world.led()
    await world.linked("Ёлкина Алёна Петровна")
    await world.sandbox.chat("5Б — родители")
    mother = await world.linked(MOTHER)
    await mother.presses_and_follows("Вступить: 5Б — родители")
    await mother.presses_and_follows("Вступить: 8А — родители")
    await world.inside(PARENTS, mother)
    await world.inside("5Б — родители", mother)
    await world.sandbox.move_pupil(ILYA, "8Б")
    await world.outside(PARENTS, mother)
    await world.calm()
    await world.inside("5Б — родители", mother)


async def test_a_teacher_who_is_switched_off_leaves_the_colleagues(world: World) -> None:
    teacher = await world.led()
    colleague = await world.entered(COLLEAGUE)
    await world.inside(COLLEAGUES, colleague)
    await world.sandbox.disable(colleague.name)
    await world.outside(COLLEAGUES, colleague)
    await colleague.sees("Вы больше не состоите в чате «8А — коллеги»: так записано в электронном журнале.")
    await world.inside(COLLEAGUES, teacher)


async def test_an_invitation_to_a_class_that_the_pupil_left_lets_nobody_in(world: World) -> None:
    await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await world.reads(world.sandbox.move_pupil(ILYA, "8Б"))
    answer = await pupil.press("Вступить")
    assert answer["answer"] == {
        "type": "show_snackbar",
        "text": "По журналу вы больше не в составе этого чата.",
    }
    await world.outside(PUPILS, pupil)


async def test_an_unchanged_journal_costs_no_writes_to_vk(world: World) -> None:
    await world.led()
    await world.entered(ILYA)
    await world.later(hours=1, minutes=1)
    before = len(await world.sandbox.wire())
    await world.later(hours=1, minutes=1)
    methods = {row["method"] for row in (await world.sandbox.wire())[before:]}
    assert "messages.getConversationMembers" in methods
    reading = ("longpoll.", "messages.getConversation", "execute")
    assert {one for one in methods if not one.startswith(reading)} == set()


async def test_whoever_was_to_go_and_stayed_after_all_may_leave_by_themselves_later(world: World) -> None:
    await world.led()
    [pupil] = await entered(world, 1)
    await world.sandbox.fault("messages.removeChatUser", "error", code=10, times=0)
    await written(world, pupil, status="tobedeleted")
    await world.sandbox.advance(seconds=1)
    leaving = "SELECT id FROM chat_member WHERE leaving = 'removed_by_sync'"
    await world.sandbox.until(lambda: world.rows(leaving), what="VK is asked to remove the pupil")
    await written(world, pupil, status="active")
    await world.sandbox.advance(seconds=1)
    await world.sandbox.until(lambda: world.rows("SELECT max(id) FROM reading") == [(3,)], what="the journal is whole")
    await world.sandbox.no_faults()
    await world.later(minutes=15)
    chat = await world.inside(PUPILS, pupil)
    await pupil.leave(chat)
    await world.later(hours=1, minutes=1)
    assert sum("Вас приглашают" in text for text in await world.said(pupil)) == 1
