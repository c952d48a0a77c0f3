from __future__ import annotations

import pytest

from sigv4_explain.widgets import TwoForms
from sigv4_explain.widgets.two_forms.app import REQUESTS
from tests.widgets.apps import bundle, drawn
from tests.widgets.parts import LONG_TERM, TEMPORARY


@pytest.mark.parametrize("keys", [LONG_TERM, TEMPORARY])
@pytest.mark.parametrize("name", REQUESTS)
def test_each_request_of_the_menu_is_taken_in_both_forms(name: str, keys: str) -> None:
    """With either kind of keys, ten seconds after signing."""
    forms = TwoForms()
    forms.form.request.value, forms.form.keys.value = name, keys

    assert (forms.both.header.verdict.accepted, forms.both.presigned.verdict.accepted) == (True, True)
    assert forms.both.header.trace.request.url == REQUESTS[name].url
    for view in (drawn(forms), bundle(forms)["text/html"], repr(forms)):
        assert forms.both.header.trace.signature in view
        assert forms.both.presigned.trace.signature in view
        assert ("X-Amz-Security-Token" in view) == (keys == TEMPORARY)


def test_the_clock_and_the_life_decide() -> None:
    """After sixteen minutes S3 takes the header no more, but the URL, until its life is made shorter."""
    forms = TwoForms()
    forms.form.seconds.value = 960
    assert (forms.both.header.verdict.accepted, forms.both.presigned.verdict.accepted) == (False, True)
    assert "RequestTimeTooSkewed" in drawn(forms)

    forms.form.expires.value = 300
    assert (forms.both.header.verdict.accepted, forms.both.presigned.verdict.accepted) == (False, False)


def test_loading_draws_once() -> None:
    """Request, keys, life and clock are set together."""
    forms, drawings = TwoForms(), []
    forms.sections["steps"].observe(lambda change: drawings.append(change["new"]), names="value")
    forms.load("S3: PUT a picture", keys=TEMPORARY, expires=60, seconds=61)

    assert len(drawings) == 1
    assert forms.both.presigned.taken == (-900, 60)
    assert "PUT" in drawings[0]

    forms.form.request.value = "API Gateway: POST JSON"
    assert len(drawings) == 2
    assert forms.form.method.value == "POST"
