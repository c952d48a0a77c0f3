"""The doctor: what causes a refused signature, how sure that is, and what to change."""

from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Advice, Diagnosis, DiagnosisOutcome, Sides
from sigv4_explain.doctor.evidence import Evidence, Texts
from sigv4_explain.doctor.finding import Certainty, Finding, Place

__all__ = [
    "Advice",
    "Certainty",
    "Diagnosis",
    "DiagnosisOutcome",
    "Evidence",
    "Finding",
    "Place",
    "Sides",
    "Texts",
    "diagnose",
]
