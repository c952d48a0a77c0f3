from __future__ import annotations

from dataclasses import replace

import pytest

from sigv4_explain import Credentials, Request, sign
from tests.core.examples import ALICE, MOMENT, Scope
from tests.doctor.parts import (
    CAUSES,
    CLIENTS,
    COMMONEST,
    Advice,
    AskedPiece,
    Certainty,
    Evidence,
    Inputs,
    Texts,
    Unread,
    case_of,
    found,
    gathered,
    how_to_get,
    parse_answer,
    what_next,
)

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


def _without_body(length: str) -> Request:
    return _request(body="").with_headers([("Content-Length", length)])


def _whats(evidence: Evidence, certainty: Certainty | None = None) -> list[str]:
    findings = () if certainty is None else (found(CAUSES["wrong-region"], certainty),)
    return [advice.what for advice in what_next(case_of(evidence), findings)]


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


SIGNED, UNSIGNED = _evidence(_request()), _evidence(Request("GET", "https://example.com/"))
SECRET, TEXTS, REST = "stays on this computer", "The client's string to sign", "The rest of AWS's answer"
CUT = f"{MISMATCH}\n\nThe Canonical String for this request should have been\n'GET\n/\n\nhost:exa"
# The evidence, what is asked for or said of it, and what is not.
ASKED: dict[str, tuple[Evidence, tuple[str, ...], tuple[str, ...]]] = {
    "no secret": (_evidence(), (SECRET,), ()),
    "the secret": (replace(_evidence(), credentials=ALICE), (), (SECRET,)),
    "one of the client's texts": (
        replace(_evidence(), client=Texts("GET")),
        (TEXTS,),
        ("The client's canonical request",),
    ),
    "no signature, as in a HAR file without sensitive data": (UNSIGNED, ("with its signature",), ()),
    "a signature": (SIGNED, (), ("with its signature", "of the server")),
    **{
        f"no body, and a length of {length!r}": (_evidence(_without_body(length)), asked, not_asked)
        for length, asked, not_asked in (
            ("12", ("Content-Length is 12",), ()),
            *((length, (), ("Content-Length",)) for length in ("0", "00", "²", "")),
        )
    },
    "a body": (_evidence(_request().with_headers([("Content-Length", "12")])), (), ("Content-Length",)),
    **{
        f"{service}, which shows nothing": (
            _evidence(_request(service), MISMATCH, service),
            (f"{name} never",),
            (REST,),
        )
        for service, name in (
            ("lambda", "Kinesis or Lambda's own API"),
            ("sts", "STS"),
            ("iam", "IAM"),
            ("aoss", "OpenSearch Serverless"),
        )
    },
    "an HTTP API": (
        replace(_evidence(_request(), '{"message":"Forbidden"}'), pasted="apigw-requestid: a="),
        ("API Gateway, HTTP API never", "$context.authorizer.error"),
        (),
    ),
    "a refused HEAD": (
        _evidence(_request("s3", "HEAD"), "HTTP/1.1 403 Forbidden\n\n", "s3"),
        ("as GET",),
        ("show what they would have signed",),
    ),
    "the first sentence of an answer": (_evidence(_request(), MISMATCH), (REST,), ()),
    "another answer": (_evidence(_request(), '{"message":"No"}'), (), (REST,)),
    "an answer that was cut": (_evidence(_request(), CUT), ("CanonicalRequestBytes",), ()),
    "no place": (Evidence(request=UNSIGNED.request), ("The region and service of the server",), ()),
    "a region alone": (
        Evidence(request=UNSIGNED.request, region="eu-west-1"),
        ("The service of the server",),
        ("The region and",),
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_missing_is_asked_for_and_nothing_else(name: str) -> None:
    """As the service, the client and what was pasted allow."""
    evidence, asked, not_asked = ASKED[name]
    advice = what_next(case_of(evidence), ())

    assert [words for words in asked if not _has(advice, words)] == []
    assert [words for words in not_asked if _has(advice, words)] == []


def test_what_could_not_be_read_is_told() -> None:
    """With what came and what was expected."""
    evidence = replace(Evidence(), unread=(Unread("request", "12 characters", "a request"),))

    assert what_next(case_of(evidence), ())[0] == Advice(
        "The request could not be read: 12 characters.", ("What can be read: a request.",)
    )


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


def _how(piece: AskedPiece, request: Request | None = None) -> tuple[str, ...]:
    return how_to_get(piece, case_of(Evidence(request=request)))


@pytest.mark.parametrize("agent", AGENTS)
def test_the_client_that_the_request_shows_gets_its_own_line(agent: str) -> None:
    """One line, not a list of everybody's."""
    (line,) = _how(AskedPiece.REQUEST, _request(agent=agent))

    assert line.startswith(f"{AGENTS[agent]}: ")


@pytest.mark.parametrize("piece", AskedPiece)
@pytest.mark.parametrize(
    "request_", [None, _request(), _request(agent="my-own-client/1")], ids=["none", "no agent", "other"]
)
def test_where_nobody_shows_the_three_commonest_have_their_lines(piece: AskedPiece, request_: Request | None) -> None:
    """Not eleven."""
    assert [line.partition(":")[0] for line in _how(piece, request_)] == [client.name for client in COMMONEST]


def test_code_gets_the_line_of_its_own_language() -> None:
    """It prints both texts with their labels."""
    code = "<?php\n$k = hash_hmac('sha256', $day, 'AWS4' . $secret, true);\n$date = gmdate('Ymd');\n"

    assert how_to_get(AskedPiece.TEXTS, case_of(gathered(Inputs(code))))[0].startswith(
        'PHP: add echo "Canonical request:'
    )


def test_who_tells_nothing_of_what_it_signs_is_not_asked_for_it() -> None:
    """Postman and a browser have no such line, so nobody else's is told."""
    assert _how(AskedPiece.TEXTS, _request(agent="PostmanRuntime/7.36.0")) == ()
    assert _how(AskedPiece.TEXTS, _request(agent="Mozilla/5.0")) == ()


def test_every_client_with_a_line_tells_answer_and_request() -> None:
    """And its causes are known ones, the commonest first."""
    assert all({AskedPiece.ANSWER, AskedPiece.REQUEST} <= each.lines.keys() for each in CLIENTS if each.lines)
    assert {cause for client in CLIENTS for cause in client.usual} <= CAUSES.keys()


def test_boto3_with_awscrt_is_not_left_in_silence() -> None:
    """Its logger says nothing about signing then."""
    (line,) = _how(AskedPiece.TEXTS, _request(agent="Boto3/1.34"))

    assert "BOTO_DISABLE_CRT=true" in line


def test_no_advice_repeats_a_secret() -> None:
    """Neither the secret nor the token that came with the request."""
    key = Credentials("ASIAIOSFODNN7EXAMPLE", "own-secret-key", "own-token")
    place = Scope(region="eu-central-1", service="sts", at=MOMENT)
    request = sign(Request("GET", "https://sts.example.com/"), key, **place)
    advice = what_next(case_of(replace(_evidence(request, MISMATCH, "sts"), credentials=key)), ())

    assert advice
    assert not _has(advice, "own-")
