"""The server's side: ordered rules that a signed request keeps or breaks, and the verdict."""

from sigv4_explain.verifying.keys import KeyRecord, Keys
from sigv4_explain.verifying.refusal import Refusal, Rule, Stage
from sigv4_explain.verifying.unchecked import Unchecked
from sigv4_explain.verifying.verdict import Outcome, RuleOutcome, Verdict
from sigv4_explain.verifying.verify import verify
from sigv4_explain.verifying.wording import Wording

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
