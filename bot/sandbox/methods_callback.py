"""groups.*Callback*: the servers that a community's events are posted to."""

from typing import Any

from bot.sandbox.callback_servers import CallbackServer
from bot.sandbox.errors import VkError
from bot.sandbox.methods_people import check_own_group
from bot.sandbox.registry import Call, method


@method("groups.getCallbackConfirmationCode")
def get_callback_confirmation_code(call: Call) -> dict[str, str]:
    """What a server has to answer to the confirmation."""
    check_own_group(call)
    return {"code": call.community.callback_servers.confirmation_code}


@method("groups.addCallbackServer")
def add_callback_server(call: Call) -> dict[str, int]:
    """One more server; its confirmation is asked for in the background."""
    check_own_group(call)
    return {"server_id": call.community.callback_servers.add(*_address(call)).id}


@method("groups.editCallbackServer")
def edit_callback_server(call: Call) -> int:
    """Another address, title and secret; the server is confirmed anew."""
    check_own_group(call)
    call.community.callback_servers.get(call.params.need("server_id")).configure(*_address(call))
    return 1


@method("groups.deleteCallbackServer")
def delete_callback_server(call: Call) -> int:
    """Post nothing to this server any more."""
    check_own_group(call)
    servers = call.community.callback_servers
    servers.remove(servers.get(call.params.need("server_id")))
    return 1


@method("groups.getCallbackServers")
def get_callback_servers(call: Call) -> dict[str, Any]:
    """The servers with these ids, or all of them."""
    check_own_group(call)
    wanted = call.params.numbers("server_ids")
    items = [_shown(one) for one in call.community.callback_servers if not wanted or one.id in wanted]
    return {"count": len(items), "items": items}


@method("groups.getCallbackSettings")
def get_callback_settings(call: Call) -> dict[str, Any]:
    """Version and events of a server."""
    server = _asked(call)
    return {"api_version": server.api_version, "events": dict(server.events)}


@method("groups.setCallbackSettings")
def set_callback_settings(call: Call) -> int:
    """Choose the version and switch single events of a server."""
    server = _asked(call)
    server.api_version = call.params.text("api_version") or server.api_version
    for name in server.events:
        if call.params.text(name):
            server.events[name] = int(call.params.flag(name))
    return 1


def _address(call: Call) -> tuple[str, str, str]:
    return call.params.need_text("url"), call.params.need_text("title"), call.params.text("secret_key")


def _asked(call: Call) -> CallbackServer:
    """The server of the call; the oldest one when it names none."""
    check_own_group(call)
    servers = call.community.callback_servers
    if call.params.text("server_id"):
        return servers.get(call.params.integer("server_id"))
    oldest = next(iter(servers), None)
    if oldest is None:
        raise VkError(104)
    return oldest


def _shown(server: CallbackServer) -> dict[str, Any]:
    names = {"id": server.id, "title": server.title, "creator_id": 0}
    return names | {"url": server.url, "secret_key": server.secret_key, "status": server.status}
