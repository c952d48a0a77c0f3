from __future__ import annotations

import gc
import io
import weakref
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.auth
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.credentials import RefreshableCredentials
from botocore.exceptions import ClientError, EndpointConnectionError

from sigv4_explain import CredentialsWarning, InvalidInput, SigV4Error, hashed_payload
from sigv4_explain.local_aws import LocalAws
from tests.doctor.parts import Calls, Diagnosis, WatchedCall, watch

WRONG = "a-secret-that-nobody-has"
KEYS: dict[str, Any] = {
    "aws_access_key_id": "AKIDEXAMPLE",
    "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
}


@pytest.fixture
def aws() -> Iterator[LocalAws]:
    """The story in real time, as botocore signs for now."""
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A session whose clients sign in Python."""
    monkeypatch.setitem(botocore.auth.AUTH_TYPE_MAPS, "v4", botocore.auth.SigV4Auth)
    monkeypatch.setitem(botocore.auth.AUTH_TYPE_MAPS, "s3v4", botocore.auth.S3SigV4Auth)
    return boto3.Session()


@pytest.fixture(params=["in Python", "in C"])
def either(request: pytest.FixtureRequest, session: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A session whose clients sign with one of botocore's two signers."""
    if request.param == "in C":
        crt_auth = pytest.importorskip("botocore.crt.auth")
        monkeypatch.setitem(botocore.auth.AUTH_TYPE_MAPS, "v4", crt_auth.CrtSigV4Auth)
        monkeypatch.setitem(botocore.auth.AUTH_TYPE_MAPS, "s3v4", crt_auth.CrtS3SigV4Auth)
    return session


def _ask(sts: Any) -> None:
    """Ask who the caller is; a refusal is what is looked at."""
    try:
        sts.get_caller_identity()
    except ClientError:
        pass
    finally:
        sts.close()


def _watched(session: Any, aws: LocalAws, **changed: Any) -> WatchedCall:
    with watch(session) as calls:
        _ask(session.client("sts", **{**aws.sts, **changed}))
    (call,) = calls
    return call


def _has_its_own_signature(call: WatchedCall) -> bool:
    return call.explain().signature in (call.request.header("Authorization") or "")


def _answer(client: Any, *answers: tuple[int, dict[str, str], bytes]) -> None:
    """Answer the client's next requests without sending them, then no more."""
    left = list(answers)

    def answer(request: Any, **_: Any) -> AWSResponse | None:
        if not left:
            return None
        status, headers, body = left.pop(0)
        raw: Any = _Raw(body)
        return AWSResponse(request.url, status, HTTPHeaders.from_dict(headers), raw)

    client.meta.events.register("before-send", answer)


class _Raw(io.BytesIO):
    """A body as botocore reads it."""

    def stream(self) -> Iterator[bytes]:
        """Give all of it at once."""
        yield self.read()


def test_an_allowed_call_is_explained_with_the_signature_that_was_sent(aws: LocalAws, either: Any) -> None:
    """The trace is made from what left the machine, by whichever signer botocore has."""
    call = _watched(either, aws)

    assert (call.operation, call.attempt, call.status, call.answer) == ("GetCallerIdentity", 1, 200, None)
    assert (call.region, call.service, call.credentials) == ("eu-central-1", "sts", aws.caller)
    assert call.request.body == b"Action=GetCallerIdentity&Version=2011-06-15"
    assert call.explain()["hashed_payload"].output == hashed_payload(call.request.body)
    assert _has_its_own_signature(call)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"aws_secret_access_key": WRONG}, "does not match the signature you provided"),
        ({"region_name": "us-east-1"}, "Credential should be scoped to a valid region"),
    ],
)
def test_a_refused_call_has_the_answer(aws: LocalAws, either: Any, changed: dict[str, str], words: str) -> None:
    """The keys and the Region are those that the client used, not those that it should have used."""
    call = _watched(either, aws, **changed)

    assert call.status == 403
    assert call.answer is not None
    assert call.answer.code == "SignatureDoesNotMatch"
    assert words in (call.answer.message or "")
    assert call.credentials is not None
    assert call.credentials.secret_access_key == changed.get("aws_secret_access_key", aws.caller.secret_access_key)
    assert call.region == changed.get("region_name", aws.region)
    assert _has_its_own_signature(call)
    assert isinstance(call.diagnose(), Diagnosis)


