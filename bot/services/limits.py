"""The numbers of the brakes: those of the configuration, and before them those that were set in the console."""

import json
from dataclasses import fields, replace

from bot.domain.plan import Limits
from bot.services.school import SchoolContext
from models.rows import select

NAMES = tuple(field.name for field in fields(Limits))


async def of(school: SchoolContext) -> Limits:
    """The limits that hold now."""
    configured = Limits(**{name: getattr(school.settings.reconcile, name) for name in NAMES})
    rows = await select("SELECT limits FROM school WHERE key = ? AND limits IS NOT NULL", [school.key])
    return replace(configured, **json.loads(rows[0]["limits"])) if rows else configured
