"""Mistakes with the query string, the third line of the canonical request, and with a URL taken apart wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from sigv4_explain.canonical import canonical_query_string, canonical_uri
from sigv4_explain.doctor.mistakes.mistake import (
    ENCODERS,
    Change,
    Composition,
    Rows,
    Variant,
    changed_text,
    different,
    put,
    rewritten,
)
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.encoding import sha256_hex, uri_decode, uri_encode
from sigv4_explain.rules import TokenPlacement

_FIELD = "canonical_query_string"
_Pairs = list[tuple[str, str]]


def _as_sent(pieces: Iterable[str]) -> _Pairs:
    """Return the encoded pairs of a query in the order in which they were sent."""
    encoded = [canonical_query_string(piece) for piece in pieces if piece]
    return [(name, value) for name, _, value in [piece.partition("=") for piece in encoded]]


def _joined(pairs: _Pairs) -> str:
    return "&".join([f"{name}={value}" for name, value in pairs])


def _variants(arrived: SignedRequest, written: list[tuple[str, _Pairs]]) -> Iterator[Variant]:
    return different(arrived, _FIELD, [(spelling, _joined(pairs)) for spelling, pairs in written])


def _unsorted(arrived: SignedRequest) -> Iterator[Variant]:
    sent = _as_sent(arrived.query_pieces)
    own = [pair for pair in sent if not pair[0].startswith("X-Amz-")]
    signing = [pair for pair in sent if pair[0].startswith("X-Amz-")]
    return _variants(
        arrived,
        [
            ("in the order sent", sent),
            ("without regard to case", sorted(sent, key=lambda pair: (pair[0].lower(), pair[1]))),
            ("the request's own before the X-Amz-… ones", [*sorted(own), *sorted(signing)]),
            ("the X-Amz-… ones before the request's own", [*sorted(signing), *sorted(own)]),
        ],
    )


def _by_text(arrived: SignedRequest) -> Iterator[Variant]:
    pieces = sorted(arrived.recipe.canonical_query_string.split("&"))
    return different(arrived, _FIELD, [("", "&".join(pieces))])


def _before_encoding(arrived: SignedRequest) -> Iterator[Variant]:
    pairs = _as_sent(arrived.query_pieces)
    decoded = sorted(pairs, key=lambda pair: (uri_decode(pair[0]), uri_decode(pair[1])))
    by_name = sorted(pairs, key=lambda pair: uri_decode(pair[0]))
    return _variants(arrived, [("by name and value", decoded), ("by name", by_name)])


def _repeats(arrived: SignedRequest) -> Iterator[Variant]:
    """Treat repeated names as a mapping, a list or a number would; S3 itself signs the first alone."""
    sent = _as_sent(arrived.reading.query.split("&"))
    values: dict[str, list[str]] = {}
    for name, value in sent:
        values.setdefault(name, []).append(value)
    if len(values) == len(sent):
        return iter(())
    return _variants(
        arrived,
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


def _kept(query: str, keep: str) -> str:
    """Write a canonical query as an encoder does that keeps more characters than it should."""
    escapes = {uri_encode(character): character for character in keep if uri_encode(character) in query}
    if not escapes:
        return query
    plain = partial(re.compile("|".join(escapes)).sub, lambda found: escapes[found[0]])
    pairs = sorted([tuple(map(plain, piece.partition("=")[::2])) for piece in query.split("&")])
    return "&".join(["=".join(pair) for pair in pairs])


def _not_encoded(arrived: SignedRequest) -> Iterator[Variant]:
    right = arrived.recipe.canonical_query_string
    sent = sorted([piece.partition("=")[::2] for piece in arrived.query_pieces])
    written = [("as sent, sorted", "&".join(["=".join(pair) for pair in sent]))]
    as_texts = "&".join(sorted(["=".join(pair) for pair in sent]))
    if as_texts != "&".join(sorted(right.split("&"))):  # then its order alone is wrong
        written.append(("as sent, sorted as texts name=value", as_texts))
    written += [(spelling, _kept(right, keep)) for spelling, keep in ENCODERS]
    decoded = uri_decode(right).decode("utf-8", "surrogateescape")
    written.append(("not encoded at all", decoded))
    return different(arrived, _FIELD, written)


def _empty_values(arrived: SignedRequest) -> Iterator[Variant]:
    query = arrived.recipe.canonical_query_string
    if query.endswith("=") or "=&" in query:
        yield rewritten("without the equals sign", _FIELD, "=(?=&|$)", "")
        yield rewritten("left out", _FIELD, "(?:^|&)[^=&]+=(?=&|$)", "")
        yield rewritten("with the equals sign encoded", _FIELD, "=(?=&|$)", "%3D")
        yield rewritten("with the equals sign encoded into the name", _FIELD, "=(?=&|$)", "%3D=")


def _not_signed(arrived: SignedRequest) -> Iterator[Variant]:
    right = arrived.recipe.canonical_query_string
    if right:
        signing = "&".join([piece for piece in right.split("&") if piece.startswith("X-Amz-")])
        yield from different(arrived, _FIELD, [("only its X-Amz-… part was", signing), ("", "")])


def _piece_missing(arrived: SignedRequest) -> Iterator[Variant]:
    pieces = arrived.recipe.canonical_query_string.split("&")
    for piece in dict.fromkeys(pieces):
        if piece and not piece.startswith("X-Amz-"):
            yield Variant(f"without {piece.partition('=')[0]}", _without(piece))


def _without(piece: str) -> Change:
    return changed_text(_FIELD, lambda query: "&".join([kept for kept in query.split("&") if kept != piece]))


def _encoded_again(arrived: SignedRequest) -> Iterator[Variant]:
    if "%" in arrived.recipe.canonical_query_string:
        yield rewritten("names and values", _FIELD, "%", "%25")
        yield rewritten("the values", _FIELD, "(?<==)[^&]*", lambda found: uri_encode(found[0]))
        after_token = "(?<=X-Amz-Security-Token=)[^&]*"  # noqa: S105 -- a pattern, no token
        yield rewritten("the session token", _FIELD, after_token, lambda found: uri_encode(found[0]))
    if "%" in arrived.reading.query:
        sent = sorted([tuple(map(uri_encode, piece.partition("=")[::2])) for piece in arrived.query_pieces])
        written = [("names and values as they were sent", "&".join(["=".join(pair) for pair in sent]))]
        yield from different(arrived, _FIELD, written)


def _space_as_plus(arrived: SignedRequest) -> Iterator[Variant]:
    """Sign ``+`` for a space, or the reverse, in the query or in the path."""
    recipe = arrived.recipe
    if "%20" in recipe.canonical_query_string:
        yield rewritten("+ in the query", _FIELD, "%20", "+")
    if "%2B" in recipe.canonical_query_string:
        yield rewritten("%20 for a plus in the query", _FIELD, "%2B", "%20")
        yield rewritten("+ for a plus in the query", _FIELD, "%2B", "+")
    # A raw plus in a path of S3 is another cause.
    is_s3_plus = "+" in arrived.path and not arrived.encodes_twice
    if not is_s3_plus and ("%20" in recipe.canonical_uri or "%2520" in recipe.canonical_uri):
        yield rewritten("+ in the path", "canonical_uri", "%(?:25)?20", "+")
        yield rewritten("%2B in the path", "canonical_uri", "%(?:25)?20", "%2B")


def _raw_plus(arrived: SignedRequest) -> Iterator[Variant]:
    if "+" in arrived.reading.query:
        query = canonical_query_string("&".join(arrived.query_pieces).replace("+", "%2B"))
        yield from different(arrived, _FIELD, [("", query)])


def _as_payload(arrived: SignedRequest) -> Iterator[Variant]:
    for query in dict.fromkeys((arrived.reading.query, arrived.recipe.canonical_query_string)):
        if query:
            yield Variant("", put(canonical_query_string="", hashed_payload=sha256_hex(query.encode())))


def _ampersand(arrived: SignedRequest) -> Iterator[Variant]:
    if "&" in arrived.recipe.canonical_query_string:
        yield rewritten("", _FIELD, "&", "&amp;")


def _token_signed(arrived: SignedRequest) -> Iterator[Variant]:
    token = arrived.presented.session_token
    if token is not None and arrived.rules.token_placement is TokenPlacement.ADDED_AFTER_SIGNING:
        pieces = [*arrived.query_pieces, f"{arrived.rules.token_name.value}={uri_encode(token)}"]
        query = canonical_query_string("&".join(pieces))
        yield from different(arrived, _FIELD, [("", query)])


def _semicolon(arrived: SignedRequest) -> Iterator[Variant]:
    if ";" in arrived.request.path.rpartition("/")[2]:
        yield Variant("", _without_parameters)


def _without_parameters(recipe: Recipe) -> Recipe:
    before, slash, last = recipe.canonical_uri.rpartition("/")
    return recipe._replace(canonical_uri=before + slash + last.partition("%3B")[0])


def _cut_values(arrived: SignedRequest) -> Iterator[Variant]:
    pairs = [(*piece.split("="), "")[:2] for piece in arrived.query_pieces]
    if any(piece.count("=") > 1 for piece in arrived.query_pieces):
        once = sorted([(uri_encode(uri_decode(name)), uri_encode(uri_decode(value))) for name, value in pairs])
        again = sorted([(uri_encode(name), uri_encode(value)) for name, value in pairs])
        yield Variant("encoded once", put(**{_FIELD: _joined(once)}))
        if again != once:
            yield Variant("and what was sent encoded once more", put(**{_FIELD: _joined(again)}))


def _query_in_path(arrived: SignedRequest) -> Iterator[Variant]:
    if arrived.recipe.canonical_query_string:
        whole, rules = f"{arrived.request.path or '/'}?{arrived.reading.query}", arrived.rules
        encoded = canonical_uri(whole, rules.path_encoding, rules.path_normalization)
        for spelling, uri in (("encoded", encoded), ("as it was sent", whole)):
            yield Variant(spelling, put(**{"canonical_uri": uri, _FIELD: ""}))


QUERY: Rows = {
    "duplicate-query-param": (_repeats, Composition.REPLACES),
    "unsorted-query": (_unsorted, Composition.REPLACES),
    "query-sorted-as-string": (_by_text, Composition.REPLACES),
    "query-sorted-before-encoding": (_before_encoding, Composition.REPLACES),
    "query-param-empty-value": (_empty_values, Composition.ALTERS),
    "plus-for-space": (_space_as_plus, Composition.ALTERS),
    "session-token-signed-where-not-allowed": (_token_signed, Composition.REPLACES),
    "query-char-not-encoded": (_not_encoded, Composition.REPLACES),
    "query-string-not-signed": (_not_signed, Composition.REPLACES),
    "extra-query-param": (_piece_missing, Composition.ALTERS),
    "double-encoded-query": (_encoded_again, Composition.ALTERS),
    "plus-in-query-read-as-space": (_raw_plus, Composition.REPLACES),
    "query-signed-as-payload": (_as_payload, Composition.REPLACES),
    "xml-escaped-ampersand": (_ampersand, Composition.ALTERS),
    "path-cut-at-semicolon": (_semicolon, Composition.ALTERS),
    "query-value-cut-at-equals": (_cut_values, Composition.REPLACES),
    "query-signed-in-path": (_query_in_path, Composition.REPLACES),
}
"""All mistakes with the query string, and those in which a URL is taken apart in the wrong place."""
