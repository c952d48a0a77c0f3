"""A verdict as the services write it, and both sides of an exchange as people paste them."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from html import escape

from sigv4_explain.diagnosis.gallery.making import Signed
from sigv4_explain.exporting.text import raw_http
from sigv4_explain.request import Request
from sigv4_explain.verifier.verdict import Verdict


def json_body(verdict: Verdict) -> str:
    """Write the answer's body as API Gateway does."""
    return json.dumps({"message": verdict.message}, ensure_ascii=False, separators=(",", ":"))


def json_answer(verdict: Verdict) -> str:
    """Write status, the header that has the code, and the body."""
    return f"HTTP/1.1 {verdict.status} Forbidden\nx-amzn-ErrorType: {verdict.code}\n\n{json_body(verdict)}"


def xml_answer(verdict: Verdict) -> str:
    """Write the answer's body as S3 does."""
    details = () if verdict.refusal is None else verdict.refusal.details
    elements = [("Code", verdict.code or ""), ("Message", verdict.message or ""), *details]
    lines = [f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in elements]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<Error>", *lines, "</Error>"])


def curl_exchange(sent: Request, verdict: Verdict, date_time: str) -> str:
    """Write what ``curl -v`` prints of a request without a body; the answer has the server's time as its Date."""
    date = format_datetime(datetime.fromisoformat(date_time), usegmt=True)
    asked = [f"> {line}" for line in raw_http(sent).split("\n")[:-1]]
    head = ["HTTP/1.1 403 Forbidden", f"Date: {date}", f"x-amzn-ErrorType: {verdict.code}", ""]
    return "\n".join([*asked, *[f"< {line}" for line in head], json_body(verdict)])


def log_line(verdict: Verdict) -> str:
    """Write the answer as one line of an application's log."""
    return f"2015-08-30 12:36:00,218 ERROR shop.orders - upstream said {verdict.status}: {json_body(verdict)}"


def signer_log(signed: Signed) -> str:
    """Write the debug log of a client that tells what it signs and sends."""
    lines = ("Canonical request:", signed.recipe.canonical_request(), "String to sign:", signed.recipe.string_to_sign())
    return "\n".join(["DEBUG", *lines, "DEBUG Sending:", raw_http(signed.request)])
