"""QR codes as pictures."""

import io
from math import ceil

import segno

MINIMUM_WIDTH = 600
QUIET_ZONE = 4


def qr_png(address: str) -> bytes:
    """A black and white PNG, at least 600 pixels wide, that a phone reads from a screen and from paper.

    ``ValueError`` if the address is longer than a QR code can hold (about 2300 Latin characters).
    """
    symbol = segno.make_qr(address, error="m")
    scale = ceil(MINIMUM_WIDTH / symbol.symbol_size(border=QUIET_ZONE)[0])
    picture = io.BytesIO()
    symbol.save(picture, kind="png", scale=scale, border=QUIET_ZONE)
    return picture.getvalue()
