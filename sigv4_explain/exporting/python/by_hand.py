"""Every step by hand, with the standard library only."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.canonical import normalized_path
from sigv4_explain.encoding import uri_decode
from sigv4_explain.exporting.client import Call
from sigv4_explain.exporting.notes import (
    HEADERS_ARE_ASCII,
    Note,
    comments,
    has_body_without_type,
    is_first_alone_signed,
    path_of,
)
from sigv4_explain.exporting.python.pieces import (
    body_line,
    header_value,
    headers_lines,
    script,
    standard_imports,
)
from sigv4_explain.exporting.quoting import python_literal
from sigv4_explain.rules import NEVER_SIGNED, ContentSha256, PathEncoding, PathNormalization

NOTES = (
    HEADERS_ARE_ASCII,
    Note(
        has_body_without_type,
        "The body has no Content-Type, so urllib adds application/x-www-form-urlencoded, which is not signed.",
    ),
)


def by_hand(call: Call) -> str:
    """Write the signature step by step, in AWS's words and order."""
    return script(
        ["# Only the standard library: every step of AWS Signature Version 4 by hand.", *comments(call, NOTES)],
        [
            *standard_imports(call, "hashlib", "hmac", "os", "sys"),
            "from datetime import datetime, timezone",
            "from urllib.error import HTTPError",
            f"from urllib.parse import {', '.join(_parsers(call))}",
            "from urllib.request import Request, urlopen",
        ],
        _request(call),
        _KEYS,
        _headers_to_sign(call),
        _canonical_request(call),
        _SIGNATURE,
        _send(call),
    )


def _parsers(call: Call) -> Iterator[str]:
    """Name what is needed to write path and query for signing."""
    if call.request.query:
        yield "parse_qsl"
    if call.request.query or call.rules.path_encoding is PathEncoding.TWICE:
        yield "quote"
    yield "urlsplit"


def _request(call: Call) -> Iterator[str]:
    yield f"region = {python_literal(call.region)}"
    yield f"service = {python_literal(call.service)}"
    yield ""
    yield f"method = {python_literal(call.request.method)}"
    yield f"url = {python_literal(call.request.url)}"
    signed = [pair for pair in call.request.headers if not _is_unsigned(call, pair[0])]
    yield from headers_lines(signed) if signed else ["headers = {}"]
    yield body_line(call)


_KEYS = (
    'access_key_id = os.environ["AWS_ACCESS_KEY_ID"]',
    'secret_access_key = os.environ["AWS_SECRET_ACCESS_KEY"]',
    'session_token = os.environ.get("AWS_SESSION_TOKEN")  # only temporary keys have one',
)


def _headers_to_sign(call: Call) -> Iterator[str]:
    yield "now = datetime.now(timezone.utc)"
    yield 'request_date_time = now.strftime("%Y%m%dT%H%M%SZ")'
    yield 'date = now.strftime("%Y%m%d")'
    yield "hashed_payload = hashlib.sha256(body).hexdigest()"
    yield ""
    if call.request.header("host") is None:
        yield 'headers["Host"] = urlsplit(url).netloc'
    yield 'headers["X-Amz-Date"] = request_date_time'
    if call.rules.content_sha256 is ContentSha256.REQUIRED:
        yield 'headers["X-Amz-Content-SHA256"] = hashed_payload'
    yield "if session_token:"
    yield f'    headers["{call.rules.token_name.value}"] = session_token'


def _canonical_request(call: Call) -> Iterator[str]:
    yield "# 1. Canonical request"
    yield from _canonical_uri(call)
    yield from _canonical_query_string(call)
    yield from (
        'trimmed = {name.lower(): " ".join(value.split()) for name, value in headers.items()}',
        'canonical_headers = "".join(f"{name}:{trimmed[name]}\\n" for name in sorted(trimmed))',
        'signed_headers = ";".join(sorted(trimmed))',
        'canonical_request = "\\n".join(',
        "    [",
        "        method,",
        "        canonical_uri,",
        "        canonical_query_string,",
        "        canonical_headers,  # ends with a line break of its own: an empty line follows",
        "        signed_headers,",
        "        hashed_payload,",
        "    ]",
        ")",
    )


