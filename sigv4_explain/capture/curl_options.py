"""curl's options: which take an argument, which change the request, and which cannot be read from text."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.errors import UnreadableText, describe

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
