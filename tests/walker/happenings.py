"""What happens around the walkers while they walk: in VK, in the journal, to the clock, and to the bot itself."""

import csv
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.sandbox.driver import DrivenPerson
from tests.flows.world import KEY
from tests.walker import in_chats, linking
from tests.walker.in_chats import allowed

if TYPE_CHECKING:
    from tests.walker.walk import Walk

EDITING_STEPS = 6
Happening = Callable[["Walk"], Awaitable[None]]


async def restart(walk: "Walk") -> None:
    """The bot ends and begins again, sometimes with other settings, sometimes while a press is on its way."""
    walker = walk.chance.choice(walk.walkers)
    sight = await walker.look()
    if sight.window and walk.chance.random() < 0.5:
        button = walk.chance.choice(sight.window)
        walker.last = f"on {sight.screen}: presses {button.kind} while the bot restarts"
        await allowed(walker.person.press_at(**button.place, wait_seconds=0))
    await walk.restart()


async def other_settings(walk: "Walk") -> None:
    """The school demands a parent's consent, forbids pupils to lead, has no SMS or no contact; or all as usual."""
    chance = walk.chance
    school = walk.world.settings.schools[KEY].model_copy(
        update={
            "consent_parallels": chance.choice((0, 8)),
            "pupils_may_lead": chance.random() < 0.7,
            "contact": chance.choice(("учебная часть, кабинет 12", "")),
        }
    )
    sms = walk.world.settings.sms.model_copy(update={"sender": chance.choice(("sandbox", "sandbox", "off"))})
    walk.world.settings = walk.world.settings.model_copy(update={"schools": {KEY: school}, "sms": sms})
    await walk.restart()


async def somebody_closes_messages(walk: "Walk") -> None:
    """A neighbour forbids the community to write, or allows it again; or shuts it out."""
    neighbour = walk.chance.choice(walk.neighbours)
    match walk.chance.randint(0, 2):
        case 0:
            await neighbour.deny()
        case 1:
            await neighbour.allow()
        case _:
            await neighbour.block(walk.chance.choice((900, 902)))


async def a_walker_closes_messages(walk: "Walk") -> None:
    """Also a walker: the next word opens them again."""
    walker = walk.chance.choice(walk.walkers)
    await walker.person.deny()
    await walk.settled()
    await walker.person.write("меню")


async def the_journal_moves_somebody(walk: "Walk") -> None:
    """A pupil goes to the other class, or several at once."""
    pupils = ["Белов Илья", "Зорин Тимофей", "Гусейнов Тимур", "Котова Лиза"]
    titles = {row[0] for row in walk.rows("SELECT title FROM roster_unit WHERE kind = 'class' AND until IS NULL")}
    to_class = walk.chance.choice([title for title in ("8А", "8А", "8Б", "9А", "9Б") if title in titles])
    for pupil in walk.chance.sample(pupils, walk.chance.choice((1, 1, 4))):
        await walk.world.sandbox.move_pupil(pupil, to_class)
    await walk.journal_is_read()


async def the_journal_breaks(walk: "Walk") -> None:
    """The journal is half there, or empty, or an error page; and then whole again."""
    await walk.world.sandbox.journal_mode(walk.chance.choice(("empty", "half", "garbage")))
    await walk.journal_is_read()
    await walk.walks(3)
    await walk.world.sandbox.journal_mode("normal")
    await walk.journal_is_read()


