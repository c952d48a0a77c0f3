from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sigv4_explain import Credentials, KeyRecord, Request, Wording, presign, request_date_time, sign, verify
from sigv4_explain.encoding import EMPTY_SHA256, sha256_hex
from tests.core.examples import ALICE, MOMENT, Scope
from tests.doctor.parts import (
    CAUSES,
    SENTENCES,
    Certainty,
    Evidence,
    Finding,
    Inputs,
    Sentence,
    diagnose,
    gathered,
    parse_answer,
    raw_http,
    seen_in_the_request,
    sorted_pastes,
    told,
)
from tests.doctor.refused import HOSTS, REFUSED, REGION, SERVERS, TEMPORARY, edited, heard, without
from tests.tables import tables


def _signed(service: str, key: Credentials = ALICE) -> Request:
    place = Scope(region=REGION, service=service, at=MOMENT)
    return sign(Request("POST", f"https://{HOSTS[service]}/pets", {"X-Note": "a"}, "{}"), key, **place)


BREAKAGES = REFUSED | {
    "no date": ("incomplete-authorization", without("x-amz-date")),
    "unknown key": ("unknown-access-key", edited("AKIDEXAMPLE", "AKIDSOMEBODY")),
}
# What a service cannot say, or calls by another name.
OTHERS = {
    ("in two places", "sts"): None,
    ("another algorithm", "dynamodb"): "unsupported-algorithm",
    ("the header's name in it", "sts"): "unsupported-algorithm",
    ("another scheme", "sts"): "unsupported-algorithm",
} | {("a header left out", service): None for service in SERVERS}


def _body(code: str | None, message: str | None, details: tuple[tuple[str, str], ...], service: str) -> str:
    """Write a verdict as the service would: S3 and STS in XML, the others in JSON."""
    if service in ("s3", "sts"):
        pairs = (("Code", code or ""), ("Message", message or ""), *details)
        inner = "".join(f"<{name}>{value.replace('<', '&lt;')}</{name}>" for name, value in pairs)
        return f"HTTP/1.1 403 Forbidden\n\n<Error>{inner}</Error>"
    return f"HTTP/1.1 403 Forbidden\nx-amzn-ErrorType: {code}\n\n{json.dumps({'message': message})}"


def _answered(request: Request, service: str, wording: Wording, keys: dict[str, Any] | None = None) -> Evidence:
    """Let the server of the kit judge, and read what it says."""
    verdict = verify(
        request,
        keys or {ALICE.access_key_id: ALICE},
        region=REGION,
        service=service,
        at=MOMENT,
        wording=wording,
    )
    assert verdict.refusal is not None
    body = _body(verdict.code, verdict.message, verdict.refusal.details, service)
    return gathered(Inputs(request, body, region=REGION, service=service))


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("service", SERVERS)
@pytest.mark.parametrize("name", BREAKAGES)
def test_every_refusal_of_the_server_is_heard(name: str, service: str, wording: Wording) -> None:
    """What the kit's own server answers in both wordings leads back to what was broken."""
    slug, broken = BREAKAGES[name]
    evidence = _answered(broken(_signed(service)), service, wording)
    findings = {finding.cause: finding.certainty for finding in told(evidence)}

    expected = OTHERS.get((name, service), slug)
    assert findings == ({} if expected is None else {expected: Certainty.SHOWN}), evidence.answer


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("service", SERVERS)
def test_a_wrong_service_is_heard_with_both_names(service: str, wording: Wording) -> None:
    """The right name is in every answer, the wrong one in the request."""
    (finding,) = told(_answered(edited(f"/{service}/", "/other/")(_signed(service)), service, wording))

    assert (finding.cause, finding.sent, finding.expected) == ("wrong-service", "other", service)
    assert finding.where is not None


@pytest.mark.parametrize("service", SERVERS)
@pytest.mark.parametrize("wording", Wording)
def test_a_wrong_region_is_heard_with_both_regions(service: str, wording: Wording) -> None:
    """The host tells the right Region where the answer keeps it to itself."""
    (finding,) = told(_answered(edited(REGION, "us-east-1")(_signed(service)), service, wording))

    assert (finding.cause, finding.sent, finding.expected) == ("wrong-region", "us-east-1", REGION)


