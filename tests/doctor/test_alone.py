from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

import pytest

from sigv4_explain import Credentials, Request, SigningRules, presign, sha256_hex, sign
from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.errors import CredentialsWarning
from tests.core.examples import ALICE, MOMENT, Scope
from tests.doctor.drawing import pool
from tests.doctor.parts import (
    CAUSES,
    Certainty,
    Evidence,
    Finding,
    Inputs,
    SignedRequest,
    Texts,
    gathered,
    raw_http,
    seen_in_the_request,
)
from tests.doctor.refused import HOSTS, REFUSED, REGION, SERVERS, TEMPORARY, edited, heard, with_header, without
from tests.doctor.test_replay import is_accepted
from tests.tables import tables

TABLES = tables(__file__)

OWN_KEY = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def _sent(
    service: str,
    target: str = "/pets",
    body: str | bytes = "",
    key: Credentials = ALICE,
    method: str = "POST",
    host: str = "",
    **headers: str,
) -> Request:
    """Sign a request that has these headers, every one of them."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    own = SigningRules.for_service(service)
    rules = SigningRules(
        **{name: getattr(own, name) for name in own.__dataclass_fields__ if name != "never_signed"},
        never_signed=frozenset(),
    )
    place = Scope(region=REGION, service=service, at=MOMENT)
    request = Request(method, f"https://{host or HOSTS[service]}{target}", named, body)
    return sign(request, key, rules=rules, **place)


def _given(service: str = "execute-api", **given: Any) -> Request:
    return _sent(service, **given)


def _url(service: str, key: Credentials = ALICE) -> Request:
    place = Scope(region=REGION, service=service, at=MOMENT)
    return Request("GET", presign(Request("GET", f"https://{HOSTS[service]}/a"), key, expires=60, **place))


def _seen(request: Request, credentials: Credentials | None = None, **given: str) -> list[Finding]:
    return list(seen_in_the_request(gathered(Inputs(request, credentials=credentials, **given))))


def _shown(findings: list[Finding]) -> list[str]:
    return [finding.cause for finding in findings if finding.certainty is Certainty.SHOWN]


def _suspected(findings: list[Finding]) -> list[str]:
    return [finding.cause for finding in findings if finding.certainty is Certainty.SUSPECTED]


@cache
def _accepted() -> list[SignedRequest]:
    return list(islice((arrived for arrived in pool() if is_accepted(arrived)), 1000))


@pytest.mark.parametrize("with_credentials", [True, False])
def test_nothing_is_shown_on_a_request_that_is_right(with_credentials: bool) -> None:  # noqa: FBT001 -- a column
    """A thousand requests that the server accepts: much may be suspected, nothing is shown."""
    assert len(_accepted()) == 1000
    wrong = [
        (arrived.request, cause) for arrived in _accepted() for cause in _shown(_of_case(arrived, with_credentials))
    ]

    assert wrong == []


def _of_case(arrived: SignedRequest, with_credentials: bool) -> list[Finding]:  # noqa: FBT001 -- a column of a table
    key = Credentials(arrived.presented.access_key_id, arrived.recipe.key_chain.secret, arrived.presented.session_token)
    given = key if with_credentials else None
    return _seen(arrived.request, given, region=REGION, service=arrived.reading.service)


@pytest.mark.parametrize("service", [*SERVERS, "lambda", "aoss"])
@pytest.mark.parametrize("request_of", [_sent, _url], ids=["header", "url"])
def test_a_plain_request_to_a_name_of_aws_is_above_suspicion(
    service: str, request_of: Callable[[str], Request]
) -> None:
    """Where there is no room for a mistake the doctor keeps quiet."""
    assert _seen(request_of(service)) == []


@pytest.mark.parametrize("service", SERVERS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_the_server_refuses_for_certain_is_shown(name: str, service: str) -> None:
    """Before any signature is computed; each by its name, and nothing else with it."""
    slug, broken = REFUSED[name]

    assert _shown(_seen(broken(_sent(service, x_note="a")))) == [slug]


@pytest.mark.parametrize("service", SERVERS)
def test_another_service_in_the_scope_is_shown_with_both_names(service: str) -> None:
    """The host's name tells the right one."""
    (finding,) = _seen(edited(f"/{service}/", "/other/")(_sent(service)))

    assert (finding.cause, finding.sent, finding.expected) == ("wrong-service", "other", service)


