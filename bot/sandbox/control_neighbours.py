"""Control API: the SMS phone, the printed sheets and the journal."""

from aiohttp import web

from bot.sandbox.control_body import Body
from bot.sandbox.journal import JournalFolder
from bot.sandbox.stage import STAGE


def routes() -> list[web.RouteDef]:
    """Addresses of this part."""
    return [
        web.post("/sms/send", send_sms),
        web.get("/sms", list_sms),
        web.post("/sms/mode", set_sms_mode),
        web.get("/sheets", get_sheets),
        web.post("/sheets", put_sheets),
        web.get("/journal", journal_summary),
        web.post("/journal/move", move_pupil),
        web.post("/journal/disable", disable_person),
        web.post("/journal/renumber", renumber_class),
        web.post("/journal/next-year", open_next_year),
        web.post("/journal/mode", set_journal_mode),
    ]


async def send_sms(request: web.Request) -> web.Response:
    """Take a short message from the bot; 502 while the provider is down."""
    body, stage = await Body.read(request), request.app[STAGE]
    try:
        number = stage.phone.send(body.text("to"), body.text("text"))
    except ConnectionError as error:
        return web.json_response({"error": str(error)}, status=502)
    stage.world.announce("sms")
    return web.json_response({"id": number})


async def list_sms(request: web.Request) -> web.Response:
    """Short messages that arrived, the oldest first."""
    return web.json_response(request.app[STAGE].phone.arrived(request.query.get("to", "")))


async def set_sms_mode(request: web.Request) -> web.Response:
    """How the provider behaves from now on."""
    stage = request.app[STAGE]
    stage.phone.set_mode((await Body.read(request)).text("mode"))
    return web.json_response({"mode": stage.phone.mode})


async def get_sheets(request: web.Request) -> web.Response:
    """The sheets of personal codes on the class teacher's desk."""
    return web.json_response(request.app[STAGE].sheets)


async def put_sheets(request: web.Request) -> web.Response:
    """Replace the sheets on the desk."""
    stage, sheets = request.app[STAGE], await request.json()
    if not isinstance(sheets, list):
        raise ValueError("the body should be a list of sheets")
    stage.sheets = sheets
    stage.world.announce("sheets")
    return web.json_response({"count": len(sheets)})


async def journal_summary(request: web.Request) -> web.Response:
    """Classes, pupils and staff of the journal."""
    return web.json_response(_journal(request).summary())


async def move_pupil(request: web.Request) -> web.Response:
    """A pupil goes to another class."""
    body = await Body.read(request)
    _journal(request).move(body.text("pupil"), body.text("to_class"))
    return _changed(request)


async def disable_person(request: web.Request) -> web.Response:
    """A person leaves the school."""
    _journal(request).disable((await Body.read(request)).text("person"))
    return _changed(request)


async def renumber_class(request: web.Request) -> web.Response:
    """A class gets another id."""
    _journal(request).renumber((await Body.read(request)).text("class"))
    return _changed(request)


async def open_next_year(request: web.Request) -> web.Response:
    """The journal opens the next school year, on whose first day it then is; `keeps_ids` if classes keep their ids."""
    body, stage = await Body.read(request), request.app[STAGE]
    begin, people = _journal(request).next_year(keeps_ids=bool(body.get("keeps_ids", False)))
    for one in people:
        stage.world.people.add(one.name, about=one.about)
    morning = f"{begin}T06:00:00+00:00"
    if stage.world.clock.text() < morning:
        stage.world.clock.move_to(morning)
    stage.world.announce("people")
    return _changed(request)


async def set_journal_mode(request: web.Request) -> web.Response:
    """What the journal exports from now on: normal, empty, half or garbage."""
    _journal(request).set_mode((await Body.read(request)).get("mode"))
    return _changed(request)


def _journal(request: web.Request) -> JournalFolder:
    journal = request.app[STAGE].journal
    if journal is None:
        raise LookupError("the sandbox was started without a journal")
    return journal


def _changed(request: web.Request) -> web.Response:
    request.app[STAGE].world.announce("journal")
    return web.json_response({})
