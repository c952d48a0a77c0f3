"""The client's own two texts: is the hash in its string to sign that of the canonical request that it printed?

What is printed looks alike with other line breaks, in another encoding, or with a mark before it; the hash does not. So
the fault is found by making each mistake on the printed text, until its hash is the one in the string to sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.doctor.aspects import first_difference
from sigv4_explain.doctor.case import case_of
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.compare.texts import Written, written
from sigv4_explain.doctor.evidence import NO_TEXTS, Evidence, Texts
from sigv4_explain.doctor.finding import Certainty, Finding, Place, found
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import LONGEST_TRIED, Mistake, Variant
from sigv4_explain.doctor.rebuilt import requests_seen
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.encoding import is_sha256, sha256_hex

_is_masked = re.compile(r"\*{3}|…|\.{3}|•|[xX]{4}|<[^>\n]*>|redact|filtered|masked|hidden|sensitive|snip", re.I).search
_LINES = 6
"""The first fields of a recipe are what the lines say: the method to the hash of the payload."""


def own_hash(client: Texts, server: Texts = NO_TEXTS) -> Finding | None:
    r"""Return the mistake, made on the printed canonical request, that gives the hash in the string to sign.

    A finding that needs no secret: proven where a known mistake gives the hash. Where none does, the text may have been
    changed for the paste: it is shown where the server's texts, whose hash is right, have the same canonical request,
    else suspected. None where the hash is right, and where a text is masked, cut or not there.

    >>> canonical_request = "GET\n/\n\nhost:example.com\n\nhost\n" + "e" * 64
    >>> hashed = sha256_hex(canonical_request.replace("\n", r"\n").encode())
    >>> head = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
    >>> own_hash(Texts(canonical_request, head + hashed))
    <Finding: literal-line-breaks, proven>
    """
    both = written(client)
    printed = written(Texts(client.canonical_request, None))
    if both is None or printed is None or not (printed.has_canonical_request and both.hashed):
        return None
    recipe = printed.recipe._replace(line_break="\n", ending="")
    text, given = recipe.canonical_request(), client.canonical_request or ""
    # Where the payload's hash is missing, the line break at the end is that of the line before it.
    lacks_hash = not re.fullmatch(r"[0-9A-Za-z+/=-]{17,}", recipe.hashed_payload)
    ends = (text, given, given.strip("\r\n"), *([text + "\n"] if lacks_hash else []))
    if both.hashed in {_hash(each) for each in ends}:
        return None
    # A text that is not put together as it should be is not read as it is printed.
    if text != _bare(given) or len(text) > LONGEST_TRIED:
        return None
    arrived = next(requests_seen(recipe, recipe, case_of(Evidence())), None)
    proven = None if arrived is None else _proven(arrived, both.hashed)
    return proven or _unknown(recipe, both, server)


def _bare(text: str | None) -> str:
    return (text or "").strip("\r\n").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return sha256_hex(text.encode("utf-8", "surrogateescape"))


def _proven(arrived: SignedRequest, hashed: str) -> Finding | None:
    for steps in _attempts(arrived):
        recipe = arrived.recipe
        for _, variant in steps:
            recipe = variant.change(recipe)
        if recipe.hash().decode("utf-8", "replace") == hashed:
            mistake, variant = steps[-1]
            spellings = " and ".join([variant.spelling for _, variant in steps if variant.spelling])
            says = f"With this mistake the printed canonical request has the hash in the string to sign, {hashed[:8]}…"
            says += f": {spellings}." if spellings else "."
            place = first_difference(
                "canonical_request", recipe.canonical_request(), arrived.recipe.canonical_request()
            )
            return found(mistake, Certainty.PROVEN, says, **place._asdict())
    return None


def _attempts(arrived: SignedRequest) -> Iterator[tuple[tuple[Mistake, Variant], ...]]:
    """Try each mistake that a print does not show, then two of them; a line that is another may be the print's work."""
    forms = [mistake for mistake in MISTAKES if mistake.step != "hashed_payload"]
    rows = [(mistake, variant) for mistake in forms for variant in mistake.tried(arrived)]
    rows = [row for row in rows if _is_hidden(row[1].change(arrived.recipe), arrived.recipe)]
    yield from ((row,) for row in rows)
    yield from ((first, second) for second in rows for first in rows if first[0] is not second[0])


def _is_hidden(changed: Recipe, printed: Recipe) -> bool:
    """Tell whether another text was hashed whose lines say the same."""
    return changed[:_LINES] == printed[:_LINES] and changed.hashed_part != printed.hashed_part


def _unknown(printed: Recipe, both: Written, server: Texts) -> Finding | None:
    text, hashed, to_sign = printed.canonical_request(), both.hashed, both.recipe
    names = tuple([name for name, _ in printed.header_lines])
    is_whole = (
        printed.canonical_uri.startswith("/") and names == printed.signed_names and printed.after_headers == ("",)
    )
    date = dict(printed.header_lines).get("x-amz-date", to_sign.date_time)
    if not (is_whole and is_sha256(hashed)) or _is_masked(text) or date != to_sign.date_time:
        return None
    right = _hash(text)
    says = (
        f"SHA-256 of the printed text is {right[:8]}…, of the string to sign {hashed[:8]}…; no known mistake makes it."
    )
    is_as_it_was = _bare(server.canonical_request) == text and right in (server.string_to_sign or "")
    certainty = Certainty.SHOWN if is_as_it_was else Certainty.SUSPECTED
    where = Place("string_to_sign", 4, 0, len(hashed))
    return found(CAUSES["hashed-text-not-printed"], certainty, says, where=where, sent=hashed, expected=right)
