"""Mistakes with the whole text: line breaks, parts and their order, and how texts, hash and signature are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from sigv4_explain.doctor.forms import HashForm, TextForm, Writing
from sigv4_explain.doctor.mistakes.mistake import Change, Composition, Rows, Variant, both, each_line, put, seldom
from sigv4_explain.doctor.recipe import LAYOUT, HeadLine, Part, Recipe, SignedRequest
from sigv4_explain.encoding import sha256_hex

_CRLF = "\r\n"


def _broken(line_break: str, called: str = "") -> Iterator[Variant]:
    """Write a line break into both texts, and into one of them."""
    yield Variant(f"{called}in both texts", put(line_break=line_break, text_line_break=line_break))
    yield Variant(f"{called}in the canonical request", put(line_break=line_break))
    yield Variant(f"{called}in the string to sign", put(text_line_break=line_break))


def _crlf(_: SignedRequest) -> Iterator[Variant]:
    yield from _broken(_CRLF)


def _literal(_: SignedRequest) -> Iterator[Variant]:
    yield from _broken(r"\n")
    yield from _broken(r"\r\n", r"as \r\n, ")


def _removed(_: SignedRequest) -> Iterator[Variant]:
    yield from _broken("")
    yield from list(_broken(" ", "with blanks in their place, "))[:2]
    yield Variant("with CR in their place, in both texts", put(line_break="\r", text_line_break="\r"))
    yield Variant("with two in the place of each, in the canonical request", put(line_break="\n\n"))
    yield Variant("with all blanks, in the canonical request", put(text_form=TextForm.NO_BLANKS))


_NO_HASHES = (
    HashForm.UPPER_HEX,
    HashForm.BASE64,
    HashForm.RAW,
    HashForm.TWICE,
    HashForm.TWICE_RAW,
    HashForm.NONE,
    HashForm.NOTHING,
    HashForm.PAYLOAD,
)


def _hash_forms(_: SignedRequest) -> Iterator[Variant]:
    for form in _NO_HASHES:
        yield Variant(form.value, put(hash_form=form))


def _keyed_hash(arrived: SignedRequest) -> Iterator[Variant]:
    """PHP's hash_hmac with true as its third argument, the key: for one of the two hashes or both."""
    body, is_hashed = arrived.request.body, arrived.recipe.hashed_payload == sha256_hex(arrived.request.body)
    for form in (HashForm.HMAC_1, HashForm.HMAC_EMPTY):
        yield Variant(f"{form.value}, of the canonical request", put(hash_form=form))
        if is_hashed:
            payload = form.written(body).decode()
            yield Variant(f"{form.value}, of the body", put(hashed_payload=payload))
            yield Variant(f"{form.value}, of both", put(hashed_payload=payload, hash_form=form))


def _layout(arrived: SignedRequest) -> Iterator[Variant]:
    yield Variant("with two empty lines after the headers", put(after_headers=("", "")))
    yield Variant("with a blank after the colon of each header", each_line(lambda name, value: (name, f" {value}")))
    if arrived.recipe.canonical_query_string:
        yield Variant("with the question mark", _question_mark)
    for form in (TextForm.LOWER, TextForm.JSON):
        yield Variant(form.value, put(text_form=form))


def _question_mark(recipe: Recipe) -> Recipe:
    return recipe._replace(canonical_query_string=f"?{recipe.canonical_query_string}")


def _capitals(arrived: SignedRequest) -> Iterator[Variant]:
    sent = {name.lower(): name for name, _ in arrived.request.headers}
    titled = {name: name.title() for name in arrived.recipe.signed_names}
    yield Variant("in the header lines, as they were sent", _names_by(sent))
    yield Variant("in the header lines, each word", _names_by(titled))
    yield Variant("in the header lines and the list, each word", both(_names_by(titled), _list_by(titled)))
    yield Variant("Host: in its line", _names_by({"host": "Host"}))
    listed = tuple(arrived.presented.parameters.get("SignedHeaders", "").split(";"))
    spelled = {name.lower(): name for name in listed}
    if listed != tuple(spelled):
        yield Variant("in the list", put(signed_names=listed))
        yield Variant("in the list and the header lines", both(put(signed_names=listed), _names_by(spelled)))


def _names_by(spelled: Mapping[str, str]) -> Change:
    return each_line(lambda name, value: (spelled.get(name, name), value))


def _list_by(spelled: Mapping[str, str]) -> Change:
    return lambda recipe: recipe._replace(signed_names=tuple([spelled.get(each, each) for each in recipe.signed_names]))


def _separators(arrived: SignedRequest) -> Iterator[Variant]:
    if len(arrived.recipe.signed_names) > 1:
        for called, between in (("%3B", "%3B"), ("a comma", ",")):
            yield Variant(f"{called} between the names", put(between_names=between))
        yield Variant("a blank behind each", put(between_names="; "))
    yield Variant("one more at the end", lambda recipe: put(signed_names=(*recipe.signed_names, ""))(recipe))


def _without(*parts: Part) -> Change:
    return put(layout=tuple([part for part in LAYOUT if part not in parts]))


