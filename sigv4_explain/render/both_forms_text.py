"""Both forms of a request as text: the same that the page says."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from sigv4_explain.render.both_forms import BothForms, places
from sigv4_explain.render.both_forms_words import (
    NAMES,
    PLACES_TITLE,
    STEPS_TITLE,
    TIME_TITLE,
    moment,
    named,
    said,
    same_steps,
    shown_of,
    span,
    told_of,
)


def both_forms_text(both: BothForms) -> str:
    """Write what the server makes of both forms, how long each counts, where they tell what, and each step."""
    return "\n".join([f"The server looks {moment(both.seconds)}.", *_sections(both)])


def _sections(both: BothForms) -> Iterator[str]:
    yield from (said(name, form) for name, form in named(both))
    yield f"\n{TIME_TITLE}"
    yield from (f"{name}: {span(form)}" for name, form in named(both))
    yield f"\n{PLACES_TITLE}"
    for what, header, presigned, otherwise in places(both):
        yield what
        told = [f"({otherwise})" if text is None else told_of(text) for text in (header, presigned)]
        yield from _sides(told)
    yield f"\n{STEPS_TITLE}: {same_steps(both)}"
    for mine, theirs in both.steps:
        texts = [shown_of(step) for step in (mine, theirs)]
        same = mine.output == theirs.output
        yield f"{'=' if same else '≠'} {mine.title}"
        yield from [indent(texts[0] or "(empty)", "    ")] if same else _sides(texts)


def _sides(texts: list[str]) -> Iterator[str]:
    for name, text in zip(NAMES, texts, strict=True):
        first, *others = (text or "(empty)").split("\n")
        yield f"    {name + ':':22}{first}"
        yield from (f"{'':26}{line}".rstrip() for line in others)
