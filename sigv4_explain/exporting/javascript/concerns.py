"""Whether a call has a trait that some client cannot handle."""

from __future__ import annotations

from sigv4_explain.encoding import uri_decode
from sigv4_explain.exporting.client import Call
from sigv4_explain.rules import ContentSha256, PathEncoding, PathNormalization, TokenName


def body_with_get(call: Call) -> bool:
    """Tell whether a GET or HEAD has a body."""
    return bool(call.request.body) and call.request.method in ("GET", "HEAD")


def body_without_type(call: Call) -> bool:
    """Tell whether a body has no Content-Type."""
    return bool(call.request.body) and call.request.header("content-type") is None


def value_beyond_ascii(call: Call) -> bool:
    """Tell whether a header's value holds more than ASCII."""
    return any(not value.isascii() for _, value in call.request.headers)


def host_of_its_own(call: Call) -> bool:
    """Tell whether the Host header is another than the URL's."""
    return call.request.header("host") is not None


def parameter_without_name(call: Call) -> bool:
    """Tell whether a query parameter has an empty name."""
    return "" in _names(call)


def query_beyond_utf8(call: Call) -> bool:
    """Tell whether the query holds bytes that are not UTF-8."""
    try:
        uri_decode(call.request.query).decode()
    except UnicodeDecodeError:
        return True
    return False


def repeated_for_s3(call: Call) -> bool:
    """Tell whether S3 is sent a parameter more than once."""
    return call.service == "s3" and len(_names(call)) > len(set(_names(call)))


def slash_in_key(call: Call) -> bool:
    """Tell whether an encoded slash is part of a key's name in S3."""
    return call.service == "s3" and "%2F" in call.request.path


def dots_kept(call: Call) -> bool:
    """Tell whether ``.`` or ``..`` is part of a path that must not be normalized."""
    is_kept = call.rules.path_normalization is PathNormalization.AS_SENT
    return is_kept and not {".", ".."}.isdisjoint(call.request.path.split("/"))


def path_changed_by_generic_rules(call: Call) -> bool:
    """Tell whether a path that is signed as sent would be another one by the generic rules."""
    return call.rules.path_encoding is PathEncoding.ONCE and ("%" in call.request.path or "//" in call.request.path)


def like_s3(call: Call) -> bool:
    """Tell whether the service has S3's rules under another name."""
    return call.service != "s3" and call.rules.path_encoding is PathEncoding.ONCE


def hash_header_of_s3(call: Call) -> bool:
    """Tell whether S3 wants the payload hash in a header."""
    return call.service == "s3"


def hash_header_elsewhere(call: Call) -> bool:
    """Tell whether another service than S3 wants the payload hash in a header."""
    return call.service != "s3" and call.rules.content_sha256 is ContentSha256.REQUIRED


def token_of_another_name(call: Call) -> bool:
    """Tell whether the session token has a header of its own."""
    return call.rules.token_name is not TokenName.SECURITY_TOKEN


def region_not_in_host(call: Call) -> bool:
    """Tell whether aws4, left to itself, would read another Region from the host name."""
    host = call.request.default_host
    return call.region != "us-east-1" and not (host.endswith(".amazonaws.com") and f".{call.region}." in host)


def _names(call: Call) -> list[str]:
    return [piece.partition("=")[0] for piece in call.request.query.split("&") if piece]
