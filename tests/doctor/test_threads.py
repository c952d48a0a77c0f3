"""Cases rebuilt from public threads: how often the right cause comes first. Every file of the folder counts."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from sigv4_explain import Credentials
from tests.doctor.parts import CAUSES, Certainty, diagnose, sorted_pastes

FOLDER = Path(__file__).parent / "threads"
FILES = sorted(FOLDER.glob("*.toml"))


class Thread(NamedTuple):
    """What somebody pasted in public, rebuilt, and what it was."""

    source: str
    """Where it was read. Values are neutral; what is kept are facts and the servers' own words."""
    causes: frozenset[str]
    enough: bool
    """Whether the paste has enough in it to name the cause."""
    paste: str
    credentials: Credentials | None
    """The keys, where somebody showed them."""


class Score(NamedTuple):
    """What the doctor says of a thread."""

    first: bool
    among_three: bool
    false: tuple[str, ...]


@cache
def thread(file: Path) -> Thread:
    """Read a case."""
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    keys = Credentials(read["access_key_id"], read["secret"]) if "secret" in read else None
    return Thread(read["source"], frozenset(read["cause"]), read["enough"], read["paste"], keys)


@cache
def score(file: Path) -> Score:
    """Ask the doctor, as the shell does with one file."""
    case = thread(file)
    given = sorted_pastes([case.paste])
    found = diagnose(**({**given, "credentials": case.credentials} if case.credentials else given)).findings
    right = [finding.cause in case.causes for finding in found[:3]]
    sure = [finding for finding in found[:1] if finding.certainty is not Certainty.SUSPECTED]
    return Score(right[:1] == [True], any(right), tuple([one.cause for one in sure if one.cause not in case.causes]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_case_says_where_it_is_from_and_its_causes_are_known(file: Path) -> None:
    """A cause has the name of the table, and a case its source."""
    case = thread(file)

    assert case.source.startswith("https://")
    assert case.causes
    assert case.causes & CAUSES.keys()


def test_the_right_cause_comes_first_in_most_threads() -> None:
    """Of the cases with enough evidence: how many are named first, and how many among three."""
    told = [file for file in FILES if thread(file).enough]
    first = [file for file in told if score(file).first]
    among_three = [file for file in told if score(file).among_three]

    assert len(first) >= FIRST * len(told), sorted(file.stem for file in set(told) - set(first))
    assert len(among_three) >= AMONG_THREE * len(told), sorted(file.stem for file in set(told) - set(among_three))


def test_a_false_certainty_is_rare() -> None:
    """What comes first and is called shown or proven is right."""
    false = [(file.stem, score(file).false) for file in FILES if score(file).false]

    assert len(false) <= FALSE * len(FILES), false


FIRST, AMONG_THREE, FALSE = 0.8, 0.9, 0.03
"""The shares that hold."""
