"""What was decided about each request and why: values to look at, and lines to read."""

from __future__ import annotations

import logging
import re
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sigv4_explain.local_aws.answering import Response
from sigv4_explain.local_aws.world import Front
from sigv4_explain.verifier import Verdict

MOST_DECISIONS = 1000
"""The log forgets the oldest decision when there are more."""
MOST_BODY_BYTES = 20_000_000
"""And when the requests that are kept have longer bodies than this together."""

_LONGEST_PATH = 120
_log = logging.getLogger(__package__)
_find_code = re.compile(r"<Code>(\w+)</Code>").search


@dataclass(frozen=True, slots=True)
class Logged:
    """A request, what was answered, and why."""

    at: datetime
    """The front's time."""
    front: Front
    method: str
    path: str
    """Without the query, which may hold a signature."""
    status: int
    code: str | None
    """AWS's error code; None when the request was accepted, or when AWS gives none."""
    because: str
    """Why, in one sentence; the client is not told."""
    verdict: Verdict | None
    """What became of the signature; None when it was not looked at."""

    def __str__(self) -> str:
        """Write the line of a log: nothing in it moves a terminal's cursor."""
        answer = str(self.status) if self.code is None else f"{self.status} {self.code}"
        path = self.path if len(self.path) <= _LONGEST_PATH else f"{self.path[:_LONGEST_PATH]}…"
        line = f"{self.at:%H:%M:%S}  {self.front.value:<13}  {self.method} {path}  {answer}: {self.because}"
        return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)


def decision_of(front: Front, method: str, path: str, at: datetime, response: Response) -> Logged:
    """Read off a response what is logged."""
    code = None if response.status < 400 else _code(response)
    return Logged(at, front, method, path, response.status, code, response.because, response.verdict)


def _code(response: Response) -> str | None:
    found = response.header("x-amzn-ErrorType")
    if found is None and response.header("Content-Type") == "text/xml":
        in_body = _find_code(response.text)
        found = in_body[1] if in_body else None
    return found


class DecisionLog:
    """The latest decisions, oldest first, each of which ``tell`` gets too. It may be read while the front writes."""

    def __init__(self, tell: Callable[[Logged], None] | None = None) -> None:
        self._tell = tell
        self._lock = Lock()
        self._decisions: deque[Logged] = deque()
        self._body_bytes = 0

    def add(self, decision: Logged) -> None:
        """Keep a decision, and forget the oldest when there is no room; then tell it.

        Who fails to hear it disturbs nobody.
        """
        with self._lock:
            self._decisions.append(decision)
            self._body_bytes += _body_bytes(decision)
            while len(self._decisions) > MOST_DECISIONS or (
                self._body_bytes > MOST_BODY_BYTES and len(self._decisions) > 1
            ):
                self._body_bytes -= _body_bytes(self._decisions.popleft())
        if self._tell is None:
            return
        try:
            self._tell(decision)
        except Exception as error:  # noqa: BLE001 -- a learner's own function, or a terminal that is gone
            logged_fault(error)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._decisions.clear()
            self._body_bytes = 0

    def _all(self) -> tuple[Logged, ...]:
        with self._lock:
            return tuple(self._decisions)

    def __iter__(self) -> Iterator[Logged]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._decisions)

    def __getitem__(self, index: int) -> Logged:
        return self._all()[index]

    def __repr__(self) -> str:
        return "\n".join(str(decision) for decision in self) or "<DecisionLog: no request yet>"


def _body_bytes(decision: Logged) -> int:
    return 0 if decision.verdict is None else len(decision.verdict.request.body)


def logged_fault(error: BaseException) -> str:
    """Log a fault, and return the line: where it is, not what it says, which may be a secret."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    because = f"a fault in the front: {type(error).__name__} in {frame.name}, line {frame.lineno}"
    _log.error("%s", because)
    return because
