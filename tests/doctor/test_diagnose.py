from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sigv4_explain import S3, Credentials, InvalidInput, Request, SigningRules, diagnose, explain, sign
from sigv4_explain.doctor import Certainty, DiagnosisOutcome, Place
from sigv4_explain.rules import RepeatedParameters
from tests.core.examples import ALICE, MOMENT
from tests.doctor.parts import Recipe, SignedRequest
from tests.doctor.signing_wrongly import Wrong, message

PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api"}
REQUEST = Request("POST", "https://api.example.com/a%20b?x=1&y=2", {"Content-Type": "application/json"}, '{"a": 1}')
SIGNED = sign(REQUEST, ALICE, at=MOMENT, **PLACE)
CASE = SignedRequest.of(SIGNED, ALICE.secret_access_key, **PLACE)
RIGHT = CASE.recipe


def _wrong(**changed: object) -> Recipe:
    return RIGHT._replace(**changed)  # type: ignore[arg-type]


def test_nothing_given_is_nothing_found() -> None:
    """The doctor says what to paste instead of guessing."""
    diagnosis = diagnose()

    assert diagnosis.outcome is DiagnosisOutcome.MORE_NEEDED
    assert diagnosis.findings == ()
    assert diagnosis.advice != ()


def test_a_right_signature_is_told_to_be_right() -> None:
    """With the secret the doctor can tell."""
    assert diagnose(SIGNED, credentials=ALICE).outcome is DiagnosisOutcome.NO_FAULT


@pytest.mark.parametrize(
    ("rules", "cause"), [(S3, None), (replace(S3, repeated_parameters=RepeatedParameters.ALL), "duplicate-query-param")]
)
def test_for_s3_the_decoded_slash_and_the_first_value_are_right(rules: SigningRules, cause: str | None) -> None:
    """Whoever signs all values of a name is the one that S3 refuses."""
    place: dict[str, Any] = {"region": "eu-central-1", "service": "s3"}
    asked = Request("GET", "https://examplebucket.s3.amazonaws.com/a%2Fb?a=2&a=1")
    top = diagnose(sign(asked, ALICE, at=MOMENT, rules=rules, **place), credentials=ALICE).top

    assert (top and (top.cause, top.certainty)) == (cause and (cause, Certainty.PROVEN))


@pytest.mark.parametrize("answer", ["HTTP/1.1 200 OK\n\n{}", "< HTTP/2 204 \n", "HTTP/1.1 304 Not Modified\n\n"])
def test_a_request_that_aws_accepted_is_suspected_of_nothing(answer: str) -> None:
    """Also with the client's text, which would leave the secret as the last suspect."""
    text = explain(REQUEST, ALICE, at=MOMENT, **PLACE)["canonical_request"].output
    diagnosis = diagnose(SIGNED, answer=answer, client_canonical_request=str(text))

    assert (diagnosis.outcome, diagnosis.findings, diagnosis.advice) == (DiagnosisOutcome.ACCEPTED, (), ())


@pytest.mark.parametrize(
    "answer",
    [
        "HTTP/1.1 301 Moved Permanently\n\n<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>",
        "HTTP/1.1 200 OK\n\n<Error><Code>InternalError</Code><Message>m</Message></Error>",
        "HTTP/1.1 403 Forbidden\n\n{}",
    ],
)
def test_what_aws_refused_is_not_accepted(answer: str) -> None:
    """Nor is an error that S3 sends behind a 200."""
    assert diagnose(SIGNED, answer=answer).outcome is not DiagnosisOutcome.ACCEPTED


@pytest.mark.parametrize("clock", ["at", "received_at"])
def test_a_right_signature_with_a_wrong_date_is_suspected(clock: str) -> None:
    """The secret proves the signature and not the clock; every other suspicion it refutes."""
    diagnosis = diagnose(SIGNED, credentials=ALICE, **{clock: "20150830T143600Z"})

    assert repr(diagnosis) == "<Diagnosis: clock-skew (suspected)>"
    assert diagnosis.outcome is DiagnosisOutcome.MORE_NEEDED


