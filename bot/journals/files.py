"""Opens a folder or a ZIP of CSV files, guarded against bombs, links and paths that lead elsewhere."""

import contextlib
import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import FileIO
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, TypeVar

from bot.journals.notes import RefusedError
from bot.journals.problems import Code

MAX_ENTRIES = 500
MAX_FILE_BYTES = 256 * 2**20
MAX_TOTAL_BYTES = 512 * 2**20
MAX_ZIP_RATIO = 200
RATIO_FREE_BYTES = 2**20
"""Small entries may shrink to almost nothing without being a bomb."""
BUFFER_BYTES = 2**18

_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError)
_AnyPath = TypeVar("_AnyPath", Path, PurePosixPath)
_NOT_OURS = ("__MACOSX", ".")


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A table as it lies there: ``opened`` gives its bytes from the beginning, as often as one likes.

    Reading raises ``RefusedError`` when the file cannot be read after all or is larger than allowed.
    """

    name: str
    opened: Callable[[], BinaryIO]
    has_changed: Callable[[], bool] = lambda: False
    """Whether somebody has written to it since it was found."""


@contextlib.contextmanager
def opened_files(path: Path) -> Iterator[Mapping[str, CsvFile]]:
    """All tables of a folder or ZIP by lower-case name, for the time of the block.

    Raises ``RefusedError`` for anything that is no folder or ZIP of CSV files or that a guard forbids.
    """
    with contextlib.ExitStack() as held:
        try:
            if path.is_dir():
                tables = _from_folder(path)
            elif path.is_file():
                tables = _from_zip(held.enter_context(zipfile.ZipFile(path)), path)
            else:
                raise RefusedError(Code.NOT_FOUND)
        except OSError as error:
            raise RefusedError(Code.UNREADABLE) from error
        except _ZIP_ERRORS as error:
            raise RefusedError(Code.NOT_A_ZIP) from error
        yield tables


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class _Bounded(io.RawIOBase):
    """Reads no more than is allowed: the size that a ZIP declares is only a claim."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self._left = MAX_FILE_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        try:
            found = self._stream.read(len(buffer))
        except OSError as error:
            raise RefusedError(Code.UNREADABLE) from error
        except _ZIP_ERRORS as error:
            raise RefusedError(Code.NOT_A_ZIP) from error
        self._left -= len(found)
        if self._left < 0:
            raise RefusedError(Code.TOO_LARGE, megabytes=MAX_FILE_BYTES // 2**20)
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _buffered(open_stream: Callable[[], _Readable]) -> BinaryIO:
    try:
        return io.BufferedReader(_Bounded(open_stream()), BUFFER_BYTES)
    except OSError as error:
        raise RefusedError(Code.UNREADABLE) from error
    except _ZIP_ERRORS as error:
        raise RefusedError(Code.NOT_A_ZIP) from error


def _from_folder(path: Path) -> dict[str, CsvFile]:
    root = path.resolve()
    tables = _by_table(_csv_files(root))
    _guard_sizes(file.stat().st_size for file in tables.values())
    return {
        name: CsvFile(file.name, partial(_buffered, partial(FileIO, file)), _watch(file))
        for name, file in tables.items()
    }


def _watch(file: Path) -> Callable[[], bool]:
    def state() -> tuple[int, int, int] | None:
        try:
            seen = file.stat()
        except OSError:
            return None
        return seen.st_ino, seen.st_size, seen.st_mtime_ns

    before = state()
    return lambda: state() != before


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


def _from_zip(archive: zipfile.ZipFile, path: Path) -> dict[str, CsvFile]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise RefusedError(Code.TOO_MANY_FILES, limit=MAX_ENTRIES)
    files = {PurePosixPath(entry.filename): entry for entry in entries if _is_allowed(entry)}
    if len({file.parent for file in files}) > 1 or any(len(file.parts) > 2 for file in files):
        raise RefusedError(Code.NESTED_FOLDERS)
    _guard_sizes(entry.file_size for entry in files.values())
    for entry in files.values():
        if entry.file_size > max(RATIO_FREE_BYTES, entry.compress_size * MAX_ZIP_RATIO):
            raise RefusedError(Code.ZIP_BOMB, ratio=MAX_ZIP_RATIO)
    return {
        name: CsvFile(file.name, partial(_buffered, partial(archive.open, files[file])), _watch(path))
        for name, file in _by_table(files).items()
    }


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


def _guard_sizes(sizes: Iterable[int]) -> None:
    known = list(sizes)
    if sum(known) > MAX_TOTAL_BYTES:
        raise RefusedError(Code.TOO_LARGE, megabytes=MAX_TOTAL_BYTES // 2**20)
    if max(known, default=0) > MAX_FILE_BYTES:
        raise RefusedError(Code.TOO_LARGE, megabytes=MAX_FILE_BYTES // 2**20)


def _by_table(files: Iterable[_AnyPath]) -> dict[str, _AnyPath]:
    tables: dict[str, _AnyPath] = {}
    for file in files:
        if tables.setdefault(file.stem.casefold(), file) is not file:
            raise RefusedError(Code.DUPLICATE_FILE)
    return tables
