"""Everything one running sandbox holds, and the key under which the HTTP application finds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.demo_school import DemoPerson, DemoSchool
from bot.sandbox.faults import Faults
from bot.sandbox.gateway import Gateway
from bot.sandbox.journal import JournalFolder
from bot.sandbox.phone import SmsPhone
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.wire import Wire
from bot.sandbox.world import World


@dataclass
class Stage:
    """The world and its neighbours."""

    world: World
    faults: Faults
    wire: Wire
    gateway: Gateway
    phone: SmsPhone
    journal: JournalFolder | None
    sheets: list[dict[str, Any]] = field(default_factory=list)
    in_flight: int = 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count a request as being served."""
        self.in_flight += 1
        try:
            yield
        finally:
            self.in_flight -= 1


STAGE = web.AppKey("stage", Stage)


def build_stage(settings: SandboxSettings) -> Stage:
    """A sandbox as it is at the start."""
    world, faults, wire = World(settings), Faults(), Wire(settings.wire)
    if settings.school == "demo":
        for one in _people(settings.seed):
            world.people.add(one.name, about=one.about, phone=one.phone, featured=one.featured)
    journal = _journal(settings.journal)
    return Stage(world, faults, wire, Gateway(world, faults, wire), SmsPhone(world.clock), journal)


@cache
def _people(seed: int) -> list[DemoPerson]:
    return DemoSchool(seed).people()


def _journal(folder: Path | None) -> JournalFolder | None:
    return JournalFolder(folder) if folder else None
