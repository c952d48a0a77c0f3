"""What axe-core, which looks for what people with disabilities stumble over, says of a page."""

from __future__ import annotations

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES = ("JupyterLab Light", "JupyterLab Dark")
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""What another theme may break."""


def violations(page: Page, context: str = ".sigv4-root", rules: Sequence[str] = ()) -> list[str]:
    """Ask axe-core about the app's root, or what else a selector finds: by every rule, or only by these.

    The page is made as tall as its content, else axe takes it for hidden.
    """
    page.evaluate("() => { document.body.style.height = '100vh'; }")
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})}
    results = Axe().run(page, context=context, options=options).response["violations"]
    return [f"{found['id']}: {node['html'][:150]}" for found in results for node in found["nodes"]]