def _canonical_uri(call: Call) -> Iterator[str]:
    path, sent = "urlsplit(url).path", path_of(call)
    if call.rules.path_normalization is PathNormalization.NORMALIZED and normalized_path(sent) != sent:
        yield from _NORMALIZED
        path = "path"
    if call.rules.path_encoding is PathEncoding.ONCE:
        yield f"canonical_uri = {path}  # S3: as it is sent, which is encoded once"
    else:
        yield f'canonical_uri = quote({path}, safe="/")  # as it is sent, and encoded once more'


_NORMALIZED = (
    "segments = []  # dot segments are resolved and empty ones dropped: for signing, not for sending",
    'for segment in urlsplit(url).path.split("/"):',
    '    if segment == "..":',
    "        del segments[-1:]",
    '    elif segment not in ("", "."):',
    "        segments.append(segment)",
    'path = "/" + "/".join(segments)',
    'if segments and urlsplit(url).path.endswith("/"):',
    '    path += "/"',
)


def _canonical_query_string(call: Call) -> Iterator[str]:
    if not call.request.query:
        yield 'canonical_query_string = ""'
        return
    # Bytes that are no UTF-8 survive decoding and encoding as Latin-1.
    encoding = "" if _is_utf8(uri_decode(call.request.query)) else ', encoding="latin-1"'
    yield 'canonical_query_string = "&".join('
    yield '    f"{name}={value}"'
    yield "    for name, value in sorted("
    yield f'        (quote(name, safe=""{encoding}), quote(value, safe=""{encoding}))'
    pairs = f"parse_qsl(urlsplit(url).query, keep_blank_values=True{encoding})"
    if is_first_alone_signed(call):
        yield "        # S3 signs the first value of a name alone: it is written last, over the others"
        pairs = f"dict(reversed({pairs})).items()"
    yield f"        for name, value in {pairs}"
    yield "    )"
    yield ")"


_SIGNATURE = (
    "# 2. String to sign",
    'credential_scope = f"{date}/{region}/{service}/aws4_request"',
    "hashed_canonical_request = hashlib.sha256(canonical_request.encode()).hexdigest()",
    'string_to_sign = "\\n".join(',
    '    ["AWS4-HMAC-SHA256", request_date_time, credential_scope, hashed_canonical_request]',
    ")",
    "",
    "",
    "# 3. Signing key: each HMAC is the key of the next, as bytes",
    "def hmac_sha256(key, message):",
    "    return hmac.new(key, message.encode(), hashlib.sha256).digest()",
    "",
    "",
    'date_key = hmac_sha256(f"AWS4{secret_access_key}".encode(), date)',
    "date_region_key = hmac_sha256(date_key, region)",
    "date_region_service_key = hmac_sha256(date_region_key, service)",
    'signing_key = hmac_sha256(date_region_service_key, "aws4_request")',
    "",
    "# 4. Signature, in hex",
    "signature = hmac_sha256(signing_key, string_to_sign).hex()",
    "",
    "# 5. Authorization header",
    'headers["Authorization"] = (',
    '    f"AWS4-HMAC-SHA256 Credential={access_key_id}/{credential_scope}, "',
    '    f"SignedHeaders={signed_headers}, Signature={signature}"',
    ")",
)


def _send(call: Call) -> Iterator[str]:
    for name, value in call.request.headers:
        if _is_unsigned(call, name):
            reason = NEVER_SIGNED.get(name.lower(), "this service does not want it")
            yield f"headers[{python_literal(name)}] = {header_value(name, value)}  # not signed: {reason}"
    data = "data=body, " if call.request.body else ""
    yield "try:"
    yield f"    with urlopen(Request(url, {data}headers=headers, method=method), timeout=30) as response:"
    yield "        print(response.status, response.read().decode())"
    yield "except HTTPError as error:"
    yield '    sys.exit(f"{error.code} {error.read().decode()}")'


def _is_unsigned(call: Call, name: str) -> bool:
    return name.lower() in call.rules.never_signed


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
