"""Says things by storing them in the outbox, in the caller's transaction."""

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from bot.domain.events import Pressed
from bot.ports import Window
from bot.services.school import SchoolContext
from models import queues
from models.traffic import OutboxMessage

PEERS_A_SENDING = 100
EVERYBODY = 0
FORBIDDEN_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|]')


class Urgency(IntEnum):
    """What overtakes what: the smaller goes first."""

    DIALOGUE = 0
    INVITATION = 1
    NEWS = 2


class OutboxTalker:
    """The ``Talker`` of one school."""

    def __init__(self, school: SchoolContext) -> None:
        self._school = school

    async def say(
        self,
        page: int,
        text: str,
        keyboard: str = "",
        *,
        urgency: Urgency = Urgency.DIALOGUE,
        chats: Sequence[int] = (),
    ) -> int:
        """Store a message; ``chats`` are those to which it invites."""
        return await self._send(page, text, keyboard, urgency=urgency, chats=list(chats))

    async def picture(self, page: int, text: str, png: bytes, keyboard: str = "") -> int:
        """Store a message with a picture."""
        return await self._send(page, text, keyboard, file=_file("photo", "", png))

    async def document(self, page: int, text: str, name: str, data: bytes) -> int:
        """Store a message with a document; the end of the name, such as ``.pdf``, tells VK what it is."""
        return await self._send(page, text, file=_file("doc", name, data))

    async def drawing(self, page: int, text: str, name: str, order: str) -> int:
        """Store a message with a document that is drawn when it is sent (``bot.documents.drawing``)."""
        return await self._send(page, text, file={"kind": "doc", "name": name, "order": order})

    async def say_to_all(self, pages: Iterable[int], text: str, *, urgency: Urgency = Urgency.NEWS) -> None:
        """Store one message for many people: up to 100 of them, chosen here once for all attempts, in one sending."""
        everybody = sorted(set(pages))
        for start in range(0, len(everybody), PEERS_A_SENDING):
            body: dict[str, object] = {"message": text, "peers": everybody[start : start + PEERS_A_SENDING]}
            await self._put(EVERYBODY, "batch", body, urgency=urgency)

    async def edit(self, page: int, window: Window, text: str, keyboard: str = "") -> None:
        """Store a new text for an earlier message; an older edit of it that still waits is dropped."""
        target: dict[str, Any] = {"message_number": window.number, "edits_id": window.row_id}
        await queues.drop_waiting_edits(self._school.key, page, **target)
        await self._put(page, "edit", {"message": text, "keyboard": keyboard}, **target)

    async def answer(self, page: int, press_id: str, *, notice: str = "", url: str = "") -> None:
        """Store the answer to a press."""
        data: dict[str, str] = {}
        if url:
            data = {"type": "open_link", "link": url}
        elif notice:
            data = {"type": "show_snackbar", "text": notice}
        await self._put(page, "answer", {"event_id": press_id, "event_data": data})

    async def answer_empty(self, presses: Iterable[Pressed]) -> None:
        """Store an answer that only ends the waiting, for many presses."""
        body: dict[str, object] = {"event_data": {}}
        await OutboxMessage.bulk_create(
            self._row(press.page, "answer", body | {"event_id": press.press_id}) for press in presses
        )

    async def post(self, peer_id: int, text: str, keyboard: str = "") -> int:
        """Store a message for a group chat and return its outbox row."""
        return await self._send(peer_id, text, keyboard, urgency=Urgency.NEWS)

    async def pin(self, peer_id: int, row_id: int) -> None:
        """Store that the message of this outbox row is to be pinned; nothing happens if it was never sent."""
        message = await OutboxMessage.get_or_none(id=row_id)
        # More urgent than its message, it could overtake it.
        urgency = Urgency(message.urgency) if message else Urgency.NEWS
        await self._put(peer_id, "pin", {}, urgency=urgency, edits_id=row_id)

    async def pin_number(self, peer_id: int, number: int) -> None:
        """Store that the message with this number in the chat is to be pinned again."""
        await self._put(peer_id, "pin", {}, urgency=Urgency.NEWS, message_number=number)

    async def _send(
        self,
        peer_id: int,
        text: str,
        keyboard: str = "",
        *,
        file: Mapping[str, str] | None = None,
        urgency: Urgency = Urgency.DIALOGUE,
        **fields: Any,
    ) -> int:
        body: dict[str, object] = {"message": text, "keyboard": keyboard, "file": file}
        row = await self._put(peer_id, "send", body, urgency=urgency, **fields)
        return row.id

    async def _put(self, peer_id: int, kind: str, body: dict[str, object], **fields: Any) -> OutboxMessage:
        row = self._row(peer_id, kind, body, **fields)
        await row.save()
        return row

    def _row(
        self, peer_id: int, kind: str, body: dict[str, object], *, urgency: Urgency = Urgency.DIALOGUE, **fields: Any
    ) -> OutboxMessage:
        now = self._school.now()
        return OutboxMessage(
            school_id=self._school.key,
            peer_id=peer_id,
            kind=kind,
            body=self._school.server_key.encrypt(json.dumps(body, ensure_ascii=False)),
            urgency=urgency,
            due_at=now,
            created_at=now,
            **fields,
        )


def _file(kind: str, name: str, data: bytes) -> dict[str, str]:
    # A name is what people save the file under: a chat «8А/8Б» must not become a folder.
    return {"kind": kind, "name": FORBIDDEN_IN_FILE_NAME.sub("-", name), "data": base64.b64encode(data).decode()}
