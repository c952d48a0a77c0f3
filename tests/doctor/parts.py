"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.doctor.advice import CLIENTS, AskedPiece, how_to_get, what_next
from sigv4_explain.doctor.aws_examples import example_findings, known_value
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.compare.own_hash import own_hash
from sigv4_explain.doctor.diagnose import diagnose, seen_in_the_request, told
from sigv4_explain.doctor.diagnosis import Advice, Certainty, Diagnosis, DiagnosisOutcome, Finding, found
from sigv4_explain.doctor.evidence import LONGEST, Evidence, Inputs, Texts, Unread, gathered, read_request
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest, Level
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from sigv4_explain.doctor.hosts import is_aws_host, place_of_host
from sigv4_explain.doctor.known_clients import DIALECTS, Dialect, Habit, Services
from sigv4_explain.doctor.look.signature_form import signature_fault
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import Composition, Mistake, Variant
from sigv4_explain.doctor.pasting import Paste, PastedKind, pastes_in, sorted_pastes
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.doctor.replay.proof import dialects_of
from sigv4_explain.doctor.replay.replay import Search, replay, replay_pairs
from sigv4_explain.doctor.watching import Calls, WatchedCall, watch
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.local_aws.world import Front
from sigv4_explain.readers.answers import parse_answer
