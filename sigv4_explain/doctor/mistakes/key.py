"""Mistakes with the secret, the key chain and the session token: the texts look right, the signature is not."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, unquote, unquote_plus

from sigv4_explain.doctor.mistakes.mistake import Mistake, Variant, left_out, put_key, rewritten
from sigv4_explain.doctor.recipe import Case, Link

_PLACES = ("kDate", "kRegion", "kService", "kSigning")


def _secrets(case: Case, written: dict[str, str]) -> Iterator[Variant]:
    """Return a variant for each other secret; its spelling tells the change, not the secret."""
    tried = {case.recipe.key_chain.secret}
    for spelling, secret in written.items():
        if secret and secret not in tried:
            tried.add(secret)
            yield Variant(spelling, put_key(secret=secret))


def _blanks(case: Case) -> Iterator[Variant]:
    secret = case.recipe.key_chain.secret
    bare = secret.strip().strip("\"'")
    return _secrets(
        case,
        {
            "with a line break at its end": f"{bare}\n",
            "with CR and LF at its end": f"{bare}\r\n",
            "with a CR at its end": f"{bare}\r",
            "with a blank at its end": f"{bare} ",
            "with a tab at its end": f"{bare}\t",
            "with a blank before it": f" {bare}",
            "in double quotes": f'"{bare}"',
            "in single quotes": f"'{bare}'",
            "without blanks and quotes around it": bare,
        },
    )


def _mangled(case: Case) -> Iterator[Variant]:
    secret = case.recipe.key_chain.secret
    cut = {f"cut at its first {sign}": secret.partition(sign)[0] for sign in "+/%#=&"}
    return _secrets(
        case,
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
            **cut,
        },
    )


def _linked(link: Link) -> Iterator[Variant]:
    yield Variant("all", put_key(links=(link,) * 4))
    yield Variant("all but the last", put_key(links=(link,) * 3 + (Link.RAW,)))
    for place, name in enumerate(_PLACES):
        links = [Link.RAW] * 4
        links[place] = link
        yield Variant(f"{name} alone", put_key(links=tuple(links)))


def _other_words(case: Case) -> Iterator[Variant]:
    chain, date_time = case.recipe.key_chain, case.recipe.date_time
    day, region, service = chain.date, chain.region, chain.service
    yield Variant("without AWS4 before the secret", put_key(prefix=""))
    yield Variant("Region and service swapped", put_key(region=service, service=region))
    yield Variant("date and Region swapped", put_key(date=region, region=day))
    yield Variant("the service with the terminator after it", put_key(service=f"{service}/{chain.terminator}"))
    yield Variant("the whole scope for the date", put_key(date="/".join(case.recipe.scope)))
    yield Variant("the time for the date", put_key(date=date_time))
    yield Variant("the date with hyphens", put_key(date=f"{day[:4]}-{day[4:6]}-{day[6:]}"))
    yield Variant("Region in capitals", put_key(region=region.upper()))
    yield Variant("service in capitals", put_key(service=service.upper()))
    yield Variant("Region and service in capitals", put_key(region=region.upper(), service=service.upper()))
    yield Variant("an empty Region and service", put_key(region="", service=""))
    yield Variant("an empty service", put_key(service=""))
    yield Variant("an empty terminator", put_key(terminator=""))
    yield Variant("the terminator aws4-request", put_key(terminator="aws4-request"))
    yield Variant("the terminator in capitals", put_key(terminator=chain.terminator.upper()))
    _, presented_region, presented_service, _ = case.presented_scope
    yield Variant("the scope that was presented", put_key(region=presented_region, service=presented_service))


def _no_token(case: Case) -> Iterator[Variant]:
    name = case.rules.token_name.value
    yield from left_out(case, (name.lower(),))
    if f"{name}=" in case.recipe.canonical_query_string:
        # The token may be the first parameter of all, or the last.
        pattern = f"^{name}=[^&]*&|&{name}=[^&]*|^{name}=[^&]*$"
        yield rewritten("it was not in the query that was signed", "canonical_query_string", pattern, "")


KEY = (
    Mistake(
        slug="missing-session-token",
        seen=6,
        sentence="The session token was not signed.",
        how="It was added to the request after signing, or the signer was not given it.",
        fix="Give the signer the token: temporary keys are three values, not two.",
        step="canonical_request",
        variants=_no_token,
    ),
    Mistake(
        slug="secret-mangled-special-chars",
        seen=4,
        sentence="The secret was used with some of its characters changed.",
        how="It has + or / in it, and went through a URL, a connection string or a template.",
        fix="Hand the secret on as it is, or escape it for the place where it is written.",
        step="date_key",
        variants=_mangled,
    ),
    Mistake(
        slug="trailing-whitespace-in-secret",
        seen=4,
        sentence="The secret was used with a blank, a line break or quotes around it.",
        how="It was copied or read from a file with what stood around it.",
        fix="Cut off what stands around the secret; most have 40 characters.",
        step="date_key",
        variants=_blanks,
    ),
    Mistake(
        slug="key-chain-bytes-vs-hex",
        seen=2,
        sentence="A key of the chain was handed on as hex digits.",
        how="The HMAC function of the language returns hex unless told otherwise.",
        fix="Hand on the 32 raw bytes from step to step; only the signature itself is hex.",
        step="signing_key",
        variants=lambda _: _linked(Link.HEX),
    ),
    Mistake(
        slug="key-chain-binary-as-utf8",
        seen=1,
        sentence="A key of the chain was handed on as text.",
        how="The bytes were put into a string, and the string was written in UTF-8.",
        fix="Keep keys in a type for bytes.",
        step="signing_key",
        variants=lambda _: _linked(Link.UTF_8),
    ),
    Mistake(
        slug="key-derived-with-other-scope",
        seen=1,
        sentence="The key was made from other words than stand in the scope.",
        how="Date, Region, service and terminator are written in two places, and one of them is wrong.",
        fix="Make the scope and the key from the same four words, in the same order.",
        step="signing_key",
        variants=_other_words,
    ),
)
"""All mistakes with keys and tokens."""
