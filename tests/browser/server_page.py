"""The server's view as its user meets it: fields by their visible labels, the verdict by what is on screen."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat
from playwright.sync_api import Locator, Page, expect

from sigv4_explain.render.verdict_text import verdict_sentence
from sigv4_explain.verifying import Outcome, Verdict
from tests.browser.harness import Lab, open_notebook

NOTEBOOK = "the-servers-view.ipynb"
LABELS = {
    "request": "The client signs and sends",
    "tampering": "What happens on the way",
    "method": "Method",
    "target": "Path and query",
    "headers": "Headers as they arrive, one “Name: value” a line",
    "body": "Body",
    "minutes": "Minutes on the way",
    "region": "The server's Region",
    "service": "The server's service",
    "key_on_file": "The key on the server's file",
    "wording": "AWS's words",
}


@dataclass(frozen=True, slots=True)
class ServerPage:
    """The view on a page."""

    page: Page

    @classmethod
    def opened(cls, page: Page, lab: Lab, *cells: str) -> ServerPage:
        """Write a notebook whose last cell shows the view, run it, and wait for the view."""
        source = cells or ("from sigv4_explain.widgets import ServerView\n\nServerView()",)
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in source],
            metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        )
        (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
        open_notebook(page, lab, NOTEBOOK)
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        page.wait_for_selector(".sigv4-root .sigv4-rules", timeout=60_000)
        return cls(page)

    @property
    def root(self) -> Locator:
        """The app's root."""
        return self.page.locator(".sigv4-root")

    @property
    def status(self) -> Locator:
        """The verdict in words."""
        return self.root.get_by_role("status")

    def field(self, name: str) -> Locator:
        """Find a field by its visible label."""
        return self.root.get_by_label(LABELS.get(name, name), exact=True)

    def section(self, name: str) -> Locator:
        """Find a section of the page."""
        return self.root.locator(f".sigv4-section-{name}")

    def rule(self, number: int) -> Locator:
        """Find a rule of the list."""
        return self.section("rules").locator("li").nth(number - 1)

    def choose(self, name: str, option: str) -> None:
        """Choose from a menu."""
        self.field(name).select_option(label=option)

    def type(self, name: str, value: str) -> None:
        """Type a field anew."""
        self.field(name).fill("")
        self.field(name).press_sequentially(value)

    def expect_verdict(self, verdict: Verdict) -> None:
        """The page says what ``verify`` says: the sentence, each rule's outcome, AWS's words."""
        expect(self.status).to_contain_text(verdict_sentence(verdict))
        for number, _, outcome in verdict.outcomes:
            shown = self.rule(number).locator(".sigv4-outcome:visible")
            expect(shown).to_have_count(1)
            expect(shown).to_contain_text({Outcome.KEPT: "✓", Outcome.BROKEN: "✗", Outcome.NOT_REACHED: "·"}[outcome])
        if verdict.message is not None:
            expect(self.section("answer").locator("pre").first).to_have_text(verdict.message.strip())