@pytest.mark.parametrize("service", SERVERS)
def test_two_faults_are_shown_both(service: str) -> None:
    """A wrong Region does not hide the host that is not signed, nor the header that did not come."""
    broken = without("x-note")(edited("=host;", "=")(edited(REGION, "us-east-1")(_sent(service, x_note="a"))))

    assert set(_shown(_seen(broken))) == {"wrong-region", "host-not-signed", "signed-header-not-sent"}


def _url_without(service: str, parameter: str) -> Request:
    url = "&".join([piece for piece in _url(service).url.split("&") if not piece.startswith(parameter)])
    return Request("GET", url)


def _living(service: str, expires: str) -> Request:
    return Request("GET", _url(service).url.replace("X-Amz-Expires=60", f"X-Amz-Expires={expires}"))


def _pasted(body: str, sent: str = "{}", **headers: Any) -> Request:
    """Paste a request of S3 with another body than the one that was sent."""
    signed = _sent("s3", body=sent, **headers)
    return Request("POST", signed.url, signed.headers, body)


S3, API = _sent("s3", body="{}"), _sent("execute-api")
HASH = "x-amz-content-sha256"
SEEN: dict[str, tuple[Request, str]] = {
    # S3 goes by the header of the hash; elsewhere the server hashes the body that it gets, so it is only suspected.
    "no hash": (without(HASH)(S3), "missing-x-amz-content-sha256 signed-header-not-sent"),
    "hash in base64": (with_header(HASH, "I5DpRmrjKDrrDS5sbBOo9g==")(S3), "content-sha256-not-hex"),
    "hash of no bytes": (with_header(HASH, EMPTY_SHA256)(S3), "empty-body-hash"),
    "hash of another body": (with_header(HASH, sha256_hex(b"another"))(S3), "body-changed-after-hash"),
    "header added": (with_header("x-amz-acl", "private")(S3), "header-added-after-signing"),
    "header added elsewhere": (with_header("x-amz-acl", "private")(API), ""),
    "hash of no bytes elsewhere": (_sent("sts", body="{}", x_amz_content_sha256=EMPTY_SHA256), "empty-body-hash?"),
    "hash of another body elsewhere": (
        _sent("sts", body="{}", x_amz_content_sha256=sha256_hex(b"another")),
        "body-changed-after-hash?",
    ),
    # Most services take the word; who hashes what arrives does not.
    "unsigned at sts": (_sent("sts", body="{}", x_amz_content_sha256="UNSIGNED-PAYLOAD"), ""),
    "unsigned at dynamodb": (
        _sent("dynamodb", body="{}", x_amz_content_sha256="UNSIGNED-PAYLOAD"),
        "unsigned-payload-mismatch?",
    ),
    "no hash for opensearch": (
        without(HASH)(edited(f"{HASH};", "")(_sent("aoss", body="{}"))),
        "missing-x-amz-content-sha256",
    ),
    # A length and no body: it was not pasted; a length of none: it was dropped. A paste may change the end.
    "a body that was not pasted": (_pasted("", content_length="2"), "content-length-signed?"),
    "a body that was dropped": (
        with_header("content-length", "0")(_pasted("", content_length="2")),
        "body-dropped-after-signing content-length-signed?",
    ),
    "a line break lost in the paste": (_pasted('{"a":1}', '{"a":1}\n'), "body-changed-after-hash?"),
    "a longer body": (_pasted("{} ", content_length="2"), "body-changed-after-hash? content-length-signed?"),
    "another body of this length": (
        _pasted("[]", content_length="2"),
        "body-changed-after-hash content-length-signed?",
    ),
    # Only S3 reads the life of a URL.
    **{f"a life of {life}": (_living("s3", life), "expires-out-of-bounds") for life in ("604801", "-1", "soon")},
    **{f"a life of {life} elsewhere": (_living("execute-api", life), "") for life in ("604801", "-1", "soon")},
    "no life elsewhere": (_url_without("sts", "X-Amz-Expires"), ""),
    # What some servers take is not certain.
    "an asymmetric signature": (edited("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")(API), "unsupported-algorithm?"),
    "a list unsorted": (edited("host;x-amz-date", "x-amz-date;host")(API), "signed-headers-order?"),
    "a list with a repeat": (edited("host;x-amz-date", "host;host;x-amz-date")(API), "duplicate-signed-header?"),
    "a list in capitals": (edited("host;x-amz-date", "Host;X-Amz-Date")(API), "header-name-capitals?"),
    "a header that the library writes": (edited("host;", "content-length;host;")(API), "signed-header-not-sent?"),
    # What is not signed may change on the way.
    "unsigned headers": (API.with_headers([("Connection", "close"), ("User-Agent", "x"), ("X-Note", "é  ")]), ""),
}


