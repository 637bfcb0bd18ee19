"""The journal of the wire: every request, answer and delivered event, in memory and as JSONL."""

import json
from collections import deque
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

KEPT_ROWS = 50_000


class Wire:
    """Append-only rows; tokens never get in."""

    def __init__(self, path: Path | None) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=KEPT_ROWS)
        self._file = path.open("a", encoding="utf-8") if path else None
        self.next = 1

    def add(self, *, at: str, method: str, params: Mapping[str, Any], answer: Any, ms: float, **more: Any) -> None:
        """Write one row; an answer with `error` shows it in a field of its own."""
        error = answer.get("error") if isinstance(answer, dict) else None
        shown = {name: value for name, value in params.items() if name != "access_token"}
        row = {"n": self.next, "at": at, "method": method, "params": shown, "answer": answer, "error": error}
        row |= {"ms": round(ms, 1), **more}
        self._rows.append(row)
        self.next += 1
        if self._file:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()

    def since(self, number: int) -> list[dict[str, Any]]:
        """Rows with this number and later ones."""
        # There may be tens of thousands, and mostly the last few are asked for.
        newest_first = islice(reversed(self._rows), max(0, self.next - number))
        return list(newest_first)[::-1]

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()
