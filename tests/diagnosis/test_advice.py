from __future__ import annotations

from dataclasses import replace

import pytest

from sigv4_explain import Credentials, Request, sign
from sigv4_explain.capture.answers import parse_answer
from sigv4_explain.diagnosis.advice import what_next
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.client_logs import CLIENTS, Piece, how_to_get
from sigv4_explain.diagnosis.diagnosis import Advice
from sigv4_explain.diagnosis.evidence import Evidence, Texts, Unread
from sigv4_explain.diagnosis.finding import Certainty, found
from tests.core.examples import ALICE, MOMENT, Scope

MISMATCH = "The request signature we calculated does not match the signature you provided. Check your key."


def _request(service: str = "execute-api", method: str = "POST", agent: str = "", body: str = "{}") -> Request:
    place = Scope(region="eu-central-1", service=service, at=MOMENT)
    headers = {"User-Agent": agent} if agent else {}
    return sign(Request(method, "https://api.example.com/pets", headers, body), ALICE, **place)


def _evidence(
    request: Request | None = None, answer: str | None = None, service: str | None = "execute-api"
) -> Evidence:
    read = None if answer is None else parse_answer(answer)
    return Evidence(request=request, answer=read, region="eu-central-1", service=service)


def _whats(evidence: Evidence, certainty: Certainty | None = None) -> list[str]:
    findings = () if certainty is None else (found(CAUSES["wrong-region"], certainty),)
    return [advice.what for advice in what_next(evidence, findings)]


def _has(advice: tuple[Advice, ...], words: str) -> bool:
    return any(words in text for each in advice for text in (each.what, *each.how))


def test_a_proof_needs_nothing_more() -> None:
    """Advice is for those who do not know yet."""
    assert _whats(_evidence(), Certainty.PROVEN) == []
    assert _whats(_evidence(), Certainty.SHOWN) != []
    assert _whats(_evidence(), Certainty.SUSPECTED) != []


def test_with_nothing_at_all_the_most_telling_is_asked_for_first() -> None:
    """The answer, the request, the client's texts, the secret."""
    begins = [
        "AWS's answer",
        "The request as it was sent",
        "The client's canonical request and string to sign",
        "The secret",
    ]

    assert [what.startswith(begin) for what, begin in zip(_whats(Evidence()), begins, strict=True)] == [True] * 4


def test_with_everything_there_nothing_is_asked_for() -> None:
    """Everything that the doctor reads was given."""
    mismatch = (
        f"{MISMATCH}\n\nThe Canonical String for this request should have been\n'GET\n/\n\nhost:h\n\nhost\n{'0' * 64}'"
    )
    evidence = replace(_evidence(_request(), mismatch), credentials=ALICE, client=Texts("GET", "AWS4-HMAC-SHA256"))

    assert _whats(evidence) == []


def test_the_secret_stays_here() -> None:
    """It is asked for with that promise, and only when it is not there."""
    assert any("stays on this computer" in what for what in _whats(_evidence()))
    assert not any("stays on this computer" in what for what in _whats(replace(_evidence(), credentials=ALICE)))


def test_only_the_text_that_is_missing_is_asked_for() -> None:
    """A canonical request alone leaves the string to sign."""
    (what,) = [what for what in _whats(replace(_evidence(), client=Texts("GET"))) if what.startswith("The client's")]

    assert "string to sign" in what
    assert "canonical request" not in what


def test_what_could_not_be_read_is_told() -> None:
    """With what came and what was expected, and the request is not asked for twice."""
    evidence = replace(_evidence(), unread=(Unread("request", "12 characters", "a request"),))
    first, *others = what_next(evidence, ())

    assert first == Advice("The request could not be read: 12 characters.", ("What can be read: a request.",))
    assert not any(advice.what.startswith("The request as it was sent") for advice in others)


def test_a_request_without_its_signature_is_asked_for_again() -> None:
    """As with a HAR file that was saved without sensitive data."""
    assert any("with its signature" in what for what in _whats(_evidence(Request("GET", "https://example.com/"))))
    assert not any("with its signature" in what for what in _whats(_evidence(_request())))


@pytest.mark.parametrize(("length", "asks"), [("12", True), ("0", False), ("00", False), ("²", False), ("", False)])
def test_a_body_that_was_not_pasted_is_asked_for(length: str, asks: bool) -> None:  # noqa: FBT001 -- a column of a table
    """Its length came, and it did not."""
    request = _request(body="").with_headers([("Content-Length", length)])

    assert any("Content-Length is 12" in what for what in _whats(_evidence(request))) is asks


def test_a_body_that_is_there_is_not_asked_for() -> None:
    """Whatever its length says."""
    request = _request().with_headers([("Content-Length", "12")])

    assert not any("Content-Length" in what for what in _whats(_evidence(request)))


