"""G10: «Удалить чат» with the guide's words: everybody is excluded, the chat stays in VK and can come back."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.world import PARENTS, PRINCIPAL, World

TITLE = "Стенгазета"
ILYA, IVANOVA = "Белов Илья", "Иванова Елена Петровна"
WARNING = (
    "Удалить чат «Стенгазета»? Подтвердите действие.\n\n"
    "Чат исчезнет из электронного журнала, но останется в VK Мессенджере — "
    "из него будут только исключены участники (3). Если вы хотите удалить чат для себя "
    "и в VK Мессенджере, откройте его, нажмите на три точки в правом верхнем углу и выберите «Очистить историю»."
)


async def _opened(world: World, person: DrivenPerson, title: str = TITLE) -> None:
    await person.write("меню")
    await world.calm()
    await person.write(title)
    await person.sees(f"{title}\n")


async def test_the_one_who_made_a_chat_deletes_it_and_everybody_is_excluded(world: World) -> None:
    teacher = await world.led()
    pupil, colleague = await world.linked(ILYA), await world.linked(IVANOVA)
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA, IVANOVA))
    chat = await world.inside(TITLE, teacher, pupil, colleague)
    await _opened(world, teacher)
    await teacher.press("🗑 Удалить чат")
    assert await teacher.sees("Подтвердите действие") == WARNING
    await teacher.press("Удалить чат")
    await teacher.sees("Чат «Стенгазета» удалён. Он в разделе «Удалённые» до ")
    await world.calm()
    assert (await world.sandbox.chat(TITLE)).members == ("Школьные чаты 1",)
    said = [one["text"] for one in (await pupil.conversation(chat=chat))["messages"]]
    assert "Чат закрыт учителем. Новые сообщения здесь не читают." in said
    await teacher.write("меню")
    await world.calm()
    assert TITLE not in (await teacher.screen()).text


async def test_a_deleted_chat_comes_back_within_thirty_days_with_invitations(world: World) -> None:
    await world.sandbox.switch(kicked_may_return=True)
    teacher = await world.led()
    pupil = await world.linked(ILYA)
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA,))
    await world.inside(TITLE, teacher, pupil)
    await _opened(world, teacher)
    await teacher.press("🗑 Удалить чат")
    await teacher.press("Удалить чат")
    await teacher.sees("Чат «Стенгазета» удалён")
    await teacher.press("Личные сообщения")
    await teacher.press("Показать")
    await teacher.press("Удалённые (30 дней) · 1")
    await teacher.sees("«Стенгазета» — удалён ")
    await teacher.press("Восстановить «Стенгазета»")
    await teacher.sees("Бот не может вернуть людей сам: 2 участника получат приглашение.")
    await teacher.press("Восстановить и разослать")
    await teacher.sees("Стенгазета\nпроизвольный чат")
    await pupil.sees("Вас приглашают в чат «Стенгазета»")
    await pupil.presses_and_follows("Вступить")
    await world.inside(TITLE, pupil)


async def test_after_thirty_days_the_bin_is_empty(world: World) -> None:
    teacher = await world.led()
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA,))
    await world.inside(TITLE, teacher)
    await _opened(world, teacher)
    await teacher.press("🗑 Удалить чат")
    await teacher.press("Удалить чат")
    await teacher.sees("Чат «Стенгазета» удалён")
    await world.later(days=30, minutes=1)
    await teacher.press("Восстановить")
    await teacher.sees("Чат удалён больше 30 дней назад, вернуть его нельзя.")
    await teacher.write("меню")
    await teacher.press("Показать")
    await world.calm()
    assert not any("Удалённые" in label for label in (await teacher.screen()).buttons)


async def test_somebody_elses_chat_is_deleted_only_after_its_title_was_typed(world: World) -> None:
    teacher, principal = await world.led(), await world.linked(PRINCIPAL)
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA,))
    await world.inside(TITLE, teacher)
    await _opened(world, principal)
    for typed, told in (("Стенгазетта", "Название не совпало или время вышло, чат не удалён."), (TITLE, "удалён")):
        await principal.press("🗑 Удалить чат")
        await principal.press("Удалить чат")
        await principal.sees("Чтобы подтвердить, напишите название чата в течение 2 минут.")
        await principal.write(typed)
        await principal.sees(told)
    await world.outside(TITLE, teacher)


async def test_a_title_that_is_typed_too_late_deletes_nothing(world: World) -> None:
    teacher, principal = await world.led(), await world.linked(PRINCIPAL)
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA,))
    await world.inside(TITLE, teacher)
    await _opened(world, principal)
    await principal.press("🗑 Удалить чат")
    await principal.press("Удалить чат")
    await principal.sees("напишите название чата")
    await world.later(minutes=3)
    await principal.write(TITLE)
    await principal.sees("Название не совпало или время вышло, чат не удалён.")
    await world.inside(TITLE, teacher)


async def test_the_chat_of_a_class_cannot_be_deleted(world: World) -> None:
    teacher = await world.led()
    await _opened(world, teacher, PARENTS)
    assert not any("Удалить" in label for label in (await teacher.screen()).buttons)


async def test_when_vk_refuses_the_teacher_sees_who_is_left_and_tries_again(world: World) -> None:
    teacher, pupil = await world.led(), await world.linked(ILYA)
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA,))
    await world.inside(TITLE, teacher, pupil)
    await world.sandbox.fault("messages.removeChatUser", "error", code=925, times=0)
    await _opened(world, teacher)
    await teacher.press("🗑 Удалить чат")
    await teacher.press("Удалить чат")
    await teacher.sees("Чат «Стенгазета»: удалено не всё. Осталось 2 человека.")
    await world.sandbox.no_faults()
    await teacher.press("Повторить")
    await teacher.sees("Чат «Стенгазета» удалён.")
    await world.outside(TITLE, teacher, pupil)


async def test_a_chat_that_comes_back_does_not_call_whoever_had_left_it_and_tells_who_cannot_enter(
    world: World,
) -> None:
    await world.sandbox.switch(kicked_may_return=False)
    teacher = await world.led()
    pupil, leaver = await world.linked(ILYA), await world.linked("Зорин Тимофей")
    await made_by_hand(world, TITLE, author=teacher, members=(ILYA, "Зорин Тимофей"))
    await leaver.leave(await world.inside(TITLE, teacher, pupil, leaver))
    await world.calm()
    before = await world.said(leaver)
    await _opened(world, teacher)
    await teacher.press("🗑 Удалить чат")
    await teacher.press("Удалить чат")
    await teacher.sees("Чат «Стенгазета» удалён")
    await teacher.press("Восстановить")
    await teacher.sees("2 участника получат приглашение.")
    await teacher.press("Восстановить и разослать")
    await pupil.sees("Вас приглашают в чат «Стенгазета»")
    await world.later(hours=24, minutes=11)
    await teacher.sees("Белов Илья не может войти по ссылке в чат «Стенгазета». Добавьте вручную")
    assert await world.said(leaver) == before
