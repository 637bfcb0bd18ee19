"""A poster with one QR code: for the notice board of a class or a screen in the hall."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from fpdf import FPDF

from bot.documents.lettering import Box, Style, add_fonts, write
from bot.documents.qr import qr_png

PAGE_WIDTH = 210.0
EDGE = 25.0
WIDTH = PAGE_WIDTH - 2 * EDGE
QR_SIZE = 130.0
QR_TOP = 85.0
SAME_FOR_EVERY_RUN = datetime(2000, 1, 1, tzinfo=UTC)

HEADING, TITLE, HOW_TO = Style(14, grey=90), Style(28, bold=True), Style(14)


@dataclass(frozen=True)
class Poster:
    """What stands above, in, and below the QR code."""

    heading: str
    title: str
    address: str
    how_to: str


def poster(about: Poster) -> bytes:
    """A PDF of one A4 page; the same input gives the same bytes. ``ValueError`` if the address is too long."""
    pdf = FPDF(format="A4")
    pdf.set_creation_date(SAME_FOR_EVERY_RUN)
    pdf.set_title(about.title)
    pdf.set_auto_page_break(False)
    add_fonts(pdf)
    pdf.add_page()
    used = write(pdf, Box(EDGE, EDGE, WIDTH, 14), about.heading, HEADING)
    write(pdf, Box(EDGE, EDGE + used + 4, WIDTH, 40), about.title, TITLE)
    picture = io.BytesIO(qr_png(about.address))
    pdf.image(picture, (PAGE_WIDTH - QR_SIZE) / 2, QR_TOP, QR_SIZE, QR_SIZE)
    write(pdf, Box(EDGE, QR_TOP + QR_SIZE + 8, WIDTH, 50), about.how_to, HOW_TO)
    return bytes(pdf.output())
