"""Headers as they are sent, and what becomes of each line on its way into the canonical headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.canonical import Headers, canonical_headers, headers_to_sign, signed_headers
from sigv4_explain.doctor.header_advice import Whether, header_advice
from sigv4_explain.drawing.differences import exact
from sigv4_explain.drawing.markup import LEFT, WRAPPED, Html, headed_table, join, row_head, tag
from sigv4_explain.drawing.pieces import PREFIX, label, part_class
from sigv4_explain.encoding import trim
from sigv4_explain.masking import masked_header, masked_lines

_BLANKS = " \t"


class SentLine(NamedTuple):
    """One header as it is sent."""

    number: int
    """Its place among those sent, from 1."""
    name: str
    value: str
    """A session token is masked."""
    place: int | None
    """Its line of the canonical headers, from 1; None when it is not signed."""
    done: tuple[str, ...]
    """What is done to it, in words; nothing for a line that is canonical already."""


class CanonicalLine(NamedTuple):
    """One line of the canonical headers."""

    number: int
    name: str
    value: str
    """A session token is masked."""
    sources: tuple[int, ...]
    """The numbers of the sent lines that it is made of."""


@dataclass(frozen=True, slots=True, repr=False)
class SentHeaders:
    """Headers in the order sent, and the names that their signer leaves out.

    >>> sent = SentHeaders((("X-B", " 1"), ("Host", "h"), ("X-b", "2")), frozenset())
    >>> [(line.place, line.done[-1]) for line in sent.lines]
    [(2, 'moved from line 1 to line 2'), (1, 'moved from line 2 to line 1'), (2, 'joined to line 1 with a comma')]
    """

    headers: Headers
    never_signed: frozenset[str]
    """In lower case."""

    @property
    def signed(self) -> Headers:
        """The headers that are signed, as sent."""
        return headers_to_sign(self.headers, self.never_signed)

    @property
    def canonical_headers(self) -> str:
        """The canonical headers."""
        return canonical_headers(self.signed)

    @property
    def signed_headers(self) -> str:
        """The list of the signed names."""
        return signed_headers(self.signed)

    @property
    def lines(self) -> tuple[SentLine, ...]:
        """Every header sent, and what becomes of it."""
        numbers, places = self._numbers, {line.name: line.number for line in self.canonical_lines}
        lines = []
        for number, (name, value) in enumerate(self.headers, 1):
            place, first = places.get(name.lower()), numbers[name.lower()][0]
            done = ("left out",) if place is None else tuple(_changes(name, value, number, first, place))
            lines.append(SentLine(number, name, masked_header(name, value), place, done))
        return tuple(lines)

    @property
    def canonical_lines(self) -> tuple[CanonicalLine, ...]:
        """The lines of the canonical headers, each with where it comes from."""
        numbers, texts = self._numbers, masked_lines(self.canonical_headers).split("\n")[:-1]
        pairs = [text.partition(":")[::2] for text in texts]
        return tuple(CanonicalLine(place, *pair, tuple(numbers[pair[0]])) for place, pair in enumerate(pairs, 1))

    def __repr__(self) -> str:
        return f"<SentHeaders: {len(self.headers)} sent, {len(self.canonical_lines)} lines signed>"

    @property
    def _numbers(self) -> dict[str, list[int]]:
        """The places of each name among the lines sent."""
        numbers: dict[str, list[int]] = {}
        for number, (name, _) in enumerate(self.headers, 1):
            numbers.setdefault(name.lower(), []).append(number)
        return numbers


def _changes(name: str, value: str, number: int, first: int, place: int) -> Iterator[str]:
    if name != name.lower():
        yield "name in lower case"
    if value != value.strip(_BLANKS):
        yield "blanks at the ends trimmed"
    if trim(value) != value.strip(_BLANKS):
        yield "runs of blanks folded to one"
    if number != first:
        yield f"joined to line {first} with a comma"
    elif number != place:
        yield f"moved from line {number} to line {place}"


# The header bench drawn: the canonical headers, and each sent line with what is done to it, and why it is signed.

_HEADS = ("line", "as sent", "what is done to it", "signed?", "who may touch it")
_NO_HOST = "There is no Host header. A signer adds it, and a server refuses a signature without it."


def bench_sentences(sent: SentHeaders) -> tuple[str, ...]:
    """Say how many lines are sent and signed, and what will be refused or is likely to be."""
    lines, names = sent.lines, [line.name for line in sent.canonical_lines]
    left_out = sum(line.place is None for line in lines)
    said = [f"Lines sent: {len(lines)}. Left out: {left_out}. Lines signed: {len(names)}."]
    if "host" not in names:
        said.append(_NO_HOST)
    said += [f"{name} is signed, and had better not be: {why}." for name, why in _unwise(names)]
    return tuple(said)


def canonical_side(sent: SentHeaders) -> Html:
    """Draw the canonical headers line by line, each with the sent lines it is made of, and the list of names."""
    rows = [tag("li", _canonical_line(line)) for line in sent.canonical_lines]
    drawn = tag("ol", rows) if rows else tag("p", tag("em", "none: nothing is signed"))
    names = join(*_separated(sent.signed_headers.split(";"))) if rows else tag("em", "empty")
    heads = (tag("h3", "Canonical headers"), tag("h3", "SignedHeaders"))
    return tag("div", heads[0], drawn, heads[1], tag("code", names, style=WRAPPED), class_=f"{PREFIX}-canonical-side")


def sent_side(sent: SentHeaders) -> Html:
    """Draw a table with a row for each header sent."""
    if not sent.headers:
        return tag("p", tag("em", "No headers are sent."))
    rows = (tag("tr", _cells(line)) for line in sent.lines)
    legend = tag("p", "· is a blank, ⇥ a tab. The one blank that most people write after the colon is not shown.")
    return join(headed_table(_HEADS, rows, f"{PREFIX}-static {PREFIX}-sent"), legend)


def _canonical_line(line: CanonicalLine) -> Html:
    text = tag("code", _linked(line.name, _written(line)), style=WRAPPED)
    many = "s" if len(line.sources) > 1 else ""
    return join(text, " ", tag("small", f"from line{many} {' and '.join(map(str, line.sources))}"))


def _cells(line: SentLine) -> Iterator[Html]:
    advice = header_advice(line.name)
    is_signed = line.place is not None
    is_unwise = is_signed and advice.whether is Whether.BETTER_NOT
    sign, word = ("!", "signed") if is_unwise else ("✓", "signed") if is_signed else ("–", "not signed")
    yield row_head(str(line.number))
    yield _cell(1, tag("code", _linked(line.name.lower(), _written(line)), style=WRAPPED))
    yield _cell(2, _sentence("; ".join(line.done) or "nothing: it is canonical already"))
    yield _cell(3, join(tag("strong", f"{sign} {word}. "), _sentence(f"{advice.whether.value}: {advice.why}")))
    yield _cell(4, _sentence(advice.touched_by))


def _written(line: SentLine | CanonicalLine) -> Html:
    return join(line.name, ":", tag("bdi", exact(line.value)))


def _cell(column: int, content: Html | str) -> Html:
    return tag("td", content, data_label=_HEADS[column], style=LEFT)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _linked(name: str, content: str) -> Html:
    """Draw a piece that lights up together with all others of the same header."""
    part = f"header.{name}"
    return tag(
        "span", content, class_=f"{PREFIX}-p {PREFIX}-f-header {part_class(part)}", title=label(part), tabindex=0
    )


def _separated(names: list[str]) -> Iterator[Html | str]:
    for number, name in enumerate(names):
        yield ";" if number else ""
        yield _linked(name, name)


def _unwise(names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        advice = header_advice(name)
        if advice.whether is Whether.BETTER_NOT:
            yield name, advice.why


# Headers to begin with on the header bench. No widget in here.

_HOST = "Host: abc123.execute-api.eu-central-1.amazonaws.com"
_DATE = "X-Amz-Date: 20150830T123600Z"
HEADER_SETS: Mapping[str, str] = MappingProxyType(
    {
        "a POST with JSON": f"{_DATE}\nContent-Type:  application/json \nMy-Header: b\n{_HOST}\n"
        'User-Agent: pets/1.0\nmy-header: "a   b"',
        "what proxies write": f"{_HOST}\n{_DATE}\nAccept: */*\nAccept-Encoding: gzip, br\nConnection: keep-alive\n"
        "X-Forwarded-For: 203.0.113.7\nVia: 1.1 proxy\n"
        "X-Amzn-Trace-Id: Root=1-55e2f3a0-0123456789abcdef01234567\nUser-Agent: pets/1.0",
        "names that begin alike": f"{_DATE}\nX-Amz-Grant-Read-Acp: id=2\nX-Amz-Grant-Read: id=1\n{_HOST}",
        "without a host": f"{_DATE}\nAccept: */*",
    }
)
"""By the words of the menu; the first stands there at first."""
