"""docs.* and photos.*: where to upload for messages, and saving what was uploaded."""

from typing import Any

from bot.sandbox.conversation import CHAT_PEER_BASE
from bot.sandbox.errors import VkError
from bot.sandbox.registry import Call, method


@method("docs.getMessagesUploadServer")
def docs_get_messages_upload_server(call: Call) -> dict[str, str]:
    """Where a document for this peer is uploaded, in the multipart field `file`."""
    _check_peer(call)
    return {"upload_url": f"http://{call.host}/upload/doc"}


@method("docs.save")
def docs_save(call: Call) -> dict[str, Any]:
    """Make an uploaded document attachable."""
    upload = call.world.uploads.save("doc", call.params.need_text("file"), call.me, call.now)
    upload.title = call.params.text("title") or upload.title
    return {"type": "doc", "doc": upload.vk_object(call.host)}


@method("photos.getMessagesUploadServer")
def photos_get_messages_upload_server(call: Call) -> dict[str, Any]:
    """Where a picture for this peer is uploaded, in the multipart field `photo`."""
    _check_peer(call)
    album = {"album_id": -15, "group_id": call.community.id, "user_id": 0}
    return album | {"upload_url": f"http://{call.host}/upload/photo"}


@method("photos.saveMessagesPhoto")
def photos_save_messages_photo(call: Call) -> list[dict[str, Any]]:
    """Make an uploaded picture attachable; needs photo, server and hash as the upload server gave them."""
    key = call.params.need_text("hash")
    call.params.need("server")
    call.params.need_text("photo")
    return [call.world.uploads.save("photo", key, call.me, call.now).vk_object(call.host)]


def _check_peer(call: Call) -> None:
    peer_id = call.params.integer("peer_id")
    if 0 < peer_id < CHAT_PEER_BASE:
        dialog = call.community.dialogs.get(peer_id)
        if dialog is None or not dialog.is_allowed or dialog.refusal:
            raise VkError(901)
