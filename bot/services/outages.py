"""Things that do not work: told to the school's owners once when they begin and once when they end."""

from bot.services import news, service_chat
from bot.services.school import SchoolContext
from bot.texts.catalogue import say
from models.schools import Outage


async def current(school: SchoolContext, subject: str) -> Outage | None:
    """The outage of ``subject`` (``journal``, ``sms``, ``vk``) that lasts, if any."""
    return await Outage.get_or_none(school_id=school.key, subject=subject)


async def began(school: SchoolContext, subject: str, reason: str) -> None:
    """Note that ``subject`` does not work, telling only the first time; ``reason`` is a sentence or the key of one."""
    sentence = say(reason) if reason.startswith("outage-") else reason
    _, is_new = await Outage.get_or_create(
        school_id=school.key, subject=subject, defaults={"reason": sentence, "since": school.now()}
    )
    if is_new:
        await tell_owners(school, sentence)


async def ended(school: SchoolContext, subject: str) -> None:
    """Note that ``subject`` works again; told only if it did not."""
    if await Outage.filter(school_id=school.key, subject=subject).delete():
        await tell_owners(school, say(f"recovery-{subject}"))


async def tell_owners(school: SchoolContext, text: str) -> None:
    """Write to every owner of the configuration, and to the chat of the administrators."""
    await service_chat.tell(school, text)
    await news.tell_pages(school, school.settings.owners, text)
