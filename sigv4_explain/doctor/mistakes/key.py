"""Mistakes with the secret, the words mixed into it and the session token: the texts look right, the key is not."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, unquote, unquote_plus

from sigv4_explain.doctor.mistakes.mistake import Composition, Rows, Variant, left_out, put_key, rewritten
from sigv4_explain.doctor.recipe import SignedRequest


def _secrets(arrived: SignedRequest, written: dict[str, str]) -> Iterator[Variant]:
    """Return a variant for each other secret; its spelling tells the change, not the secret."""
    tried = {arrived.recipe.key_chain.secret}
    for spelling, secret in written.items():
        if secret and secret not in tried:
            tried.add(secret)
            yield Variant(spelling, put_key(secret=secret))


def _blanks(arrived: SignedRequest) -> Iterator[Variant]:
    secret = arrived.recipe.key_chain.secret
    bare = secret.strip().strip("\"'")
    return _secrets(
        arrived,
        {
            "with a line break at its end": f"{bare}\n",
            "with CR and LF at its end": f"{bare}\r\n",
            "with a CR at its end": f"{bare}\r",
            "with a blank at its end": f"{bare} ",
            "with a tab at its end": f"{bare}\t",
            "with a no-break space at its end": f"{bare}\u00a0",
            "with a blank before it": f" {bare}",
            "in double quotes": f'"{bare}"',
            "in single quotes": f"'{bare}'",
            "without blanks and quotes around it": bare,
        },
    )


def _mangled(arrived: SignedRequest) -> Iterator[Variant]:
    secret = arrived.recipe.key_chain.secret
    cut = {f"cut at its first {sign}": secret.partition(sign)[0] for sign in "+/%#=&"}
    return _secrets(
        arrived,
        {
            "percent-encoded": quote(secret, safe=""),
            "percent-encoded, slashes kept": quote(secret),
            "percent-decoded": unquote(secret),
            "percent-decoded, plus as a space": unquote_plus(secret),
            "with a space for each plus": secret.replace("+", " "),
            "with a plus for each space": secret.replace(" ", "+"),
            "with a backslash before each slash": secret.replace("/", "\\/"),
            "without its backslashes": secret.replace("\\", ""),
            "without its pluses": secret.replace("+", ""),
            "without its slashes": secret.replace("/", ""),
            "with HTML's escapes": escape(secret),
            "without its last character": secret[:-1],
            "without its first character": secret[1:],
            **cut,
        },
    )


def _other_words(arrived: SignedRequest) -> Iterator[Variant]:
    chain, date_time = arrived.recipe.key_chain, arrived.recipe.date_time
    day, region, service = chain.date, chain.region, chain.service
    yield Variant("Region and service swapped", put_key(region=service, service=region))
    yield Variant("date and Region swapped", put_key(date=region, region=day))
    yield Variant("the service with the terminator after it", put_key(service=f"{service}/{chain.terminator}"))
    yield Variant("the whole scope for the date", put_key(date="/".join(arrived.recipe.scope)))
    yield Variant("the time for the date", put_key(date=date_time))
    yield Variant("the date with hyphens", put_key(date=f"{day[:4]}-{day[4:6]}-{day[6:]}"))
    yield Variant("Region in capitals", put_key(region=region.upper()))
    yield Variant("service in capitals", put_key(service=service.upper()))
    yield Variant("Region and service in capitals", put_key(region=region.upper(), service=service.upper()))
    yield Variant("an empty Region and service", put_key(region="", service=""))
    yield Variant("an empty service", put_key(service=""))
    yield Variant("an empty terminator", put_key(terminator=""))
    for written in ("aws4-request", "aws4_requests", "aws_request", "aws4request"):
        yield Variant(f"the terminator {written}", put_key(terminator=written))
    yield Variant("the terminator in capitals", put_key(terminator=chain.terminator.upper()))
    _, presented_region, presented_service, _ = arrived.presented_scope
    if arrived.presented_scope != arrived.recipe.scope:
        yield Variant("the scope that was presented", put_key(region=presented_region, service=presented_service))


def _no_token(arrived: SignedRequest) -> Iterator[Variant]:
    name = arrived.rules.token_name.value
    yield from left_out(arrived, (name.lower(),))
    if f"{name}=" in arrived.recipe.canonical_query_string:
        # The token may be the first parameter of all, or the last.
        pattern = f"^{name}=[^&]*&|&{name}=[^&]*|^{name}=[^&]*$"
        yield rewritten("it was not in the query that was signed", "canonical_query_string", pattern, "")


KEY: Rows = {
    "missing-session-token": (_no_token, Composition.ALTERS),
    "secret-mangled-special-chars": (_mangled, Composition.ALTERS),
    "trailing-whitespace-in-secret": (_blanks, Composition.ALTERS),
    "key-derived-with-other-scope": (_other_words, Composition.ALTERS),
}
"""All mistakes with keys and tokens."""
