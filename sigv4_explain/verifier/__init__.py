"""The server's side: ordered rules that a signed request keeps or breaks, and the verdict."""

from sigv4_explain.verifier.profile import Refusal, Rule, Stage, Wording
from sigv4_explain.verifier.reading import KeyRecord, Keys, Unchecked
from sigv4_explain.verifier.verdict import Outcome, RuleOutcome, Verdict
from sigv4_explain.verifier.verify import verify

__all__ = [
    "KeyRecord",
    "Keys",
    "Outcome",
    "Refusal",
    "Rule",
    "RuleOutcome",
    "Stage",
    "Unchecked",
    "Verdict",
    "Wording",
    "verify",
]