@pytest.mark.parametrize("name", SEEN)
def test_a_request_alone_tells_so_much_and_no_more(name: str) -> None:
    """A question mark marks what is only suspected."""
    request, expected = SEEN[name]

    assert heard(_seen(request)) == expected.split()


@pytest.mark.parametrize("service", SERVERS)
@pytest.mark.parametrize(
    "request_of", [lambda service: _sent(service, key=TEMPORARY), lambda service: _url(service, TEMPORARY)]
)
def test_a_temporary_key_needs_its_token(service: str, request_of: Callable[[str], Request]) -> None:
    """Missing or empty, in the header or in the query."""
    request = request_of(service)
    url = "&".join([piece for piece in request.url.split("&") if not piece.startswith("X-Amz-Security-Token")])
    bare = without("x-amz-security-token")(request.with_url(url))
    empty = request.with_url(url).with_headers([("x-amz-security-token", " ")])

    assert "missing-session-token" not in _shown(_seen(request))
    assert "missing-session-token" in _shown(_seen(bare))
    assert "missing-session-token" in _shown(_seen(empty))


def test_the_token_of_the_credentials_must_come_along() -> None:
    """Also for a key whose id does not say that it is temporary."""
    key = Credentials(ALICE.access_key_id, ALICE.secret_access_key, "own/token")

    assert _shown(_seen(_sent("execute-api"), key)) == ["missing-session-token"]
    assert _shown(_seen(_sent("execute-api", key=key), key)) == []


def test_a_signature_that_somebody_saw_was_sent() -> None:
    """A request pasted without its Authorization is no unsigned one when the client's texts are there."""
    unsigned = without("authorization")(_sent("execute-api"))
    client = Texts("GET\n/\n\nhost:h\n\nhost\n" + EMPTY_SHA256, None)

    assert _shown(list(seen_in_the_request(Evidence(request=unsigned)))) == ["not-signed"]
    assert _shown(list(seen_in_the_request(Evidence(request=unsigned, client=client)))) == []


SECRET = OWN_KEY.secret_access_key
SHAPES = {
    "blank at the end": (f"{SECRET} ", "trailing-whitespace-in-secret"),
    "line break": (f"{SECRET}\r\n", "trailing-whitespace-in-secret"),
    "quotes": (f'"{SECRET}"', "trailing-whitespace-in-secret"),
    "encoded": (SECRET.replace("/", "%2F"), "secret-mangled-special-chars"),
    "backslash": (SECRET.replace("/", "\\/"), "secret-mangled-special-chars"),
    "blank for plus": (SECRET.replace("/", " "), "secret-mangled-special-chars"),
    "swapped": ("AKIAIOSFODNN7EXAMPLE", "wrong-secret"),
    "too short": (SECRET[:-1], "wrong-secret?"),
    "other letters": (SECRET.replace("/", "_"), "wrong-secret?"),
    "right": (SECRET, ""),
}


