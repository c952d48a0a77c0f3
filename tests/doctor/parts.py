"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.doctor.advice import COMMONEST, how_to_get, next_step, what_next
from sigv4_explain.doctor.aws_examples import example_findings, known_value
from sigv4_explain.doctor.case import Case, case_of
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.code import (
    CODE_FAULTS,
    LANGUAGES,
    SourceCode,
    code_in,
    faults_in_code,
    is_code_line,
    print_line,
)
from sigv4_explain.doctor.code.composed import composed_texts
from sigv4_explain.doctor.code.patterns import compiled_faults
from sigv4_explain.doctor.compare.own_hash import own_hash
from sigv4_explain.doctor.conclusion import concluded
from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Advice, Diagnosis, DiagnosisOutcome
from sigv4_explain.doctor.elided import is_elided
from sigv4_explain.doctor.evidence import LONGEST, Evidence, Inputs, Texts, Unread, gathered, read_request
from sigv4_explain.doctor.experience import EXPERIENCES, NOBODY, Said, experienced, ordered, said_by
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest, Level
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from sigv4_explain.doctor.hosts import is_aws_host, place_of_host
from sigv4_explain.doctor.known_clients import DIALECTS, Dialect, Habit, Services
from sigv4_explain.doctor.listen import listen
from sigv4_explain.doctor.look import likely_habits, look
from sigv4_explain.doctor.look.signature_form import signature_fault
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import Composition, Mistake, Variant
from sigv4_explain.doctor.pasting import Pieces, pieces_in, sorted_pastes
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.doctor.replay.proof import dialects_of
from sigv4_explain.doctor.replay.replay import Search, replay, replay_pairs
from sigv4_explain.doctor.sentences import SENTENCES, Sentence
from sigv4_explain.doctor.servers import FRONTS, SERVERS, fronts_of, server_of
from sigv4_explain.doctor.signers import CLIENTS, AskedPiece, SigningManner, signer_of
from sigv4_explain.doctor.watching import Calls, WatchedCall, watch
from sigv4_explain.drawing.request_text import curl_command, raw_http
from sigv4_explain.local_aws.world import Front
from sigv4_explain.readers.answers import parse_answer
from sigv4_explain.readers.read_request import NotWhole, Origin


def told(evidence: Evidence) -> list[Finding]:
    """Return what the doctor hears in the answer of some evidence."""
    return list(listen(case_of(evidence)))


def seen_in_the_request(evidence: Evidence) -> list[Finding]:
    """Return what the doctor sees in the request of some evidence, faults and habits."""
    case = case_of(evidence)
    return [*look(case), *likely_habits(case)]
