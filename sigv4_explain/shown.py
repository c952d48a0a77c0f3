"""The one door that leads up: a value asks its view, a text asks its reader."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

ABOVE: Mapping[str, str] = {
    "Request.parse": "sigv4_explain.readers.text.parse_request",
    "Step.html": "sigv4_explain.drawing.trace_view.step_html",
    "Step.text": "sigv4_explain.drawing.trace_view.step_text",
    "Trace.catalogue": "sigv4_explain.family.catalogues.catalogue_of",
    "Trace.html": "sigv4_explain.drawing.trace_view.trace_html",
    "Trace.text": "sigv4_explain.drawing.trace_view.trace_text",
    "Verdict.html": "sigv4_explain.verifier.verdict_view.verdict_html",
    "Verdict.text": "sigv4_explain.verifier.verdict_view.verdict_text",
    "Diagnosis.html": "sigv4_explain.doctor.diagnosis_view.diagnosis_html",
    "Diagnosis.text": "sigv4_explain.doctor.diagnosis_view.diagnosis_text",
    "Diagnosis.report": "sigv4_explain.doctor.diagnosis_view.diagnosis_report",
    "Diagnosis.share": "sigv4_explain.doctor.ticket.diagnosis_share",
    "Diagnosis.json": "sigv4_explain.doctor.ticket.diagnosis_json",
    "SituationRow.html": "sigv4_explain.clients.dialects_view.row_html",
    "SituationRow.text": "sigv4_explain.clients.dialects_view.row_text",
    "Dialects.html": "sigv4_explain.clients.dialects_view.dialects_html",
    "Dialects.text": "sigv4_explain.clients.dialects_view.dialects_text",
}
"""The functions that stand above their callers, loaded when they are asked for."""


def ask(question: str, of: object) -> Any:
    """Call the function that answers a question, with what it is about."""
    module, _, function = ABOVE[question].rpartition(".")
    return getattr(import_module(module), function)(of)


class Shown:
    """A value with views: as text, and as what a notebook shows."""

    __slots__ = ()

    def __str__(self) -> str:
        text: str = ask(f"{type(self).__name__}.text", self)
        return text

    def _repr_html_(self) -> str:
        html: str = ask(f"{type(self).__name__}.html", self)
        return html
