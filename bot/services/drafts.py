"""What somebody has begun to put together: a new chat, or other people for one; kept for a day, over restarts."""

from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.errors import ScreenOutdated
from bot.services.school import SchoolContext
from models.drafts import Draft

LIFETIME = timedelta(hours=24)
SUBJECT, CUSTOM, EDIT = "subject", "custom", "edit"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the people of a custom chat come from; empty means any. ``is_school``: everybody of the school."""

    parallels: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    is_school: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a new chat is to be from its first minute; the values are those of ``models.chats.Chat``."""

    strangers: str = ""
    writers: str = ""
    welcome: str = ""
    follows: bool = True


@dataclass(frozen=True, slots=True)
class Sketch:
    """A draft as the conversation uses it.

    ``unit_id`` is the group of a subject chat. ``members`` and ``leaders`` are picked people; ``extra`` are those from
    outside the scope. An edit began with ``base_members`` and ``base_leaders``, when ``base_line`` was the newest line
    of the ledger about the chat. ``chat_id`` is the edited chat, or the one that was made of the draft, which then
    ``is_done``. ``preferences`` are the settings of a new chat. A draft that is not stored yet has the ``id`` 0.
    """

    id: int
    kind: str
    title: str = ""
    unit_id: str = ""
    scope: Scope = field(default_factory=Scope)
    members: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    base_members: tuple[str, ...] = ()
    base_leaders: tuple[str, ...] = ()
    base_line: int = 0
    preferences: Preferences = field(default_factory=Preferences)
    chat_id: int | None = None
    is_done: bool = False


SKETCH = TypeAdapter(Sketch)


async def begin(school: SchoolContext, page: int, kind: str, *, chat_id: int | None = None, **body: Any) -> Sketch:
    """A fresh draft; an older one of the same kind of this page is forgotten."""
    return await keep(school, page, Sketch(0, kind, chat_id=chat_id, **body))


async def keep(school: SchoolContext, page: int, sketch: Sketch) -> Sketch:
    """Store the draft; one that was not stored yet takes the place of an older one of its kind."""
    if not sketch.id:
        await Draft.filter(school_id=school.key, peer_id=page, kind=sketch.kind).delete()
        row = await Draft.create(school_id=school.key, peer_id=page, kind=sketch.kind, updated_at=school.now())
        sketch = replace(sketch, id=row.id)
    await save(school, sketch)
    return sketch


async def load(school: SchoolContext, page: int, draft_id: int) -> Sketch:
    """The page's draft; the screen is outdated when it is gone or a day old."""
    row = await Draft.get_or_none(id=draft_id, school_id=school.key, peer_id=page)
    if row is None or row.updated_at < school.now() - LIFETIME:
        raise ScreenOutdated("", "e-draft-gone")
    return _sketch(row)


async def unfinished(school: SchoolContext, page: int) -> list[Sketch]:
    """The drafts that the page may go on with, the newest first."""
    alive = Draft.filter(school_id=school.key, peer_id=page, is_done=False, updated_at__gt=school.now() - LIFETIME)
    return [_sketch(row) for row in await alive.order_by("-updated_at")]


async def begun(
    school: SchoolContext, page: int, kind: str, *, unit_id: str = "", chat_id: int | None = None
) -> Sketch | None:
    """The page's unfinished draft about this group, or about this chat."""
    for sketch in await unfinished(school, page):
        if (sketch.kind, sketch.unit_id, sketch.chat_id) == (kind, unit_id, chat_id):
            return sketch
    return None


async def save(school: SchoolContext, sketch: Sketch) -> None:
    """Store the draft as it is now."""
    body = {name: value for name, value in asdict(sketch).items() if name not in ("id", "kind", "chat_id", "is_done")}
    row = Draft.filter(id=sketch.id, school_id=school.key)
    await row.update(body=body, chat_id=sketch.chat_id, is_done=sketch.is_done, updated_at=school.now())


async def finish(school: SchoolContext, sketch: Sketch, chat_id: int) -> None:
    """The draft has become this chat: whoever presses «Создать» again is led there."""
    await save(school, replace(sketch, chat_id=chat_id, is_done=True))


async def drop(school: SchoolContext, page: int, draft_id: int) -> None:
    """Forget a draft."""
    await Draft.filter(id=draft_id, school_id=school.key, peer_id=page).delete()


def _sketch(row: Draft) -> Sketch:
    about = {"id": row.id, "kind": row.kind, "chat_id": row.chat_id, "is_done": row.is_done}
    return SKETCH.validate_python({**row.body, **about})