@pytest.mark.parametrize("service", SERVERS)
def test_a_signature_that_does_not_match_names_no_cause(service: str) -> None:
    """The generic sentence says nothing by itself."""
    request = edited("Signature=", "Signature=0")(_signed(service))

    assert list(told(_answered(request, service, Wording.CURRENT))) == []


@pytest.mark.parametrize("service", SERVERS)
def test_a_temporary_key_without_its_token_lacks_the_token(service: str) -> None:
    """The server says that the key is unknown; its first letters tell why."""
    request = without("x-amz-security-token")(_signed(service, TEMPORARY))
    (finding,) = told(_answered(request, service, Wording.CURRENT, {TEMPORARY.access_key_id: TEMPORARY}))

    assert (finding.cause, finding.certainty) == ("missing-session-token", Certainty.SHOWN)


@pytest.mark.parametrize("service", SERVERS)
def test_the_end_of_a_session_is_heard(service: str) -> None:
    """An expired token has its own sentence in every service."""
    record = KeyRecord(TEMPORARY, datetime(2015, 8, 30, 12, tzinfo=UTC))
    evidence = _answered(_signed(service, TEMPORARY), service, Wording.CURRENT, {TEMPORARY.access_key_id: record})
    (finding,) = told(evidence)

    assert (finding.cause, finding.certainty) == ("expired-session-token", Certainty.SHOWN)


@pytest.mark.parametrize("service", SERVERS)
@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(hours=2, seconds=20), "2 hours sharp"),
        (timedelta(hours=-5, minutes=-30), "5 hours 30 minutes sharp"),
        (timedelta(minutes=17), "17 minutes"),
        (timedelta(days=3, hours=4), "kept for too long"),
        (timedelta(minutes=-44), "The client's clock is fast"),
    ],
)
def test_the_clocks_are_compared_in_numbers(service: str, late: timedelta, words: str) -> None:
    """How far apart, on which side, and what whole hours and days hint at."""
    now = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + late
    request = _signed(service)
    verdict = verify(request, {ALICE.access_key_id: ALICE}, region=REGION, service=service, at=now)
    assert verdict.refusal is not None
    body = _body(verdict.code, verdict.message, verdict.refusal.details, service)
    (finding,) = told(gathered(Inputs(request, body, received_at=now)))

    assert (finding.cause, finding.certainty, finding.sent) == ("clock-skew", Certainty.SHOWN, MOMENT)
    assert words in " ".join(finding.evidence)
    assert finding.expected is not None
    assert ("sharp" in words) == any("sharp" in says for says in finding.evidence)


def test_a_presigned_url_tells_its_end() -> None:
    """S3 says until when it was good."""
    url = presign(Request("GET", f"https://{HOSTS['s3']}/a"), ALICE, region=REGION, service="s3", at=MOMENT, expires=60)
    verdict = verify(
        Request("GET", url), {ALICE.access_key_id: ALICE}, region=REGION, service="s3", at="20150830T124000Z"
    )
    assert verdict.refusal is not None
    body = _body(verdict.code, verdict.message, verdict.refusal.details, "s3")
    (finding,) = told(gathered(Inputs(url, body)))

    assert finding.cause == "presigned-url-expired"
    assert "The URL was good until 2015-08-30T12:37:00Z, 60 seconds after it was signed." in finding.evidence
    assert finding.where is not None


SKEWED = "HTTP/1.1 403 Forbidden\n\n"


@pytest.mark.parametrize(
    ("answer", "minutes", "expected"),
    [
        (SKEWED + '{"message":"Forbidden"}', 4, None),
        (SKEWED + '{"message":"Forbidden"}', 10, Certainty.SUSPECTED),
        (SKEWED + '{"message":"Forbidden"}', -10, Certainty.SUSPECTED),
        (SKEWED + '{"message":"Forbidden"}', 20, Certainty.SHOWN),
        (SKEWED + '{"message":"Forbidden"}', -20, Certainty.SHOWN),
        ("HTTP/1.1 200 OK\n\n", 20, Certainty.SUSPECTED),
        (None, 20, Certainty.SUSPECTED),
        (SKEWED + "The request signature we calculated does not match the signature you", 20, Certainty.SUSPECTED),
    ],
)
def test_the_time_of_arrival_is_compared_when_the_answer_is_silent(
    answer: str | None, minutes: int, expected: Certainty | None
) -> None:
    """Shown only beyond every window, by an answer that refuses, and not after the server had passed the date."""
    received = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(minutes=minutes)
    findings = told(gathered(Inputs(_signed("execute-api"), answer, received_at=received)))
    skew = [finding.certainty for finding in findings if finding.cause == "clock-skew"]

    assert skew == ([] if expected is None else [expected])


