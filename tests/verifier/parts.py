"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.clients.export import CLIENTS, export
from sigv4_explain.course.stolen_keys import Loot, Wish, thefts, walked_on
from sigv4_explain.verifier.reading import Examination, Reading, record_of
from sigv4_explain.verifier.services import PROFILES, profile_of
from sigv4_explain.verifier.verdict_view import verdict_html, verdict_text
