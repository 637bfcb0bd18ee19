"""The SMS gateways by the name used in the settings."""

from bot.config import SmsSettings
from bot.ports import SmsSender
from bot.sms.console import ConsoleSender
from bot.sms.sandbox import SandboxSender


def sender_of(settings: SmsSettings) -> SmsSender | None:
    """The configured gateway; None when codes are not sent at all."""
    match settings.sender:
        case "console":
            return ConsoleSender()
        case "sandbox":
            return SandboxSender(settings.url)
        case "off":
            return None
