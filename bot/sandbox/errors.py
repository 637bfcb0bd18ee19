"""VK's error codes with the texts VK sends."""

from typing import Any

TEXTS = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    12: "Unable to compile code",
    13: "Runtime error occurred during code invocation",
    14: "Captcha needed",
    15: "Access denied",
    18: "User was deleted or banned",
    27: "Group authorization failed",
    28: "Application authorization failed",
    29: "Rate limit reached",
    100: "One of the parameters specified was missing or invalid",
    104: "Not found",
    113: "Invalid user id",
    125: "Invalid group id",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    910: "Can't sent this message, because it's too big",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    914: "Message is too long",
    917: "You don't have access to this chat",
    919: "You can't see invite link for this chat",
    920: "Can't edit this kind of message",
    924: "Can't delete this message for everybody",
    925: "You are not admin of this chat",
    927: "Chat does not exist",
    931: "You can't change invite link for this chat",
    935: "User not found in chat",
    936: "Contact not found",
    945: "Chat was disabled",
    946: "Chat not supported",
    950: "Can't send message, reply timed out",
    983: "You are restricted to write to a chat",
    984: "You has spam restriction",
    1012: "Writing is disabled for this chat",
    2000: "Servers number limit is reached",
}


class VkError(Exception):
    """A refusal of the emulated VK: its code, its text and what else the error object carries."""

    def __init__(self, code: int, detail: str = "", **extra: Any) -> None:
        text = TEXTS.get(code, "Error")
        self.code = code
        self.text = f"{text}: {detail}" if detail else text
        self.extra = extra
        super().__init__(f"{code} {self.text}")

    def body(self) -> dict[str, Any]:
        """The error object without request_params."""
        captcha = {"captcha_sid": "1", "captcha_img": "about:blank"} if self.code == 14 else {}
        return {"error_code": self.code, "error_msg": self.text, **captcha, **self.extra}
