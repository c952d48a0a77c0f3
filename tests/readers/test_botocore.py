from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.exceptions import ClientError

from sigv4_explain import Credentials, InvalidCredentials, InvalidRequest, MissingDependency, SigningRules, sign
from sigv4_explain.readers import request_from_botocore
from sigv4_explain.rules import RepeatedParameters

SECRET = "wJalrXUtnFEMI/K7MDENG/MarkerSecret"


def _aws_request(**arguments: Any) -> AWSRequest:
    return AWSRequest(**{"method": "POST", "url": "https://h.example/a%20b", **arguments})


@pytest.mark.parametrize(("service", "signer"), [("execute-api", SigV4Auth), ("s3", S3SigV4Auth)])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"url": "https://h.example:8443/a?b=%20&a=1"},
        {"params": {"b": "two words", "a": "é+", "c": ""}},
        {"params": [("b", "2"), ("b", "1")]},
        {"data": "ሴ", "headers": {"Content-Type": "text/plain", "User-Agent": "me"}},
        {"data": b"\x00\xff", "headers": {"X-Amz-Meta-A": " a   b "}},
        {"data": {"Action": "GetCallerIdentity", "Version": "2011-06-15"}},
    ],
)
def test_both_signers_agree_on_what_was_taken(service: str, signer: type[SigV4Auth], arguments: dict[str, Any]) -> None:
    """Params, dictionaries of data and headers become the Request that botocore signs."""
    aws_request = _aws_request(**arguments)
    request = request_from_botocore(aws_request)

    signer(BotocoreCredentials("AKIDEXAMPLE", SECRET, "token"), service, "us-east-1").add_auth(aws_request)

    credentials = Credentials("AKIDEXAMPLE", SECRET, "token")
    at = aws_request.headers["X-Amz-Date"]
    rules = replace(SigningRules.for_service(service), repeated_parameters=RepeatedParameters.ALL)  # as botocore does
    signed = sign(request, credentials, region="us-east-1", service=service, at=at, rules=rules)
    assert signed.header("authorization") == aws_request.headers["Authorization"]


def test_params_join_the_query_that_the_url_has() -> None:
    """What is sent counts: both. botocore's header signer would forget the query in the URL."""
    aws_request = _aws_request(url="https://h.example/?a=1", params={"b": "2"})

    assert request_from_botocore(aws_request).query == "a=1&b=2"


def test_repeated_headers_are_kept() -> None:
    """An AWSRequest may hold a header twice, and both values are signed."""
    aws_request = _aws_request(headers={"A": "1"})
    aws_request.headers["A"] = "2"

    assert request_from_botocore(aws_request).headers == (("A", "1"), ("A", "2"))


def test_a_file_is_hashed_and_put_back(tmp_path: Path) -> None:
    """The header announces the hash that botocore computes itself."""
    (tmp_path / "body").write_bytes(b"content")
    with (tmp_path / "body").open("rb") as file:
        aws_request = _aws_request(data=file)
        request = request_from_botocore(aws_request)
        signer = SigV4Auth(BotocoreCredentials("AKIDEXAMPLE", SECRET), "execute-api", "us-east-1")

        assert request.body == b""
        assert request.header("x-amz-content-sha256") == signer.payload(aws_request)
        assert file.tell() == 0


def test_a_body_opened_as_text_is_refused() -> None:
    """Its bytes are not known before it is encoded."""
    with pytest.raises(InvalidRequest, match="body: received StringIO, expected bytes"):
        request_from_botocore(_aws_request(data=io.StringIO("text")))


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide every key that the machine may have."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


def test_keys_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first link of boto3's chain, token included."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")

    assert Credentials.from_boto3() == Credentials("AKIDENV", SECRET, "token")


def test_keys_come_from_a_profile(tmp_path: Path) -> None:
    """By its name, from the shared credentials file."""
    (tmp_path / "credentials").write_text(f"[work]\naws_access_key_id=AKIDWORK\naws_secret_access_key={SECRET}\n")

    assert Credentials.from_boto3(profile="work") == Credentials("AKIDWORK", SECRET)


@pytest.mark.parametrize("make", [boto3.Session, botocore.session.get_session])
def test_keys_come_from_a_session(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of boto3's or of botocore's."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    assert Credentials.from_boto3(make()).access_key_id == "AKIDENV"


def test_no_keys_are_an_error_of_ours() -> None:
    """It says where boto3 looks."""
    with pytest.raises(InvalidCredentials, match="profile: received no keys at all, expected keys that boto3 can find"):
        Credentials.from_boto3()
    with pytest.raises(InvalidCredentials, match="session: received no keys at all"):
        Credentials.from_boto3(boto3.Session())


def test_an_unknown_profile_is_an_error_of_ours() -> None:
    """With botocore's own words."""
    with pytest.raises(InvalidCredentials, match=r"config profile \(nobody\) could not be found \(ProfileNotFound\)"):
        Credentials.from_boto3(profile="nobody")


def test_an_expired_login_is_an_error_of_ours(tmp_path: Path) -> None:
    """A profile of IAM Identity Center without a login in the cache."""
    (tmp_path / "config").write_text(
        "[profile sso]\nsso_start_url=https://sso.invalid/start\nsso_region=us-east-1\n"
        "sso_account_id=123456789012\nsso_role_name=reader\n"
    )

    with pytest.raises(InvalidCredentials, match="SSO"):
        Credentials.from_boto3(profile="sso")


def test_a_role_that_may_not_be_assumed_is_an_error_of_ours() -> None:
    """An answer of AWS's while the chain asks for keys."""

    class Denied:
        def get_credentials(self) -> None:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "not authorized"}}, "AssumeRole")

    with pytest.raises(InvalidCredentials, match=r"AccessDenied.*AssumeRole operation: not authorized"):
        Credentials.from_boto3(Denied())


@pytest.mark.parametrize(
    "profile",
    [
        f"aws_secret_access_key={SECRET}\naws_session_token={SECRET}",
        f"aws_access_key_id=\naws_secret_access_key={SECRET}",
        f"aws_access_key_id=A/B\naws_secret_access_key={SECRET}",
        f"role_arn=arn:aws:iam::123456789012:role/a\nsource_profile={SECRET[:5]}\naws_secret_access_key={SECRET}",
    ],
)
def test_half_a_key_is_an_error_without_its_secret(tmp_path: Path, profile: str) -> None:
    """Whatever the file lacks, what it has is not shown."""
    (tmp_path / "credentials").write_text(f"[half]\n{profile}\n")

    with pytest.raises(InvalidCredentials) as caught:
        Credentials.from_boto3(profile="half")

    assert SECRET not in str(caught.value)


def test_a_session_and_a_profile_are_one_too_many() -> None:
    """A session has a profile already, so the second name would be ignored."""
    with pytest.raises(InvalidCredentials, match="profile: received 'work' and a session"):
        Credentials.from_boto3(boto3.Session(), profile="work")


def test_a_missing_library_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else in the package needs boto3."""
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(MissingDependency, match="pip install boto3"):
        Credentials.from_boto3()
