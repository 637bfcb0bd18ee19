"""What people type: what a screen asks for, what is understood everywhere, and nonsense."""

import random
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.walker import linking
from tests.walker.looking import Sight

if TYPE_CHECKING:
    from tests.walker.walker import Walker

HOME, BACK, HELP, CANCEL, RESUME = "меню", "назад", "помощь", "отмена", "продолжить"
EVERYWHERE = (HOME, BACK, HELP, CANCEL, "Начать", RESUME, "?", "МЕНЮ", "☰ Личные сообщения")
NONSENSE = (
    "абракадабра",
    "?!",
    "0",
    "999",
    "1" * 40,
    "🙂",
    "<b>&nbsp;</b>",
    "'; DROP TABLE chat; --",
    " ",
    "-",
    "я" * 900,
)
NUMBERS = ("1", "2", "3", "5", "1-3", "3 5 7-12", "2 - 4", "12-7", "-1", "-2 3")
NAMES = ("Белов", "белова н", "Смирнов Артём", "Ёлкина", "елкина", "8А", "Аня 8Б", "Гусейнов", "Петров", "Матвеева")
ONE_PERSON = ("Белова Наталья", "Зорина Вера", "Смирнова Инна", "Зорин Тимофей", "Гусейнов Рашид", "Смирнов Артём")
TITLES = ("Стенгазета", "Кружок «Юный физик»", "Поездка 8 900 111-22-33", "А", "Хор", "Театр " * 9, "  ")
COMMANDS = (
    *("консоль", "здоровье", "сверка", "сверка 8А", "применить", "применить № 000000", "решения", "пауза 24", "журнал"),
    *("найти Белов", "чат 8А", "коды 8Б", "роль Петров", "отвязать Зорин", "год", "права", "режим чтения 2", "копия"),
    *("версия", "команды", "?сверка", "?", "продолжить", "здаровье"),
)
ASKED_WORD = re.compile(r"напишите слово «?(\w+)")
FEW = 4
PLAN_NUMBER = re.compile(r"План (\w+)")
Typed = Callable[["Walker", Sight], Awaitable[str]]


def one_of(*texts: str) -> Typed:
    """Any of these."""

    async def choose(walker: "Walker", _: Sight) -> str:
        return walker.chance.choice(texts)

    return choose


async def title(walker: "Walker", sight: Sight) -> str:
    """The title of the chat that the screen speaks of, sometimes a wrong one."""
    found = walker.walk.rows(f"SELECT title FROM chat WHERE id = {int(sight.params.get('c', 0))}")
    return str(found[0][0]) if found and walker.chance.random() < 0.8 else "не тот чат"


async def some_title(walker: "Walker", _: Sight) -> str:
    """A part of the title of some chat, or the wish to go on with a draft."""
    found = [str(row[0]) for row in walker.walk.rows("SELECT title FROM chat")]
    part = walker.chance.choice(found)[: walker.chance.randint(2, 20)] if found else "8А"
    return part if walker.chance.random() < 0.7 else RESUME


async def phone(walker: "Walker", _: Sight) -> str:
    """A number of the journal, one that no journal has, or none."""
    known = await walker.walk.world.phone(walker.chance.choice(walker.role.journal_names))
    return walker.chance.choice((known, known, known, "8 900 999 88 01", "12345"))


async def person_sought(walker: "Walker", sight: Sight) -> str:
    """Whatever an administrator knows of a person: a name, a class, a number, the address of a page."""
    page = walker.chance.choice(walker.walk.neighbours).id
    names = walker.chance.choice(NAMES), *walker.chance.sample(ONE_PERSON, 4)
    return walker.chance.choice((*names, await phone(walker, sight), f"vk.com/id{page}", "https://vk.com/x"))


async def sms_code(walker: "Walker", _: Sight) -> str:
    """The digits that came last, sometimes wrong ones."""
    arrived = await walker.walk.world.sandbox.api.get("sms")
    found = re.search(r"\d{4,}", arrived[-1]["text"]) if arrived else None
    return found.group() if found and walker.chance.random() < 0.8 else "000000"


async def personal_code(walker: "Walker", _: Sight) -> str:
    """A good code, sometimes a wrong or a spent one."""
    printed = await linking.code_of(walker.walk, walker.chance.choice(walker.role.journal_names))
    return (
        printed.code if printed and walker.chance.random() < 0.7 else walker.chance.choice(("KA4T-92XM", "12", "код"))
    )


async def plan_number(walker: "Walker", sight: Sight) -> str:
    """The number of the plan on the screen, or another one."""
    shown = PLAN_NUMBER.search(sight.text)
    return f"№ {shown[1]}" if shown and walker.chance.random() < 0.5 else "000000"


async def chats_and_day(walker: "Walker", _: Sight) -> str:
    """What is not to be looked after, and until which day; sometimes nonsense."""
    last = walker.walk.school().today() + timedelta(days=walker.chance.choice((0, 3, 3, 20, 20, 400)))
    what = walker.chance.choice(("8А", "8", "школа", "ученики", "нет такого"))
    orders = f"{what} до {last:%d.%m}", f"{what} до {last:%d.%m.%Y}", f"8А до {last:%d.%m}", "8А до 31.02"
    return walker.chance.choice(orders)


