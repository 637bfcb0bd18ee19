"""Reads a journal, judges it, and compares it with the visible roster; in a thread, or as a process of its own.

A long journal is read in another process: in a thread it would hold the interpreter, and presses would wait.
"""

import gc
import pickle
import sys
import traceback
from collections.abc import Generator, Iterator
from contextlib import closing

from bot.domain.doubts import Comparison, LostClass, doubts, name_of
from bot.domain.edition import (
    ChangedMeanwhileError,
    Edition,
    HeldEdition,
    division_of,
    is_of_people,
    slots_of,
    unit_of,
    unit_portion,
)
from bot.domain.kinds import Part, UnitKind, Verdict
from bot.domain.roster import Snapshot
from models.roster_sql import MEMBERSHIPS, PEOPLE, PORTIONS, TABLES, UNITS, VisibleRoster, visible_roster
from models.roster_writer import RosterWriter, roster_writer
from scheduler.roster_difference import Difference, Stored
from scheduler.roster_frames import (
    ROWS_A_FRAME,
    ROWS_AT_FIRST,
    ROWS_AT_ONCE_AT_FIRST,
    Broken,
    Earlier,
    Ending,
    Frame,
    Opening,
    Rows,
    Staged,
    Summary,
    Task,
    Waiting,
)

LENGTH_BYTES = 4


def work(task: Task, *, rows_at_first: int = ROWS_A_FRAME) -> Generator[Frame, None, None]:
    """The frames of a task; ``ChangedMeanwhileError`` instead of the last one if the journal was written to.

    ``rows_at_first``: so many rows in each frame of the first roster.
    """
    read = task.edition()
    edition = HeldEdition(read) if isinstance(read, Snapshot) else read
    try:
        if task.earlier and edition.is_known:
            yield from _repeated(task.earlier, edition)
            return
        with visible_roster(task.database, task.school, task.number) as roster:
            yield from _compared(task, edition, roster, rows_at_first)
    finally:
        edition.close()


def _repeated(earlier: Earlier, edition: Edition) -> Iterator[Frame]:
    seen = Comparison.of_the_same(earlier.people, earlier.units)
    if edition.has_changed:
        raise ChangedMeanwhileError
    yield Opening(Verdict.OK, edition.school, (), seen, units=earlier.units, said=earlier.said)
    yield Ending(Summary(), edition.repairs)


def _compared(task: Task, edition: Edition, roster: VisibleRoster, rows_at_first: int) -> Iterator[Frame]:
    if edition.verdict in (Verdict.FAILED, Verdict.EMPTY):
        yield Opening(edition.verdict, edition.school, edition.problems, Comparison(0, 0, 0, 0, 0))
        yield Ending(Summary(), edition.repairs)
        return
    stored = _stored(roster)
    edition.division = division_of(stored) or edition.division
    difference = Difference(edition, roster, stored, edition.prints(), task.digest, task.today)
    opening = _judged(task, edition, _comparison(difference))
    yield opening
    rows_a_frame = rows_at_first if roster.is_empty else ROWS_A_FRAME
    difference.waiting = Waiting(rows_a_frame if task.wants_rows else 0)
    difference.is_complete = opening.verdict is Verdict.OK
    yield from difference.rows()
    if edition.has_changed:
        raise ChangedMeanwhileError
    yield Ending(difference.summary, edition.repairs)


def _stored(roster: VisibleRoster) -> dict[str, Stored]:
    return {
        portion: Stored(row_id, print_, bool(is_quiet), size, teachers)
        for row_id, (portion, print_, is_quiet, size, teachers) in roster.rows(PORTIONS)
    }


def _judged(task: Task, edition: Edition, seen: Comparison) -> Opening:
    raised = doubts(seen)
    open_ones = tuple(one for one in raised if not (task.trusts_everything or name_of(one) in task.trusted))
    is_believed = edition.verdict is not Verdict.OK or not open_ones
    verdict = edition.verdict if is_believed else Verdict.SUSPICIOUS
    set_aside = tuple(one for one in raised if one not in open_ones)
    problems, units = (*edition.problems, *open_ones), len(edition.units())
    again = doubts(Comparison.of_the_same(edition.people_count, units, edition.nameless))
    said = edition.said if verdict is Verdict.OK and not again else ""
    return Opening(verdict, edition.school, problems, seen, set_aside, units, said)