def test_a_call_with_a_wrong_clock_has_both_times_in_its_answer(aws: LocalAws, session: Any) -> None:
    """What AWS says about the clock is read."""
    aws.clock.forward(minutes=20)

    answer = _watched(session, aws).answer

    assert answer is not None
    assert answer.times is not None
    assert (answer.message or "").startswith("Signature expired")


def test_a_retry_is_a_call_of_its_own(aws: LocalAws, session: Any) -> None:
    """Each attempt is signed anew, and has its own answer."""
    sts = session.client("sts", **aws.sts, config=Config(retries={"mode": "standard"}))
    _answer(sts, (500, {}, b""))
    with watch(sts) as calls:
        _ask(sts)

    assert [(call.attempt, call.status) for call in calls] == [(1, 500), (2, 200)]
    assert all(_has_its_own_signature(call) for call in calls)
    assert calls[0].request.header("amz-sdk-request") != calls[1].request.header("amz-sdk-request")


def test_a_redirect_is_a_call_of_its_own_signed_for_the_new_region(either: Any) -> None:
    """S3 names the bucket's Region, and botocore asks there again."""
    s3 = either.client("s3", region_name="eu-central-1", **KEYS)
    moved = b"<Error><Code>PermanentRedirect</Code><Message>Use another endpoint.</Message></Error>"
    _answer(s3, (301, {"x-amz-bucket-region": "eu-west-1"}, moved), (200, {}, b""))
    with watch(s3) as calls:
        s3.delete_object(Bucket="photos", Key="a b/ü//.jpg")

    assert [(call.region, call.status) for call in calls] == [("eu-central-1", 301), ("eu-west-1", 200)]
    assert calls[0].answer is not None
    assert calls[0].answer.code == "PermanentRedirect"
    assert all(_has_its_own_signature(call) for call in calls)


def test_a_directory_bucket_is_called_with_the_keys_that_it_lent(either: Any) -> None:
    """S3 Express lends keys for a bucket, in a call inside the first one's signing."""
    s3 = either.client("s3", region_name="eu-central-1", **KEYS)
    lent = b"<A><Credentials><AccessKeyId>ASIALENT</AccessKeyId><SecretAccessKey>lent</SecretAccessKey>"
    lent += b"<SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></A>"
    _answer(s3, (200, {}, lent), (204, {}, b""))
    with watch(s3) as calls:
        s3.delete_object(Bucket="photos--euc1-az2--x-s3", Key="a.jpg")

    assert [call.operation for call in calls] == ["CreateSession", "DeleteObject"]
    assert [call.used_keys and call.used_keys.access_key_id for call in calls] == ["AKIDEXAMPLE", "ASIALENT"]
    assert all(_has_its_own_signature(call) for call in calls)


def test_a_file_is_sent_from_where_it_stood(either: Any) -> None:
    """The body is neither read into memory nor used up; its announced hash is what is signed."""
    s3 = either.client("s3", region_name="eu-central-1", **KEYS)
    _answer(s3, (200, {}, b""))
    file = io.BytesIO(b"a photo")
    with watch(s3) as calls:
        s3.put_object(Bucket="photos", Key="a.jpg", Body=file)

    assert not file.closed
    assert calls[0].request.body == b""
    assert _has_its_own_signature(calls[0])


def test_a_call_without_an_answer_is_recorded(session: Any) -> None:
    """When nobody listens there is a request, and no status."""
    nowhere = "http://127.0.0.1:1"
    sts = session.client(
        "sts", "eu-central-1", endpoint_url=nowhere, **KEYS, config=Config(retries={"total_max_attempts": 1})
    )
    with watch(sts) as calls, pytest.raises(EndpointConnectionError):
        sts.get_caller_identity()

    assert (calls[0].status, calls[0].answer) == (None, None)
    assert "no answer" in repr(calls)


