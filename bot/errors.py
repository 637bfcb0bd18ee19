"""The errors that cross boundaries; whoever raises one decides whether trying again makes sense."""

MOST_DOUBLINGS = 10


class StarostaError(Exception):
    """Root of all expected errors."""


class UserError(StarostaError):
    """A person asked for what cannot be done; ``key`` and ``values`` make the Russian sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class ScreenOutdated(StarostaError):  # noqa: N818 - it is news about the world, not a fault
    """What the screen speaks of is gone; ``fallback`` is the screen to show instead, ``key`` says why."""

    def __init__(self, fallback: str, key: str = "e-gone") -> None:
        super().__init__(fallback)
        self.fallback = fallback
        self.key = key


class MaintenanceError(StarostaError):
    """The school may only be looked at for now: whatever has been changed on the way has to be taken back.

    ``until`` says in words when that ends by itself.
    """

    def __init__(self, until: str) -> None:
        super().__init__(until)
        self.until = until


class OperatorError(StarostaError):
    """A set-up or command-line mistake: one clear English line for the terminal, with the remedy."""


class TemporaryError(StarostaError):
    """Worth trying again after ``retry_seconds``."""

    def __init__(self, reason: str, retry_seconds: float = 5) -> None:
        super().__init__(reason)
        self.retry_seconds = retry_seconds

    def pause_seconds(self, tries: int, longest_seconds: float) -> float:
        """How long to wait after so many tries: twice as long each time."""
        return min(self.retry_seconds * 2.0 ** min(tries, MOST_DOUBLINGS), longest_seconds)


class UnknownOutcomeError(TemporaryError):
    """The request may or may not have taken effect: look before trying again."""


class PermanentError(StarostaError):
    """Trying again cannot help."""


class ChatGoneError(PermanentError):
    """VK no longer has the chat (927, 1017)."""


class NoRightsError(PermanentError):
    """The bot is not an administrator of the chat, or no longer in it (15, 917, 919, 925, 931)."""


class PersonUnreachableError(PermanentError):
    """The community may not write to this person (900, 901, 902, 18)."""


class CommunityStoppedError(PermanentError):
    """Nothing works for the whole community until the operator acts: dead token (5, 27, 28) or captcha (14)."""