# --- how the edition compares with what is visible ------------------------------------------------------------------


def _comparison(difference: Difference) -> Comparison:
    edition, roster, stored = difference.edition, difference.roster, difference.stored
    gone_units = [unit for portion in difference.gone if (unit := unit_of(portion)) is not None]
    return Comparison(
        people_before=sum(one.size for portion, one in stored.items() if is_of_people(portion)),
        people_now=edition.people_count,
        people_gone=_people_gone(difference),
        units_before=sum(unit_of(portion) is not None for portion in stored),
        units_gone=len(gone_units),
        nameless=edition.nameless,
        is_new_year=_is_new_year(edition, roster, gone_units),
        lost=tuple(_lost(difference)),
    )


def _people_gone(difference: Difference) -> int:
    touched = {*difference.changed, *difference.gone}
    return sum(
        not difference.edition.has_person(key)
        for portion in touched
        if is_of_people(portion) and portion in difference.stored
        for _, (key, *_) in difference.roster.at_slots(PEOPLE, slots_of(portion))
    )


def _is_new_year(edition: Edition, roster: VisibleRoster, gone: list[str]) -> bool:
    """Whether all that is gone is of a school year that the journal no longer has."""
    before = {row[3] for unit_id in gone for _, row in roster.of_unit(UNITS, unit_id)}
    now = {unit.year for unit in edition.units().values() if unit.active}
    return bool(before and now) and not before & now


def _lost(difference: Difference) -> Iterator[LostClass]:
    """Classes that had pupils and have none: not closed by the journal, and their pupils in no other class."""
    edition, stored = difference.edition, difference.stored
    touched = [unit for portion in (*difference.changed, *difference.gone) if (unit := unit_of(portion)) is not None]
    had = {unit: stored[portion].size for unit in touched if (portion := unit_portion(unit)) in stored}
    elsewhere: set[str] | None = None
    for unit_id, pupils in had.items():
        now = edition.units().get(unit_id)
        if not pupils or (now is not None and not now.active) or _pupils_now(edition, unit_id):
            continue
        before = next((row for _, row in difference.roster.of_unit(UNITS, unit_id)), None)
        if before is None or before[1] != UnitKind.CLASS:
            continue
        if elsewhere is None:
            elsewhere = _in_classes(edition, touched)
        were = {row[1] for _, row in difference.roster.of_unit(MEMBERSHIPS, unit_id) if row[2] == Part.PUPIL}
        if 2 * len(were & elsewhere) < len(were):
            yield LostClass(unit_id, before[2], pupils)


def _pupils_now(edition: Edition, unit_id: str) -> set[str]:
    stays = edition.stays(unit_id)
    return {person_id for stay, people in stays.items() if stay.part is Part.PUPIL for person_id in people}


def _in_classes(edition: Edition, unit_ids: list[str]) -> set[str]:
    units = edition.units()
    classes = [key for key in unit_ids if key in units and units[key].kind is UnitKind.CLASS and units[key].active]
    return {person for key in classes for person in _pupils_now(edition, key)}


# --- as a process ---------------------------------------------------------------------------------------------------


def main() -> None:
    """Read a task from the standard input, write its frames to the standard output."""
    # Everything that is made here lives as long as the process: looking for garbage would only cost time.
    gc.disable()
    task = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the bot itself
    try:
        number = task.number + 1
        frames = work(task, rows_at_first=ROWS_AT_FIRST)
        rows_at_once = 1 if task.number else ROWS_AT_ONCE_AT_FIRST
        writing = roster_writer(task.database, task.school, number, task.turn, rows_at_once=rows_at_once)
        with writing as writer, closing(frames):
            for frame in frames:
                if isinstance(frame, Ending):
                    writer.commit()
                _send(_staged(writer, frame) if isinstance(frame, Rows) else frame)
    except ChangedMeanwhileError:
        _send(Broken("changed", "", is_changed=True))
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        _send(Broken(type(error).__name__, f"{place.name}:{place.lineno}"))


def _staged(writer: RosterWriter, rows: Rows) -> Staged:
    writer.write((TABLES[part.table], part.ended, sorted(part.added)) for part in rows.parts)
    return Staged(rows.count)


def _send(frame: Frame | Broken) -> None:
    content = pickle.dumps(frame, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
