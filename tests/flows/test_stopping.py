"""«Остановить»: what is under way can be stopped in the middle, gone on with, or taken back."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.test_g5_subject_chat import ALGEBRA_A, ILYA, IVANOVA, opens_new_chat
from tests.flows.ways import chat_id, goes
from tests.flows.world import PRINCIPAL, World

TITLE = "Стенгазета"
INVITATION = "Вас приглашают в чат «8А Алгебра»"


async def test_invitations_are_stopped_in_the_middle_and_sent_later(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await world.sandbox.switch(create_chat_adds="none")
    await _vk_calls_it_a_flood(world, pupil)
    await opens_new_chat(teacher)
    await teacher.press(ALGEBRA_A)
    await teacher.press("Создать чат")
    await teacher.sees("▶ приглашения: 0 из 2")
    await teacher.press("Остановить рассылку")
    text = await teacher.sees("✋ Рассылка остановлена, не приглашены 2 человека: Белов И. И., Петров С. О.")
    assert text.startswith("Чат создан, но приглашены не все")
    await world.later(minutes=11)
    assert not _invited(await world.said(pupil))
    assert "✉️ приглашение остановлено: 2" in await goes(world, teacher, "C.VIEW", c=chat_id(world, ALGEBRA_A))
    await goes(world, teacher, "N.PARTIAL", c=chat_id(world, ALGEBRA_A))
    await teacher.press("Разослать приглашения")
    await pupil.sees(INVITATION)
    await teacher.sees("Чат создан\n")


async def test_a_deletion_is_stopped_and_gone_on_with(world: World) -> None:
    teacher, _ = await _deleting(world)
    await teacher.press("Остановить")
    await teacher.sees("Чат «Стенгазета»: удаление остановлено. ")
    await world.sandbox.no_faults()
    await world.later(hours=2)
    assert "Белов Илья" in " ".join((await world.sandbox.chat(TITLE)).members)
    await goes(world, teacher, "C.DEL.PART", c=chat_id(world, TITLE))
    await teacher.press("Продолжить удаление")
    await teacher.sees("Чат «Стенгазета» удалён")
    await world.calm()
    assert (await world.sandbox.chat(TITLE)).members == ("Школьные чаты 1",)


async def test_a_stopped_deletion_can_be_taken_back(world: World) -> None:
    teacher, pupil = await _deleting(world)
    await teacher.press("Остановить")
    await teacher.sees("удаление остановлено")
    await world.sandbox.no_faults()
    await teacher.press("Восстановить")
    await teacher.press("Восстановить и разослать")
    await teacher.sees("Стенгазета\nпроизвольный чат")
    await world.later(hours=2)
    await world.inside(TITLE, teacher, pupil)


async def test_a_stopped_deletion_ends_when_the_chat_can_no_longer_come_back(world: World) -> None:
    teacher, _ = await _deleting(world)
    await teacher.press("Остановить")
    await teacher.sees("удаление остановлено")
    await world.sandbox.no_faults()
    await world.later(days=30, minutes=1)
    await world.later(minutes=1)
    assert (await world.sandbox.chat(TITLE)).members == ("Школьные чаты 1",)


async def test_a_stopped_deletion_stays_stopped_when_other_chats_are_looked_after_again(world: World) -> None:
    teacher, pupil = await _deleting(world)
    await teacher.press("Остановить")
    await teacher.sees("удаление остановлено")
    await world.sandbox.no_faults()
    principal = await world.linked(PRINCIPAL)
    await goes(world, principal, "K.SYNC.FREEZE")
    today = (await world.sandbox.now())[:10]
    await principal.write(f"8А до {today[8:]}.{today[5:7]}.{today[:4]}")
    await principal.press("Не сверять")
    await principal.sees("8А — ученики — по")
    assert TITLE not in (await principal.screen()).text
    await principal.press("Сверять все снова")
    await principal.sees("Сейчас сверяются все чаты.")
    await world.later(hours=2)
    await world.inside(TITLE, teacher, pupil)


async def test_the_way_to_mend_the_rights_stands_beside_what_could_not_be_deleted(world: World) -> None:
    teacher = await world.led()
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA,))
    await world.sandbox.fault("messages.removeChatUser", "error", code=15, times=0)
    await goes(world, teacher, "C.DEL", c=chat_id(world, TITLE))
    await teacher.press("Удалить чат")
    await teacher.sees("удалено не всё")
    await teacher.press("Как исправить")
    await teacher.sees("Нужны права администратора")
    await world.sandbox.no_faults()
    await teacher.press("Проверить")
    await world.calm()
    await teacher.press("Назад")
    await teacher.sees("Чат «Стенгазета» удалён")


async def _deleting(world: World) -> tuple[DrivenPerson, DrivenPerson]:
    """Petrov deletes a chat, and VK lets nobody be removed for a while."""
    teacher = await world.led()
    pupil, colleague = await world.linked(ILYA), await world.linked(IVANOVA)
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA, IVANOVA))
    await world.inside(TITLE, teacher, pupil, colleague)
    await world.sandbox.fault("messages.removeChatUser", "error", code=10, times=0)
    await goes(world, teacher, "C.DEL", c=chat_id(world, TITLE))
    await teacher.press("Удалить чат")
    text = await teacher.sees("ВКонтакте не отвечает. Действие сохранено, бот повторит сам.")
    assert text.startswith("Удаляем чат «Стенгазета»… исключены 0 из 3")
    return teacher, pupil


async def _vk_calls_it_a_flood(world: World, person: DrivenPerson) -> None:
    """For a minute VK takes nothing from the community that can wait."""
    await world.sandbox.fault("messages.send", "error", code=9)
    await person.write("меню")

    async def is_met() -> bool:
        return bool(world.rows("SELECT id FROM outbox_message WHERE state = 'waiting' AND tries > 0"))

    await world.sandbox.until(is_met, what="VK has turned a message down")


def _invited(said: list[str]) -> list[str]:
    return [text for text in said if text.startswith(INVITATION)]
