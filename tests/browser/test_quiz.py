from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import THEMES, violations
from tests.browser.conftest import OpenPage
from tests.browser.harness import Lab, choose_theme, open_notebook

NOTEBOOK = "a-question.ipynb"
LONG = (
    "s3:GetObject/" * 30 + " and, when it is not there, a word on why it is not, in a sentence that goes on for lines."
)
CELL = f"""from sigv4_explain.course import QUESTIONS, Choice, Question
from sigv4_explain.widgets import Quiz, quiz
first = QUESTIONS["order-of-names"]
long = Question(name="long", chapter="02", text={LONG!r}, choices=(Choice({LONG!r}, "a"), *first.choices))
quiz.QUESTIONS = {{**QUESTIONS, "long": long}}
"""


def _opened(page: Page, lab: Lab, name: str) -> Locator:
    """Run a notebook that shows a question."""
    cells = [nbformat.v4.new_code_cell(CELL), nbformat.v4.new_code_cell(f"Quiz({name!r})")]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    (lab.folder / NOTEBOOK).write_text(nbformat.writes(notebook), encoding="utf-8")
    open_notebook(page, lab, NOTEBOOK)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".sigv4-quiz .sigv4-status", timeout=60_000)
    return page.locator(".sigv4-quiz")


def test_a_question_is_answered_by_its_words_and_by_keys(open_page: OpenPage, jupyterlab: Lab) -> None:
    """A click on a choice's words takes it, and with Tab and the blank key another one is taken."""
    page = open_page()
    root = _opened(page, jupyterlab, "order-of-names")
    status = root.get_by_role("status")

    root.get_by_text("The order stays as sent.", exact=True).click()
    expect(status).to_contain_text("✗ Not yet. The server sorts")

    root.get_by_label("The order stays as sent.").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(root.get_by_label("a-b=1", exact=True)).to_be_checked()
    expect(status).to_contain_text("✗ Not yet. So it would be")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(status).to_contain_text("✓ Right")


def test_long_choices_are_whole_and_axe_finds_nothing(open_page: OpenPage, jupyterlab: Lab, tmp_path: Path) -> None:
    """In both themes, wide and narrow, nothing is cut, right or wrong."""
    page = open_page(width=800, height=1800)
    root = _opened(page, jupyterlab, "long")
    cut = "one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1"
    for theme, width, choice in product(THEMES, (420, 800), ("a-b=1", "a=2")):
        choose_theme(page, theme)
        page.set_viewport_size({"width": width, "height": 1800})
        root.get_by_label(choice, exact=True).check()
        expect(root.get_by_role("status")).to_contain_text("✓" if choice == "a=2" else "✗")
        assert violations(page) == []
        shown = root.locator("p:visible, .widget-radio-box, .widget-radio-box label")
        assert shown.evaluate_all(f"all => all.filter({cut}).map(one => one.outerHTML)") == []
        path = Path(os.environ.get("SIGV4_SCREENSHOTS", tmp_path))
        page.screenshot(path=path / f"quiz-{theme.rpartition(' ')[2].lower()}-{width}-{choice}.png")
