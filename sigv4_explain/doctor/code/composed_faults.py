"""What is wrong in the texts that code puts together, whatever their names: a line missing, or out of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sigv4_explain.doctor.code.composed import Composed, composed_texts


class ComposedFault(NamedTuple):
    """What is wrong in a text that code puts together."""

    slug: str
    says: str
    at: int
    """Where in the code."""
    shows: str
    """What is to be found there first; empty for the place itself."""


_is_method = re.compile(r"(?:GET|PUT|POST|DELETE|HEAD|PATCH)$|⟦[^⟧]{0,60}(?i:method|verb)[^⟧]{0,20}⟧$").match
_header = re.compile(
    r"(host|content-[a-z0-9-]+|x-[a-z0-9-]+|accept|date|range|cache-control|action|target):", re.IGNORECASE
)
_is_a_list_of_names = re.compile(r"[A-Za-z][\w-]*(?:;[\w-]+)+$|host$").match
_quotes_names = re.compile(r"[\"'][\w-]+(?:;[\w-]+)+[\"']").search
_names_the_list = re.compile(
    r"⟦[^⟧]{0,40}(?i:signed_?header)\w*[^⟧]{0,20}⟧$|⟦(?:[\"'`];[\"'`]\.join\(|[^⟧]{0,80}(?:join|implode)\(\s*[\"'`];)[^⟧]*⟧$"
).match
_is_a_header = re.compile(rf"{_header.pattern}|⟦[^⟧]+⟧:⟦", re.IGNORECASE).match
_are_headers_and_their_list = re.compile(
    r"⟦[^⟧]{0,40}(?i:header)[^⟧]{0,20}⟧(?:⟦⟧)?⟦(?:[^⟧]{0,40}(?i:signed_?header)|[^⟧]{0,40}[\"'`];[\"'`])[^⟧]*⟧$"
).match
_is_of_a_url = re.compile(
    r"⟦[^⟧]*(?i:\burl\.|\buri\.|getPath\b|EscapedPath|AbsolutePath|pathname|\bparsed\w*\.path)"
).match
_is_no_query_or_one = re.compile(r"$|⟦[^⟧]*(?i:query|params)[^⟧]*⟧$").match
_is_a_host = re.compile(r"(?:[\w-]+\.)+(?:com|cn|net|org|io)$|⟦[$@\w.>-]*(?i:host(?:_?name)?|endpoint)⟧$").match
_service_of = re.compile(
    r"(?:(?i:\bservice(?:_?name)?)[\"'`]?\s*(?::\s*\w+\s*)?(?:=>|:?=|:)\s*[\"'`]([a-z][a-z0-9-]{1,40})[\"'`]"
    r"|[/\"'`]([a-z][a-z0-9-]{1,40})/aws4_request)"
)
_takes_the_words = re.compile(r"s3|aoss$|vpc-lattice").match
_is_raw_query = re.compile(
    r"⟦[^⟧(]*(?:\b[uU](?:rl|ri|RL|RI)\w*\.(?:query|Query|RawQuery|search|rawQuery)|QUERY_STRING|\blocation\.search)⟧$"
).match
_sorts = re.compile(r"(?i:sort|order_?by|\.Encode\(\)|treemap|btreemap)").search
_is_hash_of_a_hash = re.compile(
    r"⟦[^⟧]*(?i:sha_?256|hash|digest)\w*\(\s*[^⟧]*(?i:hash(?:ed)?_?canon|canon\w*_?hash|(?:sha_?256|hash)\w*\(\s*\$?\w*canon)"
).match
_raw_hash = re.compile(
    r"(?i:crypto:hash\(|:crypto\.hash\(|hash\(['\"]sha256['\"][^⟧]*\btrue|\.digest\(\)?⟧|SHA256\.digest\(|Sum256\(|base64)"
)
_is_hex = re.compile(r"(?i:hex|16|%0?2?x|unpack|digits)")
_is_a_request_unhashed = re.compile(r"⟦\$?(?:\w+\.)?(?i:canonical_?request|canonical_?string|creq|cr)⟧$").match
_asks_for_a_query = re.compile(r"^(?!\s*//)[^\n/]*(?i:query|search|params)", re.MULTILINE)
_INDEX_OF_QUERY, _LINES_TO_SIGN = 2, 4
_CRLF = "This is CR, alone or with LF, or it is so on Windows; the lines of AWS's texts end with LF alone."
_WORDS = "UNSIGNED-PAYLOAD is for S3; {} wants the hash of the body, that of nothing where there is none."
_MISSING = "canonical-line-missing"
_NO_EMPTY_LINE = (
    "After the last header there is an empty line: each header ends with a line break, and one more follows."
)


def composed_faults(code: str) -> Iterator[ComposedFault]:
    """Return what is wrong in the canonical requests and the strings to sign that some code puts together."""
    for one in composed_texts(code):
        if one.returns and (_is_method(one.lines[0]) or one.lines[0].strip() == "AWS4-HMAC-SHA256"):
            yield ComposedFault("crlf-line-endings", _CRLF, one.at, "")
        if _is_method(one.lines[0]) and len(one.lines) > _LINES_TO_SIGN:
            for slug, says, shows in (*_of_headers(one.lines), *_of_places(one.lines, code)):
                yield ComposedFault(slug, says, one.at, shows)
            if one.lines[-1].strip() == "UNSIGNED-PAYLOAD" and (service := _hashes_bodies(code)):
                yield ComposedFault("unsigned-payload-mismatch", _WORDS.format(service), one.at, "UNSIGNED-PAYLOAD")
        elif one.lines[0].strip() == "AWS4-HMAC-SHA256" and len(one.lines) <= _LINES_TO_SIGN + 1:
            for slug, says, shows in _of_string_to_sign(one):
                yield ComposedFault(slug, says, one.at, shows)


def _hashes_bodies(code: str) -> str:
    """Return the service for which some code signs, where it wants the hash of the body; empty where nothing tells."""
    services = {found[1] or found[2] for found in _service_of.finditer(code)}
    return services.pop() if len(services) == 1 and not any(map(_takes_the_words, services)) else ""


_Fault = tuple[str, str, str]


def _of_headers(lines: tuple[str, ...]) -> Iterator[_Fault]:
    names = [found[1] for line in lines if (found := _header.match(line))]
    listed = next((line for line in lines[2:] if _is_a_list_of_names(line)), "")
    capital = next((name for name in (*names, *listed.split(";")) if name != name.lower()), "")
    if capital:
        says = (
            "The names of headers stand in lower-case letters in the canonical request: host, content-type, x-amz-date."
        )
        yield "header-name-capitals", says, capital
    elif _lists_other_names(lines):
        says = "The lines have the names in lower-case letters, and the list of them as they come."
        yield "header-name-capitals", says, ""
    small = [name.lower() for name in names]
    if small != sorted(small) or (listed and listed.lower().split(";") != sorted(listed.lower().split(";"))):
        yield (
            "signed-headers-order",
            "The headers stand in the order of their names, both the lines and the list.",
            names[0] if names else "",
        )
    elif (
        small
        and listed
        and small != listed.lower().split(";")
        and not any(line.startswith("⟦") for line in _between(lines))
    ):
        says = f"The list of signed headers names others than the lines above it: {listed} for {', '.join(small)}."
        yield "malformed-canonical-request", says, listed


def _lists_other_names(lines: tuple[str, ...]) -> bool:
    """Tell whether the names are made lower case in the lines and not in the list."""
    for number, line in enumerate(lines[:-2]):
        if re.match(r"⟦[^⟧]*(?i:lower|downcase)[^⟧]*⟧:", line):
            listed = next((after for after in lines[number + 1 : -1] if after), "")
            return bool(re.match(r";?⟦[^⟧]*(?i:key|name|\bk\b)", listed)) and not re.search(
                r"(?i:lower|downcase|signed)", listed
            )
    return False


def _between(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines from the first canonical header to the last empty line."""
    first = next((number for number, line in enumerate(lines) if _header.match(line)), 0)
    ends = [number for number, line in enumerate(lines) if not line and number > first]
    return lines[first : ends[0] if ends else first]