def test_the_place_of_a_finding_is_a_line_and_characters() -> None:
    """Of the text that the client signed; beside it stands what AWS has."""
    once = _wrong(canonical_uri="/a%20b")
    top = diagnose(Wrong(CASE, once).request, credentials=ALICE).top

    assert top is not None
    assert (top.where, top.sent, top.expected) == (Place("canonical_request", 2, 4, 4), "/a%20b", "/a%2520b")


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        ("/a%20b", "path-double-encoding-rule"),
        ("POST\n/a%2520b\nx=1&y=2\nhost:www.example.com", "proxy-changed-host host-not-the-one-sent"),
        ("get", "method-mismatch"),
        ("y=2&x=1", "unsorted-query"),
        ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "empty-body-hash"),
        ("host;content-type;x-amz-date", "signed-headers-order"),
    ],
)
def test_a_few_lines_of_what_the_client_signed_are_enough(lines: str, cause: str) -> None:
    """Each line is known by its form and compared with AWS's."""
    for evidence in ({"request": SIGNED}, {"answer": message(RIGHT)}):
        top = diagnose(**evidence, client_canonical_request=lines, **PLACE).top
        assert top is not None
        assert (top.cause in cause.split(), top.certainty is PROVEN) == (True, False)
        assert top.where is not None
        assert lines.splitlines()[top.where.line - 1] == top.sent


ONCE, EMPTY, ODD = (
    _wrong(**{step: text})
    for step, text in (
        ("canonical_uri", "/a%20b"),
        ("hashed_payload", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("canonical_uri", "/somewhere/else"),
    )
)
CUT = message(RIGHT).partition("content-type:appl")[0]
SHOWN, SUSPECTED, PROVEN = Certainty.SHOWN, Certainty.SUSPECTED, Certainty.PROVEN
# What is pasted: request, answer, the client's canonical request and its string to sign; and the first finding.
PASTED: dict[str, tuple[tuple[Any, ...], str, Certainty]] = {
    "an answer that was cut, compared as far as it goes": (
        (None, CUT, ONCE.canonical_request()),
        "path-double-encoding-rule",
        SHOWN,
    ),
    "what was cut off, from the request": ((SIGNED, CUT, EMPTY.canonical_request()), "empty-body-hash", SHOWN),
    "two texts that are equal, which leaves the key": (
        (None, message(RIGHT), RIGHT.canonical_request(), RIGHT.string_to_sign()),
        "wrong-secret",
        SHOWN,
    ),
    "without strings to sign date or scope may still differ": (
        (None, message(RIGHT).partition("The String-to-Sign")[0], RIGHT.canonical_request()),
        "wrong-secret",
        SUSPECTED,
    ),
    "a request that cannot be read, and the rest goes on": (
        ("no request at all", message(RIGHT), "/a%20b"),
        "path-double-encoding-rule",
        SHOWN,
    ),
}


@pytest.mark.parametrize("what", PASTED)
def test_texts_of_both_sides_name_the_cause(what: str) -> None:
    """As far as they go: what was cut off, or cannot be read, does not spoil the rest."""
    given, cause, certainty = PASTED[what]
    names = ("request", "answer", "client_canonical_request", "client_string_to_sign")
    diagnosis = diagnose(**dict(zip(names, given, strict=False)), **PLACE)

    assert diagnosis.top is not None
    assert (diagnosis.top.cause, diagnosis.top.certainty) == (cause, certainty)
    assert [unread.field for unread in diagnosis.evidence.unread] == ["request"] * (given[0] == "no request at all")


def test_the_clients_string_to_sign_is_enough_with_the_request() -> None:
    """Its last line is the hash of the canonical request, and only one mistake gives it."""
    top = diagnose(SIGNED, client_string_to_sign=ONCE.string_to_sign(), **PLACE).top

    assert top is not None
    assert (top.cause, top.certainty) == ("path-double-encoding-rule", SHOWN)
    assert (top.sent, top.expected) == ("/a%20b", "/a%2520b")


@pytest.mark.parametrize(
    ("changed", "causes"),
    [
        ({"canonical_uri": "/a%20b", "canonical_query_string": "y=2&x=1"}, "path-double-encoding-rule unsorted-query"),
        ({"canonical_uri": "/prod/a%20b"}, "path-double-encoding-rule proxy-rewrote-path"),
    ],
)
def test_two_mistakes_are_two_findings(changed: dict[str, str], causes: str) -> None:
    """After the first is explained, the doctor goes on; in one line a pair is tried where no single mistake fits."""
    wrong = _wrong(**changed).canonical_request()
    findings = diagnose(answer=message(RIGHT), client_canonical_request=wrong, **PLACE).findings

    assert sorted([finding.cause for finding in findings if finding.certainty is SHOWN]) == causes.split()


def test_a_secret_that_no_mistake_explains_is_suspected() -> None:
    """Nothing gives the signature, and nothing else is known."""
    other = Credentials("AKIDEXAMPLE", "another secret of forty characters, here")
    diagnosis = diagnose(SIGNED, credentials=other)

    assert diagnosis.outcome is DiagnosisOutcome.MORE_NEEDED
    assert "wrong-secret" in [finding.cause for finding in diagnosis.findings]


def test_the_clients_own_text_is_proven_when_the_secret_signs_it() -> None:
    """A text of a kind that is in no table, yet the one that was signed."""
    top = diagnose(
        Wrong(CASE, ODD).request,
        credentials=ALICE,
        client_canonical_request=ODD.canonical_request(),
        client_string_to_sign=ODD.string_to_sign(),
    ).top

    assert top is not None
    assert (top.cause, top.certainty) == ("path-not-the-one-sent", PROVEN)


def test_s3s_answer_and_the_secret_are_enough() -> None:
    """S3 repeats the signature, so that a replay needs no request."""
    place: dict[str, Any] = {"region": "eu-central-1", "service": "s3"}
    request = REQUEST.with_url("https://bucket.s3.eu-central-1.amazonaws.com/a%20b?x=1&y=2")
    arrived = SignedRequest.of(sign(request, ALICE, at=MOMENT, **place), ALICE.secret_access_key, **place)
    wrong = arrived.recipe._replace(canonical_uri="/a%2520b")
    answer = (
        "<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId>"
        f"<StringToSign>{arrived.recipe.string_to_sign()}</StringToSign>"
        f"<SignatureProvided>{wrong.signature()}</SignatureProvided>"
        f"<CanonicalRequest>{arrived.recipe.canonical_request().replace('&', '&amp;')}</CanonicalRequest></Error>"
    )
    top = diagnose(answer=answer, credentials=ALICE).top

    assert top is not None
    assert (top.cause, top.certainty) == ("double-encoded-path", PROVEN)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credentials", "a secret"),
        ("client_canonical_request", 3),
        ("client_string_to_sign", b"bytes"),
        ("received_at", "yesterday"),
        ("at", datetime(2015, 8, 30, tzinfo=UTC).replace(tzinfo=None)),
    ],
)
def test_an_argument_of_the_wrong_kind_is_an_error(field: str, value: object) -> None:
    """It names the field, and never shows what may be a secret."""
    with pytest.raises(InvalidInput) as raised:
        diagnose(SIGNED, **{field: value})  # type: ignore[arg-type]

    assert raised.value.field == field
    assert "a secret" not in str(raised.value)