async def a_number_changes(walk: "Walk") -> None:
    """The journal has another number for somebody who linked by phone."""
    file = walk.world.folder / "journal" / "users.csv"
    with file.open(encoding="utf-8", newline="") as open_file:
        rows = list(csv.DictReader(open_file))
    wanted = {walker.person.name for walker in walk.walkers}
    for row in rows:
        name = f"{row['familyName']} {row['givenName']} {row['middleName']}".strip()
        if name in wanted or f"{row['familyName']} {row['givenName']}" in wanted:
            row["sms"] = f"+7900{walk.chance.randint(1_000_000, 9_999_999)}"
    with file.open("w", encoding="utf-8", newline="") as open_file:
        writer = csv.DictWriter(open_file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    await walk.journal_is_read()


async def time_passes(walk: "Walk") -> None:
    """Minutes, hours, or days."""
    minutes = walk.chance.choice((3, 3, 11, 11, 70, 70, 60 * 25, 60 * 24 * 8))
    await walk.world.later(minutes=minutes)


async def vk_fails(walk: "Walk") -> None:
    """VK refuses what the bot wants to do in chats."""
    method = walk.chance.choice(("messages.removeChatUser", "messages.setMemberRole", "messages.editChat", "*"))
    await walk.world.sandbox.fault(method, "error", code=10, times=walk.chance.randint(1, 3))
    await walk.walks(6)
    await walk.world.sandbox.no_faults()
    await walk.world.later(minutes=11)


async def a_chat_cannot_be_emptied(walk: "Walk") -> None:
    """Somebody deletes a chat while VK lets the bot remove nobody, or does not answer."""
    await walk.world.sandbox.fault("messages.removeChatUser", "error", code=walk.chance.choice((10, 15)), times=0)
    for walker in walk.chance.sample(walk.staff, len(walk.staff)):
        if chat_id := _own_chat(walk, walker.person):
            await walk.opens(walker.person, {"a": "C.DEL.YES", "c": chat_id})
            await walk.walks(8, walker)
            break
    await walk.walks(6)
    await walk.world.sandbox.no_faults()


async def sms_fail(walk: "Walk") -> None:
    """The SMS provider is down for a while."""
    await walk.world.sandbox.sms_mode("error")
    await walk.walks(6)
    await walk.world.sandbox.sms_mode("normal")


async def another_teacher_edits(walk: "Walk") -> None:
    """Somebody begins to edit a chat, the others change and save it meanwhile, and a walker among them goes on."""
    chats = [int(row[0]) for row in walk.rows("SELECT id FROM chat WHERE state = 'active' AND deleted_at IS NULL")]
    walker = walk.chance.choice(walk.staff or [None])
    first = walker.person if walker else walk.chance.choice(walk.editors)
    for chat_id in walk.chance.sample(chats, len(chats)):
        if await _picks(walk, first, chat_id):
            break
    else:
        return
    for person in (*(other for other in walk.editors if other.id != first.id), first):
        await _picks(walk, person, chat_id)
        await walk.opens(person, {"a": "C.SAVE", "c": chat_id})
    await walk.walks(EDITING_STEPS, walker)


async def somebody_asks_to_erase(walk: "Walk") -> None:
    """A neighbour who has linked has everything deleted, and links again later."""
    person = walk.chance.choice(walk.neighbours)
    await linking.undone(walk, person, erase=True)
    await walk.world.later(minutes=1)
    await linking.by_code(walk, person)


async def _picks(walk: "Walk", person: DrivenPerson, chat_id: int) -> bool:
    """Take some people into a chat, or out of it, without saving; False for somebody who may not."""
    people = [row[0] for row in walk.rows("SELECT person_id FROM roster_person WHERE until IS NULL ORDER BY person_id")]
    for key in walk.chance.sample(people, 2):
        value = walk.chance.randint(0, 1)
        await walk.opens(person, {"a": "P.SET", "c": chat_id, "l": "all", "n": 1, "x": 1, "p": key, "v": value})
    await walk.opens(person, {"s": "C.DIFF", "c": chat_id})
    return walk.rows(f"SELECT screen FROM dialogue WHERE peer_id = {person.id}") == [("C.DIFF",)]


def _own_chat(walk: "Walk", person: DrivenPerson) -> int:
    """A chat that this person has made and may delete at once, and in which there are others."""
    found = walk.rows(
        f"""
        SELECT chat.id FROM chat JOIN person_link ON person_link.person_id = chat.author_id
        JOIN account ON account.id = person_link.account_id
        WHERE account.messenger_id = {person.id} AND chat.state = 'active' AND chat.deleted_at IS NULL
        AND (SELECT count(*) FROM chat_member WHERE chat_id = chat.id AND is_inside) > 1 LIMIT 1
        """
    )
    return int(found[0][0]) if found else 0


HAPPENINGS: tuple[Happening, ...] = (
    restart,
    restart,
    other_settings,
    in_chats.a_chat_is_made_by_hand,
    in_chats.a_chat_is_made_by_hand,
    in_chats.rights_change,
    in_chats.the_bot_is_put_out,
    in_chats.a_stranger_comes,
    in_chats.somebody_leaves,
    in_chats.somebody_writes,
    in_chats.somebody_writes,
    in_chats.somebody_renames,
    in_chats.somebody_unpins,
    somebody_closes_messages,
    a_walker_closes_messages,
    the_journal_moves_somebody,
    the_journal_breaks,
    a_number_changes,
    time_passes,
    time_passes,
    vk_fails,
    a_chat_cannot_be_emptied,
    sms_fail,
    another_teacher_edits,
    another_teacher_edits,
    another_teacher_edits,
    somebody_asks_to_erase,
)
