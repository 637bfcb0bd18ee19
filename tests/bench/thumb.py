"""One person who presses, sees the window change, and presses again."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.sandbox import acts
from tests.bench.emulator import Emulator

PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.001
TICKS, ON, BACK = ("✅", "⬜"), "›", "‹"
TURNS = 4
"""So many pages forwards, then so many backwards."""

Button = dict[str, Any]


@dataclass
class Thumb(Emulator):
    """The emulator with such a person at its first page."""

    async def press_in_turn(self, presses: int, first: dict[str, int | str]) -> list[float]:
        """Open the window with the payload ``first``; then pick somebody and turn the page, again and again.

        Seconds from each press to the moment at which the edited window arrived; the first press is not among them.
        """
        await self._pressed({"action": {"type": "callback", "payload": first}})
        return [await self._pressed(self._choice(number)) for number in range(presses)]

    async def _pressed(self, button: Button) -> float:
        page, window = self.pages[0], self._window()
        window.edited_at = None
        press = acts.press_callback(self._stage.world, page, self._community.dialog(page), window.cmid, button)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await press.answered.wait()
            while window.edited_at is None:  # noqa: ASYNC110 - the emulator rings for nobody
                await asyncio.sleep(LOOK_SECONDS)
        return float(window.edited_at - press.pressed_at)

    def _choice(self, number: int) -> Button:
        rows = (self._window().keyboard or {})["buttons"]
        shown = {str(one["action"]["label"]): one for row in rows for one in row}
        turn = ON if (number // 2 // TURNS) % 2 == 0 else BACK
        people = [one for label, one in shown.items() if label.startswith(TICKS)]
        if number % 2 and turn in shown:
            return shown[turn]
        return people[number // 2 % len(people)] if people else next(iter(shown.values()))

    def _window(self) -> Any:
        return self._community.dialog(self.pages[0]).messages[0]
