"""What a request declares of its body: what counts where, and what is told *not checked here*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from sigv4_explain import GENERIC, SERVICES, Request, Verdict, diagnose, presign, sha256_hex, sign, verify
from sigv4_explain.presented import Carrier
from sigv4_explain.rules import DeclaredPayload, PresignedScheme
from sigv4_explain.verifier import Outcome
from sigv4_explain.widgets import ServerView
from tests.core.examples import ALICE, MOMENT, Scope
from tests.tables import tables
from tests.verifier.drafts import fresh
from tests.verifier.parts import CLIENTS, export
from tests.widgets.apps import classes_of, drawn, every_widget

TABLES = tables(__file__)

KEYS = {ALICE.access_key_id: ALICE}
EVENTS = "STREAMING-AWS4-HMAC-SHA256-EVENTS"
WORDS = (
    sha256_hex(b"body"),
    "UNSIGNED-PAYLOAD",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
    EVENTS,
)
ALL_SERVICES = (*SERVICES, "iam", "service")
HASHING = ("execute-api", "lambda", "dynamodb")


def _scope(service: str) -> Scope:
    return {"region": "us-east-1", "service": service, "at": MOMENT}


def _declaring(word: str, body: bytes = b"body") -> Request:
    return Request("PUT", "https://example.com/a", {"Host": "example.com", "x-amz-content-sha256": word}, body)


def _with_body(request: Request, body: bytes) -> Request:
    return Request(request.method, request.url, request.headers, body)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("service", ALL_SERVICES)
def test_the_server_reads_what_a_request_declares_as_the_signer_does(service: str, word: str) -> None:
    """For every row and every word, in the header and in the query; but S3 knows no word for event streams."""
    scope, request = _scope(service), _declaring(word)
    url = presign(request, ALICE, expires=300, **scope)
    url = url if url.startswith("https://") else f"https://{url}"
    verdicts = [verify(sign(request, ALICE, **scope), KEYS, **scope), verify(request.with_url(url), KEYS, **scope)]
    broken = {None if verdict.rule is None else verdict.rule.name for verdict in verdicts}

    assert broken == ({"s3_payload_word_known"} if word == EVENTS and service.startswith("s3") else {None})


@pytest.mark.parametrize("service", ALL_SERVICES)
def test_a_word_in_place_of_the_hash_counts_but_where_the_body_is_hashed(service: str) -> None:
    """VPC Lattice has it always; API Gateway, function URLs and DynamoDB hash what arrives."""
    scope = _scope(service)
    signed = sign(_declaring("UNSIGNED-PAYLOAD"), ALICE, **scope)

    assert verify(_with_body(signed, b"another"), KEYS, **scope).accepted is (service not in HASHING)
    assert (SERVICES.get(service, GENERIC).declared_payload is DeclaredPayload.IGNORED) is (service in HASHING)


@pytest.mark.parametrize("service", HASHING)
def test_who_signs_the_word_where_the_body_is_hashed_is_told_so(service: str) -> None:
    """The server refuses it, and the doctor names the line."""
    scope = _scope(service)
    wrongly = sign(_declaring("UNSIGNED-PAYLOAD"), ALICE, **scope, rules=GENERIC)

    assert not verify(wrongly, KEYS, **scope).accepted
    assert [finding.cause for finding in diagnose(wrongly, credentials=ALICE, **scope).findings] == [
        "unsigned-payload-mismatch"
    ]


def test_vpc_lattice_is_sent_the_word_it_demands() -> None:
    """It signs no body, and wants the header; exported code says so."""
    signed = sign(Request("POST", "https://example.com/", (), b"body"), ALICE, **_scope("vpc-lattice-svcs"))

    assert signed.header("x-amz-content-sha256") == "UNSIGNED-PAYLOAD"
    request = Request("GET", "https://example.com/")
    codes = [export(request, client.name, region="us-east-1", service="vpc-lattice-svcs") for client in CLIENTS]
    assert all("wants UNSIGNED-PAYLOAD" in code for code in codes)


class _Raw(BytesIO):
    """A body as botocore reads it."""

    def stream(self) -> Iterator[bytes]:
        """Give all of it at once."""
        yield self.read()


def _sent_by_boto3(service: str, operation: str, **parameters: object) -> Request:
    """Return what boto3 would send; nothing is sent."""
    session = botocore.session.Session()
    session.set_credentials(ALICE.access_key_id, ALICE.secret_access_key)
    client: Any = session.create_client(service, region_name="us-east-1")
    seen: list[Request] = []
    raw: Any = _Raw()

    def answer(request: Any, **_: object) -> AWSResponse:
        headers = [
            (name, value if isinstance(value, str) else value.decode()) for name, value in request.headers.items()
        ]
        body = request.body if isinstance(request.body, bytes) else request.body.read()
        seen.append(Request(request.method, request.url, headers, body))
        return AWSResponse(request.url, 200, HTTPHeaders(), raw)

    client.meta.events.register("before-send", answer)
    getattr(client, operation)(**parameters)
    return seen[0]


BLOCK = {"SnapshotId": "snap-1", "BlockIndex": 0, "DataLength": 4, "Checksum": "x", "ChecksumAlgorithm": "SHA256"}
SENT: dict[str, tuple[str, dict[str, object], list[str]]] = {
    "ebs": ("put_snapshot_block", BLOCK | {"BlockData": b"body"}, ["the body"]),
    "mediastore-data": ("put_object", {"Path": "a", "Body": b"body"}, ["the body"]),
    "s3": ("put_object", {"Bucket": "b", "Key": "k", "Body": b"body"}, ["the body", "the trailers"]),
}


@pytest.mark.parametrize("client", SENT)
def test_what_boto3_sends_unsigned_is_accepted_and_told_not_checked(client: str) -> None:
    """EBS direct, MediaStore, and S3 with a trailer; the doctor finds no fault."""
    operation, parameters, unchecked = SENT[client]
    request, service = _sent_by_boto3(client, operation, **parameters), client.removesuffix("-data")
    verdict = verify(request, KEYS, region="us-east-1", service=service)

    assert [each.name for each in verdict.unchecked] == unchecked
    assert diagnose(request, credentials=ALICE, region="us-east-1", service=service).findings == ()


def _accepted(word: str, service: str = "s3") -> Verdict:
    scope = _scope(service)
    return verify(_with_body(sign(_declaring(word), ALICE, **scope), b"another"), KEYS, **scope)


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("UNSIGNED-PAYLOAD", ["the body"]),
        ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", ["the body", "the trailers"]),
        ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", ["the chunks of the body"]),
        ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", ["the chunks of the body", "the trailers"]),
        ("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", ["the chunks of the body"]),
    ],
)
def test_a_replaced_body_that_no_rule_looks_at_is_named_in_every_view(word: str, names: list[str]) -> None:
    """Value, repr, sentence, text and picture say *not checked here*, and S3's rule of the body is not kept."""
    verdict = _accepted(word)
    views = [repr(verdict), str(verdict), unescape(str(verdict._repr_html_()))]

    assert verdict.accepted
    assert [each.name for each in verdict.unchecked] == names
    assert verdict.outcomes[-1].outcome is Outcome.NOT_CHECKED
    assert str(verdict).startswith(f"Accepted: 16 of 17 rules are kept; not checked here: {' and '.join(names)}.\n")
    assert "17 ? not checked here The body has the announced hash" in str(verdict)
    for name in names:
        assert all(f"ot checked here: {name}" in view for view in views)
    for each in verdict.unchecked:
        assert all(each.why in view for view in views[1:])


