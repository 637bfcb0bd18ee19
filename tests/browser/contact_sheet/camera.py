"""Takes pictures of a conversation in the sandbox's page, at the width of a desktop and of a phone."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from playwright.async_api import Browser, Page, TimeoutError, ViewportSize, async_playwright  # noqa: A004

from tests.browser.chromium import ARGUMENTS, CHROMIUM, DESKTOP, MOBILE

Newest = Callable[[], Awaitable[str]]
PATIENCE_SECONDS = (3, 5, 15)
WIDTHS: dict[str, ViewportSize] = {"desktop": DESKTOP, "phone": MOBILE}
IS_SHOWN = """text => {
  const bubbles = [...document.querySelectorAll(".message .text, .service")];
  const plain = one => one.replace(/\\s+/g, "");
  return bubbles.length > 0 && plain(bubbles.at(-1).textContent) === plain(text);
}"""
TOO_SHORT_BY = """() => {
  const scroll = document.getElementById("scroll");
  const last = [...document.querySelectorAll(".message")].at(-1);
  return last ? Math.max(0, Math.ceil(last.getBoundingClientRect().height + 24 - scroll.clientHeight)) : 0;
}"""


class Camera:
    """One browser with a page of each width."""

    def __init__(self, browser: Browser, pages: dict[str, Page]) -> None:
        self._browser = browser
        self._pages = pages

    @classmethod
    @asynccontextmanager
    async def opened(cls) -> AsyncIterator[Self]:
        """A camera in a Chromium of its own."""
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            pages = {name: await browser.new_page(viewport=size, locale="ru-RU") for name, size in WIDTHS.items()}
            yield cls(browser, pages)
            await browser.close()

    async def take(self, address: str, newest: Newest, place: Path) -> None:
        """Write ``place.desktop.png`` and ``place.phone.png`` once the conversation ends with its newest text.

        Where a window is higher than the page, the page grows: nothing of it is cut.
        """
        for name, page in self._pages.items():
            size = WIDTHS[name]
            await _opened(page, address, size, newest)
            if missing := int(await page.evaluate(TOO_SHORT_BY)):
                higher = ViewportSize(width=size["width"], height=size["height"] + missing)
                await _opened(page, address, higher, newest)
            await page.screenshot(path=f"{place}.{name}.png")

    async def print(self, html: Path, png: Path) -> None:
        """A picture of a whole page of HTML."""
        page = await self._browser.new_page(viewport=ViewportSize(width=1280, height=800))
        await page.goto(html.as_uri())
        await page.screenshot(path=png, full_page=True)
        await page.close()


async def _opened(page: Page, address: str, size: ViewportSize, newest: Newest) -> None:
    """The page at the address; what is newest is asked again when it may have changed meanwhile."""
    await page.set_viewport_size(size)
    for patience_seconds in PATIENCE_SECONDS:
        await page.goto("about:blank")
        await page.goto(address)
        with contextlib.suppress(TimeoutError):
            await page.wait_for_function(IS_SHOWN, arg=await newest(), timeout=1000 * patience_seconds)
            return
    raise AssertionError(f"{address} does not show «{await newest()}»")
