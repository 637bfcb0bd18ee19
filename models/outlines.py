"""The tables of a version as migrations pass them on: outlines, made into classes only when a class is asked for.

Tortoise makes the classes of all tables before and after every operation of every migration, also of those that the
database has seen long ago: most of the time of a migration went into that.
"""

from collections.abc import Mapping

from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.models import Model

Outlines = dict[tuple[str, str], ModelState]


class LateApps(StateApps):
    """The classes of these outlines."""

    def __init__(self, outlines: Outlines, connections: Mapping[str, str]) -> None:
        super().__init__(default_connections=dict(connections))
        self._outlines = outlines

    def get_model(self, app_label: str, model_name: str | None = None) -> type[Model]:
        """A class by ``app.name`` or by both; KeyError when there is none."""
        if not self.apps:
            for (label, _), outline in self._outlines.items():
                self.register_model(label, outline.render(self))
            self._init_relations()
            self._build_initial_querysets()
        return super().get_model(app_label, model_name)

    def forget(self) -> None:
        """An outline has changed: classes are made anew when one is asked for."""
        self.apps.clear()


class LateState(State):
    """A version between two operations."""

    apps: LateApps

    def __init__(self, outlines: Outlines, connections: Mapping[str, str]) -> None:
        super().__init__(outlines, LateApps(outlines, connections))
        self._named = connections

    def clone(self) -> "LateState":
        """The version as it is now, for an operation that compares."""
        return LateState({key: outline.clone() for key, outline in self.models.items()}, self._named)

    def _find_related_models(self, app_label: str, model_name: str) -> set[tuple[str, str]]:
        return set()

    def _reload(self, models_to_reload: set[tuple[str, str]]) -> None:
        self.apps.forget()
