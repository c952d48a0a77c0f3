"""The request as Python code: each client's program is a template, filled with the request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from sigv4_explain.canonical import normalized_path
from sigv4_explain.clients.client import Call, Client, Language, environment_variable
from sigv4_explain.clients.notes import (
    DOTS_IN_A_KEY,
    HEADERS_ARE_ASCII,
    REPEATED_IN_S3,
    S3_EXPRESS,
    Note,
    comments,
    has_body_without_type,
    has_empty_segments,
    has_quoted_blanks,
    is_first_alone_signed,
    is_s3,
    path_of,
)
from sigv4_explain.clients.program import (
    kept,
    plain_text,
    program,
    python_block,
    python_bytes,
    python_literal,
    read_template,
)
from sigv4_explain.encoding import uri_decode
from sigv4_explain.rules import NEVER_SIGNED, ContentSha256, PathNormalization

# What a Python export is filled with: the request, and what this client and this service need for it.

_HAS_A_FUNCTION = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_TAKES_A_BODY_IN_HTTPX = frozenset({"POST", "PUT", "PATCH"})
_module = re.compile(r"\b(base64|hashlib|hmac|os|sys)\.")


def python_client(name: str, title: str, *packages: str, notes: tuple[Note, ...]) -> Client:
    """Return the client whose program is the template of its name; ``packages`` are PyPI's names."""
    write = partial(_write, name, " ".join(packages), notes)
    return Client(name=name, title=title, language=Language.PYTHON, packages=packages, write=write)


def _write(client: str, packages: str, notes: tuple[Note, ...], call: Call) -> str:
    template = read_template(__package__, f"{client}.py.txt")
    texts = {
        "packages": packages,
        "comments": "\n".join(comments(call, notes)) or None,
        **_request(call),
        **_for_the_libraries(call),
        **_by_hand(call),
    }
    return program(template, {**texts, "imports": _imports(call, kept(template, texts))})


def _imports(call: Call, template: str) -> str | None:
    """Import what the template names of the standard library, and what headers and body need."""
    needed = set(_module.findall(template))
    if any(environment_variable(name) for name, _ in call.request.headers):
        needed.add("os")
    if plain_text(call.request.body) is None:
        needed.add("base64")
    return "\n".join(f"import {name}" for name in sorted(needed)) or None


def _request(call: Call) -> dict[str, str | None]:
    request = call.request
    return {
        "region": python_literal(call.region),
        "service": python_literal(call.service),
        "method": python_literal(request.method),
        "url": python_literal(request.url),
        "headers": _headers(request.headers) if request.headers else None,
        "body": _body(request.body) if request.body else None,
    }


def _headers(headers: Iterable[tuple[str, str]]) -> str:
    """Write the headers as a dictionary; a value that logs somebody in comes from the environment."""
    lines = [f"    {python_literal(name)}: {_header_value(name, value)},\n" for name, value in headers]
    return f"{{\n{''.join(lines)}}}" if lines else "{}"


def _header_value(name: str, value: str) -> str:
    variable = environment_variable(name)
    return python_literal(value) if variable is None else f'os.environ["{variable}"]'


def _body(body: bytes) -> str:
    """Write the body: a text of several lines in several lines, so that it can be read and changed."""
    text = plain_text(body)
    if text is None or "\n" not in text:
        return python_bytes(body)
    block = python_block(text)
    return f"b{block}" if text.isascii() else f"{block}.encode()"


def _for_the_libraries(call: Call) -> dict[str, str | None]:
    request = call.request
    by_name = request.method in _HAS_A_FUNCTION
    by_name_in_httpx = request.method in (_TAKES_A_BODY_IN_HTTPX if request.body else _HAS_A_FUNCTION)
    named, any_method = f"{request.method.lower()}(url", f"request({python_literal(request.method)}, url"
    headers = ", headers=headers" if request.headers else ""
    data, content = (", data=body", ", content=body") if request.body else ("", "")
    announced = call.rules.content_sha256 is ContentSha256.REQUIRED and not is_s3(call)  # S3's signer does it itself
    return {
        "call": named if by_name else any_method,
        "httpx_call": f"{named if by_name_in_httpx else any_method}{headers}{content}",
        "with_data": f"{headers}{data}",
        "data": data,
        "signer": "S3SigV4Auth" if is_s3(call) else "SigV4Auth",
        "payload": ("body" if request.body else 'b""') if announced else None,
        "content": "request.content" if announced else None,
    }


