"""Requests that a program printed as an object, and headers that it printed as a table of names and values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import quote

from sigv4_explain.errors import SigV4Error
from sigv4_explain.readers.printed_headers import (
    NOTHING,
    PrintedFields,
    are_signed,
    fields_of,
    headers_in,
    is_header_name,
    named_pairs,
    pairs_of,
    plain_name,
    server_variables,
)
from sigv4_explain.readers.printed_values import Printed, Value, decoded, printed_in, text_of
from sigv4_explain.readers.read_request import (
    NOT_PASTED,
    CommandSigning,
    HeaderPairs,
    NotWhole,
    Origin,
    ReadRequest,
    keys_of,
    with_printed_body,
)
from sigv4_explain.request import Request

_METHOD = ("method", "httpmethod", "requestmethod", "verb", "iamhttprequestmethod", "iamrequestmethod")
_URL = ("url", "uri", "requesturi", "requesturl", "fullurl", "href", "rawurl", "iamrequesturl")
_PATH = ("path", "filename", "pathname", "rawpath", "encodedpath", "requestpath", "rawuri")
_QUERY = (
    "query", "querystring", "rawquery", "search", "rawquerystring", "queryparameters", "querystringparameters",
    "params",
)  # fmt: skip
_HOST = ("host", "hostname", "authority", "domain", "domainname")
_HEADERS = (
    "headers", "header", "requestheaders", "reqheaders", "httpheaders", "iamrequestheaders", "rawheaders",
    "allhttpheaderfields", "requestheader", "hdrs",
)  # fmt: skip
_BODY = ("body", "data", "payload", "postdata", "content", "requestbody", "rawbody", "httpbody", "iamrequestbody")
_INSIDE = ("endpoint", "requestcontext", "http", "requestline", "context", "url", "uri")
_METHODS = frozenset({"GET", "PUT", "POST", "HEAD", "DELETE", "PATCH", "OPTIONS"})

_absolute = re.compile(r"(?:https?|wss?)://", re.IGNORECASE).match


def printed_requests_in(text: str) -> Iterator[ReadRequest]:
    """Read each object, table or call that shows a request."""
    if not re.search(r"[{\[(]", text):
        return
    root = printed_in(text)
    waiting = list(_within(root, ""))
    fields = fields_of(root)
    if _absolute(fields.text(("url", "uri")) or "") and isinstance(fields.get(_HEADERS), Printed):
        waiting.append((_without_others(root), ""))
    while waiting:
        printed, above = waiting.pop()
        found = None
        with suppress(SigV4Error):  # something else that looks like it
            found = _read(printed, above)
        if found:
            yield found
            continue
        waiting += [*_within(printed, above)]


def saved_requests_in(text: str) -> Iterator[ReadRequest]:
    """Read each request that an API client saved as JSON, signed or not."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return
    waiting = [*_within(printed_in(text), "")]
    while waiting:
        printed, above = waiting.pop(0)
        fields = fields_of(printed)
        found = None
        if fields.text(_METHOD) and fields.get(_URL) is not None:
            with suppress(SigV4Error):
                found = _object(fields, headers_in(fields.get(_HEADERS)), above, is_saved=True)
        if found and NotWhole.HOST not in found.not_whole:
            yield found if found.form == "HAR" else replace(found, form="saved request of an API client")
        else:
            waiting += [*_within(printed, above)]


def _without_others(root: Printed) -> Printed:
    """Return the URL and the headers of a script that sets them one by one, where the headers stand."""
    names = (*_URL, *_HEADERS, *_METHOD, *_BODY)
    kept = [(name, value) for name, value in root.pairs if plain_name.sub("", name.lower()) in names]
    tables = [value for name, value in kept if isinstance(value, Printed) and list(pairs_of(value))]
    script = Printed(tables[0].start if tables else root.start)
    script.end, script.pairs = tables[0].end if tables else root.start, kept
    return script