def _of_places(lines: tuple[str, ...], code: str) -> Iterator[_Fault]:
    first = next((number for number, line in enumerate(lines) if _header.match(line)), -1)
    listed = next((n for n, line in enumerate(lines) if n > 1 and _lists_signed_names(line)), -1)
    if max(first, listed) > 0 or _lists_names(lines):  # and no other list that begins with a method
        yield from _of_path_and_query(lines, code)
    if listed > 0 and first == _INDEX_OF_QUERY and any(map(_is_no_query_or_one, lines[listed + 1 : -1])):
        says = "The line of the query is the third, before the headers; here it stands behind them."
        yield "canonical-lines-order", says, ""
    elif first == _INDEX_OF_QUERY and "?" not in lines[1] and "query" not in lines[1].lower():
        says = "The third line is the query, an empty one where there is none; here the headers follow the path."
        yield _MISSING, says, ""
    if listed > 0:
        yield from _of_the_list(lines, listed)
    elif any(map(_are_headers_and_their_list, lines)):
        yield _MISSING, _NO_EMPTY_LINE, ""


def _of_path_and_query(lines: tuple[str, ...], code: str) -> Iterator[_Fault]:
    path, query = lines[1], lines[_INDEX_OF_QUERY]
    if _is_a_host(path):
        says = "The second line is the path alone, from the first slash after the host; here it is the host."
        yield "url-signed-as-path", says, path.strip("⟦⟧")
    if _is_raw_query(query) and not _sorts(code):
        says = "The query is signed as it stands in the URL; AWS sorts the parameters by name, and encodes each once."
        yield "unsorted-query", says, query.strip("⟦⟧")
    if not query and _is_of_a_url(path) and _lists_names(lines) and not _asks_for_a_query.search(code):
        says = "The line of the query is always empty here; what stands behind ? in the URL is not signed."
        yield "query-string-not-signed", says, ""


