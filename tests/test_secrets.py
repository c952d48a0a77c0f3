"""A marked secret and a marked token are pushed through every view; neither they nor a key made of them comes out.

A new view is one line in VIEWS, and one in REVEALING if it can reveal.
"""

from __future__ import annotations

import base64
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import Enum
from functools import cache, partial
from pprint import pformat
from traceback import walk_tb
from typing import Any
from urllib.parse import quote

import pytest

from sigv4_explain import (
    Credentials,
    CredentialScope,
    CredentialsWarning,
    Following,
    Request,
    SigV4Error,
    Step,
    Trace,
    Verdict,
    explain,
    presign,
    sign,
    verify,
)
from sigv4_explain.clients.export import CLIENTS, export
from sigv4_explain.course.stolen_keys import thefts
from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Diagnosis
from sigv4_explain.doctor.evidence import Inputs
from sigv4_explain.doctor.watching import Calls, UsedKeys, WatchedCall
from sigv4_explain.drawing.markup import text_of
from sigv4_explain.drawing.pieces import View
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.drawing.trace_view import step_html, step_text, trace_html, trace_text
from sigv4_explain.family.forms import PostForm, explain_post, presign_post
from sigv4_explain.family.uploads import explain_upload, sign_chunks
from sigv4_explain.preparing import prepared_for_header
from sigv4_explain.presented import presented_by
from sigv4_explain.readers.answers import parse_answer
from sigv4_explain.url import UrlParts
from sigv4_explain.verifier import Wording
from sigv4_explain.widgets import HeaderBench, UrlBench
from sigv4_explain.widgets.key_chain.page import ChainView, key_chain_html, key_chain_sections
from sigv4_explain.widgets.other_client.app import ExportSection
from sigv4_explain.widgets.signing_lab.page import SECTIONS
from sigv4_explain.widgets.two_forms.both_forms import both_forms, places
from sigv4_explain.widgets.two_forms.page import FORM_SECTIONS
from tests.core.examples import ALICE, MOMENT
from tests.family.examples import SIGNED_TRAILER

SECRET = "MARKEDSECRET/with+chars"
TOKEN = "MARKEDTOKEN/with+chars&<more>=="
MARKED = Credentials("AKIDMARKED", SECRET, TOKEN)
HEADER = "X-Amz-Security-Token"
KEYS = ("date_key", "date_region_key", "date_region_service_key", "signing_key")

URL = "https://example.amazonaws.com/a?b=1"
REQUESTS = {
    "plain": Request("POST", URL, {"X-A": "1"}, "body"),
    "with a token already": Request("GET", URL, [("x-amz-security-token", TOKEN), ("X-Amz-Security-Token", TOKEN)]),
    "with a token in the query": Request("GET", f"{URL}&x-amz-security-token={quote(TOKEN, safe='')}&c=2"),
    "with a raw token in the query": Request("GET", f"{URL}&X-Amz-Security-Token={TOKEN.replace('&', ' ')}&c=2"),
    "with an encoded name": Request("GET", f"{URL}&X%2DAmz%2dSecurity-Token={quote(TOKEN, safe='')}"),
}
WAYS: dict[str, dict[str, Any]] = {
    "in a header": {"service": "sts"},
    "in the query": {"service": "sts", "expires": 60},
    "S3": {"service": "s3"},
    "S3 Express": {"service": "s3express", "expires": 60},
    "IoT": {"service": "iotdevicegateway", "expires": 60},
    "RDS": {"service": "rds-db", "expires": 60},
}
USED = sorted({way["service"] for way in WAYS.values()})
ALL = sorted({("plain", way) for way in WAYS} | {(request, way) for request in REQUESTS for way in list(WAYS)[:2]})


def _trace(request: str, way: str, credentials: Credentials = MARKED) -> Trace:
    return explain(REQUESTS[request], credentials, region="us-east-1", at=MOMENT, **WAYS[way])


