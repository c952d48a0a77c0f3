"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.drawing.trace_view import step_html, trace_text
from sigv4_explain.masking import token_places
from sigv4_explain.trace.catalogue import CATALOGUE
from sigv4_explain.trace.step import FUNCTIONS, OutputOrigin, Recorder
