"""Who signs, and where it counts: Credentials and CredentialScope. Frozen, checked once, then trusted."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import Any

from sigv4_explain.errors import CredentialsWarning, InvalidCredentials, InvalidScope, MissingDependency, describe
from sigv4_explain.masking import EXAMPLE_SECRET, masked

TERMINATOR = "aws4_request"
"""The last word of every credential scope."""

_BOTO3_KEYS = "keys that boto3 can find: a profile, a login, or the variables AWS_ACCESS_KEY_ID and so on"
_control_character = re.compile(r"[\x00-\x1f\x7f]")
_not_in_scope = re.compile(r"[\s/,\x00-\x1f\x7f\ud800-\udfff]")
_is_day = re.compile(r"[0-9]{8}").fullmatch
_lone_surrogate = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """An access key: its public id, its secret, and the session token that temporary keys come with.

    >>> Credentials("AKIDEXAMPLE", "my-own-secret")
    Credentials('AKIDEXAMPLE', secret_access_key=••• (13 characters), session_token=None)
    """

    access_key_id: str
    """Sent with each request, so that the server can look up the secret."""
    secret_access_key: str
    """Never sent; both sides know it."""
    session_token: str | None = None
    """Sent with each request made with temporary keys; None for long-term keys."""

    def __post_init__(self) -> None:
        _check_key_text("access_key_id", self.access_key_id, "an id such as AKIDEXAMPLE, without blanks or slashes")
        if re.search(r"[\s/,=]", self.access_key_id):
            raise InvalidCredentials(
                "access_key_id", "a blank, slash, comma or equals sign in it", "an id such as AKIDEXAMPLE"
            )
        if _control_character.search(self.access_key_id):
            raise InvalidCredentials("access_key_id", "a control character in it", "an id such as AKIDEXAMPLE")
        _check_key_text("secret_access_key", self.secret_access_key, "the secret that belongs to the id")
        if self.session_token is not None:
            _check_key_text("session_token", self.session_token, "None, or the token that came with the key")
            if _control_character.search(self.session_token):
                raise InvalidCredentials("session_token", "a control character or line break in it", "one line of text")
        if self.secret_access_key != self.secret_access_key.strip():
            message = "secret_access_key: blanks around it; they count, and were most likely copied by mistake"
            warnings.warn(message, CredentialsWarning, stacklevel=3)

    @classmethod
    def from_boto3(cls, session: Any = None, profile: str | None = None) -> Credentials:
        """Ask boto3's whole chain, or a session's: environment, profiles, SSO, roles, instance metadata.

        Raises InvalidCredentials when there are none, with botocore's own message when it has one; and
        MissingDependency without boto3, which is imported here and nowhere else.
        """
        if session is not None and profile is not None:
            raise InvalidCredentials(
                "profile", f"{profile!r} and a session", "one of the two: a session has its profile"
            )
        try:
            import boto3
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError as error:
            raise MissingDependency("boto3 is not installed: pip install boto3") from error
        try:
            found: Any = (session or boto3.Session(profile_name=profile)).get_credentials()
            keys = found.get_frozen_credentials() if found else None
        except (BotoCoreError, ClientError) as error:
            raise InvalidCredentials("profile", f"{error} ({type(error).__name__})", _BOTO3_KEYS) from error
        if keys is None:
            raise InvalidCredentials("session" if session else "profile", "no keys at all", _BOTO3_KEYS)
        return cls(keys.access_key, keys.secret_key, keys.token)

    def __repr__(self) -> str:
        secret = masked(self.secret_access_key)
        token = None if self.session_token is None else masked(self.session_token)
        return f"Credentials({self.access_key_id!r}, secret_access_key={secret}, session_token={token})"


def _check_key_text(field: str, value: object, expected: str) -> None:
    if not isinstance(value, str):
        raise InvalidCredentials(field, type(value).__name__, expected)
    if not value.strip():
        raise InvalidCredentials(field, "nothing but blanks" if value else "an empty text", expected)
    if _lone_surrogate.search(value):
        raise InvalidCredentials(field, "a lone surrogate in it", expected)


EXAMPLE = Credentials("AKIDEXAMPLE", EXAMPLE_SECRET)
"""The keys of AWS's examples of Signature Version 4: nobody's."""


@dataclass(frozen=True, slots=True)
class CredentialScope:
    """Where and when a signature counts: day, Region and service.

    >>> print(CredentialScope("20150830", "us-east-1", "execute-api"))
    20150830/us-east-1/execute-api/aws4_request
    """

    date: str
    """The UTC day, ``YYYYMMDD``."""
    region: str
    """The Region, such as ``eu-central-1``."""
    service: str
    """The service's signing name, such as ``execute-api``."""

    def __post_init__(self) -> None:
        if not isinstance(self.date, str) or not _is_day(self.date):
            raise InvalidScope("date", describe(self.date), "a day, YYYYMMDD")
        check_scope_word("region", self.region, "a Region such as eu-central-1")
        check_scope_word("service", self.service, "a signing name such as execute-api")

    @classmethod
    def parse(cls, text: str) -> CredentialScope:
        """Read ``date/region/service/aws4_request``.

        >>> CredentialScope.parse("20150830/us-east-1/s3/aws4_request").service
        's3'
        """
        if not isinstance(text, str):
            raise InvalidScope("credential_scope", describe(text), f"date/region/service/{TERMINATOR}")
        parts = text.split("/")
        if len(parts) != 4 or parts[3] != TERMINATOR:
            # what does not begin as a scope may be a secret, which has slashes too
            came = describe(text) if _is_day(parts[0]) else f"a text of {len(text)} characters"
            raise InvalidScope("credential_scope", came, f"date/region/service/{TERMINATOR}")
        return cls(*parts[:3])

    def __str__(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/{TERMINATOR}"


def check_scope_word(field: str, word: object, example: str) -> None:
    """Raise InvalidScope unless a word can stand between the slashes of a credential scope."""
    if not isinstance(word, str) or not word or _not_in_scope.search(word):
        raise InvalidScope(field, describe(word), f"{example}, without blanks, commas or slashes")
