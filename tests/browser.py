"""A real browser for tests of pages: Chromium without a window, driven by Selenium."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_DRIVER: Final = ("chromedriver",)
_OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> str:
    """What keeps the browser from working here; nothing where it does."""
    lacking = [names[0] for names in (_CHROMIUM, _DRIVER) if not any(map(shutil.which, names))]
    lacking += [] if importlib.util.find_spec("selenium") else ["selenium"]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


@contextmanager
def browser(profile: Path, width: int = 1280, height: int = 900) -> Iterator[Chrome]:
    """A browser with a new profile in a folder; it ends with the context."""
    from selenium.webdriver import Chrome, ChromeOptions  # noqa: PLC0415 -- skipped where it is missing
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415 -- the same

    options = ChromeOptions()
    options.binary_location = next(found for name in _CHROMIUM if (found := shutil.which(name)))
    for option in (*_OPTIONS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def run(driver: Chrome, script: str, *arguments: Any) -> Any:
    """What a script in the page gives."""
    return driver.execute_script(script, *arguments)


def complaints(driver: Chrome) -> list[str]:
    """What the browser's console has said since the last call: errors, and what the page's policy forbade."""
    said: list[dict[str, Any]] = driver.get_log("browser")  # type: ignore[no-untyped-call]
    return [str(entry["message"]) for entry in said]
