from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sigv4_explain import S3, Credentials, InvalidInput, Request, SigningRules, diagnose, explain, sign
from sigv4_explain.doctor import Certainty, DiagnosisOutcome, Place
from sigv4_explain.doctor.recipe import Case, Recipe
from sigv4_explain.rules import RepeatedParameters
from tests.core.examples import ALICE, MOMENT
from tests.doctor.signing_wrongly import Wrong, message

PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api"}
REQUEST = Request("POST", "https://api.example.com/a%20b?x=1&y=2", {"Content-Type": "application/json"}, '{"a": 1}')
SIGNED = sign(REQUEST, ALICE, at=MOMENT, **PLACE)
CASE = Case.of(SIGNED, ALICE.secret_access_key, **PLACE)
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
        ("POST\n/a%2520b\nx=1&y=2\nhost:www.example.com", "proxy-changed-host"),
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
        assert (top.cause, top.certainty) == (cause, Certainty.SHOWN)
        assert top.where is not None
        assert lines.splitlines()[top.where.line - 1] == top.sent


def test_an_answer_that_was_cut_short_is_compared_as_far_as_it_goes() -> None:
    """A path that differs shows before the cut."""
    answer = message(RIGHT).partition("content-type:appl")[0]
    once = _wrong(canonical_uri="/a%20b")
    top = diagnose(answer=answer, client_canonical_request=once.canonical_request(), **PLACE).top

    assert top is not None
    assert top.cause == "path-double-encoding-rule"


def test_what_was_cut_off_comes_from_the_request() -> None:
    """Where the rest of the answer agrees with it."""
    answer = message(RIGHT).partition("content-type:appl")[0]
    empty = _wrong(hashed_payload="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    top = diagnose(SIGNED, answer=answer, client_canonical_request=empty.canonical_request(), **PLACE).top

    assert top is not None
    assert top.cause == "empty-body-hash"


def test_the_clients_string_to_sign_is_enough_with_the_request() -> None:
    """Its last line is the hash of the canonical request, and only one mistake gives it."""
    once = _wrong(canonical_uri="/a%20b")
    top = diagnose(SIGNED, client_string_to_sign=once.string_to_sign(), **PLACE).top

    assert top is not None
    assert (top.cause, top.certainty) == ("path-double-encoding-rule", Certainty.SHOWN)
    assert (top.sent, top.expected) == ("/a%20b", "/a%2520b")


def test_two_texts_that_are_equal_mean_the_key() -> None:
    """Nothing else is left when canonical request and string to sign agree."""
    diagnosis = diagnose(
        answer=message(RIGHT),
        client_canonical_request=RIGHT.canonical_request(),
        client_string_to_sign=RIGHT.string_to_sign(),
        **PLACE,
    )

    assert diagnosis.top is not None
    assert (diagnosis.top.cause, diagnosis.top.certainty) == ("wrong-secret", Certainty.SHOWN)


def test_without_the_strings_to_sign_the_key_is_only_suspected() -> None:
    """The canonical requests agree; the date or the scope may still differ."""
    answer = message(RIGHT).partition("The String-to-Sign")[0]
    top = diagnose(answer=answer, client_canonical_request=RIGHT.canonical_request(), **PLACE).top

    assert top is not None
    assert (top.cause, top.certainty) == ("wrong-secret", Certainty.SUSPECTED)


def test_two_differences_are_two_findings() -> None:
    """After the first is explained, the doctor goes on."""
    wrong = _wrong(canonical_uri="/a%20b", canonical_query_string="y=2&x=1")
    diagnosis = diagnose(answer=message(RIGHT), client_canonical_request=wrong.canonical_request(), **PLACE)
    shown = {finding.cause for finding in diagnosis.findings if finding.certainty is Certainty.SHOWN}

    assert shown == {"path-double-encoding-rule", "unsorted-query"}


def test_two_mistakes_in_one_line_are_two_findings() -> None:
    """A pair is tried where no single mistake makes what the client has."""
    wrong = _wrong(canonical_uri="/prod/a%20b")
    diagnosis = diagnose(answer=message(RIGHT), client_canonical_request=wrong.canonical_request(), **PLACE)
    shown = [finding.cause for finding in diagnosis.findings if finding.certainty is Certainty.SHOWN]

    assert sorted(shown) == ["path-double-encoding-rule", "proxy-rewrote-path"]


def test_a_secret_that_no_mistake_explains_is_suspected() -> None:
    """Nothing gives the signature, and nothing else is known."""
    other = Credentials("AKIDEXAMPLE", "another secret of forty characters, here")
    diagnosis = diagnose(SIGNED, credentials=other)

    assert diagnosis.outcome is DiagnosisOutcome.MORE_NEEDED
    assert "wrong-secret" in [finding.cause for finding in diagnosis.findings]


def test_the_clients_own_text_is_proven_when_the_secret_signs_it() -> None:
    """A text of a kind that is in no table, yet the one that was signed."""
    odd = _wrong(canonical_uri="/somewhere/else")
    diagnosis = diagnose(
        Wrong(CASE, odd).request,
        credentials=ALICE,
        client_canonical_request=odd.canonical_request(),
        client_string_to_sign=odd.string_to_sign(),
    )

    assert diagnosis.top is not None
    assert (diagnosis.top.cause, diagnosis.top.certainty) == (
        "redirect-followed-with-old-signature",
        Certainty.PROVEN,
    )


def test_s3s_answer_and_the_secret_are_enough() -> None:
    """S3 repeats the signature, so that a replay needs no request."""
    case = Case.of(
        sign(replace_service(REQUEST), ALICE, region="eu-central-1", service="s3", at=MOMENT),
        ALICE.secret_access_key,
        region="eu-central-1",
        service="s3",
    )
    wrong = case.recipe._replace(canonical_uri="/a%2520b")
    answer = (
        "<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId>"
        f"<StringToSign>{case.recipe.string_to_sign()}</StringToSign>"
        f"<SignatureProvided>{wrong.signature()}</SignatureProvided>"
        f"<CanonicalRequest>{case.recipe.canonical_request().replace('&', '&amp;')}</CanonicalRequest></Error>"
    )
    top = diagnose(answer=answer, credentials=ALICE).top

    assert top is not None
    assert (top.cause, top.certainty) == ("double-encoded-path", Certainty.PROVEN)


def replace_service(request: Request) -> Request:
    """Return a request to S3."""
    return request.with_url("https://bucket.s3.eu-central-1.amazonaws.com/a%20b?x=1&y=2")


def test_a_paste_that_cannot_be_read_is_told_and_the_rest_goes_on() -> None:
    """One bad paste does not spoil the others."""
    diagnosis = diagnose("no request at all", answer=message(RIGHT), client_canonical_request="/a%20b", **PLACE)

    assert [unread.field for unread in diagnosis.evidence.unread] == ["request"]
    assert diagnosis.top is not None
    assert diagnosis.top.cause == "path-double-encoding-rule"


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
