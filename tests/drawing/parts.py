"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.doctor.case import case_of
from sigv4_explain.doctor.code.source import SourceCode
from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Advice, Diagnosis, DiagnosisOutcome, Sides
from sigv4_explain.doctor.diagnosis_view import diagnosis_html, diagnosis_sections
from sigv4_explain.doctor.evidence import Evidence, Texts, Unread
from sigv4_explain.doctor.finding import Certainty, Finding, Place
from sigv4_explain.doctor.gallery import GALLERY
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.ticket import ticket_mask
from sigv4_explain.drawing.differences import aligned, caret_lines, marked_pair, pointed_at, width_of
from sigv4_explain.drawing.markup import Html, escaped, join, tag, text_of
from sigv4_explain.drawing.pieces import ACCENTS, LABELS, NAMED, PREFIX, View, lines_of, part_class, visible
from sigv4_explain.drawing.style import base_style, changed_style, linking_style, page_style
from sigv4_explain.readers.answers import parse_answer
from sigv4_explain.trace.catalogue import CATALOGUE
from sigv4_explain.trace.step import Piece
from sigv4_explain.verifier.services import PROFILES
from sigv4_explain.verifier.verdict_view import shown_details, verdict_html, verdict_text
from sigv4_explain.widgets.server_view.page import arrived_value, comparison_value, server_style
from sigv4_explain.widgets.server_view.transit import Effect, Transit, changes_of, reasons
from sigv4_explain.widgets.signing_lab.page import SECTIONS, change_words, head_html
from sigv4_explain.widgets.two_forms.both_forms import FARTHEST, BothForms, both_forms, places
from sigv4_explain.widgets.two_forms.page import FORM_SECTIONS, same_steps
from sigv4_explain.widgets.url_bench.characters import Fate, Linked, in_signed_order
from sigv4_explain.widgets.url_bench.page import UrlBenchView
