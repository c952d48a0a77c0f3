"""botocore's events of one attempt, put together: signing, sending, the answer. Nothing here imports botocore."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from sigv4_explain.capture.answers import Answer, parse_answer
from sigv4_explain.capture.bodies import signable
from sigv4_explain.diagnosis.evidence import Unread
from sigv4_explain.diagnosis.watched_call import UsedKeys, WatchedCall
from sigv4_explain.errors import InvalidInput
from sigv4_explain.request import Request


class Recorder:
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