def _skew(*, at: datetime, received_at: datetime | None = None) -> list[Finding]:
    given = Inputs(_signed("execute-api"), SKEWED + '{"message":"Forbidden"}', at=at, received_at=received_at)
    findings = told(gathered(given))
    return [finding for finding in findings if finding.cause == "clock-skew"]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(4, None), (10, Certainty.SUSPECTED), (-10, Certainty.SUSPECTED), (20, Certainty.SHOWN), (-20, Certainty.SHOWN)],
)
def test_the_date_is_compared_with_the_time_that_the_user_knows(minutes: int, expected: Certainty | None) -> None:
    """As with the server's clock, when nobody knows that one."""
    at = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(minutes=minutes)

    assert [finding.certainty for finding in _skew(at=at)] == ([] if expected is None else [expected])


@pytest.mark.parametrize(("hours", "side"), [(2, "earlier"), (-2, "later")])
def test_local_time_is_told_by_the_hours_that_it_is_off(hours: int, side: str) -> None:
    """The user's word says which way."""
    at = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(hours=hours)
    (finding,) = _skew(at=at)

    assert finding.evidence == (
        f"It was signed at {request_date_time(at)}; the date in it is 2 hours {side}.",
        "That is nearly 2 hours sharp: a time zone was left out or added.",
    )
    assert (finding.sent, finding.expected) == ("20150830T123600Z", request_date_time(at))
    assert finding.where is not None


def test_the_servers_clock_is_believed_before_the_users() -> None:
    """A date that the server finds fresh is no fault, whatever the user remembers."""
    signed = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)

    assert _skew(at=signed + timedelta(hours=2), received_at=signed) == []


UNDATED = without("x-amz-date")(_signed("execute-api"))
SKEWED_BY_CODE = f"{SKEWED}<Error><Code>RequestTimeTooSkewed</Code></Error>"


@pytest.mark.parametrize(
    ("request_", "answer"), [(None, SKEWED_BY_CODE), (UNDATED, SKEWED_BY_CODE), (UNDATED, f"{SKEWED}Forbidden")]
)
def test_the_time_that_the_user_knows_is_held_against_the_servers_clock(request_: Request | None, answer: str) -> None:
    """When the request does not say when it was signed, or is not there."""
    given = Inputs(request_, answer, at=MOMENT, received_at="20150830T143600Z")
    findings = [finding for finding in told(gathered(given)) if finding.cause == "clock-skew"]

    says = "Signed at 20150830T123600Z; the server's clock said 20150830T143600Z, 2 hours later."
    assert [(finding.sent, says in finding.evidence) for finding in findings] == [("20150830T123600Z", True)]


@pytest.mark.parametrize(("minutes", "alive"), [(50, True), (70, False)])
def test_a_presigned_url_of_s3_is_alive_as_long_as_it_says(
    minutes: int,
    alive: bool,  # noqa: FBT001 -- a column of a table
) -> None:
    """Its age within its own life is no skew."""
    place = Scope(region=REGION, service="s3", at=MOMENT)
    url = presign(Request("GET", f"https://{HOSTS['s3']}/a"), ALICE, expires=3600, **place)
    received = datetime(2015, 8, 30, 12, 36, tzinfo=UTC) + timedelta(minutes=minutes)
    findings = told(gathered(Inputs(url, SKEWED + "<Error><Code>AccessDenied</Code></Error>", received_at=received)))

    assert ("clock-skew" not in {finding.cause for finding in findings}) is alive


BODY_HASH = sha256_hex(b"body")
HASHES = {
    "empty-body-hash": (EMPTY_SHA256, BODY_HASH),
    "body-dropped-after-signing": (BODY_HASH, EMPTY_SHA256),
    "body-changed-after-hash": (BODY_HASH, sha256_hex(b"other")),
    "content-sha256-not-hex": ("I5DpRmrjKDrrDS5sbBOo9g==", BODY_HASH),
}


