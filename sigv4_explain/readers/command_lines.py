"""Where a command in a paste ends, and its words; variables that are set above it are put in, others stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sigv4_explain.errors import UnreadableText
from sigv4_explain.masking import fields_alone
from sigv4_explain.readers.shell import ansi_c_text, cmd_words, powershell_words

_assignment = re.compile(
    r"""^[ \t]*(?:[$#%][ ]|PS[^>\n]{0,80}>[ ]?)?"""
    r"""(?:(?:export|set|local|ENV|declare(?:[ \t]+-\w+)?)[ \t]+|\$(?:[Ee]nv:)?)?"""
    r"""([A-Za-z_]\w{0,80})[ \t]?=[ \t]?("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'();|&`]+)[ \t]*;?[ \t]*(?:\#.*)?$""",
    re.MULTILINE,
)
_expansion = re.compile(
    r"\$(?:[Ee]nv:)?([A-Za-z_]\w*)|\$\{(?:[Ee]nv:)?([A-Za-z_]\w*)[^}\n]{0,200}\}|\$\((?:[^()\n]|\([^()\n]*\)){0,2000}\)|`[^`\n]{0,2000}`|\$\("
)
_piece = re.compile(
    r"""
      (?P<continued>\\[ \t]*\r?\n)
    | (?P<single>'[^']*')
    | \$'(?P<ansi_c>(?:\\.|[^'\\])*)'
    | \$?"(?P<double>(?:\\.|[^"\\])*)"
    | (?P<escaped>\\.)
    | (?P<expansion>\$(?=[A-Za-z_({])|`)
    | (?P<placeholder><[A-Za-z][\w .-]{0,60}>)
    | (?P<operator>[&;|<>()])
    | (?P<line>\n)
    | (?P<blank>[ \t\r]+)
    | (?P<plain>[^ \t\r\n'"\\$`&;|<>()]+|.)
    """,
    re.DOTALL | re.VERBOSE,
)
_in_quotes = re.compile(r"\\(\r?\n|[$`\"\\])")
_LONGEST = 65_536  # characters of a command
_for_windows = re.compile(r"[^\n]*(?:[`^][ \t]*$|\^\")", re.MULTILINE).match


class WrittenCommand(NamedTuple):
    """The words of a command, and where it ends."""

    words: list[str]
    end: int

    def __repr__(self) -> str:
        return fields_alone(self)


def variables_in(text: str) -> dict[str, str]:
    r"""Return what variables are set to in lines of their own, the last counting.

    >>> variables_in('BUCKET=b\nexport KEY="$BUCKET/a b"\n')
    {'BUCKET': 'b', 'KEY': 'b/a b'}
    """
    variables: dict[str, str] = {}
    for found in _assignment.finditer(text):
        value = found[2]
        if value[0] == "'":
            variables[found[1]] = value[1:-1]
        else:
            variables[found[1]] = _expanded(value.removeprefix('"').removesuffix('"'), variables)
    return variables


def command_at(text: str, position: int, variables: Mapping[str, str]) -> WrittenCommand:
    """Read the command that begins at a position: for cmd or PowerShell where its lines end so, else for a shell.

    Raises UnreadableText for a quote that is never closed.
    """
    if _for_windows(text, position):
        return _on_windows(text, position, variables)
    words: list[list[str]] = []
    above = text[text.rfind("\n", 0, position) + 1 : position]
    indent = "" if above.strip() else above
    is_new, place = True, position
    stop = min(len(text), position + _LONGEST)
    while place < stop and (found := _piece.match(text, place, stop)):
        kind, here = found.lastgroup, place
        place = found.end()
        if kind == "line" or (kind == "operator" and not _is_in_url(found[0], words, is_new, text, place)):
            return _written(words, here)
        if kind in ("blank", "continued"):
            is_new = is_new or kind == "blank" or text[place : place + 1] in (" ", "\t")
            continue
        if kind == "expansion":
            whole = _expansion.match(text, here, stop)
            place = whole.end() if whole else place
            piece = _expanded(text[here:place], variables)
        elif found[0] in ("'", '"'):
            raise UnreadableText("text", f"a {found[0]} that is never closed", "a whole command")
        else:
            piece = _dedented(_text(found, variables), indent)
        if is_new and words and piece == "curl":  # another one, or a sentence
            return _written(words, here)
        if is_new:
            words.append([])
        words[-1].append(piece)
        is_new = False
    return _written(words, place)


def left_open(command: str) -> set[str]:
    """Return what a shell would replace in a command, outside single quotes.

    >>> left_open('''-d "{a: $B}" -d '{c: $D}' `date`''') == {"$B", "`date`"}
    True
    """
    if "$" not in command and "`" not in command:
        return set()
    return {found[0] for found in _expansion.finditer(_in_single_quotes.sub("", command))}


_in_single_quotes = re.compile(r"(?<!\$)'[^']*'")


def _written(words: list[list[str]], end: int) -> WrittenCommand:
    return WrittenCommand(["".join(word) for word in words], end)


def _dedented(text: str, indent: str) -> str:
    """Take off the blanks that stand before each line of a command that was set as a block, in its body too."""
    first, *more = text.split("\n")
    is_block = indent and all(line.startswith(indent) or not line for line in more)
    return "\n".join([first, *[line.removeprefix(indent) for line in more]]) if is_block else text


def _is_in_url(sign: str, words: list[list[str]], is_new: bool, text: str, place: int) -> bool:  # noqa: FBT001  # private
    """Tell whether an ampersand or a bracket stands in a URL that somebody forgot to quote."""
    return (
        sign in "&()"
        and not is_new
        and "://" in "".join(words[-1][:3])
        and text[place : place + 1] not in ("", " ", "\n", "&")
    )


def _text(found: re.Match[str], variables: Mapping[str, str]) -> str:
    match found.lastgroup:
        case "single":
            return found[0][1:-1]
        case "ansi_c":
            return ansi_c_text(found["ansi_c"])
        case "double":
            plain = _in_quotes.sub(lambda escape: "" if "\n" in escape[1] else f"\0{escape[1]}", found["double"])
            return _expanded(plain, variables).replace("\0", "")
        case "escaped":
            return found[0][1]
    return found[0]


def _expanded(text: str, variables: Mapping[str, str]) -> str:
    """Put in the values that are known; what nobody shows stays as it is written."""

    def value(found: re.Match[str]) -> str:
        if found.start() and found.string[found.start() - 1] == "\0":
            return found[0]
        name = found[1] or found[2] or ""
        return variables.get(name, found[0])

    return _expansion.sub(value, text) if "$" in text or "`" in text else text


def _on_windows(text: str, position: int, variables: Mapping[str, str]) -> WrittenCommand:
    end, lines = position, 0
    while lines < 500:
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        line = text[end:line_end].rstrip()
        lines += 1
        is_open = text.count('"', position, line_end) % 2 == 1 and line_end - position < _LONGEST
        end = line_end + 1
        if not (line.endswith(("^", "`")) or is_open) or line_end >= len(text):
            break
    command = re.sub(r"[`^][ \t]+$", lambda found: found[0][0], text[position:line_end], flags=re.MULTILINE)
    for name, value in variables.items():
        command = command.replace(f"%{name}%", value)
    if re.search(r"\^[ \t]*$|\^\"", command, re.MULTILINE):
        return WrittenCommand(cmd_words(command), line_end)
    return WrittenCommand(powershell_words(_expanded_in_powershell(command, variables)), line_end)


def _expanded_in_powershell(command: str, variables: Mapping[str, str]) -> str:
    return re.sub(
        r"\$(?:[Ee]nv:)?([A-Za-z_]\w*)", lambda found: variables.get(found[1], found[0].replace("$", "`$")), command
    )