def _each(view: Callable[[Step], object]) -> Callable[[Trace], object]:
    return lambda trace: [view(step) for step in trace]


def _exported(request: Request) -> list[str]:
    return [export(request, client.name, region="us-east-1", service=service) for client in CLIENTS for service in USED]


def _refused(trace: Trace) -> Verdict:
    """Let the server judge what was signed after its method was changed: AWS's answer repeats what it would sign."""
    signed, scope = trace.signed_request, CredentialScope.parse(trace["credential_scope"].text)
    arrived = Request("PURGE", signed.url, signed.headers, signed.body)
    return verify(arrived, {"AKIDMARKED": MARKED}, region=scope.region, service=scope.service, at=MOMENT)


@cache
def _diagnosed(request: Request) -> Diagnosis:
    """Let the doctor look at what was sent, with the secret at hand, and at AWS's answer, which repeats the token."""
    scope = CredentialScope.parse("/".join(presented_by(request, "X-Amz-Security-Token").credential[1:]))
    place: dict[str, Any] = {"region": scope.region, "service": scope.service}
    arrived = Request("PURGE", request.url, request.headers, request.body)
    answer = verify(arrived, {"AKIDMARKED": MARKED}, at=MOMENT, **place).message
    return diagnose(arrived, answer=answer, credentials=MARKED, client_canonical_request=f"x:{TOKEN}", **place)


def _drawn_for_each_client(trace: Trace) -> list[str]:
    """Choose each client in the signing lab's menu, and take what the page gets."""
    section, drawn = ExportSection(), []
    section.drawn.observe(lambda change: drawn.append(change["new"]), names="value")
    section.show(trace)
    for client in CLIENTS:
        section.menu.value = client.name
    assert len(drawn) == len(CLIENTS)
    return drawn


def _on_the_url_bench(trace: Trace) -> list[object]:
    """Type the signed URL into the bench, and take what the page, the saved notebook and a terminal get."""
    bench = UrlBench(trace.signed_request.url, "s3")
    return [*bench._repr_mimebundle_().values(), *[part.value for part in bench.sections.values()]]


def _on_the_header_bench(trace: Trace) -> list[str]:
    """Type the headers that were sent on the header bench, and take its page, its twin and its text."""
    headers = trace.signed_request.headers
    bench = HeaderBench("\n".join(f"{name}: {value}" for name, value in headers))
    page = [bench.status.value, *[part.value for part in bench.sections.values()]]
    assert len(bench.sent.lines) == len(headers)
    return [*page, repr(bench), repr(bench.sent), repr(bench.sent.lines), *bench._repr_mimebundle_().values()]


def _watched(trace: Trace) -> Calls:
    """Watch a call of boto3 that was refused, with an answer that repeats what was sent."""
    signed, calls = trace.signed_request, Calls()
    answer, keys = parse_answer(_refused(trace).message or ""), UsedKeys("AKIDMARKED", SECRET, TOKEN)
    calls.add(WatchedCall(operation="Op", attempt=1, request=signed, status=403, answer=answer, used_keys=keys))
    return calls


def _drawn_as_a_chain(trace: Trace) -> object:
    """Draw the keys of a trace beside themselves, with what thieves of them get."""
    view = ChainView(trace, trace, thefts(trace))
    return key_chain_sections(view), key_chain_html(view), text_of(key_chain_html(view)), view, pformat(view)


def _in_both_forms(trace: Trace) -> object:
    """Draw the trace's request in both forms, with a server that refuses one of them."""
    service, moment = trace["credential_scope"].inputs["service"], trace["request_date_time"].text
    place = {"region": "us-east-1", "service": service, "at": moment}
    both = both_forms(trace.request, MARKED, **place, expires=60, seconds=600)
    return [(drawn(both), text_of(drawn(both))) for drawn in FORM_SECTIONS.values()], list(places(both)), pformat(both)


