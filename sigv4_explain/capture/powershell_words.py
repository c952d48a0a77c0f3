"""The words of a command written for PowerShell; nothing is expanded, looked up or run."""

from __future__ import annotations

import re

from sigv4_explain.errors import UnreadableText

_PROMPT = r"PS\b[^>\n]*>\s*"
_is_for_powershell = re.compile(
    rf"""
      \s*{_PROMPT}curl
    | .*\s`[ \t]*\r?\n             # a backtick that continues a line
    | \s*curl\.exe\s.*`["$]
    """,
    re.DOTALL | re.VERBOSE,
).match
_prompt = re.compile(rf"\s*{_PROMPT}")
_piece = re.compile(
    r"""
      '(?P<single>(?:[^']|'')*)'
    | "(?P<double>(?:`.|""|[^"`])*)"
    | (?P<blanks>(?:\s|`[ \t]*\r?\n)+)
    | `(?P<escaped>.)
    | (?P<unclosed>['"])
    | (?P<expansion>\$[A-Za-z_({])
    | (?P<operator>[;|&<>()])
    | (?P<plain>[^\s'"`$;|&<>()]+|\$)
    """,
    re.DOTALL | re.VERBOSE,
)
_in_double_quotes = re.compile(r'`(?P<escaped>.)|"(?P<quote>")|(?P<expansion>\$[A-Za-z_({])', re.DOTALL)
_LETTERS = dict(zip("0abefnrtv", "\0\a\b\x1b\f\n\r\t\v", strict=True))


def is_for_powershell(command: str) -> bool:
    r"""Return whether a command is for PowerShell: by its prompt or its backticks.

    >>> is_for_powershell("curl.exe `\n  https://h.example/"), is_for_powershell("curl https://h.example/")
    (True, False)
    """
    return bool(_is_for_powershell(command))


def powershell_words(command: str) -> list[str]:
    r"""Split a command; a prompt before it is left out.

    Two quotes within quotes are one, and a backtick escapes. Before version 7.3 a program got ``\"`` as a quote, and
    commands are written that way: it is read so. Raises UnreadableText for an open quote, for a variable outside
    single quotes and for what ends the command (;, |, &).

    >>> powershell_words("PS C:\\> curl.exe 'it''s' \"say `\"\"\"a`n\" '{\\\"a\\\":1}'")
    ['curl.exe', "it's", 'say ""a\n', '{"a":1}']

    Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_quoting_rules
    """
    words: list[str] = []
    is_new = True
    for found in _piece.finditer(_prompt.sub("", command, count=1)):
        if found["blanks"]:
            is_new = True
            continue
        if is_new:
            words.append("")
        words[-1] += _text_of(found)
        is_new = False
    return [word.replace('\\"', '"') for word in words]


def _text_of(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "single":
            return found["single"].replace("''", "'")
        case "double":
            return _in_double_quotes.sub(_unescaped, found["double"])
        case "unclosed":
            raise UnreadableText("text", f"a {found[0]} that is never closed", "a whole command")
        case "operator":
            expected = "one curl command alone, with quotes around its URL"
            raise UnreadableText("text", f"{found[0]} outside quotes, where PowerShell ends the command", expected)
        case "plain":
            return found[0]
    return _unescaped(found)


def _unescaped(found: re.Match[str]) -> str:
    if found["expansion"]:
        expected = "the value itself, or single quotes around it: nothing is looked up or run here"
        raise UnreadableText("text", "$ where PowerShell would put in a value", expected)
    escaped = found["escaped"]
    return _LETTERS.get(escaped, escaped) if escaped else '"'