@pytest.mark.filterwarnings("ignore::sigv4_explain.errors.CredentialsWarning")
@pytest.mark.parametrize("name", SHAPES)
def test_the_shape_of_a_secret_tells_what_became_of_it(name: str) -> None:
    """Of AWS's own keys the shape is known, so it is shown; the secret is in no finding."""
    secret, expected = SHAPES[name]
    findings = list(seen_in_the_request(Evidence(credentials=Credentials(OWN_KEY.access_key_id, secret))))

    assert heard(findings) == expected.split()
    assert secret.strip() not in str([(f.evidence, f.sent, f.expected) for f in findings])


def test_a_secret_of_another_server_is_only_suspected() -> None:
    """Others than AWS may have blanks and percent signs in their secrets."""
    with pytest.warns(CredentialsWarning):
        keys = [Credentials("minio", secret) for secret in ("a secret ", "with%2Fescape", "with\\slash")]
    findings = [finding for key in keys for finding in seen_in_the_request(Evidence(credentials=key))]

    assert _shown(findings) == []
    assert len(_suspected(findings)) == 3


def test_credentials_of_another_key_are_told() -> None:
    """By the id in the request, and by the token; a swapped pair does not show the secret as an id."""
    swapped = Credentials("wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY", "AKIAIOSFODNN7EXAMPLE")
    findings = _seen(_sent("execute-api"), swapped)

    assert _suspected(_seen(_sent("execute-api"), OWN_KEY)) == ["wrong-secret"]
    assert _suspected(_seen(_sent("execute-api", key=TEMPORARY), Credentials(TEMPORARY.access_key_id, "x" * 40))) == [
        "unknown-access-key"
    ]
    assert swapped.access_key_id not in str([(f.evidence, f.sent, f.expected) for f in findings])


def test_a_header_that_the_client_signed_as_empty_is_none_that_was_lost() -> None:
    """The client's own text says so."""
    request = edited("x-amz-date", "x-amz-date;x-note")(_sent("execute-api"))
    client = Texts("POST\n/\n\nhost:h\nx-note:\n\nhost;x-note\n" + EMPTY_SHA256, None)

    assert _shown(_seen(request)) == ["signed-header-not-sent"]
    assert _shown(list(seen_in_the_request(Evidence(request=request, client=client, service="execute-api")))) == []


HABITS: dict[str, Request] = {slug: _given(**given) for slug, given in TABLES["habits"].items()} | {
    "extra-query-param": _url("s3").with_url(f"{_url('s3').url}&v=1"),
    "method-mismatch": Request("HEAD", _url("s3").url),
    "host-with-default-port": _sent("execute-api", host=HOSTS["execute-api"], Host=f"{HOSTS['execute-api']}:443"),
    "session-token-signed-where-not-allowed": Request(
        "GET",
        f"https://{HOSTS['iotdevicegateway']}/mqtt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAX%2F20150830"
        f"%2F{REGION}%2Fiotdevicegateway%2Faws4_request&X-Amz-Date={MOMENT}&X-Amz-SignedHeaders=host"
        "&X-Amz-Security-Token=abc&X-Amz-Signature=0",
    ),
}


@pytest.mark.parametrize("slug", HABITS)
def test_what_often_goes_wrong_is_suspected(slug: str) -> None:
    """Only suspected, with a reason; and not when the request has no signature at all."""
    findings = _seen(HABITS[slug])
    unsigned = Request("GET", HABITS[slug].url.partition("X-Amz-Algorithm")[0])

    assert slug.strip() in _suspected(findings)
    assert _shown(findings) == []
    assert all(finding.evidence for finding in findings)
    assert _suspected(_seen(unsigned)) == []


