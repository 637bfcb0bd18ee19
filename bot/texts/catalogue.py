"""Reads ``ru/*.ftl`` (Project Fluent) once and says its sentences; a gap is an error, never an empty text."""

from functools import cache
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource, resolver

LANGUAGE = "ru"

# Fluent mistrusts long values; ours are lists of many lines, and a screen is cut where it is built.
resolver.MAX_PART_LENGTH = 100_000


def say(key: str, **values: object) -> str:
    """The sentence ``key`` with ``values`` filled in; ``LookupError`` if the key or one of its values is missing.

    ``screen.button`` is the attribute ``button`` of the message ``screen``: the label of a button of that screen.
    """
    bundle = _bundle()
    message_id, _, attribute = key.partition(".")
    if not bundle.has_message(message_id):
        raise LookupError(f"no text {key!r} in bot/texts/{LANGUAGE}")
    message = bundle.get_message(message_id)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        raise LookupError(f"text {key!r} has no value")
    text, errors = bundle.format_pattern(pattern, {name: _plain(value) for name, value in values.items()})
    if errors:
        raise LookupError(f"text {key!r}: {errors[0]}")
    return str(text)


def keys() -> frozenset[str]:
    """Every key of the catalogue."""
    return frozenset(_bundle()._messages)


@cache
def _bundle() -> FluentBundle:
    # Isolation marks would end up in chat titles and on buttons.
    bundle = FluentBundle([LANGUAGE], use_isolating=False)
    for file in sorted(resources.files(__package__).joinpath(LANGUAGE).iterdir(), key=lambda path: path.name):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")), allow_overrides=False)
    return bundle


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)
