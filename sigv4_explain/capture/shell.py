"""The words of a command as a shell would pass them on; nothing is expanded, looked up or run."""

from __future__ import annotations

import re

from sigv4_explain.capture.cmd_words import cmd_words, is_for_cmd
from sigv4_explain.capture.powershell_words import is_for_powershell, powershell_words
from sigv4_explain.errors import UnreadableText

_piece = re.compile(
    r"""
      (?P<single>'[^']*')
    | \$'(?P<ansi_c>(?:\\.|[^'\\])*)'
    | \$?"(?P<double>(?:\\.|[^"\\])*)"
    | (?P<continued>\\(?:\r?\n|\Z))
    | (?P<escaped>\\.)
    | (?P<unclosed>\$?['"])
    | (?P<expansion>\$[A-Za-z_({]|`)
    | (?P<operator>[&;|<>()])
    | (?P<blank>[ \t\r\n]+)
    | (?P<plain>[^ \t\r\n'"\\$`&;|<>()]+|.)
    """,
    re.DOTALL | re.VERBOSE,
)
_in_double_quotes = re.compile(r"""\\(?P<newline>\r?\n)|\\(?P<escaped>[$`"\\])|(?P<expansion>\$[A-Za-z_({]|`)""")
_ansi_c_escape = re.compile(
    rb"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})|([0-7]{1,3})|(.))",
    re.DOTALL,
)
_ANSI_C_LETTERS = dict(zip(b"abeEfnrtv\\'\"?", b"\a\b\x1b\x1b\f\n\r\t\v\\'\"?", strict=True))


def shell_words(command: str) -> list[str]:
    r"""Split a command for a POSIX shell, bash or, where a caret, a backtick or the prompt says so, cmd or PowerShell.

    Bytes written as ``$'\xff'`` that are no UTF-8 become lone surrogates, as file names do in Python. Raises
    UnreadableText for an open quote, for what a shell would replace ($NAME) and for what ends the command (&, |).

    >>> shell_words(r'''curl -H "x: \"a\"" $'it\'s' \
    ...   'two words' ''')
    ['curl', '-H', 'x: "a"', "it's", 'two words']
    """
    if is_for_powershell(command):
        return powershell_words(command)
    if is_for_cmd(command):
        return cmd_words(command)
    words: list[list[str]] = [[]]
    for found in _piece.finditer(command):
        if found.lastgroup == "blank":
            words.append([])
        elif found.lastgroup != "continued":
            words[-1].append(_text_of(found))
    return ["".join(word) for word in words if word]


def _text_of(found: re.Match[str]) -> str:
    """Return what one plain, quoted or escaped piece stands for."""
    match found.lastgroup:
        case "single":
            return found[0][1:-1]
        case "ansi_c":
            return _without_ansi_c_escapes(found["ansi_c"])
        case "double":
            return _in_double_quotes.sub(_unescaped, found["double"])
        case "escaped":
            return found[0][1]
        case "unclosed":
            raise UnreadableText("text", f"a {found[0][-1]} that is never closed", "a whole command")
        case "expansion":
            raise _no_expansion(found[0])
        case "operator":
            expected = "one curl command alone, with quotes around its URL"
            raise UnreadableText("text", f"{found[0]} outside quotes, where a shell ends the command", expected)
    return found[0]


def _unescaped(found: re.Match[str]) -> str:
    if found["expansion"]:
        raise _no_expansion(found[0])
    return found["escaped"] or ""


def _no_expansion(mark: str) -> UnreadableText:
    expected = "the value itself, or single quotes around it: nothing is looked up or run here"
    return UnreadableText("text", f"{mark[0]} where a shell would put in a value", expected)


def _without_ansi_c_escapes(text: str) -> str:
    data = _ansi_c_escape.sub(_ansi_c_character, text.encode("utf-8", "surrogatepass"))
    return data.decode("utf-8", "surrogateescape")


def _ansi_c_character(found: re.Match[bytes]) -> bytes:
    byte, short, long, octal, letter = found.groups()
    if byte or octal:
        return bytes([int(byte, 16) if byte else int(octal, 8) & 0xFF])
    if short or long:
        return chr(int(short or long, 16)).encode("utf-8", "surrogatepass")
    known = _ANSI_C_LETTERS.get(letter[0])
    return found[0] if known is None else bytes([known])
