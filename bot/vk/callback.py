"""Takes the events that VK posts (Callback API): stored first, then ``ok``; VK repeats what was not answered so."""

from typing import Any

from aiohttp import web

from bot.domain.finding import Finding, right, wrong
from bot.errors import StarostaError
from bot.keys import same
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from bot.vk import intake
from bot.vk.api import VkApi
from bot.vk.community import NEEDED_EVENTS, events_on
from bot.vk.reading import bots_batch

TITLE = "starosta"
RETRY_AFTER_SECONDS = 10
CODE_LIFE_SECONDS = 60


class CallbackDoor:
    """The door of one community. Its secret is made from the server key, so nobody has to invent one."""

    def __init__(self, school: SchoolContext, api: VkApi) -> None:
        self._school = school
        self._api = api
        self._code = ""
        self._code_until = 0.0

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one post of VK."""
        try:
            update = await request.json()
        except ValueError:
            raise web.HTTPBadRequest(text="not JSON") from None
        if not isinstance(update, dict) or update.get("group_id") != self._school.settings.group_id:
            raise web.HTTPNotFound(text="another community")
        if update.get("type") == "confirmation":
            return web.Response(text=await self._confirmation())
        if not same(str(update.get("secret", "")), secret_of(self._school)):
            raise web.HTTPForbidden(text="wrong secret")
        if await intake.is_full(self._school):
            raise web.HTTPServiceUnavailable(text="full", headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        await intake.store(self._school, "callback", bots_batch([update]))
        return web.Response(text="ok")

    async def _confirmation(self) -> str:
        """VK's code for this community; kept a little, so that strangers who ask cost no requests."""
        now = self._school.now().timestamp()
        if not self._code or now > self._code_until:
            answer = await self._api.call("groups.getCallbackConfirmationCode", group_id=self._school.settings.group_id)
            self._code, self._code_until = str(answer["code"]), now + CODE_LIFE_SECONDS
        return self._code


def secret_of(school: SchoolContext) -> str:
    """What VK says with every event of this school."""
    return school.server_key.digest("callback-secret", school.key)


def path_of(school: str) -> str:
    """Where VK posts the events of a school."""
    return f"/vk/{school}"


async def register(school: SchoolContext, api: VkApi, public_url: str) -> list[Finding]:
    """Have VK post the needed events to the bot, which must be running to confirm that it is there."""
    group_id, url = school.settings.group_id, public_url + path_of(school.key)
    try:
        server_id = await _server(api, group_id, url, secret_of(school))
        ticks = dict.fromkeys(NEEDED_EVENTS, 1)
        await api.call(
            "groups.setCallbackSettings", group_id=group_id, server_id=server_id, api_version=api.API_VERSION, **ticks
        )
    except StarostaError as error:
        return [wrong(f"VK refuses the address {url} ({error})", f"look at it: {say('vk-menu-callback')}")]
    return [right(f"VK posts events to {url}; it confirms the address within a minute while the bot runs")]


async def examine(school: SchoolContext, api: VkApi, public_url: str) -> list[Finding]:
    """Check that VK posts all needed events to the bot."""
    group_id, url = school.settings.group_id, public_url + path_of(school.key)
    register_it = "run the bot, then: starosta check --register-callback"
    try:
        known = await api.call("groups.getCallbackServers", group_id=group_id)
        server = next((one for one in known["items"] if one["url"] == url), None)
        if server is None:
            return [wrong(f"VK does not post events to {url}", register_it)]
        settings = await api.call("groups.getCallbackSettings", group_id=group_id, server_id=server["id"])
    except StarostaError as error:
        remedy = f"give the token the right {say('vk-right-manage')}"
        return [wrong(f"callback settings cannot be read ({error})", remedy)]
    if server["status"] != "ok":
        return [wrong(f"VK has not confirmed {url} (status {server['status']})", register_it)]
    where = say("vk-menu-callback")
    return [right(f"VK posts events to {url}"), events_on(settings.get("events", {}), where)]


async def _server(api: VkApi, group_id: int, url: str, secret: str) -> int:
    """The number of the server with this address, added if there is none."""
    known: dict[str, Any] = await api.call("groups.getCallbackServers", group_id=group_id)
    about: dict[str, object] = {"group_id": group_id, "url": url, "title": TITLE, "secret_key": secret}
    for server in known["items"]:
        if server["url"] == url:
            await api.call("groups.editCallbackServer", server_id=server["id"], **about)
            return int(server["id"])
    return int((await api.call("groups.addCallbackServer", **about))["server_id"])
