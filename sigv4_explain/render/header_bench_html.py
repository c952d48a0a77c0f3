"""The header bench drawn: the canonical headers, and each sent line with what is done to it, and why it is signed."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.doctor.header_advice import Whether, header_advice
from sigv4_explain.render.characters import exact
from sigv4_explain.render.inline import LEFT, WRAPPED
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX, label, part_class
from sigv4_explain.render.sent_headers import CanonicalLine, SentHeaders, SentLine

_HEADS = ("line", "as sent", "what is done to it", "signed?", "who may touch it on the way")
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
    heads = (tag("th", head, scope="col", style=LEFT) for head in _HEADS)
    rows = (tag("tr", _cells(line)) for line in sent.lines)
    legend = tag("p", "· is a blank, ⇥ a tab. The one blank that most people write after the colon is not shown.")
    table = tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows), class_=f"{PREFIX}-static {PREFIX}-sent")
    return join(table, legend)


def _canonical_line(line: CanonicalLine) -> Html:
    text = tag("code", _linked(line.name, _written(line)), style=WRAPPED)
    many = "s" if len(line.sources) > 1 else ""
    return join(text, " ", tag("small", f"from line{many} {' and '.join(map(str, line.sources))}"))


def _cells(line: SentLine) -> Iterator[Html]:
    advice = header_advice(line.name)
    is_signed = line.place is not None
    is_unwise = is_signed and advice.whether is Whether.BETTER_NOT
    sign, word = ("!", "signed") if is_unwise else ("✓", "signed") if is_signed else ("–", "not signed")
    yield tag("th", str(line.number), scope="row", style=LEFT)
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