def test_two_clients_of_one_session_are_told_apart(aws: LocalAws, session: Any) -> None:
    """Each call has the keys of its own client, also when both have the same key id."""
    with watch(session) as calls:
        right, wrong = (
            session.client("sts", **aws.sts),
            session.client("sts", **{**aws.sts, "aws_secret_access_key": WRONG}),
        )
        right.get_caller_identity()
        _ask(wrong)
        _ask(right)

    assert [call.status for call in calls] == [200, 403, 200]
    assert all(_has_its_own_signature(call) for call in calls)


def test_a_client_made_before_is_watched_when_it_is_named(aws: LocalAws, session: Any) -> None:
    """A client copies its session's handlers when it is made, so the session alone does not reach it."""
    earlier = session.client("sts", **aws.sts)
    with watch(session) as by_session:
        earlier.get_caller_identity()
    with watch(session, earlier, earlier) as by_both:
        _ask(earlier)

    assert (len(by_session), len(by_both)) == (0, 1)


def test_what_boto3_itself_asks_for_keys_is_watched_too(aws: LocalAws) -> None:
    """A call inside another's signing does not get mixed up with it."""
    core = botocore.session.Session()
    session = boto3.Session(botocore_session=core)

    def refresh() -> dict[str, str]:
        sts = session.client("sts", **aws.sts)
        keys = sts.assume_role(RoleArn=aws.role_arn, RoleSessionName="session1")["Credentials"]
        sts.close()
        return {
            "access_key": keys["AccessKeyId"],
            "secret_key": keys["SecretAccessKey"],
            "token": keys["SessionToken"],
            "expiry_time": keys["Expiration"].isoformat(),
        }

    lent: Any = RefreshableCredentials("", "", "", aws.now(), refresh, "test")
    core.get_component("credential_provider").providers = [_Lender(lent)]
    with watch(core) as calls:
        _ask(session.client("sts", aws.region, endpoint_url=aws.loopback.sts_url))

    assert [(call.operation, call.status) for call in calls] == [("AssumeRole", 200), ("GetCallerIdentity", 200)]
    assert [call.request.header("x-amz-security-token") is not None for call in calls] == [False, True]
    assert all(_has_its_own_signature(call) for call in calls)


class _Lender:
    """A place where botocore finds keys."""

    METHOD = CANONICAL_NAME = "test"

    def __init__(self, keys: RefreshableCredentials) -> None:
        self._keys = keys

    def load(self) -> RefreshableCredentials:
        """Give the keys."""
        return self._keys


def test_after_the_block_nothing_is_recorded_or_kept(aws: LocalAws, session: Any) -> None:
    """Also when the block raises: session and clients hold no handler any more that would keep the calls alive."""
    named = session.client("sts", **aws.sts)
    watching = watch(session, named)
    calls = watching.__enter__()
    inside = session.client("sts", **aws.sts)
    assert watching.__exit__(KeyError, KeyError(), None) is False

    _ask(inside)
    _ask(named)

    assert len(calls) == 0
    kept = weakref.ref(calls)
    del calls, watching
    gc.collect()
    assert kept() is None


def test_a_request_changed_on_its_way_out_is_seen_as_it_was_sent(aws: LocalAws, session: Any) -> None:
    """What others do after signing is in the request, and the trace shows the signature that would have been right."""
    sts = session.client("sts", **aws.sts)
    with watch(sts) as calls:
        sts.meta.events.register("before-send", _change_the_type)
        _ask(sts)

    assert calls[0].status == 403
    assert calls[0].request.header("Content-Type") == "text/plain"
    assert not _has_its_own_signature(calls[0])


def _change_the_type(request: Any, **_: Any) -> None:
    request.headers["Content-Type"] = "text/plain"


def test_a_request_that_cannot_be_read_is_sent_all_the_same(aws: LocalAws, session: Any) -> None:
    """The watcher never stands in the way; it notes what it could not read."""
    sts = session.client("sts", **aws.sts)
    sts.meta.events.register("before-send", _add_a_byte)
    with watch(sts) as calls:
        _ask(sts)

    assert [decision.status for decision in aws.log] == [200]
    assert len(calls) == 0
    assert [unread.field for unread in calls.unread] == ["headers['X-Odd']"]
    assert "not readable" in repr(calls)


