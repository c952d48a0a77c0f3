"""The parts of the package that the tests of this folder look into, each by its place; tests take them from here."""

from __future__ import annotations

from sigv4_explain.clients.situations import SituationText
from sigv4_explain.course.chapters import Chapter
from sigv4_explain.course.cheat_sheet import Row, Sheet, SheetBlock, cheat_sheet, published_trace
from sigv4_explain.course.checking import checked, tried
from sigv4_explain.course.exercise import Example, Exercise, ExerciseText, Function, Requirement, WrongAnswer
from sigv4_explain.course.exercises.capstone import ATTACKS, PUBLISHED, SECRETS, TRANSFER, PublishedRequest
from sigv4_explain.course.glossary import GLOSSARY, Term
from sigv4_explain.course.mixed import DrawnQuestion
from sigv4_explain.course.questions import questions_of
from sigv4_explain.doctor.aws_examples import AwsExample
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.code.languages import SourceLanguage
from sigv4_explain.doctor.code.lines import LineForms
from sigv4_explain.doctor.code.patterns import CodeFault
from sigv4_explain.doctor.code.source import SigningLibrary
from sigv4_explain.doctor.experience import Experience
from sigv4_explain.doctor.finding import Cause
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest, Level
from sigv4_explain.doctor.gallery.making import REGION
from sigv4_explain.doctor.gallery.requests import SOLUTIONS, Story
from sigv4_explain.doctor.header_advice import HeaderAdvice
from sigv4_explain.doctor.hosts import HostWords
from sigv4_explain.doctor.known_clients import Dialect
from sigv4_explain.doctor.listen.keys import OptInRegions
from sigv4_explain.doctor.listen.payload import ChecksumSwitch
from sigv4_explain.doctor.look.habits import PathHabit
from sigv4_explain.doctor.look.written_texts import TextHabit
from sigv4_explain.doctor.recipe import SignedRequest
from sigv4_explain.doctor.replay.replay import Search, replay_pairs
from sigv4_explain.doctor.sentences import Sentence
from sigv4_explain.doctor.servers import Intermediary, ServerKind
from sigv4_explain.doctor.signers import SignerKind
from sigv4_explain.trace.catalogue import CATALOGUE
from sigv4_explain.verifier.services import PROFILES, profile_of
from sigv4_explain.widgets.bug_hunt.hunt import Ending, Score, Tally, call_of, guess_cause, guess_step, hints_for
from sigv4_explain.widgets.bug_hunt.suspects import PLACES, suspects
from sigv4_explain.widgets.scope_clock.input import ClockInput
from sigv4_explain.widgets.signing_lab.input import LabInput
from sigv4_explain.widgets.signing_lab.tasks import Task
from sigv4_explain.widgets.tamper_game.page import Tried
from sigv4_explain.widgets.tamper_game.protections import (
    SECRET,
    SENT_AT,
    WINDOW,
    Attack,
    Protection,
    Result,
    attempted,
    examined,
    protected,
)
