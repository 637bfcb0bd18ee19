"""The ways of an administrator into the console."""

from bot.sandbox.driver import DrivenPerson
from tests.flows.made_chats import made_by_hand
from tests.flows.world import PETROV, PRINCIPAL, World

LEAVER, NEWSPAPER = "Дроздова Варвара", "Стенгазета"


async def at_console(world: World, name: str = PRINCIPAL) -> DrivenPerson:
    """The principal, linked, at the first screen of the console."""
    head = await world.linked(name)
    await console(head)
    return head


async def console(head: DrivenPerson) -> None:
    """From anywhere to the first screen of the console."""
    await head.write("меню")
    await head.sees("Личные сообщения")
    await head.press("Ещё")
    await head.press("Консоль администратора")
    await head.sees("Консоль · ")


async def finds(head: DrivenPerson, text: str) -> None:
    """Look for somebody among the people of the school."""
    await console(head)
    await head.press("Люди")
    await head.sees("Консоль › Люди")
    await head.write(text)


async def text_of(world: World, person: DrivenPerson) -> str:
    """What the window shows once everything has settled."""
    await world.calm()
    return (await person.screen()).text


async def chat_of_a_leaver(world: World) -> str:
    """A chat whose author has left the school; returns its title."""
    leaver = await world.entered(LEAVER)
    await made_by_hand(world, NEWSPAPER, author=leaver, members=[LEAVER, PETROV])
    await world.reads(world.sandbox.disable(LEAVER))
    return NEWSPAPER