@pytest.mark.parametrize(("service", "names"), [("s3", ["the repeats of y, %25"]), ("execute-api", [])])
def test_what_comes_after_the_first_value_of_a_parameter_is_named(service: str, names: list[str]) -> None:
    """S3 signs the first alone, so that another can be added on the way; elsewhere all are signed."""
    scope = _scope(service)
    signed = sign(Request("GET", "https://example.com/?x=1&y=1&%79=2&%25&%25=3&+=1"), ALICE, **scope)

    assert [each.name for each in verify(signed, KEYS, **scope).unchecked] == names


def test_the_doctor_finds_no_fault_and_says_what_it_did_not_look_at() -> None:
    """A replaced chunk leaves the signature right; text, picture and ticket say what that does not cover."""
    scope = _scope("s3")
    sent = _with_body(sign(_declaring("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), ALICE, **scope), b"another")
    diagnosis = diagnose(sent, credentials=ALICE, **scope)

    assert str(diagnosis).startswith("No fault was found: the signature is right.")
    for shown in (str(diagnosis), str(diagnosis._repr_html_()), diagnosis.share()):
        assert "Not checked here: the chunks of the body." in shown


def test_elsewhere_no_rule_is_about_the_body_and_it_is_named_all_the_same() -> None:
    """Outside S3 every rule is kept, and the event messages or the body are named."""
    assert repr(_accepted(EVENTS, "transcribe")) == "<Verdict: accepted, not checked here: the event messages>"
    assert str(_accepted("UNSIGNED-PAYLOAD", "ebs")).startswith(
        "Accepted: all 16 rules are kept; not checked here: the body.\n"
    )


def test_a_presigned_url_of_s3_leaves_the_body_open_and_the_page_shows_it() -> None:
    """The server's page says so in its sentence, at the rule and beside the answer; a refusal says nothing of it."""
    view = ServerView()
    view.form.request.value = next(name for name in view.requests if "presigned" in name.lower())
    told = drawn(view)

    assert "not checked here: the body" in view.status.value
    assert any("sigv4-not-checked-at-17" in classes_of(part) for part in every_widget(view.widget))
    assert "Not checked here: the body. A presigned URL may leave it open" in unescape(told)
    assert replace(fresh("s3"), carrier=Carrier.QUERY, signed=("host",), signature="0").verdict().unchecked == ()


def test_a_signed_header_that_did_not_arrive_is_named() -> None:
    """It counts as empty, so an empty one can be removed on the way."""
    scope = _scope("execute-api")
    signed = sign(Request("GET", "https://example.com/", {"X-Empty": ""}), ALICE, **scope)
    arrived = Request("GET", signed.url, [pair for pair in signed.headers if pair[0] != "X-Empty"])
    verdict = verify(arrived, KEYS, **scope)

    assert verify(signed, KEYS, **scope).unchecked == ()
    assert [each.name for each in verdict.unchecked] == ["the headers x-empty"]


@pytest.mark.parametrize(
    ("service", "added"),
    [
        *((service, "X-Amz-Signature=anything") for service in ("execute-api", "sts", "s3")),
        ("iotdevicegateway", "X-Amz-Security-Token=anything"),
    ],
)
def test_a_second_signature_or_token_is_a_change_on_the_way(service: str, added: str) -> None:
    """Only one is left out of what is signed."""
    scope = _scope(service)
    keys = replace(ALICE, session_token="token" if "Token" in added else None)
    url = presign(Request("GET", "https://example.com/"), keys, expires=60, **scope)
    known = {keys.access_key_id: keys}

    assert verify(Request("GET", url), known, **scope).accepted
    assert verify(Request("GET", f"{url}&{added}"), known, **scope).code in {
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
    }


PASSWORDS = ("rds-db", "dsql", "elasticache", "memorydb", "kafka-cluster")


@pytest.mark.parametrize(
    ("expires", "last", "first"),
    [
        (900, "20150830T125100Z", "20150830T125101Z"),
        (3600, "20150830T125100Z", "20150830T125101Z"),
        (60, "20150830T123700Z", "20150830T123701Z"),
    ],
)
@pytest.mark.parametrize("service", PASSWORDS)
def test_a_database_password_lives_as_long_as_it_says_at_most_15_minutes(
    service: str, expires: int, last: str, first: str
) -> None:
    """X-Amz-Expires counts here, up to 900 seconds; all but Kafka's are handed on without a scheme."""
    password = presign(Request("GET", "https://h/?Action=connect"), ALICE, expires=expires, **_scope(service))
    is_stripped = SERVICES[service].presigned_scheme is PresignedScheme.STRIPPED
    url = f"https://{password}" if is_stripped else password

    assert is_stripped is (service != "kafka-cluster")
    assert url.startswith("https://h/?Action=connect&")
    assert verify(Request("GET", url), KEYS, region="us-east-1", service=service, at=last).accepted
    assert not verify(Request("GET", url), KEYS, region="us-east-1", service=service, at=first).accepted


@pytest.mark.parametrize(("service", "url", "signature"), TABLES["passwords"])
def test_a_password_is_that_of_the_official_library(service: str, url: str, signature: str) -> None:
    """Made with botocore 1.44.8 and aws-msk-iam-sasl-signer-python 1.0.2, with AWS's example key."""
    assert presign(Request("GET", url), ALICE, expires=900, **_scope(service)).endswith(signature)


def test_opensearch_serverless_refuses_a_signed_content_length() -> None:
    """The kit leaves it out; who signs it is refused without a word of why, and the doctor knows."""
    scope = _scope("aoss")
    request = Request("PUT", "https://example.com/a", {"Content-Length": "4"}, b"body")
    wrongly = sign(request, ALICE, **scope, rules=GENERIC)
    verdict = verify(wrongly, KEYS, **scope)

    assert verify(sign(request, ALICE, **scope), KEYS, **scope).accepted
    assert verdict.rule is not None
    assert (verdict.code, verdict.rule.name) == ("InvalidSignatureException", "content_length_unsigned")
    assert "Canonical" not in str(verdict.message)
    assert "content-length-signed" in [finding.cause for finding in diagnose(wrongly, **scope).findings]
