"""Canonical requests and strings to sign in a paste: each by its form, and whose it is by the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import takewhile

from sigv4_explain.encoding import sha256_hex
from sigv4_explain.readers.answers.disguises import unescaped
from sigv4_explain.readers.cleaned_text import CleanedText, cleaned
from sigv4_explain.texts import records


class TextKind(Enum):
    """One of the two texts of a signature."""

    CANONICAL_REQUEST = "canonical_request"
    STRING_TO_SIGN = "string_to_sign"


class PrintedBy(Enum):
    """Who computed a text."""

    CLIENT = "the client"
    SERVER = "the server"
    UNTOLD = "nobody says who"


@dataclass(frozen=True, slots=True)
class TextLabel:
    """Words that stand before a text, or tell whose it is."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class PrintedText:
    """A text, and where it stands in the paste. It may hold a session token: the repr tells the kind alone."""

    kind: TextKind
    text: str
    printed_by: PrintedBy
    start: int
    end: int
    is_logged: bool = False
    """Whether a label names it, as a log does."""
    is_announced: bool = False
    """Whether it stands in AWS's own answer, so that another text is not the server's, whatever words stand before."""

    def __repr__(self) -> str:
        return f"<PrintedText: {self.kind.value} of {self.printed_by.value}, {self.start} to {self.end}>"


_LABELS = records("sigv4_explain.readers", "labels.toml", TextLabel, "name")


def _words(name: str) -> str:
    return "|".join(_LABELS[name].words)


_METHODS = "get|put|post|head|delete|patch|options"
_anchor = re.compile(
    rf"(?<![\w/-])(?:(?P<canonical_request>[A-Z]{{3,20}}|{_METHODS})[ \t]*(?=\n(?:\n|[^\n]{{0,200}}?/))"
    r"|(?P<string_to_sign>AWS4-[A-Z0-9-]+)[ \t]*(?=\n))(?=\n)"
)
_label = re.compile(f"{_words('canonical_request')}|{_words('string_to_sign')}", re.IGNORECASE)
_of_the_server, _of_the_client = (re.compile(_words(name), re.IGNORECASE) for name in ("server", "client"))
_announced = re.compile(
    r"(?:this request|String-to-Sign) should have been:?[\s\\n'\"]{0,12}$|<(?:CanonicalRequest|StringToSign)>\s*$"
).search
_element = re.compile(r"(?:<|&lt;)(?:CanonicalRequest|StringToSign)(?:>|&gt;)\s*(?:<!\[CDATA\[)?$")
_field_of_an_answer = re.compile(r"\b(?:CanonicalRequest|StringToSign)\b[\"']?\s*(?::|=>?)\s*[\"'`]*$")
_fields_of_an_answer = re.compile(r"(?<![</;])\b(?:SignatureProvided|StringToSignBytes|CanonicalRequestBytes)\b")
_payload = re.compile(
    r"(?:[0-9a-fA-F]{32,128}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]{1,60})(?![A-Za-z0-9])|(?:\[object|<Buffer)[^\n]{0,40}"
)
_header = re.compile(r"[A-Za-z0-9!#$%&*+.^_|~-]{1,200}[ \t]?:(?!//)[^\n]*")
_names = re.compile(r"[A-Za-z0-9_.-]{1,200}(?:[;,%] ?[A-Za-z0-9_.%3b-]{1,200}){0,200};?[ \t]*")
_elision = re.compile(r"[ \t]*(?:…|\.{3,}|\[(?:…|\.{3}|snip)\]|<?snip(?:ped)?>?|\(?(?:snip|cut|truncated)\)?)[ \t]*")
_code = re.compile(r"\$\{|#\{|\{\{|[\"'`]\s*(?:[+.&]|\|\|)\s*[\w$\"'`]|\\\(|^\s*[$@]\w+\s*=|:=")
_moment = re.compile(r"[0-9][\w:+., /-]{3,40}[ \t]*|[A-Z][a-z]{2}, [\w: +-]{10,40}")
_scope = re.compile(r"[^\s\"'`(){}$+]{0,200}[/][^\s\"'`(){}$+]{0,200}[ \t]*|[0-9]{8}[\w-]{0,80}")
_hash = re.compile(r"[0-9A-Za-z+/=_-]{20,200}|\[object[^\n]{0,30}|<Buffer[^\n]{0,200}")
_MOST_LINES = {"canonical_request": 300, "string_to_sign": 4}
_MOST_COMPARED = 100
"""Texts at the beginning of a paste with which each is compared: a log of thousands shows each attempt anew."""
_BEFORE = 240
_digits = re.compile("[0-9]")


