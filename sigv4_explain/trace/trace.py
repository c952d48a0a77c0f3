"""A trace: every step of one signature as a value you can look at, replay, compare, save and draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from sigv4_explain.errors import SigV4Error, UnreadableText, describe
from sigv4_explain.masking import masked_url, pictured
from sigv4_explain.request import Request
from sigv4_explain.shown import Shown
from sigv4_explain.trace.json import trace_from_json, trace_to_json
from sigv4_explain.trace.provenance import query_spans
from sigv4_explain.trace.step import OutputOrigin, Step

_SERVERS = (
    "This is a server's trace, which ends at the string to sign: a server that showed more would sign for everybody."
)


class Difference(NamedTuple):
    """The first step at which two traces part."""

    mine: Step
    theirs: Step


@dataclass(frozen=True, slots=True, repr=False)
class Trace(Shown):
    """Everything that happened when one request was signed; a server's trace ends at the string to sign."""

    request: Request
    """The request as it was given."""
    signed_request: Request
    """The request to send."""
    steps: tuple[Step, ...]
    """In the order of AWS's page."""

    def __getitem__(self, name: str) -> Step:
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(f"no step {name!r}; this trace has {', '.join(step.name for step in self.steps)}")

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __contains__(self, name: str) -> bool:
        return any(step.name == name for step in self.steps)

    @property
    def signature(self) -> str:
        """The signature: 64 lower-case hex digits; a SigV4Error for a server's trace."""
        self._must_have("signature", _SERVERS)
        return self["signature"].text

    @property
    def access_key_id(self) -> str:
        """The public id of the key that signed; a SigV4Error for a server's trace."""
        self._must_have("signature", _SERVERS)
        if "authorization_header" in self:
            return str(self["authorization_header"].inputs["access_key_id"])
        self._must_have("presigned_url", "A form has its key id in the field x-amz-credential.")
        query = self["presigned_url"].inputs["url"].partition("?")[2]
        return next(unquote(query[start:end]) for start, end, part in query_spans(query) if part == "access_key_id")

    @property
    def authorization(self) -> str:
        """The value of the Authorization header; a SigV4Error when the request was presigned."""
        return self._last("authorization_header", "presigned: see trace.presigned_url")

    @property
    def presigned_url(self) -> str:
        """The presigned URL; a SigV4Error when the request was signed in a header."""
        return self._last(
            "presigned_url", "signed in a header: see trace.authorization, or give explain(…, expires=300)"
        )

    def _last(self, name: str, otherwise: str) -> str:
        self._must_have("signature", _SERVERS)
        self._must_have(name, f"This request was {otherwise}.")
        return self[name].text

    def _must_have(self, name: str, otherwise: str) -> None:
        if name not in self:
            raise SigV4Error(otherwise)

    @property
    def masked(self) -> bool:
        """True for a trace that was read from JSON without its secrets: it can be read, not replayed."""
        has_a_masked_key = "date_key" in self and isinstance(self["date_key"].output, str)
        return has_a_masked_key or any(
            step.origin is OutputOrigin.COMPUTED and step.function(**step.inputs) != step.output for step in self
        )

    def first_difference(self, other: Trace) -> Difference | None:
        """Return the first pair of steps whose outputs differ, or None when the traces agree.

        A server's trace ends at the string to sign; then so does the comparison.
        """
        masks = self.masked or other.masked
        for mine, theirs in zip(self.steps, other.steps, strict=False):
            same = mine.shown() == theirs.shown() if masks else mine.output == theirs.output
            if not same or mine.name != theirs.name:
                return Difference(mine, theirs)
        return None

    def changed_steps(self, before: Trace) -> tuple[str, ...]:
        """Name the steps whose output is another than in a trace before, or that it had not."""
        old = {step.name: step.output for step in before}
        return tuple([step.name for step in self if old.get(step.name) != step.output])

    def to_json(self, *, reveal: bool = False) -> str:
        """Write the trace as JSON; secrets are masked unless ``reveal``, and then it cannot be replayed."""
        return trace_to_json(self.request, self.signed_request, self.steps, reveal=reveal)

    @classmethod
    def from_json(cls, text: str) -> Trace:
        """Read what ``to_json`` wrote. Raises UnreadableText for anything else."""
        try:
            return cls(*trace_from_json(text))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # Not the text itself: what was pasted by mistake may be a secret.
            received = f"a text of {len(text)} characters" if isinstance(text, str) else describe(text)
            raise UnreadableText("text", received, f"a trace written by to_json ({error})") from error

    def __repr__(self) -> str:
        return f"<Trace of {self.request.method} {pictured(masked_url(self.request.url))}: {len(self.steps)} steps>"
