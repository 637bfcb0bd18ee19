"""Invitation sheets are rendered and read back: what a parent sees, and what the camera sees."""

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.sheet import Invitation, SheetWords, invitation_sheet

MM = 72 / 25.4
CARD_WIDTH, CARD_HEIGHT = 105 * MM, 95 * MM
PAGE_HEIGHT = 297 * MM
PRINTER_MARGIN = 5 * MM
FOOTER_HEIGHT = 12 * MM

TITLE = "8А — родители"
WORDS = SheetWords(
    heading="Приглашение в школьный чат",
    how_to="Наведите камеру телефона на QR-код и откройте ссылку.\nНе получилось? Напишите код сообществу школы.",
    code_label="Личный код",
    warning="Никому не передавайте свои регистрационные данные — даже коллегам или руководителю.",
    footer="Школа № 57 · напечатано 5 сентября",
)
BELOVA = Invitation(
    name="Белова Наталья Андреевна",
    role="мама ученика 8А Белова Ильи",
    code="KA4T-92XM",
    address="https://vk.me/school57?ref=KA4T92XM",
    valid_until="Действует до 1 октября",
)
LONG_NAME = "Константинопольская-Преображенская Александра Владиславовна"
LONG_NAMES = [LONG_NAME, LONG_NAME * 10, "Ш" * 300, "Ы " * 300, "а-" * 300]


def invitations(count: int) -> list[Invitation]:
    return [
        replace(BELOVA, name=f"Ёлкин Номер-{number}", code=f"KA4T-{number:04}", address=f"https://vk.me/s?ref={number}")
        for number in range(count)
    ]


