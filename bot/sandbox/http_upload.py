"""The upload servers, and the addresses under which uploaded files are shown."""

import json
import mimetypes
import re

from aiohttp import web

from bot.sandbox.stage import STAGE

FIELDS = {"doc": re.compile(r"file"), "photo": re.compile(r"photo|file\d*")}


def routes() -> list[web.RouteDef]:
    """Addresses of this part."""
    return [web.post("/upload/{kind:doc|photo}", upload), web.get("/files/{key}/{title}", show)]


async def upload(request: web.Request) -> web.Response:
    """Take a multipart file; the wrong field name is answered as VK does, with an error inside JSON."""
    kind = request.match_info["kind"]
    form = await request.post()
    field = next((value for name, value in form.items() if FIELDS[kind].fullmatch(name)), None)
    if not isinstance(field, web.FileField):
        return web.json_response({"error": "ERR_UPLOAD_FILE_NOT_UPLOADED", "bwact": "do_add", "server": 1})
    taken = request.app[STAGE].world.uploads.take(kind, field.filename, field.file.read())
    if kind == "doc":
        return web.json_response({"file": taken.access_key})
    photo = json.dumps([{"photo": taken.access_key}])
    return web.json_response({"server": 1, "photo": photo, "hash": taken.access_key})


async def show(request: web.Request) -> web.Response:
    """The file itself."""
    found = request.app[STAGE].world.uploads.by_key(request.match_info["key"])
    if found is None:
        raise web.HTTPNotFound
    content_type = mimetypes.guess_type(found.title)[0] or "application/octet-stream"
    return web.Response(body=found.data, content_type=content_type)
