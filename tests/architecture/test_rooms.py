"""The rooms of the house stay apart, and work in the background belongs to somebody."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT, Module, calls, modules

IMPORT_LINTER = Path(sys.executable).with_name("lint-imports")
# One cuts waiting short, the other waits for what is on its way before it closes.
HOMES_OF_TASKS = ("bot/stopping.py", "bot/vk/packing.py")


def test_every_contract_between_the_rooms_is_kept() -> None:
    done = subprocess.run([IMPORT_LINTER, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_task_belongs_to_a_group() -> None:
    """A lost task is a lost error: ``create_task`` is a group's, ``ensure_future`` has few homes."""
    loose = [
        f"{module}:{node.lineno}"
        for module in modules()
        for node in calls((module,), "create_task", "ensure_future")
        if not _has_a_home(module, node)
    ]
    assert loose == []


def _has_a_home(module: Module, node: ast.Call) -> bool:
    match node.func:
        case ast.Attribute(ast.Name(owner), "create_task"):
            return owner in _groups(module)
        case ast.Attribute(attr="ensure_future"):
            return module.place in HOMES_OF_TASKS
    return False


def _groups(module: Module) -> set[str]:
    """The names of the module's groups of tasks."""
    items = [item for node in ast.walk(module.tree) if isinstance(node, ast.AsyncWith) for item in node.items]
    return {
        item.optional_vars.id
        for item in items
        if isinstance(item.optional_vars, ast.Name) and ast.unparse(item.context_expr) == "asyncio.TaskGroup()"
    }