def texts_in(paste: str) -> tuple[PrintedText, ...]:
    r"""Return the canonical requests and strings to sign that a paste shows, printed as they are or in quotes.

    >>> [found] = texts_in("I sign 'GET\\n/\\n\\nhost:h\\n\\nhost\\nUNSIGNED-PAYLOAD', why?")
    >>> found.text, found.printed_by
    ('GET\n/\n\nhost:h\n\nhost\nUNSIGNED-PAYLOAD', <PrintedBy.CLIENT: 'the client'>)
    """
    found = list(_printed_as_they_are(cleaned(paste)))
    found += [text for text in _in_another_order(cleaned(paste)) if not _is_taken(text, found)]
    if "\\n" in paste or "\\r" in paste or "\\u000a" in paste:
        found += [text for text in _in_quotes(paste) if not _is_taken(text, found)]
    found.sort(key=lambda text: text.start)
    return tuple(_sided(found))


def _is_taken(text: PrintedText, others: list[PrintedText]) -> bool:
    return any(text.start < other.end and other.start < text.end for other in others)


def _printed_as_they_are(paste: CleanedText) -> Iterator[PrintedText]:
    """Return the texts whose line breaks are line breaks, whatever stands before each line."""
    done = 0
    for anchor in _anchor.finditer(paste.text):
        if anchor.start() < done:
            continue
        first = paste.line_at(anchor.start())
        before = paste.text[paste.starts[first] : anchor.start()]
        most = _MOST_LINES[str(anchor.lastgroup)]
        lines = [line.text for line in paste.lines[first : first + most]]
        read = _read(TextKind(anchor.lastgroup), anchor[0].rstrip(), _unprefixed(before, lines))
        context = paste.text[max(0, anchor.start() - _BEFORE) : anchor.start()]
        label = _label_of(context)
        side = _side_of(context, paste.text, anchor.start())
        if read is None or not (read.is_sure or label or side is not PrintedBy.UNTOLD):
            continue
        last = first + read.lines - 1
        ending = read.text.rpartition("\n")[2]
        done = max(paste.text.find(ending, paste.starts[last]), paste.starts[last]) + len(ending)
        place = paste.lines[first].start if not before.strip() else paste.place(anchor.start())
        announced = bool(_announced(context))
        yield PrintedText(read.kind, read.text, side, place, paste.place(done), label, announced)


_line_to_sign = r"(?:AWS4-[A-Z0-9-]+|[0-9]{8}T[0-9]{6}Z|[0-9]{8}/[\w-]{1,40}/[\w-]{1,40}/aws4_request|[0-9a-f]{64})"
_lines_to_sign = re.compile(rf"(?<![\w/:;=-]){_line_to_sign}(?:\n{_line_to_sign}){{2,3}}(?=[\n'\"`]|$)")


def _in_another_order(paste: CleanedText) -> Iterator[PrintedText]:
    """Return the strings to sign whose lines are in another order, or lack one: each line tells what it is."""
    for lines in _lines_to_sign.finditer(paste.text):
        if "T" in lines[0] or "/" in lines[0]:
            context = paste.text[max(0, lines.start() - _BEFORE) : lines.start()]
            side, label = _side_of(context, paste.text, lines.start()), _label_of(context)
            yield PrintedText(TextKind.STRING_TO_SIGN, lines[0], side, *paste.span(*lines.span()), label)


def _unprefixed(before: str, lines: list[str]) -> list[str]:
    """Take off what stands before each line when it stands before the first one too."""
    shape = _digits.sub("0", before)
    if not before.isspace():
        pairs = zip(shape, _digits.sub("0", lines[1] if len(lines) > 1 else ""), strict=False)
        same = "".join([one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)])
        shape = same[: max([same.rfind(mark) for mark in " \t:|>#)]"]) + 1]
    width = len(shape)
    if not width:
        return [lines[0][len(before) :], *lines[1:]]
    rest = [line[width:] if _digits.sub("0", line[:width]) == shape else line.lstrip() for line in lines[1:]]
    return [lines[0][len(before) :], *rest]


@dataclass(frozen=True, slots=True)
class _Read:
    """A text that was read line by line."""

    kind: TextKind
    text: str
    lines: int
    is_sure: bool
    """Whether its form alone tells what it is."""


def _read(kind: TextKind, first: str, lines: list[str]) -> _Read | None:
    read = _read_canonical_request if kind is TextKind.CANONICAL_REQUEST else _read_string_to_sign
    return read([first, *lines[1:]])


