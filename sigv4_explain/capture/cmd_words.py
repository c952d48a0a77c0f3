"""The words of a command written for Windows' cmd, as the program that cmd starts reads them."""

from __future__ import annotations

import re

from sigv4_explain.errors import UnreadableText

_PROMPT = r"[A-Za-z]:\\[^>\n]*>\s*"
_is_for_cmd = re.compile(
    rf"""
      \s*{_PROMPT}curl
    | .*\s\^(?:"|[ \t]*\r?\n)      # a caret that ends a line or begins a quote
    | \s*curl\.exe\s.*[^\s=]""[^\s"]  # two quotes for one
    """,
    re.DOTALL | re.VERBOSE,
).match
_prompt = re.compile(rf"\s*{_PROMPT}")
_of_cmd = re.compile(
    r"""
      (?P<quoted>"(?:\\.|[^"\\\r\n])*(?:"|(?=[\r\n])|\Z))
    | \^[ \t]*\r?\n
    | \^(?P<escaped>.)
    | (?P<operator>[&|<>])
    """,
    re.DOTALL | re.VERBOSE,
)
_word = re.compile(r'(?:[^\s"]|"(?:\\.|[^"\\])*")+', re.DOTALL)
_quoted = re.compile(r'"((?:\\.|""|[^"\\])*)"', re.DOTALL)


def is_for_cmd(command: str) -> bool:
    r"""Return whether a command is for cmd: by its prompt, its carets, or ``""`` for a quote after ``curl.exe``.

    >>> is_for_cmd('C:\\Users>curl "https://h.example/"'), is_for_cmd("curl https://h.example/")
    (True, False)
    """
    return bool(_is_for_cmd(command))


def cmd_words(command: str) -> list[str]:
    r"""Split a command; a prompt before it is left out.

    cmd takes off the carets that stand outside quotes. Then Windows programs read ``\"`` and ``""`` as one quote.
    Raises UnreadableText for an open quote and for what ends the command (&, |).

    >>> cmd_words('curl "https://h.example/?a=^1" -d "{""a"":1}"')
    ['curl', 'https://h.example/?a=^1', '-d', '{"a":1}']
    """
    passed_on = _of_cmd.sub(_as_passed_on, _prompt.sub("", command, count=1))
    if '"' in _word.sub("", passed_on):
        raise UnreadableText("text", 'a " that is never closed', "a whole command")
    return [_quoted.sub(_unquoted, word) for word in _word.findall(passed_on)]


def _as_passed_on(found: re.Match[str]) -> str:
    if found["operator"]:
        expected = "one curl command alone, with quotes around its URL"
        raise UnreadableText("text", f"{found[0]} outside quotes, where cmd ends the command", expected)
    return found["quoted"] or found["escaped"] or ""


def _unquoted(found: re.Match[str]) -> str:
    return re.sub(r'\\(["\\])|"(")', lambda escaped: escaped[1] or escaped[2], found[1])
