"""What must hold after each step: everything is answered, in order, and in the words of the catalogue."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.ui.payload import PAYLOAD_LIMIT
from bot.ui.view import BUTTONS_LIMIT, LABEL_LIMIT, LINK_WIDTH, ROW_LIMIT, ROWS_LIMIT, TEXT_LIMIT
from tests.architecture.catalogue import texts
from tests.flows.world import World
from tests.walker.looking import Rows
from tests.walker.sayings import Form, Sayings

SAYING = ("messages.send", "messages.edit")
ANSWER = "messages.sendMessageEventAnswer"
REFUSALS_OF_PEOPLE = {15, 18, 900, 901, 902, 917, 935}
"""What VK answers because of what people do: no right, a page that is gone, closed messages, not in the chat."""
INJECTED = {9, 10}
BROKEN_EVENTS = "SELECT id, state, tries, reason FROM inbox_event WHERE tries > 0"
LOST_MESSAGES = """
SELECT id, kind, peer_id, reason FROM outbox_message
WHERE state = 'failed' AND reason <> 'PersonUnreachableError'
AND NOT (peer_id > 2000000000 AND reason IN ('NoRightsError', 'ChatGoneError'))
"""
"""Nobody hears last words in a chat that the community was put out of: its keepers are told so instead."""
VOCABULARY = (
    "SELECT DISTINCT family || ' ' || given || ' ' || patronymic FROM roster_person",
    "SELECT DISTINCT title || ' ' || subject FROM roster_unit",
    "SELECT title FROM school",
    "SELECT DISTINCT title FROM chat",
)
APOLOGY = tuple(Form("e-retry", tuple(form.split("{}"))) for form in texts()["e-retry"].forms)


@dataclass
class Checks:
    """Reads the wire, the tables and the log after each step; every violation is a sentence."""

    world: World
    rows: Rows
    logged: list[Any]
    sayings: Sayings = field(default_factory=Sayings)
    _wire: int = 1
    _logged: int = 0
    may_be_late: bool = False

    def learn(self) -> None:
        """Names and titles of the school and its people are data."""
        for query in VOCABULARY:
            self.sayings.learn(row[0] for row in self.rows(query))
        stage = self.world.emulator.stage
        self.sayings.learn(one.name for one in stage.world.people.search(""))
        self.sayings.learn(one.title for one in stage.world.communities.values())
        self.sayings.learn(school.contact for school in self.world.settings.schools.values())

    def violations(self) -> list[str]:
        """Everything that is wrong since the last look."""
        return [*self._said(), *self._stored(), *self._told()]

    def unanswered(self) -> list[str]:
        """Presses that nobody has answered, also those during which the bot restarted."""
        count = self.world.emulator.stage.world.presses.statistics()["unanswered"]
        return [f"{count} presses were never answered"] if count else []

    def _said(self) -> list[str]:
        wire = self.world.emulator.stage.wire
        rows, self._wire = wire.since(self._wire), wire.next
        found = []
        for row in rows:
            if row["method"] in (*SAYING, ANSWER):
                found += self._text(row["method"], row["params"])
            if row["error"] and not self._is_expected(row):
                found.append(f"VK refuses {row['method']}: {row['error']}")
        return found

    def _is_expected(self, row: dict[str, Any]) -> bool:
        code = row["error"]["error_code"]
        # After a restart an answer that had arrived is sent once more.
        is_repeat = self.may_be_late and row["method"] == ANSWER
        return code in REFUSALS_OF_PEOPLE or code in INJECTED or is_repeat

    def _text(self, method: str, params: dict[str, Any]) -> list[str]:
        if method == ANSWER:
            data = json.loads(params.get("event_data") or "{}")
            return self._words(data.get("text", ""))
        keyboard = json.loads(params.get("keyboard") or "{}")
        return [*self._words(params.get("message", "")), *self._keyboard(keyboard)]

    def _words(self, text: str) -> list[str]:
        if any(form.values(text) is not None for form in APOLOGY):
            return [f"the bot apologises: {text}"]
        if len(text) > TEXT_LIMIT:
            return [f"a text of {len(text)} characters: {text[:60]}"]
        return [] if self.sayings.is_ours(text) else [f"not from the catalogue: {text}"]

    def _keyboard(self, keyboard: dict[str, Any]) -> list[str]:
        rows = [[button["action"] for button in row] for row in keyboard.get("buttons", [])]
        buttons = [action for row in rows for action in row]
        found = []
        if keyboard.get("inline") and (len(buttons) > BUTTONS_LIMIT or len(rows) > ROWS_LIMIT):
            found.append(f"{len(buttons)} buttons in {len(rows)} rows")
        if any(sum(LINK_WIDTH if one["type"] == "open_link" else 1 for one in row) > ROW_LIMIT for row in rows):
            found.append("a row is too wide")
        found += [f"a long label: {one['label']}" for one in buttons if not 0 < len(one["label"]) <= LABEL_LIMIT]
        found += [f"a long payload: {one}" for one in buttons if len(one.get("payload", "")) > PAYLOAD_LIMIT]
        foreign = [one["label"] for one in buttons if not self.sayings.is_our_label(one["label"])]
        return [*found, *(f"a label that is not from the catalogue: {label}" for label in foreign)]

    def _stored(self) -> list[str]:
        broken = [f"the handler failed: {row}" for row in self.rows(BROKEN_EVENTS)]
        return [*broken, *(f"a message was lost: {row}" for row in self.rows(LOST_MESSAGES))]

    def _told(self) -> list[str]:
        news, self._logged = self.logged[self._logged :], len(self.logged)
        return [f"logged: {entry}" for entry in news if entry["log_level"] in ("error", "critical")]
