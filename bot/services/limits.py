"""The numbers of the brakes: those of the configuration, and before them those that were set in the console."""

from dataclasses import fields, replace

from bot.domain.plan import Limits
from bot.services.school import SchoolContext
from models.schools import School

NAMES = tuple(field.name for field in fields(Limits))


async def of(school: SchoolContext) -> Limits:
    """The limits that hold now."""
    configured = Limits(**{name: getattr(school.settings.reconcile, name) for name in NAMES})
    row = await School.get_or_none(key=school.key).only("key", "limits")
    return replace(configured, **(row.limits or {})) if row else configured