def _what_if(trace: Trace) -> list[Trace]:
    """Give each step's own output as the user's: texts with a token in them, and keys."""
    signed = trace.signed_request
    if signed.header("Authorization") is None and trace["credential_scope"].inputs["service"] == "rds-db":
        return []  # its URL, without a scheme and a token, is explained as S3's and STS's are
    return [
        explain(signed, MARKED, following=Following.THE_REQUEST, overriding={step.name: step.output}) for step in trace
    ]


def _uploaded(trace: Trace) -> list[object]:
    """Send what was signed as an upload in chunks, and take all that shows it."""
    upload: dict[str, Any] = {"region": "us-east-1", "at": MOMENT, **SIGNED_TRAILER}
    explained = explain_upload(trace.request, MARKED, **upload)
    shown = [str(explained), explained._repr_html_(), [*explained], repr(explained)]
    return [shown, str(Trace.from_json(explained.to_json())), sign_chunks(trace.request, MARKED, **upload)]


def _uploaded_exactly(trace: Trace) -> list[object]:
    """Send it so, and take what keeps each character as it is."""
    explained = explain_upload(trace.request, MARKED, region="us-east-1", at=MOMENT, **SIGNED_TRAILER)
    return [explained.to_json(), [(step.pieces(), step.shown_inputs()) for step in explained]]


def _posted(trace: Trace) -> list[Trace | PostForm]:
    """Hand a form on, and explain it."""
    conditions = [{"bucket": "b"}, ["starts-with", "$key", "é"]]
    form = presign_post(trace.request.url, MARKED, region="us-east-1", conditions=conditions, at=MOMENT)
    explained = explain_post(form.url, form.policy, MARKED, region="us-east-1")
    return [form, explained, Trace.from_json(explained.to_json())]


# Everything that draws, writes or describes a trace. One line each; what it returns is looked through as text.
VIEWS: dict[str, Callable[[Trace], object]] = {
    "repr of the trace": repr,
    "str of the trace": str,
    "pprint of the trace": pformat,
    "HTML of the trace": lambda trace: trace._repr_html_(),
    "JSON": lambda trace: trace.to_json(),
    "JSON, read and shown": lambda trace: str(Trace.from_json(trace.to_json())),
    "JSON, read and revealed": lambda trace: Trace.from_json(trace.to_json()).to_json(reveal=True),
    "repr of the requests": lambda trace: (repr(trace.request), repr(trace.signed_request)),
    "str of the requests": lambda trace: (str(trace.request), str(trace.signed_request)),
    "repr of each step": _each(repr),
    "str of each step": _each(str),
    "HTML of each step": _each(lambda step: step._repr_html_()),
    "shown": _each(lambda step: step.shown()),
    "shown inputs": _each(lambda step: step.shown_inputs()),
    "pieces": _each(lambda step: step.pieces()),
    "difference": lambda trace: repr(trace.first_difference(_trace("plain", "in a header", ALICE))),
    "render: trace_html": trace_html,
    "render: trace_text": trace_text,
    "render: step_html": _each(step_html),
    "render: step_text": _each(step_text),
    "render: sections": lambda trace: [
        section.value(View(trace))
        for section in SECTIONS.values()
        if set(section.steps) <= {step.name for step in trace}
    ],
    "export: raw_http": lambda trace: (raw_http(trace.request), raw_http(trace.signed_request)),
    "export: curl_command": lambda trace: (curl_command(trace.request), curl_command(trace.signed_request)),
    "export: each client": lambda trace: [_exported(trace.request), _exported(trace.signed_request)],
    "verdict: str": lambda trace: str(_refused(trace)),
    "verdict: repr": lambda trace: (_refused(trace), _refused(trace).refusal),
    "verdict: pprint": lambda trace: pformat(_refused(trace)),
    "verdict: HTML": lambda trace: _refused(trace)._repr_html_(),
    "verdict: outcomes": lambda trace: _refused(trace).outcomes,
    "verdict: trace": lambda trace: (str(_refused(trace).trace), _refused(trace).trace),
    "diagnosis: str": lambda trace: str(_diagnosed(trace.signed_request)),
    "diagnosis: report": lambda trace: _diagnosed(trace.signed_request).report(),
    "diagnosis: repr": lambda trace: (_diagnosed(trace.signed_request), _diagnosed(trace.signed_request).evidence),
    "diagnosis: pprint": lambda trace: pformat(_diagnosed(trace.signed_request)),
    "diagnosis: HTML": lambda trace: _diagnosed(trace.signed_request)._repr_html_(),
    "diagnosis: JSON": lambda trace: _diagnosed(trace.signed_request).to_json(),
    "both forms": _in_both_forms,
    "watch: str, repr and pprint": lambda trace: (str(_watched(trace)), _watched(trace), pformat(_watched(trace))),
    "watch: a call": lambda trace: (list(_watched(trace)), pformat(_watched(trace)[0]), _watched(trace)[0].used_keys),
    "watch: diagnosis": lambda trace: str(_watched(trace)[0].diagnose()),
    "export: the section of the signing lab": _drawn_for_each_client,
    "the URL bench": _on_the_url_bench,
    "uploads": _uploaded,
    "uploads: JSON, pieces and inputs": _uploaded_exactly,
    "forms": lambda trace: [(str(each), repr(each), pformat(each)) for each in _posted(trace)],
    "forms: HTML, JSON, pieces and inputs": lambda trace: [
        (each._repr_html_(), each.to_json(), [(step.pieces(), step.shown_inputs()) for step in each])
        for each in _posted(trace)
        if isinstance(each, Trace)
    ],
    "the header bench": _on_the_header_bench,
    "key chain: page, twin, text and repr": _drawn_as_a_chain,
    "what if: str, repr and HTML": lambda trace: [
        (str(each), repr(each), each._repr_html_()) for each in _what_if(trace)
    ],
    "what if: JSON": lambda trace: [each.to_json() for each in _what_if(trace)],
    "diagnosis: share": lambda trace: _diagnosed(trace.signed_request).share(),
}

