"""A diagnosis in words that all its views share: what came of it, how sure a finding is, and what may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sigv4_explain.diagnosis.diagnosis import Diagnosis, Outcome
from sigv4_explain.diagnosis.finding import Certainty, Finding
from sigv4_explain.diagnosis.looking.desk import desk_of
from sigv4_explain.diagnosis.masks import Mask, masked_finding, masked_unread
from sigv4_explain.verifier.reading import unchecked_in

SIGNS: Mapping[Certainty, str] = {Certainty.PROVEN: "✓", Certainty.SHOWN: "●", Certainty.SUSPECTED: "?"}
"""A sign for how sure a finding is; its word always stands beside it."""

MASKED_DIFFERENCE = "They differ in what is masked here."


class Told(NamedTuple):
    """A diagnosis as it may be shown."""

    outcome: str
    """What came of it, in a sentence."""
    looked_at: str
    """What it was found in, in a sentence."""
    unread: tuple[str, ...]
    """Which inputs could not be read, and what was not checked where no fault was found, a sentence each."""
    sure: tuple[Finding, ...]
    """What is told at length: what is proven or shown, else what is suspected."""
    possible: tuple[Finding, ...]
    """What is only suspected, where something else is sure."""
    masks_a_difference: frozenset[str]
    """The causes whose two lines look the same once they are masked."""


def told_of(diagnosis: Diagnosis, mask: Mask) -> Told:
    """Return what the views say of a diagnosis."""
    shown = [masked_finding(finding, mask) for finding in diagnosis.findings]
    sure = tuple([finding for finding in shown if finding.certainty is not Certainty.SUSPECTED])
    hidden = [
        finding.cause
        for finding, masked in zip(diagnosis.findings, shown, strict=True)
        if masked.sent == masked.expected and finding.sent != finding.expected
    ]
    unread = [masked_unread(unread, mask) for unread in diagnosis.evidence.unread]
    desk = desk_of(diagnosis.evidence) if diagnosis.outcome is Outcome.NO_FAULT else None
    unchecked = () if desk is None else unchecked_in(desk.reading)
    return Told(
        outcome_sentence(diagnosis.outcome, sure, len(shown)),
        f"Looked at: {', '.join(diagnosis.evidence.given) or 'nothing'}.",
        tuple(
            [f"The {field} could not be read: received {came}, expected {wanted}." for field, came, wanted in unread]
            + [f"Not checked here: {name}. {why}" for name, why in unchecked]
        ),
        sure or tuple(shown),
        tuple([finding for finding in shown if finding not in sure]) if sure else (),
        frozenset(hidden),
    )


def outcome_sentence(outcome: Outcome, sure: tuple[Finding, ...], count: int) -> str:
    """Say in one sentence what came of it."""
    if outcome is Outcome.NO_FAULT:
        return "No fault was found: the signature is right."
    if outcome is Outcome.ACCEPTED:
        return "No fault was found: AWS accepted this request."
    if not sure and count:
        causes = "one cause is" if count == 1 else f"{count} causes are"
        return f"Nothing is certain yet; {causes} suspected."
    if not sure:
        return "There is not enough evidence to tell."
    names = [finding.cause for finding in sure]
    if len(names) == 1:
        return f"A fault was found: {names[0]}."
    return f"{len(names)} faults were found: {', '.join(names[:-1])} and {names[-1]}."


def certainty_words(certainty: Certainty) -> str:
    """Return how sure a finding is, in a word and a clause."""
    return f"{certainty.name.lower()}: {certainty.value}"
