"""The texts that a teacher edits: each is read, and when one is broken the error names the file and the line."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

import pytest

import sigv4_explain
from sigv4_explain.course import CHAPTERS, QUESTIONS, Status
from sigv4_explain.readers.answers.translations import TranslatedSentence
from sigv4_explain.readers.calls import Library
from sigv4_explain.readers.printed_texts import TextLabel
from sigv4_explain.readers.setters import RequestPiece
from sigv4_explain.texts import InvalidText, records_of
from sigv4_explain.trace.catalogue import StepInfo
from sigv4_explain.widgets.form_words import FormWord
from sigv4_explain.widgets.walk.page import Station
from tests.course.parts import (
    CATALOGUE,
    GLOSSARY,
    AwsExample,
    Cause,
    Chapter,
    ChecksumSwitch,
    ClockInput,
    CodeFault,
    Dialect,
    DrawnQuestion,
    ExerciseText,
    Experience,
    HeaderAdvice,
    HostWords,
    Intermediary,
    LabInput,
    LineForms,
    OptInRegions,
    PathHabit,
    PublishedRequest,
    Sentence,
    ServerKind,
    SheetBlock,
    SignerKind,
    SigningLibrary,
    SituationText,
    SourceLanguage,
    Story,
    Task,
    Term,
    TextHabit,
    questions_of,
)

PACKAGE = Path(sigv4_explain.__file__).parent
TABLES = {
    "chapters.toml": (Chapter, "number"),
    "glossary.toml": (Term, "name"),
    "form_words.toml": (FormWord, "said"),
    "walk.toml": (Station, "title"),
    "exercises.toml": (ExerciseText, "name"),
    "situations.toml": (SituationText, "name"),
    "aws_examples.toml": (AwsExample, "name"),
    "causes.toml": (Cause, "slug"),
    "signers.toml": (SignerKind, "name"),
    "experience.toml": (Experience, "name"),
    "fronts.toml": (Intermediary, "name"),
    "servers.toml": (ServerKind, "name"),
    "gallery.toml": (Story, "name"),
    "header_advice.toml": (HeaderAdvice, None),
    "labels.toml": (TextLabel, "name"),
    "translations.toml": (TranslatedSentence, "code"),
    "sentences.toml": (Sentence, "name"),
    "checksum_switches.toml": (ChecksumSwitch, "client"),
    "opt_in_regions.toml": (OptInRegions, "partition"),
    "known_clients.toml": (Dialect, None),
    "path_habits.toml": (PathHabit, "slug"),
    "text_habits.toml": (TextHabit, "slug"),
    "signing_names.toml": (HostWords, "name"),
    "languages.toml": (SourceLanguage, "name"),
    "lines.toml": (LineForms, "name"),
    "libraries.toml": (SigningLibrary, "name"),
    "faults_of_keys.toml": (CodeFault, "name"),
    "faults_of_texts.toml": (CodeFault, "name"),
    "faults_of_times_and_requests.toml": (CodeFault, "name"),
    "published.toml": (PublishedRequest, None),
    "mixed.toml": (DrawnQuestion, "name"),
    "cheat_sheet.toml": (SheetBlock, "title"),
    "presets.toml": (LabInput, None),
    "tasks.toml": (Task, "name"),
    "clock_presets.toml": (ClockInput, None),
    "calls.toml": (Library, "name"),
    "setters.toml": (RequestPiece, "name"),
    "upload.toml": (StepInfo, "name"),
    "form.toml": (StepInfo, "name"),
}
FILES = [path for ending in ("md", "toml") for path in sorted(PACKAGE.rglob(f"*.{ending}"))]


def read(text: str, file: str) -> Iterable[object]:
    """Read a text as the package reads the file of this name."""
    if file.endswith(".md"):
        return list(questions_of(text, file))
    kind, heading = TABLES[file]
    return list(records_of(text, file, kind, heading).values())


@pytest.mark.parametrize("path", FILES, ids=attrgetter("name"))
def test_every_file_is_read_and_a_broken_line_is_told_by_its_number(path: Path) -> None:
    """No file of another name lies in the package; a line too much, below a heading, is shown."""
    lines = path.read_text(encoding="utf-8").split("\n")
    below = max(number for number, line in enumerate(lines, 1) if line.startswith(("[", "## ")))

    assert read("\n".join(lines), path.name)
    with pytest.raises(InvalidText, match=rf"^{path.name}, line {below + 1}: received '> too much', expected "):
        read("\n".join([*lines[:below], "> too much", *lines[below:]]), path.name)


CLOCK, CHAPTER = "clock_presets.toml", "chapters.toml"
TITLE = '[00]\ntitle = "a"\n'
ASKED = "# About\n\n## name\nWhat?\n- [x] this\n  > Right.\n"
BROKEN = {
    "a field nobody knows": (
        CLOCK,
        '["a"]\nservice = "s3"\n\n["b"]\nsevrice = "s3"',
        5,
        "received sevrice, expected se",
    ),
    "a heading that is a field": (CHAPTER, f'{TITLE}number = "01"', 3, "received number, expected number, title"),
    "a field that is missing": (CHAPTER, f'# a\n{TITLE}goals = ["a"]', 2, "received no minutes, expected minutes, in"),
    "a number in place of a text": (CLOCK, '["a"]\n\nexpires = 60', 3, "received 60, expected a text in quotes"),
    "a text in place of a number": (CHAPTER, f'{TITLE}minutes = "5"', 3, "received '5', expected a whole number"),
    "a truth in place of a number": (CHAPTER, f"{TITLE}minutes = true", 3, "received True, expected a whole number"),
    "a text in place of a list": (CHAPTER, f'{TITLE}goals = "a"', 3, "received 'a', expected a list of texts"),
    "a number in a list": (CHAPTER, f"{TITLE}goals = [1]", 3, "received list, expected a list of texts"),
    "a number in a table": ("exercises.toml", "[a]\nrules = {b = 1}", 2, "received dict, expected a table of texts"),
    "a word that is none of the two": (
        CLOCK,
        '["a"]\nplacement = "url"',
        2,
        "'Authorization header' or 'presigned URL",
    ),
    "no heading": (CLOCK, 'service = "s3"', 1, "received 's3', expected a table: its name in brackets"),
    "a heading twice": (CLOCK, '["a"]\n["a"]', 2, "expected TOML; the parser says: Cannot declare"),
    "quotes that do not end": (CLOCK, '["a"]\nregion = "', 2, "expected TOML; the parser says: "),
    "no title": ("00.md", "## name\n", 1, "received '## name', expected “# ” and what"),
    "no choice": (
        "00.md",
        "# About\n## name\nWhat?\n",
        2,
        "received name with 0 choices, 0 of them right, expected two",
    ),
    "one choice": ("00.md", ASKED, 3, "received name with 1 choices, 1 of them right"),
    "two right": ("00.md", f"{ASKED}- [x] that\n  > Right.", 3, "received name with 2 choices, 2 of them right"),
    "no word for a choice": ("00.md", f"{ASKED}- [ ] that\n- [ ] these", 8, "received '- [ ] these', expected “  > ”"),
    "the end in place of a word": ("00.md", f"{ASKED}- [ ] that\n", 8, "received the end of the file, expected “  > ”"),
    "no question": ("00.md", "# About\n## name\n- [x] this\n", 3, "received '- [x] this', expected the question, in"),
    "an empty box": ("00.md", f"{ASKED}- [] that", 7, "received '- [] that', expected a choice"),
    "a name with blanks": ("00.md", "# About\n## a name\n", 2, "received '## a name', expected “## ” and the name"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_told_with_what_was_expected(name: str) -> None:
    """The line is that of the field, or of the heading above what is missing."""
    file, text, line, said = BROKEN[name]

    with pytest.raises(InvalidText) as raised:
        read(text, file)
    assert str(raised.value).startswith(f"{file}, line {line}: received ")
    assert said in str(raised.value)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_one_right_choice_and_a_word_for_each(name: str) -> None:
    """Whoever chooses wrong is told why, in words that stand nowhere else and do not begin like praise."""
    question = QUESTIONS[name]
    choices = question.choices
    begins_right = [choice for choice in choices if choice.feedback.startswith("Right")]

    assert question.name == name
    assert question.chapter in CHAPTERS
    assert [choice.status for choice in choices].count(Status.SOLVED) == 1
    assert len({choice.text for choice in choices}) == len({choice.feedback for choice in choices}) == len(choices) >= 3
    assert begins_right in ([], [question.right])


def test_the_right_choice_does_not_always_stand_in_the_same_place() -> None:
    """Nobody learns by choosing the first."""
    places = [question.choices.index(question.right) for question in QUESTIONS.values()]

    assert max(places.count(place) for place in set(places)) <= len(places) * 0.6


@pytest.mark.parametrize("term", GLOSSARY.values(), ids=attrgetter("cell"))
def test_a_term_is_told_in_two_sentences_with_a_function_that_exists_and_awss_page(term: Term) -> None:
    """Short enough for a tooltip; a term that is a step has the step's own function and page."""
    assert attrgetter(term.function)(sigv4_explain) is not None
    assert 1 <= term.meaning.count(". ") + 1 <= 3
    assert term.meaning.endswith(".")
    assert len(term.meaning) <= 200
    assert term.source.startswith("https://docs.aws.amazon.com/")
    if term.step:
        assert (term.function, term.source) == (term.step, CATALOGUE[term.step].reference)


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    """Capitals do not count; 13 of the terms are steps."""
    assert list(GLOSSARY) == sorted(GLOSSARY, key=str.casefold)
    assert len([term for term in GLOSSARY.values() if term.step]) == 13
