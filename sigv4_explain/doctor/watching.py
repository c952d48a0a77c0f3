"""Watch boto3: what a client really sends, call by call. Nothing here imports boto3 or botocore."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, overload

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Diagnosis
from sigv4_explain.doctor.evidence import Unread
from sigv4_explain.errors import InvalidCredentials, InvalidInput, SigV4Error
from sigv4_explain.presented import Carrier, Presented, presented_by
from sigv4_explain.readers.answers import Answer, parse_answer
from sigv4_explain.readers.libraries import signable
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules
from sigv4_explain.signature import ALGORITHM
from sigv4_explain.signing import explain
from sigv4_explain.trace.trace import Trace


class UsedKeys(NamedTuple):
    """What botocore signed with, unchecked. Its repr shows none of it."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None

    def __repr__(self) -> str:
        return "UsedKeys(•••)"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WatchedCall:
    """One request and its answer; a retry and a redirect are calls of their own."""

    operation: str
    """The API's name for what was asked, such as ``GetCallerIdentity``."""
    attempt: int
    """From 1; the second is the first retry."""
    request: Request
    """As botocore handed it to its HTTP library, which adds Host and ``Accept-Encoding: identity``, unsigned."""
    status: int | None
    """The HTTP status; None when nothing came back."""
    answer: Answer | None
    """What AWS said; None when the call was accepted, or when nothing can be read in it."""
    used_keys: UsedKeys | None = field(default=None)

    @property
    def credentials(self) -> Credentials | None:
        """The keys that were used: None for an unsigned call, and for an id or a secret that can be none.

        Warns as ``Credentials`` does when there are blanks around the secret.
        """
        try:
            return None if self.used_keys is None else Credentials(*self.used_keys)
        except InvalidCredentials:
            return None

    @property
    def region(self) -> str | None:
        """The Region that was signed; None when the request names none."""
        scope = self._presented.credential[1:]
        return scope[1] if len(scope) == 4 else None

    @property
    def service(self) -> str | None:
        """The signing name that was signed; None when the request names none."""
        scope = self._presented.credential[1:]
        return scope[2] if len(scope) == 4 else None

    def explain(self) -> Trace:
        """Compute the signature again from what was sent, with the request's own list of headers.

        The trace has the signature that was sent, unless something changed the request after it was signed. Raises
        SigV4Error for a call that was not signed in a header, with keys that are known.
        """
        presented, credentials, region, service = self._presented, self.credentials, self.region, self.service
        is_signed = presented.carrier is Carrier.HEADER and presented.algorithm == ALGORITHM
        if not is_signed or credentials is None or region is None or service is None:
            raise SigV4Error(f"{self.operation} has no Authorization header with {ALGORITHM} and keys that are known")
        rules = _rules_of(self.request, presented, service)
        return explain(
            self.request, credentials, region=region, service=service, at=presented.date_time or None, rules=rules
        )

    def diagnose(self) -> Diagnosis:
        """Look for the cause of a refusal in the request, the answer and the keys."""
        return diagnose(self.request, answer=self.answer, credentials=self.credentials)

    @property
    def _presented(self) -> Presented:
        return presented_by(self.request, "X-Amz-Security-Token")

    def __repr__(self) -> str:
        said = "no answer" if self.status is None else str(self.status)
        code = f" {self.answer.code}" if self.answer is not None and self.answer.code else ""
        return f"<WatchedCall: {self.operation}, {said}{code}>"


def _rules_of(request: Request, presented: Presented, service: str) -> SigningRules:
    """Return the service's rules with the request's own choice of headers."""
    unsigned = {name.lower() for name, _ in request.headers} - presented.signed_headers
    return replace(SigningRules.for_service(service), never_signed=frozenset(unsigned | {"authorization"}))


class CallRecorder:
    """Listens to botocore's events, and hands on each call when its answer has come.

    botocore signs, sends and answers one attempt in one thread, so what is on its way is kept for each thread.
    """

    def __init__(self, add: Callable[[WatchedCall | Unread], None]) -> None:
        self._add: Callable[[WatchedCall | Unread], None] | None = add
        self._thread = threading.local()

    def listen(self, emitter: Any) -> None:
        """Register the handlers; the one for sending comes after all others, which may change the request."""
        for event, handler in self._handlers():
            emitter.register_last(event, handler)

    def leave(self, emitter: Any) -> None:
        """Take the handlers off."""
        for event, handler in self._handlers():
            emitter.unregister(event, handler)

    def close(self) -> None:
        """Record nothing any more, and keep nothing: clients may hold copies of the handlers."""
        self._add = None
        self._thread = threading.local()

    def _handlers(self) -> tuple[tuple[str, Callable[..., None]], ...]:
        return ("before-sign", self._signing), ("before-send", self._sending), ("response-received", self._answered)

    def _signing(self, *, request: Any, request_signer: Any, signature_version: Any, **told: Any) -> None:
        """Keep the keys of this attempt; the signer gets them in the same way right after."""
        self._thread.keys = None
        if self._add is None or not isinstance(signature_version, str) or "v4" not in signature_version:
            return
        lent = _lent(request.context.get("signing", {}))
        auth = request_signer.get_auth_instance(told["signing_name"], told["region_name"], signature_version, **lent)
        keys = getattr(auth, "credentials", None)
        self._thread.keys = keys and UsedKeys(keys.access_key, keys.secret_key, keys.token)

    def _sending(self, *, request: Any, **_: Any) -> None:
        if self._add is None:
            return
        try:
            headers, body = signable(request.headers.items(), request.body)
            self._thread.sent = Request(request.method, request.url, headers, body)
        except InvalidInput as error:  # the call goes on all the same
            self._add(Unread(error.field, error.received, error.expected))

    def _answered(self, *, response_dict: Any, context: Mapping[str, Any], event_name: str, **_: Any) -> None:
        request = self._thread.__dict__.pop("sent", None)
        if self._add is None or request is None:
            return
        call = WatchedCall(
            operation=event_name.rpartition(".")[2],
            attempt=context.get("retries", {}).get("attempt", 1),
            request=request,
            status=None if response_dict is None else response_dict["status_code"],
            answer=None if response_dict is None else _answer(response_dict),
            used_keys=self._thread.__dict__.pop("keys", None),
        )
        self._add(call)


