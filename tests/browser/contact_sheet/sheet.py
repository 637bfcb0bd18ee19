"""Puts the pictures of one part of the conversation side by side: a page of HTML for each letter."""

from html import escape
from itertools import groupby
from pathlib import Path

STYLE = """
body { margin: 24px; font: 14px system-ui, sans-serif; background: #fff; color: #222 }
section { margin: 0 0 32px; break-inside: avoid }
h2 { font-size: 16px; margin: 0 0 8px }
img { border: 1px solid #bbb; vertical-align: top; margin-right: 16px }
.desktop { width: 780px }
.phone { width: 390px }
"""


def write(folder: Path) -> list[Path]:
    """A sheet for each part that has pictures in the folder; their places."""
    names = sorted(path.name.removesuffix(".phone.png") for path in folder.glob("*.phone.png"))
    return [_sheet(folder, letter, list(found)) for letter, found in groupby(names, key=lambda name: name[0])]


def _sheet(folder: Path, letter: str, names: list[str]) -> Path:
    body = "\n".join(_section(escape(name)) for name in names)
    place = folder / f"{letter}.html"
    place.write_text(
        f'<!doctype html><meta charset="utf-8"><title>{letter}</title><style>{STYLE}</style>{body}', "utf-8"
    )
    return place


def _section(name: str) -> str:
    pictures = "".join(f'<img class="{width}" src="{name}.{width}.png" alt="">' for width in ("desktop", "phone"))
    return f"<section><h2>{name}</h2>{pictures}</section>"
