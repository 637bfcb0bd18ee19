"""C.SET: what a chat does with strangers and newcomers, whether it follows the journal, and who answers for it."""

from bot.domain.permissions import Act
from bot.domain.roster import Person
from bot.domain.russian import normal_name, short_name
from bot.errors import ScreenOutdated, UserError
from bot.services import accounts, by_hand, chat_settings, limits, mute, news, welcome
from bot.services.roster import Roster
from bot.texts.catalogue import say
from bot.ui.pager import page_of
from bot.ui.pages import Go, Outcome, Pages, Stay
from bot.ui.view import Button, Colour, Do, Goto, Row, View
from handlers.access import allowed, chat_to
from handlers.beside import say_beside
from handlers.card import kept, shown_chat, turn
from handlers.visit import Visit, name_of
from models.chats import Chat

HEIRS_A_PAGE = 3
LONGEST_QUERY = 40

pages: Pages[Visit] = Pages()


@pages.screen("C.SET")
async def settings(visit: Visit) -> View:
    """Every setting with what it is now."""
    chat = await shown_chat(visit, Act.SETTINGS)
    here = {"c": chat.id}
    policy = await chat_settings.policy_now(visit.school, chat)
    rows: list[Row] = [
        (Button(say(f"c-set.{chat_settings.closedness(chat)}"), Goto("C.CLOSED", here)),),
        (Button(say(f"c-set-strangers-{policy}"), Goto("C.STRANGER", here)),),
        (Button(say(f"c-set-welcome-{welcome.kind_of(chat.welcome)}"), Goto("C.WELCOME", here)), *_writing(chat)),
    ]
    following = (_following(chat),) if chat_settings.may_follow(chat) else ()
    titled = (Button(say("c-set.title"), Do("C.TITLE.JOURNAL", here)),) if by_hand.has_title_of_its_own(chat) else ()
    rows += [row for row in ((*following, *titled),) if row]
    if Act.TRANSFER in await allowed(visit, chat):
        rows.append((Button(say("c-set.transfer"), Goto("C.TRANSFER", here)),))
    offered = await _offered(visit, chat)
    return View(say("c-set", title=chat.title, offered=offered), (*rows, (_back("c-set", "C.VIEW", chat),)))


@pages.act("C.SET.FOLLOW")
async def follow(visit: Visit) -> Outcome:
    """Follow the journal, or keep the people of today."""
    chat = await chat_to(visit, Act.SETTINGS)
    is_on = bool(visit.number("v"))
    await chat_settings.follow(visit.school, visit.profile, chat, is_on=is_on)
    return Go("C.SET", {"c": chat.id}, say("c-set-follows" if is_on else "c-set-follows-not"))


@pages.screen("C.STRANGER")
async def strangers(visit: Visit) -> View:
    """What happens to whoever comes in without belonging."""
    chat = await shown_chat(visit, Act.SETTINGS)
    back = (_back("c-stranger", "C.SET", chat),)
    if await chat_settings.has_pupils(visit.school, chat):
        return View(say("c-stranger-always", title=chat.title), (back,))
    minutes = (await limits.of(visit.school)).stranger_minutes
    labels = {policy: say(f"c-stranger-{policy}", minutes=minutes) for policy in chat_settings.POLICIES}
    choices = [(Button(label, Do("C.STRANGER.SET", {"c": chat.id, "p": policy})),) for policy, label in labels.items()]
    now = labels[await chat_settings.policy_now(visit.school, chat)]
    return View(say("c-stranger", title=chat.title, now=now, minutes=minutes), (*choices, back))


@pages.act("C.STRANGER.SET")
async def set_strangers(visit: Visit) -> Outcome:
    """Choose."""
    chat = await chat_to(visit, Act.SETTINGS)
    await chat_settings.set_stranger_policy(visit.school, visit.profile, chat, visit.text("p"))
    return Go("C.SET", {"c": chat.id})


async def words_typed(visit: Visit, text: str) -> Outcome:
    """Own words for newcomers."""
    chat = await chat_to(visit, Act.SETTINGS)
    await welcome.set_words(visit.school, visit.profile, chat, text)
    return Go("C.WELCOME", {"c": chat.id}, say("c-welcome-saved"))


