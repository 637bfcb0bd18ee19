"""The main story (a)–(e), played by people in the sandbox and written down for reading."""

from pathlib import Path


async def play(url: str, transcript: Path) -> None:
    """Play the story against the sandbox at ``url``; what is seen goes to the terminal and to ``transcript``."""
    raise NotImplementedError(url, transcript)
