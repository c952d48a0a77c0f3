"""The doctor: what causes a refused signature, how sure that is, and what to change."""

from sigv4_explain.diagnosis.diagnose import diagnose
from sigv4_explain.diagnosis.diagnosis import Advice, Diagnosis, Outcome, Sides
from sigv4_explain.diagnosis.evidence import Evidence, Texts
from sigv4_explain.diagnosis.finding import Certainty, Finding, Place

__all__ = [
    "Advice",
    "Certainty",
    "Diagnosis",
    "Evidence",
    "Finding",
    "Outcome",
    "Place",
    "Sides",
    "Texts",
    "diagnose",
]
