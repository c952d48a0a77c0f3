"""The words of a command as a shell would pass them on; nothing is expanded, looked up or run."""

from __future__ import annotations

import re

from sigv4_explain.errors import UnreadableText

_CMD_PROMPT = r"[A-Za-z]:\\[^>\n]*>\s*"

_is_for_cmd = re.compile(
    rf"""
      \s*{_CMD_PROMPT}curl
    | .*\s\^(?:"|[ \t]*\r?\n)      # a caret that ends a line or begins a quote
    | \s*curl\.exe\s.*[^\s=]""[^\s"]  # two quotes for one
    """,
    re.DOTALL | re.VERBOSE,
).match

_cmd_prompt = re.compile(rf"\s*{_CMD_PROMPT}")

_cmd_piece = re.compile(
    r"""
      (?P<quoted>"(?:\\.|[^"\\\r\n])*(?:"|(?=[\r\n])|\Z))
    | \^[ \t]*\r?\n
    | \^(?P<escaped>.)
    | (?P<operator>[&|<>])
    """,
    re.DOTALL | re.VERBOSE,
)

_cmd_word = re.compile(r'(?:[^\s"]|"(?:\\.|[^"\\])*")+', re.DOTALL)
_cmd_quoted = re.compile(r'"((?:\\.|""|[^"\\])*)"', re.DOTALL)


def cmd_words(command: str) -> list[str]:
    r"""Split a command; a prompt before it is left out.

    cmd takes off the carets that stand outside quotes. Then Windows programs read ``\"`` and ``""`` as one quote.
    Raises UnreadableText for an open quote and for what ends the command (&, |).

    >>> cmd_words('curl "https://h.example/?a=^1" -d "{""a"":1}"')
    ['curl', 'https://h.example/?a=^1', '-d', '{"a":1}']
    """
    passed_on = _cmd_piece.sub(_cmd_text, _cmd_prompt.sub("", command, count=1))
    if '"' in _cmd_word.sub("", passed_on):
        raise UnreadableText("text", 'a " that is never closed', "a whole command")
    return [_cmd_quoted.sub(_cmd_unquoted, word) for word in _cmd_word.findall(passed_on)]


def _cmd_text(found: re.Match[str]) -> str:
    if found["operator"]:
        raise _command_ends(found[0], "cmd")
    return found["quoted"] or found["escaped"] or ""


def _cmd_unquoted(found: re.Match[str]) -> str:
    return re.sub(r'\\(["\\])|"(")', lambda escaped: escaped[1] or escaped[2], found[1])


_POWERSHELL_PROMPT = r"PS\b[^>\n]*>\s*"

_is_for_powershell = re.compile(
    rf"""
      \s*{_POWERSHELL_PROMPT}curl
    | .*\s`[ \t]*\r?\n             # a backtick that continues a line
    | \s*curl\.exe\s.*`["$]
    """,
    re.DOTALL | re.VERBOSE,
).match

_powershell_prompt = re.compile(rf"\s*{_POWERSHELL_PROMPT}")

_powershell_piece = re.compile(
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

_powershell_in_quotes = re.compile(r'`(?P<escaped>.)|"(?P<quote>")|(?P<expansion>\$[A-Za-z_({])', re.DOTALL)
_POWERSHELL_LETTERS = dict(zip("0abefnrtv", "\0\a\b\x1b\f\n\r\t\v", strict=True))


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
    for found in _powershell_piece.finditer(_powershell_prompt.sub("", command, count=1)):
        if found["blanks"]:
            is_new = True
            continue
        if is_new:
            words.append("")
        words[-1] += _powershell_text(found)
        is_new = False
    return [word.replace('\\"', '"') for word in words]


def _powershell_text(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "single":
            return found["single"].replace("''", "'")
        case "double":
            return _powershell_in_quotes.sub(_powershell_escaped, found["double"])
        case "unclosed":
            raise UnreadableText("text", f"a {found[0]} that is never closed", "a whole command")
        case "operator":
            raise _command_ends(found[0], "PowerShell")
        case "plain":
            return found[0]
    return _powershell_escaped(found)


def _powershell_escaped(found: re.Match[str]) -> str:
    if found["expansion"]:
        raise _put_in("$", "PowerShell")
    escaped = found["escaped"]
    return _POWERSHELL_LETTERS.get(escaped, escaped) if escaped else '"'


_posix_piece = re.compile(
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

_posix_in_quotes = re.compile(r"""\\(?P<newline>\r?\n)|\\(?P<escaped>[$`"\\])|(?P<expansion>\$[A-Za-z_({]|`)""")

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
    if _is_for_powershell(command):
        return powershell_words(command)
    if _is_for_cmd(command):
        return cmd_words(command)
    words: list[list[str]] = [[]]
    for found in _posix_piece.finditer(command):
        if found.lastgroup == "blank":
            words.append([])
        elif found.lastgroup != "continued":
            words[-1].append(_posix_text(found))
    return ["".join(word) for word in words if word]


def _posix_text(found: re.Match[str]) -> str:
    """Return what one plain, quoted or escaped piece stands for."""
    match found.lastgroup:
        case "single":
            return found[0][1:-1]
        case "ansi_c":
            return ansi_c_text(found["ansi_c"])
        case "double":
            return _posix_in_quotes.sub(_posix_escaped, found["double"])
        case "escaped":
            return found[0][1]
        case "unclosed":
            raise UnreadableText("text", f"a {found[0][-1]} that is never closed", "a whole command")
        case "expansion":
            raise _put_in(found[0][0], "a shell")
        case "operator":
            raise _command_ends(found[0], "a shell")
    return found[0]


def _posix_escaped(found: re.Match[str]) -> str:
    if found["expansion"]:
        raise _put_in(found[0][0], "a shell")
    return found["escaped"] or ""


def _put_in(mark: str, shell: str) -> UnreadableText:
    expected = "the value itself, or single quotes around it: nothing is looked up or run here"
    return UnreadableText("text", f"{mark} where {shell} would put in a value", expected)


def _command_ends(mark: str, shell: str) -> UnreadableText:
    expected = "one curl command alone, with quotes around its URL"
    return UnreadableText("text", f"{mark} outside quotes, where {shell} ends the command", expected)


def ansi_c_text(text: str) -> str:
    r"""Return what stands between the quotes of a shell's ``$'…'``; bytes that are no UTF-8 become lone surrogates.

    >>> ansi_c_text(r"it\'s great\u0021")
    "it's great!"
    """
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
