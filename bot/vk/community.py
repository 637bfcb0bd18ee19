"""What VK says of the community's settings, for ``starosta check``."""

from collections.abc import Mapping

from bot.domain.finding import Finding, right, wrong
from bot.errors import CommunityStoppedError, StarostaError
from bot.texts.catalogue import say
from bot.vk.api import VkApi

NEEDED_RIGHTS = ("messages", "manage", "photos", "docs")
NEEDED_EVENTS = ("message_new", "message_event", "message_allow", "message_deny")
NEEDED_VERSION = (5, 199)


async def examine(api: VkApi, group_id: int) -> list[Finding]:
    """Check token and rights; stops at the first thing that makes the rest pointless."""
    try:
        groups = (await api.call("groups.getById", group_id=group_id))["groups"]
    except CommunityStoppedError:
        return [wrong("VK refuses the token", f"make a new one: {say('vk-menu-tokens')}")]
    except StarostaError as error:
        return [wrong(f"VK cannot be asked ({error})", "check the network and vk.api_url")]
    name = groups[0].get("name", "") if groups else ""
    return [right(f"VK knows the community {group_id} ({name}) and accepts the token"), await _rights(api)]


async def _rights(api: VkApi) -> Finding:
    try:
        granted = {item["name"] for item in (await api.call("groups.getTokenPermissions"))["permissions"]}
    except StarostaError as error:
        return wrong(f"the token's rights cannot be read ({error})", "make a new token")
    missing = [name for name in NEEDED_RIGHTS if name not in granted]
    if missing:
        return wrong(f"the token lacks the rights: {', '.join(missing)}", "make a token with them")
    return right(f"the token has the rights: {', '.join(NEEDED_RIGHTS)}")


async def examine_long_poll(api: VkApi, group_id: int) -> list[Finding]:
    """Check that events come by long poll, all of them."""
    where = say("vk-menu-long-poll")
    try:
        settings = await api.call("groups.getLongPollSettings", group_id=group_id)
    except StarostaError as error:
        return [
            wrong(f"long poll settings cannot be read ({error})", f"give the token the right {say('vk-right-manage')}")
        ]
    if not settings.get("is_enabled"):
        return [wrong("long poll is off", f"switch it on: {where}")]
    findings = [right("long poll is on")]
    version = tuple(int(part) for part in str(settings.get("api_version", "0")).split("."))
    if version < NEEDED_VERSION:
        findings.append(wrong(f"long poll has version {settings.get('api_version')}", f"choose 5.199: {where}"))
    return [*findings, events_on(settings.get("events", {}), say("vk-menu-events"))]


def events_on(events: Mapping[str, object], where: str) -> Finding:
    """Whether all needed events are ticked in VK's settings."""
    missing = [name for name in NEEDED_EVENTS if not events.get(name)]
    if missing:
        return wrong(f"events are off: {', '.join(missing)}", f"tick them: {where}")
    return right("all needed events are on")
