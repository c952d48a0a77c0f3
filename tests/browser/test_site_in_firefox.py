"""The static site in Firefox: a notebook runs, the lab follows each key, and nothing leaves the host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput
from tests.browser.firefox import Firefox, find_firefox, refusing_proxy, running_firefox
from tests.browser.oracle import botocore_signature
from tests.browser.site_page import CLEARED, ENDED, MODEL, READY, RUN, saved_texts, texts
from tests.requirements import skip_or_fail

NOTEBOOK = "00-sign-a-request.ipynb"
SHOWS = "signature => document.querySelector('.sigv4-section-signature .sigv4-signature')?.textContent === signature"


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[tuple[Firefox, list[str]]]:
    """Firefox, and what it asks of others."""
    if (program := find_firefox()) is None:
        skip_or_fail("firefox", "no Firefox: install firefox-esr or firefox")
    with refusing_proxy() as (port, asked), running_firefox(program, tmp_path / "profile", port) as opened:
        yield opened, asked


def test_a_notebook_runs_and_its_lab_follows_each_key(firefox: tuple[Firefox, list[str]], site: str) -> None:
    """Each text is the one that CPython gave, each signature botocore's; the last lines show that a leak is seen."""
    page, asked = firefox
    page.goto(f"{site}notebooks/index.html?path={NOTEBOOK}")
    page.wait_for(READY, NOTEBOOK)
    page.evaluate(f"() => {{ ({CLEARED})(); ({RUN})(); }}")
    page.wait_for(ENDED)
    assert texts(page.evaluate(MODEL)["cells"]) == saved_texts(NOTEBOOK)

    form = PRESETS[FIRST]
    _expect_signature_of(page, form)
    page.retype(".sigv4-field-body textarea", "é, typed in a browser")
    page.retype(".sigv4-field-region input", "us-east-1")
    _expect_signature_of(page, replace(form, body="é, typed in a browser", region="us-east-1"))
    assert asked == []

    with pytest.raises(RuntimeError, match="neterror"):
        page.goto("http://h.example/keys")
    assert {"GET http://h.example/keys HTTP/1.1"} == set(asked)


def _expect_signature_of(page: Firefox, form: LabInput) -> None:
    page.wait_for(SHOWS, botocore_signature(form))
