"""An event is stored as text and comes back as it was."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import events
from bot.domain.events import Event, dump, load

PAGES = st.integers(min_value=1, max_value=2**63 - 1)
TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
PAYLOADS = st.dictionaries(TEXTS, VALUES, max_size=4)
EVENTS: dict[str, st.SearchStrategy[Any]] = {
    "Written": st.builds(events.Written, PAGES, TEXTS, PAYLOADS, TEXTS, is_text=st.booleans()),
    "Pressed": st.builds(events.Pressed, PAGES, PAGES, TEXTS, PAGES, PAYLOADS),
    "Allowed": st.builds(events.Allowed, PAGES, is_allowed=st.booleans()),
    "Refreshed": st.builds(events.Refreshed, PAGES, st.lists(TEXTS).map(tuple)),
    "Invited": st.builds(events.Invited, PAGES, st.lists(PAGES).map(tuple)),
    "NumberChanged": st.builds(events.NumberChanged, PAGES),
    "Added": st.builds(events.Added, PAGES, PAGES),
    "ConsentAsked": st.builds(events.ConsentAsked, PAGES, TEXTS),
    "Called": st.builds(events.Called, PAGES, PAGES, TEXTS),
    "Doubted": st.builds(events.Doubted, PAGES, PAGES),
    "Asked": st.builds(events.Asked, PAGES, PAGES, TEXTS),
}


def test_every_kind_of_event_is_tried_here() -> None:
    assert {kind.__name__ for kind in get_args(Event)} == EVENTS.keys()


@pytest.mark.parametrize("kind", EVENTS)
@given(st.data())
def test_an_event_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    event: Event = data.draw(EVENTS[kind])
    assert load(dump(event)) == event
    assert type(load(dump(event))).__name__ == kind


def test_a_stored_event_can_be_read_by_a_person() -> None:
    stored = dump(events.Written(page=7, text="8А", ref="KA4T92XM"))
    assert json.loads(stored) == {
        "kind": "written",
        "page": 7,
        "text": "8А",
        "payload": {},
        "ref": "KA4T92XM",
        "is_text": True,
        "has_inline": None,
    }
    assert "8А" in stored


def test_an_event_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        load('{"kind": "unheard", "page": 7}')
