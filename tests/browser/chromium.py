"""The system's Chromium and how it is started."""

from pathlib import Path

from playwright.async_api import ViewportSize

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP, MOBILE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=800)
