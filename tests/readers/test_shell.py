from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request, UnreadableText
from tests.readers.parts import shell_words
from tests.tables import tables

TABLES = tables(__file__)


@pytest.mark.parametrize(
    ("command", "words"),
    [*TABLES["words"], (r"""$'\xff' $"a b" """, ["\udcff", "a b"])],
)
def test_words_are_split_as_bash_does(command: str, words: list[str]) -> None:
    """Quotes of every kind, escapes and continued lines."""
    assert shell_words(command) == words


_quoted = st.builds(
    lambda mark, text: f"{mark}{text}{mark[-1]}", st.sampled_from(["'", "$'", '"', '$"']), st.text("ab \\'\"nx4\n")
)
_bare = st.text("ab \\'\"n", max_size=4).filter(lambda text: not text.endswith("\\"))


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@given(st.lists(_quoted | _bare, max_size=4).map("".join))
def test_bash_itself_reads_the_same_words(text: str) -> None:
    """Whatever is quoted how, the words are those that bash passes on, or both refuse them."""
    script = f"words=(a {text})\nprintf '%s\\0' \"${{words[@]}}\""
    bash = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    if bash.returncode:
        with pytest.raises(UnreadableText):
            shell_words(f"a {text}")
    else:
        assert shell_words(f"a {text}") == bash.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


@pytest.mark.parametrize(("command", "received"), TABLES["refused"])
def test_what_a_shell_would_change_is_refused(command: str, received: str) -> None:
    """An unquoted ampersand or a variable would make another request than the one that is read."""
    with pytest.raises(UnreadableText) as caught:
        shell_words(command)

    assert received in caught.value.received
    assert "KEY" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("command", "words"), TABLES["carets"])
def test_carets_mean_a_command_for_windows(command: str, words: list[str]) -> None:
    """What Chrome copies for cmd, in its old and its new way of quoting."""
    assert shell_words(command)[1:] == words


def test_a_caret_in_a_body_is_no_windows_command() -> None:
    """Only a caret that ends a line or begins a quote after a blank is cmd's."""
    assert shell_words('curl -d \'{"a":"^"}\'')[2] == '{"a":"^"}'


BODY = '{"a":"b c"}'


@pytest.mark.parametrize("command", TABLES["windows"])
def test_a_command_for_windows_is_read_as_its_shell_reads_it(command: str) -> None:
    """Prompt, carets, backticks and doubled quotes tell which shell it was written for."""
    request = Request.parse(command)

    assert (request.url, request.body) == ("https://h.example/?a=^1&b=2", BODY.encode())


def _for_chrome_on_windows(text: str) -> str:
    """Quote one argument as "Copy as cURL (cmd)" does: for the program, then each odd character for cmd."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = "_-:=+~'/.,?;()*` "
    return '^"' + "".join(c if (c.isascii() and c.isalnum()) or c in plain else f"^{c}" for c in quoted) + '^"'


_windows = st.text(
    st.characters(min_codepoint=32, exclude_characters="\x7f", codec="utf-8", exclude_categories=["Cc", "Z"])
    | st.just(" ")
)


@given(_windows)
def test_what_chrome_quotes_for_cmd_is_what_it_sent(text: str) -> None:
    """Every printable text comes back from carets and backslashes."""
    assert shell_words(f"curl ^\n  {_for_chrome_on_windows(text)}") == ["curl", text]


@given(_windows)
def test_single_quotes_of_powershell_keep_everything(text: str) -> None:
    """Only the quote itself is doubled, and a program's own escape of a quote is undone."""
    quoted = text.replace("'", "''")

    assert shell_words(f"PS C:\\> curl '{quoted}'") == ["curl", text.replace('\\"', '"')]


@given(_windows)
def test_double_quotes_of_powershell_take_backticks(text: str) -> None:
    """What a backtick escapes stands for itself."""
    quoted = "".join(f"`{c}" if c in '`"$' else c for c in text)

    assert shell_words(f'PS C:\\> curl "{quoted}"') == ["curl", text.replace('\\"', '"')]


def test_backticks_write_control_characters() -> None:
    """Letters after a backtick are PowerShell's, and words may be glued from pieces."""
    assert shell_words('PS C:\\> curl "a`tb`n"`\'\'c\'"""" $ 100%') == ["curl", "a\tb\n'c\"", "$", "100%"]


def test_a_backtick_in_a_posix_command_is_no_powershell() -> None:
    """Only one that continues a line, or that stands before a quote after curl.exe."""
    body = json.dumps({"a": "`b`"})

    assert shell_words(f"curl -d '{body}'") == ["curl", "-d", body]
