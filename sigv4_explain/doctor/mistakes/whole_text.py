"""Mistakes with the whole text: line breaks, empty lines, and how the hash gets into the string to sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sigv4_explain.doctor.mistakes.mistake import Change, Composition, Rows, Variant, both, each_line, put
from sigv4_explain.doctor.recipe import HashForm, Recipe, SignedRequest

_CRLF = "\r\n"


def _line_breaks(_: SignedRequest) -> Iterator[Variant]:
    yield Variant("in both texts", put(line_break=_CRLF, text_line_break=_CRLF))
    yield Variant("in the canonical request", put(line_break=_CRLF))
    yield Variant("in the string to sign", put(text_line_break=_CRLF))


def _hash_forms(_: SignedRequest) -> Iterator[Variant]:
    for form in HashForm:
        if form is not HashForm.HEX:
            yield Variant(form.value, put(hash_form=form))


def _layout(arrived: SignedRequest) -> Iterator[Variant]:
    yield Variant("without the empty line after the headers", put(after_headers=()))
    yield Variant("with two empty lines after the headers", put(after_headers=("", "")))
    yield Variant("with a line break at the end", put(ending="\n"))
    sent = {name.lower(): name for name, _ in arrived.request.headers}
    yield Variant("with header names as they were sent", _names_by(sent))
    yield from _capitals(arrived)
    yield Variant("with a blank after the colon of each header", each_line(lambda name, value: (name, f" {value}")))
    if arrived.recipe.canonical_query_string:
        yield Variant("with the question mark", _question_mark)


def _capitals(arrived: SignedRequest) -> Iterator[Variant]:
    listed = tuple(arrived.presented.parameters.get("SignedHeaders", "").split(";"))
    spelled = {name.lower(): name for name in listed}
    if listed != tuple(spelled):
        yield Variant("with capitals in the list", put(signed_names=listed))
        yield Variant(
            "with capitals in the list and the header lines", both(put(signed_names=listed), _names_by(spelled))
        )


def _names_by(spelled: Mapping[str, str]) -> Change:
    return each_line(lambda name, value: (spelled.get(name, name), value))


def _question_mark(recipe: Recipe) -> Recipe:
    return recipe._replace(canonical_query_string=f"?{recipe.canonical_query_string}")


WHOLE: Rows = {
    "crlf-line-endings": (_line_breaks, Composition.ALTERS),
    "malformed-canonical-request": (_layout, Composition.ALTERS),
    "sts-hash-not-hex": (_hash_forms, Composition.ALTERS),
}
"""All mistakes with the whole text."""
