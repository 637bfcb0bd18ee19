"""A person driven from Python: writes, presses, opens links and looks at the screen."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox import driver_screen
from bot.sandbox.driver_screen import Found, Screen
from bot.sandbox.driver_wire import ControlApi, until

SCREEN_MESSAGES = 5
PRESSES = 3


@dataclass(frozen=True)
class DrivenChat:
    """A chat as VK holds it at one moment; `members` and `admins` are names."""

    community: int
    peer: int
    title: str
    link: str
    created_by: int
    members: tuple[str, ...]
    admins: tuple[str, ...]
    member_ids: tuple[int, ...]


class DrivenPerson:
    """One person and one community; `chat` moves an act from the private dialog into a chat."""

    def __init__(self, api: ControlApi, person_id: int, name: str, community: int) -> None:
        self._api = api
        self.id = person_id
        self.name = name
        self.community = community

    async def start(self) -> None:
        """Press «Начать»."""
        await self._post("start", {"community": self.community})

    async def write(self, text: str, *, chat: DrivenChat | None = None, payload: str | None = None) -> None:
        """Write a message; with a payload as a text button writes it."""
        await self._post("write", {**self._where(chat), "text": text, "payload": payload})

    async def press(
        self, label: str, *, chat: DrivenChat | None = None, within_seconds: float = 10, wait_seconds: float = 5
    ) -> dict[str, Any]:
        """Press the button (exact label, else a single one it is a part of) on the newest message that has it."""

        async def shown() -> Found:
            return driver_screen.find(await self.conversation(chat=chat), label)

        async def what() -> str:
            return f"{self.name} has no «{label}» to press"

        found = await until(shown, within_seconds=within_seconds, otherwise=what)
        body = {**self._where(chat), "cmid": found.cmid, "label": found.label, "wait_seconds": wait_seconds}
        return await self._post("press", body)

    async def press_at(self, cmid: int, *, wait_seconds: float = 5, **button: Any) -> dict[str, Any]:
        """Press the button of a message (0: the keyboard below) in `row` and `col`, or one that had this `payload`."""
        return await self._post("press", {**self._where(None), "cmid": cmid, "wait_seconds": wait_seconds, **button})

    async def presses_and_follows(self, label: str, *, chat: DrivenChat | None = None) -> dict[str, Any]:
        """Press and open the link of the button or of the answer; AssertionError when there is none.

        A bot that was too busy to answer with the link is pressed again, as a person does.
        """
        url, presses = None, 0
        while url is None and presses < PRESSES:
            pressed = await self.press(label, chat=chat)
            url, presses = pressed.get("url") or (pressed.get("answer") or {}).get("link"), presses + 1
        assert url, f"«{label}» gave no link: {pressed}"  # noqa: S101 - the driver asserts
        return await self.opens(url)

    async def opens(self, url: str) -> dict[str, Any]:
        """Follow a link; Refused with the reason when an invitation lets nobody in."""
        return await self._post("open", {"url": url})

    async def sees(self, text: str, *, within_seconds: float = 10, chat: DrivenChat | None = None) -> str:
        """Wait until one of the newest messages holds the text, and return that message."""

        async def seen() -> str:
            messages = (await self.conversation(chat=chat))["messages"][-SCREEN_MESSAGES:]
            return next((one["text"] for one in reversed(messages) if text in one["text"]), "")

        async def shown() -> str:
            return f"{self.name} does not see «{text}»\n{driver_screen.describe(await self.conversation(chat=chat))}"

        return await until(seen, within_seconds=within_seconds, otherwise=shown)

    async def screen(self, *, chat: DrivenChat | None = None) -> Screen:
        """The newest message."""
        return driver_screen.newest(await self.conversation(chat=chat))

    async def conversation(self, *, chat: DrivenChat | None = None, newest: int = 0) -> dict[str, Any]:
        """Everything on the screen, or the `newest` messages of it, as the control API gives it."""
        where = {**self._where(chat), "newest": newest}
        shown: dict[str, Any] = await self._api.get(f"people/{self.id}/messages", **where)
        return shown

    async def dialogs(self) -> list[dict[str, Any]]:
        """The list of conversations."""
        rows: list[dict[str, Any]] = await self._api.get(f"people/{self.id}/dialogs")
        return rows

    async def allow(self) -> None:
        """Let the community write first."""
        await self._post("allow", {"community": self.community})

    async def deny(self) -> None:
        """Forbid the community to write."""
        await self._post("deny", {"community": self.community})

    async def block(self, code: int = 902) -> None:
        """Shut the community out: 900, 902, or 18 for a page that is gone."""
        await self._post("block", {"community": self.community, "code": code})

    async def takes_app(self, *, inline: bool) -> None:
        """Use an app that shows buttons inside messages, or an old one."""
        await self._post("client", {"inline": inline})

    async def leave(self, chat: DrivenChat) -> None:
        """Leave a chat."""
        await self._post("leave", self._where(chat))

    async def kick(self, chat: DrivenChat, member: int) -> None:
        """Remove somebody as the chat's administrator."""
        await self._post("kick", {**self._where(chat), "member": member})

    async def promote(self, chat: DrivenChat, member: int, *, admin: bool = True) -> None:
        """Give or take the administrator's role."""
        await self._post("promote", {**self._where(chat), "member": member, "admin": admin})

    async def invite(self, chat: DrivenChat, member: int) -> None:
        """Bring somebody in; a negative member is a community."""
        await self._post("invite", {**self._where(chat), "member": member})

    async def rename(self, chat: DrivenChat, title: str) -> None:
        """Give a chat another title."""
        await self._post("rename", {**self._where(chat), "title": title})

    async def close(self, chat: DrivenChat, *settings: str) -> None:
        """Leave these settings of the chat (VK's names) to the creator and the administrators, and no others."""
        await self._post("close", {**self._where(chat), "settings": list(settings)})

    async def create_chat(self, title: str, *, members: list[int], communities: list[int]) -> dict[str, Any]:
        """Make a chat by hand; returns community, peer and link."""
        return await self._post("create_chat", {"title": title, "members": members, "communities": communities})

    async def _post(self, act: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = await self._api.post(f"people/{self.id}/{act}", body)
        return answer

    def _where(self, chat: DrivenChat | None) -> dict[str, int]:
        return {"community": chat.community, "peer": chat.peer} if chat else {"community": self.community, "peer": 0}
