"""K: the administrators' console."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.world import PRINCIPAL


@scene("K.MENU", "K.MORE", "K.HEALTH", "K.RIGHTS", "K.READONLY", "K.BACKUP", "K.BIND")
async def console_of_the_principal(stage: Stage) -> None:
    """The principal, an owner, walks through the console of a school with one class."""
    await stage.world.led()
    principal = await stage.world.linked(PRINCIPAL)
    await principal.write("меню")
    await stage.goes(principal, "M.MORE")
    await stage.presses(principal, "Консоль администратора")
    for screen in ("K.MORE", "K.BACKUP", "K.BIND", "K.HEALTH", "K.RIGHTS", "K.READONLY"):
        await stage.goes(principal, screen)


@scene("K.SYNC", "K.SYNC.START", "K.SYNC.PAUSE", "K.SYNC.LIMITS", "K.SYNC.CLASS", "K.SYNC.FREEZE")
async def steering_reconciliation(stage: Stage) -> None:
    """The principal with a school whose preview has ended."""
    await stage.world.led()
    principal = await stage.world.linked(PRINCIPAL)
    await principal.write("меню")
    await stage.goes(principal, "K.SYNC.START")
    for screen in ("K.SYNC", "K.SYNC.PAUSE", "K.SYNC.LIMITS", "K.SYNC.CLASS"):
        await stage.goes(principal, screen)
    await stage.writes(principal, "8А")
    await stage.goes(principal, "K.SYNC.FREEZE")
    await stage.writes(principal, "8А до 15.12")