def _by_hand(call: Call) -> dict[str, str | None]:
    rules, request, sent = call.rules, call.request, path_of(call)
    signed = [pair for pair in request.headers if pair[0].lower() not in rules.never_signed]
    is_normalized = rules.path_normalization is PathNormalization.NORMALIZED and normalized_path(sent) != sent
    path = "path" if is_normalized else "urlsplit(url).path"
    parsers = ["parse_qsl"] if request.query else []
    parsers += [] if is_s3(call) and not request.query else ["quote"]
    return {
        "parsers": ", ".join([*parsers, "urlsplit"]),
        "signed_headers": _headers(signed),
        "any_body": _body(request.body),
        "host": "urlsplit(url).netloc" if request.header("host") is None else None,
        "hashed_payload": "hashed_payload" if rules.content_sha256 is ContentSha256.REQUIRED else None,
        "token_name": rules.token_name.value,
        "normalized": _NORMALIZED if is_normalized else None,
        "canonical_uri": f"{path}  # S3: as it is sent, which is encoded once"
        if is_s3(call)
        else f'quote({path}, safe="/")  # as it is sent, and encoded once more',
        "canonical_query_string": _canonical_query_string(call),
        "unsigned_headers": "\n".join(_unsigned_headers(call)) or None,
        "first_data": "data=body, " if request.body else "",
    }


_NORMALIZED = """\
segments = []  # dot segments are resolved and empty ones dropped: for signing, not for sending
for segment in urlsplit(url).path.split("/"):
    if segment == "..":
        del segments[-1:]
    elif segment not in ("", "."):
        segments.append(segment)
path = "/" + "/".join(segments)
if segments and urlsplit(url).path.endswith("/"):
    path += "/\""""
_SORTED = """\
"&".join(
    f"{{name}}={{value}}"
    for name, value in sorted(
        (quote(name, safe=""{encoding}), quote(value, safe=""{encoding}))
        for name, value in {pairs}
    )
)"""
_FIRST_ALONE = """\
        # S3 signs the first value of a name alone: it is written last, over the others
        for name, value in dict(reversed({pairs})).items()"""


def _canonical_query_string(call: Call) -> str:
    query = call.request.query
    if not query:
        return '""'
    try:
        uri_decode(query).decode()
        encoding = ""
    except UnicodeDecodeError:  # bytes that are no UTF-8 survive decoding and encoding as Latin-1
        encoding = ', encoding="latin-1"'
    template = _SORTED
    if is_first_alone_signed(call):
        template = _SORTED.replace("        for name, value in {pairs}", _FIRST_ALONE)
    pairs = f"parse_qsl(urlsplit(url).query, keep_blank_values=True{encoding})"
    return template.format(encoding=encoding, pairs=pairs)


def _unsigned_headers(call: Call) -> Iterator[str]:
    for name, value in call.request.headers:
        if name.lower() in call.rules.never_signed:
            reason = NEVER_SIGNED.get(name.lower(), "this service does not want it")
            yield f"headers[{python_literal(name)}] = {_header_value(name, value)}  # not signed: {reason}"


# What a client of Python cannot sign or send, said in its code.

AWS4AUTH = (
    HEADERS_ARE_ASCII,
    S3_EXPRESS,
    DOTS_IN_A_KEY,
    REPEATED_IN_S3,
    Note(
        lambda call: is_s3(call) and has_empty_segments(call),
        "S3 will refuse this: requests-aws4auth 1.4 signs // as /, and S3 does not.",
    ),
    Note(
        lambda call: ";" in path_of(call).rpartition("/")[2],
        "AWS will refuse this: requests-aws4auth 1.4 signs the path up to a semicolon. Write %3B if the API takes it.",
    ),
    Note(
        has_quoted_blanks,
        "AWS will refuse this if the header is signed: requests-aws4auth 1.4 keeps runs of blanks between quotes.",
    ),
)
"""Of requests-aws4auth."""
URLLIB = (
    HEADERS_ARE_ASCII,
    Note(
        has_body_without_type,
        "The body has no Content-Type, so urllib adds application/x-www-form-urlencoded, which is not signed.",
    ),
)
"""Of the standard library's own client."""
_BOTOCORE = (HEADERS_ARE_ASCII, S3_EXPRESS, REPEATED_IN_S3, DOTS_IN_A_KEY)
PYTHON_CLIENTS: tuple[Client, ...] = (
    python_client(
        "requests",
        "requests with SigV4Auth",
        "requests",
        "sigv4_explain",
        "boto3",
        notes=(HEADERS_ARE_ASCII, DOTS_IN_A_KEY),
    ),
    python_client("python-stdlib", "Python, every step by hand", notes=URLLIB),
    # Not sent by botocore's own HTTP session: that sends the path up to a semicolon, and knows no proxy by itself.
    python_client("botocore", "botocore's SigV4Auth, sent by requests", "botocore", "requests", notes=_BOTOCORE),
    python_client(
        "boto3-assume-role", "AssumeRole by boto3, then botocore's SigV4Auth", "boto3", "requests", notes=_BOTOCORE
    ),
    python_client("httpx", "httpx with botocore's signer", "httpx", "botocore", notes=_BOTOCORE),
    python_client(
        "requests-aws4auth", "requests with requests-aws4auth", "requests", "requests-aws4auth", notes=AWS4AUTH
    ),
)
"""The clients in Python, in the order of the menu."""
