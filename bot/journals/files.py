"""Opens a folder or a ZIP of CSV files, guarded against bombs, links and paths that lead elsewhere."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TypeVar

from bot.journals.notes import RefusedError
from bot.journals.problems import Code

MAX_ENTRIES = 500
MAX_FILE_BYTES = 64 * 2**20
MAX_TOTAL_BYTES = 256 * 2**20
MAX_ZIP_RATIO = 200
RATIO_FREE_BYTES = 2**20
"""Small entries may shrink to almost nothing without being a bomb."""

_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError)
_AnyPath = TypeVar("_AnyPath", Path, PurePosixPath)
_NOT_OURS = ("__MACOSX", ".")


def open_files(path: Path, wanted: Iterable[str]) -> tuple[dict[str, tuple[str, bytes]], frozenset[str]]:
    """Read the wanted tables and list all there are.

    Returns the files by lower-case table name as (file name, content), and the lower-case names of all tables present.
    Raises ``RefusedError`` for anything that is no folder or ZIP of CSV files or that a guard forbids.
    """
    try:
        if path.is_dir():
            return _from_folder(path, frozenset(wanted))
        if path.is_file():
            return _from_zip(path, frozenset(wanted))
    except OSError as error:
        raise RefusedError(Code.UNREADABLE) from error
    except _ZIP_ERRORS as error:
        raise RefusedError(Code.NOT_A_ZIP) from error
    raise RefusedError(Code.NOT_FOUND)


def _from_folder(path: Path, wanted: frozenset[str]) -> tuple[dict[str, tuple[str, bytes]], frozenset[str]]:
    root = path.resolve()
    tables = _by_table(_csv_files(root))
    if sum(file.stat().st_size for file in tables.values()) > MAX_TOTAL_BYTES:
        raise RefusedError(Code.TOO_LARGE, megabytes=MAX_TOTAL_BYTES // 2**20)
    return {name: (tables[name].name, _content(tables[name])) for name in tables.keys() & wanted}, frozenset(tables)


def _csv_files(root: Path) -> list[Path]:
    entries = _entries(root)
    folders = [entry for entry in entries if entry.is_dir() and not entry.is_symlink()]
    files = _only_csv(entries)
    if not files and len(folders) == 1:
        files = _only_csv(_entries(folders[0]))
    for file in files:
        if not file.resolve().is_relative_to(root):
            raise RefusedError(Code.LINK_OUTSIDE)
        if not stat.S_ISREG(file.stat().st_mode):
            raise RefusedError(Code.UNREADABLE)
    return files


def _entries(folder: Path) -> list[Path]:
    entries = list(islice(folder.iterdir(), MAX_ENTRIES + 1))
    if len(entries) > MAX_ENTRIES:
        raise RefusedError(Code.TOO_MANY_FILES, limit=MAX_ENTRIES)
    return [entry for entry in entries if not entry.name.startswith(_NOT_OURS)]


def _only_csv(entries: list[Path]) -> list[Path]:
    return [entry for entry in entries if entry.suffix.casefold() == ".csv" and not entry.is_dir()]


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        return _bounded(stream.read(MAX_FILE_BYTES + 1))


def _from_zip(path: Path, wanted: frozenset[str]) -> tuple[dict[str, tuple[str, bytes]], frozenset[str]]:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise RefusedError(Code.TOO_MANY_FILES, limit=MAX_ENTRIES)
        files = {PurePosixPath(entry.filename): entry for entry in entries if _is_allowed(entry)}
        if len({file.parent for file in files}) > 1 or any(len(file.parts) > 2 for file in files):
            raise RefusedError(Code.NESTED_FOLDERS)
        _guard_sizes(list(files.values()))
        tables = _by_table(files)
        contents = {
            name: (tables[name].name, _unpacked(archive, files[tables[name]])) for name in tables.keys() & wanted
        }
        return contents, frozenset(tables)


def _is_allowed(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a CSV of ours; raises for names and kinds that no honest exporter writes."""
    name = PurePosixPath(entry.filename)
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename:
        raise RefusedError(Code.UNSAFE_PATH)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedError(Code.LINK_OUTSIDE)
    if entry.flag_bits & 1:
        raise RefusedError(Code.ZIP_ENCRYPTED)
    hidden = any(part.startswith(_NOT_OURS) for part in name.parts)
    return not entry.is_dir() and not hidden and name.suffix.casefold() == ".csv"


def _guard_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise RefusedError(Code.TOO_LARGE, megabytes=MAX_TOTAL_BYTES // 2**20)
    for entry in entries:
        if entry.file_size > max(RATIO_FREE_BYTES, entry.compress_size * MAX_ZIP_RATIO):
            raise RefusedError(Code.ZIP_BOMB, ratio=MAX_ZIP_RATIO)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # The declared size is only a claim: never unpack more than the limit.
    with archive.open(entry) as stream:
        return _bounded(stream.read(MAX_FILE_BYTES + 1))


def _bounded(content: bytes) -> bytes:
    if len(content) > MAX_FILE_BYTES:
        raise RefusedError(Code.TOO_LARGE, megabytes=MAX_FILE_BYTES // 2**20)
    return content


def _by_table(files: Iterable[_AnyPath]) -> dict[str, _AnyPath]:
    tables: dict[str, _AnyPath] = {}
    for file in files:
        if tables.setdefault(file.stem.casefold(), file) is not file:
            raise RefusedError(Code.DUPLICATE_FILE)
    return tables
