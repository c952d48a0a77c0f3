"""The header bench as text: what is sent, what is signed, and what is done to each line."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.header_advice import Whether, header_advice
from sigv4_explain.render.characters import exact
from sigv4_explain.render.sent_headers import SentHeaders

NO_HOST = "There is no Host header. A signer adds it, and a server refuses a signature without it."


def header_bench_text(sent: SentHeaders) -> str:
    """Write the sentences, each sent line with what is done to it, the canonical headers and the list of names."""
    lines = [*bench_sentences(sent), "", "As sent, · is a blank"]
    for line in sent.lines:
        done = "; ".join(line.done) or "canonical already"
        lines.append(f"{line.number:3}  {exact(f'{line.name}:{line.value}')}")
        lines.append(f"     {done}; {header_advice(line.name).whether.value} signed")
    canonical = [f"{line.number:3}  {exact(f'{line.name}:{line.value}')}" for line in sent.canonical_lines]
    return "\n".join([*lines, "", "Canonical headers", *canonical, "", "SignedHeaders", sent.signed_headers])


def bench_sentences(sent: SentHeaders) -> tuple[str, ...]:
    """Say how many lines are sent and signed, and what will be refused or is likely to be."""
    lines, names = sent.lines, [line.name for line in sent.canonical_lines]
    left_out = sum(line.place is None for line in lines)
    said = [f"Lines sent: {len(lines)}. Left out: {left_out}. Lines signed: {len(names)}."]
    if "host" not in names:
        said.append(NO_HOST)
    said += [f"{name} is signed, and had better not be: {why}." for name, why in _unwise(names)]
    return tuple(said)


def _unwise(names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        advice = header_advice(name)
        if advice.whether is Whether.BETTER_NOT:
            yield name, advice.why
