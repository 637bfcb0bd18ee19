"""Texts whose key is made of parts: for each f-string that ``say`` gets, every value that its hole may have."""

import ast

from bot.domain.console import GRANTED, Level
from bot.domain.doubts import Doubt
from bot.domain.kinds import ChatKind, ChatState, Ending, HeldState, Role, Verdict
from bot.domain.membership import Departure
from bot.domain.year_steps import Fate
from bot.journals.problems import Code
from bot.services import access_request, chat_settings, copies, health, ledger, mute, steering
from bot.services.adoption import LINK_ASKED
from bot.services.chat_lists import Group
from bot.services.chat_log import GROUPS
from bot.services.chat_registry import CONCERNS, SORTS
from bot.services.consent import ASKED, GIVEN, WITHDRAWN
from bot.services.differences import How
from bot.services.edit_chat import CHANGED
from bot.services.keep_away import HIDDEN
from bot.services.members_list import State
from bot.services.runs import STOPPED
from bot.services.whereabouts import Whereabouts
from handlers import help  # noqa: A004 - the letter H
from handlers.chat_card import COUNTED
from handlers.chat_made import MISSED
from handlers.chat_name import PRESETS
from handlers.console import in_chat, outlook, run_file, sync_log
from handlers.console.commands import COMMANDS
from handlers.console.holds import HOLDS
from handlers.console.year import COLUMNS
from handlers.ledger_words import TOLD_BY
from handlers.scopes import WHAT
from handlers.sketches import EVERYBODY, LISTS
from scheduler.reconcile.apply import SILENT
from scheduler.reconcile.guard import ASKING, UNYIELDING
from tests.architecture.source import HOLE, Module, calls, conversation, literals, modules, template

CODE = conversation()
NOT_BELIEVED = [verdict.value for verdict in Verdict if verdict is not Verdict.OK]
CONVERSATION_ROLES = ["staff", "guardian", "pupil"]
STORY = next(module for module in CODE if module.place == "bot/commands/story.py")
EVENTS = sorted(
    {"held-done", "held-healed", "unlinked", "relinked", CHANGED, LINK_ASKED, STOPPED, ASKED, GIVEN, WITHDRAWN, *HIDDEN}
    | {*ledger.CHANGES_NOTHING, in_chat.TOLD, copies.MADE}
    | {access_request.ASKED, access_request.GIVEN, access_request.REFUSED}
    | {f"journal-{verdict}" for verdict in NOT_BELIEVED}
    | {text for name in ("note", "_note", "_done") for place in range(1, 4) for text in literals(CODE, name, place)}
)
"""Every kind of line that the ledger has, but refusals, which say their own reason."""

