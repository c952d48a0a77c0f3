"""Mistakes with the query string, the third line of the canonical request: the order and the repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Composition, Mistake, Variant, different
from sigv4_explain.encoding import uri_decode

_FIELD = "canonical_query_string"
_Pairs = list[tuple[str, str]]


def _as_sent(pieces: Iterable[str]) -> _Pairs:
    """Return the encoded pairs of a query in the order in which they were sent."""
    encoded = [canonical_query_string(piece) for piece in pieces if piece]
    return [(name, value) for name, _, value in [piece.partition("=") for piece in encoded]]


def _joined(pairs: _Pairs) -> str:
    return "&".join([f"{name}={value}" for name, value in pairs])


def _variants(case: Case, written: list[tuple[str, _Pairs]]) -> Iterator[Variant]:
    texts = ((spelling, _joined(pairs)) for spelling, pairs in written)
    return different(texts, case.recipe.canonical_query_string, _FIELD)


def _unsorted(case: Case) -> Iterator[Variant]:
    sent = _as_sent(case.query_pieces)
    own = [pair for pair in sent if not pair[0].startswith("X-Amz-")]
    signing = [pair for pair in sent if pair[0].startswith("X-Amz-")]
    return _variants(
        case,
        [
            ("in the order sent", sent),
            ("without regard to case", sorted(sent, key=lambda pair: (pair[0].lower(), pair[1]))),
            ("the request's own before the X-Amz-… ones", [*sorted(own), *sorted(signing)]),
            ("the X-Amz-… ones before the request's own", [*sorted(signing), *sorted(own)]),
        ],
    )


def _by_text(case: Case) -> Iterator[Variant]:
    pieces = sorted(case.recipe.canonical_query_string.split("&"))
    return different(iter([("", "&".join(pieces))]), case.recipe.canonical_query_string, _FIELD)


def _before_encoding(case: Case) -> Iterator[Variant]:
    pairs = _as_sent(case.query_pieces)
    decoded = sorted(pairs, key=lambda pair: (uri_decode(pair[0]), uri_decode(pair[1])))
    by_name = sorted(pairs, key=lambda pair: uri_decode(pair[0]))
    return _variants(case, [("by name and value", decoded), ("by name", by_name)])


def _repeats(case: Case) -> Iterator[Variant]:
    """Treat repeated names as a mapping, a list or a number would; S3 itself signs the first alone."""
    sent = _as_sent(case.reading.query.split("&"))
    values: dict[str, list[str]] = {}
    for name, value in sent:
        values.setdefault(name, []).append(value)
    if len(values) == len(sent):
        return iter(())
    return _variants(
        case,
        [
            ("only the last was signed", sorted((name, each[-1]) for name, each in values.items())),
            ("only the first was signed", sorted((name, each[0]) for name, each in values.items())),
            ("all were signed", sorted(sent)),
            ("in the order sent", sorted(sent, key=lambda pair: pair[0])),
            ("sorted as numbers", sorted(sent, key=lambda pair: (pair[0], len(pair[1]), pair[1]))),
            ("joined by commas", sorted((name, ",".join(each)) for name, each in values.items())),
            ("joined by encoded commas", sorted((name, "%2C".join(each)) for name, each in values.items())),
        ],
    )


QUERY_ORDER = (
    Mistake(
        slug="duplicate-query-param",
        seen=9,
        sentence="Of a repeated query parameter other values were signed, or in another order.",
        how="The client keeps parameters in a mapping, joins a list with commas, sorts numbers as numbers, or signs "
        "for S3 more than the first.",
        fix="Send each name once. Else sign every pair, sorted by encoded name and then by encoded value, as texts; S3 "
        "takes the first alone.",
        step=_FIELD,
        variants=_repeats,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="unsorted-query",
        seen=6,
        sentence="The query parameters were signed in another order.",
        how="They were signed as they are sent, or sorted without regard to upper and lower case.",
        fix="Sort by encoded name, byte by byte: capitals come before small letters.",
        step=_FIELD,
        variants=_unsorted,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="query-sorted-as-string",
        seen=3,
        sentence="The query parameters were sorted as texts name=value.",
        how="So a-b comes before a, because - is less than =.",
        fix="Sort by name, then by value.",
        step=_FIELD,
        variants=_by_text,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="query-sorted-before-encoding",
        seen=3,
        sentence="The query parameters were sorted before they were encoded.",
        how="An encoded character begins with %, which is less than a letter, a digit and a dash.",
        fix="Encode first, then sort.",
        step=_FIELD,
        variants=_before_encoding,
        composition=Composition.REPLACES,
    ),
)
