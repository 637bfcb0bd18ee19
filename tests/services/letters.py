"""What has become of messages: in the dialogue of whoever gets them, and in their rows."""

from bot.sandbox.driver import DrivenPerson
from models.traffic import OutboxMessage

TOKEN = "sandbox-token-1"


async def said_to(person: DrivenPerson) -> list[str]:
    """What stands in the dialogue from the community."""
    return [one["text"] for one in (await person.conversation())["messages"] if one["from"] < 0]


async def states() -> list[str]:
    """How the rows stand, in the order in which they were stored."""
    return [row.state for row in await OutboxMessage.all().order_by("id")]