def texts(sheet: bytes) -> list[str]:
    """The words of every page, in reading order, single spaces between them."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(sheet)).pages]


def codes(sheet: bytes, page: int = 0) -> dict[int, str]:
    """What a camera reads from a page: place of the card (0 to 5, row by row) → address."""
    scale = 3
    picture = pypdfium2.PdfDocument(sheet)[page].render(scale=scale).to_pil()
    found = {}
    for code in zxingcpp.read_barcodes(picture):
        corner = code.position.top_left
        place = int(corner.y / scale // CARD_HEIGHT) * 2 + int(corner.x / scale // CARD_WIDTH)
        found[place] = code.text
    return found


def card_text(page: pypdfium2.PdfPage, place: int) -> str:
    left, top = place % 2 * CARD_WIDTH, PAGE_HEIGHT - place // 2 * CARD_HEIGHT
    return page.get_textpage().get_text_bounded(left, top - CARD_HEIGHT, left + CARD_WIDTH, top)


def strays(sheet: bytes) -> list[tuple[str, float, float]]:
    """Signs of the first page that touch a cut line, the edge that no printer reaches, or a QR code."""
    page = pypdfium2.PdfDocument(sheet)[0]
    text = page.get_textpage()
    pictures = [one.get_bounds() for one in page.get_objects() if isinstance(one, pypdfium2.PdfImage)]
    found = []
    for index in range(text.count_chars()):
        sign = text.get_text_range(index, 1)
        left, bottom, right, top = text.get_charbox(index)
        if sign.isspace() or sign == "✂" or top < FOOTER_HEIGHT or right == left:
            continue
        is_inside = _fits(left % CARD_WIDTH, right - left, CARD_WIDTH) and _fits(
            (PAGE_HEIGHT - top) % CARD_HEIGHT, top - bottom, CARD_HEIGHT
        )
        if not is_inside or any(_overlap((left, bottom, right, top), picture) for picture in pictures):
            found.append((sign, left / MM, top / MM))
    return found


def _fits(start: float, length: float, room: float) -> bool:
    return start >= PRINTER_MARGIN and start + length <= room - PRINTER_MARGIN


def _overlap(sign: tuple[float, ...], picture: tuple[float, ...]) -> bool:
    needed_white = 2 * MM
    left, bottom, right, top = picture
    return (
        sign[0] < right - needed_white
        and sign[2] > left + needed_white
        and sign[1] < top - needed_white
        and sign[3] > bottom + needed_white
    )


def test_a_card_says_who_it_is_for_what_to_do_and_until_when() -> None:
    (page,) = texts(invitation_sheet(TITLE, [BELOVA], WORDS))
    said = [TITLE, BELOVA.name, BELOVA.role, BELOVA.code, BELOVA.valid_until, WORDS.heading, WORDS.code_label]
    for phrase in [*said, *WORDS.how_to.split("\n"), WORDS.warning, f"{WORDS.footer} · 1 / 1"]:
        assert phrase in page


def test_every_card_carries_the_code_of_its_own_person() -> None:
    people = invitations(6)
    sheet = invitation_sheet(TITLE, people, WORDS)
    assert codes(sheet) == {place: person.address for place, person in enumerate(people)}
    page = pypdfium2.PdfDocument(sheet)[0]
    for place, person in enumerate(people):
        text = card_text(page, place)
        assert person.name in text
        assert [other.code for other in people if other.code in text] == [person.code]


@pytest.mark.parametrize(("count", "pages"), [(1, [1]), (6, [6]), (7, [6, 1]), (200, [6] * 33 + [2])])
def test_six_cards_stand_on_a_page_and_nobody_is_lost(count: int, pages: list[int]) -> None:
    people = invitations(count)
    read = texts(invitation_sheet(TITLE, people, WORDS))
    assert [page.count(WORDS.code_label) for page in read] == pages
    assert [person.code for person in people if person.code in " ".join(read)] == [person.code for person in people]
    assert read[-1].endswith(f"{len(pages)} / {len(pages)}")


def test_the_last_page_is_read_by_a_camera_too() -> None:
    people = invitations(7)
    assert codes(invitation_sheet(TITLE, people, WORDS), page=1) == {0: people[6].address}


def test_nobody_to_invite_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        invitation_sheet(TITLE, [], WORDS)


def test_pages_are_a4() -> None:
    page = pypdf.PdfReader(io.BytesIO(invitation_sheet(TITLE, [BELOVA], WORDS))).pages[0]
    assert (round(page.mediabox.width / MM), round(page.mediabox.height / MM)) == (210, 297)


@pytest.mark.parametrize("text", LONG_NAMES)
def test_a_long_text_stays_inside_its_card(text: str) -> None:
    person = replace(BELOVA, name=text, role=text, code=text, valid_until=text)
    words = SheetWords(heading=text, how_to=text, code_label=text, warning=text, footer=text)
    sheet = invitation_sheet(text, [person] * 6, words)
    assert strays(sheet) == []
    assert len(codes(sheet)) == 6


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=150), st.text(alphabet="абвёШЩ -\u00a0", max_size=150))
def test_whatever_a_person_is_called_the_card_is_whole(name: str, role: str) -> None:
    sheet = invitation_sheet(name, [replace(BELOVA, name=name, role=role)], WORDS)
    assert strays(sheet) == []
    assert BELOVA.code in texts(sheet)[0]


def test_a_long_name_is_shrunk_before_it_is_cut() -> None:
    (page,) = texts(invitation_sheet(TITLE, [replace(BELOVA, name=LONG_NAME)], WORDS))
    assert LONG_NAME in page
    assert "…" not in page


def test_an_endless_name_ends_with_an_ellipsis() -> None:
    (page,) = texts(invitation_sheet(TITLE, [replace(BELOVA, name="Ш" * 300)], WORDS))
    assert "ШШШ…" in page


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("И\u0306ошкар Пе\u0308тр", "Йошкар Пётр"),  # as some file systems spell them
        ("Ґалаган Әлфия Øre", "Ґалаган Әлфия Øre"),
        ("Вера\u200b 🎉 Абрамова", "Вера Абрамова"),
        ("Вера\tАбрамова", "Вера Абрамова"),
        ("გია Абрамов", "??? Абрамов"),
    ],
)
def test_signs_outside_the_font_never_leave_an_empty_box(name: str, printed: str) -> None:
    (page,) = texts(invitation_sheet(TITLE, [replace(BELOVA, name=name)], WORDS))
    assert f"{TITLE} {printed} {BELOVA.role}" in page


def test_every_font_travels_inside_the_file() -> None:
    reader = pypdf.PdfReader(io.BytesIO(invitation_sheet(TITLE, [BELOVA], WORDS)))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert len(descriptors) == 2
    assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_the_same_invitations_give_the_same_bytes_on_any_day() -> None:
    first, second = (invitation_sheet(TITLE, invitations(7), WORDS) for _ in range(2))
    assert first == second
    metadata = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.year == 2000
    assert metadata.modification_date is None
