"""Says in words what a new roster would change, class by class."""

from bot.texts.catalogue import say
from models.roster_sql import GUARDIANSHIPS, PEOPLE, UNITS
from scheduler.roster_frames import Summary


def summary_of(summary: Summary) -> str:
    """Counts of the whole school, then one line for every class whose pupils change."""
    if summary.is_empty:
        return say("import-nothing")
    counts = (
        ("people", summary.of(PEOPLE.name)),
        ("units", summary.of(UNITS.name)),
        ("guardianships", summary.of(GUARDIANSHIPS.name)),
    )
    lines = [say(f"import-{name}", added=one.added, changed=one.changed, gone=one.gone) for name, one in counts]
    classes = sorted(summary.titles.items(), key=lambda item: (len(item[1]), item[1]))
    lines += [
        say("import-class", title=title, came=summary.came[unit_id], went=summary.went[unit_id])
        for unit_id, title in classes
    ]
    return "\n".join(lines)