# The views that can reveal, asked to.
REVEALING: dict[str, Callable[[Trace], object]] = {
    "JSON": lambda trace: trace.to_json(reveal=True),
    "shown and shown inputs": _each(lambda step: (step.shown(reveal=True), step.shown_inputs(reveal=True))),
    "pieces and shown inputs": _each(lambda step: (step.pieces(reveal=True), step.shown_inputs(reveal=True))),
    "render: trace_text": lambda trace: trace_text(trace, reveal=True),
    "render: sections": lambda trace: [
        section.value(View(trace, reveal=True))
        for section in SECTIONS.values()
        if set(section.steps) <= {step.name for step in trace}
    ],
}
HOLDING_NO_SECRET = {"render: trace_text"}
"""Views of outputs only: the token and the keys are in there, the secret itself is not."""


def _found(text: str, trace: Trace | None = None) -> list[str]:
    """Return which of the marks, and of the keys derived from them in any notation, a text holds."""
    marks = {
        "the secret": ["MARKEDSECRET", quote(SECRET, safe="")],
        "the token": ["MARKEDTOKEN", quote(TOKEN, safe=""), *_inside_base64(b"MARKEDTOKEN")],
    }
    for name in KEYS if trace is not None else ():
        key = trace[name].output if trace is not None else b""
        assert isinstance(key, bytes)
        marks[name] = [key.hex(), key.hex().upper(), repr(key)[2:-1], base64.b64encode(key).decode()]
    return [name for name, spellings in marks.items() if any(spelling in text for spelling in spellings)]


def _inside_base64(word: bytes) -> list[str]:
    """Return how a word looks inside a text in base64, at each of the three places it may have there."""
    return [base64.b64encode(bytes(shift) + word)[4 if shift else 0 : -4].decode() for shift in range(3)]


