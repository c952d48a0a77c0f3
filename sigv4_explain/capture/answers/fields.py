"""The named fields of an answer, whatever carries them, under the names that S3 gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_SYNONYMS = {
    "__type": "Code",
    "code": "Code",
    "errortype": "Code",
    "error code": "Code",
    "message": "Message",
    "errormessage": "Message",
    "status": "Status",
    "statuscode": "Status",
    "httpstatuscode": "Status",
}
_OTHER_NAMES = (
    "AWSAccessKeyId",
    "CanonicalRequest",
    "CanonicalRequestBytes",
    "ClientComputedContentSHA256",
    "Code",
    "Endpoint",
    "Expires",
    "HeadersNotSigned",
    "HostId",
    "MaxAllowedSkewMilliseconds",
    "Region",
    "RequestId",
    "RequestTime",
    "S3ComputedContentSHA256",
    "ServerTime",
    "SignatureProvided",
    "StringToSign",
    "StringToSignBytes",
    "X-Amz-Expires",
)
KNOWN_NAMES = (*_SYNONYMS, *_OTHER_NAMES)
"""The names by which a field is known, in whatever case."""

_KNOWN = {name.lower(): name for name in _OTHER_NAMES} | _SYNONYMS


def known_name(name: str) -> str:
    """Return S3's name of a field; one that S3 does not have stays as it is.

    >>> known_name("stringToSign"), known_name("__type"), known_name("BucketName")
    ('StringToSign', 'Code', 'BucketName')
    """
    return _KNOWN.get(name.lower(), name)


def fields_by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the first value for each name, empty ones left out."""
    fields: dict[str, str] = {}
    for name, value in pairs:
        if value:
            fields.setdefault(known_name(name), value)
    return fields