def _line_missing(arrived: SignedRequest) -> Iterator[Variant]:
    yield Variant("without the empty line after the headers", put(after_headers=()))
    if not arrived.recipe.canonical_query_string:
        yield Variant("without the empty line of the query", _without(Part.QUERY))
        yield Variant("without both empty lines", _without(Part.QUERY, Part.AFTER_HEADERS))
    yield Variant("without the line of the signed headers", _without(Part.SIGNED_NAMES))
    yield Variant("without the line of the method", _without(Part.METHOD))
    yield Variant("without the hash of the body", _without(Part.PAYLOAD))
    yield Variant("with an empty line for the hash of the body", put(hashed_payload=""))
    if arrived.recipe.canonical_uri == "/":
        yield Variant("without the line of the path", _without(Part.PATH))


_ORDERS = {
    "the query before the path": (Part.QUERY, Part.PATH),
    "the query after the headers": (Part.QUERY, Part.HEADERS),
    "the signed headers before the headers": (Part.SIGNED_NAMES, Part.HEADERS),
    "the hash of the body before the signed headers": (Part.PAYLOAD, Part.SIGNED_NAMES),
    "the empty line before the headers": (Part.AFTER_HEADERS, Part.HEADERS),
}
"""Two parts that change places."""

_MOVED = {
    "the signed headers right before the headers, no empty line moved": (Part.SIGNED_NAMES, Part.HEADERS),
    "the query after the headers and their empty line": (Part.QUERY, Part.SIGNED_NAMES),
    "the query after the signed headers": (Part.QUERY, Part.PAYLOAD),
    "the hash of the body right after the query": (Part.PAYLOAD, Part.HEADERS),
}
"""A part, and the one before which it was put."""


def _order(_: SignedRequest) -> Iterator[Variant]:
    for spelling, (one, other) in _ORDERS.items():
        changed = {one: other, other: one}
        yield Variant(spelling, put(layout=tuple([changed.get(part, part) for part in LAYOUT])))
    for spelling, (moved, before) in _MOVED.items():
        rest = [part for part in LAYOUT if part is not moved]
        place = rest.index(before)
        yield Variant(spelling, put(layout=(*rest[:place], moved, *rest[place:])))


def _to_sign(_: SignedRequest) -> Iterator[Variant]:
    for one, other in combinations(HeadLine, 2):
        changed = {one: other, other: one}
        layout = tuple([changed.get(line, line) for line in HeadLine])
        yield Variant(f"{one.value} and {other.value} swapped".replace("_", " "), put(head_layout=layout))
    for line in HeadLine:
        layout = tuple([other for other in HeadLine if other is not line])
        yield Variant(f"without the line of the {line.value}".replace("_", " "), put(head_layout=layout))
    for algorithm in ("AWS4-HMAC-SHA-256", "HMAC-SHA256", "AWS4-HMAC-SHA1"):
        yield Variant(f"with {algorithm}", put(algorithm=algorithm))


def _line_break_hashed(_: SignedRequest) -> Iterator[Variant]:
    for called, ending in (("a line break", "\n"), ("CR and LF", _CRLF)):
        yield Variant(f"with {called} after the canonical request", put(ending=ending))
        yield Variant(f"with {called} after the string to sign", put(text_ending=ending))
    yield Variant("with a line break after both texts", put(ending="\n", text_ending="\n"))


def _marked(_: SignedRequest) -> Iterator[Variant]:
    return _written_in(TextForm.BYTE_ORDER_MARK)


def _utf_16(_: SignedRequest) -> Iterator[Variant]:
    yield from _written_in(TextForm.UTF_16)
    for form in (TextForm.UTF_16_MARKED, TextForm.UTF_16_BIG):
        yield Variant(f"the canonical request {form.value}", put(text_form=form))


def _written_in(form: TextForm) -> Iterator[Variant]:
    yield Variant(f"both texts {form.value}", put(text_form=form, to_sign_form=form))
    yield Variant(f"the string to sign {form.value}", put(to_sign_form=form))
    yield Variant(f"the canonical request {form.value}", put(text_form=form))


WRITTEN_OTHERWISE = (
    Writing.UPPER_HEX,
    Writing.BASE64,
    Writing.PERCENT_BASE64,
    Writing.BASE64_OF_HEX,
    Writing.DASHES,
)
"""How else a signature is written."""


def _signature(_: SignedRequest) -> Iterator[Variant]:
    for writing in WRITTEN_OTHERWISE:
        yield Variant(f"it is the right one, as {writing.value}", put(writing=writing))


WHOLE: Rows = {
    "crlf-line-endings": (_crlf, Composition.ALTERS),
    "literal-line-breaks": (_literal, Composition.ALTERS),
    "line-breaks-removed": (_removed, Composition.ALTERS),
    "canonical-line-missing": (_line_missing, Composition.ALTERS),
    "canonical-lines-order": (seldom(_order), Composition.ALTERS),
    "header-name-capitals": (_capitals, Composition.ALTERS),
    "signed-headers-separator": (_separators, Composition.ALTERS),
    "malformed-canonical-request": (_layout, Composition.ALTERS),
    "malformed-string-to-sign": (seldom(_to_sign), Composition.ALTERS),
    "line-break-hashed": (_line_break_hashed, Composition.ALTERS),
    "byte-order-mark-signed": (seldom(_marked), Composition.ALTERS),
    "text-hashed-as-utf16": (seldom(_utf_16), Composition.ALTERS),
    "sts-hash-not-hex": (_hash_forms, Composition.ALTERS),
    "hmac-for-hash": (_keyed_hash, Composition.ALTERS),
    "signature-not-hex": (_signature, Composition.ALTERS),
}
"""All mistakes with the whole text."""
