"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.clients.export import CLIENTS, export
from sigv4_explain.course.stolen_keys import Wish
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from sigv4_explain.doctor.header_advice import FORWARDED, HOP_BY_HOP, TRACING, Whether, header_advice
from sigv4_explain.drawing.markup import Html, escaped, text_of, with_code
from sigv4_explain.drawing.pieces import LABELS
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.readers import ReadRequest
from sigv4_explain.trace.step import FUNCTIONS
from sigv4_explain.widgets.attackers_bench.attacks import ATTACKED, HeadersSigned, sent_with
from sigv4_explain.widgets.attackers_bench.attempts import GOALS, ChangedPart, attempt_of, score_html, score_sentence
from sigv4_explain.widgets.base import LiveForm, LiveView, SecretField
from sigv4_explain.widgets.body_bench.app import PETS
from sigv4_explain.widgets.body_bench.page import Spelling
from sigv4_explain.widgets.bug_hunt.app import NOWHERE
from sigv4_explain.widgets.bug_hunt.hunt import Ending, hints_for
from sigv4_explain.widgets.bug_hunt.suspects import PLACES, suspects
from sigv4_explain.widgets.doctor.app import OWN, PARTS
from sigv4_explain.widgets.form_words import FORM_WORDS, field_of, in_words, label_of
from sigv4_explain.widgets.header_bench.page import HEADER_SETS
from sigv4_explain.widgets.key_chain.app import CHANGES, START
from sigv4_explain.widgets.key_chain.page import KEY_NAMES
from sigv4_explain.widgets.scope_clock.app import SERVICES
from sigv4_explain.widgets.scope_clock.input import CLOCKS, ClockInput, clock_of, later, scoped_request
from sigv4_explain.widgets.server_view.arrival import GIVEN, KeyOnFile, arrived_request, sent_of, transit_of, untouched
from sigv4_explain.widgets.server_view.tampering import TAMPERINGS, applicable
from sigv4_explain.widgets.signing_lab.cause import UNTOUCHED, cause, consequence
from sigv4_explain.widgets.signing_lab.cautions import cautions
from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput, Placement, request_of, trace_of
from sigv4_explain.widgets.signing_lab.link import LONGEST, form_of, link_to
from sigv4_explain.widgets.signing_lab.page import SECTIONS
from sigv4_explain.widgets.signing_lab.paste import filled, read_paste
from sigv4_explain.widgets.signing_lab.tasks import TASKS, done_by
from sigv4_explain.widgets.tamper_game.protections import Attack, Protection
from sigv4_explain.widgets.two_forms.app import LONG_TERM, TEMPORARY
from sigv4_explain.widgets.url_bench.page import MOST_LINKED
from sigv4_explain.widgets.walk.page import STATIONS, Station