def _within(printed: Printed, above: str) -> Iterator[tuple[Printed, str]]:
    """Return what is printed directly in an object, each with its name."""
    yield from ((value, name) for name, value in printed.pairs if isinstance(value, Printed))
    yield from ((value, above) for value in printed.items if isinstance(value, Printed))


def request_of_text(text: str, form: str) -> ReadRequest | None:
    """Read the first request of a text that is one printed object, and nothing else."""
    found = next(printed_requests_in(text), None)
    return None if found is None else ReadRequest(found.request, 0, len(text), form, found.origin, found.not_whole)


def _read(printed: Printed, above: str) -> ReadRequest | None:
    fields = fields_of(printed)
    own = list(pairs_of(printed)) or []
    if variables := server_variables(own):
        own = variables
    values = [value for name, value in printed.pairs if name.lower() == "authorization"]
    is_cut = any(isinstance(value, Printed) and value.pairs for value in values)
    if is_cut or "signedheaders" in fields.by_name:  # printed without quotes, so that its commas cut it
        return None
    # A table without Authorization may be a form's fields, or lines of a canonical request.
    has_authorization = any(name.lower() == "authorization" for name, _ in own)
    if has_authorization and are_signed(own) and "headers" not in fields.by_name:
        return _table(printed, own, fields)
    headers = headers_in(fields.get(_HEADERS)) or []
    if any(name.lower() == "signedheaders" for name, _ in headers):
        return None
    if not headers and not any(name in fields.by_name for name in (*_URL, *_PATH)):
        return None
    return _object(fields, headers, above)


def _type(printed: Printed) -> str:
    """Return the name of what was printed: the last word before its bracket."""
    return re.split(r"[^\w]+", printed.name)[-1]


_call = re.compile(r"\b([A-Z]{3,7}) (https?://\S+)$").search


def _object(fields: PrintedFields, headers: HeaderPairs, above: str, *, is_saved: bool = False) -> ReadRequest | None:
    """Read an object that has method, URL and headers, by whatever names."""
    pseudo = {name: value for name, value in headers if name.startswith(":")}
    headers = [pair for pair in headers if not pair[0].startswith(":")]
    if ":authority" in pseudo and not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", pseudo[":authority"]))
    inside = _inside(fields)
    method = (fields.text(_METHOD) or pseudo.get(":method") or inside.text(_METHOD) or "").upper()
    if not method and above.upper() in _METHODS:
        method = above.upper()
    method = method or (call[1] if (call := _call(fields.printed.name)) else "")
    if not method and not headers:
        return None
    url, lacking = _url(fields, inside, headers, pseudo)
    auth = _signing(fields)
    is_signed = are_signed(headers) or "X-Amz-Signature=" in url or "X-Amz-Credential=" in url or auth
    # Node prints [Object] for what is too deep; another object without a signature may be code.
    is_cut = not headers and _type(fields.printed) in ("HttpRequest", "Request") and NotWhole.HOST not in lacking
    if not (is_signed or is_cut or is_saved):
        return None
    if not method:
        lacking.add(NotWhole.METHOD)
    if not headers and "X-Amz-Signature=" not in url and auth is None and not is_saved:
        lacking.add(NotWhole.HEADERS)
    request, of_body = with_printed_body(Request(method or "GET", url, headers), _body(fields))
    form, origin = _form(fields, headers)
    if auth is not None and not are_signed(headers):
        origin = Origin.COMMAND
    printed = fields.printed
    return ReadRequest(request, printed.start, printed.end, form, origin, frozenset(lacking) | of_body, auth)


def _inside(fields: PrintedFields) -> PrintedFields:
    """Return what stands in the parts of an object that may have its method, path or host."""
    by_name: dict[str, Value] = {}
    waiting = [fields.by_name.get(name) for name in _INSIDE]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Printed):
            for name, inner in fields_of(value).by_name.items():
                by_name.setdefault(name, inner)
                if name in _INSIDE and isinstance(inner, Printed) and inner is not value:
                    waiting.append(inner)
    return PrintedFields(fields.printed, MappingProxyType(by_name))


