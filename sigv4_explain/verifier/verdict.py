"""The verdict on a request: accepted, or which rule it broke first and what AWS would answer. A value, not an error."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sigv4_explain.presented import Carrier
from sigv4_explain.request import Request
from sigv4_explain.shown import Shown
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier.profile import Refusal, Rule, Stage
from sigv4_explain.verifier.reading import Reading, Unchecked, unchecked_in


class Outcome(Enum):
    """What became of a rule."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_CHECKED = "not checked here: what arrived was compared with nothing"
    NOT_REACHED = "not reached: an earlier rule was broken"


class RuleOutcome(NamedTuple):
    """A rule in its place, and what became of it."""

    number: int
    """The rule's place in the service's order, from 1."""
    rule: Rule
    outcome: Outcome


@dataclass(frozen=True, repr=False, slots=True)
class Verdict(Shown):
    """What the server makes of a request. It holds no key, and never the signature that would have been right."""

    rules: tuple[Rule, ...]
    """All of the service's rules, in AWS's order."""
    rule: Rule | None
    """The first rule that the request breaks; None when it is accepted."""
    refusal: Refusal | None
    """AWS's answer; None when the request is accepted."""
    _reading: Reading

    @property
    def accepted(self) -> bool:
        """True when no rule is broken."""
        return self.refusal is None

    @property
    def number(self) -> int | None:
        """The place of the broken rule in the service's order, from 1."""
        return None if self.rule is None else self.rules.index(self.rule) + 1

    @property
    def code(self) -> str | None:
        """AWS's error code, such as ``InvalidSignatureException``."""
        return None if self.refusal is None else self.refusal.code

    @property
    def status(self) -> int:
        """The HTTP status: 200 when accepted."""
        return 200 if self.refusal is None else self.refusal.status

    @property
    def message(self) -> str | None:
        """AWS's words."""
        return None if self.refusal is None else self.refusal.message

    @property
    def outcomes(self) -> tuple[RuleOutcome, ...]:
        """Each rule and what became of it, in AWS's order."""
        broken = self.number or len(self.rules) + 1
        kept = Outcome.KEPT if self._reading.body_is_hashed else Outcome.NOT_CHECKED
        return tuple(
            RuleOutcome(number, rule, _outcome(number, broken, kept if rule.stage is Stage.BODY else Outcome.KEPT))
            for number, rule in enumerate(self.rules, 1)
        )

    @property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """What no rule looked at in an accepted request, such as a body that is not signed."""
        return tuple(unchecked_in(self._reading)) if self.accepted else ()

    @property
    def request(self) -> Request:
        """The request as it arrived."""
        return self._reading.request

    @property
    def access_key_id(self) -> str | None:
        """The key that the request names; None when it names none."""
        return self._reading.presented.access_key_id or None

    @property
    def carrier(self) -> Carrier:
        """Where the signature was."""
        return self._reading.presented.carrier

    @property
    def covered_headers(self) -> tuple[str, ...]:
        """The names of the headers that the signature covers, by the request's own list."""
        return tuple(sorted(self._reading.presented.signed_headers))

    @property
    def unsigned_headers(self) -> tuple[str, ...]:
        """The names of the headers that anybody may have changed on the way: they travelled unsigned."""
        names = {name.lower() for name, _ in self.request.headers} - {"authorization"}
        return tuple(sorted(names - set(self.covered_headers)))

    @property
    def trace(self) -> Trace | None:
        """The server's own steps, up to the string to sign; None when the request did not tell enough for them.

        The key chain and the signature are left out: a server that showed them would sign for everybody.
        """
        presented = self._reading.presented
        return self._reading.trace() if presented.date_time and presented.signed_headers else None

    def __repr__(self) -> str:
        if self.rule is None:
            return f"<Verdict: accepted{''.join([f', not checked here: {each.name}' for each in self.unchecked])}>"
        return f"<Verdict: {self.status} {self.code} by rule {self.number}, {self.rule.name}>"


def _outcome(number: int, broken: int, kept: Outcome) -> Outcome:
    if number == broken:
        return Outcome.BROKEN
    return kept if number < broken else Outcome.NOT_REACHED
