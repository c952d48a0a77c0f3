"""How clients and people print a request, what a client signed, and what a server answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sigv4_explain import Request
from sigv4_explain.verifier.verdict import Verdict

Form = Callable[[Request], str]


def _target(request: Request) -> str:
    parts = urlsplit(request.url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _sent(request: Request) -> list[tuple[str, str]]:
    """Return all headers, Host first."""
    host = [pair for pair in request.headers if pair[0].lower() == "host"] or [("Host", request.host)]
    return host + [pair for pair in request.headers if pair[0].lower() != "host"]


def _body(request: Request) -> str:
    return request.body.decode("utf-8", "replace")


def _lines(request: Request, prefix: str = "") -> str:
    return "\n".join([f"{prefix}{name}: {value}" for name, value in _sent(request)])


def _head(request: Request) -> str:
    return f"{request.method} {_target(request)} HTTP/1.1\n{_lines(request)}"


def raw(request: Request) -> str:
    """Write raw HTTP."""
    return f"{_head(request)}\n\n{_body(request)}"


def _curl_v(request: Request) -> str:
    head = "\n".join([f"> {line}" for line in _head(request).split("\n")])
    return f"*   Trying 192.0.2.7:443...\n* Connected to {request.host} (192.0.2.7) port 443\n{head}\n> \n* sent off"


def _libcurl(request: Request) -> str:
    return f"*   Trying 192.0.2.7...\n* Connected to {request.host} (192.0.2.7) port 443 (#0)\n> {raw(request)}"


def _quoted(text: str, mark: str = "'") -> str:
    return mark + text.replace("'", "'\\''") + mark


def _curl(request: Request) -> str:
    rows = [f"curl {_quoted(request.url)}", f"  -X {request.method}"]
    rows += [f"  -H {_quoted(f'{name}: {value}')}" for name, value in request.headers]
    rows += [f"  --data-raw {_quoted(_body(request))}"] if request.body else []
    return " \\\n".join(rows)


def _har(request: Request) -> str:
    headers = [{"name": name, "value": value} for name, value in _sent(request)]
    entry: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "httpVersion": "http/1.1",
        "headers": headers,
    }
    if request.body:
        entry["postData"] = {"mimeType": "text/plain", "text": _body(request)}
    return json.dumps(
        {"log": {"version": "1.2", "entries": [{"request": entry, "response": {"status": 403}}]}}, indent=2
    )


def _go(request: Request) -> str:
    return f"SDK 2015/08/30 12:36:00 DEBUG Request\n{raw(request)}\nSDK 2015/08/30 12:36:01 DEBUG Response\n"


def _java_wire(request: Request) -> str:
    mark = "2015-08-30 12:36:00.123 DEBUG [main] org.apache.http.wire - http-outgoing-0 >> "
    lines = [f'{mark}"{line}[\\r][\\n]"' for line in [*_head(request).split("\n"), ""]]
    body = _body(request).replace("\n", f'[\\n]"\n{mark}"')
    return "\n".join([*lines, *([f'{mark}"{body}"'] if request.body else [])])


def _node_headers(request: Request) -> str:
    rows = [f"    {name if name.isalpha() else repr(name)}: {value!r}" for name, value in _sent(request)]
    return "{\n" + ",\n".join(rows) + "\n  }"


def _aws4(request: Request) -> str:
    return (
        f"{{\n  host: '{request.host}',\n  path: {_target(request)!r},\n  method: '{request.method}',\n"
        f"  headers: {_node_headers(request)},\n  body: {_body(request)!r}\n}}"
    )


def _js_v3(request: Request) -> str:
    parts = urlsplit(request.url)
    query = ", ".join([f"{name!r}: {value!r}" for name, value in parse_qsl(parts.query, keep_blank_values=True)])
    return (
        f"HttpRequest {{\n  method: '{request.method}',\n  hostname: '{parts.hostname}',\n"
        f"  port: {parts.port or 'undefined'},\n"
        f"  query: {{ {query} }},\n  headers: {_node_headers(request)},\n  body: {_body(request)!r},\n"
        f"  protocol: 'https:',\n  path: {(parts.path or '/')!r}\n}}"
    )


def _botocore(request: Request) -> str:
    headers = "{" + ", ".join([f"'{name}': {value.encode()!r}" for name, value in request.headers]) + "}"
    return (
        "DEBUG:botocore.endpoint:Sending http request: <AWSPreparedRequest stream_output=False, "
        f"method={request.method}, url={request.url}, headers={headers}>"
    )


def _http_client(request: Request) -> str:
    head = f"{_head(request)}\n\n".replace("\n", "\r\n").encode()
    return (
        f"send: {head!r}"
        + (f"\nsend: {request.body!r}" if request.body else "")
        + "\nreply: 'HTTP/1.1 403 Forbidden\\r\\n'"
    )


def _rust(request: Request) -> str:
    body, headers = (json.dumps(one, ensure_ascii=False) for one in (_body(request), dict(_sent(request))))
    return (
        f"TRACE aws_smithy_runtime::client: request=Request {{ method: {request.method}, uri: {request.url}, "
        f"version: HTTP/1.1, headers: {headers}, body: SdkBody {{ inner: Once(Some(b{body})) }} }}"
    )


def _mc_trace(request: Request) -> str:
    head = f"{request.method} {_target(request)}\nProto: HTTP/1.1\n{_lines(request)}"
    return (
        "127.0.0.1:9000 [REQUEST s3.PutObject] [2015-08-30T12:36:00.245] [Client IP: 10.0.0.1]\n"
        f"{head}\n<BLOB>\n[RESPONSE] [2015-08-30T12:36:00.245] [ Duration 296µs TTFB 274µs ]\n403 Forbidden"
    )


def _okhttp(request: Request) -> str:
    end = f"--> END {request.method} ({len(request.body)}-byte body)"
    return f"--> {request.method} {request.url} h2\n{_lines(request)}\n\n{_body(request)}\n{end}"


def _dotnet(request: Request) -> str:
    return (
        f"Method: {request.method}, RequestUri: '{request.url}', Version: 1.1, Content: System.Net.Http.StringContent, "
        f"Headers:\n{{\n{_lines(request, '  ')}\n}}"
    )


def _printed(request: Request) -> str:
    return f"{request.method} {request.url}\n{dict(_sent(request))!r}\n{_body(request)}"


def _url_and_headers(request: Request) -> str:
    return f"{request.method} {request.url}\n{_lines(request)}\n\n{_body(request)}"


REQUESTS: Mapping[str, Form] = {
    "raw HTTP": raw,
    "raw HTTP, again": raw,
    "curl -v": _curl_v,
    "libcurl's debug": _libcurl,
    "Copy as cURL": _curl,
    "HAR": _har,
    "Go SDK": _go,
    "Java wire": _java_wire,
    "aws4's options": _aws4,
    "JS SDK v3": _js_v3,
    "botocore": _botocore,
    "http.client": _http_client,
    "Rust SDK": _rust,
    "mc trace": _mc_trace,
    "OkHttp": _okhttp,
    ".NET": _dotnet,
    "URL and printed headers": _printed,
    "URL and headers": _url_and_headers,
}
"""A request as it was sent, by what prints it."""

NO_BODY = frozenset({"curl -v", "botocore", "mc trace", ".NET"})
"""The forms that do not print the body."""
NO_REPEATS = frozenset({"botocore", "Rust SDK", "URL and printed headers", "JS SDK v3"})
"""The forms that print headers or parameters as a map: of two of one name one is lost."""


TextForm = Callable[[str, str], str]


def _node(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


TEXTS: Mapping[str, TextForm] = {
    "botocore": lambda canonical, to_sign: (
        f"2015-08-30 12:36:00,123 botocore.auth [DEBUG] CanonicalRequest:\n{canonical}\n"
        f"2015-08-30 12:36:00,124 botocore.auth [DEBUG] StringToSign:\n{to_sign}\n"
        f"2015-08-30 12:36:00,124 botocore.auth [DEBUG] Signature:\n{'0' * 64}"
    ),
    "labels": lambda canonical, to_sign: f"Canonical request:\n{canonical}\n\nString to sign:\n{to_sign}",
    "other labels": lambda canonical, to_sign: f"canonicalRequest =\n{canonical}\n\nstringToSign =\n{to_sign}",
    "Go SDK": lambda canonical, to_sign: (
        "2015/08/30 12:36:00 DEBUG: Request Signature:\n---[ CANONICAL STRING  ]-----------------------------\n"
        f"{canonical}\n---[ STRING TO SIGN ]--------------------------------\n{to_sign}\n"
        "-----------------------------------------------------"
    ),
    "bare": lambda canonical, to_sign: f"{canonical}\n\n{to_sign}",
    "Python repr": lambda canonical, to_sign: f"{canonical!r}\n{to_sign!r}",
    "JSON": lambda canonical, to_sign: json.dumps(
        {"canonicalRequest": canonical, "stringToSign": to_sign}, ensure_ascii=False
    ),
    "two strings": lambda canonical, to_sign: f"{_node(canonical)}\n{_node(to_sign)}",
    "fences": lambda canonical, to_sign: (
        f"This is my canonical request:\n```\n{canonical}\n```\nand the string to sign:\n```\n{to_sign}\n```"
    ),
}
"""What a client signed, by what prints it."""


class Said:
    """What a server said, in the forms in which people have it."""

    def __init__(self, verdict: Verdict, service: str) -> None:
        """Take what the server decided."""
        self.code, self.status = verdict.code or "", verdict.status
        self.message = verdict.message or ""
        self.is_xml = service in ("s3", "sqs", "sts")
        self.details = () if verdict.refusal is None else verdict.refusal.details
        self.service = service

    def body(self) -> str:
        """Write the body of the answer."""
        if self.service == "s3":
            elements = [
                ("Code", self.code),
                ("Message", self.message),
                *self.details,
                ("RequestId", "4442587FB7D0A2F9"),
            ]
            return "\n".join(
                ["<Error>", *[f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in elements], "</Error>"]
            )
        if self.is_xml:
            text = escape(self.message, quote=False)
            return (
                f"<ErrorResponse><Error><Type>Sender</Type><Code>{self.code}</Code><Message>{text}</Message></Error>"
                "<RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>"
            )
        return json.dumps({"message": self.message}, ensure_ascii=False)

    def response(self) -> str:
        """Write status, headers and body."""
        kind = "application/xml" if self.is_xml else "application/json"
        name = "" if self.is_xml else f"x-amzn-ErrorType: {self.code}\n"
        date = "Sun, 30 Aug 2015 12:36:00 GMT"
        return f"HTTP/1.1 {self.status} Forbidden\nDate: {date}\nContent-Type: {kind}\n{name}\n{self.body()}"

    def boto3(self) -> str:
        """Write the line that botocore's exception prints."""
        return (
            'Traceback (most recent call last):\n  File "app.py", line 7, in <module>\n    main()\n'
            f"botocore.exceptions.ClientError: An error occurred ({self.code}) when calling the Invoke operation: "
            f"{self.message}"
        )

    def node(self) -> str:
        """Write what Node prints of the SDK's error."""
        return (
            f"{self.code}: {self.message}\n    at throwDefaultError (/app/node_modules/@smithy/index.js:867:20)"
            f" {{\n  '$fault': 'client',\n  '$metadata': {{ httpStatusCode: {self.status}, attempts: 1 }}\n}}"
        )

    def go(self) -> str:
        """Write the error of the SDK for Go, version 2."""
        return (
            f"operation error Service: Invoke, https response error StatusCode: {self.status}, RequestID: 4b2b, "
            f"api error {self.code}: {self.message}"
        )

    def java(self) -> str:
        """Write the exception of the SDK for Java."""
        return (
            f"software.amazon.awssdk.core.exception.SdkServiceException: {self.message} (Service: Service, "
            f"Status Code: {self.status}, Request ID: 4b2b, Error Code: {self.code})"
        )

    def sentence(self) -> str:
        """Write the first sentence alone."""
        return f"{self.status} {self.code}: {self.message.split(chr(10))[0]}"


ANSWERS: Mapping[str, Callable[[Said], str]] = {
    "body": Said.body,
    "response": Said.response,
    "boto3": Said.boto3,
    "Node": Said.node,
    "Go": Said.go,
    "Java": Said.java,
    "sentence": Said.sentence,
}
"""What a server said, by who prints it."""


def shows_texts(form: str, said: Said) -> bool:
    """Tell whether an answer in this form shows what the server computed."""
    if said.service == "s3":
        return form in ("body", "response") and any(name == "CanonicalRequest" for name, _ in said.details)
    return form != "sentence" and "Canonical String" in said.message