def _of_the_list(lines: tuple[str, ...], listed: int) -> Iterator[_Fault]:
    names = lines[listed].strip("⟦⟧")[:12]
    if re.search(r"(?i:url_?encode|encodeURI|quote\(|escape\()", lines[listed]):
        says = "The names of the signed headers are joined by ; itself, which is not encoded."
        yield "signed-headers-separator", says, names
    if listed > 1 and _is_a_header(lines[listed - 1]):
        yield _MISSING, _NO_EMPTY_LINE, lines[listed][:12]
    if lines[-1] == "" and len(lines) > listed + 1 and lines[-2]:
        says = "The hash of the body ends the canonical request; no line break follows it."
        yield "malformed-canonical-request", says, ""


def _lists_signed_names(line: str) -> bool:
    return bool(_is_a_list_of_names(line) or _quotes_names(line) or _names_the_list(line))


def _lists_names(lines: tuple[str, ...]) -> bool:
    return any(";" in line or "signed" in line.lower() for line in lines)


def _of_string_to_sign(text: Composed) -> Iterator[_Fault]:
    lines, slug = text.lines, "malformed-string-to-sign"
    if len(lines) > _LINES_TO_SIGN and not lines[-1]:
        yield slug, "The hash ends the string to sign; no line break follows it.", ""
    if len(lines) != _LINES_TO_SIGN:
        return
    if "aws4_request" in lines[1] or re.match(r"⟦[^⟧]*(?i:scope)\w*⟧$", lines[1]):
        yield slug, "The time comes before the scope: algorithm, time, scope, hash.", ""
    if lines[2].count("/") == 2 and "aws4_request" not in lines[2] and "⟦" in lines[2] and "(" not in lines[2]:
        yield "malformed-scope", "The scope has four parts: day, Region, service, aws4_request.", ""
    if _is_a_request_unhashed(lines[3]):
        yield (
            slug,
            "The last line is the hash of the canonical request, 64 characters 0-9a-f, and not the request itself.",
            "",
        )
    if _is_hash_of_a_hash(lines[3]):
        yield slug, "The canonical request is hashed once; here the hash is hashed again.", lines[3].strip("⟦⟧")[:12]
    if _raw_hash.search(lines[3]) and not _is_hex.search(lines[3].replace("256", "")):
        yield (
            "sts-hash-not-hex",
            "The last line is the hash of the canonical request in 64 characters 0-9a-f; here it is in bytes.",
            lines[3].strip("⟦⟧")[:12],
        )
