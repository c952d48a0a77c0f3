"""Mistakes with the query string, the third line of the canonical request: how it is encoded and what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sigv4_explain.canonical import canonical_query_string, canonical_uri
from sigv4_explain.doctor.mistakes.mistake import (
    ENCODERS,
    Change,
    Composition,
    Mistake,
    Variant,
    different,
    put,
    rewritten,
)
from sigv4_explain.doctor.recipe import Case, Recipe
from sigv4_explain.encoding import sha256_hex, uri_decode, uri_encode
from sigv4_explain.rules import TokenPlacement

# Mistakes with the query string, the third line of the canonical request: the order and the repeats.

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


def _kept(query: str, keep: str) -> str:
    """Encode names and values as an encoder does that keeps more characters than it should."""
    pairs = [piece.partition("=")[::2] for piece in query.split("&") if piece]
    encoded = sorted(tuple([uri_encode(uri_decode(text), keep=keep) for text in pair]) for pair in pairs)
    return "&".join(["=".join(pair) for pair in encoded])


def _not_encoded(case: Case) -> Iterator[Variant]:
    right = case.recipe.canonical_query_string
    sent = sorted([piece.partition("=")[::2] for piece in case.query_pieces])
    written = [("as sent, sorted", "&".join(["=".join(pair) for pair in sent]))]
    as_texts = "&".join(sorted(["=".join(pair) for pair in sent]))
    if as_texts != "&".join(sorted(right.split("&"))):  # then its order alone is wrong
        written.append(("as sent, sorted as texts name=value", as_texts))
    written += [(spelling, _kept(right, keep)) for spelling, keep in ENCODERS]
    decoded = uri_decode(right).decode("utf-8", "surrogateescape")
    written.append(("not encoded at all", decoded))
    return different(iter(written), right, _FIELD)


def _empty_values(case: Case) -> Iterator[Variant]:
    query = case.recipe.canonical_query_string
    if query.endswith("=") or "=&" in query:
        yield rewritten("without the equals sign", _FIELD, "=(?=&|$)", "")
        yield rewritten("left out", _FIELD, "(?:^|&)[^=&]+=(?=&|$)", "")
        yield rewritten("with the equals sign encoded", _FIELD, "=(?=&|$)", "%3D")
        yield rewritten("with the equals sign encoded into the name", _FIELD, "=(?=&|$)", "%3D=")


def _not_signed(case: Case) -> Iterator[Variant]:
    right = case.recipe.canonical_query_string
    if right:
        signing = "&".join([piece for piece in right.split("&") if piece.startswith("X-Amz-")])
        yield from different(iter([("only its X-Amz-… part was", signing), ("", "")]), right, _FIELD)


def _piece_missing(case: Case) -> Iterator[Variant]:
    pieces = case.recipe.canonical_query_string.split("&")
    for piece in dict.fromkeys(pieces):
        if piece and not piece.startswith("X-Amz-"):
            yield Variant(f"without {piece.partition('=')[0]}", _without(piece))


def _without(piece: str) -> Change:
    def change(recipe: Recipe) -> Recipe:
        pieces = recipe.canonical_query_string.split("&")
        return recipe._replace(canonical_query_string="&".join([kept for kept in pieces if kept != piece]))

    return change


def _encoded_again(case: Case) -> Iterator[Variant]:
    if "%" in case.recipe.canonical_query_string:
        yield rewritten("names and values", _FIELD, "%", "%25")
        yield rewritten("the values", _FIELD, "(?<==)[^&]*", lambda found: uri_encode(found[0]))
        after_token = "(?<=X-Amz-Security-Token=)[^&]*"  # noqa: S105 -- a pattern, no token
        yield rewritten("the session token", _FIELD, after_token, lambda found: uri_encode(found[0]))
    if "%" in case.reading.query:
        sent = sorted([tuple(map(uri_encode, piece.partition("=")[::2])) for piece in case.query_pieces])
        written = [("names and values as they were sent", "&".join(["=".join(pair) for pair in sent]))]
        yield from different(iter(written), case.recipe.canonical_query_string, _FIELD)


def _space_as_plus(case: Case) -> Iterator[Variant]:
    """Sign ``+`` for a space, or the reverse, in the query or in the path."""
    recipe = case.recipe
    if "%20" in recipe.canonical_query_string:
        yield rewritten("+ in the query", _FIELD, "%20", "+")
    if "%2B" in recipe.canonical_query_string:
        yield rewritten("%20 for a plus in the query", _FIELD, "%2B", "%20")
        yield rewritten("+ for a plus in the query", _FIELD, "%2B", "+")
    # A raw plus in a path of S3 is another cause.
    is_s3_plus = "+" in case.path and not case.encodes_twice
    if not is_s3_plus and ("%20" in recipe.canonical_uri or "%2520" in recipe.canonical_uri):
        yield rewritten("+ in the path", "canonical_uri", "%(?:25)?20", "+")
        yield rewritten("%2B in the path", "canonical_uri", "%(?:25)?20", "%2B")


def _raw_plus(case: Case) -> Iterator[Variant]:
    if "+" in case.reading.query:
        query = canonical_query_string("&".join(case.query_pieces).replace("+", "%2B"))
        yield from different(iter([("", query)]), case.recipe.canonical_query_string, _FIELD)


def _as_payload(case: Case) -> Iterator[Variant]:
    for query in dict.fromkeys((case.reading.query, case.recipe.canonical_query_string)):
        if query:
            yield Variant("", put(canonical_query_string="", hashed_payload=sha256_hex(query.encode())))


def _ampersand(case: Case) -> Iterator[Variant]:
    if "&" in case.recipe.canonical_query_string:
        yield rewritten("", _FIELD, "&", "&amp;")


def _token_signed(case: Case) -> Iterator[Variant]:
    token = case.presented.session_token
    if token is not None and case.rules.token_placement is TokenPlacement.ADDED_AFTER_SIGNING:
        pieces = [*case.query_pieces, f"{case.rules.token_name.value}={uri_encode(token)}"]
        query = canonical_query_string("&".join(pieces))
        yield from different(iter([("", query)]), case.recipe.canonical_query_string, _FIELD)


_QUERY = (
    Mistake(
        slug="query-param-empty-value",
        seen=7,
        sentence="A query parameter without a value was not signed as name=.",
        how="The URL library drops the equals sign, or the parameter, or encodes the sign.",
        fix="Sign name= for every parameter without a value.",
        step=_FIELD,
        variants=_empty_values,
    ),
    Mistake(
        slug="plus-for-space",
        seen=5,
        sentence="A space was signed as a plus, or a plus as a space.",
        how="Forms write a space as +, URLs as %20, and the client signs the one and sends the other.",
        fix="Send %20 for a space and %2B for a plus, and sign the same.",
        step=_FIELD,
        variants=_space_as_plus,
    ),
    Mistake(
        slug="session-token-signed-where-not-allowed",
        seen=5,
        sentence="The session token was signed; this service wants it added after signing.",
        how="Most services sign the token, the websocket of AWS IoT does not.",
        fix="Append X-Amz-Security-Token to the URL after the signature.",
        step=_FIELD,
        variants=_token_signed,
        composition=Composition.REPLACES,
        source="https://github.com/mhart/aws4/issues/30",
    ),
    Mistake(
        slug="query-char-not-encoded",
        seen=4,
        sentence="The query was signed with characters that AWS encodes.",
        how="The URL function of the language keeps some of ! $ ' ( ) * , / : ; @ as they are.",
        fix="Encode every byte of names and values but A-Z a-z 0-9 - . _ ~ as %XX, upper-case hex.",
        step=_FIELD,
        variants=_not_encoded,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="query-string-not-signed",
        seen=3,
        sentence="The query was not signed.",
        how="The signer was given the path alone.",
        fix="Give the signer the whole URL.",
        step=_FIELD,
        variants=_not_signed,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="extra-query-param",
        seen=2,
        sentence="A query parameter was sent that was not signed.",
        how="It was added after signing, often to a presigned URL.",
        fix="Add it before signing, or not at all.",
        step=_FIELD,
        variants=_piece_missing,
    ),
    Mistake(
        slug="double-encoded-query",
        seen=1,
        sentence="The query was signed with one encoding too many.",
        how="A value, often the session token, was encoded by the caller and again by the signer.",
        fix="Encode names and values once.",
        step=_FIELD,
        variants=_encoded_again,
    ),
    Mistake(
        slug="plus-in-query-read-as-space",
        seen=1,
        sentence="A plus sent as it is was signed as %2B; AWS reads it as a space.",
        how="The value has a plus in it, as tokens in base64 do, and was sent without encoding.",
        fix="Send %2B for a plus.",
        step=_FIELD,
        variants=_raw_plus,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="query-signed-as-payload",
        seen=1,
        sentence="The query was signed as the body.",
        how="The SDK turns the parameters of a POST without a body into a form for signing.",
        fix="Sign the parameters where they are sent: in the query.",
        step=_FIELD,
        variants=_as_payload,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="xml-escaped-ampersand",
        seen=1,
        sentence="The query was signed with &amp; between the parameters.",
        how="It was copied from an XML text.",
        fix="Unescape what comes from XML: &amp; is &.",
        step=_FIELD,
        variants=_ampersand,
    ),
)


QUERY = (*_QUERY, *QUERY_ORDER)


"""All mistakes with the query string."""


# Mistakes in which the client takes the URL apart in the wrong place.

_MISREAD_QUERY = "canonical_query_string"


def _semicolon(case: Case) -> Iterator[Variant]:
    if ";" in case.request.path.rpartition("/")[2]:
        yield Variant("", _without_parameters)


def _without_parameters(recipe: Recipe) -> Recipe:
    before, slash, last = recipe.canonical_uri.rpartition("/")
    return recipe._replace(canonical_uri=before + slash + last.partition("%3B")[0])


def _cut_values(case: Case) -> Iterator[Variant]:
    pieces = [piece.split("=")[:2] for piece in case.query_pieces]
    if any(piece.count("=") > 1 for piece in case.query_pieces):
        once = [[uri_encode(uri_decode(text)) for text in piece] for piece in pieces]
        again = [[uri_encode(text) for text in piece] for piece in pieces]
        yield Variant("encoded once", put(**{_MISREAD_QUERY: _misread_joined(once)}))
        if again != once:
            yield Variant("and what was sent encoded once more", put(**{_MISREAD_QUERY: _misread_joined(again)}))


def _misread_joined(pieces: list[list[str]]) -> str:
    return "&".join([f"{name}={''.join(value)}" for name, *value in sorted(pieces)])


def _query_in_path(case: Case) -> Iterator[Variant]:
    if case.recipe.canonical_query_string:
        whole, rules = f"{case.request.path or '/'}?{case.reading.query}", case.rules
        encoded = canonical_uri(whole, rules.path_encoding, rules.path_normalization)
        for spelling, uri in (("encoded", encoded), ("as it was sent", whole)):
            yield Variant(spelling, put(**{"canonical_uri": uri, _MISREAD_QUERY: ""}))


MISREAD = (
    Mistake(
        slug="path-cut-at-semicolon",
        seen=0,
        sentence="The path was signed without the semicolon in its last segment and what follows it.",
        how="Python's urlparse takes what follows a semicolon for parameters, which are no part of its path.",
        fix="Take the path with urlsplit, or send %3B for the semicolon.",
        step="canonical_uri",
        variants=_semicolon,
        source="https://docs.python.org/3/library/urllib.parse.html#urllib.parse.urlparse",
    ),
    Mistake(
        slug="query-value-cut-at-equals",
        seen=0,
        sentence="The value of a query parameter was signed up to its first equals sign alone.",
        how="The client splits name=value at every equals sign; values in base64 end with one or two.",
        fix="Split at the first equals sign, or send %3D for those in a value.",
        step=_MISREAD_QUERY,
        variants=_cut_values,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="query-signed-in-path",
        seen=0,
        sentence="The query was signed as a part of the path.",
        how="The signer wants path and query apart, and was given both as the path.",
        fix="Give the signer the path up to the question mark, and the parameters as its query.",
        step="canonical_uri",
        variants=_query_in_path,
        composition=Composition.REPLACES,
        source="https://github.com/aws/aws-sdk-js-v3/issues/2996",
    ),
)


"""All mistakes in which a URL is taken apart in the wrong place."""
