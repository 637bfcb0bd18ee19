"""Shows that the cases and properties notice every slip: ``python -m tests.reconcile.mutate [--sample N]``.

Each mutant of the planner, of the guard and of the search for a stand-in meets the cases, then the properties. It is
killed as soon as one of them fails. Whoever survives without standing in ``EQUIVALENT`` makes the command fail.
"""

import argparse
import inspect
import multiprocessing
import random
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from bot.domain.kinds import Verdict
from scheduler.reconcile import guard, plan, stand_in
from tests.reconcile import test_cases, test_guard_properties, test_properties, test_stand_in, world
from tests.reconcile.mutations import Mutant, mutants

SUBJECTS: tuple[ModuleType, ...] = (plan, guard, stand_in)
TESTS = (test_cases, test_stand_in, test_properties, test_guard_properties)
WORLDS = 60
WORKERS = 2

NO_PAGE = "no page has the number 0 or less, but communities, which are in no roster"
UNREACHABLE = "who is no stranger and was not protected has departed; the type checker cannot know"
EQUIVALENT = {
    "plan.py: Gt in member.member_id > 0 -> GtE in member.member_id > 0": NO_PAGE,
    "plan.py: 0 -> -1": NO_PAGE,
    "guard.py: 0 -> -1": f"{NO_PAGE}; strangers who are all held are all held for the same reason",
    "plan.py: departure is None or not _may_take_away(desired) -> not _may_take_away(desired)": UNREACHABLE,
    "guard.py: True -> False": "a scene that could be changed is not changed; slots only save memory",
}
"""Changes that nobody can notice, as the command prints them, and why."""


def survivors(chosen: list[Mutant]) -> list[Mutant]:
    """Those of the mutants that nothing notices."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(WORKERS, context, max_tasks_per_child=None) as pool:
        # Code cannot be sent to another process; a fork has it already.
        _CHOSEN[:] = chosen
        alive = pool.map(_survives, range(len(chosen)), chunksize=4)
        return [mutant for mutant, lives in zip(chosen, alive, strict=True) if lives]


_CHOSEN: list[Mutant] = []


def _survives(number: int) -> bool:
    mutant = _CHOSEN[number]
    subject = next(module for module in SUBJECTS if Path(str(module.__file__)).name == mutant.file)
    put_back = _put(subject, mutant)
    try:
        _challenge()
    except Exception:
        return False
    else:
        return True
    finally:
        put_back()


def _put(subject: ModuleType, mutant: Mutant) -> Callable[[], None]:
    """Let everybody who knows the module use the mutant instead; the answer undoes it."""
    modules = (*SUBJECTS, *TESTS, world)
    before = [dict(vars(module)) for module in modules]
    old = dict(vars(subject))
    exec(mutant.code, vars(subject))
    new = {id(old[name]): vars(subject)[name] for name in old if vars(subject).get(name) is not old[name]}
    for module in modules:
        for name, value in list(vars(module).items()):
            if module is not subject and not name.startswith("__") and id(value) in new:
                setattr(module, name, new[id(value)])

    def put_back() -> None:
        for module, names in zip(modules, before, strict=True):
            vars(module).update(names)

    return put_back


def _challenge() -> None:
    """Raise whatever the first test raises that notices."""
    for path in test_cases.CASES:
        test_cases.test_case(path)
    for module in (test_stand_in, test_properties, test_guard_properties):
        for name, test in list(vars(module).items()):
            if name.startswith("test_"):
                _try(test)


def _try(test: Callable[..., None]) -> None:
    inner = getattr(test, "hypothesis", None)
    if inner is None:
        test()
        return
    wanted = inspect.signature(inner.inner_test).parameters
    for seed in range(WORLDS):
        chance = random.Random(seed)
        drawn = {
            "world": world.any_world(random.Random(seed)),
            "random": chance,
            "evidence": chance.choice(list(Verdict)[1:]),
            "how": chance.choice(["paused", "over", "leaderless"]),
            "is_closing": chance.random() < 0.5,
        }
        inner.inner_test(**{name: drawn[name] for name in wanted})


def every_mutant() -> list[Mutant]:
    """All mutants of all subjects."""
    return [mutant for module in SUBJECTS for mutant in mutants(Path(str(module.__file__)))]


def main() -> int:
    """Print who survived and how many were killed; 1 if somebody survived without a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="only so many mutants, chosen by the date")
    chosen = every_mutant()
    if size := parser.parse_args().sample:
        chosen = random.Random(datetime.now(UTC).date().toordinal()).sample(chosen, size)
    alive = survivors(chosen)
    unexplained = [mutant for mutant in alive if mutant.name not in EQUIVALENT]
    lines = [f"survived {mutant.place}: {mutant.change}  ({EQUIVALENT.get(mutant.name, '???')})" for mutant in alive]
    counts = f"{len(chosen)} mutants: {len(chosen) - len(alive)} killed, {len(alive)} survived"
    sys.stdout.write("\n".join([*lines, f"{counts}, {len(unexplained)} of them without a reason", ""]))
    return 1 if unexplained else 0


if __name__ == "__main__":
    raise SystemExit(main())
