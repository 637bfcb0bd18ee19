"""What can happen in a week at school, to its journal, in VK, to the bot; each with a weight."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.simulation import in_the_dialogue, in_the_journal, in_vk
from tests.simulation.messenger import Weather
from tests.simulation.town import Town

Happening = Callable[[Town], Awaitable[object]]


@dataclass(frozen=True)
class Weighted:
    """Something that happens more or less often."""

    happens: Happening
    weight: int


async def some_week_day(town: Town) -> None:
    """One thing happens."""
    one = town.random.choices(ALL, [weighted.weight for weighted in ALL])[0]
    await one.happens(town)


async def vk_is_away(town: Town) -> None:
    town.messenger.weather = town.random.choice(
        [Weather(is_away=True), Weather(is_stopped=True), Weather(flaky=0.3), Weather(flaky=0.7)]
    )
    town.tells(f"weather {town.messenger.weather}")
    for _ in range(town.random.randint(1, 3)):
        await some_week_day(town)
        await town.later(minutes=town.random.choice([5, 90, 600]))
    town.messenger.weather = Weather()


async def the_bot_dies(town: Town) -> None:
    await town.random.choice(
        [in_the_journal.enrols, in_the_journal.transfers, in_vk.many_strangers_come, in_the_dialogue.somebody_links]
    )(town)
    town.messenger.weather = Weather(calls_to_live=town.random.randint(0, 25))
    await town.later(hours=1)
    town.messenger.weather = Weather()


async def the_bot_is_started_anew(town: Town) -> None:
    town.starts()


async def the_clock_jumps(town: Town) -> None:
    hours = town.random.choice([-3, -1, 5, 50])
    town.clock.pass_by(hours=hours)
    town.tells(f"the clock jumps by {hours} hours")


ALL = (
    Weighted(in_the_journal.enrols, 4),
    Weighted(in_the_journal.leaves_school, 4),
    Weighted(in_the_journal.a_guardian_goes, 3),
    Weighted(in_the_journal.transfers, 4),
    Weighted(in_the_journal.a_teacher_goes, 2),
    Weighted(in_the_journal.a_class_is_renamed, 1),
    Weighted(in_the_journal.people_vanish_for_days, 3),
    Weighted(in_the_journal.the_journal_breaks, 3),
    Weighted(in_the_dialogue.somebody_links, 10),
    Weighted(in_the_dialogue.somebody_unlinks, 2),
    Weighted(in_the_dialogue.somebody_leaves_by_the_bot, 2),
    Weighted(in_the_dialogue.somebody_closes_messages, 2),
    Weighted(in_the_dialogue.a_chat_is_edited, 6),
    Weighted(in_the_dialogue.a_chat_is_as_in_the_journal_again, 1),
    Weighted(in_the_dialogue.a_chat_is_deleted_and_brought_back, 1),
    Weighted(in_the_dialogue.somebody_decides, 3),
    Weighted(in_vk.somebody_leaves_in_vk, 3),
    Weighted(in_vk.a_stranger_comes, 4),
    Weighted(in_vk.many_strangers_come, 1),
    Weighted(in_vk.somebody_of_school_enters_a_foreign_chat, 3),
    Weighted(in_vk.an_unlinked_parent_enters_and_links, 3),
    Weighted(in_vk.a_title_is_changed_in_vk, 1),
    Weighted(in_vk.a_right_is_changed_in_vk, 2),
    Weighted(vk_is_away, 3),
    Weighted(the_bot_dies, 3),
    Weighted(the_bot_is_started_anew, 2),
    Weighted(the_clock_jumps, 2),
)
