"""``python -m sigv4_explain reset``: a notebook as it was, and nobody's work lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigv4_explain.command.main import main
from sigv4_explain.command.reset import originals
from sigv4_explain.course import CHAPTERS

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
THIRD, OTHER = CHAPTERS["03"].file, CHAPTERS["00"].file
STEM = THIRD.removesuffix(".ipynb")
MINE = b"what I wrote \r\n \xff"
ORIGINAL = originals()[THIRD]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two notebooks that somebody has written into; its parent is where the command is run."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in (THIRD, OTHER):
        (folder / name).write_bytes(MINE)
    monkeypatch.chdir(tmp_path)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_originals_are_the_notebooks_of_the_course() -> None:
    """They travel in the package, byte for byte, and each chapter is among them."""
    assert originals() == {path.name: path.read_bytes() for path in NOTEBOOKS.glob("*.ipynb")}, "make notebooks"
    assert originals().keys() >= {chapter.file for chapter in CHAPTERS.values()}


@pytest.mark.parametrize("word", ["03", "3", STEM, THIRD])
@pytest.mark.parametrize("where", ["around", "inside", "named"])
def test_a_notebook_is_put_back_and_mine_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], word: str, where: str
) -> None:
    """By its number or its name, in the folder, above it, or where one says; nothing else is touched."""
    monkeypatch.chdir({"around": folder.parent, "inside": folder, "named": Path(folder.anchor)}[where])

    assert main(["reset", word, *(["--folder", str(folder)] if where == "named" else [])]) == 0

    assert files(folder) == {THIRD: ORIGINAL, f"{STEM} (mine).ipynb": MINE, OTHER: MINE}
    said = capsys.readouterr().out
    assert f"{THIRD} is as it was. Yours is kept: {STEM} (mine).ipynb" in said
    assert "Reload Notebook from Disk" in said


def test_no_copy_is_ever_overwritten_and_none_made_where_there_is_nothing_to_keep(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time it is (mine 2), the third time (mine 3); then it is as it was, and a deleted one comes back."""
    for number in b"123":
        (folder / THIRD).write_bytes(MINE + bytes([number]))
        assert main(["reset", "03"]) == 0
    kept = [content[-1:] for name, content in sorted(files(folder).items()) if "(mine" in name]
    assert kept == [b"2", b"3", b"1"]  # "(mine 2)" is sorted before "(mine)"

    capsys.readouterr()
    assert main(["reset", "03"]) == 0
    assert capsys.readouterr().out == f"{THIRD} is as it was: nothing to do.\n"
    (folder / THIRD).unlink()
    assert main(["reset", "03"]) == 0
    assert files(folder)[THIRD] == ORIGINAL
    assert len(files(folder)) == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["42"], f"no notebook '42': expected one of {OTHER.removesuffix('.ipynb')}, "),
        (["../secrets"], "no notebook '../secrets'"),
        (["03", "nothing"], "no notebook 'nothing'"),
        (["[0-9]"], "no notebook '[0-9]'"),
        ([], "required: NOTEBOOK"),
        (["03", "--folder", "elsewhere"], "elsewhere: no notebooks of the course here; name their folder"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Not even the notebooks that were named rightly beside it; the status is that of a wrong use."""
    with pytest.raises(SystemExit) as ended:
        main(["reset", *words])

    assert ended.value.code == 64
    assert said in capsys.readouterr().err
    assert files(folder) == {THIRD: MINE, OTHER: MINE}


def test_where_there_are_no_notebooks_it_says_so_and_writes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only a folder that is named gets a notebook that was not there."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    with pytest.raises(SystemExit):
        main(["reset", "03"])
    assert "no notebooks of the course here; name their folder with --folder" in capsys.readouterr().err
    assert files(empty) == {}

    assert main(["reset", "--folder", ".", "03"]) == 0
    assert files(empty) == {THIRD: ORIGINAL}


def test_a_file_that_cannot_be_written_is_no_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The learner's notebook is still there."""

    def refused(*_given: object) -> int:
        raise PermissionError(13, "Permission denied", THIRD)

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(SystemExit) as ended:
        main(["reset", "03"])

    assert ended.value.code == 64
    assert f"{THIRD}: Permission denied" in capsys.readouterr().err
    assert files(folder)[THIRD] == MINE
