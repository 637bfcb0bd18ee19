"""Text on paper: fonts of our own, and lines that always stay inside the box they are given."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY = "DejaVuSans"
FONTS = Path(__file__).with_name("fonts")
MM_PER_POINT = 25.4 / 72
LEADING = 1.2
ASCENT = 0.93
SMALLEST = 5.5
STEP = 0.5
ELLIPSIS = "\u2026"


@dataclass(frozen=True)
class Box:
    """A place on the page, in millimetres from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Style:
    """How a text looks: the largest size in points, the weight, and how pale it is (0 is black, 255 is white)."""

    size: float
    bold: bool = False
    grey: int = 0


def add_fonts(pdf: FPDF) -> None:
    """Make both weights known to a document; only the letters in use go into the file."""
    pdf.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
    pdf.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")


def write(pdf: FPDF, box: Box, text: str, style: Style) -> float:
    """Write inside the box: wrap, else shrink, else cut with an ellipsis; give back the height used, in millimetres."""
    pdf.set_font(FAMILY, "B" if style.bold else "")
    pdf.set_text_color(style.grey)
    size, lines = _fitted(pdf, box, _printable(pdf, text), style.size)
    for number, line in enumerate(lines):
        pdf.text(box.x, box.y + (number * LEADING + ASCENT) * size * MM_PER_POINT, line)
    return len(lines) * _line_height(size)


def _fitted(pdf: FPDF, box: Box, text: str, largest: float) -> tuple[float, list[str]]:
    size = largest
    while size > SMALLEST:
        pdf.set_font_size(size)
        lines = _wrapped(pdf, text, box.width)
        has_room = len(lines) * _line_height(size) <= box.height
        if has_room and all(pdf.get_string_width(line) <= box.width for line in lines):
            return size, lines
        size -= STEP
    return SMALLEST, _squeezed(pdf, box, text)


def _squeezed(pdf: FPDF, box: Box, text: str) -> list[str]:
    pdf.set_font_size(SMALLEST)
    lines = [piece for line in _wrapped(pdf, text, box.width) for piece in _chopped(pdf, line, box.width)]
    room = max(1, int(box.height / _line_height(SMALLEST)))
    if len(lines) <= room:
        return lines
    last = next(_chopped(pdf, lines[room - 1], box.width - pdf.get_string_width(ELLIPSIS)))
    return [*lines[: room - 1], last.rstrip() + ELLIPSIS]


def _wrapped(pdf: FPDF, text: str, width: float) -> list[str]:
    """Lines broken at spaces only: one that is a single long word may be too wide."""
    lines = []
    for paragraph in text.split("\n"):
        line, *words = paragraph.split(" ")
        for word in words:
            if pdf.get_string_width(f"{line} {word}") <= width:
                line = f"{line} {word}"
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return lines


def _chopped(pdf: FPDF, line: str, width: float) -> Iterator[str]:
    start = 0
    for end in range(1, len(line)):
        if pdf.get_string_width(line[start : end + 1]) > width:
            yield line[start:end]
            start = end
    yield line[start:]


def _line_height(size: float) -> float:
    return size * LEADING * MM_PER_POINT


def _printable(pdf: FPDF, text: str) -> str:
    """The text in signs that the font has: a foreign letter becomes "?", a picture or an invisible mark goes."""
    glyphs = cast(TTFFont, pdf.current_font).cmap
    signs = (_sign(sign, ord(sign) in glyphs) for sign in unicodedata.normalize("NFC", text))
    return re.sub(" *\n *| +", lambda gap: "\n" if "\n" in gap[0] else " ", "".join(signs)).strip()


def _sign(sign: str, is_in_font: bool) -> str:
    if is_in_font or sign == "\n":
        return sign
    if sign.isspace():
        return " "
    return "?" if sign.isalpha() else ""
