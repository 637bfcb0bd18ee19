"""Drawings as data: what is to be drawn can be stored now and drawn later, where there is time for it."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.documents.poster import Poster, poster
from bot.documents.sheet import Invitation, SheetWords, invitation_sheet


def sheet_order(title: str, invitations: Sequence[Invitation], words: SheetWords) -> str:
    """The order for an invitation sheet."""
    return json.dumps({"title": title, "cards": [asdict(one) for one in invitations], "words": asdict(words)})


def poster_order(about: Poster) -> str:
    """The order for a poster."""
    return json.dumps({"poster": asdict(about)})


def draw(order: str) -> bytes:
    """The PDF that was ordered; a sheet of 200 cards takes seconds, so keep it off the event loop."""
    match json.loads(order):
        case {"poster": about}:
            return poster(Poster(**about))
        case {"title": title, "cards": cards, "words": words}:
            return invitation_sheet(title, [Invitation(**card) for card in cards], SheetWords(**words))
    raise ValueError("no such drawing")
