"""Faults on purpose: what is to go wrong at which method, and how many times."""

import asyncio
from dataclasses import dataclass
from typing import Any

KINDS = ("error", "http", "html", "timeout", "cut_before", "cut_after", "delay")


@dataclass
class Fault:
    """One fault; `method` may be `*`, `times` 0 means until it is withdrawn, `skip` lets first calls pass.

    `status` 0 is 502 for the kind `http` and 200 for `html`, which is a page where JSON was expected;
    `seconds` 0 is 1 for `delay` and 60 for `timeout`.
    """

    method: str
    kind: str
    code: int = 10
    status: int = 0
    seconds: float = 0.0
    times: int = 1
    skip: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind should be one of {', '.join(KINDS)}")
        self.status = self.status or (200 if self.kind == "html" else 502)
        self.seconds = self.seconds or (60.0 if self.kind == "timeout" else 1.0)


class Faults:
    """Faults in the order in which they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.withdrawn = asyncio.Event()

    def add(self, fields: dict[str, Any]) -> Fault:
        """Plan a fault; ValueError or TypeError when it is not described well."""
        fault = Fault(**fields)
        self._faults.append(fault)
        return fault

    def withdraw(self) -> None:
        """Forget every fault and let go whoever waits in a time-out."""
        self._faults.clear()
        self.withdrawn.set()
        self.withdrawn = asyncio.Event()

    def take(self, method: str, *, kinds: tuple[str, ...] = KINDS) -> Fault | None:
        """The fault that this call meets, counted as used."""
        for fault in self._faults:
            if fault.method not in (method, "*") or fault.kind not in kinds:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.times == 1:
                self._faults.remove(fault)
            fault.times -= bool(fault.times)
            return fault
        return None
