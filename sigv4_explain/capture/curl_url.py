"""The URL that curl requests for the URL it was given."""

from __future__ import annotations

import re
from urllib.parse import quote

from sigv4_explain.capture.curl_options import OptionList
from sigv4_explain.errors import UnreadableText

_parts = re.compile(r"((?:[a-z][a-z0-9+.-]*://)?[^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_escaped_glob = re.compile(r"\\([\[\]{}])")


def url_as_sent(options: OptionList, query: str) -> str:
    """Return the one URL of a command with ``query`` added, changed in the ways in which curl changes it.

    Without a scheme it is ``http://``. Dot segments are resolved unless ``--path-as-is``, and bytes in the path that
    are not ASCII are percent-encoded. ``--request-target`` replaces path and query by something exact.

    >>> url_as_sent([("url", "example.com/a/../b?x")], "y=1")
    'http://example.com/b?x&y=1'
    """
    urls = [argument for name, argument in options if name == "url"]
    given = dict(options)
    if len(urls) != 1:
        raise UnreadableText("text", f"{len(urls) or 'no'} URLs", "one URL, in quotes")
    origin, path, old_query, fragment = _split(urls[0])
    if "://" not in origin:
        origin = f"http://{origin}"
    if "request-target" in given:
        return f"{origin}{given['request-target']}"
    if "globoff" not in given:
        path, old_query = _without_globs(path), _without_globs(old_query)
    if "path-as-is" not in given:
        path = _without_dot_segments(path)
    if query:
        query = f"{'&' if old_query[1:] and not old_query.endswith('&') else ''}{query}"
        old_query = f"{old_query or '?'}{query}"
    url = f"{origin}{_encoded(path)}{old_query}{fragment}"
    if re.search(r"\s", url):
        raise UnreadableText("text", "a blank in the URL, which curl refuses", "%20, or + in the query")
    return url


def _split(url: str) -> tuple[str, str, str, str]:
    found = _parts.fullmatch(url)
    assert found  # noqa: S101  # the pattern takes any text
    return found[1], found[2], found[3] or "", found[4] or ""


def _without_globs(text: str) -> str:
    r"""Take the backslash off ``\[``; refuse a bare bracket or brace, which curl would take for a range or a list."""
    if found := re.search(r"[\[\]{}]", _escaped_glob.sub("", text)):
        expected = f"--globoff, or \\{found[0]}: curl reads a range or a list there"
        raise UnreadableText("text", f"{found[0]} in the URL", expected)
    return _escaped_glob.sub(r"\1", text)


def _without_dot_segments(path: str) -> str:
    """Resolve ``.`` and ``..`` as in RFC 3986 section 5.2.4; empty segments stay."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)


def _encoded(path: str) -> str:
    """Percent-encode what is not ASCII, in lower case as curl writes it."""
    return re.sub(r"[^\x00-\x7f]+", lambda found: quote(found[0], errors="surrogateescape").lower(), path)
