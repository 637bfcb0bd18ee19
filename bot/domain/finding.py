"""One thing that a check found: right, wrong with a remedy, or worth knowing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for the terminal; ``remedy`` says what to do when ``is_right`` is False."""

    is_right: bool
    text: str
    remedy: str = ""


def right(text: str) -> Finding:
    """Something is as it should be."""
    return Finding(True, text)


def wrong(text: str, remedy: str) -> Finding:
    """Something has to be mended."""
    return Finding(False, text, remedy)
