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
