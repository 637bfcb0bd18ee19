"""What a sandbox is started with, and the switches for what nobody knows about the real VK."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class CommunitySettings:
    """One emulated community and the token that speaks for it."""

    id: int = 1
    title: str = "Школьные чаты"
    screen_name: str = "school_chats"
    token: str = "sandbox-token-1"  # noqa: S105 - it opens nothing but the emulator


@dataclass(frozen=True)
class SandboxSettings:
    """Start options; the same seed gives the same identifiers."""

    journal: Path | None = None
    school: str = "empty"
    communities: tuple[CommunitySettings, ...] = (CommunitySettings(),)
    seed: int = 1
    wire: Path | None = None


@dataclass
class Switches:
    """Positions of everything that is unknown about the real VK; each may be changed while running."""

    kicked_may_return: bool = False
    create_chat_form: str = field(default="object", metadata={"choices": ("object", "int")})
    create_chat_adds: str = field(default="allowed", metadata={"choices": ("allowed", "all", "none", "refuse")})
    roles_method: bool = True
    rate_limit: int = 20
    non_admin_sees_actions: bool = True
    own_kick_arrives: bool = True