def _read_string_to_sign(lines: list[str]) -> _Read | None:
    kept = [lines[0]]
    for line, pattern in zip(lines[1:], (_moment, _scope, _hash), strict=False):
        found = pattern.match(line) or _elision.fullmatch(line)
        is_last = pattern is _hash
        if found is None or (not is_last and found.end() != len(line)):
            break
        kept.append(found[0])
        if is_last:
            break
    is_sure = len(kept) > 2 and not all(_elision.fullmatch(line) for line in kept[1:])
    text = "\n".join(kept)
    return None if len(kept) < 2 or _code.search(text) else _Read(TextKind.STRING_TO_SIGN, text, len(kept), is_sure)


def _read_canonical_request(lines: list[str]) -> _Read | None:
    """Read to the payload's hash; without one, as far as the lines are those of a canonical request."""
    has_slash = len(lines) > 1 and bool(re.match(r"/|https?://|%2F|$|…|\.\.\.", lines[1]))
    if len(lines) < 2 or not (has_slash or re.fullmatch(r"[\w.~%!$&'()*+,;=:@-]+(?:/[^\s?\"']*)?", lines[1])):
        return None
    kept = [lines[0], lines[1]]
    headers = names = 0
    is_whole = False
    for place, line in enumerate(lines[2:], 2):
        if found := _payload.match(line):
            kept.append(found[0])
            is_whole = True
            break
        is_header = bool(_header.fullmatch(line))
        is_names = not is_header and bool(_names.fullmatch(line)) and place > 2
        is_other = (
            not line.strip() or _elision.fullmatch(line) or (place == 2 and ("=" in line or " " not in line.strip()))
        )
        if not (is_header or is_names or is_other) or _anchor.match(f"{line}\n") or (names and (is_header or is_names)):
            break
        headers, names = headers + is_header, names + is_names
        kept.append(line)
    while not kept[-1].strip() and len(kept) > 2:
        kept.pop()
    text = "\n".join(kept)
    if _code.search(text) or len(kept) < 3 or not (has_slash or (is_whole and headers and names)):
        return None
    is_sure = bool(headers) and (is_whole or bool(names) or any(map(_elision.fullmatch, kept)))
    return _Read(TextKind.CANONICAL_REQUEST, text, len(kept), is_sure)


_LITERAL = r"(?:\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\\n]|\\.)*+`)"
_BLANKS = r"[ \t]{0,80}"
_SEAM = rf"(?:{_BLANKS}[+\\]{_BLANKS}\r?\n?{_BLANKS}|{_BLANKS}\r?\n[ \t]{{1,80}}(?:\+{_BLANKS})?)"
_literals = re.compile(rf"{_LITERAL}(?:{_SEAM}b?{_LITERAL})*")
_one_literal = re.compile(_LITERAL)
_joined_to_code = re.compile(r"[ \t]*(?:\+|\.(?!\s|$)|&|\|\||%)[ \t]*\r?\n?[ \t]*[\w$(@\"'`]")
_after_code = re.compile(r"(?:[\w)\]]\s*(?:\+|(?<=\s)\.|\.(?=.*\Z)|&|\|\|)|sprintf\(|format\()\s*[bfu$@]?$")
_may_hold = re.compile(rf"AWS4-[A-Z0-9-]+\\+[nru]|(?<![\w/-])(?:[A-Z]{{3,20}}|{_METHODS})\\+[nru]")
_LAYERS = 3


def _in_quotes(paste: str) -> Iterator[PrintedText]:
    """Return the texts that stand in quotes with their line breaks escaped, in one piece or in several."""
    done = 0
    for hint in _may_hold.finditer(paste):
        if hint.start() < done:
            continue
        line = paste.rfind("\n", 0, hint.start()) + 1
        literal = _literal_around(paste, max(line, done), hint.start())
        if literal is None:
            end = paste.find("\n", hint.start())
            start, end = hint.start(), end if end >= 0 else len(paste)
            text = paste[start:end]
        else:
            start, end = literal.span()
            if _joined_to_code.match(paste, end) or _after_code.search(paste[max(0, start - 40) : start]):
                done = end
                continue
            text = "".join([piece[1:-1] for piece in _one_literal.findall(literal[0])])
        done = end
        yield from _in_a_literal(paste, text, start, end)


def _literal_around(paste: str, start: int, position: int) -> re.Match[str] | None:
    """Return the literal in which a position of its line is."""
    for literal in _literals.finditer(paste, start):
        if literal.start() > position:
            return None
        if literal.end() > position:
            return literal
    return None


