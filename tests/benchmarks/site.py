"""How soon the static site shows its first output, and how fast it follows a key, in Chromium on this machine.

After “make site”, ``python -m tests.benchmarks.site`` prints medians and the load that the machine had: compare the
rows with each other, not with another machine's.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from notebooks.site.__main__ import size_of
from notebooks.site.runtime import SITE
from notebooks.site.serving import serving
from tests.benchmarks.browser import MEASURE, TARGETS
from tests.browser.harness import CHROMIUM_FLAGS, find_chromium
from tests.browser.site_page import CLEARED, MINUTES, RUN, SitePage

NOTEBOOK = "00-sign-a-request.ipynb"
VISITS = 5
SIZE: ViewportSize = {"width": 1400, "height": 2600}
KEYS, WARM_UP = 100, 5
SHOWN = ".sigv4-section-signature .sigv4-signature"


def main() -> None:
    """Measure visits and keys."""
    if not SITE.exists():
        sys.exit("no site: run “make site” first")
    with serving(SITE) as (address, _), sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            sys.exit("no Chromium found")
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM_FLAGS, *sandbox])
        _tell(f"{size_of(SITE)}\n\n| | median | worst |\n|---|---:|---:|")
        visits = [_visited(browser, address) for _ in range(VISITS)]
        for name, place in (("first visit", 0), ("second visit", 1)):
            seconds = [visit[place] for visit in visits]
            _tell(f"| {name}: seconds to the first output | {statistics.median(seconds):.1f} | {max(seconds):.1f} |")
        _keys(browser, address)
        _tell(f"\nThe machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} in the last minute.")


def _visited(browser: Browser, address: str) -> tuple[float, float]:
    """Return the seconds of a first visit and of a second one, with what the browser kept."""
    with browser.new_context(viewport=SIZE) as context:  # not site_page: refusing requests would switch the cache off
        opened = SitePage(context.new_page(), address)
        return _timed(lambda: _first_output(opened)), _timed(lambda: _first_output(opened))


def _first_output(opened: SitePage) -> None:
    opened.open(NOTEBOOK)
    opened.page.evaluate(CLEARED)
    opened.page.evaluate(RUN)
    opened.page.wait_for_selector(SHOWN, timeout=MINUTES)


def _timed(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _keys(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=SIZE) as context:
        opened = SitePage(context.new_page(), address)
        _first_output(opened)
        times = [_key(opened.page, key) for key in range(WARM_UP + KEYS)][WARM_UP:]
    cuts = statistics.quantiles(times, n=100)
    _tell("\n| key to the new signature | p50 | p95 |\n|---|---:|---:|")
    _tell(f"| milliseconds | {cuts[49]:.0f} | {cuts[94]:.0f} |")


def _key(page: Page, key: int) -> float:
    page.wait_for_timeout(100)
    field, shown = TARGETS["signing lab"]
    return float(page.evaluate(MEASURE, [field, shown, "abcdefghij"[key % 10]]))


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
