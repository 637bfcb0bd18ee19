"""users.*, utils.*, groups.* and the addresses of the long polls."""

from typing import Any

from bot.sandbox.community import Community
from bot.sandbox.errors import VkError
from bot.sandbox.event_names import API_VERSION
from bot.sandbox.people import Person
from bot.sandbox.registry import Call, method


def user_object(person: Person, fields: list[str]) -> dict[str, Any]:
    """VK's user, with the few fields that the emulator knows."""
    known = {"screen_name": f"id{person.id}", "domain": f"id{person.id}", "can_invite_to_chats": True, "sex": 0}
    shown: dict[str, Any] = {"id": person.id, "first_name": person.first_name, "last_name": person.last_name}
    if person.deactivated:
        return shown | {"deactivated": person.deactivated}
    shown |= {"is_closed": False, "can_access_closed": True}
    return shown | {name: value for name, value in known.items() if name in fields}


def group_object(community: Community) -> dict[str, Any]:
    """VK's community."""
    names = {"id": community.id, "name": community.title, "screen_name": community.screen_name}
    return names | {"is_closed": 0, "type": "group", "photo_50": "", "photo_100": "", "photo_200": ""}


@method("users.get")
def users_get(call: Call) -> list[dict[str, Any]]:
    """People by id or id-name; whoever is unknown is left out."""
    words = call.params.words("user_ids")
    if len(words) > 1000:
        raise VkError(100, "user_ids: too many, max: 1000")
    numbers = [int(word.removeprefix("id")) for word in words if word.removeprefix("id").isdecimal()]
    found = [call.world.people.find(number) for number in numbers]
    return [user_object(person, call.params.words("fields")) for person in found if person is not None]


@method("utils.resolveScreenName")
def resolve_screen_name(call: Call) -> Any:
    """What a short name belongs to; an empty list when nothing does."""
    name = call.params.need_text("screen_name")
    if name.startswith("id") and name[2:].isdecimal() and call.world.people.find(int(name[2:])):
        return {"type": "user", "object_id": int(name[2:])}
    for community in call.world.communities.values():
        if not name.isdecimal() and community.answers_to(name):
            return {"type": "group", "object_id": community.id, "group_id": community.id}
    return []


@method("utils.getServerTime")
def get_server_time(call: Call) -> int:
    """Unix seconds."""
    return int(call.now)


@method("groups.getById")
def groups_get_by_id(call: Call) -> dict[str, Any]:
    """The named communities, or the caller."""
    names = call.params.words("group_ids") or call.params.words("group_id") or [str(call.community.id)]
    found = [one for one in call.world.communities.values() if any(map(one.answers_to, names))]
    if not found:
        raise VkError(125)
    return {"groups": [group_object(one) for one in found], "profiles": []}


@method("groups.isMember")
def is_member(call: Call) -> Any:
    """Membership of the community itself, which no one here ever joins."""
    people = call.params.numbers("user_ids")
    return [{"user_id": one, "member": 0} for one in people] if people else 0


@method("groups.getTokenPermissions")
def get_token_permissions(call: Call) -> dict[str, Any]:
    """What the token may do."""
    rights = call.community.rights
    permissions = [{"name": name, "setting": bit} for name, bit in rights.items()]
    return {"mask": sum(rights.values()), "permissions": permissions}


@method("groups.getLongPollServer")
def groups_get_long_poll_server(call: Call) -> dict[str, str]:
    """Where Bots Long Poll is read."""
    check_own_group(call)
    if not call.community.is_long_poll_enabled:
        raise VkError(100, "longpoll for this group is not enabled")
    feed = call.community.bots_feed
    return {"key": feed.key, "server": f"http://{call.host}/lp/bots/{call.community.id}", "ts": str(feed.last)}


@method("messages.getLongPollServer")
def messages_get_long_poll_server(call: Call) -> dict[str, Any]:
    """Where the user long poll is read; the address comes without a scheme, as in VK."""
    feed = call.community.user_feed
    server: dict[str, Any] = {"key": feed.key, "server": f"{call.host}/lp/user/{call.community.id}", "ts": feed.last}
    return server | ({"pts": feed.last} if call.params.flag("need_pts") else {})


@method("groups.getLongPollSettings")
def get_long_poll_settings(call: Call) -> dict[str, Any]:
    """Whether Bots Long Poll is on and which events it brings."""
    check_own_group(call)
    is_enabled = call.community.is_long_poll_enabled
    return {"api_version": API_VERSION, "events": dict(call.community.events), "is_enabled": is_enabled}


@method("groups.setLongPollSettings")
def set_long_poll_settings(call: Call) -> int:
    """Switch Bots Long Poll and single events."""
    check_own_group(call)
    if call.params.text("enabled"):
        call.community.is_long_poll_enabled = call.params.flag("enabled")
    for name in call.community.events:
        if call.params.text(name):
            call.community.events[name] = int(call.params.flag(name))
    return 1


@method("messages.isMessagesFromGroupAllowed")
def is_messages_from_group_allowed(call: Call) -> dict[str, int]:
    """Whether the community may write to the person."""
    check_own_group(call)
    dialog = call.community.dialogs.get(call.params.need("user_id"))
    return {"is_allowed": int(dialog is not None and dialog.is_allowed and not dialog.refusal)}


def check_own_group(call: Call) -> None:
    """VkError 15 when the call names another community."""
    if call.params.integer("group_id", default=call.community.id) != call.community.id:
        raise VkError(15, "group_id is not yours")