@pages.screen("C.WELCOME", typed=words_typed)
async def welcoming(visit: Visit) -> View:
    """How newcomers are welcomed, as it will look."""
    chat = await shown_chat(visit, Act.SETTINGS)
    looks = await welcome.worded(visit.school, chat, say("c-welcome-names"))
    said = say("c-welcome-off") if chat.welcome == welcome.OFF else say("c-welcome-looks", text=looks)
    waits = "" if chat.greeting else say("c-welcome-waits")
    here = {"c": chat.id}
    usual = Button(say("c-welcome.usual"), Do("C.WELCOME.SET", {**here, "w": ""}))
    off = Button(say("c-welcome.off"), Do("C.WELCOME.SET", {**here, "w": welcome.OFF}))
    text = say("c-welcome", title=chat.title, said=said, waits=waits, **welcome.holes())
    return View(text, ((usual, off), (_back("c-welcome", "C.SET", chat),)))


@pages.act("C.WELCOME.SET")
async def set_welcome(visit: Visit) -> Outcome:
    """The usual words, or none."""
    chat = await chat_to(visit, Act.SETTINGS)
    await welcome.set_words(visit.school, visit.profile, chat, visit.text("w"))
    return Go("C.WELCOME", {"c": chat.id})


async def heir_typed(visit: Visit, text: str) -> Outcome:
    """A colleague by a part of the name."""
    chat = await chat_to(visit, Act.TRANSFER)
    found = await _heirs(visit, chat, text)
    if len(found) == 1:
        return Go("C.TRANSFER.OK", {"c": chat.id, "to": found[0][0]})
    if not found:
        raise UserError("c-transfer-none", query=text[:LONGEST_QUERY])
    return Go("C.TRANSFER", {"c": chat.id, "q": text[:LONGEST_QUERY]})


@pages.screen("C.TRANSFER", typed=heir_typed)
async def transfer(visit: Visit) -> View:
    """To whom the chat could be given, and the way to take an offer back."""
    chat = await shown_chat(visit, Act.TRANSFER)
    page = page_of(await _heirs(visit, chat, visit.text("q")), visit.list_page, size=HEIRS_A_PAGE)
    rows: list[Row] = [
        (Button(name_of(person), Goto("C.TRANSFER.OK", {"c": chat.id, "to": account_id})),)
        for account_id, person in page.items
    ]
    rows += turn("C.TRANSFER", page, kept(visit, "c", "q"))
    if chat.heir_id:
        rows.append((Button(say("c-transfer.drop"), Do("C.TRANSFER.DROP", {"c": chat.id})),))
    text = say("c-transfer" if page.items else "c-transfer-no-heirs", title=chat.title)
    return View(text + await _offered(visit, chat), (*rows, (_back("c-transfer", "C.SET", chat),)))


@pages.screen("C.TRANSFER.OK")
async def ask_to_transfer(visit: Visit) -> View:
    """What giving the chat away means."""
    chat = await shown_chat(visit, Act.TRANSFER)
    heir = (await chat_settings.heirs(visit.school, chat)).get(visit.number("to"))
    if heir is None:
        raise ScreenOutdated("", "c-transfer-nobody")
    after = say("c-transfer-other")
    if chat.author_id in visit.profile.person_ids:
        stays = await chat_settings.stays_without_owning(visit.school, chat)
        after = say("c-transfer-stays" if stays else "c-transfer-leaves")
    yes = Do("C.TRANSFER.ASK", {"c": chat.id, "to": visit.number("to")})
    return View(
        say("c-transfer-ok", title=chat.title, name=name_of(heir), after=after),
        ((Button(say("c-transfer-ok.yes"), yes, Colour.DANGER),), (_back("c-transfer-ok", "C.SET", chat),)),
    )


