"""Mistakes with the method, the first line of the canonical request."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.mistake import Composition, Mistake, Variant, different

_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")


def _other_method(case: Case) -> Iterator[Variant]:
    return different(((f"{name} was signed", name) for name in _METHODS), case.recipe.method, "method")


def _other_case(case: Case) -> Iterator[Variant]:
    method = case.recipe.method
    written = (method.lower(), method.capitalize())
    return different(((f"{name} was signed", name) for name in written), method, "method")


METHOD = (
    Mistake(
        slug="method-mismatch",
        seen=7,
        sentence="Another method was signed than was sent.",
        how="A presigned URL is used with another method, or the signer was left at its default.",
        fix="Sign for the method that is sent; a URL presigned for GET serves neither HEAD nor PUT.",
        step="canonical_request",
        variants=_other_method,
        composition=Composition.REPLACES,
    ),
    Mistake(
        slug="method-case",
        seen=3,
        sentence="The method was not signed in upper case.",
        how="The signer was given 'get'; the HTTP library sends GET.",
        fix="Write the method in upper case before signing.",
        step="canonical_request",
        variants=_other_case,
        composition=Composition.REPLACES,
    ),
)
