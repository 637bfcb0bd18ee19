"""The table of contents: every screen and act of the conversation, by feature."""

from bot.ui.pages import Pages
from handlers import (
    access_request,
    adopt,
    adopt_place,
    awaiting,
    by_hand,
    chat_card,
    chat_closed,
    chat_delete,
    chat_edit,
    chat_link,
    chat_log,
    chat_made,
    chat_member,
    chat_members,
    chat_mute,
    chat_name,
    chat_rekey,
    chat_scope,
    chat_settings,
    chat_sync,
    class_delete,
    consent,
    data,
    gone,
    held_card,
    help,  # noqa: A004 - the letter H
    identity,
    linking,
    lists,
    member_invited,
    members_card,
    members_lists,
    menu,
    new_chat,
    new_settings,
    notify,
    people_picker,
    people_search,
    profile,
    resuming,
    slips,
)
from handlers.console import audit as console_audit
from handlers.console import auto as console_auto
from handlers.console import (
    backup,
    blocking,
    commands,
    freezing,
    health,
    keeping_away,
    rights,
    service,
    sync,
    sync_class,
    sync_log,
    version,
    year,
    year_typed,
)
from handlers.console import chats as console_chats
from handlers.console import codes as console_codes
from handlers.console import menu as console_menu
from handlers.console import people as console_people
from handlers.console import person as console_person
from handlers.console import plan as console_plan
from handlers.console import queue as console_queue
from handlers.console import roles as console_roles
from handlers.console import run as console_run
from handlers.visit import Visit

FEATURES = (
    linking.pages,
    identity.pages,
    profile.pages,
    notify.pages,
    lists.pages,
    awaiting.pages,
    menu.pages,
    chat_card.pages,
    chat_members.pages,
    chat_member.pages,
    chat_mute.pages,
    member_invited.pages,
    chat_delete.pages,
    chat_sync.pages,
    class_delete.pages,
    chat_log.pages,
    gone.pages,
    held_card.pages,
    chat_link.pages,
    chat_settings.pages,
    by_hand.pages,
    chat_closed.pages,
    members_lists.pages,
    members_card.pages,
    consent.pages,
    data.pages,
    adopt.pages,
    adopt_place.pages,
    new_chat.pages,
    access_request.pages,
    new_settings.pages,
    chat_name.pages,
    chat_scope.pages,
    people_picker.pages,
    people_search.pages,
    chat_made.pages,
    chat_edit.pages,
    resuming.pages,
    help.pages,
    slips.pages,
    console_menu.pages,
    health.pages,
    rights.pages,
    sync.pages,
    sync_class.pages,
    sync_log.pages,
    freezing.pages,
    backup.pages,
    service.pages,
    year.pages,
    year_typed.pages,
    chat_rekey.pages,
    console_plan.pages,
    console_queue.pages,
    console_run.pages,
    console_people.pages,
    console_person.pages,
    keeping_away.pages,
    blocking.pages,
    console_codes.pages,
    console_chats.pages,
    console_auto.pages,
    console_audit.pages,
    console_roles.pages,
    commands.pages,
    version.pages,
)


def contents() -> Pages[Visit]:
    """All features together; an id that two of them declare is an error at start."""
    pages: Pages[Visit] = Pages()
    return pages.join(FEATURES)
