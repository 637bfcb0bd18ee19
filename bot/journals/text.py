"""Finds out how the bytes of a table are to be read as text, and says what has to be mended."""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bot.journals.files import CsvFile
from bot.journals.notes import Notes
from bot.journals.problems import Code

BLOCK_BYTES = 2**20
_MOSTLY = 0.8
_CUT_CHARACTER_BYTES = 3
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_NEVER_TRIMMED = bytes(range(ord("!"), ord("~") + 1))
_WORDS = "(?:[!-~А-Яа-яЁё]+(?: [!-~А-Яа-яЁё]+)*)?"
"""What needs no trimming: visible characters of ASCII and Russian letters, with single spaces between."""
_USUAL = re.compile(_WORDS)
_ALL_USUAL = re.compile(rf"{_WORDS}(?:\n{_WORDS})*")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u00AD\u200B-\u200F\u2060\uFEFF\uFFFD]")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is written. ``ends_whole``: a line break ends its last row."""

    encoding: str
    errors: str
    skipped_bytes: int
    ends_whole: bool


def survey(file: CsvFile, notes: Notes) -> Writing | None:
    """Look through a file; None if it is no text. A character cut off at the very end is left out."""
    with file.opened() as stream:
        skipped = len(codecs.BOM_UTF8) if stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 else 0
    if skipped:
        notes.repair(Code.BOM, file.name)
    last, found = _as_utf8(file, notes)
    if found is None and (found := _as_cp1251(file)) is not None:
        notes.repair(Code.CP1251, file.name)
    if found is None:
        return None
    encoding, errors = found
    return Writing(encoding, errors, skipped, last.endswith((b"\n", b"\r")))


def clean(cell: str) -> str:
    """Trim a cell: NFC, single spaces, no invisible characters."""
    if _USUAL.fullmatch(cell):
        return cell
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", cell)).split())


def clean_texts(cells: Sequence[bytes]) -> list[str]:
    """Trimmed texts of many cells."""
    together = b"\n".join(cells).decode(errors="ignore")
    texts = together.split("\n")
    if len(texts) == len(cells) and _ALL_USUAL.fullmatch(together):
        return texts
    return [clean(cell.decode(errors="ignore")) for cell in cells]


def clean_all(cells: Sequence[bytes]) -> Sequence[bytes]:
    """Trim many cells, of which usually none needs it."""
    if not b"".join(cells).translate(None, _NEVER_TRIMMED):
        return cells
    return [clean(cell.decode(errors="ignore")).encode() for cell in cells]


def _blocks(file: CsvFile) -> Iterator[bytes]:
    with file.opened() as stream:
        while block := stream.read(BLOCK_BYTES):
            yield block


def _as_utf8(file: CsvFile, notes: Notes) -> tuple[bytes, tuple[str, str] | None]:
    """The last bytes of the file, and its encoding with the way to treat what is wrong; None: not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    last = b""
    try:
        for number, block in enumerate(_blocks(file)):
            last = block[-_CUT_CHARACTER_BYTES:]
            # A table that is none shows it at once; of a long one the rest is only asked for what no text has.
            if _has_control(decoder.decode(block), is_long=number > 0):
                return last, None
    except UnicodeDecodeError:
        return _last_bytes(file), _damaged(file, notes)
    return last, ("utf-8", "ignore")


def _has_control(text: str, *, is_long: bool) -> bool:
    return "\0" in text if is_long else _CONTROL.search(text) is not None


def _last_bytes(file: CsvFile) -> bytes:
    last = b""
    for block in _blocks(file):
        last = block[-_CUT_CHARACTER_BYTES:]
    return last


def _damaged(file: CsvFile, notes: Notes) -> tuple[str, str] | None:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    damaged = foreign = 0
    has_control = False
    for block in _blocks(file):
        text = decoder.decode(block)
        damaged += text.count("\ufffd")
        foreign += sum(character > "\x7f" for character in text)
        has_control = has_control or _CONTROL.search(text) is not None
    if damaged > foreign - damaged:
        return None
    notes.incomplete(Code.DAMAGED_TEXT, file.name)
    return None if has_control else ("utf-8", "replace")


def _as_cp1251(file: CsvFile) -> tuple[str, str] | None:
    """Windows-1251 gives some letter to almost any byte, so the result must look Russian."""
    foreign = russian = 0
    try:
        for block in _blocks(file):
            text = block.decode("cp1251")
            if _CONTROL.search(text):
                return None
            letters = [character for character in text if character > "\x7f"]
            foreign += len(letters)
            russian += sum("А" <= character <= "я" or character in "Ёё«»№–—…\u00a0" for character in letters)
    except UnicodeDecodeError:
        return None
    return ("cp1251", "strict") if russian >= _MOSTLY * foreign else None


def text_of(file: CsvFile, writing: Writing) -> BinaryIO:
    """The bytes of the file after its byte order mark."""
    stream = file.opened()
    stream.read(writing.skipped_bytes)
    return stream
