"""Who talks to VK for a school: one process, known by machine and process number."""

import os
import socket
import time

from bot.errors import OperatorError
from bot.stopping import Stop
from models import lease

HEARTBEAT_SECONDS = 5.0


def me() -> str:
    """This process, as it signs its leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


async def take(school: str) -> bool:
    """Take the lease of a school; a holder on this machine that is no longer alive does not count."""
    holder = await lease.holder(school, now=time.time())
    dead = holder if holder is not None and _is_dead(holder) else ""
    return await lease.take(school, me(), now=time.time(), over=dead)


async def take_or_refuse(school: str) -> None:
    """Take the lease, or explain who has it."""
    if not await take(school):
        holder = await lease.holder(school, now=time.time())
        raise OperatorError(
            f"a bot is already running for {school!r} (machine and process {holder}); "
            f"stop it first, or wait {lease.TTL_SECONDS:.0f} seconds if it has just died"
        )


async def keep(schools: list[str], stop: Stop) -> None:
    """Renew the leases until the end; whoever loses one stops talking at once."""

    async def renew() -> None:
        await stop.rest(HEARTBEAT_SECONDS)
        for school in schools:
            if not await lease.take(school, me(), now=time.time()):
                stop.ask()
                raise OperatorError(f"another process took over {school!r}; this one stops")

    await stop.repeat("lease", renew)


async def give_up(school: str) -> None:
    """Free the lease."""
    await lease.give_up(school, me())


def _is_dead(holder: str) -> bool:
    machine, _, process = holder.rpartition(":")
    if machine != socket.gethostname():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return True
    except PermissionError:
        return False
    return False
