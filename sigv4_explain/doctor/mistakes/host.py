"""Mistakes with the host, the one header that is always signed."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.doctor.mistakes.mistake import Basis, Composition, Mistake, Variant, valued
from sigv4_explain.doctor.recipe import Case
from sigv4_explain.url import UrlParts

_DEFAULT_PORTS = (443, 80)
_PORTS = (8443, 8080, 8000, 9000, 9200, 9500, 3000, 4566, 5000)


def _signed_host(case: Case) -> str:
    return dict(case.recipe.header_lines).get("host", "")


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _is_bare(case: Case) -> bool:
    host = _signed_host(case)
    return bool(host) and _without_port(host) == host


def _of_a_proxy(case: Case) -> Iterator[Variant]:
    """Take the names that the proxies wrote down, those that the doctor was told, and the places of development."""
    forwarded = [value.strip() for each in case.values_of("x-forwarded-host") for value in each.split(",")]
    named = (*forwarded, *case.values_of("x-original-host"), *case.hosts)
    hosts = [each for host in named for each in (host, _without_port(host))]
    yield from valued(case, "host", hosts)
    for variant in valued(case, "host", ["localhost", *[f"localhost:{port}" for port in _PORTS]]):
        yield variant._replace(basis=Basis.GUESS)


def _port_missing(case: Case) -> Iterator[Variant]:
    if not _is_bare(case):
        yield from valued(case, "host", [_without_port(_signed_host(case))])


def _other_port(case: Case) -> Iterator[Variant]:
    if _is_bare(case):
        yield from valued(case, "host", [f"{_signed_host(case)}:{port}" for port in _PORTS])


def _default_port(case: Case) -> Iterator[Variant]:
    if _is_bare(case):
        yield from valued(case, "host", [f"{_signed_host(case)}:{port}" for port in _DEFAULT_PORTS])


def _capitals(case: Case) -> Iterator[Variant]:
    host, typed = _signed_host(case), UrlParts.of(case.request.url).authority
    same = [typed] if typed.lower() == host.lower() else []
    first, dot, rest = host.partition(".")
    return valued(case, "host", [*same, host.lower(), f"{first.upper()}{dot}{rest}", host.title(), host.upper()])


def _of_the_url(case: Case) -> Iterator[Variant]:
    """Sign the URL's host where a Host header was set by hand."""
    if _without_port(case.request.default_host) != _without_port(case.request.host.lower()):
        yield from valued(case, "host", [case.request.default_host])


HOST = (
    Mistake(
        slug="proxy-changed-host",
        seen=15,
        sentence="Another host was signed than the service saw.",
        how="A CDN, a load balancer, a custom domain or a development proxy on the way writes its own Host.",
        fix="Sign the host that the service sees, or let the proxy pass the Host header on unchanged.",
        step="canonical_headers",
        variants=_of_a_proxy,
        composition=Composition.ALTERS,
    ),
    Mistake(
        slug="host-port-missing",
        seen=3,
        sentence="The host was signed without its port.",
        how="The signer takes the name alone from the URL; the Host header has the port.",
        fix="Sign the Host header as it is sent: with a port that is not the default.",
        step="canonical_headers",
        variants=_port_missing,
    ),
    Mistake(
        slug="host-with-port",
        seen=3,
        sentence="The host was signed with a port that was not sent.",
        how="The client signs the address it connects to; a proxy or the HTTP library sends the bare name.",
        fix="Sign the Host header as it is sent.",
        step="canonical_headers",
        variants=_other_port,
    ),
    Mistake(
        slug="host-case",
        seen=1,
        sentence="The host was signed with other capitals.",
        how="The URL was typed with capitals, and the HTTP library sends the host in lower case.",
        fix="Write the host in lower case.",
        step="canonical_headers",
        variants=_capitals,
    ),
    Mistake(
        slug="host-override-not-signed",
        seen=1,
        sentence="The URL's host was signed; a Host header set by hand was sent.",
        how="curl -H Host, or its like in a library, changes what is sent after the signer has looked at the URL.",
        fix="Give the signer the Host header that is sent.",
        step="canonical_headers",
        variants=_of_the_url,
    ),
    Mistake(
        slug="host-with-default-port",
        seen=1,
        sentence="The host was signed with the default port.",
        how="The port stands in the configuration; HTTP clients leave :443 and :80 out of the Host header.",
        fix="Drop the default port before signing.",
        step="canonical_headers",
        variants=_default_port,
    ),
)
"""All mistakes with the host."""
