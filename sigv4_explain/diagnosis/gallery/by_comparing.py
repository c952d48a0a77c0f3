"""Faults that show when both sides' canonical requests are laid side by side."""

from __future__ import annotations

from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.diagnosis.gallery.answers import json_answer, log_line, signer_log, xml_answer
from sigv4_explain.diagnosis.gallery.broken_request import BrokenRequest, Level
from sigv4_explain.diagnosis.gallery.making import API, BUCKET, MOMENT, REGION, judged, mistaken
from sigv4_explain.diagnosis.gathering import Inputs
from sigv4_explain.exporting.text import curl_command, raw_http
from sigv4_explain.request import Request
from sigv4_explain.signing import sign


def _only_post() -> BrokenRequest:
    request = Request("POST", f"{API}/items/1", {"Content-Type": "application/json"}, '{"name": "Rex", "age": 3}')
    signed = mistaken(request, "execute-api", {"empty-body-hash": ""})
    return BrokenRequest(
        name="Only POST fails",
        level=Level.COMPARE,
        story=(
            "Erin wrote a signer as a plug-in for her HTTP library. Each GET is accepted, each POST is refused. "
            "Her plug-in logs what it signs."
        ),
        hint="Compare the last lines. You have seen one of the two hashes before.",
        given=Inputs(
            raw_http(signed.request),
            json_answer(judged(signed.request, "execute-api")),
            client_canonical_request=signed.recipe.canonical_request(),
        ),
    )


def _two_blanks() -> BrokenRequest:
    headers = {"Content-Type": "text/plain", "X-Amz-Meta-Title": "At the sea,  day 2"}
    request = Request("PUT", f"{BUCKET}/2015/sea.txt", headers, "Sand in my shoes.")
    signed = mistaken(request, "s3", {"header-value-whitespace": "as they are"})
    return BrokenRequest(
        name="One note of hundreds",
        level=Level.COMPARE,
        story=(
            "Frank uploads his travel notes to S3 with a program of his own, each with its title. "
            "Hundreds went through; this one does not, however often he tries."
        ),
        hint="Make the blanks visible.",
        given=Inputs(
            raw_http(signed.request),
            xml_answer(judged(signed.request, "s3")),
            client_canonical_request=signed.recipe.canonical_request(),
        ),
    )


def _a_colon() -> BrokenRequest:
    request = Request("GET", f"{API}/items/arn%3Aaws%3Asns%3Aeu-central-1%3A444455556666%3Anews", {"Accept": "*/*"})
    signed = mistaken(request, "execute-api", {"path-double-encoding-rule": "encoded once, as for S3"})
    return BrokenRequest(
        name="Names work, ARNs do not",
        level=Level.COMPARE,
        story=(
            "Grace's client was written for S3 and has worked there for years. With this API it works for "
            "/items/news and fails for an ARN. She switched its debug log on."
        ),
        hint="Count the percent signs in the second line of both canonical requests.",
        given=Inputs(signer_log(signed), json_answer(judged(signed.request, "execute-api"))),
    )


def _brackets() -> BrokenRequest:
    request = Request("GET", f"{API}/items/report%20(final).pdf", {"Accept": "application/pdf"})
    signed = mistaken(request, "execute-api", {"path-char-not-encoded": "as JavaScript's encodeURI"})
    return BrokenRequest(
        name="The final report",
        level=Level.COMPARE,
        story=(
            "Heidi's page in the browser lists files and fetches them. All open but the one that she needs. "
            "Her signer encodes the path with encodeURI."
        ),
        hint="Which characters are left alone by encodeURI, and which by AWS?",
        given=Inputs(
            curl_command(signed.request),
            json_answer(judged(signed.request, "execute-api")),
            client_canonical_request=signed.recipe.canonical_request(),
        ),
    )


def _behind_a_cdn() -> BrokenRequest:
    path = "/default/items/7?client=shop"
    request = Request("GET", f"https://shop.example.com{path}", {"Accept": "application/json"})
    sent = sign(request, EXAMPLE, region=REGION, service="execute-api", at=MOMENT)
    at_the_api = API.removesuffix("/default") + path
    arrived = sent.with_url(at_the_api).with_headers([("Host", Request("GET", at_the_api).host)])
    return BrokenRequest(
        name="Since the new domain",
        level=Level.COMPARE,
        story=(
            "Ivan put a CDN before his API, so that his shop has one domain. He signs for that domain, as the browser "
            "shows it. Without the CDN the call works; through it, AWS answers this."
        ),
        hint="Compare the headers in AWS's canonical request with those that were sent.",
        given=Inputs(raw_http(sent), log_line(judged(arrived, "execute-api"))),
    )


BY_COMPARING = (_only_post(), _two_blanks(), _a_colon(), _brackets(), _behind_a_cdn())
