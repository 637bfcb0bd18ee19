"""Who is whose guardian, from what pupils say of their guardians and guardians of their pupils."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from zlib import crc32

from bot.domain.edition import FINEST_SHIFT
from bot.domain.roster import Guardianship
from bot.journals.notes import Notes
from bot.journals.problems import Code
from bot.journals.users import GUARDIAN, LEARNS, MADE_GUARDIAN, OURS, PUPIL, Users
from bot.journals.words import items

_LEARNING = PUPIL | LEARNS


def find_guardians(users: Users, notes: Notes) -> dict[int, list[bytes]]:
    """Unite what both sides say, by the finest slot of the pupil: lines «guardian, pupil». The agent of a pupil is one.

    Every guardian has the role from now on, whatever the roles of the feed say.
    """
    bits, file = users.bits, users.table.file
    pairs: dict[int, list[bytes]] = defaultdict(list)
    for piece in users.agents:
        keys, cells = piece.columns
        if _are_pupils_with_guardians(set(zip(map(bits.get, keys), map(bits.get, cells), strict=True))):
            bits.update((agent, bits[agent] | MADE_GUARDIAN) for agent in cells)
            for key, agent in zip(keys, cells, strict=True):
                pairs[(crc32(key) & 0xFFFF) >> FINEST_SHIFT].append(b"%b\t%b" % (agent, key))
            continue
        for key, cell, line in zip(keys, cells, piece.lines, strict=True):
            for agent in _agents(cell) if cell else ():
                if agent not in bits:
                    notes.repair(Code.DANGLING, f"{file}:{line}", column="agentSourcedIds", target=file)
                elif pair := _pair(key, agent, bits[key], bits[agent]):
                    bits[pair[0]] |= MADE_GUARDIAN
                    pairs[(crc32(pair[1]) & 0xFFFF) >> FINEST_SHIFT].append(b"\t".join(pair))
                else:
                    notes.repair(Code.AGENT_WITHOUT_PUPIL, f"{file}:{line}")
    return pairs


def _are_pupils_with_guardians(kinds: Iterable[tuple[int | None, int | None]]) -> bool:
    """Whether everybody is a pupil whose agent is a guardian, as nearly always: by what is known of them."""
    return all(
        own and agents and _pair(b"pupil", b"agent", own, agents) == (b"agent", b"pupil") for own, agents in kinds
    )


def _agents(cell: bytes) -> Iterable[bytes]:
    if b"," in cell or b";" in cell:
        return [agent.encode() for agent in items(cell.decode())]
    return (cell,)


def guardianships(lines: Iterable[bytes], bits: Mapping[bytes, int]) -> list[Guardianship]:
    """The pairs of such lines of which both people are of the school."""
    pairs = (line.split(b"\t") for line in sorted(set(lines)))
    return [
        Guardianship(guardian.decode(), pupil.decode())
        for guardian, pupil in pairs
        if bits[guardian] & OURS and bits[pupil] & OURS
    ]


def _pair(person: bytes, agent: bytes, own: int, agents: int) -> tuple[bytes, bytes] | None:
    """Guardian and pupil."""
    if person == agent:
        return None
    if own & _LEARNING and (not agents & _LEARNING or agents & GUARDIAN or not own & GUARDIAN):
        return agent, person
    return (person, agent) if agents & _LEARNING else None
