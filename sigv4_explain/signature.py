"""From the canonical request to the signature: string to sign, key chain, signature, in the order of AWS's page.

Source of all of it:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-string-to-sign
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sigv4_explain.credentials import TERMINATOR, CredentialScope
from sigv4_explain.encoding import hmac_sha256, utf_8
from sigv4_explain.errors import InvalidInput, describe

ALGORITHM = "AWS4-HMAC-SHA256"
"""The first line of every string to sign, and the first word of every Authorization header."""

# The hour is spelled out: newer Pythons read hour 24 as the next midnight.
is_basic_format = re.compile(r"[0-9]{8}T(?:[01][0-9]|2[0-3])[0-9]{4}Z").fullmatch


def request_date_time(at: datetime | str) -> str:
    """Write the moment of signing in ISO 8601 basic format, in UTC: ``YYYYMMDDTHHMMSSZ``.

    ``at`` is an aware datetime or a text already in that format. Raises InvalidInput for anything else.

    >>> request_date_time(datetime(2015, 8, 30, 12, 36, tzinfo=UTC))
    '20150830T123600Z'

    Source: AWS's published case get-vanilla.
    """
    expected = "YYYYMMDDTHHMMSSZ (as 20150830T123600Z) or an aware datetime"
    if isinstance(at, str):
        if not is_basic_format(at):
            raise InvalidInput("at", describe(at), expected)
        try:
            datetime.fromisoformat(at)  # is there such a day?
        except ValueError as error:
            raise InvalidInput("at", describe(at), f"{expected} ({error})") from None
        return at
    if not isinstance(at, datetime):
        raise InvalidInput("at", describe(at), expected)
    if at.tzinfo is None:
        raise InvalidInput("at", f"{at.isoformat()} without a time zone", expected)
    try:
        extended = at.astimezone(UTC).isoformat(timespec="seconds")  # 2015-08-30T12:36:00+00:00
    except OverflowError:  # the offset leads out of the years 1 to 9999
        raise InvalidInput("at", at.isoformat(), f"{expected} in the years 1 to 9999") from None
    return extended[:19].replace("-", "").replace(":", "") + "Z"


def credential_scope(request_date_time: str, region: str, service: str) -> str:
    """Write where and when the signature counts.

    ``YYYYMMDD/region/service/aws4_request``; the day is that of the request's date and time.

    >>> credential_scope("20150830T123600Z", "us-east-1", "service")
    '20150830/us-east-1/service/aws4_request'

    Source: AWS's published case get-vanilla.
    """
    return str(CredentialScope(request_date_time[:8], region, service))


def string_to_sign(request_date_time: str, credential_scope: str, hashed_canonical_request: str) -> str:
    r"""Put algorithm, time, scope and the hash of the canonical request under each other.

    ``Algorithm\nRequestDateTime\nCredentialScope\nHashedCanonicalRequest``

    >>> print(string_to_sign("20150830T123600Z", "20150830/us-east-1/service/aws4_request", "bb57…7e63"))
    AWS4-HMAC-SHA256
    20150830T123600Z
    20150830/us-east-1/service/aws4_request
    bb57…7e63

    Source: AWS's published case get-vanilla.
    """
    return f"{ALGORITHM}\n{request_date_time}\n{credential_scope}\n{hashed_canonical_request}"


def date_key(secret_access_key: str, date: str) -> bytes:
    """Begin the chain: mix the secret with the day.

    ``kDate = HMAC-SHA256("AWS4" + SecretAccessKey, YYYYMMDD)``; 32 raw bytes.

    >>> date_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830").hex()[:16]
    '0138c7a6cbd60aa7'
    """
    return hmac_sha256(b"AWS4" + utf_8(secret_access_key), date)


def date_region_key(date_key: bytes, region: str) -> bytes:
    """Bind the key to the Region.

    ``kRegion = HMAC-SHA256(kDate, Region)``; raw bytes in, 32 raw bytes out.

    >>> len(date_region_key(bytes(32), "us-east-1"))
    32
    """
    return hmac_sha256(date_key, region)


def date_region_service_key(date_region_key: bytes, service: str) -> bytes:
    """Bind the key to the service.

    ``kService = HMAC-SHA256(kRegion, Service)``; raw bytes in, 32 raw bytes out.

    >>> len(date_region_service_key(bytes(32), "execute-api"))
    32
    """
    return hmac_sha256(date_region_key, service)


def signing_key(date_region_service_key: bytes) -> bytes:
    """Close the chain: this key signs for one day, one Region and one service.

    ``kSigning = HMAC-SHA256(kService, "aws4_request")``; raw bytes in, 32 raw bytes out.

    >>> secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    >>> signing_key(date_region_service_key(date_region_key(date_key(secret, "20150830"), "us-east-1"), "iam")).hex()
    'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9'

    Source: the example in AWS's "Signature Version 4 signing process", key derivation.
    """
    return hmac_sha256(date_region_service_key, TERMINATOR)


def signature(signing_key: bytes, string_to_sign: str) -> str:
    """Sign: authenticate the string to sign with the signing key, and write it as 64 lower-case hex digits.

    ``Hex(HMAC-SHA256(kSigning, string to sign))``

    >>> key = signing_key(date_region_service_key(date_region_key(date_key(
    ...     "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830"), "us-east-1"), "service"))
    >>> signature(key, string_to_sign("20150830T123600Z", "20150830/us-east-1/service/aws4_request",
    ...     "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63"))
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'

    Source: AWS's published case get-vanilla.
    """
    return hmac_sha256(signing_key, string_to_sign).hex()
