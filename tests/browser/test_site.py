"""The static site in a real browser: nothing is installed, and nothing leaves the host."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect

from sigv4_explain.site.places import PROJECT
from sigv4_explain.site.serving import serving
from sigv4_explain.widgets.lab_input import LabInput
from sigv4_explain.widgets.link import PAGE, link_to
from sigv4_explain.widgets.presets import FIRST, PRESETS
from tests.browser.lab_page import LabPage
from tests.browser.site_page import MINUTES, SitePage, site_page
from tests.site.building import built_site, folder_of_this_run

SHOWN = "00-sign-a-request.ipynb"
# Each stands for others: values and widgets, exercises, the fronts in the page, boto3.
SOME = (
    "contents.ipynb",
    "02-method-path-and-query.ipynb",
    "05-the-signing-key-and-the-signature.ipynb",
    "08-temporary-credentials.ipynb",
)
ALL = tuple(sorted(path.name for path in (PROJECT / "notebooks").glob("*.ipynb")))
NOTEBOOKS = ALL if os.environ.get("SIGV4_SITE") == "all" else SOME
"""SIGV4_SITE=all runs every notebook, which takes minutes."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site, built by “make site”, under a path of its host, with the headers that are recommended."""
    folder = built_site(folder_of_this_run(tmp_path_factory))
    with serving(folder, prefix="/a/course") as (address, _):
        yield address


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[SitePage]:
    """A page of the site; at the end, nothing was asked of others, and nothing went wrong in it."""
    with site_page(chromium, site) as opened:
        yield opened
        assert opened.requests
        assert opened.outside() == []
        assert opened.troubles == []


def test_the_site_opens_on_the_contents_which_lead_to_every_notebook(page: SitePage) -> None:
    """Its root goes on by itself; a link of the contents opens its notebook."""
    page.page.goto(page.site)
    page.wait_until_ready()
    assert page.page.url == f"{page.site}notebooks/index.html?path=contents.ipynb"

    with page.page.context.expect_page() as opened:
        page.page.get_by_role("link", name="00 Sign a request").first.click()
    expect(opened.value.get_by_role("heading", name="Sign a request").first).to_be_visible(timeout=MINUTES)
    assert SHOWN in opened.value.url


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_shows_in_the_browser_what_it_was_saved_with(page: SitePage, notebook: str) -> None:
    """Run to its end, without a cell that installs anything: each text is the one that CPython gave."""
    page.open(notebook)

    ran = page.run_all()

    saved = json.loads((PROJECT / "notebooks" / notebook).read_text(encoding="utf-8"))["cells"]
    compared = [cell for cell in saved if cell["cell_type"] == "code"]
    assert [(cell["id"], _texts(cell)) for cell in ran if _is_compared(cell)] == [
        (cell["id"], _texts(cell)) for cell in compared if _is_compared(cell)
    ]


def test_the_lab_follows_each_key(page: SitePage) -> None:
    """The signature on screen is the one that botocore makes, computed by CPython, before and after typing."""
    page.open(SHOWN)
    page.run_all()
    lab, form = LabPage(page.page), PRESETS[FIRST]
    lab.expect_signature_of(form)

    form = lab.edit(form, "body", "é, typed in a browser")
    form = lab.edit(form, "region", "us-east-1")

    lab.expect_signature_of(form)
    lab.expect_signature_of(replace(form, body="é, typed in a browser"))


def test_a_link_opens_the_lab_with_its_request(page: SitePage) -> None:
    """Made from one lab, opened in another browser: the request is typed in, the published keys sign it."""
    form = LabInput(
        method="PUT", url="https://h.example/a//b?b=%20c&a=%E2%80%9C", headers='X-A: "1"', region="us-west-2"
    )
    page.page.goto(link_to(form, page.site))
    page.wait_until_ready()
    page.run_all()

    lab = LabPage(page.page)
    expect(lab.field("url")).to_have_value(form.url)
    expect(lab.field("headers")).to_have_value(form.headers)
    lab.expect_signature_of(form)


def test_a_link_that_was_cut_says_so(page: SitePage) -> None:
    """So does one in which somebody wrote Python."""
    for text in ("", 'x");import+os;("'):
        page.page.goto(f"{page.site}{PAGE}?request={text}")
        expect(page.page.get_by_role("status")).to_contain_text("perhaps it was cut")


def test_what_would_leave_the_host_is_stopped_and_seen(chromium: Browser, site: str) -> None:
    """Both checks of every test here can fail: the host's policy stops a script, and a navigation is counted."""
    with site_page(chromium, site) as opened:
        opened.page.goto(site)
        opened.page.wait_for_url("**/notebooks/**")
        opened.page.evaluate("() => fetch('https://example.com/keys').catch(() => null)")
        with pytest.raises(Error, match="ERR_FAILED"):
            opened.page.goto("https://example.com/keys")

        assert [trouble for trouble in opened.troubles if "connect-src" in trouble]
        assert "https://example.com/keys" in opened.outside()


def _is_compared(cell: dict[str, Any]) -> bool:
    return "nbval-ignore-output" not in cell["metadata"].get("tags", [])


def _texts(cell: dict[str, Any]) -> list[str]:
    """Return what a cell printed and showed, as text."""
    printed = ["".join(output["text"]) for output in cell["outputs"] if output["output_type"] == "stream"]
    errors = [output["evalue"] for output in cell["outputs"] if output["output_type"] == "error"]
    shown = ["".join(output["data"].get("text/plain", "")) for output in cell["outputs"] if "data" in output]
    return ["".join(printed), *errors, *shown]
