from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from sigv4_explain.widgets import TwoForms
from sigv4_explain.widgets.two_forms_form import LONG_TERM, REQUESTS, TEMPORARY


def _drawn(forms: TwoForms) -> str:
    return " ".join(str(widget.value) for widget in forms._values.values())


@pytest.mark.parametrize("keys", [LONG_TERM, TEMPORARY])
@pytest.mark.parametrize("name", REQUESTS)
def test_each_request_of_the_menu_is_taken_in_both_forms(name: str, keys: str) -> None:
    """With either kind of keys, ten seconds after signing."""
    forms = TwoForms()
    forms.form.request.value, forms.form.keys.value = name, keys

    assert (forms.both.header.verdict.accepted, forms.both.presigned.verdict.accepted) == (True, True)
    assert forms.both.header.trace.request.url == REQUESTS[name].url
    for shown in (_drawn(forms), str(forms._repr_mimebundle_()["text/html"]), repr(forms)):
        assert forms.both.header.trace.signature in shown
        assert forms.both.presigned.trace.signature in shown
        assert ("X-Amz-Security-Token" in shown) == (keys == TEMPORARY)


def test_the_clock_and_the_life_decide() -> None:
    """After sixteen minutes S3 takes the header no more, but the URL, until its life is made shorter."""
    forms = TwoForms()
    forms.form.seconds.value = 960
    assert (forms.both.header.verdict.accepted, forms.both.presigned.verdict.accepted) == (False, True)
    assert "RequestTimeTooSkewed" in _drawn(forms)

    forms.form.expires.value = 300
    assert (forms.both.header.verdict.accepted, forms.both.presigned.verdict.accepted) == (False, False)


def test_loading_draws_once() -> None:
    """Request, keys, life and clock are set together."""
    forms, drawn = TwoForms(), []
    forms._values["steps"].observe(lambda change: drawn.append(change["new"]), names="value")
    forms.load("S3: PUT a picture", keys=TEMPORARY, expires=60, seconds=61)

    assert len(drawn) == 1
    assert forms.both.presigned.taken == (-900, 60)
    assert "PUT" in drawn[0]

    forms.form.request.value = "API Gateway: POST JSON"
    assert len(drawn) == 2
    assert forms.form.method.value == "POST"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", ""),
        ("url", "example.com"),
        ("url", "https://h/\x00"),
        ("headers", "no colon"),
        ("headers", "X A: 1"),
        ("expires", 0),
        ("expires", 604_801),
        ("expires", -(10**30)),
        ("seconds", 10**30),
    ],
)
def test_what_cannot_be_signed_is_told_beside_the_last_request(field: str, value: Any) -> None:
    """The field is outlined, nothing is raised, and a right value heals it."""
    forms = TwoForms()
    before = getattr(forms.form, field).value
    getattr(forms.form, field).value = value

    assert forms.problem.startswith(field)
    assert "sigv4-error" in getattr(forms.form, field)._dom_classes
    assert "Cannot be signed" in _drawn(forms)

    getattr(forms.form, field).value = before
    assert forms.problem == ""
    assert "sigv4-error" not in getattr(forms.form, field)._dom_classes


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "https://example.com/" + "x" * 4096 + "?" + "&".join(f"p{number}=1" for number in range(500))),
        ("url", "https://example.com/\u202e/🧾?q=</style><img src=x onerror=alert(1)>&amp;"),
        ("url", "https://example.com/?X-Amz-Expires=soon&X-Amz-Signature=1"),
        ("headers", "X-A: </style><img src=x onerror=alert(1)>"),
        ("body", "\x00\x1b[2J🧾\u202e" * 300),
    ],
)
def test_whatever_can_be_signed_is_shown_as_text(field: str, value: str) -> None:
    """Long, turned and hostile texts are escaped, pictured or cut."""
    forms = TwoForms()
    getattr(forms.form, field).value = value

    assert forms.problem == ""
    html = f"{_drawn(forms)}{forms._repr_mimebundle_()['text/html']}"
    assert not any(hostile in html for hostile in ("<img", "</style", "\x1b", "\u202e", "\x00"))
    assert not any(hostile in repr(forms) for hostile in ("\x1b", "\u202e", "\x00"))
    assert len(html) < 80_000


def test_the_static_twin_needs_no_style() -> None:
    """On GitHub the last request stands there in both forms."""
    html = unescape(str(TwoForms()._repr_mimebundle_()["text/html"]))

    assert "Run this cell" in html
    assert not any(word in html for word in ("<style", "<svg", "var(--"))
    assert "from 15 minutes before signing to 1 hour after signing" in html
