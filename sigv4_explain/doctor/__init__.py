"""The doctor: what causes a refused signature, how sure that is, and what to change."""

from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Advice, Certainty, Diagnosis, DiagnosisOutcome, Finding, Place, Sides
from sigv4_explain.doctor.evidence import Evidence, Texts

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
