"""Who is whose guardian, from what pupils say of their guardians and guardians of their pupils."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from zlib import crc32

from bot.domain.roster import Guardianship
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.users import GUARDIAN, LEARNS, MADE_GUARDIAN, PUPIL, Users
from bot.journals.words import items

_LEARNING = PUPIL | LEARNS


def find_guardians(users: Users, notes: Notes) -> dict[int, set[bytes]]:
    """Unite what both sides say, by the pupil's slot: lines «guardian, pupil». The agent of a pupil is a guardian.

    Every guardian has the role from now on, whatever the roles of the feed say.
    """
    bits, file = users.bits, users.table.file
    pairs: dict[int, set[bytes]] = defaultdict(set)
    for (key, cell), line in zip(users.agents.items(), users.agent_lines, strict=True):
        for item in items(cell) if "," in cell or ";" in cell else (cell,):
            agent = item.encode()
            if agent not in bits:
                notes.repair(Code.DANGLING, f"{file}:{line}", column="agentSourcedIds", target=file)
            elif pair := _pair(key, agent, bits[key], bits[agent]):
                bits[pair[0]] |= MADE_GUARDIAN
                pairs[crc32(pair[1]) & 0xFFFF].add(b"\t".join(pair))
            else:
                notes.repair(Code.AGENT_WITHOUT_PUPIL, f"{file}:{line}")
    return pairs


def guardianships(lines: Iterable[bytes], is_kept: Callable[[bytes], bool]) -> list[Guardianship]:
    """The pairs of such lines of which both people are kept."""
    pairs = (line.split(b"\t") for line in sorted(lines))
    return [
        Guardianship(guardian.decode(), pupil.decode())
        for guardian, pupil in pairs
        if is_kept(guardian) and is_kept(pupil)
    ]


def _pair(person: bytes, agent: bytes, own: int, agents: int) -> tuple[bytes, bytes] | None:
    """Guardian and pupil."""
    if person == agent:
        return None
    if own & _LEARNING and (not agents & _LEARNING or agents & GUARDIAN or not own & GUARDIAN):
        return agent, person
    return (person, agent) if agents & _LEARNING else None