def _url(
    fields: PrintedFields, inside: PrintedFields, headers: HeaderPairs, pseudo: dict[str, str]
) -> tuple[str, set[NotWhole]]:
    """Put the URL together, and tell what of it nobody shows."""
    inner = fields.get(_URL)
    given = fields.text(_URL) or (fields_of(inner).text(("raw", "href")) if isinstance(inner, Printed) else None) or ""
    given = given or (call[2] if (call := _call(fields.printed.name)) else "")
    if "iamrequesturl" in fields.by_name:
        given = decoded(given) or given
    query = _query(fields.get(_QUERY) if fields.get(_QUERY) is not None else inside.get(_QUERY))
    if _absolute(given):
        url = re.sub(r"^ws", "http", given, flags=re.IGNORECASE)
        return url if "?" in url or not query else f"{url}?{query}", set()
    base = fields.text(("baseurl", "baseuri", "endpoint", "origin")) or ""
    own_host = next((value.strip() for name, value in headers if name.lower() == "host"), "")
    host = pseudo.get(":authority") or own_host or _host(fields, inside) or ""
    if _absolute(base) and not host:
        return f"{base.rstrip('/')}/{given.lstrip('/')}" + (f"?{query}" if query else ""), set()
    target = pseudo.get(":path") or (given if given.startswith("/") else "") or fields.text(_PATH) or inside.text(_PATH)
    lacking = set() if host else {NotWhole.HOST}
    if target is None or not target.startswith("/"):
        lacking |= set() if target is not None or query else {NotWhole.TARGET}
        target = f"/{target or ''}"
    if query and "?" not in target:
        target = f"{target}?{query}"
    scheme = (fields.text(("scheme", "protocol")) or pseudo.get(":scheme") or "https").rstrip(":/").lower()
    return f"{'http' if scheme == 'http' else 'https'}://{host or NOT_PASTED}{target}", lacking


def _host(fields: PrintedFields, inside: PrintedFields) -> str | None:
    value = fields.text(_HOST) or inside.text(_HOST)
    if value and _absolute(value):
        value = value.partition("://")[2]
    port = fields.text(("port",))
    if value and port and port.isdecimal() and port not in ("80", "443") and ":" not in value:
        return f"{value}:{port}"
    return value.rstrip("/") if value else None


def _query(value: Value | None) -> str:
    """Return a query as text; of names and values, as AWS's signers encode them."""
    text = text_of(value)
    if text is not None:
        return "" if text in NOTHING else text.removeprefix("?")
    if not isinstance(value, Printed):
        return ""
    pairs = [(name, text_of(item)) for name, item in value.pairs] or named_pairs(value)
    return "&".join([f"{quote(name, safe='-_.~')}={quote(item or '', safe='-_.~')}" for name, item in pairs])


def _body(fields: PrintedFields) -> str:
    value = fields.get(_BODY)
    text = text_of(value)
    if text is None and isinstance(value, Printed):
        inner = fields_of(value)
        text = inner.text(("text", "raw", "data", "bytes"))
        if text is not None and "base64" in (inner.text(("encoding",)) or ""):
            text = decoded(text)
    if text is not None and "iamrequestbody" in fields.by_name:
        text = decoded(text)
    return text if text is not None and text not in NOTHING else ""


_AWS_AUTH = ("auth", "authentication", "awsv4", "authorization", "aws")


