"""Uploads the files of messages: VK names a server, the server takes the file, VK saves what the server answered."""

import asyncio
import base64
import io
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import PurePath
from typing import Any

import aiohttp

from bot.documents.drawing import draw
from bot.errors import TemporaryError
from bot.vk.api import VkApi

Call = Callable[..., Awaitable[Any]]

# What a server answers instead of ``photo`` when it could not read the picture.
NO_PHOTOS = "[]"
RETRY_SECONDS = 2


class NotUploadedError(TemporaryError):
    """The upload server gave no answer, or one without the file."""


async def upload(api: VkApi, call: Call, peer_id: int, file: Mapping[str, str]) -> str:
    """Upload a file (``kind``: ``photo`` or ``doc``, ``name``, ``data`` in base64) and return it as an attachment.

    A file with an ``order`` instead of ``data`` is drawn first. ``call`` makes the calls of methods.
    Errors: ``NotUploadedError`` and what the calls raise.
    """
    data = await _content(file)
    if file["kind"] == "photo":
        return await _photo(api, call, peer_id, data)
    return await _document(api, call, peer_id, file["name"], data)


async def _content(file: Mapping[str, str]) -> bytes:
    if "order" in file:
        # Seconds of computing: beside the event loop, so that others are answered meanwhile.
        return await asyncio.to_thread(draw, file["order"])
    return base64.b64decode(file["data"])


async def _photo(api: VkApi, call: Call, peer_id: int, png: bytes) -> str:
    server = await call("photos.getMessagesUploadServer", peer_id=peer_id)
    taken = await _post(api, server["upload_url"], "photo", "picture.png", png)
    if taken["photo"] == NO_PHOTOS:
        raise NotUploadedError("upload server: no picture taken", RETRY_SECONDS)
    (saved,) = await call(
        "photos.saveMessagesPhoto", photo=taken["photo"], server=taken.get("server"), hash=taken.get("hash")
    )
    return _attachment("photo", saved)


async def _document(api: VkApi, call: Call, peer_id: int, name: str, data: bytes) -> str:
    server = await call("docs.getMessagesUploadServer", type="doc", peer_id=peer_id)
    # The name is given when the file is saved: in a multipart header it would have to be ASCII.
    taken = await _post(api, server["upload_url"], "file", f"file{PurePath(name).suffix}", data)
    saved = await call("docs.save", file=taken["file"], title=name)
    return _attachment("doc", saved["doc"])


async def _post(api: VkApi, url: str, field: str, name: str, data: bytes) -> dict[str, Any]:
    """What the server answers to a file; it holds ``field``."""
    file = io.BytesIO(data)
    file.name = name
    try:
        text = await api.http_client.request_text(url, method="POST", data={field: file}, timeout=api.upload_timeout)
        answer = json.loads(text)
    except (TimeoutError, aiohttp.ClientError, OSError):
        raise NotUploadedError("upload server: no answer", RETRY_SECONDS) from None
    except ValueError:
        raise NotUploadedError("upload server: not JSON", RETRY_SECONDS) from None
    if not isinstance(answer, dict) or not answer.get(field):
        raise NotUploadedError("upload server: no file taken", RETRY_SECONDS)
    return answer


def _attachment(kind: str, saved: Mapping[str, Any]) -> str:
    key = f"_{saved['access_key']}" if saved.get("access_key") else ""
    return f"{kind}{saved['owner_id']}_{saved['id']}{key}"