@pytest.mark.parametrize("slug", HASHES)
def test_the_two_hashes_tell_what_became_of_the_body(slug: str) -> None:
    """S3 writes both into its answer."""
    client, server = HASHES[slug]
    details = f"<ClientComputedContentSHA256>{client}</ClientComputedContentSHA256>"
    details += f"<S3ComputedContentSHA256>{server}</S3ComputedContentSHA256>"
    (finding,) = _told(f"<Error><Code>XAmzContentSHA256Mismatch</Code><Message>m</Message>{details}</Error>")

    assert (finding.cause, finding.sent, finding.expected) == (slug, client, server)
    assert finding.certainty is Certainty.SHOWN


def test_the_body_is_hashed_where_the_answer_names_no_hash() -> None:
    """MinIO says only that the hashes differ."""
    request = Request("PUT", "https://minio.example.com/b/a", {"x-amz-content-sha256": EMPTY_SHA256}, "body")
    answer = "The provided 'x-amz-content-sha256' header does not match what was computed."
    (finding,) = told(_evidence(f"<Error><Code>X</Code><Message>{answer}</Message></Error>", request))

    assert (finding.cause, finding.expected) == ("empty-body-hash", sha256_hex(b"body"))


def _evidence(answer: str, request: Request | None = None) -> Evidence:
    return Evidence(answer=parse_answer(answer), request=request)


def _told(answer: str, request: Request | None = None) -> list[Finding]:
    return list(told(_evidence(answer, request)))


def _xml(code: str, message: str = "", more: str = "") -> str:
    text = f"<Message>{message}</Message>" if message else ""
    return f"<?xml version='1.0'?><Error><Code>{code}</Code>{text}{more}</Error>"