def test_each_cause_comes_once() -> None:
    """What the replay proves and the request shows is one finding, with the evidence of both."""
    elsewhere = sign(REQUEST, ALICE, region="us-east-1", service="execute-api", at=MOMENT)
    causes = [finding.cause for finding in diagnose(elsewhere, credentials=ALICE, **PLACE).findings]

    assert causes.count("wrong-region") == 1
    assert len(causes) == len(set(causes))


def test_the_same_case_as_text_or_as_objects_gives_the_same_findings() -> None:
    """A pasted request is the request."""
    wrong = replace(CASE, received=_wrong(canonical_uri="/a%20b").signature())
    request = Wrong(wrong, _wrong(canonical_uri="/a%20b")).request
    lines = [f"{request.method} {request.path}?{request.query} HTTP/1.1", f"Host: {request.host}"]
    lines += [f"{name}: {value}" for name, value in request.headers if name.lower() != "host"]
    text = "\n".join([*lines, "", request.body.decode()])

    assert diagnose(text, credentials=ALICE).findings == diagnose(request, credentials=ALICE).findings


def test_a_body_of_broken_chunks_is_said_to_be_broken() -> None:
    """It is taken as it stands, so whoever reads the diagnosis must know."""
    head = "PUT /a HTTP/1.1\r\nHost: h.example\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert "body of the request could not be read" in " ".join(str(diagnose(f"{head}5\r\nab\r\n0\r\n\r\n")).split())
    assert diagnose(f"{head}2\r\nab\r\n0\r\n\r\n").evidence.unread == ()
