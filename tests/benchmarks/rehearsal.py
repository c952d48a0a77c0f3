"""Rehearse a plan of the teacher's page against the clock: on the site, cold, each notebook opened and run to its end.

``python -m tests.benchmarks.rehearsal http://127.0.0.1:8000/`` walks through the plan of 45 minutes, or the one whose
heading follows. Opening and running are measured; reading, choosing and trying are added as ``tests.notebooks.plans``
counts them. It fails when a part takes longer than the plan gives it.
"""

from __future__ import annotations

import sys
import time

from playwright.sync_api import sync_playwright

from tests.benchmarks.measuring import markdown
from tests.browser.harness import CHROMIUM_FLAGS, find_chromium
from tests.browser.site_page import SitePage, site_page
from tests.notebooks.plans import PLANS, Part, needed, plan


def minutes_to_run(site: SitePage, part: Part) -> float:
    """Open a notebook and run all of it; return the minutes. A cell that fails ends the rehearsal."""
    if not any(part.cells):
        return 0
    begun = time.monotonic()
    site.open(part.file)
    cells = site.run_all()
    if any(output["output_type"] == "error" for cell in cells for output in cell.get("outputs", [])):
        sys.exit(f"{part.file}: a cell fails")
    return (time.monotonic() - begun) / 60


def main() -> None:
    """Print a row for each part: planned, run, read and tried, left over."""
    address, heading = sys.argv[1], (sys.argv[2:] or list(PLANS))[0]
    rows: dict[str, list[str]] = {}
    late = False
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=[*CHROMIUM_FLAGS, "--no-sandbox"]
        )
        with site_page(chromium, address) as site:
            for part in plan(heading):
                ran, tried = minutes_to_run(site, part), needed(part)
                left = part.minutes - ran - tried
                late = late or left < 0
                name = f"{part.at // 60}:{part.at % 60:02} {part.file.removesuffix('.ipynb') or part.say}"
                rows[name] = [str(part.minutes), f"{ran:.1f}", f"{tried:.1f}", f"{left:.1f}"]
    sys.stdout.write(markdown([heading, "planned", "run", "read and tried", "left"], rows) + "\n")
    sys.exit("a part takes longer than it has" if late else 0)


if __name__ == "__main__":
    main()
