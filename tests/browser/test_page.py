"""The page is a messenger that anybody can use: the test plays the bot, Chromium plays the person."""

import csv
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.chromium import MOBILE
from tests.browser.conftest import Bot, OpenPage, button

pytestmark = pytest.mark.asyncio(loop_scope="session")

PETROV, ILYA, STRANGER = "Петров Сергей Олегович", "Белов Илья", "Алекс Киллер"


async def _dialog(bot: Bot, open_page: OpenPage, name: str = PETROV, **how: ViewportSize) -> tuple[Page, int]:
    """A page with the person's begun dialog with the community."""
    person = await bot.person_id(name)
    await bot.control(f"people/{person}/start", {"community": 1})
    await bot.hears("message_new")
    page = await open_page(f"#person={person}&peer=-1", **how)
    await expect(page.locator(".message.mine")).to_have_count(1)
    return page, person


async def _chat(bot: Bot, title: str, *people: int) -> tuple[int, str]:
    """A chat of the community and its link."""
    with_them = {"user_ids": ",".join(map(str, people))} if people else {}
    made = await bot("messages.createChat", title=title, group_id=1, **with_them)
    peer = 2_000_000_000 + made["chat_id"]
    return peer, (await bot("messages.getInviteLink", peer_id=peer))["link"]


async def test_a_newcomer_chooses_a_person_starts_writes_and_sees_the_answer_at_once(
    bot: Bot, open_page: OpenPage
) -> None:
    page = await open_page()
    await page.get_by_role("link", name=PETROV).click()
    await page.get_by_role("button", name="Начать", exact=True).click()
    assert (await bot.hears("message_new"))["message"]["payload"] == '{"command": "start"}'
    await expect(page.get_by_role("button", name="Начать", exact=True)).to_be_hidden()
    await page.get_by_role("textbox", name="Сообщение").fill("8А")
    await page.keyboard.press("Enter")
    message = (await bot.hears("message_new"))["message"]
    assert message["text"] == "8А"
    await bot.send(message["peer_id"], "Класс найден\nвторая строка")
    await expect(page.locator(".bubble .text", has_text="Класс найден")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Сообщение")).to_have_value("")


async def test_a_press_spins_until_answered_shows_the_snackbar_and_the_message_changes_in_place(
    bot: Bot, open_page: OpenPage
) -> None:
    page, person = await _dialog(bot, open_page)
    cmid = await bot.send(person, "Создать?", [button("Создать чат", "positive", payload={"s": "N"})])
    pressed = page.get_by_role("button", name="Создать чат")
    await pressed.click()
    press = await bot.hears("message_event")
    assert press["payload"] == {"s": "N"}
    await expect(pressed).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("img", name="Ждём ответа")).to_be_visible()
    await bot("messages.edit", peer_id=person, cmid=cmid, message="Чат создан")
    await bot.answers(press, type="show_snackbar", text="Готово")
    await expect(page.locator(".snackbar")).to_have_text("Готово")
    await expect(page.get_by_role("img", name="Ждём ответа")).to_have_count(0)
    await expect(page.locator(".message:not(.mine) .text")).to_have_text(["Чат создан"])
    await expect(page.locator(".message:not(.mine) .meta")).to_contain_text("изменено")


async def test_every_press_is_sent_also_while_another_one_waits(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page)
    await bot.send(person, "Меню", [button("Первая", payload={"n": 1}), button("Вторая", payload={"n": 2})])
    await page.get_by_role("button", name="Первая").dblclick()
    await page.get_by_role("button", name="Вторая").click()
    presses = [await bot.hears("message_event") for _ in range(3)]
    assert [press["payload"]["n"] for press in presses] == [1, 1, 2]
    await expect(page.locator("[aria-busy=true]")).to_have_count(2)
    for press in presses:
        await bot.answers(press, type="show_snackbar", text=f"Ответ {press['payload']['n']}")
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await expect(page.locator(".snackbar")).to_have_text(["Ответ 1", "Ответ 1", "Ответ 2"])


async def test_buttons_have_the_colours_of_vk(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page)
    colors = ["positive", "negative", "primary", "secondary"]
    await bot.send(person, "Цвета", *([button(color, color, payload={})] for color in colors))
    strongest = {}
    for color in colors:
        style = await page.get_by_role("button", name=color).evaluate("node => getComputedStyle(node).backgroundColor")
        red, green, blue = map(int, re.findall(r"\d+", style)[:3])
        is_grey = max(red, green, blue) - min(red, green, blue) < 40
        strongest[color] = "grey" if is_grey else max((red, "red"), (green, "green"), (blue, "blue"))[1]
    assert strongest == {"positive": "green", "negative": "red", "primary": "blue", "secondary": "grey"}