INNOCENT: dict[str, Request] = {slug: _given(**given) for slug, given in TABLES["innocent"].items()} | {
    "header-added-by-proxy": _sent("execute-api", x_forwarded_host=HOSTS["execute-api"]),
    "extra-query-param": _url("iotdevicegateway", TEMPORARY),
    "session-token-signed-where-not-allowed": _url("iotdevicegateway", TEMPORARY),
    "session-token-signed-where-not-allowed ": _url("execute-api", TEMPORARY),
}


@pytest.mark.parametrize("slug", INNOCENT)
def test_what_only_looks_like_it_is_not_suspected(slug: str) -> None:
    """Lengths in bytes, one clock, the same host, a token added last as it should be."""
    assert slug.strip() not in _suspected(_seen(INNOCENT[slug]))


def test_suspicions_come_in_the_order_of_how_often_they_were_right() -> None:
    """The most frequent cause first."""
    causes = _suspected(
        _seen(_sent("execute-api", "/a:b/?b=1&a=2", user_agent="x", connection="close", host="h.example"))
    )
    seen = [CAUSES[cause].seen for cause in causes]

    assert len(causes) >= 5
    assert seen == sorted(seen, reverse=True)


def _dated(date: str) -> Request:
    return without("x-amz-date")(_sent("execute-api")).with_headers([("Date", date)])


