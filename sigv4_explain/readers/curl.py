"""A curl command: what curl would send, without what it adds on its own (User-Agent, Accept, Content-Length)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from sigv4_explain.encoding import is_sha256, sha256_hex
from sigv4_explain.errors import UnreadableText, check_kind, describe
from sigv4_explain.readers.building import request_from_text
from sigv4_explain.readers.shell import shell_words
from sigv4_explain.request import Request

OptionList = list[tuple[str, str]]
"""Long name and argument (empty for a flag), in the order given; a URL is the option ``url``."""

SHORT = {
    "A": "user-agent", "b": "cookie", "c": "cookie-jar", "d": "data", "D": "dump-header", "e": "referer",
    "E": "cert", "f": "fail", "F": "form", "g": "globoff", "G": "get", "H": "header", "i": "include", "I": "head",
    "j": "junk-session-cookies", "k": "insecure", "K": "config", "L": "location", "m": "max-time", "N": "no-buffer",
    "o": "output", "O": "remote-name", "q": "disable", "s": "silent", "S": "show-error", "T": "upload-file",
    "u": "user", "v": "verbose", "w": "write-out", "x": "proxy", "X": "request", "0": "http1.0", "4": "ipv4",
    "6": "ipv6", "#": "progress-bar",
}  # fmt: skip
"""The long name of each one-letter option."""

DATA = ("data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json")
"""The options that give a body."""

READ = frozenset(
    {
        *DATA, "aws-sigv4", "cookie", "header", "referer", "request", "request-target", "url", "url-query", "user",
        "user-agent",
    }
)  # fmt: skip
"""Options with an argument that change the request, or that must at least be noticed."""

READ_FLAGS = frozenset({"get", "globoff", "head", "path-as-is"})
"""Flags that change the request."""

IGNORED = frozenset(
    {
        "cacert", "capath", "cert", "cert-type", "ciphers", "connect-timeout", "connect-to", "cookie-jar",
        "dump-header", "expect100-timeout", "interface", "keepalive-time", "key", "key-type", "limit-rate",
        "max-redirs", "max-time", "noproxy", "output", "output-dir", "pinnedpubkey", "proto", "proxy", "resolve",
        "retry", "retry-delay", "retry-max-time", "speed-limit", "speed-time", "stderr", "tls-max", "trace",
        "trace-ascii", "unix-socket", "write-out",
    }
)  # fmt: skip
"""Options with an argument that say how to send the request or what to do with the answer."""

IGNORED_FLAGS = frozenset(
    {
        "compressed", "disable", "fail", "fail-early", "fail-with-body", "http1.0", "http1.1", "http2",
        "http2-prior-knowledge", "http3", "include", "insecure", "ipv4", "ipv6", "junk-session-cookies", "location",
        "location-trusted", "no-buffer", "no-keepalive", "no-progress-meter", "progress-bar", "raw", "remote-name",
        "retry-all-errors", "retry-connrefused", "show-error", "silent", "ssl-no-revoke", "styled-output",
        "tcp-nodelay", "tlsv1.2", "tlsv1.3", "trace-time", "verbose",
    }
)  # fmt: skip
"""Flags of the same kind. What ``compressed`` would accept depends on how curl was built, so it adds nothing."""

AS_SIGNED = "as-signed"
"""No option of curl's: the command shows a request that was signed."""

REFUSED = {
    "config": "the options themselves: no file is read here",
    "form": "--data-raw with the body, or raw HTTP: curl chooses a new boundary each time",
    "upload-file": "--data-raw with the body: no file is read here",
}
"""Options that cannot be read from text, and what to write in their place."""


def read_options(words: list[str]) -> OptionList:
    """Pair options with their arguments. Raises UnreadableText that names an option it does not know.

    >>> read_options(["-sXPUT", "--max-time", "5", "example.com"])
    [('silent', ''), ('request', 'PUT'), ('max-time', '5'), ('url', 'example.com')]
    """
    options: OptionList = []
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            options.append(_long_option(word, rest))
        elif word.startswith("-") and word != "-":
            options.extend(_letters(word, rest))
        else:
            options.append(("url", word))
    return options


def _long_option(word: str, rest: Iterator[str]) -> tuple[str, str]:
    name = word[2:]
    return name, _argument(word, rest) if _takes_argument(name, word) else ""


