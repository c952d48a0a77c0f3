"""Pastes whose lines were changed on the way here: escaped, wrapped, doubled, commented, set in another type."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from sigv4_explain.readers.cleaned_text import CleanedText, PasteLine, text_of_lines
from sigv4_explain.readers.printed_values import unescaped

_LEAST = 3  # lines that must look alike to tell what happened to all
_NARROWEST, _WIDEST = 60, 250  # columns of a terminal
_entity = re.compile(r"&(?:quot|amp|lt|gt|apos|nbsp|#0?39|#x27|#34|#x2F|#61|#x3D);", re.IGNORECASE)
_comment = re.compile(r"[ \t]*(#|//|;|--|\*|\|)[ \t]?")
_quoted = re.compile(r"\"((?:[^\"\\\n]|\\.)*+)\"|'((?:[^'\\\n]|\\.)*+)'")
_escaped = re.compile(r"\\[n\"]").search
_before_header = re.compile(
    r"(?<![ :])[ ]{1,8}(?=(?:Host|Authorization|X-Amz-[\w-]{1,60}|Amz-Sdk-[\w-]{1,40}|Content-[\w-]{1,40}|User-Agent"
    r"|Accept(?:-[\w-]{1,40})?|Connection|Date|Transfer-Encoding|Cache-Control|Expect): )",
    re.IGNORECASE,
)
_behind_signature = re.compile(r"(Signature=[0-9a-f]{64})[ ]{1,8}(?=\S)")
_typeset = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')


_of_mail = re.compile(r"(?i:X-Amz-[a-z-]{1,30}|Credential|SignedHeaders|Signature)=3D").search  # hex digits are small
_encoded = re.compile("=([0-9A-F]{2})")


def out_of_mail(paste: CleanedText) -> CleanedText:
    """Return a paste without the marks of quoted-printable, in which mail writes an equals sign and breaks lines."""
    if not _of_mail(paste.text):
        return paste
    lines: list[PasteLine] = []
    pieces: list[str] = []
    start = 0
    for number, line in enumerate(paste.lines, 1):
        start = start if pieces else line.start
        is_broken = line.text.endswith("=") and number < len(paste.lines)
        pieces.append(line.text[:-1] if is_broken else line.text)
        if not is_broken:
            whole = _encoded.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))
            lines.append(PasteLine(start, "", whole.replace("\n", " "), _end(line)))
            pieces = []
    return text_of_lines(lines)


def rewritten(paste: CleanedText) -> Iterator[tuple[CleanedText, str]]:
    """Return a paste as it may have been, in each way of which there is a sign, in words; each line keeps its place."""
    for change, words in _CHANGES.items():
        lines = change(paste)
        if lines:
            yield (once := text_of_lines(lines)), words
            if change is _without_escapes and (again := _without_escapes(once)):  # a text in a text
                yield text_of_lines(again), words


def _end(line: PasteLine) -> int:
    return line.end if line.end >= 0 else line.start + len(line.prefix) + len(line.text)


def _each(paste: CleanedText, change: Callable[[str], str]) -> list[PasteLine]:
    return [PasteLine(line.start, "", change(line.text), _end(line)) for line in paste.lines]


def _without_entities(paste: CleanedText) -> list[PasteLine]:
    if not _entity.search(paste.text):
        return []
    return _each(paste, lambda text: _entity.sub(lambda found: html.unescape(found[0]), text))


def _with_straight_quotes(paste: CleanedText) -> list[PasteLine]:
    text = paste.text
    is_typeset = ("”" in text and '"' not in text) or ("’" in text and "'" not in text)
    return _each(paste, lambda text: text.translate(_typeset)) if is_typeset else []


def _uncommented(paste: CleanedText) -> list[PasteLine]:
    marks = {found[1] if (found := _comment.match(line.text)) else "" for line in paste.lines if line.text.strip()}
    if len(marks) != 1 or "" in marks or len(paste.lines) < _LEAST:
        return []
    return _each(paste, lambda text: _comment.sub("", text, count=1))


def _single_spaced(paste: CleanedText) -> list[PasteLine]:
    """Drop each second line, if all of them are empty."""
    texts = [line.text for line in paste.lines]
    if any(text.strip() for text in texts[1::2]) or sum(bool(text.strip()) for text in texts[::2]) < _LEAST:
        return []
    return list(paste.lines[::2])


def _unwrapped(paste: CleanedText) -> list[PasteLine]:
    """Join lines that end where a terminal does."""
    widths = Counter([len(line.text) for line in paste.lines])
    width = max(widths)
    if not _NARROWEST <= width <= _WIDEST or widths[width] < _LEAST - 1:
        return []
    lines: list[PasteLine] = []
    pieces: list[str] = []
    start = 0
    for number, line in enumerate(paste.lines, 1):
        start = start if pieces else line.start
        pieces.append(line.text)
        if len(line.text) < width or number == len(paste.lines):
            lines.append(PasteLine(start, "", "".join(pieces), _end(line)))
            pieces = []
    return lines


def _without_escapes(paste: CleanedText) -> list[PasteLine]:
    r"""Put back the lines that stand as ``\n`` in a quoted text."""
    if not _escaped(paste.text):
        return []
    lines: list[PasteLine] = []
    for line in paste.lines:
        inner = [found[1] or found[2] or "" for found in _quoted.finditer(line.text)] if _escaped(line.text) else []
        texts = [unescaped(text) for text in inner if _escaped(text)] or [line.text]
        whole = "\n".join(texts).replace("\r\n", "\n")
        lines += [PasteLine(line.start, "", text, _end(line)) for text in whole.split("\n")]
    return lines


def _one_header_a_line(paste: CleanedText) -> list[PasteLine]:
    """Break the lines anew, before the names of headers, where those of a paragraph were joined or wrapped."""
    if not any(_before_header.search(line.text) for line in paste.lines):
        return []
    lines: list[PasteLine] = []
    paragraph: list[PasteLine] = []
    for line in [*paste.lines, PasteLine(0, "", "", 0)]:
        if line.text.strip():
            paragraph.append(line)
        elif paragraph:
            text = " ".join([one.text.strip() for one in paragraph])
            broken = _behind_signature.sub(r"\1\n\n", _before_header.sub("\n", text))
            place, end = paragraph[0].start, _end(paragraph[-1])
            lines += [PasteLine(place, "", one, end) for one in [*broken.split("\n"), ""]]
            paragraph = []
    return lines


_CHANGES: Mapping[Callable[[CleanedText], list[PasteLine]], str] = MappingProxyType(
    {
        _without_entities: "HTML's escapes, such as &amp;, were read as the characters they stand for",
        _with_straight_quotes: "its typographic quotes were read as plain ones",
        _uncommented: "the marks before its lines were left out",
        _single_spaced: "each second line, which is empty, was left out",
        _unwrapped: "lines that end where a terminal does were joined",
        _without_escapes: "its \\n and the like were read as what they stand for",
        _one_header_a_line: "its lines were broken anew, before the names of headers",
    }
)