async def test_the_bottom_keyboard_writes_its_label_with_the_payload(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page)
    await bot.send(person, "Меню", [button("Помощь", kind="text", payload={"s": "H"})], inline=False)
    keyboard = page.get_by_role("group", name="Клавиатура бота")
    await keyboard.get_by_role("button", name="Помощь").click()
    message = (await bot.hears("message_new"))["message"]
    assert (message["text"], message["payload"]) == ("Помощь", '{"s": "H"}')
    await page.get_by_role("button", name="Кнопки бота").click()
    await expect(keyboard).to_be_hidden()


async def test_an_invitation_in_the_answer_to_a_press_joins_and_opens_the_chat(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page, ILYA)
    peer, link = await _chat(bot, "8А — ученики")
    await bot.send(person, "Вас приглашают", [button("Вступить", payload={})])
    await page.get_by_role("button", name="Вступить").click()
    await bot.answers(await bot.hears("message_event"), type="open_link", link=link)
    await expect(page.get_by_role("heading", level=1)).to_have_text("8А — ученики")
    await expect(page).to_have_url(re.compile(f"#person={person}&peer={peer}$"))
    members = await bot("messages.getConversationMembers", peer_id=peer)
    assert person in {member["member_id"] for member in members["items"]}


async def test_a_link_in_a_text_and_a_pasted_link_both_join(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page, STRANGER)
    _, first = await _chat(bot, "Первый")
    _, second = await _chat(bot, "Второй")
    await bot.send(person, f"Ссылка: {first}.")
    await page.get_by_role("button", name=first, exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Первый")
    await page.get_by_role("textbox", name="Ссылка из QR-кода или приглашения").fill(second)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Второй")


async def test_a_dead_invitation_says_so(bot: Bot, open_page: OpenPage) -> None:
    page, _ = await _dialog(bot, open_page, STRANGER)
    peer, link = await _chat(bot, "8А")
    await bot("messages.getInviteLink", peer_id=peer, reset=1)
    await page.get_by_role("textbox", name="Ссылка из QR-кода или приглашения").fill(link)
    await page.get_by_role("button", name="Открыть", exact=True).click()
    await expect(page.locator(".snackbar")).to_have_text("Ссылка больше не действует")


async def test_a_chat_shows_its_members_with_roles_and_lets_its_administrator_remove_one(
    bot: Bot, open_page: OpenPage
) -> None:
    petrov, ilya = await bot.person_id(PETROV), await bot.person_id(ILYA)
    for person in (petrov, ilya):
        await bot.control(f"people/{person}/start", {"community": 1})
    peer, _ = await _chat(bot, "8А — ученики", petrov, ilya)
    await bot("messages.setMemberRole", peer_id=peer, member_id=petrov, role="admin")
    page = await open_page(f"#person={petrov}&peer={peer}")
    await page.get_by_role("button", name="Участники").click()
    members = page.locator(".members li")
    await expect(members).to_have_text([re.compile("создатель"), re.compile("администратор"), re.compile(ILYA)])
    await page.get_by_role("button", name=f"Исключить: {ILYA}").click()
    await expect(members).to_have_count(2)
    await page.get_by_role("button", name="Выйти из чата").click()
    await expect(page.get_by_text("Писать в этот чат вы не можете")).to_be_visible()


async def test_a_chat_made_by_hand_has_its_maker_and_the_community(bot: Bot, open_page: OpenPage) -> None:
    page, _ = await _dialog(bot, open_page)
    await page.get_by_role("button", name="Новый чат").click()
    await page.get_by_role("textbox", name="Название").fill("Экскурсия")
    await page.get_by_role("button", name="Создать чат").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Экскурсия")
    (chat,) = await bot.control("chats")
    assert {member["name"] for member in chat["members"]} == {PETROV, "Школьные чаты"}


async def test_the_hash_opens_the_same_view_again(bot: Bot, open_page: OpenPage) -> None:
    ilya = await bot.person_id(ILYA)
    await bot.control(f"people/{ilya}/start", {"community": 1})
    peer, _ = await _chat(bot, "8А — ученики", ilya)
    page = await open_page(f"#person={ilya}&peer={peer}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("8А — ученики")
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("8А — ученики")
    await expect(page.get_by_role("button", name=f"Вы — {ILYA}")).to_be_visible()


async def test_a_dialog_that_is_not_open_counts_its_unread_messages(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page)
    peer, _ = await _chat(bot, "8А — ученики", person)
    await bot.send(peer, "Первое")
    await bot.send(peer, "Второе")
    row = page.get_by_role("button", name=re.compile("8А — ученики"))
    await expect(row.locator(".unread")).to_have_text("3")
    await row.click()
    await expect(row.locator(".unread")).to_have_count(0)


async def test_a_code_arrives_on_the_phone_of_the_chosen_person_only(bot: Bot, open_page: OpenPage) -> None:
    page, _ = await _dialog(bot, open_page)
    await bot.control("sms/send", {"to": "+79000000002", "text": "Чужой код 111111"})
    await bot.control("sms/send", {"to": "8 900 000-00-01", "text": "Код 482913. Никому не сообщайте."})
    await expect(page.locator("#sms mark")).to_have_text(["482913"])


async def test_a_printed_code_opens_the_dialog_and_goes_with_the_next_message(bot: Bot, open_page: OpenPage) -> None:
    page, _ = await _dialog(bot, open_page, "Зорин Тимофей")
    link = "https://vk.me/school_chats?ref=X4KT82NM"
    await bot.control("sheets", [{"person": "Зорин Тимофей", "class": "8А", "code": "X4KT-82NM", "link": link}])
    await page.locator("#sheets > summary").click()
    await page.get_by_role("button", name="Открыть QR: Зорин Тимофей").click()
    await expect(page.get_by_text("код уйдёт со следующим сообщением")).to_be_visible()
    await page.get_by_role("button", name="Начать", exact=True).click()
    assert (await bot.hears("message_new"))["message"]["ref"] == "X4KT82NM"
    await expect(page.get_by_text("код уйдёт со следующим сообщением")).to_be_hidden()


async def test_the_journal_panel_moves_a_pupil_in_the_files(bot: Bot, open_page: OpenPage, journal: Path) -> None:
    page, _ = await _dialog(bot, open_page)
    await page.locator("#journal > summary").click()
    await page.get_by_role("combobox", name="Класс", exact=True).select_option("8А")
    await page.get_by_role("combobox", name="Человек").select_option("Белов Илья Игоревич")
    await page.get_by_role("combobox", name="Класс, куда перевести").select_option("8Б")
    await page.get_by_role("button", name="Перевести").click()
    await expect(page.locator(".snackbar")).to_have_text("Белов Илья Игоревич теперь в 8Б")
    with (journal / "enrollments.csv").open(encoding="utf-8", newline="") as file:
        classes = {row["classSourcedId"] for row in csv.DictReader(file) if row["userSourcedId"] == "s-001"}
    assert "c-8b" in classes
    assert "c-8a" not in classes


async def test_the_clock_panel_moves_the_clock_of_the_emulator(bot: Bot, open_page: OpenPage) -> None:
    page, _ = await _dialog(bot, open_page)
    await page.locator("#clock > summary").click()
    shown = page.locator("#clock-now")
    await expect(shown).not_to_be_empty()
    before = await shown.inner_text()
    await page.get_by_role("button", name="+25 ч").click()
    await expect(shown).not_to_have_text(before)


async def test_everything_is_reachable_with_the_keyboard_alone(bot: Bot, open_page: OpenPage) -> None:
    page = await open_page()
    await expect(page.get_by_role("link", name=PETROV)).to_be_visible()
    await page.get_by_role("searchbox", name="Кто вы").focus()
    await page.keyboard.type("киллер")
    await expect(page.locator("#people-list li")).to_have_count(1)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=f"Вы — {STRANGER}")).to_be_focused()
    await expect(page.locator("#dialog-list .row")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_focused()
    await page.keyboard.type("Пустите меня")
    await page.keyboard.press("Enter")
    person = (await bot.hears("message_new"))["message"]["from_id"]
    await bot.send(person, "Нет", [button("Почему", payload={})])
    await expect(page.get_by_role("button", name="Почему")).to_be_visible()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    assert (await bot.hears("message_event"))["user_id"] == person
    await expect(page.get_by_role("button", name="Почему")).to_be_focused()


async def test_every_control_has_an_accessible_name(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page)
    await _chat(bot, "8А — ученики", person)
    await bot.send(person, "Меню", [button("Первая", payload={})])
    for name in ("clock", "sheets", "journal", "chats"):
        await page.locator(f"#{name} > summary").click()
    await page.get_by_role("button", name=re.compile("8А — ученики")).first.click()
    await page.get_by_role("button", name="Участники").click()
    session = await page.context.new_cdp_session(page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    roles = {"button", "textbox", "searchbox", "combobox", "link", "checkbox", "DisclosureTriangle"}
    controls = [node for node in nodes if node.get("role", {}).get("value") in roles]
    assert len(controls) > 20
    names = [str(node.get("name", {}).get("value", "")) for node in controls]
    assert [name for name in names if not re.search(r"\w", name)] == []


async def test_a_phone_shows_one_column_at_a_time_and_nothing_sticks_out(bot: Bot, open_page: OpenPage) -> None:
    page, person = await _dialog(bot, open_page, viewport=MOBILE)
    rows = [[button("Очень длинная подпись кнопки: 40 знаков…", payload={}) for _ in range(2)]]
    await bot.send(person, "Длинноесловобезпробелов" * 8, *rows)
    await expect(page.locator(".message .vk-button")).to_have_count(2)
    shown = page.locator("main, main button:visible, main textarea, .bubble")
    edges = await shown.evaluate_all("nodes => nodes.map(node => node.getBoundingClientRect().right)")
    assert max(edges) == MOBILE["width"]
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await page.get_by_role("button", name="Соседи").click()
    await expect(page.get_by_role("complementary", name="Соседи")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("complementary", name="Соседи")).to_be_hidden()
    await page.get_by_role("button", name="К списку диалогов").click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    await expect(page.get_by_role("main")).to_be_hidden()
