"""``python -m sigv4_explain reset``: a notebook as it was, and nobody's work lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sigv4_explain.command import originals
from sigv4_explain.command.main import main
from sigv4_explain.course import CHAPTERS
from tests.requirements import skip_or_fail

THIRD = CHAPTERS["03"].file
STEM = THIRD.removesuffix(".ipynb")
OTHERS = (CHAPTERS["00"].file, "glossary.ipynb")
ORIGINAL, MINE = b'{"cells": []}\r\n \xff', b"what I wrote"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone with three notebooks, of which the first holds bytes that no text tool would keep."""
    git = shutil.which("git") or skip_or_fail("git", "no git: install it")
    folder = tmp_path / "a clone" / "notebooks"
    folder.mkdir(parents=True)
    for name in (THIRD, *OTHERS):
        (folder / name).write_bytes(ORIGINAL)
    (folder / ".gitattributes").write_text("* -text\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "all"]):
        subprocess.run([git, *words], cwd=folder.parent, check=True)
    return folder


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this checkout nor another one around the temporary folder counts."""
    monkeypatch.setattr(originals, "OF_THE_PACKAGE", tmp_path / "not there")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".gitattributes"}


@pytest.mark.parametrize("word", ["03", "3", STEM, THIRD])
def test_a_notebook_is_put_back_and_mine_kept(checkout: Path, capsys: pytest.CaptureFixture[str], word: str) -> None:
    """Byte for byte; by its number or its name; nothing else is touched."""
    (checkout / THIRD).write_bytes(MINE)
    (checkout / OTHERS[0]).write_bytes(MINE)

    assert main(["reset", "--folder", str(checkout), word]) == 0

    kept = {THIRD: ORIGINAL, f"{STEM} (mine).ipynb": MINE, OTHERS[0]: MINE, OTHERS[1]: ORIGINAL}
    assert files(checkout) == kept
    said = capsys.readouterr().out
    assert f"{THIRD} is as it was. Yours is kept: {STEM} (mine).ipynb" in said
    assert "Reload Notebook from Disk" in said


def test_no_copy_is_ever_overwritten(checkout: Path) -> None:
    """The second time it is (mine 2), the third time (mine 3)."""
    for number in b"123":
        (checkout / THIRD).write_bytes(MINE + bytes([number]))
        assert main(["reset", "--folder", str(checkout), "03"]) == 0

    kept = [content for name, content in sorted(files(checkout).items()) if "(mine" in name]
    assert kept == [MINE + b"2", MINE + b"3", MINE + b"1"]  # "(mine 2)" is sorted before "(mine)"


def test_a_notebook_that_is_as_it_was_is_left_alone(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No copy is made where there is nothing to keep."""
    assert main(["reset", "--folder", str(checkout), "03"]) == 0
    assert capsys.readouterr().out == f"{THIRD} is as it was: nothing to do.\n"
    assert len(files(checkout)) == 3


def test_a_deleted_notebook_comes_back(checkout: Path) -> None:
    """There is nothing to keep then."""
    (checkout / THIRD).unlink()

    assert main(["reset", "--folder", str(checkout), "03"]) == 0
    assert files(checkout) == dict.fromkeys((THIRD, *OTHERS), ORIGINAL)


def test_the_list_says_what_is_changed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And changes nothing."""
    (checkout / THIRD).write_bytes(MINE)
    (checkout / OTHERS[1]).unlink()

    assert main(["reset", "--folder", str(checkout), "--list"]) == 0
    expected = {f"changed   {THIRD}", f"as it was {OTHERS[0]}", f"missing   {OTHERS[1]}"}
    assert set(capsys.readouterr().out.splitlines()) == expected
    assert files(checkout) == {THIRD: MINE, OTHERS[0]: ORIGINAL}


@pytest.mark.parametrize("inside", ["", "notebooks"])
def test_the_folder_is_found(checkout: Path, monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    """From the clone, and from the notebooks themselves."""
    (checkout / THIRD).write_bytes(MINE)
    monkeypatch.chdir(checkout.parent / inside)

    assert main(["reset", "03"]) == 0
    assert files(checkout)[THIRD] == ORIGINAL


def test_notebooks_copied_elsewhere_are_reset_from_the_packages_clone(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a room: everybody has a copy, and the package runs from one clone. The clone is not touched."""
    monkeypatch.setattr(originals, "OF_THE_PACKAGE", checkout)
    copy = tmp_path / "copied"
    copy.mkdir()
    (copy / THIRD).write_bytes(MINE)
    (checkout / THIRD).write_bytes(b"somebody else's")
    monkeypatch.chdir(copy)

    assert main(["reset", "03"]) == 0
    assert files(copy) == {THIRD: ORIGINAL, f"{STEM} (mine).ipynb": MINE}
    assert files(checkout)[THIRD] == b"somebody else's"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["42"], f"no notebook '42': expected one of {OTHERS[0].removesuffix('.ipynb')}, {STEM}, glossary"),
        (["../secrets"], "no notebook '../secrets'"),
        (["03", "nothing"], "no notebook 'nothing'"),
        (["[0-9]"], "no notebook '[0-9]'"),
        ([], "name a notebook, such as 03, or give --list"),
    ],
)
def test_a_name_that_is_none_changes_nothing(
    checkout: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Not even the notebooks that were named rightly beside it; the status is that of a wrong use."""
    (checkout / THIRD).write_bytes(MINE)
    before = files(checkout)

    with pytest.raises(SystemExit) as ended:
        main(["reset", "--folder", str(checkout), *words])

    assert ended.value.code == 64
    assert said in capsys.readouterr().err
    assert files(checkout) == before


@pytest.mark.parametrize("git", [None, "git"])
def test_without_an_original_it_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], git: str | None
) -> None:
    """Outside of a clone, and without git."""
    (tmp_path / THIRD).write_bytes(MINE)
    if git is None:
        monkeypatch.setattr(originals, "which", lambda _name: None)

    with pytest.raises(SystemExit) as ended:
        main(["reset", "03"])

    assert ended.value.code == 64
    assert "no original was found. It is read from git" in capsys.readouterr().err
    assert files(tmp_path) == {THIRD: MINE}


def test_where_there_are_no_notebooks_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """The folder can be named."""
    with pytest.raises(SystemExit) as ended:
        main(["reset", "--list"])

    assert ended.value.code == 64
    assert "no notebooks of the course here; name their folder with --folder" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_no_traceback(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The learner's notebook is still there, and no half of another file."""

    def refused(*_paths: object) -> None:
        raise PermissionError(13, "Permission denied", THIRD)

    (checkout / THIRD).write_bytes(MINE)
    monkeypatch.setattr(Path, "replace", refused)

    with pytest.raises(SystemExit) as ended:
        main(["reset", "--folder", str(checkout), "03"])

    assert ended.value.code == 64
    assert f"{THIRD}: Permission denied" in capsys.readouterr().err
    assert files(checkout)[THIRD] == MINE
    assert [name for name in files(checkout) if name.startswith(".")] == []