def _as_text(view: object) -> str:
    return view if isinstance(view, str) else repr(view)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("request_", "way"), ALL)
def test_no_view_shows_a_secret(view: str, request_: str, way: str) -> None:
    """Neither the secret, nor the token in any spelling, nor a key of the chain stands in any view of any signature."""
    trace = _trace(request_, way)

    assert _found(_as_text(VIEWS[view](trace)), trace) == []


@pytest.mark.parametrize("service", ["s3", "sts", "dynamodb"])
@pytest.mark.parametrize("before", ["", "Bearer ", "Basic", "Authorization: ", "Authorization: Bearer ", "Token="])
def test_no_view_shows_a_token_that_stands_in_place_of_a_signature(before: str, service: str) -> None:
    """A token sent under another scheme, or under none, is in no verdict and in no diagnosis."""
    place: dict[str, Any] = {"region": "us-east-1", "service": service}
    request = Request("GET", URL, {"Authorization": f"{before}{TOKEN}", "X-Amz-Date": MOMENT})
    for wording in Wording if before == "Bearer " else [Wording.CURRENT]:
        verdict = verify(request, {}, at=MOMENT, wording=wording, **place)
        told = [diagnose(request, answer=verdict.message, **place), diagnose(answer=verdict.message)]
        views = [view(each) for each in (verdict, *told) for view in (repr, str, lambda each: each._repr_html_())]

        assert _found("".join([*views, repr(verdict.refusal), *(each.share() + each.to_json() for each in told)])) == []


@pytest.mark.parametrize("view", REVEALING)
def test_reveal_shows_them(view: str) -> None:
    """Asked to reveal, a view shows secret, token and keys: so the marks above are spelled as they would be shown."""
    trace = _trace("plain", "in a header")
    expected = {"the secret", "the token", *KEYS} - ({"the secret"} if view in HOLDING_NO_SECRET else set())

    assert set(_found(_as_text(REVEALING[view](trace)), trace)) >= expected


HIDDEN = "".join([*map(chr, (*range(0x80, 0xA0), 0x202E, 0x2066, 0x200B, 0x200E, 0xFEFF, 0xAD, 0x2028))])

EXACT = {"JSON", "JSON, read and revealed", "what if: JSON", "shown", "shown inputs", "pieces", "export: each client"}
EXACT |= {"uploads: JSON, pieces and inputs", "forms: HTML, JSON, pieces and inputs"}
"""Values to go on with, and code to run: they stay as they are."""


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in EXACT])
def test_no_view_hides_a_character(view: str) -> None:
    """Controls, invisible characters and those that turn a line are pictured: a terminal would obey them."""
    in_url = "".join(HIDDEN.split())
    request = Request("POST", f"https://h.example/{in_url}?a={in_url}", {"X-A": f"a{HIDDEN}b"}, f"{HIDDEN}\r\x1b[2J")
    trace = explain(request, MARKED, region="us-east-1", service="execute-api", at=MOMENT)

    shown = [text for text in _texts(VIEWS[view](trace)) if not text.replace("\n", "").replace("\t", "").isprintable()]
    assert [sorted(set(text) & set(HIDDEN + "\r\x1b")) for text in shown] == []
    assert HIDDEN in trace["canonical_headers"].text


def _texts(view: object) -> Iterator[str]:
    if isinstance(view, str):
        yield view
    for one in view if isinstance(view, list | tuple) else view.values() if isinstance(view, dict) else ():
        yield from _texts(one)


def _reached(start: object) -> Iterator[object]:
    """Return each object of the package that can be reached from another by the names of its fields and properties."""
    waiting, seen = [start], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, tuple | list | frozenset):
            waiting += one
        elif isinstance(one, Mapping):
            waiting += one.values()
        if type(one).__module__.startswith("sigv4_explain") and not isinstance(one, Enum):
            yield one
            kinds = [kind for kind in type(one).__mro__ if kind.__module__.startswith("sigv4_explain")]
            names = {name for kind in kinds for name in vars(kind) if not name.startswith("__")}
            waiting += [_held(one, name) for name in names | getattr(one, "__dict__", {}).keys()]


