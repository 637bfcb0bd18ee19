"""K: the administrators' console."""

from tests.browser.contact_sheet.scenes import scene
from tests.browser.contact_sheet.stage import Stage
from tests.flows.world import PRINCIPAL


@scene("K.MENU")
async def console_of_the_principal(stage: Stage) -> None:
    """The principal, an administrator of the journal, walks through the console."""
    principal = await stage.world.linked(PRINCIPAL)
    await principal.write("меню")
    await stage.goes(principal, "M.MORE")
    await stage.presses(principal, "Консоль администратора")
