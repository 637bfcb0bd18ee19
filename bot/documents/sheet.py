"""The invitation sheet: cards with personal QR codes, six a page, to cut out at a parents' meeting."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fpdf import FPDF

from bot.documents.lettering import Box, Style, add_fonts, write
from bot.documents.qr import qr_png

COLUMNS, ROWS = 2, 3
CARDS_A_PAGE = COLUMNS * ROWS
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
CARD_WIDTH, CARD_HEIGHT = PAGE_WIDTH / COLUMNS, 95.0
CARDS_HEIGHT = CARD_HEIGHT * ROWS
EDGE = 8.0
GAP = 2.0
INNER_WIDTH = CARD_WIDTH - 2 * EDGE
QR_SIZE = 43.0
QR_TOP = 37.0
QR_OUTDENT = 4.0  # about its quiet zone: the black squares then stand in line with the text
ASIDE = QR_SIZE - QR_OUTDENT
WARNING_TOP = QR_TOP + QR_SIZE
FOOTER_BOX = Box(EDGE, CARDS_HEIGHT + 3, PAGE_WIDTH - 2 * EDGE, 5)
SCISSORS = "\u2702"
SAME_FOR_EVERY_RUN = datetime(2000, 1, 1, tzinfo=UTC)

HEADING, TITLE = Style(8, grey=90), Style(11, bold=True)
NAME, ROLE = Style(15, bold=True), Style(10)
HOW_TO, LABEL, CODE = Style(8), Style(8, grey=90), Style(15, bold=True)
WARNING, FOOTER, SCISSORS_STYLE = Style(7, grey=60), Style(7, grey=110), Style(9, grey=110)


@dataclass(frozen=True)
class Invitation:
    """One person's card: who it is for, the code as people read it, what the QR holds, until when both work."""

    name: str
    role: str
    code: str
    address: str
    valid_until: str


@dataclass(frozen=True)
class SheetWords:
    """The phrases that all cards share; the footer stands on every page, before the page number."""

    heading: str
    how_to: str
    code_label: str
    warning: str
    footer: str


def invitation_sheet(title: str, invitations: Sequence[Invitation], words: SheetWords) -> bytes:
    """A PDF of A4 pages with six cards each and dashed lines to cut along; the same input gives the same bytes.

    ``ValueError`` if there is nobody to invite or an address does not fit into a QR code.
    """
    if not invitations:
        raise ValueError("an invitation sheet needs at least one invitation")
    pdf = _empty_document(title)
    pages = range(0, len(invitations), CARDS_A_PAGE)
    for number, start in enumerate(pages, start=1):
        pdf.add_page()
        for place, invitation in enumerate(invitations[start : start + CARDS_A_PAGE]):
            _draw_card(pdf, place, title, invitation, words)
        _draw_cut_lines(pdf)
        write(pdf, FOOTER_BOX, f"{words.footer} \u00b7 {number} / {len(pages)}", FOOTER)
    return bytes(pdf.output())


def _empty_document(title: str) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_creation_date(SAME_FOR_EVERY_RUN)
    pdf.set_title(title)
    pdf.set_auto_page_break(False)
    add_fonts(pdf)
    return pdf


def _draw_card(pdf: FPDF, place: int, title: str, invitation: Invitation, words: SheetWords) -> None:
    left = place % COLUMNS * CARD_WIDTH + EDGE
    top = place // COLUMNS * CARD_HEIGHT
    _draw_addressee(pdf, Box(left, top + EDGE, INNER_WIDTH, QR_TOP - EDGE), title, invitation, words.heading)
    pdf.image(io.BytesIO(qr_png(invitation.address)), left - QR_OUTDENT, top + QR_TOP, QR_SIZE, QR_SIZE)
    _draw_instructions(pdf, Box(left + ASIDE, top + QR_TOP, INNER_WIDTH - ASIDE, QR_SIZE), invitation, words)
    write(pdf, Box(left, top + WARNING_TOP, INNER_WIDTH, CARD_HEIGHT - EDGE - WARNING_TOP), words.warning, WARNING)


def _draw_addressee(pdf: FPDF, area: Box, title: str, invitation: Invitation, heading: str) -> None:
    y = area.y
    y += write(pdf, Box(area.x, y, area.width, 3.5), heading, HEADING)
    y += write(pdf, Box(area.x, y, area.width, 8), title, TITLE) + GAP
    y += write(pdf, Box(area.x, y, area.width, 11), invitation.name, NAME) + GAP / 2
    write(pdf, Box(area.x, y, area.width, 7), invitation.role, ROLE)


def _draw_instructions(pdf: FPDF, area: Box, invitation: Invitation, words: SheetWords) -> None:
    y = area.y + QR_OUTDENT
    y += write(pdf, Box(area.x, y, area.width, 19), words.how_to, HOW_TO) + GAP
    y += write(pdf, Box(area.x, y, area.width, 3.5), words.code_label, LABEL)
    y += write(pdf, Box(area.x, y, area.width, 6.5), invitation.code, CODE)
    write(pdf, Box(area.x, y, area.width, 7), invitation.valid_until, LABEL)


def _draw_cut_lines(pdf: FPDF) -> None:
    pdf.set_draw_color(150)
    pdf.set_line_width(0.2)
    pdf.set_dash_pattern(dash=1.5, gap=1.5)
    for row in range(1, ROWS + 1):
        y = row * CARD_HEIGHT
        pdf.line(0, y, PAGE_WIDTH, y)
        write(pdf, Box(EDGE / 2, y - 2, EDGE, 5), SCISSORS, SCISSORS_STYLE)
    pdf.line(CARD_WIDTH, 0, CARD_WIDTH, CARDS_HEIGHT)
