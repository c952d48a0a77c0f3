"""Whether a call has a trait that some client for Node cannot handle."""

from __future__ import annotations

from sigv4_explain.encoding import uri_decode
from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import has_dot_segments, has_empty_segments, is_s3, path_of
from sigv4_explain.rules import ContentSha256


def body_with_get(call: Call) -> bool:
    """Tell whether a GET or HEAD has a body."""
    return bool(call.request.body) and call.request.method in ("GET", "HEAD")


def host_of_its_own(call: Call) -> bool:
    """Tell whether the Host header is another than the URL's."""
    return call.request.header("host") is not None


def parameter_without_name(call: Call) -> bool:
    """Tell whether a query parameter has an empty name."""
    return any(piece.startswith("=") for piece in call.request.query.split("&"))


def query_beyond_utf8(call: Call) -> bool:
    """Tell whether the query holds bytes that are not UTF-8."""
    try:
        uri_decode(call.request.query).decode()
    except UnicodeDecodeError:
        return True
    return False


def region_not_in_host(call: Call) -> bool:
    """Tell whether aws4, left to itself, would read another Region from the host name."""
    host = call.request.default_host
    return call.region != "us-east-1" and not (host.endswith(".amazonaws.com") and f".{call.region}." in host)


def dots_in_key(call: Call) -> bool:
    """Tell whether ``.`` or ``..`` is part of a key's name in S3."""
    return is_s3(call) and has_dot_segments(call)


def changed_by_generic_rules(call: Call) -> bool:
    """Tell whether S3's path would be another one by the rules of other services."""
    return is_s3(call) and ("%" in path_of(call) or has_empty_segments(call))


def named_s3(call: Call) -> bool:
    """Tell whether the service is S3 under its usual name."""
    return call.service == "s3"


def like_s3(call: Call) -> bool:
    """Tell whether the service has S3's rules under another name."""
    return call.service != "s3" and is_s3(call)


def hash_header_elsewhere(call: Call) -> bool:
    """Tell whether a service with other rules than S3's wants the payload hash in a header."""
    return not is_s3(call) and call.rules.content_sha256 is ContentSha256.REQUIRED