@pytest.mark.parametrize(
    ("service", "words"),
    [("lambda", "A function URL"), ("sts", "STS never"), ("iam", "IAM never"), ("aoss", "OpenSearch Serverless never")],
)
def test_a_service_that_shows_nothing_is_not_asked_for_it(service: str, words: str) -> None:
    """It is said what works instead."""
    advice = what_next(_evidence(_request(service), MISMATCH, service), ())

    assert _has(advice, words)
    assert _has(advice, "What works")
    assert not _has(advice, "The rest of AWS's answer")


def test_an_http_api_shows_nothing() -> None:
    """All that it says is Forbidden."""
    advice = what_next(_evidence(_request(), '{"message":"Forbidden"}'), ())

    assert _has(advice, "An HTTP API")


def test_a_refused_head_has_no_words() -> None:
    """The same request as GET has."""
    advice = what_next(_evidence(_request("s3", "HEAD"), "HTTP/1.1 403 Forbidden\n\n", "s3"), ())

    assert _has(advice, "as GET")
    assert not _has(advice, "show what they would have signed")


def test_a_service_that_shows_its_texts_is_asked_for_the_rest() -> None:
    """Somebody pasted the first sentence only."""
    assert _has(what_next(_evidence(_request(), MISMATCH), ()), "The rest of AWS's answer")
    assert not _has(what_next(_evidence(_request(), '{"message":"No"}'), ()), "The rest of AWS's answer")


def test_an_answer_that_was_cut_is_asked_for_as_a_whole() -> None:
    """S3's bytes survive pasting."""
    answer = f"{MISMATCH}\n\nThe Canonical String for this request should have been\n'GET\n/\n\nhost:exa"

    assert _has(what_next(_evidence(_request(), answer), ()), "CanonicalRequestBytes")


def test_the_place_is_asked_for_when_no_name_tells_it() -> None:
    """Region, service or both."""
    evidence = Evidence(request=Request("GET", "https://example.com/"))

    assert any("The region and service of the server" in what for what in _whats(evidence))
    assert any("The service of the server" in what for what in _whats(replace(evidence, region="eu-west-1")))
    assert not any("of the server" in what for what in _whats(_evidence(_request())))


AGENTS = {
    "aws-cli/2.15.0 Python/3.11 Botocore/2.4": "AWS CLI",
    "Boto3/1.34.0 md/Botocore#1.34.0": "boto3",
    "curl/8.5.0": "curl",
    "python-requests/2.31.0": "requests, requests-aws4auth, httpx",
    "python-httpx/0.27": "requests, requests-aws4auth, httpx",
    "aws-sdk-js/3.500.0": "AWS SDK for JavaScript v3",
    "axios/1.6.0": "aws4 for Node",
    "aws-sdk-java/2.20.0": "AWS SDK for Java v2",
    "aws-sdk-go-v2/1.24.0": "AWS SDK for Go v2",
    "PostmanRuntime/7.36.0": "Postman",
    "Mozilla/5.0 (X11; Linux x86_64)": "a browser",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_the_client_that_the_request_shows_gets_its_own_line(agent: str) -> None:
    """One line, not a list of everybody's."""
    (line,) = how_to_get(Piece.REQUEST, _request(agent=agent))

    assert line.startswith(f"{AGENTS[agent]}: ")


@pytest.mark.parametrize("piece", Piece)
@pytest.mark.parametrize(
    "request_", [None, _request(), _request(agent="my-own-client/1")], ids=["none", "no agent", "other"]
)
def test_an_unknown_client_gets_the_lines_of_all(piece: Piece, request_: Request | None) -> None:
    """Each client that can tell it has a line."""
    assert len(how_to_get(piece, request_)) == len([client for client in CLIENTS if piece in client.lines])


def test_every_client_tells_answer_and_request() -> None:
    """Only two say nothing of what they signed."""
    assert all({Piece.ANSWER, Piece.REQUEST} <= client.lines.keys() for client in CLIENTS)
    assert [client.name for client in CLIENTS if Piece.TEXTS not in client.lines] == ["Postman", "a browser"]


def test_boto3_with_awscrt_is_not_left_in_silence() -> None:
    """Its logger says nothing about signing then."""
    (line,) = how_to_get(Piece.TEXTS, _request(agent="Boto3/1.34"))

    assert "BOTO_DISABLE_CRT=true" in line


def test_no_advice_repeats_a_secret() -> None:
    """Neither the secret nor the token that came with the request."""
    key = Credentials("ASIAIOSFODNN7EXAMPLE", "own-secret-key", "own-token")
    place = Scope(region="eu-central-1", service="sts", at=MOMENT)
    request = sign(Request("GET", "https://sts.example.com/"), key, **place)
    advice = what_next(replace(_evidence(request, MISMATCH, "sts"), credentials=key), ())

    assert advice
    assert not _has(advice, "own-")
