"""What axe-core, which looks for what people with disabilities stumble over, says of a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES = ("JupyterLab Light", "JupyterLab Dark")


def violations(page: Page, context: str = ".sigv4-root") -> list[str]:
    """Ask axe-core about the app's root, or what else a selector finds.

    The page is made as tall as its content, else axe takes it for hidden.
    """
    page.evaluate("() => { document.body.style.height = '100vh'; }")
    results = Axe().run(page, context=context, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{found['id']}: {node['html'][:150]}" for found in results for node in found["nodes"]]
