"""Turns the bytes of a table into text and says what had to be mended."""

import codecs
import re
import unicodedata

from bot.journals.notes import Notes
from bot.journals.problems import Code

_MOSTLY = 0.8
_CUT_CHARACTER_BYTES = 3
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u00AD\u200B-\u200F\u2060\uFEFF\uFFFD]")


def decode(content: bytes, file: str, notes: Notes) -> str | None:
    """Return the text of a table, or None if it is no text. A character cut off at the very end is left out."""
    if content.startswith(codecs.BOM_UTF8):
        notes.repair(Code.BOM, file)
        content = content.removeprefix(codecs.BOM_UTF8)
    text = _utf8(content, file, notes)
    if text is None:
        text = _cp1251(content)
        if text is not None:
            notes.repair(Code.CP1251, file)
    return None if text is None or _CONTROL.search(text) else text


def clean(cell: str) -> str:
    """Trim a cell: NFC, single spaces, no invisible characters."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", cell)).split())


def _utf8(content: bytes, file: str, notes: Notes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(content) - _CUT_CHARACTER_BYTES:
            return content[: error.start].decode()
    text = content.decode(errors="replace")
    damaged = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - damaged
    if damaged > whole:
        return None
    notes.incomplete(Code.DAMAGED_TEXT, file)
    return text


def _cp1251(content: bytes) -> str | None:
    """Windows-1251 gives some letter to almost any byte, so the result must look Russian."""
    try:
        text = content.decode("cp1251")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if character > "\x7f"]
    russian = sum("А" <= character <= "я" or character in "Ёё«»№–—…\u00a0" for character in foreign)
    return text if russian >= _MOSTLY * len(foreign) else None
