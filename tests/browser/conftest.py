from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.desk import Desk
from tests.browser.harness import CHROMIUM_FLAGS, Lab, find_chromium, running_lab
from tests.requirements import skip_or_fail
from tests.site.builder import serving
from tests.site.building import built_site, folder_of_this_run

# What is expected comes at once on a quiet machine, and late on a busy one: no test is about how late.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab server for all browser tests."""
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            skip_or_fail(
                "browser", "no Chromium: install chromium or google-chrome, or run “playwright install chromium”"
            )
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM_FLAGS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site, built by “make site”, under a path of its host, with the headers that are recommended."""
    folder = built_site(folder_of_this_run(tmp_path_factory))
    with serving(folder, prefix="/a/course") as (address, _):
        yield address


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open pages of any size; at the end, fail on errors in the console and on requests that left this computer."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(width: int = 1400, height: int = 2600) -> Page:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce"))
        return watched(contexts[-1].new_page(), troubles)

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="session")
def desk_of_all(chromium: Browser, jupyterlab: Lab) -> Iterator[tuple[Desk, list[str]]]:
    """One page for all tests that look at one view each, and its troubles."""
    troubles: list[str] = []
    with chromium.new_context(reduced_motion="reduce") as context:
        yield Desk.made(watched(context.new_page(), troubles), jupyterlab), troubles


@pytest.fixture
def desk(desk_of_all: tuple[Desk, list[str]]) -> Iterator[Desk]:
    """A page to show a view on; at the end, fail on errors in the console and on requests that left this computer."""
    desk, troubles = desk_of_all
    troubles.clear()
    yield desk
    desk.clear()
    assert troubles == []


def watched(page: Page, troubles: list[str]) -> Page:
    """Write down what goes wrong on a page."""
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.extend(_trouble(message)))
    page.on("request", lambda request: troubles.extend(_outside(request.url)))
    return page


def _trouble(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type == "error" else []


def _outside(url: str) -> list[str]:
    return [] if url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")) else [f"request to {url}"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
