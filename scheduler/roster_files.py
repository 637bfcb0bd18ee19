"""Tells whether a journal is the same as before, without reading more of it than its bytes."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

AT_ONCE = 4


def fingerprint(path: Path, today: date) -> str:
    """What tells one state of a folder or ZIP from another; roles begin and end with the day, so it counts too."""
    seen = hashlib.sha256(today.isoformat().encode())
    files = sorted(path.rglob("*.csv")) if path.is_dir() else [path]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for file, content in zip(files, threads.map(_hash_of, files), strict=True):
            seen.update(str(file.relative_to(path) if file != path else file.name).encode())
            seen.update(content)
    return seen.hexdigest()


def _hash_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            # Processors have instructions for this one: it is the fastest of those that nobody can outwit.
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError:
        return b"unreadable"
