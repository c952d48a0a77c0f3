"""Faults that AWS's answer names by itself."""

from __future__ import annotations

from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.diagnosis.gallery.answers import curl_exchange, json_answer, json_body
from sigv4_explain.diagnosis.gallery.broken_request import BrokenRequest, Level
from sigv4_explain.diagnosis.gallery.making import API, FUNCTION, LENT_KEY, MOMENT, REGION, judged
from sigv4_explain.diagnosis.gathering import Inputs
from sigv4_explain.exporting.text import curl_command, raw_http
from sigv4_explain.request import Request
from sigv4_explain.signing import sign


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