TABLES = tables(__file__)
ANSWERS = {
    name: (_xml(*answer) if len(answer) > 1 else answer[0], causes)
    for name, (causes, *answer) in TABLES["answers"].items()
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_words_of_many_servers_are_heard(name: str) -> None:
    """Without the request; a question mark marks what is only suspected."""
    answer, expected = ANSWERS[name]

    assert heard(_told(answer)) == expected.split()


@pytest.mark.parametrize("row", SENTENCES.values(), ids=SENTENCES)
def test_each_sentence_is_heard_in_its_examples(row: Sentence) -> None:
    """It names a cause that is known, and a page where the words were seen; a code stands for itself."""
    assert row.slug in CAUSES
    assert row.source.startswith("https://")
    assert bool(row.pattern) is not bool(row.code)
    assert all(row.word in example.lower() and row.compiled().search(example) for example in row.examples)


@pytest.mark.parametrize("name", TABLES["pasted"])
def test_a_sentence_is_heard_in_whatever_it_was_pasted(name: str) -> None:
    """In logs, exceptions, pages and prose; the first causes, in their order; or none in what only looks like it."""
    expected, paste = TABLES["pasted"][name]
    findings = told(diagnose(**sorted_pastes([paste])).evidence)

    assert heard(findings)[: max(1, len(expected.split()))] == expected.split()


@pytest.mark.parametrize("name", TABLES["switches"])
def test_the_switch_is_that_of_the_client_that_was_pasted(name: str) -> None:
    """Of no other; where nobody knows the client, of the two commonest."""
    fix, paste = TABLES["switches"][name]
    finding = diagnose(**sorted_pastes([paste])).findings[0]

    assert fix in finding.fix
    assert ("boto3" in finding.fix) is (name in ("boto3", "nobody"))


def test_the_policy_of_a_form_is_told_beside_its_refusal() -> None:
    """Which fields it demands, until when it is good, and which of them nobody sees in the paste."""
    conditions = [{"bucket": "b"}, {"acl": "private"}, ["starts-with", "$key", "a/"], ["content-length-range", 1, 9]]
    policy = b64encode(json.dumps({"expiration": "2026-05-01T12:00:00Z", "conditions": conditions}).encode()).decode()
    words = "<Error><Message>Invalid according to Policy: Policy Condition failed</Message><Code>A</Code></Error>"
    (finding,) = told(diagnose(**sorted_pastes([f"key: a/b.txt\nPolicy: {policy}\n\n{words}"])).evidence)

    assert finding.evidence[1:] == (
        "The policy is good until 2026-05-01T12:00:00Z.",
        "It has conditions for bucket, acl, key.",
        "No field of these names is in what was pasted: acl.",
    )


CHECKSUM_URL = (
    "https://b.s3.eu-central-1.amazonaws.com/a?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20150830T123600Z"
    "&X-Amz-Expires=60&X-Amz-Signature=" + "0" * 64 + "&X-Amz-SignedHeaders=host"
)


def _asked(host: str, service: str, algorithm: str = "AWS4-HMAC-SHA256", **headers: str) -> Request:
    credential = f"AKIDEXAMPLE/20150830/eu-central-1/{service}/aws4_request"
    names = ";".join(sorted(["host", "x-amz-date", *(name.replace("_", "-") for name in headers)]))
    authorization = f"{algorithm} Credential={credential}, SignedHeaders={names}, Signature={'0' * 64}"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request("POST", f"https://{host}/a", {"X-Amz-Date": MOMENT, "Authorization": authorization, **given}, "{}")


LATTICE = "a-0.7d67968.vpc-lattice-svcs.eu-central-1.on.aws"
MRAP, KEYS = "abc.mrap.accesspoint.s3-global.amazonaws.com", "123456789012.cloudfront-kvs.global.api.aws"
HASHED = {"x_amz_content_sha256": sha256_hex(b"{}")}
UNSIGNED_BODY = {"x_amz_content_sha256": "UNSIGNED-PAYLOAD"}
CHUNKS = {"content_encoding": "aws-chunked", "x_amz_decoded_content_length": "2"}
SEEN: dict[str, tuple[Request, str]] = {
    "Lattice, a hash": (_asked(LATTICE, "vpc-lattice-svcs", **HASHED), "unsigned-payload-mismatch"),
    "Lattice, no hash": (_asked(LATTICE, "vpc-lattice-svcs"), "missing-x-amz-content-sha256"),
    "Lattice, as it wants it": (_asked(LATTICE, "vpc-lattice-svcs", **UNSIGNED_BODY), ""),
    "no Region, SigV4": (_asked(MRAP, "s3", **UNSIGNED_BODY), "needs-sigv4a"),
    "no Region, SigV4 for another service": (_asked(KEYS, "cloudfront-keyvaluestore"), "needs-sigv4a"),
    "no Region, SigV4A": (_asked(MRAP, "s3", "AWS4-ECDSA-P256-SHA256", **UNSIGNED_BODY), ""),
    "Roles Anywhere": (
        _asked("rolesanywhere.eu-central-1.amazonaws.com", "rolesanywhere", "AWS4-X509-RSA-SHA256"),
        "certificate-signature?",
    ),
    "Google": (_asked("storage.googleapis.com", "storage", "GOOG4-HMAC-SHA256"), "another-vendors-signature?"),
    "Selling Partner API": (_asked("sellingpartnerapi-eu.amazon.com", "execute-api"), "wrong-region"),
    "chunks for another service": (
        _asked("x.codeartifact.eu-central-1.amazonaws.com", "codeartifact", **CHUNKS),
        "streaming-trailer-not-supported?",
    ),
    "a checksum of nothing": (
        Request("PUT", f"{CHECKSUM_URL}&x-amz-checksum-crc32=AAAAAA%3D%3D&x-id=PutObject"),
        "checksum-of-empty-body-presigned",
    ),
    "sorted parameters": (Request("GET", f"{CHECKSUM_URL}&x-id=GetObject"), ""),
    "a token that is encoded": (
        _asked("sts.eu-central-1.amazonaws.com", "sts", x_amz_security_token="IQoJ%2Fb3%3D"),
        "token-encoded-again",
    ),
    "a device without a clock": (
        edited(MOMENT, "19700101T000004Z", "x-amz-date")(edited("/20150830/", "/19700101/")(_signed("execute-api"))),
        "clock-skew?",
    ),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_a_service_wants_is_seen_in_the_request_alone(name: str) -> None:
    """Nothing is told of a request that has it."""
    request, expected = SEEN[name]
    evidence = gathered(Inputs(request))

    assert heard([*told(evidence), *seen_in_the_request(evidence)])[:1] == expected.split()


UNSIGNED = Request("GET", "https://abc123.execute-api.eu-central-1.amazonaws.com/pets")
BESIDE: dict[str, tuple[str, Request, str]] = {
    "no route, signed": ("no route", _signed("execute-api"), "not-a-signature-fault? not-signed?"),
    "no route, unsigned": ("no route", UNSIGNED, "not-signed"),
    "forbidden, unsigned": ("http api forbidden", UNSIGNED, "not-signed"),
    "denied, unsigned": ("s3 denied", UNSIGNED, "not-signed"),
    "denied, signed": ("s3 denied", _signed("s3"), "not-a-signature-fault"),
    "unknown key with a token": ("ceph key", _signed("s3", TEMPORARY), "unknown-access-key"),
    "unknown long-term key": ("ceph key", _signed("s3"), "unknown-access-key"),
    "unknown temporary key": (
        "ceph key",
        without("x-amz-security-token")(_signed("s3", TEMPORARY)),
        "missing-session-token",
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_the_request_beside_the_answer_makes_it_surer(name: str) -> None:
    """The same words mean another thing for a signed request, an unsigned one, and a temporary key."""
    answer, request, expected = BESIDE[name]

    assert heard(_told(ANSWERS[answer][0], request)) == expected.split()


@pytest.mark.parametrize(("asked", "same"), [("Bearer abc", True), ("Bearer other", False)])
def test_the_hash_in_the_answer_tells_whether_the_header_arrived(
    asked: str,
    same: bool,  # noqa: FBT001 -- a column of a table
) -> None:
    """The current wording hashes the header that the server saw."""
    seen = UNSIGNED.with_headers([("Authorization", "Bearer abc")])
    pasted = UNSIGNED.with_headers([("Authorization", asked)])
    answer = _answered(seen, "execute-api", Wording.CURRENT).answer
    (finding,) = told(Evidence(answer=answer, request=pasted))

    assert any("another one arrived" in says for says in finding.evidence) is not same
    assert any("is that of this request" in says for says in finding.evidence) is same


def test_a_token_is_in_no_finding() -> None:
    """Whatever is wrong, what the doctor says of it does not repeat a session token."""
    changes = [
        edited(f"/{REGION}/", "//"),
        edited("=host;", "="),
        without("x-amz-date"),
    ]
    broken = [change(_signed("execute-api", TEMPORARY)) for change in changes]
    said = [
        (*finding.evidence, finding.sent, finding.expected)
        for request in broken
        for finding in told(_answered(request, "execute-api", Wording.CLASSIC))
    ]

    assert said
    assert "own/token" not in str(said)


BESIDE_IN_FULL = {
    "-": None,
    "unsigned": UNSIGNED,
    "announced": Request(
        "PUT", "https://b.s3.amazonaws.com/a", {"x-amz-content-sha256": EMPTY_SHA256, "x-amz-acl": "private"}
    ),
}


def _presented(text: str) -> Request | None:
    """Read ``credential @ host; name: value``; without a host it is one that tells nothing."""
    if text in BESIDE_IN_FULL:
        return BESIDE_IN_FULL[text]
    credential, *headers = text.split("; ")
    credential, _, host = credential.partition(" @ ")
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host;x-amz-date, Signature=0"
    request = Request("GET", f"https://{host or 'h'}/", {"Authorization": authorization, "X-Amz-Date": MOMENT})
    return request.with_headers([(name, value) for name, _, value in (line.partition(": ") for line in headers)])


@pytest.mark.parametrize("row", TABLES["in_full"].values(), ids=TABLES["in_full"])
def test_a_finding_tells_what_was_sent_what_belongs_there_and_where(row: list[str]) -> None:
    """From the answer's own words, else from the request beside it."""
    answer, beside, slug, *expected, words = row
    request, (said, _) = _presented(beside), ANSWERS.get(answer, (answer, ""))
    given = Inputs(request, f"HTTP/1.1 403 Forbidden\n\n{said}")
    finding = next(finding for finding in told(gathered(given)) if finding.cause == slug)
    where, there = finding.where, None
    if request is not None and where is not None:
        there = raw_http(request, reveal=True).split("\n")[where.line - 1][where.start : where.end]

    found = (finding.certainty.name.lower(), finding.sent, finding.expected, there)
    assert ["-" if each is None else each for each in found] == expected
    assert words in " ".join(finding.evidence)
