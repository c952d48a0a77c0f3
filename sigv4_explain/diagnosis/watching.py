"""Watch boto3: what a client really sends, call by call. Nothing here imports boto3 or botocore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, overload

from sigv4_explain.diagnosis.botocore_events import Recorder
from sigv4_explain.diagnosis.evidence import Unread
from sigv4_explain.diagnosis.watched_call import WatchedCall
from sigv4_explain.errors import InvalidInput


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
    recorder = Recorder(calls.add)
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
