"""Mistakes with the host, the one header that is always signed."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.doctor.mistakes.mistake import Basis, Composition, Rows, Variant, valued
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.url import UrlParts

_DEFAULT_PORTS = (443, 80)
_PORTS = (8443, 8080, 8000, 9000, 9200, 9500, 3000, 4566, 5000)


def _signed_host(arrived: SignedRequest) -> str:
    return dict(arrived.recipe.header_lines).get("host", "")


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _is_bare(arrived: SignedRequest) -> bool:
    host = _signed_host(arrived)
    return bool(host) and _without_port(host) == host


def _of_a_proxy(arrived: SignedRequest) -> Iterator[Variant]:
    """Take the names that the proxies wrote down, those that the doctor was told, and the places of development."""
    forwarded = [value.strip() for each in arrived.values_of("x-forwarded-host") for value in each.split(",")]
    named = (*forwarded, *arrived.values_of("x-original-host"), *arrived.hosts)
    hosts = [each for host in named for each in (host, _without_port(host))]
    yield from valued(arrived, "host", hosts)
    for variant in valued(arrived, "host", ["localhost", *[f"localhost:{port}" for port in _PORTS]]):
        yield variant._replace(basis=Basis.GUESS)


def _port_missing(arrived: SignedRequest) -> Iterator[Variant]:
    if not _is_bare(arrived):
        yield from valued(arrived, "host", [_without_port(_signed_host(arrived))])


def _other_port(arrived: SignedRequest) -> Iterator[Variant]:
    if _is_bare(arrived):
        yield from valued(arrived, "host", [f"{_signed_host(arrived)}:{port}" for port in _PORTS])


def _default_port(arrived: SignedRequest) -> Iterator[Variant]:
    if _is_bare(arrived):
        yield from valued(arrived, "host", [f"{_signed_host(arrived)}:{port}" for port in _DEFAULT_PORTS])


def _capitals(arrived: SignedRequest) -> Iterator[Variant]:
    host, typed = _signed_host(arrived), UrlParts.of(arrived.request.url).authority
    same = [typed] if typed.lower() == host.lower() else []
    first, dot, rest = host.partition(".")
    return valued(arrived, "host", [*same, host.lower(), f"{first.upper()}{dot}{rest}", host.title(), host.upper()])


def _of_the_url(arrived: SignedRequest) -> Iterator[Variant]:
    """Sign the URL's host where a Host header was set by hand."""
    if _without_port(arrived.request.default_host) != _without_port(arrived.request.host.lower()):
        yield from valued(arrived, "host", [arrived.request.default_host])


HOST: Rows = {
    "proxy-changed-host": (_of_a_proxy, Composition.ALTERS),
    "host-port-missing": (_port_missing, Composition.ALTERS),
    "host-with-port": (_other_port, Composition.ALTERS),
    "host-case": (_capitals, Composition.ALTERS),
    "host-override-not-signed": (_of_the_url, Composition.ALTERS),
    "host-with-default-port": (_default_port, Composition.ALTERS),
}
"""All mistakes with the host."""
