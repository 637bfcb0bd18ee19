"""The lease of a community: its holder alone talks to VK."""

from tortoise import connections

TTL_SECONDS = 15.0


async def take(school: str, owner: str, *, now: float, over: str = "") -> bool:
    """Take or renew the lease until ``now + TTL_SECONDS`` (Unix time).

    False while another owner holds it, unless that owner is ``over``: one known to be dead.
    """
    rows = await connections.get("default").execute_query_dict(
        "INSERT INTO lease (school, owner, until, term) VALUES (?, ?, ?, 1) "
        "ON CONFLICT (school) DO UPDATE SET owner = excluded.owner, until = excluded.until, "
        "term = lease.term + (lease.owner <> excluded.owner) "
        "WHERE lease.owner IN (excluded.owner, ?) OR lease.until < ? RETURNING term",
        [school, owner, now + TTL_SECONDS, over, now],
    )
    return bool(rows)


async def holder(school: str, *, now: float) -> str | None:
    """Who holds the lease now."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT owner FROM lease WHERE school = ? AND until >= ?", [school, now]
    )
    return str(rows[0]["owner"]) if rows else None


async def give_up(school: str, owner: str) -> None:
    """Free the lease at once."""
    await connections.get("default").execute_query("DELETE FROM lease WHERE school = ? AND owner = ?", [school, owner])
