"""One signed request in the forms in which clients, servers, browsers and tools print it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import parse_qsl, quote

from sigv4_explain import Credentials, Request, presign, sha256_hex, sign

MOMENT = "20150830T123600Z"
KEYS = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
HOST = "abc123.execute-api.us-east-1.amazonaws.com"
TARGET = "/prod/a%20b?x=1&y=a%2Fb"
BODY = '{"client":"it is"}'
UNSIGNED = Request(
    "POST",
    f"https://{HOST}{TARGET}",
    {"Host": HOST, "Content-Type": "application/json", "X-Amz-Content-Sha256": sha256_hex(BODY.encode())},
    BODY,
)
SIGNED = sign(UNSIGNED, KEYS, region="us-east-1", service="execute-api", at=MOMENT)
PRESIGNED = presign(
    Request("GET", f"https://{HOST}{TARGET}"), KEYS, region="us-east-1", service="execute-api", expires=300, at=MOMENT
)
HEADERS = SIGNED.headers
TABLE = dict(HEADERS)
AUTHORIZATION = TABLE["Authorization"]

Print = Callable[[], str]


def lines(prefix: str = "", end: str = "") -> str:
    """Write the headers, one in a line."""
    return "\n".join([f"{prefix}{name}: {value}{end}" for name, value in HEADERS])


def head(first: str = "POST {TARGET} HTTP/1.1") -> str:
    """Write request line and headers."""
    return f"{first.replace('{TARGET}', TARGET)}\n{lines()}"


def marked(prefix: str, text: str, end: str = "") -> str:
    """Put something around each line."""
    return "\n".join([f"{prefix}{line}{end}" for line in text.split("\n")])


def node(indent: str = "    ") -> str:
    """Write the headers as Node prints an object."""
    rows = [f"{indent}{name if name.isalpha() else repr(name)}: {value!r}" for name, value in HEADERS]
    return "{\n" + ",\n".join(rows) + "\n" + indent[2:] + "}"


def pairs(key: str = "name", value: str = "value") -> list[dict[str, str]]:
    """Return the headers as a list of objects."""
    return [{key: name, value: text} for name, text in HEADERS]


def curl(mark: str = "\\", quote_: str = "'") -> str:
    """Write a command in several lines."""
    rows = [f"curl -X POST {quote_}{SIGNED.url}{quote_}"]
    rows += [f"  -H {quote_}{name}: {value}{quote_}" for name, value in HEADERS]
    body = BODY if quote_ == "'" else BODY.replace('"', '\\"' if mark == "^" else '`"')
    return f" {mark}\n".join([*rows, f"  --data-raw {quote_}{body}{quote_}"])


_ESCAPED = head().replace("\n", "\\r\\n") + "\\r\\n\\r\\n"
_QUOTED = BODY.replace('"', '\\"')
_JAVA = ", ".join([f"{name}={value}" for name, value in HEADERS])
_GO = " ".join([f"{name}:[{value}]" for name, value in HEADERS])

FORMS: dict[str, Print] = {
    "HTTP message": lambda: f"{head()}\n\n{BODY}",
    "HTTP/2 message": lambda: f"{head('POST {TARGET} HTTP/2')}\n\n{BODY}",
    "HTTPie -v": lambda: f"{head()}\n\n{BODY}\n\n\nHTTP/1.1 403 Forbidden",
    "curl -v, libcurl for PHP": lambda: (
        f"*   Trying 192.0.2.1...\n* Connected to {HOST} (192.0.2.1) port 443\n> {head()}\n\n{BODY}\n< HTTP/1.1 403"
    ),
    "mc admin trace -v": lambda: (
        "127.0.0.1:9000 [REQUEST s3.PutObject] [2015-08-30T12:36:00.1] [Client IP: 192.0.2.1]\n"
        + marked("127.0.0.1:9000 ", f"POST {TARGET}\nProto: HTTP/1.1\n{lines()}\n\n{BODY}")
        + "\n127.0.0.1:9000 [RESPONSE] [2015-08-30T12:36:00.2] [ Duration 296µs ]"
    ),
    "mc admin trace --json": lambda: json.dumps(
        {
            "host": "127.0.0.1:9000",
            "api": "s3.PutObject",
            "request": {
                "proto": "HTTP/1.1",
                "method": "POST",
                "path": TARGET.partition("?")[0],
                "rawQuery": TARGET.partition("?")[2],
                "headers": {name: [value] for name, value in HEADERS},
                "body": BODY,
            },
            "response": {"statusCode": 403, "headers": {"Server": ["MinIO"]}},
        }
    ),
    "minio-java": lambda: f"request={{method=POST, url={SIGNED.url}, headers={lines()}\n}}\nresponse={{code=403}}",
    "AWS SDK for Rust": lambda: (
        f"request=Request {{ method: POST, uri: {SIGNED.url}, version: HTTP/1.1, headers: {json.dumps(TABLE)}, "
        f'body: SdkBody {{ inner: Once(Some(b"{_QUOTED}")), retryable: true }} }}'
    ),
    "AWS SDK for Go v1": lambda: (
        f"2015/08/30 12:36:00 DEBUG: Request execute-api/Invoke Details:\n---[ REQUEST POST-SIGN ]-----\n{head()}"
        f"\n\n{BODY}\n-----------------------------------------------------\n"
    ),
    "AWS SDK for Go v2": lambda: (
        f"SDK 2015/08/30 12:36:00 DEBUG Request\n{head()}\n\n{BODY}\nSDK 2015/08/30 12:36:01 DEBUG Response\n"
    ),
    "Apache HttpClient 4": lambda: "\n".join(
        [
            *[f'http-outgoing-0 >> "{line}[\\r][\\n]"' for line in [*head().split("\n"), ""]],
            f'http-outgoing-0 >> "{BODY}"',
            'http-outgoing-0 << "HTTP/1.1 403 Forbidden[\\r][\\n]"',
        ]
    ),
    "Apache HttpClient 5 in a log": lambda: "\n".join(
        [
            f'2015-08-30 12:36:00,{number:03} DEBUG o.a.h.c.h.wire [main] http-outgoing-12 >> "{line}'
            for number, line in enumerate([*[f'{one}[\\r][\\n]"' for one in [*head().split("\n"), ""]], f'{BODY}"'])
        ]
    ),
    "HttpRequest of the AWS SDK for JavaScript v3": lambda: (
        f"HttpRequest {{\n  method: 'POST',\n  hostname: '{HOST}',\n  port: undefined,\n"
        f"  query: {{ x: '1', y: 'a/b' }},\n  headers: {node()},\n  body: '{BODY}',\n  protocol: 'https:',\n"
        "  path: '/prod/a%20b',\n  username: undefined\n}"
    ),
    "HttpRequest of the AWS SDK for JavaScript v2": lambda: (
        f"HttpRequest {{\n  method: 'POST',\n  path: '{TARGET}',\n  headers: {node()},\n  body: '{BODY}',\n"
        f"  endpoint: Endpoint {{\n    protocol: 'https:',\n    host: '{HOST}',\n    port: 443,\n    href: 'https://{HOST}/'\n"
        "  },\n  region: 'us-east-1'\n}"
    ),
    "options of aws4": lambda: (
        f"{{\n  host: '{HOST}',\n  path: '{TARGET}',\n  method: 'POST',\n  body: '{BODY}',\n  headers: {node()}\n}}"
    ),
    "config of axios": lambda: (
        f"{{\n  method: 'post',\n  url: '{SIGNED.url}',\n  headers: AxiosHeaders {node()},\n  data: '{BODY}'\n}}"
    ),
    ".NET HttpRequestMessage": lambda: (
        f"Method: POST, RequestUri: '{SIGNED.url}', Version: 1.1, Content: System.Net.Http.StringContent, Headers:\n"
        f"{{\n{lines('  ')}\n}}"
    ),
    "OkHttp": lambda: (
        f"--> POST {SIGNED.url} http/1.1\n{lines()}\n\n{BODY}\n--> END POST (18-byte body)\n<-- 403 {SIGNED.url} (20ms)"
    ),
    "OkHttp on Android": lambda: marked(
        "D/OkHttp: ", f"--> POST {SIGNED.url} h2\n{lines()}\n\n{BODY}\n--> END POST (18-byte body)"
    ),
    "Feign": lambda: marked(
        "[Api#call] ", f"---> POST {SIGNED.url} HTTP/1.1\n{lines()}\n\n{BODY}\n---> END HTTP (18-byte body)"
    ),
    "Ruby net/http": lambda: (
        f'opening connection to {HOST}:443...\nopened\n<- "{_ESCAPED}"\n<- "{_QUOTED}"\n-> "HTTP/1.1 403\\r\\n"'
    ),
    "Python http.client": lambda: f"send: b'{_ESCAPED}'\nsend: b'{BODY}'\nreply: 'HTTP/1.1 403 Forbidden\\r\\n'",
    "Python http.client, in one": lambda: f"send: b'{_ESCAPED}{BODY}'\nreply: 'HTTP/1.1 403 Forbidden\\r\\n'",
    "aws-sigv4-proxy": lambda: f'level=debug msg="proxying request" request="{_ESCAPED}{_QUOTED}"',
    "JSON with a message in it": lambda: json.dumps(
        {"level": "debug", "msg": f"{head()}\n\n{BODY}".replace("\n", "\r\n")}
    ),
    "headers in JSON, in a JSON log": lambda: json.dumps(
        {"level": "debug", "req": {"method": "POST", "url": SIGNED.url, "headers": TABLE, "body": BODY}}
    ),
    "Go's request": lambda: (
        f"&{{Method:POST URL:{SIGNED.url} Proto:HTTP/1.1 ProtoMajor:1 ProtoMinor:1 Header:map[{_GO}] "
        "Body:<nil> ContentLength:18}"
    ),
    "Go's headers": lambda: (
        "http.Header{" + ", ".join([f'"{name}":[]string{{"{value}"}}' for name, value in HEADERS]) + "}"
    ),
    "Java's map": lambda: f"headers: {{{_JAVA}}}",
    "OkHttp's Request": lambda: (
        f"Request{{method=POST, url={SIGNED.url}, headers=[{', '.join([f'{n}:{v}' for n, v in HEADERS])}]}}"
    ),
    "Spring's headers": lambda: "[" + ", ".join([f'{name}:"{value}"' for name, value in HEADERS]) + "]",
    "Python's dict": lambda: f"{TABLE!r}",
    "Python's dict, pprint": lambda: "{" + ",\n ".join([f"{name!r}: {value!r}" for name, value in HEADERS]) + "}",
    "Python's list of pairs": lambda: f"Headers({list(HEADERS)!r})",
    "Python's list of bytes": lambda: f"{[(name.encode(), value.encode()) for name, value in HEADERS]!r}",
    "aiohttp's headers": lambda: "<CIMultiDict(" + ", ".join([f"{n!r}: {v!r}" for n, v in HEADERS]) + ")>",
    "Ruby's hash": lambda: "{" + ", ".join([f'"{name}"=>"{value}"' for name, value in HEADERS]) + "}",
    "Ruby's hash of lists": lambda: "{" + ", ".join([f'"{n.lower()}" => ["{v}"]' for n, v in HEADERS]) + "}",
    "PHP's print_r": lambda: "Array\n(\n" + "\n".join([f"    [{n}] => {v}" for n, v in HEADERS]) + "\n)\n",
    "PHP's print_r of lists": lambda: (
        "Array\n(\n"
        + "\n".join([f"    [{n}] => Array\n        (\n            [0] => {v}\n        )\n" for n, v in HEADERS])
        + "\n)\n"
    ),
    "PHP's var_dump": lambda: (
        f"array({len(HEADERS)}) {{\n"
        + "\n".join([f'  ["{n}"]=>\n  string({len(v)}) "{v}"' for n, v in HEADERS])
        + "\n}\n"
    ),
    "PHP's var_export": lambda: "array (\n" + "\n".join([f"  '{n}' => '{v}'," for n, v in HEADERS]) + "\n)",
    "Swift's dictionary": lambda: "[" + ", ".join([f'AnyHashable("{n}"): "{v}"' for n, v in HEADERS]) + "]",
    "Node's raw headers": lambda: json.dumps(
        {"method": "POST", "url": TARGET, "rawHeaders": [t for p in HEADERS for t in p]}
    ),
    "API Gateway's execution log": lambda: (
        f"(a1) HTTP Method: POST, Resource Path: {TARGET}\n(a1) Method request headers: {{{_JAVA}}}\n"
        "(a1) Gateway response type: INVALID_SIGNATURE with status code: 403"
    ),
    "Envoy's tap": lambda: json.dumps(
        {
            "http_buffered_trace": {
                "request": {
                    "headers": [
                        {"key": ":method", "value": "POST"},
                        {"key": ":path", "value": TARGET},
                        {"key": ":authority", "value": HOST},
                        *[pair for pair in pairs("key") if pair["key"] != "Host"],
                    ],
                    "body": {"truncated": False, "as_bytes": base64.b64encode(BODY.encode()).decode()},
                }
            }
        }
    ),
    "HAR": lambda: json.dumps(
        {
            "log": {
                "entries": [
                    {"request": {"method": "POST", "url": SIGNED.url, "headers": pairs(), "postData": {"text": BODY}}}
                ]
            }
        }
    ),
    "Firefox's headers": lambda: json.dumps({"Request Headers (1.2 kB)": {"headers": pairs()}}),
    "curl for bash": curl,
    "curl for bash, one line": lambda: curl().replace(" \\\n ", ""),
    "curl for cmd": lambda: curl("^", '"'),
    "curl for PowerShell": lambda: curl("`", '"').replace("curl -X", "curl.exe -X"),
    "fetch": lambda: (
        f"await fetch({json.dumps(SIGNED.url)}, "
        + json.dumps({"headers": TABLE, "body": BODY, "method": "POST"}, indent=2)
        + ");"
    ),
    "Invoke-WebRequest": lambda: (
        f'Invoke-WebRequest -UseBasicParsing -Uri "{SIGNED.url}" `\n-Method "POST" `\n-Headers @{{\n'
        + "\n".join([f'  "{name}"="{value}"' for name, value in HEADERS])
        + f"\n}} `\n-Body '{BODY}'"
    ),
    "Invoke-RestMethod with a table above": lambda: (
        "$headers = @{\n"
        + "\n".join([f"    '{name}' = '{value}'" for name, value in HEADERS])
        + f"\n}}\n$body = '{BODY}'\nInvoke-RestMethod -Uri '{SIGNED.url}' -Method POST -Headers $headers -Body $body"
    ),
    "wget": lambda: (
        "wget --method=POST "
        + " ".join([f"--header='{name}: {value}'" for name, value in HEADERS])
        + f" --body-data='{BODY}' '{SIGNED.url}'"
    ),
    "wget -d": lambda: f"---request begin---\n{head()}\n\n---request end---\n[POST data: {BODY}]\nHTTP request sent",
    "pseudo headers": lambda: f":authority: {HOST}\n:method: POST\n:path: {TARGET}\n:scheme: https\n{lines()}",
    "a browser's table": lambda: "\n".join(
        [
            f"{name}\n{value}"
            for name, value in [
                (":authority", HOST),
                (":method", "POST"),
                (":path", TARGET),
                (":scheme", "https"),
                *HEADERS,
            ]
        ]
    ),
    "a browser's panel": lambda: (
        f"General\nRequest URL: {SIGNED.url}\nRequest Method: POST\nStatus Code: 403\nRequest Headers\n{lines()}"
    ),
    "URL and headers": lambda: f"POST {SIGNED.url}\n{lines()}",
    "list of headers": lines,
    "list of headers with commas": lambda: lines(end=","),
    "list of headers in quotes": lambda: "\n".join([f'"{name}": "{value}",' for name, value in HEADERS]),
    "an .http file": lambda: (
        f"@host = {HOST}\n\n### call\nPOST https://{{{{host}}}}{TARGET}\n{lines()}\n\n{BODY}\n\n###\n"
    ),
    "Postman's console": lambda: (
        f"POST {SIGNED.url}\n"
        + json.dumps({"Network": {"agent": {}}, "Request Headers": TABLE, "Request Body": BODY}, indent=2)
    ),
    "Go's httputil dump in a log": lambda: f"2015/08/30 12:36:00 {head()}\n\n{BODY}\n2015/08/30 12:36:01 403 Forbidden",
    "Terraform's log": lambda: (
        "2015-08-30T12:36:00.000Z [DEBUG] provider: HTTP Request Sent: "
        + " ".join([f'http.request.header.{n.lower().replace("-", "_")}="{v}"' for n, v in HEADERS if n != "Host"])
        + f' http.method=POST http.url={SIGNED.url} http.request.body="{_QUOTED}" net.peer.name={HOST}'
    ),
}
"""Of the whole request, or of its headers alone."""

_TOKEN = PRESIGNED.removeprefix("https://")
PRESIGNED_FORMS: dict[str, Print] = {
    "URL": lambda: PRESIGNED,
    "URL in angle brackets": lambda: f"<{PRESIGNED}>",
    "URL in a link": lambda: f"[the file]({PRESIGNED}).",
    "URL in HTML": lambda: f'<a href="{PRESIGNED.replace("&", "&amp;")}">',
    "URL in JSON": lambda: json.dumps({"url": PRESIGNED}).replace("&", "\\u0026"),
    "URL over lines": lambda: "\n".join([PRESIGNED[at : at + 76] for at in range(0, len(PRESIGNED), 76)]),
    "URL with backslashes": lambda: "\\\n".join([PRESIGNED[at : at + 76] for at in range(0, len(PRESIGNED), 76)]),
    "WebSocket URL": lambda: PRESIGNED.replace("https://", "wss://"),
    "EKS's token": lambda: "k8s-aws-v1." + base64.urlsafe_b64encode(PRESIGNED.encode()).decode().rstrip("="),
    "MSK's token": lambda: base64.urlsafe_b64encode(PRESIGNED.encode()).decode().rstrip("="),
    "curl": lambda: f"curl -v '{PRESIGNED}'",
    "wget": lambda: f'wget -O out "{PRESIGNED}"',
    "HTTP message": lambda: f"GET {_TOKEN.removeprefix(HOST)} HTTP/1.1\nHost: {HOST}\n\n",
    "Firefox's JSON": lambda: json.dumps(
        {
            "GET": {
                "scheme": "https",
                "host": HOST,
                "filename": "/prod/a%20b",
                "query": dict(parse_qsl(PRESIGNED.partition("?")[2])),
            }
        }
    ),
    "encoded as a whole": lambda: quote(PRESIGNED, safe=""),
}
