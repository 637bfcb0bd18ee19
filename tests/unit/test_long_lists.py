"""A long list is cut into pages; screens and acts are declared once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages
from bot.ui.view import View

LISTS = st.lists(st.integers(), max_size=60)
SIZES = st.integers(min_value=1, max_value=12)


@given(LISTS, SIZES)
def test_every_item_stands_on_exactly_one_page_in_order(items: list[int], size: int) -> None:
    pages = page_of(items, 1, size=size).pages
    assert [item for number in range(1, pages + 1) for item in page_of(items, number, size=size).items] == items


@given(LISTS, SIZES, st.integers(min_value=-100, max_value=100))
def test_a_number_out_of_range_gives_the_nearest_page(items: list[int], size: int, number: int) -> None:
    page = page_of(items, number, size=size)
    assert 1 <= page.number <= page.pages
    assert page.number == min(max(number, 1), page.pages)
    assert page == page_of(items, page.number, size=size)


@given(LISTS, SIZES, st.integers(min_value=1, max_value=60))
def test_a_page_knows_the_place_of_its_first_item_and_is_never_empty_of_a_full_list(
    items: list[int], size: int, number: int
) -> None:
    page = page_of(items, number, size=size)
    assert list(page.items) == items[page.first - 1 : page.first - 1 + size]
    assert page.items or not items
    assert page.is_only == (len(items) <= size)


async def load(_: object) -> View:
    return View("")


async def act(_: object) -> Outcome:
    return Go("")


def feature(*, screen: str = "", act_id: str = "") -> Pages[object]:
    """A feature with one screen, one act, or both."""
    made: Pages[object] = Pages()
    if screen:
        made.screen(screen)(load)
    if act_id:
        made.act(act_id)(act)
    return made


def test_features_are_joined_with_all_they_declare() -> None:
    joined = feature().join([feature(screen="M.LIST"), feature(screen="U.LIST", act_id="JOIN")])
    assert joined.screens.keys() == {"M.LIST", "U.LIST"}
    assert joined.acts == {"JOIN": act}
    assert joined.screens["M.LIST"].load is load


@pytest.mark.parametrize("made", [feature(screen="M.LIST"), feature(act_id="M.LIST")], ids=["screen", "act"])
def test_an_id_that_a_feature_declares_twice_is_an_error(made: Pages[object]) -> None:
    with pytest.raises(ValueError, match=r"M\.LIST is declared twice"):
        made.screen("M.LIST")(load)
    with pytest.raises(ValueError, match=r"M\.LIST is declared twice"):
        made.act("M.LIST")(act)


@pytest.mark.parametrize("twin", [feature(screen="M.LIST"), feature(act_id="M.LIST")], ids=["screen", "act"])
def test_an_id_that_two_features_declare_is_an_error(twin: Pages[object]) -> None:
    with pytest.raises(ValueError, match=r"M\.LIST is declared twice"):
        feature().join([feature(screen="M.LIST"), twin])
