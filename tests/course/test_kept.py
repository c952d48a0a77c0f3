from __future__ import annotations

import linecache
from pathlib import Path
from typing import Any

import pytest

from sigv4_explain.course import EXERCISES, keep, kept
from sigv4_explain.course.kept import FILE, NAMES
from sigv4_explain.errors import InvalidInput
from tests.course.parts import ATTACKS, PUBLISHED, SECRETS, TRANSFER

QUERY = str(EXERCISES["query"].solution_text)
ANOTHER = QUERY.replace("pairs = []", "pairs = []  # sorted below")
NEEDY = QUERY.replace("from urllib.parse import quote, unquote_plus\n", "")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let each test work in a folder of its own, as a notebook does."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def in_a_cell(text: str, name: str, **there: Any) -> Any:
    """Run a text as a cell does, and return the function of that name."""
    file = f"<cell {len(linecache.cache)}>"
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    exec(compile(text, file, "exec"), there)
    return there[name]


def said(function: Any) -> str:
    """Return what is said of one function that is to be kept."""
    return keep(function).rows[0][1]


def test_what_is_not_solved_is_not_written(folder: Path) -> None:
    """A stub and a wrong function leave no file, and the course's function stays in its place."""
    stub = in_a_cell(EXERCISES["query"].stub_text, "my_query")

    assert said(stub).startswith("○ not kept yet")
    assert not (folder / FILE).exists()
    assert kept.my_query("b=2&a=1") == "a=1&b=2"


def test_a_solved_function_is_written_and_taken_from_there(folder: Path) -> None:
    """With its imports, and without what else the cell ran."""
    mine = in_a_cell(f"from sigv4_explain.course import check\n{QUERY}\ncheck('query', my_query)\n", "my_query")

    assert said(mine) == "✓ kept"
    text = (folder / FILE).read_text(encoding="utf-8")
    assert "check" not in text
    assert "from urllib.parse import quote, unquote_plus" in text
    assert ("02 my_query", "✓ in your file") in kept.functions().rows
    assert kept.my_query.__code__.co_filename == FILE


def test_a_file_only_grows(folder: Path) -> None:
    """What stands in it stays to the letter; the same is not written twice, and a newer one goes below."""
    (folder / FILE).write_text("# mine\nx = 1\n", encoding="utf-8")
    first, second = in_a_cell(QUERY, "my_query"), in_a_cell(ANOTHER, "my_query")

    assert [said(one) for one in (first, first)] == ["✓ kept", "✓ kept before, just as it is"]
    before = (folder / FILE).read_text(encoding="utf-8")
    assert said(second) == "✓ kept; the older one above it no longer counts"
    after = (folder / FILE).read_text(encoding="utf-8")
    assert before.startswith("# mine\nx = 1\n")
    assert after.startswith(before)
    assert "# sorted below" in after


def test_a_function_that_needs_another_cell_is_not_kept(folder: Path) -> None:
    """It would not run from the file."""
    from urllib.parse import quote, unquote_plus

    needy = in_a_cell(NEEDY, "my_query", quote=quote, unquote_plus=unquote_plus)

    assert "it needs something that its cell does not have" in said(needy)
    assert not (folder / FILE).exists()


def test_a_signer_kept_alone_brings_what_it_calls_and_needs_the_standard_library_only(folder: Path) -> None:
    """The course's functions stand in it where the reader has none; the reader's stay."""
    said(in_a_cell(ANOTHER, "my_query"))
    texts = {name: EXERCISES[name].solution_text for name in ("sign", "presign")}

    assert [said(in_a_cell(text, f"my_{name}")) for name, text in texts.items()] == ["✓ kept", "✓ kept"]
    text = (folder / FILE).read_text(encoding="utf-8")
    assert "sigv4_explain" not in text
    assert text.count("def my_query(") == 1
    assert text.count("def my_path(") == 1


def test_a_file_that_does_not_run_is_told_and_left_alone(folder: Path) -> None:
    """By its name, with what Python says."""
    (folder / FILE).write_text("def broken(:\n", encoding="utf-8")

    assert "SyntaxError" in said(in_a_cell(QUERY, "my_query"))
    assert (folder / FILE).read_text(encoding="utf-8") == "def broken(:\n"
    with pytest.raises(InvalidInput, match=r"my_sigv4\.py: received SyntaxError"):
        kept.functions()


def test_a_function_of_another_name_is_told_which_are_kept() -> None:
    """As any wrong argument."""
    with pytest.raises(InvalidInput, match="expected one of my_uri_encode, my_path"):
        keep(len)


@pytest.mark.parametrize("name", NAMES)
def test_each_function_is_lent_and_can_be_kept(name: str) -> None:
    """The solution of its exercise is both."""
    assert getattr(kept, name) is NAMES[name].solution
    assert said(in_a_cell(NAMES[name].solution_text, name)).startswith("✓ kept")


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_lent_signer_and_the_package_sign_as_aws_publishes(name: str) -> None:
    """So whoever is judged by the package is judged by AWS."""
    arguments, exercise = PUBLISHED[name].arguments, EXERCISES["sign"]
    right = exercise.right or exercise.solution

    assert kept.my_sign(*arguments)[-64:] == right(*arguments)[-64:] == PUBLISHED[name].signature


def test_ten_attacks_are_refused_by_the_package_and_alice_is_let_in() -> None:
    """An attack that is none would teach nothing."""
    let_in = EXERCISES["guard"].right or EXERCISES["guard"].solution
    place, now = ("eu-central-1", "execute-api"), "20150830T123600Z"

    assert let_in(TRANSFER, SECRETS, place, now)
    assert [let_in(request, SECRETS, place, at) for request, at in ATTACKS.values()] == [False] * 10