TOLD: dict[str, tuple[Request, str | None, str | None, str]] = {
    "no list": (REFUSED["no list"][1](_sent("sts")), None, "SignedHeaders", "Missing or empty: SignedHeaders."),
    "no date": (without("x-amz-date")(_sent("sts")), None, "Date", "Missing or empty: Date."),
    "no algorithm": (
        Request("GET", _url("dynamodb").url.replace("AWS4-HMAC-SHA256", "")),
        None,
        "AWS4-HMAC-SHA256",
        "The algorithm is missing.",
    ),
    "a url without a list": (_url_without("sts", "X-Amz-SignedHeaders"), None, "X-Amz-SignedHeaders", "X-Amz-S"),
    "a url of s3 without a life": (_url_without("s3", "X-Amz-Expires"), None, "X-Amz-Expires", "X-Amz-Expires"),
    "a date in words": (_dated("tomorrow"), "tomorrow", "YYYYMMDDTHHMMSSZ, in UTC", "ISO-8601"),
    "a date in words, in a url": (
        Request("GET", _url("sts").url.replace(MOMENT, "tomorrow")),
        "tomorrow",
        "YYYYMMDDTHHMMSSZ, in UTC",
        "ISO-8601",
    ),
    "a list without host": (edited("=host;", "=")(_sent("sts")), "x-amz-date", "host;x-amz-date", "'Host'"),
    "a token in a header": (
        without("x-amz-security-token")(edited(";x-amz-security-token", "")(_sent("sts", key=TEMPORARY))),
        "",
        "x-amz-security-token: the token that came with the key",
        "ASIA",
    ),
    "a token in a url": (
        _url_without("sts", "X-Amz-Security-Token").with_url(
            _url("sts", TEMPORARY).url.replace("Security-Token", "No")
        ),
        "",
        "X-Amz-Security-Token: the token that came with the key",
        "ASIA",
    ),
    "in two places at sts": (_sent("sts", "/?X-Amz-Algorithm=x"), None, None, "AWS answers 403 SignatureDoesNotMatch."),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_wrong_is_told_with_its_words(name: str) -> None:
    """What was sent, what belongs there, why, and where it stands."""
    request, sent, expected, words = TOLD[name]
    finding = next(finding for finding in _seen(request) if finding.certainty is Certainty.SHOWN)

    assert (finding.sent, finding.expected) == (sent, expected)
    assert words in " ".join(finding.evidence)
    assert finding.where is not None
    in_query = "X-Amz-Credential" in request.query
    line = raw_http(request, reveal=True).split("\n")[finding.where.line - 1]
    assert in_query is (finding.where.line == 1)
    assert line[finding.where.start : finding.where.end]
    assert not sent or sent in line[finding.where.start : finding.where.end]


WORDS = {
    "S3 signs the first": _sent("s3", "/?a=1&a=2"),
    "all of them are signed": _sent("sts", "/?a=1&a=2"),
    "CloudFront's": _sent("execute-api", host="d111.cloudfront.net"),
    "no name of AWS's own": _sent("execute-api", host="api.example.com"),
}


@pytest.mark.parametrize("words", WORDS)
def test_a_suspicion_has_its_own_words(words: str) -> None:
    """For S3 and the others, for CloudFront and other names."""
    said = [says for finding in _seen(WORDS[words]) for says in finding.evidence]

    assert [word for word in WORDS if any(word in says for says in said)] == [words]


SECRET_WORDS = {
    "has 39": SECRET[:-1],
    "this one has others": SECRET.replace("/", "_"),
    "Decoded, it has the right form": SECRET.replace("/", "%2F"),
    "percent-encoded character in the secret.'": f"{SECRET}%2F",
}


@pytest.mark.parametrize("words", SECRET_WORDS)
def test_what_became_of_a_secret_is_told_in_words(words: str) -> None:
    """Its length, its letters, and whether it is right once it is decoded."""
    key = Credentials(OWN_KEY.access_key_id, SECRET_WORDS[words])
    (finding,) = seen_in_the_request(Evidence(credentials=key))

    assert words in str(list(finding.evidence))


@pytest.mark.parametrize(("token", "words"), [(None, "have none"), ("another", "have another one")])
def test_a_token_that_is_not_the_credentials_own_is_told(token: str | None, words: str) -> None:
    """And one that is, is not."""
    request = _sent("sts", key=TEMPORARY)
    findings = _seen(request, replace(TEMPORARY, session_token=token))

    assert any(words in says for finding in findings for says in finding.evidence)
    assert "unknown-access-key" not in _suspected(_seen(request, TEMPORARY))


@pytest.mark.parametrize("name", REFUSED)
def test_the_place_is_that_in_the_raw_text(name: str) -> None:
    """Line and characters are those of the request written out as raw HTTP."""
    request = REFUSED[name][1](_sent("execute-api", x_note="a"))
    lines = raw_http(request, reveal=True).split("\n")
    for finding in _seen(request):
        if finding.where is not None:
            line = lines[finding.where.line - 1]
            there = line[finding.where.start : finding.where.end]

            assert there
            assert not finding.sent or finding.sent in line


@pytest.mark.parametrize(("slug", "there"), [("path-char-not-encoded", ":"), ("unsorted-query", "b=1&a=2")])
def test_a_habit_is_found_at_its_character(slug: str, there: str) -> None:
    """In the first line, where path and query stand."""
    request = HABITS[slug]
    (where,) = [finding.where for finding in _seen(request) if finding.cause == slug]
    assert where is not None
    assert raw_http(request).split("\n")[where.line - 1][where.start : where.end] == there


def test_a_token_is_in_no_finding() -> None:
    """Whatever is suspected or shown, a session token is not repeated."""
    requests = [
        broken(_sent("s3", key=TEMPORARY, x_note="a "))
        for broken in (without(HASH), with_header("x-amz-acl", "private"))
    ]
    requests += [_url("iotdevicegateway", TEMPORARY), _sent("execute-api", "/a:b", key=TEMPORARY)]
    findings = [finding for request in requests for finding in _seen(request, ALICE)]

    assert len(findings) > 5
    assert "own/token" not in str([(finding.evidence, finding.sent, finding.expected) for finding in findings])