def _held(one: object, name: str) -> object:
    with suppress(AttributeError, SigV4Error):  # the wrong form of a trace
        return getattr(one, name)
    return None


@pytest.mark.parametrize(("request_", "way"), ALL)
def test_nothing_that_can_be_reached_shows_a_secret(request_: str, way: str) -> None:
    """However deep one looks into a trace, a verdict, a diagnosis or a watched call, repr and str mask."""
    trace = _trace(request_, way)
    diagnosis = _diagnosed(trace.signed_request)
    starts = (trace, _refused(trace), diagnosis, _watched(trace))
    reached = {id(one): one for start in starts for one in _reached(start)}.values()

    assert any(one is diagnosis.evidence for one in reached)
    shown = {f"{type(one).__name__}: {_found(f'{one!r} {one}', trace)}" for one in reached}
    assert [one for one in shown if not one.endswith(": []")] == []


UNFINISHED: dict[str, Callable[[], object]] = {
    "Prepared": lambda: prepared_for_header(REQUESTS["plain"], MARKED, "us-east-1", "service", MOMENT, None),
    "Inputs": lambda: Inputs(f"GET / HTTP/1.1\n{HEADER}: {TOKEN}"),
    "UrlParts": lambda: UrlParts.of(REQUESTS["with a token in the query"].url),
}


@pytest.mark.parametrize("what", UNFINISHED)
def test_what_is_on_the_way_shows_no_secret(what: str) -> None:
    """Tracebacks with the values of variables, and debuggers, show what no trace holds."""
    assert _found(pformat(UNFINISHED[what]())) == []


@pytest.mark.parametrize("export", [raw_http, curl_command])
def test_reveal_exports_the_token_and_never_the_secret(export: Callable[..., str]) -> None:
    """A request to send holds the token when revealed; the secret never travels."""
    trace = _trace("plain", "in a header")

    assert _found(export(trace.signed_request, reveal=True), trace) == ["the token"]


@pytest.mark.parametrize("view", [repr, str, pformat, "{}".format, "{!r}".format])
def test_credentials_hide_secret_and_token(view: Callable[[object], str]) -> None:
    """However credentials are written, and wherever they are in, only the id is shown."""
    for subject in (MARKED, [MARKED], {"keys": MARKED}):
        assert _found(view(subject)) == []
        assert "AKIDMARKED" in view(subject)


def _raised(call: Callable[[], object]) -> BaseException:
    with pytest.raises(SigV4Error) as caught:
        call()
    return caught.value


