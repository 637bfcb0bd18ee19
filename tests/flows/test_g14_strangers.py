"""G14: a stranger who came by a leaked link is put out; everybody who belongs still gets in."""

import pytest

from bot.sandbox.driver import DrivenChat, DrivenPerson, Refused
from tests.flows.world import COLLEAGUES, PARENTS, PUPILS, STRANGER, World

ILYA, TIMOFEY = "Белов Илья", "Зорин Тимофей"
TOLD = "вошёл посторонний. Бот удалил его и заменил ссылку-приглашение."


async def _evicted(world: World, name: str, title: str = PUPILS) -> DrivenPerson:
    """Somebody who came by the chat's link without being linked and was put out."""
    chat = await world.sandbox.chat(title)
    person = await world.sandbox.person(name)
    await person.opens(chat.link)
    await world.outside(title, person, within_seconds=5)
    await _link_is_replaced(world, chat)
    return person


async def _link_is_replaced(world: World, chat: DrivenChat) -> None:
    async def is_new() -> bool:
        return (await world.sandbox.chat(chat.title)).link != chat.link

    await world.sandbox.until(is_new, what="a new link")


@pytest.mark.parametrize("title", [PUPILS, pytest.param(COLLEAGUES, marks=pytest.mark.long)])
async def test_a_stranger_is_out_within_five_seconds_and_the_link_is_dead(world: World, title: str) -> None:
    await world.led()
    leaked = (await world.sandbox.chat(title)).link
    await _evicted(world, STRANGER, title)
    with pytest.raises(Refused, match="dead_link"):
        await (await world.sandbox.new_person("Друг Киллера")).opens(leaked)


async def test_of_a_stranger_the_teacher_and_the_chat_are_told_without_names(world: World) -> None:
    teacher = await world.led()
    pupil = await world.entered(ILYA)
    await world.linked(TIMOFEY)
    stranger = await _evicted(world, STRANGER)
    notice = await teacher.sees(TOLD)
    assert notice.startswith("В чат «8А — ученики» вошёл посторонний.")
    chat = await world.inside(PUPILS, pupil)
    await pupil.sees("Удалён участник, которого нет в составе чата.", chat=chat)
    await world.calm()
    shown = await _shown_by_the_bot(world, stranger, chat)
    assert not [name for name in ("Илья", "Белов", "Тимофей", "Зорин") if name in " ".join(shown)], shown


async def _shown_by_the_bot(world: World, stranger: DrivenPerson, chat: DrivenChat) -> list[str]:
    in_chat = (await stranger.conversation(chat=chat))["messages"]
    return await world.said(stranger) + [one["text"] for one in in_chat if one["from"] < 0]


async def test_the_second_stranger_within_ten_minutes_is_put_out_silently(world: World) -> None:
    teacher = await world.led()
    await _evicted(world, STRANGER)
    await teacher.sees(TOLD)
    await _evicted(world, "Ким Виктор")
    await world.calm()
    assert sum(TOLD in text for text in await world.said(teacher)) == 1


async def test_a_pupil_invited_before_the_link_was_replaced_gets_in_with_that_invitation(world: World) -> None:
    await world.led()
    pupil = await world.linked(ILYA)
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await _evicted(world, STRANGER)
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)


async def test_a_pupil_who_was_put_out_as_a_stranger_is_invited_on_linking_and_returns(world: World) -> None:
    await world.sandbox.switch(kicked_may_return=True)
    await world.led()
    pupil = await _evicted(world, TIMOFEY)
    await world.linked(TIMOFEY)
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
    await world.calm()
    await world.inside(PUPILS, pupil)


async def test_when_vk_lets_no_removed_person_return_the_teacher_is_asked_after_a_day(world: World) -> None:
    await world.sandbox.switch(kicked_may_return=False)
    teacher = await world.led()
    pupil = await _evicted(world, TIMOFEY)
    await world.linked(TIMOFEY)
    await pupil.sees("Вас приглашают в чат «8А — ученики»")
    with pytest.raises(Refused, match="removed"):
        await pupil.presses_and_follows("Вступить")
    await world.later(hours=23)
    assert not any("не может войти" in text for text in await world.said(teacher))
    await world.later(hours=1, minutes=11)
    await teacher.sees("Зорин Тимофей не может войти по ссылке в чат «8А — ученики». Добавьте вручную")
    await teacher.invite(await world.sandbox.chat(PUPILS), pupil.id)
    await world.calm()
    await world.inside(PUPILS, pupil)


async def test_a_parent_who_enters_the_pupils_chat_is_put_out_like_a_stranger(world: World) -> None:
    await world.led()
    mother = await world.entered("Белова Наталья Андреевна")
    await world.inside(PARENTS, mother)
    await mother.opens((await world.sandbox.chat(PUPILS)).link)
    await world.outside(PUPILS, mother, within_seconds=5)
    await world.inside(PARENTS, mother)


async def test_in_a_parents_chat_a_stranger_is_silent_and_goes_after_a_quarter_of_an_hour(world: World) -> None:
    await world.led()
    stranger = await world.sandbox.person(STRANGER)
    chat = await world.sandbox.chat(PARENTS)
    await stranger.opens(chat.link)
    await stranger.sees("чтобы писать в этом чате, привяжите профиль за 15 минут", chat=chat)
    await world.later(minutes=14)
    await world.inside(PARENTS, stranger)
    await world.later(minutes=2)
    await world.outside(PARENTS, stranger, within_seconds=5)
    await _link_is_replaced(world, chat)