def _in_a_literal(paste: str, text: str, start: int, end: int) -> Iterator[PrintedText]:
    for _ in range(_LAYERS):
        text = unescaped(text)
        if "\n" in text:
            break
    has_crlf = "\r\n" in text
    inside = cleaned(text.replace("\r\n", "\n"))
    inner = list(_printed_as_they_are(inside))
    inner += [other for other in _in_another_order(inside) if not _is_taken(other, inner)]
    outside = paste[max(0, start - _BEFORE) : start]
    for found in inner:
        is_alone = found.start == 0 or not text[: found.start].strip(" '\"`\n")
        side = found.printed_by
        if side is PrintedBy.UNTOLD and is_alone:
            side = _side_of(outside, paste, start)
        label = found.is_logged or (is_alone and _label_of(outside))
        shown = found.text.replace("\n", "\r\n") if has_crlf else found.text
        yield replace(found, text=shown, printed_by=side, start=start, end=end, is_logged=label)


def _words_before(context: str) -> str:
    """Return the words just before a text: those of its own line, else of the line above."""
    *above, own = _entity.sub("'", context[-_BEFORE:]).split("\n")
    above = above[1:] if len(context) >= _BEFORE else above
    if own.strip(_MARKS) or not above:
        return own[-_NEAR:]
    line = next((line for line in reversed(above) if line.strip(_MARKS)), "")
    return "" if len(line) > _NEAR or _is_no_label.search(line) else line


_entity = re.compile(r"&(?:#x?[0-9a-fA-F]{2,4}|quot|apos);")
_MARKS, _NEAR = " \t`~>'\"(*#-_", 160
_is_no_label = re.compile(rf"\\n|[{{}}<]|^\s*(?:{_payload.pattern})")


def _label_of(context: str) -> bool:
    return bool(_label.search(_words_before(context)))


def _side_of(context: str, text: str, position: int) -> PrintedBy:
    """Tell by the words before a text whose it is: those that stand nearest decide."""
    if _element.search(context):
        return PrintedBy.SERVER
    if _field_of_an_answer.search(context):
        around = text[max(0, position - 8_192) : position + 8_192]
        return PrintedBy.SERVER if _fields_of_an_answer.search(around) else PrintedBy.UNTOLD
    words = _words_before(context)
    last = {side: max([found.end() for found in pattern.finditer(words)], default=-1) for side, pattern in _SIDES}
    if max(last.values()) < 0:
        return PrintedBy.UNTOLD
    return max(last, key=lambda side: last[side])


_SIDES = ((PrintedBy.CLIENT, _of_the_client), (PrintedBy.SERVER, _of_the_server))


def _sided(found: list[PrintedText]) -> Iterator[PrintedText]:
    """Say of each text whose it is: what belongs to the server's text is the server's, what is left the client's."""
    servers = _hashes([text for text in found if text.printed_by is PrintedBy.SERVER])
    announced = {text.kind: text for text in found if text.is_announced}
    first = found[:_MOST_COMPARED]
    for text in found:
        said = announced.get(text.kind)
        is_other = said is not None and said.text != text.text and _date_of(said) == _date_of(text)
        if text.printed_by is PrintedBy.SERVER and not text.is_announced and is_other:
            yield replace(text, printed_by=PrintedBy.CLIENT)
        elif text.printed_by is not PrintedBy.UNTOLD:
            yield text
        elif (_hashes([text]) & servers and not _same_hash_of_a_client(text, first)) or _is_the_other(text, first):
            yield replace(text, printed_by=PrintedBy.SERVER)
        else:
            yield replace(text, printed_by=PrintedBy.CLIENT)


def _hashes(texts: list[PrintedText]) -> set[str]:
    """Return the hashes by which a canonical request and its string to sign belong together."""
    return {
        sha256_hex(text.text.encode("utf-8", "replace"))
        if text.kind is TextKind.CANONICAL_REQUEST
        else text.text.rpartition("\n")[2]
        for text in texts
    }


def _same_hash_of_a_client(text: PrintedText, found: list[PrintedText]) -> bool:
    """Tell whether another text of the same kind, already the server's, is the very same: this one is the client's."""
    return any(other.printed_by is PrintedBy.SERVER and other.kind is text.kind for other in found)


def _is_the_other(text: PrintedText, found: list[PrintedText]) -> bool:
    """Tell whether this is the second of two that differ, of one attempt and in no log: people put theirs first."""
    same = [other for other in found if other.kind is text.kind]
    if any(other.printed_by is PrintedBy.SERVER for other in same) or text.is_logged:
        return False
    others = [other for other in same if other.text != text.text and _date_of(other) == _date_of(text)]
    is_clients = any(other.printed_by is PrintedBy.CLIENT for other in others)
    return is_clients or bool(others and others[0].start < text.start and not others[0].is_logged)


def _date_of(text: PrintedText) -> str:
    found = re.search(r"[0-9]{8}T[0-9]{6}Z", text.text)
    return found[0] if found else ""
