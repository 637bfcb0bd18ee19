"""Files that a community uploads: taken by an upload server, saved by a method, attached to messages."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from bot.sandbox.errors import VkError
from bot.sandbox.tokens import Tokens

KINDS = ("doc", "photo")


@dataclass
class Upload:
    """One file; `owner_id` and `id` are 0 until a method saves it."""

    kind: str
    title: str
    data: bytes
    access_key: str
    owner_id: int = 0
    id: int = 0
    saved_at: float = 0.0

    def vk_object(self, host: str) -> dict[str, Any]:
        """VK's document or photo."""
        url = f"http://{host}/files/{self.access_key}/{quote(self.title)}"
        names = {"id": self.id, "owner_id": self.owner_id, "access_key": self.access_key, "date": int(self.saved_at)}
        if self.kind == "photo":
            sizes = [{"type": "x", "url": url, "width": 0, "height": 0}]
            return names | {"album_id": -15, "text": "", "has_tags": False, "sizes": sizes}
        extension = PurePath(self.title).suffix.removeprefix(".")
        return names | {"title": self.title, "size": len(self.data), "ext": extension, "type": 1, "url": url}


class Uploads:
    """Everything uploaded, by the key that the upload server gave out."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._by_key: dict[str, Upload] = {}
        self._last_id = 0

    def take(self, kind: str, title: str, data: bytes) -> Upload:
        """Keep a file that is not saved yet."""
        upload = Upload(kind, title, data, self._tokens.next(18))
        self._by_key[upload.access_key] = upload
        return upload

    def save(self, kind: str, key: str, owner_id: int, at: float) -> Upload:
        """Make it attachable; VkError 100 when no such file was uploaded."""
        upload = self._by_key.get(key)
        if upload is None or upload.kind != kind:
            raise VkError(100, "file is invalid")
        if not upload.id:
            self._last_id += 1
            upload.id, upload.owner_id, upload.saved_at = self._last_id, owner_id, at
        return upload

    def saved(self, kind: str, owner_id: int, number: int) -> Upload:
        """The saved file; VkError 100 when there is none."""
        for upload in self._by_key.values():
            if (upload.kind, upload.owner_id, upload.id) == (kind, owner_id, number):
                return upload
        raise VkError(100, "attachment is invalid")

    def by_key(self, key: str) -> Upload | None:
        """The file behind an address."""
        return self._by_key.get(key)