FAMILIES: dict[str, list[str]] = {
    "word-{}": sorted(literals(CODE, "is_word", 1)),
    "chat-title-{}": [kind.value.replace("_", "-") for kind in ChatKind if kind is not ChatKind.CUSTOM],
    "chat-title-class-{}": sorted(literals((STORY,), "chat_of") | {"parents"}),
    "chats-state-{}": [state.value for state in ChatState],
    "k-year-word-{}": [fate.value for fate in Fate],
    "k-year-what-{}": [fate.value for fate in Fate],
    "k-year.{}": [fate.value for fate in (Fate.GROUPS, Fate.OVER, Fate.CREATE)],
    "k-year-parallel.{}": [fate.value for fate in (Fate.CONTINUE, Fate.RENEW)],
    "k-year-ask.{}": [fate.value for fate in (Fate.CONTINUE, Fate.RENEW)],
    "k-year-line-{}": ["groups", "over", "create", "waiting", "ask", "renumbered"],
    "k-year-file-{}": ["continue", "renumbered", "ask", "over", "groups", "closed", "create", "waiting"],
    "k-year-column-{}": list(COLUMNS),
    "level-{}": [level.code for level in Level],
    "command-{}": list(COMMANDS),
    "what-{}": list(COMMANDS),
    "k-log-{}": list(sync_log.COLUMNS),
    "light-{}": list(health.Light),
    "subject-{}": list(health.SUBJECTS),
    "health-{}": [
        f"{subject}-{light}"
        for subject in health.SUBJECTS
        for light in health.Light
        if light is not health.Light.RED or subject not in health.NEVER_RED
    ],
    "k-sync-state-{}": list(steering.Pace),
    "k-hold-{}": list(HOLDS),
    "k-hold-{}.begin": list(HOLDS),
    "k-hold-{}.end": list(HOLDS),
    "k-hold-on-{}": list(HOLDS),
    "k-hold-ended-{}": list(HOLDS),
    "k-outlook-{}": sorted(set(outlook.KINDS.values())),
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
    "{}.back": sorted(text for text in literals(CODE, "_back") if text.islower()),
    "c-closed-{}": [name.replace("_", "-") for name in chat_settings.CLOSED],
    "c-set.{}": ["closed", "open", "unseen"],
    "c-set-strangers-{}": list(chat_settings.POLICIES),
    "c-set-welcome-{}": ["usual", "own", "off"],
    "c-stranger-{}": list(chat_settings.POLICIES),
    "c-welcome-hole-{}": ["names", "chat", "teacher"],
    "h-topic-{}": list(help.FOR_STAFF),
    "h-topic-{}.title": list(help.FOR_STAFF),
    "h-words-{}": list(help.FOR_STAFF),
    "reason-{}": sorted(literals(CODE, "Reason") | {"homeroom", "pupil"}),
    "trouble-{}": sorted(literals(CODE, "_troubled", 1)),
    "recovery-{}": sorted(literals(CODE, "began", 1)),
    "journal-{}": [code.value for code in (*Code, *Doubt)],
    "journal-told-{}": NOT_BELIEVED,
    "removed-{}": [one.value for one in Departure if one not in SILENT],
    "d-unknown.{}": ["prev", "next"],
    "u-list.{}": ["prev", "next"],
    "data-by-{}": ["sms", "code"],
    "data-ended-{}": [ending.value.replace("_", "-") for ending in Ending],
    "departure-{}": [departure.value for departure in Departure],
    "hold-{}": [code for code, _ in (*ASKING, *UNYIELDING)],
    "refusal-{}": [*sorted(literals(CODE, "Refusal")), *(f"evidence-{verdict}" for verdict in NOT_BELIEVED)],
    "actor-{}": ["account", ledger.BOT, ledger.JOURNAL, ledger.OPERATOR],
    "c-count-{}": [state.value for state in COUNTED],
    "c-file-{}": ["number", "name", "role", "state", "admin"],
    "c-kind-{}": ["class", "subject", "custom"],
    "c-line-{}": [State.INVITED.value, State.LEFT.value],
    "c-log-{}": ["at", "actor", "what"],
    "c-members-{}": ["awaited", "leading", "silent"],
    "c-members-filter.{}": ["all", "awaited", "leading", "silent", "xlsx", "csv"],
    "c-mute.{}": list(mute.SPANS),
    "c-write.{}": ["everybody", "staff"],
    "c-problem-{}": [*sorted(literals(CODE, "_troubled", 1)), "held"],
    "c-saved-{}": [kind.value for kind in Whereabouts],
    "c-sync-{}": ["create", "rename", "invite", "promote", "demote", "remove", "evict", "mute"],
    "c-sync-own-{}": list(How),
    "c-own-{}": list(How),
    "c-held-{}": [HeldState.DONE.value, HeldState.HEALED.value, HeldState.EXPIRED.value],
    "k-plan-{}": ["chat", "what", "held"],
    "k-plan.{}": ["xlsx", "csv"],
    "k-run-file-{}": list(run_file.COLUMNS),
    "k-run-did-{}": list(run_file.BRIEF),
    "ledger-journal-{}": NOT_BELIEVED,
    "ending-{}": [ending.value.replace("_", "-") for ending in Ending],
    "gone-{}": [one.value.replace("_", "-") for one in (*Departure, *Ending)],
    "gone-advice-{}": ["return", "link", "teacher", "journal"],
    "c-held-delete-{}": ["second", "left", "done", "expired"],
    "icon-{}": [state.value for state in State],
    "ledger-{}": [*EVENTS, *TOLD_BY],
    "ledger-people-{}": list(GROUPS),
    "m-group-{}": [group.value for group in Group],
    "m-problem-{}": [*sorted(literals(CODE, "_troubled", 1)), "held"],
    "n-partial-{}": [where.value for where in MISSED],
    "n-name.{}": list(PRESETS),
    "n-scope.{}": list(WHAT),
    "n-scope-any-{}": list(WHAT),
    "n-set-{}": list(WHAT),
    "p-count-{}": list(LISTS),
    "p-filter-{}": ["in", "out"],
    "p-list-{}": [*LISTS, EVERYBODY],
    "p-note-{}": list(LISTS),
    "p-sum-{}": list(LISTS),
    "p-sum.{}": [*LISTS, EVERYBODY],
    "state-{}": [state.value for state in State],
    "k-chats-{}": [*SORTS, *CONCERNS],
    "k-chats-file-{}": ["title", "kind", "keepers", "inside", "matters"],
    "k-chats-sort-{}": list(SORTS),
    "k-codes-table-{}": ["name", "code", "link", "until"],
    "k-matter-{}": list(CONCERNS),
    "k-people-file-{}": ["unit", "name", "role"],
    "level-as-{}": [level.code for level in GRANTED],
    "why-{}": sorted(literals(CODE, "Reason") | {"homeroom", "pupil"}),
    "plan-{}": ["withdraw", "promote", "demote", "mute", "unmute", "evict", "close", "leave"],
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
