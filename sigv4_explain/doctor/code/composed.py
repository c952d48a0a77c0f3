"""The texts that code puts together, read as lines: where a line is missing, in another order, or in another form.

A text is put together from a list that is joined, from appends to one name, or in one expression, by whatever operator.
What is no literal stands as a hole, ⟦…⟧, with its expression in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_Text = tuple[int, str, str]  # where it begins, its name, and itself


class Composed(NamedTuple):
    """A text that some code puts together."""

    at: int
    """Where in the code it begins."""
    lines: tuple[str, ...]
    """Its lines, with holes."""
    returns: bool
    """Whether a line ends with CR, alone or before LF, everywhere or on Windows."""


_MOST_CODE, _MOST_ITEMS, _LONGEST = 32_768, 40, 1_500
_AFTER_ITEM = "\x00"  # items of a list are joined, and no line break stands behind the last
_LITERAL = (
    r'(?:[fbursnNL@$]{0,2}"""(?:[^"\\]|\\.|"(?!""))*"""|(?:[fbursNL@]|\$@?|@\$)?"(?:[^"\\\n]|\\.)*"|'
    r"(?:[fburN])?'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"
)
_BREAK = (
    r"(?:\b(?:PHP_EOL|vbLf|vbCrLf|vbNewLine|NEWLINE|NEW_LINE|LF|NL|LINE_SEPARATOR|newline|lf|nl|NewLine|LINE_BREAK)\b|"
    r"(?i:\bn?char\(\s*13\s*\)\s*[+|]+\s*n?char\(\s*10\s*\)|\b(?:n?char|chrW?\$?)\(\s*1[03]\s*\))|\bvbCr\b|#1[03]\b|\[char\]10|\$\\n|'\\n'|Environment\.NewLine|endl\b)"
)
_comment = re.compile(r"(?<=[;,(){ \t])//[^\n\"'`]*$", re.MULTILINE)
_token = re.compile(
    rf"(?P<break>{_BREAK})|(?P<literal>{_LITERAL})|(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<comma>,)|"
    r"(?P<joiner>\+\+|\+|\.\.|<>|\|\||&|~|\s\.(?!\.)\s?(?=\S)|\.(?=[\"'$])|(?<=[\"'])\s?\.\s?(?=[$\w])|<<)|(?P<end>;)"
)
_hole = re.compile(
    r"\$\{[^}\n]*\}|#\{[^}\n]*\}|\\\([^)\n]*\)|\{\$?[A-Za-z_][^{}\n]*\}|\$\w+(?:->\w+|\[[^\]\n]*\])?|%[sS@v]|\{\d?\}"
)
_escape = re.compile(r"(?P<cr>\\r\\n|`r`n|%n)|\\n|\\x0[aA]|`n")
_is_of_windows = re.compile(r"PHP_EOL|[cC]rLf|NewLine$|LINE_SEPARATOR|endl|13\s*\)?$|13\s*\)\s*[+|]|vbCr$").search
_append = re.compile(
    r"^[ \t]*(?i:set\s+)?(?P<name>[$@\w.>-]{1,60}?)(?:\s*(?:\[\]\s*=|\.=|\+=|&=|<<)|"
    r"\.(?:[aA]ppend|WriteString|push|Add|add|push_str)\()"
    r"[ \t]*(?P<value>\S[^\n]*)|"
    r"^[ \t]*(?i:set\s+)?(?P<same>[$@\w.]{1,60})\s*:?=\s*(?P=same)\s*(?:\+|&|\.\.|\.|~)\s*(?P<more>\S[^\n]*)",
    re.MULTILINE,
)
_assigned = re.compile(
    r"(?:^|[\s({])(?:(?P<name>[$@\w.\]\[>-]{1,60})\s*(?::\s*\w+\s*)?(?::?=|<-)(?!=)|return\b)[ \t]*(?=\S)", re.MULTILINE
)
_goes_on = re.compile(r"(?:[+&(\[{,~]|\.\.|\.|<>|\|\||_|\\)\s*$")
_begins_with_a_joiner = re.compile(r"\s*(?:\+|&|\.\.|\.\s|\.\$|<>|\|\||~)")
_is_named = re.compile(r"⟦([$@\w.]{1,60})⟧")
_has_no_commas = re.compile(r"(?:[^\n]*[^,\n]\n){3,}[^\n]*").fullmatch
_is_put_together = re.compile(r"(?<!\])\b(?i:string|concat|paste0|strcat|cat)\s*$")
_is_of_lisp = re.compile(r"\s*\(\s*(?:str|string-append|concat)\s+(.*)\)\s*", re.DOTALL)
_AHEAD_OF_VALUES = ("%", ".format", ".formatted")
_AROUND_HOLES = "$#{}()\\"
_is_format_before = re.compile(rf"({_LITERAL})\s*(?:%\s*|\.format|\.formatted)$")


def composed_texts(code: str) -> Iterator[Composed]:
    r"""Return the texts of several lines that some code puts together.

    >>> [one.lines for one in composed_texts('t = "GET\\n" + path + "\\n\\nhost:" + h + "\\n\\nhost\\n" + digest')]
    [('GET', '⟦path⟧', '', 'host:⟦h⟧', '', 'host', '⟦digest⟧')]
    """
    code = _comment.sub(lambda found: " " * len(found[0]), code[:_MOST_CODE])
    texts = (*_of_lists(code), *_of_appends(code), *_of_expressions(code))
    named: dict[str, str] = {}
    for _, name, text in texts:  # what has two texts has none that is known
        name = name.lstrip("$@")
        named[name] = "" if name in named else text
    for at, _, text in texts:
        lines = tuple(_is_named.sub(lambda found: named.get(found[1].lstrip("$@")) or found[0], text).split("\n"))
        returns = any(line.endswith("\r") for line in lines)
        if len(lines) > 3:  # a string to sign has four
            yield Composed(at, tuple(line.rstrip("\r") for line in lines), returns)


def _of_lists(code: str) -> Iterator[_Text]:
    opened: list[tuple[int, list[int]]] = []
    for token in _token.finditer(code):
        if token.lastgroup == "open":
            opened.append((token.start(), []))
        elif token.lastgroup == "comma" and opened:
            opened[-1][1].append(token.start())
        elif token.lastgroup == "close" and opened:
            start, commas = opened.pop()
            if len(commas) <= _MOST_ITEMS and token.start() - start < _LONGEST:
                edges = (start, *commas, token.start())
                items = [code[one + 1 : two] for one, two in pairwise(edges)]
                if not commas and _has_no_commas(code[start : token.start()]):
                    items = code[start + 1 : token.start()].split("\n")
                elif _is_put_together.search(code[max(0, start - 20) : start]):
                    yield start, "", "".join(map(_text_of, items))
                    continue
                yield from (
                    (start, "", text)
                    for text in (*_formatted(items, code[max(0, start - _LONGEST) : start]), *_joined(items))
                )


def _joined(items: Sequence[str]) -> Iterator[str]:
    """Return the text that the items of a list make, where they may be joined by line breaks."""
    if len(items) > 3:  # a string to sign has four
        texts = [_text_of(item) for item in items]
        while texts and texts[0] in ("", "\n"):  # the separator, or what stands before it
            texts = texts[1:]
        yield "\n".join(texts[:-1] if texts and not texts[-1].strip() else texts)


def _formatted(items: Sequence[str], before: str) -> Iterator[str]:
    """Return the text of a format that is filled with the items, which has holes for them."""
    ahead = _is_format_before.search(before) if before.rstrip().endswith(_AHEAD_OF_VALUES) else None
    template, filling = (ahead[1], items) if ahead else (items[0].strip(), items[1:])
    if filling and re.fullmatch(_LITERAL, template) and len(_escape.findall(template)) > 2:
        values = iter(filling)
        yield re.sub(r"⟦(?:%\w|s|v|\d?)⟧|%[sSv@]", lambda _: _text_of(next(values, "")) or "⟦⟧", _read(template))


def _of_appends(code: str) -> Iterator[_Text]:
    begun: dict[str, tuple[int, str]] = {}
    for found in _append.finditer(code):
        name, value = found["name"] or found["same"], found["value"] or found["more"]
        start, text = begun.get(name, (-1, ""))
        if start < 0:
            first = re.search(
                rf"(?:^|\s){re.escape(name)}\s*:?=\s*(?!=)([\"'`A-Za-z$][^\n;]*)",
                code[max(0, found.start() - 400) : found.start()],
            )
            start = max(0, found.start() - 400) + first.start() if first else found.start()
            text = _text_of(first[1]) if first and re.match(_LITERAL, first[1]) else ""
        is_item = "[]" in found[0] or re.search(r"\.(?:push|[aA]dd)\(", found[0])
        begun[name] = start, text + _text_of(_appended(value)) + (_AFTER_ITEM if is_item else "")
    for name, (start, text) in begun.items():
        yield start, name, text.removesuffix(_AFTER_ITEM).replace(_AFTER_ITEM, "\n")


def _appended(value: str) -> str:
    """Return what one line appends, as one expression."""
    value = re.sub(r"[;)]+\s*$", lambda ending: ")" * _missing(value[: ending.start()]), value.rstrip())
    return re.sub(r"\)\s*\.[aA]ppend\(|\s<<\s", " + ", value)


def _missing(value: str) -> int:
    return max(0, value.count("(") - value.count(")"))


def _of_expressions(code: str) -> Iterator[_Text]:
    done = 0
    for found in _assigned.finditer(code):
        if found.end() < done:
            continue
        end, lines = found.end(), 0
        while lines < _MOST_ITEMS:
            stop = code.find("\n", end)
            stop = len(code) if stop < 0 else stop
            line, following = code[end:stop], code[stop + 1 : stop + 200]
            end, lines = stop + 1, lines + 1
            if stop == len(code) or not (_goes_on.search(line) or _begins_with_a_joiner.match(following)):
                break
        expression = code[found.end() : end]
        if expression.count('"') + expression.count("'") + expression.count("`") > 1:
            done = end
            yield found.start(), found["name"] or "", _text_of(expression)


def _text_of(expression: str) -> str:
    """Return the text that an expression makes: its literals, and holes for the rest."""
    if lisp := _is_of_lisp.fullmatch(expression):
        expression = re.sub(rf"({_LITERAL}|[^\s\"]+)(?=\s)", r"\1 +", lisp[1])
    made, other, depth = [], "", 0
    at = 0
    for token in _token.finditer(expression):
        other += expression[at : token.start()]
        at, kind = token.end(), token.lastgroup
        if kind == "close":
            depth -= 1
        plain = depth == 0 and not re.search(r"\w\s*$|\($", other)
        if kind in ("literal", "break") and plain and (kind == "break" or not other.strip("( \n\t\\_")):
            made.append(_holed(other, strict=True) + _literal(token[0], kind))
            other = ""
        elif kind == "end" and depth == 0:
            break
        elif kind in ("joiner", "comma") and depth == 0:
            made.append(_holed(other))
            other = ""
        else:
            other += token[0]
        depth += kind == "open"
    else:
        other += expression[at:]
    return "".join([*made, _holed(other)])


def _holed(expression: str, *, strict: bool = False) -> str:
    expression = " ".join(expression.split()).strip("();, ")
    return "" if strict or not re.search(r"\w", expression) else f"⟦{expression}⟧"


def _literal(token: str, kind: str) -> str:
    if kind == "break":
        return "\r\n" if _is_of_windows(token) else "\n"
    return _read(token)


def _read(literal: str) -> str:
    """Return the text of a literal, with its holes."""
    quote = next(mark for mark in ('"""', '"', "'", "`") if literal.endswith(mark))
    text = literal[literal.index(quote) + len(quote) : -len(quote)]
    text = _escape.sub(lambda found: "\r\n" if found["cr"] else "\n", text)
    return _hole.sub(lambda found: f"⟦{found[0].strip(_AROUND_HOLES)}⟧", text)
