"""RealAws: the names of LocalAws, for an account of one's own. Nothing is sent here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from sigv4_explain import Credentials, InvalidInput
from sigv4_explain.local_aws import LocalAws, RealAws
from tests.local_aws.parts import Target

URL = "https://abc123.execute-api.eu-central-1.amazonaws.com/default"
OPTIONAL = ["role_arn", "api_key", "custom_domain_url", "http_api_url", "function_url"]


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two profiles in a credentials file, and nothing else where boto3 looks."""
    path = tmp_path / "credentials"
    path.write_text(
        "[carol]\naws_access_key_id=AKIDCAROL\naws_secret_access_key=one\naws_session_token=token\n"
        "[alice]\naws_access_key_id=AKIDALICE\naws_secret_access_key=two\n",
        encoding="utf-8",
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))


def test_both_targets_have_the_names_that_later_cells_use() -> None:
    """Mypy sees that they fit; here nobody has forgotten one."""
    with LocalAws() as local, RealAws(url=URL, region="eu-central-1") as real:
        targets: list[Target] = [local, real]
        for target in targets:
            assert {name for name in _names() if not hasattr(type(target), name)} <= {"region", "rest_url"}


def _names() -> set[str]:
    return {name for name in vars(Target) if not name.startswith("_")}


def test_what_was_given_is_returned() -> None:
    """URLs lose the slash at their end, so that a path can follow."""
    real = RealAws(
        url=f"{URL}/",
        region="eu-central-1",
        role_arn="arn:aws:iam::444455556666:role/ApiAccess",
        api_key="example",
        custom_domain_url="https://api.example.com/v1/",
        http_api_url="https://def456.execute-api.eu-central-1.amazonaws.com/",
        function_url="https://example.lambda-url.eu-central-1.on.aws/",
    )

    assert (real.rest_url, real.region) == (URL, "eu-central-1")
    assert (real.role_arn, real.api_key) == ("arn:aws:iam::444455556666:role/ApiAccess", "example")
    assert real.custom_domain_url == "https://api.example.com/v1"
    assert real.http_api_url == "https://def456.execute-api.eu-central-1.amazonaws.com"
    assert real.function_url == "https://example.lambda-url.eu-central-1.on.aws"
    assert repr(real) == f"<RealAws: {URL}>"


@pytest.mark.parametrize("name", OPTIONAL)
def test_what_was_not_given_is_asked_for_by_its_name(name: str) -> None:
    """The error says which argument to give."""
    real = RealAws(url=URL, region="eu-central-1")

    with pytest.raises(InvalidInput, match=rf"^{name}: received nothing, expected RealAws\(…, {name}=…\)$"):
        getattr(real, name)


@pytest.mark.usefixtures("profiles")
def test_keys_come_from_boto3s_chain() -> None:
    """Each profile has its own; STS gets the caller's, token included."""
    real = RealAws(url=URL, region="eu-central-1", profile="carol", owner_profile="alice")

    assert real.caller == Credentials("AKIDCAROL", "one", "token")
    assert real.owner == Credentials("AKIDALICE", "two")
    assert RealAws(url=URL, region="eu-central-1", profile="alice").owner == real.owner
    assert real.sts == {
        "region_name": "eu-central-1",
        "aws_access_key_id": "AKIDCAROL",
        "aws_secret_access_key": "one",
        "aws_session_token": "token",
    }


def test_its_time_is_the_real_time() -> None:
    """An aware datetime of now."""
    before = datetime.now(UTC)

    assert before <= RealAws(url=URL, region="eu-central-1").now() <= datetime.now(UTC)


def test_its_session_is_plain_requests() -> None:
    """Nothing is carried elsewhere."""
    with RealAws(url=URL, region="eu-central-1").session() as session:
        assert type(session) is requests.Session
        assert type(session.get_adapter(URL)) is requests.adapters.HTTPAdapter


@pytest.mark.parametrize("name", ["clock", "world", "log", "loopback", "cloud"])
def test_what_only_a_local_front_has_is_said(name: str) -> None:
    """AWS's clock and world are not the learner's to move."""
    with pytest.raises(AttributeError, match="only LocalAws lets you see and change that"):
        getattr(RealAws(url=URL, region="eu-central-1"), name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As with every object."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = RealAws(url=URL, region="eu-central-1").nothing
