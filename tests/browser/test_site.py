"""The static site in a real browser: nothing is installed, and nothing leaves the host."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Literal
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Error, expect

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput
from sigv4_explain.widgets.signing_lab.link import PAGE, link_to
from tests.browser.axe import violations
from tests.browser.lab_page import LABELS, LabPage
from tests.browser.oracle import botocore_signature
from tests.browser.site_page import MINUTES, SitePage, site_page
from tests.site.builder import FOREVER, cache_control

SHOWN = "00-sign-a-request.ipynb"
FIRST_WORDS = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
LAST_SCRIPT = """() => Math.max(...performance.getEntriesByType('resource')
  .filter(each => new URL(each.name).pathname.includes('/build/')).map(each => each.responseEnd))"""
SIGNATURE = ".sigv4-section-signature .sigv4-signature"


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[SitePage]:
    """A page of the site; at the end, nothing was asked of others, and nothing went wrong in it."""
    with site_page(chromium, site) as opened:
        yield opened
        assert opened.requests
        assert opened.outside() == []
        assert opened.troubles == []


def test_the_site_opens_without_python_and_leads_to_a_lab_that_follows_each_key(
    page: SitePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words are there at once; a link opens its notebook, whose record is read until the lab in it is alive.

    The signature is botocore's, computed by CPython, before and after typing; Python then comes from the cache.
    """
    asked: list[str] = []
    monkeypatch.setattr(BaseHTTPRequestHandler, "log_request", lambda handler, *_: asked.append(handler.path))
    page.page.goto(page.site)
    expect(page.page.get_by_role("heading", level=1)).to_be_visible()
    assert [address for address in page.requests if address.endswith((".js", ".mjs", ".wasm"))] == []

    page.page.get_by_role("link", name="00 Sign a request").first.click()
    expect(page.page.locator(".sigv4-first")).to_contain_text(botocore_signature(PRESETS[FIRST]))
    expect(page.page).to_have_title("Sign a request · SigV4, explained")
    expect(page.page.locator(f".sigv4-root {SIGNATURE}")).to_be_visible(timeout=MINUTES)
    expect(page.page.locator(".sigv4-first, .sigv4-starting")).to_have_count(0)
    assert page.page.evaluate(FIRST_WORDS) < page.page.evaluate(LAST_SCRIPT)

    with page.page.context.expect_page() as opened:
        page.page.locator(".jp-Notebook summary").filter(has_text="Words:").first.click()
        page.page.locator(".jp-Notebook").get_by_role("link", name="In the glossary").first.click()
    glossary = urlsplit(opened.value.url)
    assert glossary.path.endswith("/pages/glossary.html")
    expect(opened.value.locator(f"[id='{unquote(glossary.fragment)}']")).to_be_in_viewport()

    _type(LabPage(page.page))
    first = list(asked)
    asked.clear()
    page.open(SHOWN)
    prefix = urlsplit(page.site).path.removesuffix("/")
    before, again = ([urlsplit(path).path.removeprefix(prefix) for path in visit] for visit in (first, asked))
    assert "/notebooks/index.html" in again
    assert len({path for path in before if cache_control(path) == FOREVER}) > 50
    assert [path for path in again if cache_control(path) == FOREVER] == []


def _type(lab: LabPage) -> None:
    form = PRESETS[FIRST]
    lab.expect_signature_of(form)
    form = lab.edit(form, "body", "é, typed in a browser")
    lab.expect_signature_of(lab.edit(form, "region", "us-east-1"))
    lab.root.get_by_role("button", name="Skip to the values").press("Enter")  # the page's script runs here too
    assert lab.page.evaluate("() => document.activeElement.closest('.sigv4-form')") is None


def test_a_python_that_does_not_arrive_is_told(page: SitePage) -> None:
    """Where a network stops its files: what was recorded stays to be read, and there is a way on."""
    page.page.route("**/*.wasm", lambda route: route.abort())
    page.page.goto(f"{page.site}notebooks/index.html?path=app.ipynb")

    told = page.page.get_by_role("status").filter(has_text="Python could not start")
    expect(told).to_contain_text("did not arrive", timeout=MINUTES)
    expect(told.get_by_role("link", name="Contents")).to_be_visible()
    expect(page.page.locator(".sigv4-first")).to_contain_text(botocore_signature(PRESETS[FIRST]))
    page.troubles.clear()  # what Python says of the file


def test_a_link_opens_the_lab_with_its_request(page: SitePage) -> None:
    """Made from one lab, opened in another browser: at once the request is typed in, and signed with published keys."""
    form = LabInput(
        method="PUT", url="https://h.example/a//b?b=%20c&a=%E2%80%9C", headers='X-A: "1"', region="us-west-2"
    )
    page.page.goto(link_to(form, page.site))

    lab = page.page.frame_locator("iframe").locator(".sigv4-root:not(.sigv4-quiz)")
    expect(lab.locator(SIGNATURE)).to_have_text(botocore_signature(form), timeout=MINUTES)
    expect(lab.get_by_label(LABELS["url"], exact=True)).to_have_value(form.url)
    expect(lab.get_by_label(LABELS["headers"], exact=True)).to_have_value(form.headers)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_broken_link_says_so_and_leads_on(page: SitePage, scheme: Literal["light", "dark"]) -> None:
    """Cut, empty, or with Python written into it: told in words that all can read, and the lab is one click away."""
    page.page.emulate_media(color_scheme=scheme)
    whole = link_to(PRESETS[FIRST], page.site).partition("=")[2]
    for text, fault in {whole[:50]: "ends too early", "": "nothing follows", 'x");import+os;("': "characters"}.items():
        page.page.goto(f"{page.site}{PAGE}?request={text}")
        expect(page.page.get_by_role("status")).to_contain_text(fault)
        expect(page.page).to_have_title("This link is broken · SigV4, explained")
        assert violations(page.page, ".sigv4-page") == []

    page.page.get_by_role("link", name="Open the lab").click()
    expect(page.page.locator(".sigv4-first")).to_contain_text(botocore_signature(PRESETS[FIRST]))


def test_what_would_leave_the_host_is_stopped_and_seen(chromium: Browser, site: str) -> None:
    """Both checks of every test here can fail: the host's policy stops a script, and a navigation is counted."""
    outside = ["https://example.com/keys", "https://192.0.2.1/keys"]
    with site_page(chromium, site) as opened:
        opened.page.goto(site)
        opened.page.evaluate("() => fetch('https://example.com/keys').catch(() => null)")
        for address in outside:
            with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
                opened.page.goto(address)

        assert [trouble for trouble in opened.troubles if "connect-src" in trouble]
        assert set(outside) <= set(opened.outside())
