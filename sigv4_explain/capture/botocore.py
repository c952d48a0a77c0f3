"""A Request from botocore's AWSRequest, and keys from boto3's chain. boto3 is imported when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sigv4_explain.capture.bodies import signable
from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidCredentials, MissingDependency
from sigv4_explain.request import Request

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest

_EXPECTED = "keys that boto3 can find: a profile, a login, or the variables AWS_ACCESS_KEY_ID and so on"


def request_from_botocore(aws_request: AWSRequest) -> Request:
    """Take the request as botocore's own signer sees it: ``params`` in the URL, ``data`` as the body it becomes.

    A file as body is hashed and not read into memory: the Request has an empty body and the header
    ``X-Amz-Content-SHA256``. Raises InvalidRequest for a body that can be read only once.
    """
    sent = aws_request.prepare()
    # The headers from before: preparing adds Content-Length, which botocore signs not, and drops repeats.
    headers, body = signable(aws_request.headers.items(), sent.body)
    return Request(sent.method, sent.url, headers, body)


def credentials_from_boto3(session: Any = None, profile: str | None = None) -> Credentials:
    """Ask a boto3 or botocore session, or a new one for a profile, for the keys of this moment.

    Raises InvalidCredentials when there are none, with botocore's own message when it has one.
    """
    if session is not None and profile is not None:
        raise InvalidCredentials("profile", f"{profile!r} and a session", "one of the two: a session has its profile")
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError as error:
        raise MissingDependency("boto3 is not installed: pip install boto3") from error
    try:
        found: Any = (session or boto3.Session(profile_name=profile)).get_credentials()
        keys = found.get_frozen_credentials() if found else None
    except (BotoCoreError, ClientError) as error:
        raise InvalidCredentials("profile", f"{error} ({type(error).__name__})", _EXPECTED) from error
    if keys is None:
        raise InvalidCredentials("session" if session else "profile", "no keys at all", _EXPECTED)
    return Credentials(keys.access_key, keys.secret_key, keys.token)
