"""The teacher's page: plans that add up, links that lead somewhere, and answers that the package confirms."""

from __future__ import annotations

import doctest
import re
from itertools import pairwise

import pytest

from sigv4_explain.command.main import main
from sigv4_explain.course import CHAPTERS
from tests.notebooks.plans import NOTEBOOKS, PAGE, PLANS, needed, plan


@pytest.mark.parametrize("heading", PLANS)
def test_a_plan_adds_up(heading: str) -> None:
    """Each part begins when the one before it ends, and the last ends on time."""
    parts = plan(heading)
    ends = [part.at + part.minutes for part in parts]

    assert [part.at for part in parts] == [0, *ends[:-1]]
    assert ends[-1] == PLANS[heading]


@pytest.mark.parametrize("heading", PLANS)
def test_a_part_has_the_minutes_that_its_cells_take_and_the_plan_has_slack(heading: str) -> None:
    """Every section, question and exercise that a plan names is there, and nobody is hurried through it."""
    parts = plan(heading)
    hurried = {part.at: needed(part) for part in parts if needed(part) > part.minutes}

    assert hurried == {}
    assert sum(part.minutes for part in parts if part.say.startswith("Slack")) >= 3


def test_half_a_day_gives_each_notebook_the_minutes_that_it_takes() -> None:
    """Nobody is hurried through a notebook, even if exercises are left for home."""
    minutes = {part.file: part.minutes for part in plan("Half a day")}

    chapters = [chapter for chapter in CHAPTERS.values() if chapter.file in minutes]
    assert [chapter.number for chapter in chapters if minutes[chapter.file] < chapter.minutes] == []
    left_out = [chapter.number for chapter in CHAPTERS.values() if chapter not in chapters]
    assert f"Notebooks {', '.join(left_out[:-1])} and {left_out[-1]} are" in PAGE


@pytest.mark.parametrize("heading", PLANS)
def test_nobody_sits_for_more_than_ninety_minutes(heading: str) -> None:
    """There is a break in between."""
    breaks = [0, *(part.at for part in plan(heading) if part.say == "Break."), PLANS[heading]]

    assert max(later - earlier for earlier, later in pairwise(breaks)) <= 90


def test_every_link_to_a_file_leads_there() -> None:
    """Notebooks, the picture and the template lie beside the page."""
    files = [link for link in re.findall(r"\]\(([^)#\s]+)\)", PAGE) if not link.startswith("https://")]

    assert len(files) > 20
    assert [file for file in files if not (NOTEBOOKS / file).exists()] == []


def test_the_answers_are_the_packages() -> None:
    """Every value on the page is one that the package computes."""
    examples = doctest.DocTestParser().get_doctest(re.sub(r"^```.*$", "", PAGE, flags=re.M), {}, "teaching", None, 0)
    report: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)

    assert result.attempted >= 15
    assert result.failed == 0, "".join(report)


def test_the_commands_that_the_page_names_exist(capsys: pytest.CaptureFixture[str]) -> None:
    """Both those of the package and those of make."""
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    targets = re.findall(r"^(\w+):", (NOTEBOOKS.parent / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert [name for name in re.findall(r"python -m sigv4_explain (\w+)", PAGE) if f"\n  {name} " not in told] == []
    assert {"lab", "app"} == set(re.findall(r"`make (\w+)", PAGE)) & set(targets)
