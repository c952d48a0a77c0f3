"""Answers to a refused request as our own server gives them, and the disguises in which people paste them."""

from __future__ import annotations

import html
import json
import pprint
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sigv4_explain import Credentials, Request, sign, verify

MOMENT = "20150830T123600Z"
TOKEN = "a/session+token" * 12 + "=="
ALICE = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", TOKEN)
NOTE = "it's \"quoted\" \\n \\\\ \\u0041 é &amp; <b> 日本, 'x'"


class Told(NamedTuple):
    """What a server said, piece by piece."""

    message: str
    canonical_request: str
    string_to_sign: str
    details: Mapping[str, str]


def refused(service: str, note: str = NOTE) -> Told:
    """Let our server refuse a request whose body (S3: method) was changed after it was signed."""
    request = Request("POST", "https://example.amazonaws.com/prod/a%20b?x=1&y=it's", {"X-Note": note}, "body")
    signed = sign(request, ALICE, region="us-east-1", service=service, at=MOMENT)
    changed = Request("PUT", signed.url, signed.headers, "body" if service == "s3" else "another")
    verdict = verify(changed, {"AKIDEXAMPLE": ALICE}, region="us-east-1", service=service, at=MOMENT)
    assert verdict.refusal is not None
    assert verdict.trace is not None
    canonical, to_sign = (str(verdict.trace[name].output) for name in ("canonical_request", "string_to_sign"))
    return Told(verdict.refusal.message, canonical, to_sign, dict(verdict.refusal.details))


def s3_xml(told: Told) -> str:
    """Write S3's answer."""
    details = "".join([f"<{name}>{html.escape(text)}</{name}>" for name, text in told.details.items()])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SignatureDoesNotMatch</Code>'
        f"<Message>{told.message}</Message>{details}<RequestId>R1</RequestId><HostId>H=</HostId></Error>"
    )


def without_bytes(xml: str) -> str:
    """Take S3's elements in hex out."""
    return re.sub(r"<(\w+)Bytes>.*?</\1Bytes>", "", xml, flags=re.DOTALL)


def node_text(text: str) -> str:
    """Print a long text as Node does."""
    pieces = [json.dumps(line, ensure_ascii=False) if "'" in line else f"'{_node(line)}'" for line in _lines(text)]
    return " +\n    ".join(pieces)


def _node(line: str) -> str:
    return line.replace("\\", "\\\\").replace("\n", "\\n")


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [line for line in text.split("\n")[-1:] if line]


def before_each_line(prefix: str, text: str) -> str:
    """Put something before each line, as Markdown, comments and indented blocks do."""
    return "\n".join([(prefix + line).rstrip() for line in text.split("\n")])


def with_time_stamps(text: str) -> str:
    """Put a time stamp before each line, as a container's log does."""
    stamped = [f"2015-08-30T12:36:{number:02}Z stderr F {line}" for number, line in enumerate(text.split("\n"))]
    return "\n".join(stamped)


Disguise = Callable[[str], str]

OF_ANY_TEXT: dict[str, Disguise] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a Python repr": repr,
    "a repr of bytes": lambda text: repr(text.encode()),
    "a JSON text": json.dumps,
    "JSON in JSON": lambda text: json.dumps(json.dumps({"body": text})),
    "JSON in JSON in a repr": lambda text: repr(json.dumps(json.dumps({"body": text}))),
    "a repr of JSON with UTF-8 bytes": lambda text: repr(json.dumps({"body": text}, ensure_ascii=False).encode()),
    "HTML": html.escape,
    "HTML but for quotes": lambda text: html.escape(text, quote=False),
    "JSON in HTML": lambda text: html.escape(json.dumps({"body": text})),
    "JSON as Go writes it": lambda text: re.sub("[<>&]", lambda m: f"\\u{ord(m[0]):04x}", json.dumps({"body": text})),
    "a Markdown quote": lambda text: before_each_line("> ", text),
    "a quote in a quote": lambda text: before_each_line("> > ", text),
    "a code fence": lambda text: f"This is what I get:\n```\n{text}\n```\nAny ideas?",
    "an indented block": lambda text: before_each_line("    ", text),
    "a comment": lambda text: before_each_line("#   ", text),
    "time stamps": with_time_stamps,
    "blanks at the ends of lines": lambda text: text.replace("\n", "  \n"),
    "flattened": lambda text: text.replace("\n", " "),
    "flattened, blanks folded": lambda text: " ".join(text.split()),
    "newlines lost": lambda text: text.replace("\n", ""),
    "newlines doubled": lambda text: text.replace("\n", "\n\n"),
    "a log line": lambda text: (
        f"[2015-08-30 12:36:00] ERROR app.py:17 failed: {text.encode('unicode_escape').decode()}"
    ),
    "pprint": lambda text: pprint.pformat({"error": text}, width=200),
}

OF_A_MESSAGE: dict[str, Disguise] = {
    "API Gateway": lambda text: json.dumps({"message": text}),
    "API Gateway, pretty": lambda text: json.dumps({"message": text}, indent=2, ensure_ascii=False),
    "with a capital": lambda text: json.dumps({"Message": text}),
    "DynamoDB": lambda text: json.dumps(
        {"__type": "com.amazon.coral.service#InvalidSignatureException", "message": text}
    ),
    "Selling Partner API": lambda text: json.dumps({"errors": [{"message": text, "code": "InvalidSignature"}]}),
    "a proxy's answer": lambda text: json.dumps({"statusCode": 403, "body": json.dumps({"message": text})}),
    "a log in JSON": lambda text: json.dumps(
        {"level": "error", "message": "call failed", "err": f"api error SomeCode: {text}"}
    ),
    "real newlines in JSON": lambda text: '{"message":"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"}',
    "XML": lambda text: f"<ErrorResponse><Error><Code>SomeCode</Code><Message>{html.escape(text)}</Message></Error>",
    "botocore": lambda text: f"ClientError: An error occurred (SomeCode) when calling the Invoke operation: {text}",
    "Node": lambda text: f"InvalidSignatureException: {node_text(text)}",
}
