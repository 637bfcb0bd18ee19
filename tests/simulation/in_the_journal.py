"""What can happen to the journal of the school in a week."""

from bot.domain.kinds import Verdict
from tests.simulation.town import Town


async def enrols(town: Town) -> None:
    unit = town.random.choice(town.register.classes())
    people = town.register.enrols(unit.source_id)
    town.tells(f"{people} come to {unit.title}")
    await town.later(hours=2)
    for person in people:
        if town.random.random() < 0.8:
            await town.links(person)


async def leaves_school(town: Town) -> None:
    pupil = town.random.choice(town.register.pupils())
    way = town.random.choice(["switches_off", "ends", "forgets"])
    getattr(town.register, way)(pupil)
    town.tells(f"journal {way} {pupil}")


async def a_guardian_goes(town: Town) -> None:
    guardian = town.random.choice(town.register.guardians())
    if town.random.random() < 0.5:
        town.register.switches_off(guardian)
    else:
        town.register.forgets(guardian)
    town.tells(f"guardian {guardian} goes")


async def transfers(town: Town) -> None:
    pupil = town.random.choice(town.register.pupils())
    unit = town.random.choice(town.register.classes())
    town.register.transfers(pupil, unit.source_id)
    town.tells(f"{pupil} goes to {unit.title}")


async def a_teacher_goes(town: Town) -> None:
    """Dismissed, with a successor or without one yet."""
    unit = town.random.choice(town.register.classes())
    old = town.register.homeroom(unit.source_id)
    staff = [one for one in town.register.staff() if one != old]
    new = town.random.choice([*staff[:6], None])
    if old is not None and len(staff) > 12:
        town.register.switches_off(old)
    town.register.replaces_homeroom(unit.source_id, new)
    town.tells(f"{old} gives {unit.title} to {new}")
    if new is not None:
        await town.later(hours=1)
        await town.links(new)


async def a_class_is_renamed(town: Town) -> None:
    unit = town.random.choice(town.register.classes())
    town.register.renames(unit.source_id, f"{unit.title[:2]} {town.random.choice(['матем', 'гум', 'общ'])}")


async def people_vanish_for_days(town: Town) -> None:
    """Somebody, or half of a class, is not mentioned for a while although they are there."""
    pupils = town.register.pupils(town.random.choice(town.register.classes()).source_id)
    number = town.random.choice([1, 1, 2, len(pupils) // 2, len(pupils)])
    town.register.hidden = set(town.random.sample(pupils, number))
    town.register.changes()
    town.tells(f"not mentioned: {sorted(town.register.hidden)}")
    for _ in range(town.random.randint(1, 4)):
        await town.later(hours=town.random.choice([3, 13, 25]))
    town.register.hidden = set()
    town.register.changes()


async def the_journal_breaks(town: Town) -> None:
    """Empty, cut, in doubt or unreadable for hours or days."""
    town.register.verdict = town.random.choice(
        [Verdict.EMPTY, Verdict.FAILED, Verdict.PARTIAL, Verdict.SUSPICIOUS, Verdict.PARTIAL]
    )
    town.register.changes()
    town.tells(f"the journal is {town.register.verdict}")
    for _ in range(town.random.randint(1, 3)):
        if town.random.random() < 0.4:
            await town.random.choice([leaves_school, transfers, enrols])(town)
        town.register.changes()
        await town.later(hours=town.random.choice([2, 9, 26]))
    town.register.verdict = Verdict.OK
    town.register.changes()