WRONG: dict[str, Callable[[], object]] = {
    "an empty id": lambda: Credentials("", SECRET, TOKEN),
    "a blank in the id": lambda: Credentials("AK ID", SECRET, TOKEN),
    "the secret for the id": lambda: Credentials(SECRET, SECRET),
    "a secret in bytes": lambda: Credentials("AKID", SECRET.encode()),  # type: ignore[arg-type]
    "a secret with half a character": lambda: Credentials("AKID", f"{SECRET}\ud800"),
    "a token in bytes": lambda: Credentials("AKID", SECRET, TOKEN.encode()),  # type: ignore[arg-type]
    "a token of two lines": lambda: Credentials("AKID", SECRET, f"{TOKEN}\n"),
    "a token header of two lines": lambda: Request("GET", URL, {HEADER: f"{TOKEN}\r\n"}),
    "a token header in bytes": lambda: Request("GET", URL, {HEADER: TOKEN.encode()}),  # type: ignore[arg-type]
    "a header line for a pair": lambda: Request("GET", URL, [f"{HEADER}: {TOKEN}"]),  # type: ignore[list-item]
    "a header line for a name": lambda: Request("GET", URL, {f"{HEADER}: {TOKEN}": ""}),
    "three things for a pair": lambda: Request("GET", URL, [(HEADER, TOKEN, "")]),  # type: ignore[list-item]
    "a token in a URL without host": lambda: Request("GET", f"https:///?{HEADER}={TOKEN}"),
    "a token in a URL with a port that is none": lambda: Request("GET", f"https://h:x/?{HEADER}={TOKEN}"),
    "a token in a URL with a control character": lambda: Request("GET", f"https://h/?{HEADER}={TOKEN}\x00"),
    "a token in a URL with a blank after it": lambda: Request("GET", f"https://h/?{HEADER}={TOKEN} "),
    "a token in a URL in bytes": lambda: Request("GET", f"https://h/?{HEADER}={TOKEN}".encode()),  # type: ignore[arg-type]
    "a secret in the URL": lambda: Request("GET", f"https://AKID:{SECRET.replace('/', '')}@example.com/"),
    "a body that is an object": lambda: Request("GET", URL, (), {"key": SECRET}),  # type: ignore[arg-type]
    "a text that is no trace": lambda: Trace.from_json(f"{TOKEN} {SECRET}"),
    "JSON that is no trace": lambda: Trace.from_json(f'{{"{TOKEN}": "{SECRET}"}}'),
    "text that is no request": lambda: Request.parse(f"{HEADER}: {TOKEN}"),
    "a curl command without URL": lambda: Request.parse(f"curl --user 'AKID:{SECRET}' -H '{HEADER}: {TOKEN}'"),
    "a lifetime that is none": lambda: explain(REQUESTS["plain"], MARKED, region="r", service="s", expires=0),
    "a moment that is none": lambda: explain(REQUESTS["plain"], MARKED, region="r", service="s", at="now"),
    "a scope that is a secret": lambda: CredentialScope.parse(SECRET),
    "a region that is none": lambda: explain(REQUESTS["plain"], MARKED, region="", service="s"),
    "the wrong form of a trace": lambda: _trace("plain", "in the query").authorization,
}


@pytest.mark.parametrize("what", WRONG)
def test_no_error_tells_a_secret(what: str) -> None:
    """An error says where and what kind, never the text of a secret; nor does the error it came from."""
    error: BaseException | None = _raised(WRONG[what])
    while error is not None:
        assert _found(f"{error} {error!r} {error.args} {getattr(error, 'received', '')}") == []
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


@pytest.mark.parametrize("place", [{"region": "a b", "service": "s"}, {"region": "r", "service": "s/"}])
@pytest.mark.parametrize("signing", [sign, partial(presign, expires=60), explain, partial(explain, expires=60)])
def test_no_frame_of_an_error_holds_the_plain_secret(signing: Callable[..., object], place: dict[str, str]) -> None:
    """Verbose tracebacks and error trackers print the variables of each function that was left."""
    error = _raised(lambda: signing(REQUESTS["plain"], MARKED, **place))

    frames = [frame.f_locals for frame, _ in walk_tb(error.__traceback__)]
    assert _found(repr(frames)) == []


def test_no_warning_tells_a_secret() -> None:
    """Blanks around a secret are worth a warning, which does not repeat it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Credentials("AKID", f" {SECRET} ", TOKEN)

    assert [warning.category for warning in caught] == [CredentialsWarning]
    assert _found(str(caught[0].message)) == []


def test_the_marks_would_be_seen() -> None:
    """The search finds each mark in each spelling: raw, percent-encoded, hex, bytes and base64."""
    trace = _trace("plain", "in a header")
    key = trace["signing_key"].output
    assert isinstance(key, bytes)

    assert _found(f"x{SECRET}x") == ["the secret"]
    assert _found(quote(TOKEN, safe="")) == ["the token"]
    for spelling in (key.hex(), repr(key), f"{[key]}", base64.b64encode(key).decode()):
        assert _found(spelling, trace) == ["signing_key"]
