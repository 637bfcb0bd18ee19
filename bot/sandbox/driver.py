"""The sandbox driven from Python: people, chats, clock, neighbours and faults, for tests and demo stories."""

import inspect
import re
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from bot.sandbox.driver_person import DrivenChat, DrivenPerson
from bot.sandbox.driver_screen import Screen
from bot.sandbox.driver_wire import ControlApi, Refused, until
from bot.sandbox.people import plain

__all__ = ["DrivenChat", "DrivenPerson", "Refused", "Sandbox", "Screen"]

CALM_SECONDS = 0.4
_BEYOND = 2**31


class Sandbox:
    """A started sandbox at this URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._taken_sms: set[int] = set()

    async def __aenter__(self) -> Self:
        self.api = ControlApi(self._url)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.api.close()

    async def person(self, name: str, *, community: int | None = None) -> DrivenPerson:
        """The person by the exact name or a unique part of it; LookupError when there is not exactly one."""
        found = await self.api.get("people", search=name)
        named = [one for one in found if plain(name) in plain(one["name"])]
        chosen = [one for one in named if one["name"] == name] or named
        if len(chosen) != 1:
            raise LookupError(f"{len(chosen)} people are called «{name}»: {[one['name'] for one in chosen[:5]]}")
        return await self._driven(chosen[0]["id"], chosen[0]["name"], community)

    async def new_person(self, name: str, *, phone: str = "", community: int | None = None) -> DrivenPerson:
        """Somebody new with a VK page."""
        added = await self.api.post("people", {"name": name, "phone": phone})
        return await self._driven(added["id"], name, community)

    async def chats(self) -> list[DrivenChat]:
        """Every chat, the oldest first."""
        return [_chat(fields) for fields in await self.api.get("chats")]

    async def chat(self, title: str, *, within_seconds: float = 10) -> DrivenChat:
        """The newest chat with this title, waiting for it."""

        async def newest() -> DrivenChat | None:
            return next((chat for chat in reversed(await self.chats()) if chat.title == title), None)

        async def titles() -> str:
            return f"no chat «{title}» among {[chat.title for chat in await self.chats()]}"

        return await until(newest, within_seconds=within_seconds, otherwise=titles)

    async def until(self, condition: Callable[[], Any], *, within_seconds: float = 10, what: str = "") -> Any:
        """Poll until the condition, plain or async, gives something true; AssertionError names `what` after that."""

        async def holds() -> Any:
            value = condition()
            return await value if inspect.isawaitable(value) else value

        async def name() -> str:
            return what or inspect.getsource(condition).strip()

        return await until(holds, within_seconds=within_seconds, otherwise=name)

    async def quiet(self, *, within_seconds: float = 20) -> None:
        """Wait until 0.4 s passed with no request but long poll, nothing undelivered and no press unanswered."""
        calm_since, seen = time.monotonic(), (await self.api.get("wire", since=_BEYOND))["next"]

        async def is_quiet() -> bool:
            nonlocal calm_since, seen
            activity = (await self.api.get("state"))["activity"]
            news = await self.api.get("wire", since=seen)
            seen = news["next"]
            if any(activity.values()) or not all(row["method"].startswith("longpoll.") for row in news["rows"]):
                calm_since = time.monotonic()
            return time.monotonic() - calm_since >= CALM_SECONDS

        async def what_goes_on() -> str:
            return f"still busy: {(await self.api.get('state'))['activity']}"

        await until(is_quiet, within_seconds=within_seconds, otherwise=what_goes_on)

    async def sms_code(self, phone: str, *, within_seconds: float = 10) -> str:
        """Digits of the newest SMS to the number that was not returned before."""

        async def newest() -> dict[str, Any] | None:
            arrived = await self.api.get("sms", to=phone)
            return next((sms for sms in reversed(arrived) if sms["id"] not in self._taken_sms), None)

        async def nothing() -> str:
            return f"no new SMS to {phone}"

        sms = await until(newest, within_seconds=within_seconds, otherwise=nothing)
        self._taken_sms.add(sms["id"])
        found = re.search(r"\d{4,}", sms["text"])
        assert found, f"no code in «{sms['text']}»"  # noqa: S101 - the driver asserts
        return found.group()

    async def sms_mode(self, mode: str) -> None:
        """Make the SMS provider `normal`, `never` delivering, or answering with an `error`."""
        await self.api.post("sms/mode", {"mode": mode})

    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock forward."""
        step = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        await self.api.post("clock", {"advance_seconds": step.total_seconds()})

    async def now(self) -> str:
        """The emulator's time, ISO 8601."""
        return str((await self.api.get("clock"))["now"])

    async def move_pupil(self, pupil: str, to_class: str) -> None:
        """In the journal, move a pupil (id or name) to a class (id or title)."""
        await self.api.post("journal/move", {"pupil": pupil, "to_class": to_class})

    async def disable(self, person: str) -> None:
        """In the journal, switch a person off."""
        await self.api.post("journal/disable", {"person": person})

    async def renumber(self, class_title: str) -> None:
        """In the journal, give a class another id."""
        await self.api.post("journal/renumber", {"class": class_title})

    async def next_year(self, *, keeps_ids: bool = False) -> None:
        """Let the journal open the next school year, and let it be its first day."""
        await self.api.post("journal/next-year", {"keeps_ids": keeps_ids})

    async def journal_mode(self, mode: str) -> None:
        """Make the journal export `normal`, `empty`, `half` or `garbage`."""
        await self.api.post("journal/mode", {"mode": mode})

    async def fault(self, method: str, kind: str, **details: Any) -> None:
        """Plan a fault: code, status, seconds, times (1 unless told, 0 until withdrawn), skip."""
        await self.api.post("faults", {"method": method, "kind": kind, **details})

    async def no_faults(self) -> None:
        """Withdraw all faults."""
        await self.api.delete("faults")

    async def feed(self, act: str, *, feed: str = "bots", group_id: int = 1, count: int | None = None) -> None:
        """Break a long poll: expire_key, lose, forget_old, redeliver."""
        await self.api.post("feeds", {"group_id": group_id, "feed": feed, "act": act, "count": count})

    async def switch(self, **positions: Any) -> None:
        """Move switches, for example `kicked_may_return=True`."""
        await self.api.post("switches", positions)

    async def wire(self, *, since: int = 0) -> list[dict[str, Any]]:
        """Rows of the journal of the wire."""
        return list((await self.api.get("wire", since=since))["rows"])

    async def _driven(self, person_id: int, name: str, community: int | None) -> DrivenPerson:
        if community is None:
            community = (await self.api.get("state"))["communities"][0]["id"]
        return DrivenPerson(self.api, person_id, name, community)


def _chat(fields: dict[str, Any]) -> DrivenChat:
    members = fields["members"]
    return DrivenChat(
        community=fields["community"],
        peer=fields["peer"],
        title=fields["title"],
        link=fields["link"],
        created_by=fields["created_by"],
        members=tuple(one["name"] for one in members),
        admins=tuple(one["name"] for one in members if one["is_admin"]),
        member_ids=tuple(one["id"] for one in members),
    )
