"""A parent's consent where the school demands it: without it a pupil links, and belongs to no chat."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import KEY, PARENTS, PUPILS, World

ILYA = "Белов Илья"
MOTHER = "Белова Наталья Андреевна"
YOUNG = 8


async def _demanding(world: World, parallels: int = YOUNG) -> None:
    """The same school, run with the demand for consent up to a parallel."""
    school = world.settings.schools[KEY].model_copy(update={"consent_parallels": parallels})
    world.settings = world.settings.model_copy(update={"schools": {KEY: school}})
    await world.restart()


async def _consents(mother: DrivenPerson) -> None:
    await mother.press("Прочитать и ответить")
    await mother.sees("Согласие на участие ребёнка в школьных чатах\n\nИлья Белов, 8А, Школа № 12, г. Пермь.")
    await mother.press("Даю согласие")


async def test_without_the_setting_nobody_is_asked(world: World) -> None:
    await world.led()
    await world.linked(MOTHER)
    await world.entered(ILYA)
    assert world.rows("SELECT id FROM ledger WHERE event LIKE 'consent%'") == []


async def test_a_pupil_belongs_to_chats_only_after_a_parent_consented(world: World) -> None:
    await _demanding(world)
    await world.led()
    mother = await world.linked(MOTHER)
    pupil = await world.linked(ILYA)
    await pupil.write("меню")
    await pupil.sees("нужно согласие родителя")
    await pupil.press("Согласие родителя")
    await pupil.sees("Запрос получает Белова Н. А.")
    await world.calm()
    assert not any("Вас приглашают" in text for text in await world.said(pupil))
    await mother.sees("Илья, 8А: нужно ваше согласие")
    await _consents(mother)
    await pupil.sees("Родитель дал согласие")
    await pupil.sees("Вас приглашают")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
    kept = world.rows("SELECT version, is_given FROM guardian_consent")
    assert kept == [("2026-11", 1)]


async def test_a_parent_who_links_later_finds_the_request_in_the_list(world: World) -> None:
    await _demanding(world)
    await world.led()
    pupil = await world.linked(ILYA)
    await pupil.write("меню")
    await pupil.press("Согласие родителя")
    await pupil.sees("Никто из ваших родителей ещё не привязал профиль.")
    await pupil.press("Показать QR-код для родителя")
    await pupil.sees("Пусть родитель наведёт камеру на QR-код")
    mother = await world.linked(MOTHER)
    await mother.write("меню")
    await mother.sees("Ждёт вашего согласия: Анна, 5Б, Илья, 8А.")
    await mother.press("Согласие для детей")
    await mother.sees("Илья, 8А: ждёт вашего согласия")
    await mother.write("4")
    await mother.sees("Согласие на участие ребёнка")
    await mother.press("Даю согласие")
    await pupil.sees("Вас приглашают")


async def test_the_picture_for_the_parent_holds_no_code_by_which_a_pupil_could_become_the_parent(world: World) -> None:
    await _demanding(world)
    pupil = await world.linked(ILYA)
    before = world.rows("SELECT count(*) FROM personal_code")
    await pupil.write("меню")
    await pupil.press("Согласие родителя")
    await pupil.press("Показать QR-код для родителя")
    await pupil.sees("Пусть родитель наведёт камеру")
    assert world.rows("SELECT count(*) FROM personal_code") == before
    assert not any(world.sheet(MOTHER).code in text for text in await world.said(pupil))


async def test_a_withdrawn_consent_takes_the_pupil_out_of_the_chats(world: World) -> None:
    await _demanding(world)
    await world.led()
    mother = await world.linked(MOTHER)
    pupil = await world.linked(ILYA)
    await _consents(mother)
    await pupil.sees("Вас приглашают")
    await pupil.presses_and_follows("Вступить")
    await world.inside(PUPILS, pupil)
    await mother.write("меню")
    await mother.sees("Чаты\n\n")
    await mother.press("Чаты моих детей")
    await mother.press("Отозвать согласие")
    await mother.sees("выход из всех школьных чатов")
    await mother.press("Отозвать согласие")
    await world.outside(PUPILS, pupil)
    await pupil.sees(f"Вы больше не состоите в чате «{PUPILS}»: нет согласия родителя.")
    assert [row[0] for row in world.rows("SELECT is_given FROM guardian_consent ORDER BY id")] == [1, 0]
    noted = world.rows("SELECT event, details FROM ledger WHERE event IN ('consent-given', 'consent-withdrawn')")
    assert [event for event, _ in noted] == ["consent-given", "consent-withdrawn"]
    assert not any("Белов" in details or "Илья" in details for _, details in noted)


async def test_who_does_not_consent_changes_nothing_and_may_still_do_it(world: World) -> None:
    await _demanding(world)
    await world.led()
    mother = await world.linked(MOTHER)
    pupil = await world.linked(ILYA)
    await mother.press("Прочитать и ответить")
    await mother.press("Не даю")
    await world.calm()
    assert world.rows("SELECT id FROM guardian_consent") == []
    assert not any("Вас приглашают" in text for text in await world.said(pupil))
    await mother.write("меню")
    await mother.sees("Ждёт вашего согласия")


async def test_the_request_is_sent_again_at_most_once_an_hour(world: World) -> None:
    await _demanding(world)
    mother = await world.linked(MOTHER)
    pupil = await world.linked(ILYA)
    await mother.sees("нужно ваше согласие")
    await pupil.write("меню")
    await pupil.press("Согласие родителя")
    answer = await pupil.press("Отправить запрос ещё раз")
    assert answer["answer"]["text"] == "Запрос уже отправлен, ответа пока нет"
    await world.later(hours=2)
    await pupil.press("Отправить запрос ещё раз")
    await world.calm()
    assert sum("нужно ваше согласие" in text for text in await world.said(mother)) == 2


async def test_another_parent_cannot_consent_for_the_child(world: World) -> None:
    await _demanding(world)
    await world.led()
    await world.linked(ILYA)
    other = await world.linked("Зорина Вера Николаевна")
    [(pupil_id,)] = world.rows("SELECT DISTINCT person_id FROM person_link WHERE person_id LIKE 's-%'")
    for payload in (f'{{"a":"R.CONSENT.YES","k":"{pupil_id}"}}', f'{{"s":"R.CONSENT","k":"{pupil_id}"}}'):
        body = {"community": 1, "peer": 0, "text": ".", "payload": payload}
        await world.sandbox.api.post(f"people/{other.id}/write", body)
        await world.calm()
        assert "Илья" not in (await other.screen()).text
    assert world.rows("SELECT id FROM guardian_consent") == []


async def test_pupils_of_higher_parallels_need_no_consent(world: World) -> None:
    await _demanding(world, parallels=7)
    await world.led()
    pupil = await world.entered(ILYA)
    await world.inside(PUPILS, pupil)


async def test_parents_need_no_consent_for_their_own_chats(world: World) -> None:
    await _demanding(world)
    await world.led()
    mother = await world.entered(MOTHER)
    await world.inside(PARENTS, mother)