def _signing(fields: PrintedFields) -> CommandSigning | None:
    """Return with what Postman or Insomnia signs a request, if the object says so."""
    auth = fields.get(_AWS_AUTH)
    if not isinstance(auth, Printed):
        return None
    inner = fields_of(auth)
    kind = inner.text(("type", "mode")) or ""
    if isinstance(listed := inner.get(("awsv4",)), Printed):
        inner = PrintedFields(
            listed, MappingProxyType({plain_name.sub("", n.lower()): v for n, v in _pairs_or_named(listed)})
        )
    elif kind.lower() not in ("iam", "awsv4", "aws"):
        return None
    key_id, secret = inner.text(("accesskey", "accesskeyid")), inner.text(("secretkey", "secretaccesskey"))
    token = inner.text(("sessiontoken",))
    return CommandSigning(
        inner.text(("region",)), inner.text(("service", "servicename")), keys_of(key_id, secret, token)
    )


def _pairs_or_named(printed: Printed) -> list[tuple[str, Value]]:
    return list(printed.pairs) or [(name, value) for name, value in named_pairs(printed)]


def _form(fields: PrintedFields, headers: HeaderPairs) -> tuple[str, Origin]:
    """Return what kind of print it is, and who says it."""
    names, name = fields.by_name.keys(), _type(fields.printed)
    if "iamrequesturl" in names or "iamrequestheaders" in names:
        return "Vault's iam_request_headers", Origin.WIRE
    if (
        any(header.startswith(":") for header, _ in headers_in(fields.get(_HEADERS)))
        and "headers" in names
        and "url" not in names
    ):
        return "Envoy's tap", Origin.SERVER
    if "postdata" in names or {"url", "httpversion"} <= names:
        return "HAR", Origin.WIRE
    if {"scheme", "filename"} <= names:
        return "browser's copy of a request", Origin.WIRE
    if name == "HttpRequest" or {"hostname", "protocol", "query"} <= names:
        return "AWS SDK for JavaScript's request", Origin.WIRE
    if name == "Request" and "uri" in names:
        return "AWS SDK for Rust's request", Origin.WIRE
    if {"auth", "authentication"} & names and not are_signed(headers):
        return "saved request of an API client", Origin.COMMAND
    if "requestcontext" in names or ("path" in names and {"proto", "header"} & names):
        return "server's JSON log", Origin.SERVER
    if {"host", "path", "headers"} <= names:
        return "options of aws4", Origin.WIRE
    return f"printed {name or 'request'}" if is_header_name(name) else "printed request", Origin.WIRE


def _table(printed: Printed, pairs: HeaderPairs, fields: PrintedFields) -> ReadRequest:
    """Read headers that were printed alone."""
    method = fields.text(("httpmethod", ":method", "requestmethod"))
    pseudo = {name: value for name, value in pairs if name.startswith(":")}
    is_bolt = "httpmethod" in fields.by_name
    headers = [pair for pair in pairs if not pair[0].startswith(":") and pair[0].lower() not in ("httpmethod",)]
    call = _call(printed.name)
    host = pseudo.get(":authority") or next((value.strip() for name, value in headers if name.lower() == "host"), "")
    uri = fields.text(("requesturi", "requestpath"))
    host = host or fields.text(("requesthost", "requestaddr", "servername")) or ""
    target = pseudo.get(":path") or ("/opencypher" if is_bolt else uri if uri and uri.startswith("/") else "/")
    lacking = set() if host else {NotWhole.HOST}
    lacking |= set() if method else {NotWhole.METHOD}
    lacking |= set() if ":path" in pseudo or is_bolt else {NotWhole.BODY} if uri else {NotWhole.TARGET, NotWhole.BODY}
    url = call[2] if call else f"https://{host.rpartition('://')[2] or NOT_PASTED}{target}"
    method = method or pseudo.get(":method") or (call[1] if call else "GET")
    if call:
        lacking = {NotWhole.BODY}
    request = Request(method, url, headers)
    form = "Neptune's Bolt token" if is_bolt else "server's variables" if uri else "printed headers"
    origin = Origin.SERVER if uri else Origin.WIRE
    return ReadRequest(request, printed.start, printed.end, form, origin, frozenset(lacking))
