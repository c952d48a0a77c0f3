"""What people really paste: cut, mangled, binary, endless, from other servers. A partial answer, never an error."""

from __future__ import annotations

from html import escape
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Credentials, Diagnosis, Request, diagnose, sign
from sigv4_explain.doctor import Certainty, DiagnosisOutcome
from tests.core.examples import MOMENT
from tests.doctor.parts import LONGEST, SignedRequest, raw_http
from tests.doctor.signing_wrongly import Wrong, message

SECRET = "MARKEDSECRET/with+chars-of-forty-letters"
TOKEN = "MARKEDTOKEN/with+chars&<more>=="
MARKED = Credentials("ASIAMARKED", SECRET, TOKEN)
PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "s3"}
REQUEST = Request("PUT", "https://files.example.com/bucket/a%20b?x=1&y=2", {"X-Amz-Meta-Note": "one"}, "body")
CASE = SignedRequest.of(sign(REQUEST, MARKED, at=MOMENT, **PLACE), SECRET, **PLACE)
RIGHT = CASE.recipe
TWICE = RIGHT._replace(canonical_uri="/bucket/a%2520b")
SENT = raw_http(Wrong(CASE, TWICE).request, reveal=True)
MISMATCH = "The request signature we calculated does not match the signature you provided. Check your key."


def _views(diagnosis: Diagnosis) -> str:
    shown = (str(diagnosis), repr(diagnosis), diagnosis._repr_html_(), diagnosis.to_json(), diagnosis.share())
    return "\n".join(shown)


def _looked_at(**evidence: Any) -> Diagnosis:
    """Ask, draw everything, and find no secret in it."""
    diagnosis = diagnose(**{**PLACE, **evidence})
    shown = _views(diagnosis)
    for marked in (SECRET, TOKEN, escape(TOKEN)):
        assert marked not in shown
    return diagnosis


def _elements(newline: str = "\n", algorithm: str = "AWS4-HMAC-SHA256") -> str:
    to_sign = RIGHT.string_to_sign().replace("AWS4-HMAC-SHA256", algorithm)
    texts = {"StringToSign": to_sign, "CanonicalRequest": RIGHT.canonical_request()}
    return "".join([f"<{name}>{escape(text).replace(chr(10), newline)}</{name}>" for name, text in texts.items()])


OTHER_SERVERS = {
    "MinIO": (
        f"<Error><Code>SignatureDoesNotMatch</Code><Message>{MISMATCH}</Message><Key>a b</Key>"
        "<BucketName>bucket</BucketName><Resource>/bucket/a b</Resource><RequestId>1</RequestId></Error>"
    ),
    "R2": f"<Error><Code>SignatureDoesNotMatch</Code><Message>{MISMATCH}</Message>{_elements()}</Error>",
    "GCS": (
        "<?xml version='1.0' encoding='UTF-8'?><Error><Code>SignatureDoesNotMatch</Code>"
        f"<Message>Access denied.</Message><Details>{MISMATCH}</Details>{_elements()}</Error>"
    ),
    "Wasabi": (
        f"<Error><Code>SignatureDoesNotMatch</Code><Message>{MISMATCH}</Message>{_elements(newline='&#xA;')}</Error>"
    ),
    "Ceph": "<Error><Code>SignatureDoesNotMatch</Code><RequestId>tx0</RequestId><HostId>1-default</HostId></Error>",
}


@pytest.mark.parametrize("server", OTHER_SERVERS)
def test_the_answers_of_other_servers_are_of_use(server: str) -> None:
    """Those that show what they computed name the cause beside the client's text; the secret proves it with all."""
    answer = OTHER_SERVERS[server]
    with_text = _looked_at(answer=answer, client_canonical_request=TWICE.canonical_request())
    with_secret = _looked_at(request=SENT, answer=answer, credentials=MARKED)

    if "CanonicalRequest" in answer:
        assert with_text.top is not None
        assert (with_text.top.cause, with_text.top.certainty) == ("double-encoded-path", Certainty.SHOWN)
    else:
        assert with_text.advice != ()
    assert with_secret.top is not None
    assert (with_secret.top.cause, with_secret.top.certainty) == ("double-encoded-path", Certainty.PROVEN)


@pytest.mark.parametrize("step", [19])
def test_cut_anywhere(step: int) -> None:
    """Request and answer, each cut at any place: never an error, and nothing proven that is not so."""
    answer = message(RIGHT)
    for end in range(0, len(answer), step * 5):
        _looked_at(answer=answer[:end], client_canonical_request=TWICE.canonical_request())
    for end in range(0, len(SENT), step):
        diagnosis = _looked_at(request=SENT[:end], credentials=MARKED)
        proven = [finding.cause for finding in diagnosis.findings if finding.certainty is Certainty.PROVEN]
        assert set(proven) <= {"double-encoded-path", "signed-header-not-sent", "body-dropped-after-signing"}


def test_damage_in_the_middle() -> None:
    """A few characters changed, doubled or lost, in every box at once."""
    chance = Random(36)
    texts = {"request": SENT, "answer": message(RIGHT), "client_canonical_request": TWICE.canonical_request()}
    texts["client_string_to_sign"] = TWICE.string_to_sign()
    for _ in range(8):
        broken = dict(texts)
        for name in broken:
            place = chance.randrange(len(broken[name]))
            junk = chance.choice(["", "\x00", "\ud800", "'", '"', "\\", "\n", "\r", "<", "&", "…", "{", SENT])
            broken[name] = broken[name][:place] + junk + broken[name][place + chance.randint(0, 3) :]
        _looked_at(**broken, credentials=MARKED)


@given(st.text(), st.text(), st.text(), st.text())
def test_anything_at_all(request: str, answer: str, canonical_request: str, string_to_sign: str) -> None:
    """Any text in any box."""
    _looked_at(
        request=request,
        answer=answer,
        client_canonical_request=canonical_request,
        client_string_to_sign=string_to_sign,
        credentials=MARKED,
    )


@pytest.mark.parametrize("name", ["request", "answer"])
def test_bytes_of_any_kind(name: str) -> None:
    """A picture, an archive, text in another encoding."""
    for body in (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, SENT.encode("utf-16"), SENT.encode("latin-1")):
        _looked_at(**{name: body})


@pytest.mark.parametrize("filler", ["x", "\n", "GET / HTTP/1.1\n", "\\n", '{"a":', "&#xA;"])
def test_megabytes_of_anything(filler: str) -> None:
    """What stands at the beginning is read, and the rest is not waited for."""
    flood = filler * (LONGEST // len(filler) + LONGEST // 8)

    assert len(flood) > LONGEST
    assert _looked_at(request=flood).outcome is DiagnosisOutcome.MORE_NEEDED
    _looked_at(answer=flood)
    _looked_at(client_canonical_request=flood, client_string_to_sign=flood, answer=message(RIGHT))
    top = _looked_at(
        request=SENT + flood, answer=message(RIGHT), client_canonical_request=TWICE.canonical_request()
    ).top
    assert top is not None
