"""Pasted text: whatever shows a request as it was sent."""

from __future__ import annotations

import re

from sigv4_explain.errors import UnreadableText, describe
from sigv4_explain.readers.building import is_signed, request_from_text, unified
from sigv4_explain.readers.calls import calls_in
from sigv4_explain.readers.client_logs import requests_in_botocore_log, requests_in_dumps
from sigv4_explain.readers.curl import parse_curl
from sigv4_explain.readers.curl_verbose import is_curl_verbose, parse_curl_verbose
from sigv4_explain.readers.finding import requests_in
from sigv4_explain.readers.har import is_har, parse_har, requests_in_har
from sigv4_explain.readers.printed_requests import saved_requests_in
from sigv4_explain.readers.printed_texts import texts_in
from sigv4_explain.readers.raw_http import parse_raw_http
from sigv4_explain.readers.read_request import NotWhole, Origin, ReadRequest, UnreadRequest
from sigv4_explain.readers.setters import setters_in
from sigv4_explain.request import Request

_ANY = "raw HTTP, a curl command or its -v output, a HAR, a client's debug log or a URL"
_is_raw_http = re.compile(r"\s*(?:[^\s:>*]+ +\S[^\n]* HTTP/\d(?:\.\d)?[ \t]*\r?(?:\n|\Z)|:)").match
_is_http_file = re.compile(
    r"(?:\s*(?:#|//|@)[^\n]*\n)*\s*[A-Z]{3,10}[ \t]+https?://[^\n]*\n(?:[ \t]*[?&]|[^\r]*?^###(?:\s|\Z))",
    re.MULTILINE | re.DOTALL,
).match
_is_request_line = re.compile(r"\s*[A-Z]{3,10}[ \t]+(?:https?://|/)", re.IGNORECASE).match
_is_url = re.compile(r"\s*[<\"']?(https?://[^\s<>\"']+)[>\"']?\s*", re.IGNORECASE).fullmatch
_is_url_with_blanks = re.compile(r"\s*[<\"']?https?://[^\n]*", re.IGNORECASE).fullmatch
_is_curl = re.compile(r"\s*(?:\$ +)?(curl(?:\.exe)?(?:\s.*)?)", re.DOTALL).fullmatch
_is_curl_on_windows = re.compile(r"\s*(?:PS\b[^>\n]*>|[A-Za-z]:\\[^>\n]*>)\s*curl(?:\.exe)?\s").match


def parse_request(text: str) -> Request:
    """Read a request from raw HTTP, a curl command or what ``curl -v`` printed, a HAR, a client's debug log, or a URL.

    A command may follow a prompt. Of several requests the first that is signed is taken, of a log the last, since a
    program ends where it fails. A URL alone is a GET request to it. A body that the text does not show is empty.
    Where none of these is alone, whatever ``requests_in`` finds in the text is read, the last that is signed.

    Raises UnreadableText when the text is nothing of these, or does not show the request.

    >>> parse_request("$ curl https://example.amazonaws.com/").url
    'https://example.amazonaws.com/'
    >>> parse_request("https://example.amazonaws.com/key?X-Amz-Signature=e93c").method
    'GET'
    """
    if not isinstance(text, str):
        raise UnreadableText("text", describe(text), f"{_ANY}, as str")
    try:
        return _alone("" if _is_http_file(text) else text)
    except UnreadableText as error:
        found = _last_found(text) or _last_call(text)
        if found is None:
            raise error from None
        return found


_is_meant_as_har = re.compile(r"\s*\{\s*\"(?:log|request|method|url|startedDateTime|entries)\"").match


def programs_in(text: str) -> list[ReadRequest | UnreadRequest]:
    """Return the requests that a program, or a file of an API client, sends when it runs, signed or not.

    Raises UnreadableText for a HAR that is none.
    """
    if is_har(text):
        try:
            return [ReadRequest(one, 0, len(text), "HAR") for one in requests_in_har(text)]
        except UnreadableText:
            if _is_meant_as_har(text):
                raise
            return [*saved_requests_in(text)]
    for read in (calls_in, setters_in):
        if found := list(read(text)):
            return found
    return []


def _last_call(text: str) -> Request | None:
    """Return the request of the last call of a library; raise UnreadableText where the code does not show all of it."""
    last = next(reversed(programs_in(text)), None)
    if isinstance(last, UnreadRequest):
        raise UnreadableText("text", last.why, last.expected)
    if last and last.not_whole:
        parts = ", ".join(sorted(part.value for part in last.not_whole))
        raise UnreadableText("text", f"{last.form}: {parts} as a variable", "the values themselves, or what was sent")
    return last.request if last else None


def is_one_request(text: str) -> bool:
    """Tell whether a text is meant for one request and nothing else, so that it can be told why it is none."""
    return any(
        is_form(text)
        for is_form in (_is_raw_http, _is_curl, _is_curl_on_windows, _is_url_with_blanks, _is_request_line)
    )


def _last_found(text: str) -> Request | None:
    """Return the last request in a text that is signed, else the last command; None where none is shown."""
    unknown = {NotWhole.HOST, NotWhole.TARGET}
    found = [one for one in requests_in(text) if not one.not_whole & unknown]
    commands = [one.request for one in found if one.origin is Origin.COMMAND]
    return next(iter([*filter(is_signed, [one.request for one in found][::-1]), *commands[::-1]]), None)


def _alone(text: str) -> Request:
    if _is_raw_http(text):
        return parse_raw_http(text)
    if is_curl_verbose(text):
        return parse_curl_verbose(text)
    if found := _is_curl(text):
        return parse_curl(found[1])
    if _is_curl_on_windows(text):
        return parse_curl(text)
    if found := _is_url(text):
        return request_to_url(found[1])
    if _is_url_with_blanks(text):
        raise UnreadableText("text", "a URL with a blank in it", "a URL alone, with %20 for a blank")
    if is_har(text):
        return parse_har(text)
    try:
        return parse_raw_http(text)
    except UnreadableText as error:
        return _last_in_log(text, error)


def request_to_url(url: str) -> Request:
    """Return the GET request to a URL, such as a presigned one. Raises UnreadableText for what is no URL."""
    return request_from_text("the URL", "GET", url, (), b"")


def _last_in_log(text: str, not_raw_http: UnreadableText) -> Request:
    """Return the last request that a log shows, or raise the error that says why the text is no raw HTTP either."""
    log = unified(text)
    if requests := requests_in_botocore_log(log) or requests_in_dumps(log):
        return requests[-1].request
    if texts_in(log):
        expected = "the line of the log that shows the request too, such as botocore's Sending http request"
        raise UnreadableText("text", "a log of what was signed, without the request", expected)
    raise not_raw_http
