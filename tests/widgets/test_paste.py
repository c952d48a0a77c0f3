from __future__ import annotations

from collections.abc import Callable

import pytest

from sigv4_explain import Credentials, Request, UnreadableText, presign, sign
from sigv4_explain.widgets import SigningLab
from tests.widgets.apps import drawn, every_widget
from tests.widgets.parts import LabInput, Placement, curl_command, raw_http, read_paste

ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
MINE = Credentials("AKIDMINE", "MARKER-of-the-secret", "MARKER-of-the-token")
URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default/a%20b?b=2&a=1"
AT = "20150830T123600Z"
BEFORE = LabInput(url="https://before.example/", service="s3", region="us-west-2")
POST = Request("POST", URL, {"X-Api-Key": "example", "Content-Type": "application/json"}, '{"a": 1}')


def signed(keys: Credentials = ALICE) -> Request:
    """A request that was signed for another Region than its host's."""
    return sign(POST, keys, region="us-east-1", service="execute-api", at=AT)


def presigned() -> Request:
    """A URL of S3 that was handed on."""
    url = presign(Request("GET", URL), ALICE, region="eu-central-1", service="s3", at=AT, expires=600)
    return Request("GET", url)


@pytest.mark.parametrize("written", [raw_http, curl_command], ids=["raw HTTP", "curl"])
@pytest.mark.parametrize("given", [signed(), presigned()], ids=["in the header", "in the URL"])
def test_a_signed_request_is_shown_as_it_was_signed(given: Request, written: Callable[..., str]) -> None:
    """Its date, scope, key id, placement and signed headers; and the secret gives the signature that came with it."""
    text = written(given, reveal=True)
    pasted = read_paste(text, BEFORE)
    lab = SigningLab()
    lab.paste(text)

    assert (pasted.form.at, pasted.form.access_key_id) == (AT, "AKIDEXAMPLE")
    assert pasted.form.placement is (Placement.QUERY if "X-Amz-Signature" in given.url else Placement.HEADER)
    assert lab.trace.signature == pasted.signature
    assert "✓ With this secret the signature is the same" in drawn(lab)


def test_another_secret_is_told() -> None:
    """A request signed with keys that nobody pasted keeps the form's secret, and says that it is another."""
    lab = SigningLab()
    lab.paste(raw_http(signed(MINE), reveal=True))

    assert "✗ With this secret the signature is another" in drawn(lab)
    lab.form.secret_access_key.value = "MARKER-of-the-secret"
    assert "✓ With this secret the signature is the same" in drawn(lab)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("curl -X PUT https://sts.eu-west-1.amazonaws.com/ -d a=1", ("PUT", "sts", "eu-west-1", "a=1")),
        ("GET /x HTTP/1.1\nHost: q.lambda-url.eu-west-3.on.aws\n\n", ("GET", "lambda", "eu-west-3", "")),
        ("https://nowhere.example/a?b=1", ("GET", "s3", "us-west-2", "")),
    ],
)
def test_an_unsigned_request_takes_its_place_from_the_host(text: str, expected: tuple[str, ...]) -> None:
    """What the paste does not say stays as it was."""
    form = read_paste(text, BEFORE).form

    assert (form.method, form.service, form.region, form.body) == expected


def test_what_is_masked_or_missing_is_left_out_by_name() -> None:
    """No mask gets into the form, and a signature that is cut is not compared."""
    masked = raw_http(signed(MINE)).replace("x-api-key: example", "x-api-key: ****").replace(": example", ": ****")
    pasted = read_paste(masked[: masked.index("Signature=") + 20], BEFORE)

    assert "****" not in pasted.form.headers
    assert "masked" in str(pasted)
    assert pasted.signature == ""


def test_what_was_pasted_is_not_kept() -> None:
    """It may hold secrets: the box is empty again, and no widget's state has them but masked."""
    lab = SigningLab()
    lab.form.pasted.value = raw_http(signed(MINE), reveal=True)

    assert lab.form.pasted.value == ""
    assert "MARKER-of-the-token" not in str([each.get_state() for each in every_widget(lab.widget)])


@pytest.mark.parametrize(
    "text", ["hello", "{}", "Signature=abc", "\x00\ud800", "<Error><Code>AccessDenied</Code></Error>"]
)
def test_a_text_without_a_request_is_told_and_changes_nothing(text: str) -> None:
    """The form stays, and the page says what can be read."""
    lab = SigningLab()
    before = lab.form.read()
    lab.form.pasted.value = text

    assert lab.form.read() == before
    assert "Nothing was filled" in drawn(lab)
    with pytest.raises(UnreadableText, match="expected a request"):
        lab.paste(text)


def test_a_preset_ends_what_was_pasted() -> None:
    """Its headers are signed by the rules again."""
    lab = SigningLab()
    lab.paste(raw_http(signed(), reveal=True))
    lab.preset.value = "Lambda function URL"

    assert lab.form.signed_headers.value == ""
    assert "With this secret" not in drawn(lab)
