"""Faults that show when both sides' canonical requests are laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
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


def _in_the_old_region() -> BrokenRequest:
    request = Request("GET", f"{API}/hello", {"Accept": "application/json"})
    sent = sign(request, EXAMPLE, region="us-east-1", service="execute-api", at=MOMENT)
    return BrokenRequest(
        name="The API that moved",
        level=Level.READ,
        story=(
            "Bob's team moved its API from Virginia to Frankfurt. He put the new host name into his shell script. "
            "Since then curl prints this."
        ),
        hint="Read the answer to its last word, then the credential in the Authorization header.",
        given=Inputs(curl_command(sent), json_body(judged(sent, "execute-api"))),
    )


def _out_of_time() -> BrokenRequest:
    request = Request("GET", f"{API}/hello", {"Accept": "*/*"})
    sent = sign(request, EXAMPLE, region=REGION, service="execute-api", at="20150830T122148Z")
    return BrokenRequest(
        name="The sensor on the roof",
        level=Level.READ,
        story=(
            "A small computer on a roof has sent its readings for a year. After a power cut every call is refused. "
            "Somebody logged in and ran curl -v."
        ),
        hint="There are three times in this answer. Which two should be the same?",
        given=Inputs(curl_exchange(sent, judged(sent, "execute-api"), MOMENT)),
    )


def _two_of_three() -> BrokenRequest:
    two = Credentials(LENT_KEY.access_key_id, LENT_KEY.secret_access_key)
    request = Request("GET", f"{API}/items/1", {"User-Agent": "weekly-report/1.4"})
    sent = sign(request, two, region=REGION, service="execute-api", at=MOMENT)
    return BrokenRequest(
        name="The same code on a laptop",
        level=Level.READ,
        story=(
            "Carol's report runs well in a Lambda function. To run it on her laptop, she set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY to the function's values. Now it is refused."
        ),
        hint="Look at the first four letters of the access key id.",
        given=Inputs(raw_http(sent), json_answer(judged(sent, "execute-api"))),
    )


def _behind_another_door() -> BrokenRequest:
    request = Request("POST", f"{FUNCTION}/", {"Content-Type": "application/json"}, '{"name": "Rex"}')
    sent = sign(request, EXAMPLE, region=REGION, service="execute-api", at=MOMENT)
    return BrokenRequest(
        name="The API that was too much",
        level=Level.READ,
        story=(
            "Dave replaced an API Gateway by the URL of the function behind it: the same key, Region and code. "
            "Only the host name in his settings is new, and now he gets a 403."
        ),
        hint="Which service has host names that end in on.aws?",
        given=Inputs(raw_http(sent), json_answer(judged(sent, "lambda"))),
    )


BY_READING = (_in_the_old_region(), _out_of_time(), _two_of_three(), _behind_another_door())


def _two_colours() -> BrokenRequest:
    request = Request("GET", f"{FUNCTION}/shoes?colour=red&colour=black&size=42", {"Accept": "*/*"})
    signed = mistaken(request, "lambda", {"duplicate-query-param": "only the last was signed"})
    return BrokenRequest(
        name="Red or black",
        level=Level.REPLAY,
        story=(
            "Judy's search finds red shoes, and it finds black shoes. When she ticks both, the function URL answers "
            "403, and it never shows what it computed."
        ),
        hint="How does a dictionary keep two values of one name?",
        given=Inputs(curl_command(signed.request), json_answer(judged(signed.request, "lambda")), EXAMPLE),
    )


def _from_a_file() -> BrokenRequest:
    request = Request("GET", f"{API}/hello", {"Accept": "*/*"})
    signed = mistaken(request, "execute-api", {"trailing-whitespace-in-secret": "with a line break at its end"})
    return BrokenRequest(
        name="Everything is equal",
        level=Level.REPLAY,
        story=(
            "Ken's container reads its secret from a mounted file. He compared his canonical request with AWS's, and "
            "his string to sign: not one character differs. The secret here is from the password manager."
        ),
        hint="If both sides sign the same text, what is left? And how was the file written?",
        given=Inputs(
            raw_http(signed.request),
            json_answer(judged(signed.request, "execute-api")),
            EXAMPLE,
            client_canonical_request=signed.recipe.canonical_request(),
        ),
    )


def _two_at_once() -> BrokenRequest:
    request = Request("PUT", f"{FUNCTION}/items?dry-run", {"Content-Type": "application/json"}, '{"name": "Rex"}')
    mistakes = {"query-param-empty-value": "without the equals sign", "empty-body-hash": ""}
    signed = mistaken(request, "lambda", mistakes)
    return BrokenRequest(
        name="One fix did not help",
        level=Level.TWO_FAULTS,
        story=(
            "Laura found a fault in her signer and mended it. Her PUT is still refused, so she put the fault back. "
            "The function URL says nothing but that the signature does not match."
        ),
        hint="There are two faults, in different lines of the canonical request. Mend both.",
        given=Inputs(raw_http(signed.request), json_answer(judged(signed.request, "lambda")), EXAMPLE),
    )


BY_REPLAY = (_two_colours(), _from_a_file(), _two_at_once())


SOLUTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "The API that moved": ("wrong-region",),
        "The sensor on the roof": ("clock-skew",),
        "The same code on a laptop": ("missing-session-token",),
        "The API that was too much": ("wrong-service",),
        "Only POST fails": ("empty-body-hash",),
        "One note of hundreds": ("header-value-whitespace",),
        "Names work, ARNs do not": ("path-double-encoding-rule",),
        "The final report": ("path-char-not-encoded",),
        "Since the new domain": ("proxy-changed-host",),
        "Red or black": ("duplicate-query-param",),
        "Everything is equal": ("trailing-whitespace-in-secret",),
        "One fix did not help": ("query-param-empty-value", "empty-body-hash"),
    }
)
"""The causes by the name of the request: keys of ``CAUSES``."""
