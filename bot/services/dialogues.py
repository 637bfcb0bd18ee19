"""Keeps where each person is in the dialogue."""

import json

from bot.ports import DialogueState, Notice, Window
from bot.services.school import SchoolContext
from models import queues
from models.traffic import Dialogue, OutboxMessage


class StoredDialogues:
    """The ``Dialogues`` of one school."""

    def __init__(self, school: SchoolContext) -> None:
        self._school = school

    async def recall(self, page: int) -> DialogueState:
        """The stored state; the window's number is looked up in the outbox once it is known there."""
        row = await Dialogue.get_or_none(school_id=self._school.key, peer_id=page)
        if row is None:
            return DialogueState()
        number = row.window_number
        if number is None and row.window_row_id is not None:
            sent = await OutboxMessage.get_or_none(id=row.window_row_id)
            number = sent.message_number if sent else None
        params = {key: value for key, value in row.params.items() if isinstance(value, int | str)}
        window = Window(number, row.window_row_id, row.window_at)
        return DialogueState(row.screen, params, window, row.has_menu, row.confusions, row.is_plain, self._notice(row))

    async def remember(self, page: int, state: DialogueState) -> None:
        """Store the state."""
        await queues.remember(
            self._school.key,
            page,
            self._school.now(),
            screen=state.screen,
            params=json.dumps(dict(state.params)),
            number=state.window.number,
            row=state.window.row_id,
            sent_at=state.window.sent_at,
            has_menu=state.has_menu,
            confusions=state.confusions,
            is_plain=state.is_plain,
            notice=self._school.server_key.encrypt(state.notice.text) if state.notice.text else "",
            notice_until=state.notice.until,
        )

    async def keep_code(self, page: int, code: str) -> None:
        """Keep a code that came by a link until the consent is given; an empty one forgets it."""
        hidden = self._school.server_key.encrypt(code) if code else ""
        defaults = {"kept_code": hidden, "updated_at": self._school.now()}
        await Dialogue.update_or_create(school_id=self._school.key, peer_id=page, defaults=defaults)

    async def kept_code(self, page: int) -> str:
        """The kept code, or an empty text."""
        row = await Dialogue.get_or_none(school_id=self._school.key, peer_id=page)
        return self._school.server_key.decrypt(row.kept_code) if row and row.kept_code else ""

    def _notice(self, row: Dialogue) -> Notice:
        if row.notice_until is None or row.notice_until <= self._school.now():
            return Notice()
        return Notice(self._school.server_key.decrypt(row.notice), row.notice_until)
