"""The broken requests, as the people have them whose stories ``gallery.toml`` tells, and what was wrong with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.doctor.evidence import Inputs
from sigv4_explain.doctor.gallery.making import (
    API,
    BUCKET,
    FUNCTION,
    LENT_KEY,
    MOMENT,
    REGION,
    BrokenRequest,
    Level,
    curl_exchange,
    json_answer,
    json_body,
    judged,
    log_line,
    mistaken,
    signer_log,
    xml_answer,
)
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.texts import records


def _in_the_old_region() -> Inputs:
    request = Request("GET", f"{API}/hello", {"Accept": "application/json"})
    sent = sign(request, EXAMPLE, region="us-east-1", service="execute-api", at=MOMENT)
    return Inputs(curl_command(sent), json_body(judged(sent, "execute-api")))


def _out_of_time() -> Inputs:
    request = Request("GET", f"{API}/hello", {"Accept": "*/*"})
    sent = sign(request, EXAMPLE, region=REGION, service="execute-api", at="20150830T122148Z")
    return Inputs(curl_exchange(sent, judged(sent, "execute-api"), MOMENT))


def _two_of_three() -> Inputs:
    two = Credentials(LENT_KEY.access_key_id, LENT_KEY.secret_access_key)
    request = Request("GET", f"{API}/items/1", {"User-Agent": "weekly-report/1.4"})
    sent = sign(request, two, region=REGION, service="execute-api", at=MOMENT)
    return Inputs(raw_http(sent), json_answer(judged(sent, "execute-api")))


def _behind_another_door() -> Inputs:
    request = Request("POST", f"{FUNCTION}/", {"Content-Type": "application/json"}, '{"name": "Rex"}')
    sent = sign(request, EXAMPLE, region=REGION, service="execute-api", at=MOMENT)
    return Inputs(raw_http(sent), json_answer(judged(sent, "lambda")))


def _only_post() -> Inputs:
    request = Request("POST", f"{API}/items/1", {"Content-Type": "application/json"}, '{"name": "Rex", "age": 3}')
    signed = mistaken(request, "execute-api", {"empty-body-hash": ""})
    return Inputs(
        raw_http(signed.request),
        json_answer(judged(signed.request, "execute-api")),
        client_canonical_request=signed.recipe.canonical_request(),
    )


def _two_blanks() -> Inputs:
    headers = {"Content-Type": "text/plain", "X-Amz-Meta-Title": "At the sea,  day 2"}
    request = Request("PUT", f"{BUCKET}/2015/sea.txt", headers, "Sand in my shoes.")
    signed = mistaken(request, "s3", {"header-value-whitespace": "as they are"})
    return Inputs(
        raw_http(signed.request),
        xml_answer(judged(signed.request, "s3")),
        client_canonical_request=signed.recipe.canonical_request(),
    )


def _a_colon() -> Inputs:
    request = Request("GET", f"{API}/items/arn%3Aaws%3Asns%3Aeu-central-1%3A444455556666%3Anews", {"Accept": "*/*"})
    signed = mistaken(request, "execute-api", {"path-double-encoding-rule": "encoded once, as for S3"})
    return Inputs(signer_log(signed), json_answer(judged(signed.request, "execute-api")))


def _brackets() -> Inputs:
    request = Request("GET", f"{API}/items/report%20(final).pdf", {"Accept": "application/pdf"})
    signed = mistaken(request, "execute-api", {"path-char-not-encoded": "as JavaScript's encodeURI"})
    return Inputs(
        curl_command(signed.request),
        json_answer(judged(signed.request, "execute-api")),
        client_canonical_request=signed.recipe.canonical_request(),
    )


def _behind_a_cdn() -> Inputs:
    path = "/default/items/7?client=shop"
    request = Request("GET", f"https://shop.pets.test{path}", {"Accept": "application/json"})
    sent = sign(request, EXAMPLE, region=REGION, service="execute-api", at=MOMENT)
    at_the_api = API.removesuffix("/default") + path
    arrived = sent.with_url(at_the_api).with_headers([("Host", Request("GET", at_the_api).host)])
    return Inputs(raw_http(sent), log_line(judged(arrived, "execute-api")))


def _two_colours() -> Inputs:
    request = Request("GET", f"{FUNCTION}/shoes?colour=red&colour=black&size=42", {"Accept": "*/*"})
    signed = mistaken(request, "lambda", {"duplicate-query-param": "only the last was signed"})
    return Inputs(curl_command(signed.request), json_answer(judged(signed.request, "lambda")), EXAMPLE)


def _from_a_file() -> Inputs:
    request = Request("GET", f"{API}/hello", {"Accept": "*/*"})
    signed = mistaken(request, "execute-api", {"trailing-whitespace-in-secret": "with a line break at its end"})
    return Inputs(
        raw_http(signed.request),
        json_answer(judged(signed.request, "execute-api")),
        EXAMPLE,
        client_canonical_request=signed.recipe.canonical_request(),
    )


def _two_at_once() -> Inputs:
    request = Request("PUT", f"{FUNCTION}/items?dry-run", {"Content-Type": "application/json"}, '{"name": "Rex"}')
    mistakes = {"query-param-empty-value": "without the equals sign", "empty-body-hash": ""}
    signed = mistaken(request, "lambda", mistakes)
    return Inputs(raw_http(signed.request), json_answer(judged(signed.request, "lambda")), EXAMPLE)


@dataclass(frozen=True, slots=True)
class Story:
    """The words of a broken request, and the causes that it has."""

    name: str
    level: Level
    story: str
    hint: str
    causes: tuple[str, ...]


_STORIES = records("sigv4_explain.doctor.gallery", "gallery.toml", Story, "name")

_GIVEN = {
    "The API that moved": _in_the_old_region,
    "The sensor on the roof": _out_of_time,
    "The same code on a laptop": _two_of_three,
    "The API that was too much": _behind_another_door,
    "Only POST fails": _only_post,
    "One note of hundreds": _two_blanks,
    "Names work, ARNs do not": _a_colon,
    "The final report": _brackets,
    "Since the new domain": _behind_a_cdn,
    "Red or black": _two_colours,
    "Everything is equal": _from_a_file,
    "One fix did not help": _two_at_once,
}

GALLERY: tuple[BrokenRequest, ...] = tuple(
    BrokenRequest(name=name, level=told.level, story=told.story, hint=told.hint, given=_GIVEN[name]())
    for name, told in _STORIES.items()
)
"""The easy ones first."""

SOLUTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({name: told.causes for name, told in _STORIES.items()})
"""The causes by the name of the request: keys of ``CAUSES``."""
