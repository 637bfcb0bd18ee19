"""The matcher of texts knows what the bot may say from what nobody has written into the catalogue."""

import pytest

from bot.texts.catalogue import say
from tests.walker.sayings import OF_DATA, Sayings, label_name

NAMES = ("Петров Сергей Олегович", "8А — ученики", "Стенгазета")


@pytest.fixture
def sayings() -> Sayings:
    made = Sayings()
    made.learn(NAMES)
    return made


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🟢 8А",
        "Стенгазета",
        say("e-stale"),
        say("d-left"),
        say("m-list-draft", title="Стенгазета") + "\n\n" + say("m-empty"),
        say("c-rename", title="Стенгазета"),
        f"Петров Сергей Олегович · {say('role-homeroom', classes='8А')}\n{say('state-inside')}",
        say("r-child-line", name=say("r-child", name="Сергей", unit="8А"), chats=say("r-child-nowhere")),
    ],
)
def test_texts_of_the_catalogue_with_data_in_them_are_ours(sayings: Sayings, text: str) -> None:
    assert sayings.is_ours(text)


@pytest.mark.parametrize(
    "text",
    [
        "Что-то пошло не так",
        "чужой",
        f"{say('e-stale')} Совсем",
        say("c-rename", title="Стенгазета и ещё кое-что"),
        f"{say('d-left')}\n\nПривет, Петров",
    ],
)
def test_a_sentence_from_elsewhere_is_found(sayings: Sayings, text: str) -> None:
    assert not sayings.is_ours(text)


def test_a_label_that_was_cut_is_known_by_its_beginning(sayings: Sayings) -> None:
    long = say("m-bin.restore", title="Стенгазета Стенгазета Стенгазета Стенгазета")
    assert sayings.is_our_label(f"{long[:39]}…")
    assert sayings.is_our_label("Стенгазета Стенгазета Стенгазета Стенга…")
    assert not sayings.is_our_label(f"Совсем чужая надпись, которой нигде нет{'…'}")


def test_a_label_is_named_by_its_wording_and_not_by_its_values() -> None:
    assert label_name(say("m-bin.restore", title="Стенгазета")) == label_name(say("m-bin.restore", title="Кружок"))
    assert label_name(say("m-list.new")) != label_name(say("m-list.filter"))
    assert label_name("Стенгазета") == label_name("8") == OF_DATA
    assert label_name(say("m-list.prev")) != label_name(say("m-list.next"))