ANSWERS: dict[str, Typed] = {
    "A.PHONE": phone,
    "A.SMS": sms_code,
    "A.CODE": personal_code,
    "A.NOTIFY.HOURS": one_of("8-19", "0–24", "с 9 до 18", "19-8", "утром"),
    "C.DEL.CLASS": title,
    "C.DEL.TYPED": title,
    "C.MEMBERS": one_of(*NAMES, *NUMBERS, "нет такого"),
    "C.RENAME": one_of(*TITLES),
    "C.TRANSFER": one_of(*NAMES, "нет такого"),
    "C.WELCOME": one_of("Здравствуйте, {имена}. Это {чат}.", "Рады видеть", "х", "ю" * 1500),
    "H.HELP": one_of("1", "7", "права", "код", "как создать чат", "удалить", "пароль"),
    "H.TOPIC": one_of("2", "состав", "посторонние"),
    "K.AUDIT": one_of(*NAMES, "№ 1", "12.09", "8А", "31.02"),
    "K.CHATS": one_of(*NAMES, "ученики", "8А", "нет такого"),
    "K.CHATS.FOUND": one_of("8А", "ученики"),
    "K.CHATS.GIVE": one_of(*NAMES),
    "K.MENU": one_of(*COMMANDS),
    "K.PEOPLE": person_sought,
    "K.PEOPLE.FOUND": person_sought,
    "K.PEOPLE.LIST": one_of("8А", "8а", "8 б", "5Б", "12Я"),
    "K.PLAN": plan_number,
    "K.READONLY": one_of("1", "2 часа", "168", "169"),
    "K.ROLES.ADD": one_of("Петров", "Гусейнов", "и", "с", "Белов", "нет такого"),
    "K.SYNC.CLASS": one_of("8А", "8 а", "8Б", "12Я"),
    "K.SYNC.FREEZE": chats_and_day,
    "K.SYNC.LIMITS": one_of("25% 15", "1 0", "100 200", "0% 3", "много"),
    "K.SYNC.PAUSE": one_of("1", "24 часа", "168", "0"),
    "M.LIST": some_title,
    "N.NAME": one_of(*TITLES),
    "N.RENAME": one_of(*TITLES),
    "N.SET.WELCOME": one_of("Здравствуйте, {имена}. Это {чат}.", "х"),
    "N.SCOPE.SET": one_of("8А, 8Б", "8А 5Б", "8", "5 7", "История", "12Я"),
    "P.ADMIN": one_of(*NUMBERS, "все", "никто", "адм 2", "убрать 1", *NAMES),
    "P.EXTRA": one_of(*NAMES),
    "P.FIND": one_of(*NAMES),
    "P.FOUND": one_of(*NAMES, *NUMBERS, "все"),
    "P.PAGE": one_of(*NUMBERS, "все", "никто", "адм 4", "адм все", "убрать 2", *NAMES),
    "R.LIST": some_title,
    "U.LIST": some_title,
}

ONLY_TYPED = (
    "A.PHONE",
    "A.SMS",
    "A.CODE",
    "N.NAME",
    "N.RENAME",
    "C.RENAME",
    "P.FIND",
    "P.EXTRA",
    "C.DEL.TYPED",
    "C.DEL.CLASS",
)
"""Screens that one leaves forwards only by typing."""


def are_asked(sight: Sight) -> bool:
    """Whether a screen waits for something that is typed."""
    return sight.screen in ANSWERS or ASKED_WORD.search(sight.text) is not None


def likelihood(sight: Sight, typed_here: int) -> float:
    """How probable it is that somebody types here who has typed there so many times before."""
    if typed_here < FEW and are_asked(sight):
        return 0.8
    if sight.screen in ONLY_TYPED or ASKED_WORD.search(sight.text):
        return 0.6
    return 0.15 if sight.screen in ANSWERS else 0.04


async def to(walker: "Walker", sight: Sight) -> str:
    """What this walker types now."""
    chance = walker.chance
    if (asked := ASKED_WORD.search(sight.text)) and chance.random() < 0.9:
        return asked[1] if chance.random() < 0.85 else "НЕТ"
    if sight.screen in ANSWERS and chance.random() < 0.75:
        return await ANSWERS[sight.screen](walker, sight)
    return _anything(chance, sight)


def _anything(chance: random.Random, sight: Sight) -> str:
    labels = tuple(button.label for button in sight.window) or ("меню",)
    where = COMMANDS if sight.screen.startswith("K.") else EVERYWHERE
    kinds = (EVERYWHERE, where, NONSENSE, NUMBERS, NAMES, labels, labels)
    text = chance.choice(chance.choice(kinds))
    return text[: chance.randint(3, 20)] if text in labels and chance.random() < 0.3 else text
