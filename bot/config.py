"""Typed settings from ``config.toml`` and the environment; a wrong or unknown key is one clear line."""

import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import OperatorError

ENVIRONMENT_PREFIX = "STAROSTA_"
PLACEHOLDER = "replace-me"


def _time_zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no time zone {value!r}; use a name like 'Asia/Yekaterinburg'") from None


TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone)]


def _refuse_placeholder(secret: SecretStr, what: str) -> None:
    if secret.get_secret_value().startswith(PLACEHOLDER):
        raise ValueError(f"still has the value of config.example.toml, which everybody knows; put {what} there")


class Section(BaseModel):
    """A table of the file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class VkSettings(Section):
    """Where VK is, how it is asked, and how its events come."""

    api_url: str = "https://api.vk.com/method/"
    requests_per_second: int = Field(20, ge=1, le=20)
    long_poll_seconds: int = Field(25, ge=1, le=90)
    timeout_seconds: float = Field(20, gt=0)
    events: Literal["long_poll", "callback"] = "long_poll"


class HttpSettings(Section):
    """The bot's own web server, for VK's Callback API, health and metrics."""

    listen: str = Field("", pattern=r"^$|^[\w.:\[\]-]+:\d{1,5}$")
    public_url: str = Field("", pattern=r"^$|^https?://.*[^/]$")

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host, int(port)


class SmsSettings(Section):
    """Who sends codes."""

    sender: Literal["console", "sandbox", "off"] = "console"
    url: str = ""
    daily_budget: int = Field(300, ge=0)


class JournalSettings(Section):
    """Where the school's roster comes from and how often it is read."""

    source: Literal["oneroster-csv"] = "oneroster-csv"
    path: Path
    school_id: str = ""
    every_seconds: int = Field(3600, ge=1)


class ReconcileSettings(Section):
    """The scheduled pass and the brakes; the console may set the numbers of the brakes while the bot runs."""

    every_seconds: int = Field(3600, ge=1)
    glance_every_seconds: int = Field(300, ge=1)
    removals_people: int = Field(2, ge=0)
    removals_percent: int = Field(15, ge=0, le=100)
    arrivals_people: int = Field(5, ge=0)
    arrivals_percent: int = Field(100, ge=0)
    archives_percent: int = Field(20, ge=0, le=100)
    stranger_minutes: int = Field(15, ge=1)
    missing_grace_hours: int = Field(24, ge=0)
    starts_in_preview: bool = True
    needs_two_people: bool = True
    quiet_before: time = time(8, 0)
    quiet_after: time = time(19, 0)


class SchoolSettings(Section):
    """One school: its community in VK, its journal, its owners."""

    title: str = Field(min_length=1)
    group_id: int = Field(gt=0)
    screen_name: str = ""
    token: SecretStr
    owners: tuple[int, ...] = ()
    time_zone: TimeZone = Field(default=ZoneInfo("Europe/Moscow"))
    contact: str = ""
    pupils_may_lead: bool = True
    chat_people: int = Field(3000, ge=2)
    consent_parallels: int = Field(0, ge=0, le=12)
    journal: JournalSettings
    reconcile: ReconcileSettings = ReconcileSettings()

    @field_validator("token")
    @classmethod
    def _token_is_set(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().strip():
            raise ValueError("is empty; put the community's token here or into the environment")
        _refuse_placeholder(token, "the community's token")
        return token

    @property
    def messages_url(self) -> str:
        """The address that opens the dialogue with the community."""
        return f"https://vk.me/{self.screen_name or f'club{self.group_id}'}"


class Settings(BaseSettings):
    """Everything an operator can set; secrets may also come from ``STAROSTA_…`` variables of the environment."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=ENVIRONMENT_PREFIX, env_nested_delimiter="__", toml_file=None
    )

    database: Path = Path("starosta-data/starosta.sqlite3")
    secret_key: SecretStr
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    clock_url: str = ""
    vk: VkSettings = VkSettings()
    http: HttpSettings = HttpSettings()
    sms: SmsSettings = SmsSettings()
    schools: dict[str, SchoolSettings] = Field(min_length=1)

    @field_validator("secret_key")
    @classmethod
    def _secret_key_is_set(cls, secret_key: SecretStr) -> SecretStr:
        if not secret_key.get_secret_value().strip():
            raise ValueError("is empty; put 64 random characters here or into the environment")
        _refuse_placeholder(secret_key, "64 random characters")
        return secret_key

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose content is given as initial values."""
        return env_settings, init_settings

    def school(self, key: str | None) -> tuple[str, SchoolSettings]:
        """The school that a command works for: the named one, or the only one."""
        if key is None and len(self.schools) == 1:
            return next(iter(self.schools.items()))
        if key is None:
            raise OperatorError(f"several schools are configured; add --school with one of: {', '.join(self.schools)}")
        if key not in self.schools:
            raise OperatorError(f"no school {key!r} in the configuration; there are: {', '.join(self.schools)}")
        return key, self.schools[key]


def load(path: Path) -> Settings:
    """Read ``path``; ``OperatorError`` with the key and the remedy if anything is wrong."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise OperatorError(f"no configuration at {path}; copy config.example.toml to {path} and edit it") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise OperatorError(f"{path} is not valid TOML: {error}") from None
    return build(content, place=str(path))


def build(content: Mapping[str, Any], *, place: str) -> Settings:
    """Check already parsed settings; ``place`` names them in the error."""
    try:
        settings = Settings(**content)
    except ValidationError as error:
        raise OperatorError("\n".join(f"{place}: {_line(dict(problem))}" for problem in error.errors())) from None
    _refuse_shared_communities(settings, place)
    if settings.vk.events == "callback" and not settings.http.listen:
        raise OperatorError(f"{place}: vk.events is 'callback', so http.listen must say where the bot listens")
    return settings


def _refuse_shared_communities(settings: Settings, place: str) -> None:
    by_group: dict[int, str] = {}
    for key, school in settings.schools.items():
        if (other := by_group.setdefault(school.group_id, key)) != key:
            raise OperatorError(
                f"{place}: schools {other!r} and {key!r} have the same group_id; give each its own community"
            )


def _line(problem: Mapping[str, Any]) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"unknown key {key!r}; remove it or look for the right name in config.example.toml"
    if problem["type"] == "missing":
        name = ENVIRONMENT_PREFIX + key.upper().replace(".", "__")
        return f"{key!r} is missing; set it in the file or as {name} in the environment"
    return f"{key!r}: {str(problem['msg']).removeprefix('Value error, ')}"