def _lent(signing: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the keys are from when they are not the client's own: an operation's, or those of S3 Express."""
    names = ["request_credentials"] if signing.get("request_credentials") else []
    names += ["identity_cache", "cache_key"] if signing.get("identity_cache") is not None else []
    return {name: signing[name] for name in names}


def _answer(response: Mapping[str, Any]) -> Answer | None:
    if response["status_code"] < 300:
        return None
    head = "".join([f"{name}: {value}\n" for name, value in response["headers"].items()])
    body = response["body"]
    text = body.decode(errors="replace") if isinstance(body, bytes) else ""
    try:
        return parse_answer(f"HTTP/1.1 {response['status_code']}\n{head}\n{text}")
    except InvalidInput:
        return None


class Calls(Sequence[WatchedCall]):
    """The calls that were watched, in the order of their answers; it fills while the block runs."""

    def __init__(self) -> None:
        self._calls: list[WatchedCall] = []
        self.unread: list[Unread] = []
        """Requests that were sent and cannot be read."""

    def add(self, call: WatchedCall | Unread) -> None:
        """Keep what was seen."""
        if isinstance(call, Unread):
            self.unread.append(call)
        else:
            self._calls.append(call)

    @overload
    def __getitem__(self, place: int) -> WatchedCall: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[WatchedCall]: ...
    def __getitem__(self, place: int | slice) -> WatchedCall | Sequence[WatchedCall]:
        return self._calls[place]

    def __len__(self) -> int:
        return len(self._calls)

    def __repr__(self) -> str:
        """Write a line for each call: number, operation, attempt, what it was signed for and with, the answer."""
        rows = [_cells(number, call) for number, call in enumerate(self, 1)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join([cell.ljust(width) for cell, width in zip(row, widths, strict=True)]) for row in rows]
        lines += [f"not readable: {unread.field}, {unread.received}" for unread in self.unread]
        return "\n".join([line.rstrip() for line in lines]) or "no calls"


@contextmanager
def watch(watched: Any, *others: Any) -> Iterator[Calls]:
    """Record every call of boto3 sessions, clients and resources while a ``with`` block runs.

    A session stands for the clients that are made from it inside the block; botocore gives each client a copy of the
    session's event handlers, so one made earlier is not seen: name it as well. ``boto3.client`` makes clients from
    ``boto3.DEFAULT_SESSION``. At the end the handlers are taken off; those that a client of the block copied do
    nothing any more. The calls themselves are not changed, and nothing is kept but in what ``as`` names.

    Raises InvalidInput for what is no session, client or resource.

    >>> import boto3
    >>> sts = boto3.Session("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").client("sts", "us-east-1")
    >>> with watch(sts) as calls:
    ...     url = sts.generate_presigned_url("get_caller_identity")  # which sends nothing
    >>> calls
    no calls
    """
    calls = Calls()
    recorder = CallRecorder(calls.add)
    emitters = {id(emitter): emitter for emitter in map(_emitter, (watched, *others))}
    try:
        for emitter in emitters.values():
            recorder.listen(emitter)
        yield calls
    finally:
        for emitter in emitters.values():
            recorder.leave(emitter)
        recorder.close()


def _emitter(watched: Any) -> Any:
    """Return what sends the events of a resource, a client, a session of boto3, or a session of botocore."""
    meta = getattr(watched, "meta", None)
    for emitter in (
        getattr(getattr(getattr(meta, "client", None), "meta", None), "events", None),
        getattr(meta, "events", None),
        getattr(watched, "events", None),
        watched.get_component("event_emitter") if hasattr(watched, "get_component") else None,
    ):
        if hasattr(emitter, "register_last"):
            return emitter
    raise InvalidInput("watched", type(watched).__name__, "a session, client or resource of boto3")


def _cells(number: int, call: WatchedCall) -> tuple[str, ...]:
    key = "unsigned" if call.used_keys is None else call.used_keys.access_key_id
    scope = f"{call.region}/{call.service}" if call.region else "-"
    status = "no answer" if call.status is None else str(call.status)
    code = (call.answer.code if call.answer else None) or ""
    cells = (str(number), call.operation, f"attempt {call.attempt}", scope, key, status, code)
    return tuple(["".join([sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in c]) for c in cells])