def _letters(word: str, rest: Iterator[str]) -> OptionList:
    """Read ``-sSXPUT``: flags, until a letter takes the rest of the word, or else the next word, as its argument."""
    options: OptionList = []
    for position, letter in enumerate(word[1:], 2):
        option = f"-{letter}"
        name = SHORT.get(letter, "")
        if _takes_argument(name, option):
            return [*options, (name, word[position:] or _argument(option, rest))]
        options.append((name, ""))
    return options


def _takes_argument(name: str, option: str) -> bool:
    """Return whether an option takes an argument; raise UnreadableText unless it is one that can be read."""
    if name in REFUSED:
        raise UnreadableText("text", f"the option {option}", REFUSED[name])
    if name in READ or name in IGNORED:
        return True
    if name in READ_FLAGS or name in IGNORED_FLAGS:
        return False
    # What follows an equals sign may be a secret, and curl has no such options.
    shown = describe(option.partition("=")[0], 40)
    raise UnreadableText("text", f"the unknown option {shown}", "options of curl that have to do with one HTTP request")


def _argument(option: str, rest: Iterator[str]) -> str:
    try:
        return next(rest)
    except StopIteration:
        raise UnreadableText("text", f"{option} at the end", f"{option} and its argument") from None


_parts = re.compile(r"((?:[a-z][a-z0-9+.-]*://)?[^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_escaped_glob = re.compile(r"\\([\[\]{}])")


def url_as_sent(options: OptionList, query: str) -> str:
    """Return the one URL of a command with ``query`` added, changed in the ways in which curl changes it.

    Without a scheme it is ``http://``. Dot segments are resolved unless ``--path-as-is``, and bytes in the path that
    are not ASCII are percent-encoded. ``--request-target`` replaces path and query by something exact. The URL of a
    request that is signed already (``as-signed``) was sent as it stands, and that need not have been by curl.

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
    if not {"globoff", AS_SIGNED} & given.keys():
        path, old_query = _without_globs(path), _without_globs(old_query)
    if not {"path-as-is", AS_SIGNED} & given.keys():
        path = _without_dot_segments(path)
    if query:
        query = f"{'&' if old_query[1:] and not old_query.endswith('&') else ''}{query}"
        old_query = f"{old_query or '?'}{query}"
    url = f"{origin}{_encoded(path)}{old_query}{fragment}"
    if AS_SIGNED not in given and re.search(r"\s", url):
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


# A byte that is no UTF-8 stands in a text as one of U+DC80 to U+DCFF.
_half_character = re.compile("[\ud800-\udc7f\udd00-\udfff]")

FORM = "application/x-www-form-urlencoded"
"""The content type that curl gives a body when nobody names one."""


def parse_curl(command: str) -> Request:
    """Read a command as copied from a browser, a terminal or a manual.

    The keys of ``-u`` with ``--aws-sigv4`` are not part of a Request: they are skipped, and never shown. No file is
    read. Raises UnreadableText that names the option or the character it cannot take.

    >>> request = parse_curl("curl -G -d a=1 https://example.amazonaws.com/ -H 'x-empty;'")
    >>> request.method, request.url, request.headers
    ('GET', 'https://example.amazonaws.com/?a=1', (('x-empty', ''),))
    """
    check_kind("command", command, str, "a curl command, as str", UnreadableText)
    words = shell_words(command)
    if any(map(_half_character.search, words)):
        raise UnreadableText("text", "half of a character, a lone surrogate", "text that is Unicode")
    return with_printed_body(request_of_options(read_options(words[1:])), command)


_printed_body = re.compile(
    r"""(?<=\s)(?:-d|--data(?:-raw|-binary)?)[ =]"([{\[].{0,20000}?[}\]])"(?=\s|\Z)""", re.DOTALL
)


def with_printed_body(request: Request, command: str) -> Request:
    """Libraries print commands without escaping the quotes of a JSON body; the announced hash tells which it is."""
    announced = request.header("x-amz-content-sha256") or ""
    printed = _printed_body.search(command) if is_sha256(announced) else None
    if printed is None or sha256_hex(body := printed[1].encode("utf-8", "surrogateescape")) != announced:
        return request
    return request_from_text("the command", request.method, request.url, list(request.headers), body)


def request_of_options(options: OptionList) -> Request:
    """Return the request that curl makes of its options. Raises UnreadableText that names what it cannot take."""
    given = dict(options)
    _refuse_typographic_quotes(options)
    if "user" in given and "aws-sigv4" not in given:
        expected = "--aws-sigv4 as well: alone, -u sends the keys as a password"
        raise UnreadableText("text", "the option -u without --aws-sigv4", expected)
    data = _joined_data(options)
    body = None if "get" in given else data
    query = data if "get" in given and data is not None else _joined_query(options)
    url = url_as_sent(options, query or "")
    payload = (body or "").encode("utf-8", "surrogateescape")
    headers = _headers(options, has_body=body is not None)
    return request_from_text("the command", _method(given, body), url, headers, payload)


def _refuse_typographic_quotes(options: OptionList) -> None:
    """Refuse the quotes that a word processor sets, which a shell takes for letters; a body may have them."""
    for name, argument in options:
        if name not in DATA and argument[:1] in _TYPOGRAPHIC:
            before = "the URL" if name == "url" else f"what --{name} takes"
            expected = "a plain quote, ' or \": a shell takes this one for a letter"
            raise UnreadableText("text", f"the typographic quote {argument[0]} before {before}", expected)


_TYPOGRAPHIC = tuple("“”„‘’‚«»")


def _method(given: dict[str, str], body: str | None) -> str:
    default = "HEAD" if "head" in given else "GET" if body is None else "POST"
    return given.get("request", default)


def _joined_data(options: OptionList) -> str | None:
    """Join the pieces of the body with ``&``, as curl does; a piece of JSON follows without."""
    joined: str | None = None
    for name, argument in options:
        if name not in DATA:
            continue
        if name not in ("data-raw", "data-urlencode"):
            _refuse_file(name, argument)
        piece = _url_encoded(name, argument) if name == "data-urlencode" else argument
        separator = "" if joined is None or name == "json" else "&"
        joined = f"{joined or ''}{separator}{piece}"
    return joined


def _joined_query(options: OptionList) -> str:
    pieces = [argument for name, argument in options if name == "url-query"]
    return "&".join(piece[1:] if piece.startswith("+") else _url_encoded("url-query", piece) for piece in pieces)


def _url_encoded(option: str, argument: str) -> str:
    """Encode ``name=content`` or ``content`` the way forms do: the name stays as it is, a space becomes a plus."""
    name, equals, content = argument.partition("=")
    if not equals:
        _refuse_file(option, argument[argument.find("@") :])
        name, content = "", argument
    return f"{name}{'=' if name else ''}{quote_plus(content, errors='surrogateescape')}"


def _headers(options: OptionList, *, has_body: bool) -> list[tuple[str, str]]:
    """Return the headers named with -H, then those that other options imply and -H does not override or remove."""
    headers: list[tuple[str, str]] = []
    settled = set()
    for name, value in (header_of_argument(argument) for option, argument in options if option == "header"):
        settled.add(name.lower())
        if value is not None:
            headers.append((name, value))
    return headers + [pair for pair in _implied_headers(options, has_body) if pair[0].lower() not in settled]


def header_of_argument(argument: str) -> tuple[str, str | None]:
    """Read ``Name: value``; ``Name;`` has an empty value, and ``Name:`` is None: curl is not to send it."""
    _refuse_file("header", argument)
    name, colon, value = argument.partition(":")
    if colon:
        return name, value.removeprefix(" ") if value.strip(" \t") else None
    name, semicolon, value = argument.partition(";")
    if not semicolon or value.strip():
        raise UnreadableText(
            "text", "a header without a colon after -H", "-H 'Name: value', or -H 'Name;' for no value"
        )
    return name, ""


def _implied_headers(options: OptionList, has_body: bool) -> list[tuple[str, str]]:  # noqa: FBT001  # private
    given = dict(options)
    cookies = [argument for option, argument in options if option == "cookie"]
    if any("=" not in cookie for cookie in cookies):
        raise UnreadableText("text", "a file of cookies after -b", "-b name=value: no file is read here")
    content_type = "application/json" if "json" in given else FORM if has_body else ""
    implied = {
        "User-Agent": given.get("user-agent", ""),
        "Referer": given.get("referer", "").partition(";auto")[0],
        "Cookie": ";".join(cookies),
        "Content-Type": content_type,
        "Accept": "application/json" if "json" in given else "",
    }
    return [(name, value) for name, value in implied.items() if value]


def _refuse_file(option: str, argument: str) -> None:
    if argument.startswith("@"):
        expected = f"the text itself after --{option}: this reads no files"
        raise UnreadableText("text", f"a file (@…) after --{option}", expected)
