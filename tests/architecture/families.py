"""Texts whose key is made of parts: for each f-string that ``say`` gets, every value that its hole may have."""

import ast

from bot.domain.kinds import ChatKind, ChatState, Role, Verdict
from bot.domain.membership import Departure
from bot.journals.problems import Code
from scheduler.reconcile.guard import RULES
from tests.architecture.source import HOLE, Module, calls, conversation, literals, modules, template

CODE = conversation()
NOT_BELIEVED = [verdict.value for verdict in Verdict if verdict is not Verdict.OK]
CONVERSATION_ROLES = ["staff", "guardian", "pupil"]
STORY = next(module for module in CODE if module.place == "bot/commands/story.py")

FAMILIES: dict[str, list[str]] = {
    "word-{}": sorted(literals(CODE, "is_word", 1)),
    "chat-title-{}": [kind.value.replace("_", "-") for kind in ChatKind if kind is not ChatKind.CUSTOM],
    "chat-title-class-{}": sorted(literals((STORY,), "chat_of") | {"parents"}),
    "chats-state-{}": [state.value for state in ChatState],
    "role-{}": [role.value for role in Role],
    "a-done.{}": CONVERSATION_ROLES,
    "a-role.{}": CONVERSATION_ROLES,
    "{}.yes": ["a-unlink", "a-erase"],
    "{}.no": ["a-unlink", "a-erase"],
    "x-typed-word-{}": ["unlink", "erase"],
    "{}.open": ["c-view", "u-chat"],
    "{}.join": ["c-view", "u-chat"],
    "{}-list": ["u", "r"],
    "{}-empty": ["u", "r"],
    "u-line-{}": ["inside", "left", "invited", "making"],
    "reason-{}": sorted(literals(CODE, "Reason") | {"homeroom", "pupil"}),
    "trouble-{}": sorted(literals(CODE, "_troubled", 1)),
    "recovery-{}": sorted(literals(CODE, "began", 1)),
    "journal-{}": [code.value for code in Code],
    "journal-told-{}": NOT_BELIEVED,
    "removed-{}": [Departure.EXIT.value, Departure.TRANSFER.value, Departure.BY_HAND.value],
    "departure-{}": [departure.value for departure in Departure],
    "hold-{}": [code for code, _ in RULES],
    "refusal-{}": [*sorted(literals(CODE, "Refusal")), *(f"evidence-{verdict}" for verdict in NOT_BELIEVED)],
    "import-{}": ["people", "units", "guardianships"],
    "story-{}": sorted(literals((STORY,), "person") | {"class", "next-class", "other-class"}),
}


def keys_of_families() -> set[str]:
    """Every key that a family has."""
    return {family.replace(HOLE, value) for family, values in FAMILIES.items() for value in values}


def templates_said() -> set[str]:
    """Every f-string that is a key somewhere in the conversation or the terminal."""
    said = {template(node) for module in CODE for call in calls((module,), "say") for node in _made(call)}
    return said | {template(node) for module in modules("handlers") for node in _keys(module)}


def _made(call: ast.Call) -> list[ast.JoinedStr]:
    return [node for key in call.args[:1] for node in ast.walk(key) if isinstance(node, ast.JoinedStr)]


def _keys(module: Module) -> list[ast.JoinedStr]:
    """F-strings that are stored in a variable called ``key`` before they are said."""
    stored = [node for node in ast.walk(module.tree) if isinstance(node, ast.Assign)]
    return [
        node.value
        for node in stored
        if isinstance(node.value, ast.JoinedStr) and [ast.unparse(name) for name in node.targets] == ["key"]
    ]