@pages.act("C.TRANSFER.ASK")
async def offer(visit: Visit) -> Outcome:
    """Ask the colleague in their dialogue; until they agree nothing changes."""
    chat = await chat_to(visit, Act.TRANSFER)
    before = chat.heir_id
    page, heir = await chat_settings.offer(visit.school, visit.profile, chat, visit.number("to"))
    if before != heir.source_id:
        text = say("c-transfer-asked", title=chat.title, name=_mine(visit))
        yes = Button(say("c-transfer-asked.yes"), Do("C.TRANSFER.ACCEPT", {"c": chat.id}), Colour.GOOD)
        no = Button(say("c-transfer-asked.no"), Do("C.TRANSFER.REFUSE", {"c": chat.id}))
        await say_beside(visit, page, View(text, ((yes,), (no,))))
    return Go("C.VIEW", {"c": chat.id}, say("c-transfer-sent", name=_short(heir)))


@pages.act("C.TRANSFER.DROP")
async def drop_offer(visit: Visit) -> Outcome:
    """Take the offer back."""
    chat = await chat_to(visit, Act.TRANSFER)
    await chat_settings.withdraw(visit.school, visit.profile, chat)
    return Go("C.SET", {"c": chat.id}, say("c-transfer-dropped"))


@pages.act("C.TRANSFER.ACCEPT")
async def accept(visit: Visit) -> Outcome:
    """Take the chat over and tell the one who gave it."""
    chat = await _offered_chat(visit)
    before = await chat_settings.take_over(visit.school, visit.profile, chat)
    await _tell(visit, before, say("c-transfer-accepted", title=chat.title, name=_mine(visit)))
    return Go("C.VIEW", {"c": chat.id}, say("c-transfer-done", title=chat.title))


@pages.act("C.TRANSFER.REFUSE")
async def refuse(visit: Visit) -> Outcome:
    """Leave the chat with the one who offered it."""
    chat = await _offered_chat(visit)
    if chat.heir_id not in visit.profile.person_ids:
        return Stay(say("c-transfer-over"))
    await chat_settings.withdraw(visit.school, visit.profile, chat)
    await _tell(visit, chat.author_id, say("c-transfer-refused", title=chat.title, name=_mine(visit)))
    return Go("", notice=say("c-transfer-no"))


async def _offered_chat(visit: Visit) -> Chat:
    """The chat of an offer: whoever it is offered to need not belong to it yet."""
    chat = await Chat.get_or_none(id=visit.number("c"), school_id=visit.school.key)
    if chat is None:
        raise UserError("c-transfer-over")
    return chat


async def _tell(visit: Visit, person_id: str, text: str) -> None:
    page = (await accounts.pages_of(visit.school, [person_id])).get(person_id)
    if page is not None:
        await news.tell_pages(visit.school, [page], text)


async def _heirs(visit: Visit, chat: Chat, query: str) -> list[tuple[int, Person]]:
    words = normal_name(query).split()
    found = await chat_settings.heirs(visit.school, chat)
    return [
        (account_id, person)
        for account_id, person in found.items()
        if all(word in normal_name(name_of(person)) for word in words)
    ]


async def _offered(visit: Visit, chat: Chat) -> str:
    """To whom the chat is offered, if it is."""
    if not chat.heir_id:
        return ""
    roster = await Roster.of(visit.school.key, visit.school.today())
    heir = await roster.person(chat.heir_id)
    return say("c-set-offered", name=_short(heir)) if heir else ""


def _writing(chat: Chat) -> Row:
    if not mute.may_choose_writers(chat):
        return ()
    key = "c-set.write-staff" if chat.writers == mute.STAFF else "c-set.write-everybody"
    return (Button(say(key), Goto("C.WRITE", {"c": chat.id})),)


def _following(chat: Chat) -> Button:
    """Pressing it sets the other one."""
    key = "c-set.follows" if chat.follows_journal else "c-set.follows-not"
    return Button(say(key), Do("C.SET.FOLLOW", {"c": chat.id, "v": 0 if chat.follows_journal else 1}))


def _back(key: str, screen: str, chat: Chat) -> Button:
    return Button(say(f"{key}.back"), Goto(screen, {"c": chat.id}))


def _short(person: Person) -> str:
    return short_name(person.family, person.given, person.patronymic)


def _mine(visit: Visit) -> str:
    return name_of(visit.profile.people[0])
