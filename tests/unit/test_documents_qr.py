"""QR codes are read back by a reader that knows nothing of the writer."""

import io

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.documents.qr import qr_png

ADDRESS = "https://vk.me/school57?ref=KA4T92XM&ref_source=sheet"


def picture(address: str) -> Image.Image:
    return Image.open(io.BytesIO(qr_png(address)))


@given(st.text(alphabet="abcXYZ019-_", min_size=1, max_size=300))
def test_a_reader_gets_the_address_that_was_drawn(token: str) -> None:
    address = f"https://vk.me/join/{token}"
    (code,) = zxingcpp.read_barcodes(picture(address))
    assert code.text == address


@pytest.mark.parametrize("address", ["a", ADDRESS, ADDRESS * 20])
def test_the_picture_is_square_and_at_least_600_pixels_wide(address: str) -> None:
    width, height = picture(address).size
    assert width == height >= 600


@pytest.mark.parametrize("address", [ADDRESS, "https://vk.me/join/" + "x" * 200])
def test_damage_to_a_corner_of_the_data_does_not_stop_the_reader(address: str) -> None:
    damaged = picture(address).convert("L")
    width = damaged.width
    damaged.paste(255, (int(width * 0.6), int(width * 0.55), int(width * 0.8), int(width * 0.65)))
    (code,) = zxingcpp.read_barcodes(damaged)
    assert code.text == address
    assert code.ec_level in {"M", "Q", "H"}


def test_four_modules_of_white_surround_the_code() -> None:
    drawn = picture(ADDRESS).convert("L")
    left, top, right, bottom = drawn.point(lambda grey: 255 - grey).getbbox() or (0, 0, 0, 0)
    finder = next(x for x in range(left, right) if drawn.getpixel((x, top)) == 255) - left
    module = finder // 7
    assert min(left, top, drawn.width - right, drawn.height - bottom) >= 4 * module


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr_png(ADDRESS) == qr_png(ADDRESS)


def test_an_address_longer_than_any_code_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        qr_png("x" * 3000)
