"""Forms that upload a file by a signed policy: ``presign_post``, and ``explain_post``, which keeps every step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sigv4_explain.canonical import Headers
from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, check_kind, describe
from sigv4_explain.family.catalogues import FORM
from sigv4_explain.family.post_policy import Operator, conditions_of, policy_string_to_sign, post_policy, read_policy
from sigv4_explain.masking import masked_url, pictured
from sigv4_explain.preparing import LONGEST_EXPIRES, moment_now
from sigv4_explain.request import Request
from sigv4_explain.signature import ALGORITHM, credential_scope, request_date_time, signature
from sigv4_explain.signing import recorded_signing_key, scope_and_signing_key
from sigv4_explain.trace.overriding import given_outputs
from sigv4_explain.trace.step import Recorder
from sigv4_explain.trace.trace import Trace


@dataclass(frozen=True, slots=True, repr=False)
class PostForm:
    """A form that may be handed on: where it posts to, and its fields; the file comes last and is not among them."""

    url: str
    fields: Headers
    policy: str
    """The policy that was signed, as text."""

    def multipart(self, file: bytes, filename: str = "file", boundary: str = "sigv4-explain-form") -> Request:
        """Return what a browser sends for the form with a file: a POST of multipart/form-data.

        Raises InvalidInput for a boundary that is in the file or in a field.
        """
        if boundary in "".join(value for _, value in self.fields) or boundary.encode() in file:
            raise InvalidInput("boundary", describe(boundary), "one that is neither in the file nor in a field")
        mark = f"--{boundary}\r\nContent-Disposition: form-data; name="
        written = "".join([f'{mark}"{_quoted(name)}"\r\n\r\n{value}\r\n' for name, value in self.fields])
        written += f'{mark}"file"; filename="{_quoted(filename)}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body = written.encode() + file + f"\r\n--{boundary}--\r\n".encode()
        return Request("POST", self.url, {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body)

    def __repr__(self) -> str:
        return f"<PostForm to {pictured(masked_url(self.url))}: {pictured(', '.join(name for name, _ in self.fields))}>"


def presign_post(
    url: str,
    credentials: Credentials,
    *,
    region: str,
    conditions: Iterable[Mapping[str, str] | Iterable[Any]],
    fields: Mapping[str, str] = MappingProxyType({}),
    service: str = "s3",
    expires: int = 3600,
    at: datetime | str | None = None,
) -> PostForm:
    """Return a form whose fields are what a policy of these conditions demands exactly, and ``fields`` besides.

    ``bucket`` needs a condition and is no field. The conditions of the signature itself, and of a session token, are
    added. Raises InvalidInput for what is no condition.

    >>> alice = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    >>> form = presign_post("https://examplebucket.s3.amazonaws.com/", alice, region="us-east-1",
    ...     conditions=[{"bucket": "examplebucket"}, {"acl": "private"}, ["starts-with", "$key", "user/"]],
    ...     fields={"key": "user/${filename}"}, at="20151229T000000Z")
    >>> [name for name, _ in form.fields][:4]
    ['key', 'acl', 'x-amz-algorithm', 'x-amz-credential']
    """
    check_kind("credentials", credentials, Credentials, "Credentials")
    if type(expires) is not int or not 1 <= expires <= LONGEST_EXPIRES:
        raise InvalidInput("expires", describe(expires), f"whole seconds from 1 to {LONGEST_EXPIRES} (a week)")
    now = request_date_time(moment_now() if at is None else at)
    scope, key = scope_and_signing_key(credentials.secret_access_key, now[:8], region, service)
    own = {
        "x-amz-algorithm": ALGORITHM,
        "x-amz-credential": f"{credentials.access_key_id}/{scope}",
        "x-amz-date": now,
    }
    if credentials.session_token is not None:
        own["x-amz-security-token"] = credentials.session_token
    listed = [*conditions, *({name: value} for name, value in own.items())]
    exact = {each.name: each.value for each in conditions_of(listed) if each.operator is Operator.EQ}
    end = datetime.strptime(now, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(seconds=expires)
    policy = json.dumps({"expiration": f"{end:%Y-%m-%dT%H:%M:%SZ}", "conditions": listed})
    encoded = policy_string_to_sign(post_policy(policy))
    yours = {name.lower() for name in fields} | {"bucket"}
    filled = {**fields, **{name: value for name, value in exact.items() if name not in yours}}
    signed = {**filled, "policy": encoded, "x-amz-signature": signature(key, encoded)}
    return PostForm(url, tuple(signed.items()), policy)


def explain_post(
    url: str,
    policy: str,
    credentials: Credentials,
    *,
    region: str,
    service: str = "s3",
    at: datetime | str | None = None,
    overriding: Mapping[str, str | bytes] = MappingProxyType({}),
) -> Trace:
    """Sign a policy as it is written, byte for byte, and keep every step.

    ``at`` is the form's x-amz-date, without it the policy's; ``overriding`` is that of ``explain``.

    >>> alice = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    >>> form = presign_post("https://examplebucket.s3.amazonaws.com/", alice, region="us-east-1",
    ...     conditions=[{"bucket": "examplebucket"}, {"key": "a"}], at="20151229T000000Z")
    >>> trace = explain_post(form.url, form.policy, alice, region="us-east-1")
    >>> trace.signature == dict(form.fields)["x-amz-signature"]
    True
    """
    check_kind("credentials", credentials, Credentials, "Credentials")
    record = Recorder(given_outputs(overriding, "", FORM), FORM)
    text = record(policy_string_to_sign, post_policy=record(post_policy, policy=policy))
    now = record(request_date_time, at=_date_of(policy) if at is None else request_date_time(at))
    record(credential_scope, request_date_time=now, region=region, service=service)
    key = recorded_signing_key(record, credentials.secret_access_key, now[:8], region, service)
    record(signature, signing_key=key, string_to_sign=text)
    request = Request("POST", url)
    return Trace(request, request, tuple(record.steps.values()))


def _date_of(policy: str) -> str:
    """Return the x-amz-date that a policy demands, else the clock's time."""
    dates = (each.value for each in read_policy(policy).conditions if each.name == "x-amz-date")
    return request_date_time(next(dates, None) or moment_now())


def _quoted(name: str) -> str:
    """Write a name as browsers write it in multipart/form-data."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
