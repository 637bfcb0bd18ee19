"""What this process has used of the machine."""

import resource
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Usage:
    """CPU seconds since the start, and MiB of memory held now."""

    cpu_seconds: float
    memory_mib: float


def of_this_process() -> Usage:
    """The usage at this moment."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return Usage(used.ru_utime + used.ru_stime, pages * resource.getpagesize() / 2**20)


def peak_mib(process_id: int | str = "self") -> float:
    """The most memory that a process has held since it began, 0 if it is gone.

    The kernel's account of children would count what the parent held when it made them.
    """
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)


def children() -> list[str]:
    """The processes that this one has made and that are still there."""
    return [one for task in Path("/proc/self/task").iterdir() for one in (task / "children").read_text().split()]
