"""What in a host's name often makes two sides sign different ones."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.places import is_aws_host
from sigv4_explain.diagnosis.request_lines import in_header
from sigv4_explain.url import UrlParts

_DEFAULT_PORTS = ("80", "443")


def host_habits(desk: Desk) -> Iterator[Finding]:
    """Return what about the host of this request was often seen to break a signature."""
    request = desk.request
    if not desk.is_signed:
        return
    host, typed = request.host, UrlParts.of(request.url).authority
    name, _, port = host.rpartition(":") if host.rpartition(":")[2].isdigit() else (host, "", "")
    if not is_aws_host(host):
        yield _suspected(desk, "proxy-changed-host", _why_changed(name), host)
    forwarded = request.header("x-forwarded-host")
    if forwarded is not None and forwarded.strip() != host:
        yield _suspected(desk, "header-added-by-proxy", "X-Forwarded-Host is another host.", host)
    if port:
        is_default = port in _DEFAULT_PORTS
        slug = "host-with-default-port" if is_default else "host-port-missing"
        leave = "leave it out" if is_default else "have it in Host, and some signers leave it out"
        yield _suspected(desk, slug, f"The host has the port {port}; HTTP clients {leave}.", host)
    if host.lower() not in (request.default_host, typed.lower()):
        says = "Host is not the URL's: some signers take the one, some the other."
        yield _suspected(desk, "host-override-not-signed", says, host)
    if host != host.lower() or (typed != typed.lower() and typed.lower() == host):
        yield _suspected(desk, "host-case", "The host was typed with capital letters.", host)


def _why_changed(name: str) -> str:
    if name.endswith(".cloudfront.net"):
        return "The host is CloudFront's; the service behind it has another name."
    if name in ("localhost", "127.0.0.1", "[::1]"):
        return "The host is this computer; what forwards the request may write another name."
    return "The host is no name of AWS's own; a custom domain, a CDN or a proxy may pass on another."


def _suspected(desk: Desk, slug: str, says: str, host: str) -> Finding:
    where = in_header(desk.request, "host")
    return found(CAUSES[slug], Certainty.SUSPECTED, says, where=where, sent=f"host:{host}"[:300])
