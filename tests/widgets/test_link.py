"""A request in a link: it arrives as typed, and takes no secret along."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from sigv4_explain.errors import InvalidInput, UnreadableText
from sigv4_explain.widgets import Doctor, SigningLab
from sigv4_explain.widgets.signing_lab.link import left_out_of
from tests.core.examples import PRIVATE_NAMES, PUBLIC_NAMES
from tests.widgets.apps import drawn
from tests.widgets.parts import LONGEST, LabInput, Placement, form_of, link_to

BASE = "https://site.example/course"
MARKER = "MARKER-of-a-secret"


def _arrived(form: LabInput) -> LabInput:
    return form_of(link_to(form, BASE).partition("?request=")[2])


@pytest.mark.parametrize(
    "form",
    [
        LabInput(url="https://h.example/"),
        LabInput(method="PUT", url="https://h.example/a//%2f?b&a=1&&c=“ü”", headers='Accept:  */*\nX-A: "é"'),
        LabInput(url="", headers="", region="", service="s3"),
    ],
)
def test_a_request_arrives_as_it_was_typed(form: LabInput) -> None:
    """Method, URL, headers, Region and service, character by character."""
    assert _arrived(form) == form


@pytest.mark.parametrize("name", PRIVATE_NAMES)
def test_no_secret_is_in_a_link(name: str) -> None:
    """Neither keys nor what logs somebody in, in headers, path, query or fragment, escaped or not; nor the body."""
    query = "&".join((f"{name}={MARKER}", f"{name.replace('-', '%2D')}={MARKER}", "a=1"))
    header = "" if "%" in name else f"{name}: {MARKER}\n"
    form = LabInput(
        url=f"https://h.example/token;{name}={MARKER};v=1/b?{query}#{name}={MARKER}",
        headers=f"{header}X-A: 1",
        body=MARKER,
        access_key_id=MARKER,
        secret_access_key=MARKER,
        session_token=MARKER,
    )

    arrived = _arrived(form)

    assert (arrived.url, arrived.headers) == ("https://h.example/token;v=1/b?a=1", "X-A: 1")
    assert MARKER not in repr([getattr(arrived, field) for field in LabInput.__slots__])


@pytest.mark.parametrize(
    "value",
    [
        f"Bearer {MARKER}",
        f"dpop {MARKER}",
        f"eyJhbGciOi.{MARKER}.x",
        f"https://h/?b=1&token={MARKER}",
        f"https%3A%2F%2Fh%2F%3FX-Amz-Security-Token%3D{MARKER}",
        f"/b/k%253FX-Amz-Signature%253D{MARKER}",
        f"1;token={MARKER}",
    ],
)
def test_a_value_that_lets_somebody_in_is_in_no_link(value: str) -> None:
    """Whatever its name, plain or encoded, in another URL too; what is left out is told."""
    encoded = value.replace(" ", "%20").replace("&", "%26").replace("?", "%3F")
    form = LabInput(url=f"https://h.example/a?b=2&next={encoded}", headers=f"X-Note: {value}\nX-A: 1")

    arrived = _arrived(form)

    assert (arrived.url, arrived.headers) == ("https://h.example/a?b=2", "X-A: 1")
    assert "the header X-Note" in left_out_of(link_to(form, BASE).partition("?request=")[2])


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_what_is_no_secret_is_in_the_link(name: str) -> None:
    """A bookmark, and a name that only looks like a private one, belong to the request."""
    form = LabInput(url=f"https://h.example/a?{name}=1", headers=f"{name}: 1")

    assert _arrived(form) == form


def test_a_request_that_cannot_be_is_not_linked_to() -> None:
    """Who opened it could not sign it."""
    lab = SigningLab()
    lab.form.url.value = "no address"

    with pytest.raises(InvalidInput, match="url"):
        lab.link(BASE)


def test_the_lab_links_to_what_is_typed_and_opens_what_was_linked() -> None:
    """From one lab to another, with the published keys."""
    lab = SigningLab(LabInput(url="https://h.example/a", headers="X-A: 1", region="us-west-2"))
    link = lab.link(f"{BASE}/")

    opened = SigningLab.from_link(link.partition("?request=")[2])

    assert link.startswith(f"{BASE}/open.html?request=")
    assert opened.trace.signature == lab.trace.signature


def test_the_doctor_links_to_the_request_that_was_pasted() -> None:
    """Without its signature; without a request there is nothing to link to."""
    pasted = f"GET /a HTTP/1.1\nHost: h.example\nX-A: 1\nAuthorization: {MARKER}\n\n"

    form = form_of(Doctor(request=pasted, region="us-west-2").link(BASE).partition("?request=")[2])

    assert (form.url.partition("://")[2], form.headers, form.region) == (
        "h.example/a",
        "X-A: 1",
        "us-west-2",
    )
    with pytest.raises(InvalidInput, match="a request to link to"):
        Doctor().link(BASE)


def test_a_request_that_is_too_long_is_refused() -> None:
    """A link that would be cut is not made, and one that was made elsewhere is not read."""
    with pytest.raises(InvalidInput, match="at most 6000"):
        link_to(LabInput(url="https://h.example/" + "a" * LONGEST), BASE)
    with pytest.raises(UnreadableText, match="6001 characters"):
        form_of("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    "said", ["", "{", "[]", '{"url": "a"}', '{"method":"GET","url":1,"headers":"","region":"","service":""}', "\xff"]
)
def test_another_text_is_refused(said: str) -> None:
    """A link can be cut, or made by somebody else."""
    with pytest.raises(UnreadableText, match="request: received"):
        form_of(urlsafe_b64encode(said.encode("latin-1")).decode().rstrip("="))


def test_a_cut_link_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A notebook's cell says what came and what was expected, without the way through the package."""
    shell: Any = InteractiveShell
    shell(user_ns={"SigningLab": SigningLab}).run_cell("SigningLab.from_link('eyJtZXRob2QiOiJHRVQi')")
    said = "UnreadableText: request: received 'eyJtZXRob2QiOiJHRVQi', expected all that follows request= in a link"
    assert capsys.readouterr().out.startswith(said)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ""),
        ({"body": "{}"}, "the body"),
        ({"headers": "X-Api-Key: mine\nx-b: 1"}, "the header X-Api-Key"),
        ({"secret_access_key": MARKER, "session_token": MARKER}, "the keys, the session token"),
        ({"url": f"https://h.example/?token={MARKER}"}, "what in the URL lets somebody in"),
        ({"at": "20260101T000000Z", "placement": Placement.QUERY}, "the time, that the URL is presigned"),
    ],
)
def test_what_a_link_leaves_out_is_told_on_both_ends(changed: dict[str, Any], told: str) -> None:
    """By its name, never by its value: beside the button that copies the link, and where it is opened."""
    form = LabInput(**{"url": "https://h.example/a", **changed})
    request = link_to(form, BASE).partition("?request=")[2]
    sender, receiver = drawn(SigningLab(form)), drawn(SigningLab.from_link(request))

    assert (f"It leaves out {told}." if told else "It has the whole request.") in sender
    assert (f"leaves out {told}: its signature is another" in receiver) == bool(told)
    assert request in sender
    assert MARKER not in receiver


def test_a_link_made_before_still_opens() -> None:
    """One that does not say what it leaves out has the five fields alone."""
    said = '{"method":"GET","url":"https://h.example/","headers":"","region":"us-east-1","service":"s3"}'

    assert form_of(urlsafe_b64encode(said.encode()).decode().rstrip("=")).service == "s3"
