"""Deterministic unguessable-looking identifiers: the same seed gives the same run."""

import hashlib


class Tokens:
    """An endless row of identifiers that depend on the seed only."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def next(self, length: int = 40) -> str:
        """The next hexadecimal identifier, at most 64 characters long."""
        self._count += 1
        return hashlib.sha256(f"{self._seed}/{self._count}".encode()).hexdigest()[:length]