def _add_a_byte(request: Any, **_: Any) -> None:
    request.headers["X-Odd"] = b"\xff"


def test_an_unsigned_call_is_recorded_and_cannot_be_explained(aws: LocalAws, session: Any) -> None:
    """There is nothing to compute, and the error says so."""
    call = _watched(session, aws, config=Config(signature_version=botocore.UNSIGNED))

    assert (call.region, call.service, call.credentials, call.status) == (None, None, None, 403)
    with pytest.raises(SigV4Error, match="GetCallerIdentity has no Authorization header"):
        call.explain()


def test_keys_that_can_be_none_are_no_obstacle(aws: LocalAws, either: Any) -> None:
    """A secret with a line break warns when it is asked for; an id with a blank is none."""
    blank = _watched(either, aws, aws_secret_access_key=f"{aws.caller.secret_access_key} ")
    broken = _watched(either, aws, aws_access_key_id="AKID EXAMPLE")

    with pytest.warns(CredentialsWarning):
        assert _has_its_own_signature(blank)
    assert broken.credentials is None
    assert isinstance(broken.diagnose(), Diagnosis)


def test_a_presigned_url_is_no_call(aws: LocalAws, session: Any) -> None:
    """It is signed, and not sent; its keys are not taken for those of the next call."""
    sts = session.client("sts", **aws.sts)
    unsigned = session.client("sts", **aws.sts, config=Config(signature_version=botocore.UNSIGNED))
    with watch(sts, unsigned) as calls:
        sts.generate_presigned_url("get_caller_identity")
        assert len(calls) == 0
        _ask(unsigned)
        _ask(sts)

    assert calls[0].used_keys is None
    assert _has_its_own_signature(calls[1])


def test_calls_are_a_table(aws: LocalAws, session: Any) -> None:
    """A line for each call says what was asked, for which scope, with which key, and what came back."""
    with watch(session) as calls:
        assert repr(calls) == "no calls"
        _ask(session.client("sts", **aws.sts))
        _ask(session.client("sts", **{**aws.sts, "region_name": "us-east-1"}))

    assert repr(calls) == (
        "1  GetCallerIdentity  attempt 1  eu-central-1/sts  AKIAIOSFODNN7EXAMPLE  200\n"
        "2  GetCallerIdentity  attempt 1  us-east-1/sts     AKIAIOSFODNN7EXAMPLE  403  SignatureDoesNotMatch"
    )
    assert repr(calls[1]) == "<WatchedCall: GetCallerIdentity, 403 SignatureDoesNotMatch>"
    assert calls[:1] == [calls[0]]


def test_no_view_shows_a_secret_or_a_token(aws: LocalAws, session: Any) -> None:
    """Neither the table nor a call, nor what it holds."""
    token = "a-token-that-nobody-has"
    with watch(session) as calls:
        _ask(session.client("sts", **{**aws.sts, "aws_secret_access_key": WRONG}, aws_session_token=token))
    call = calls[0]
    shown = [repr(value) for value in (calls, call, call.request, call.credentials, call.used_keys, call.answer)]

    assert [text for text in shown if WRONG in text or token in text] == []


@pytest.mark.parametrize("watched", [None, "sts", object()])
def test_what_is_no_session_is_refused_by_name(watched: object) -> None:
    """The error names the type that came."""
    with pytest.raises(InvalidInput, match=rf"watched: received {type(watched).__name__}"), watch(watched):
        pass


def test_a_resource_is_watched_by_its_client() -> None:
    """boto3's resources call through a client of their own."""
    photos = boto3.resource("s3", region_name="eu-central-1", **KEYS).Bucket("photos")
    _answer(photos.meta.client, (204, {}, b""))
    with watch(photos) as calls:
        photos.delete()

    assert isinstance(calls, Calls)
    assert [(call.operation, call.status) for call in calls] == [("DeleteBucket", 204)]
