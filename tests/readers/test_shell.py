from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import UnreadableText
from sigv4_explain.readers.shell import shell_words


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("a  b\tc\nd", ["a", "b", "c", "d"]),
        ("a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]),
        ("'a'\"'\"'b'c", ["a'bc"]),
        (r"""'a\n"b"'""", [r'a\n"b"']),
        (r'''"a\"b\\c\$d\`e\nf'g"''', [r"""a"b\c$d`e\nf'g"""]),
        ("a \\\n  b \\\r\n c", ["a", "b", "c"]),
        ('a"b\\\nc"', ["abc"]),
        ("a\\\nb", ["ab"]),
        ("a \\", ["a"]),
        ("'' \"\" $''", ["", "", ""]),
        (r"$'a\'b\"c\\d\n\t\x41\101\u00e9\U0001f600\q'", ["a'b\"c\\d\n\tAAé😀\\q"]),
        (r"$'\xc3\xa9' x$'y'z", ["é", "xyz"]),
        (r"""$'\xff' $"a b" """, ["\udcff", "a b"]),
        ("'$HOME `date` & | ; < > ( )'", ["$HOME `date` & | ; < > ( )"]),
        ('a$ b=$5 "$" 100%', ["a$", "b=$5", "$", "100%"]),
    ],
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


@pytest.mark.parametrize(
    ("command", "received"),
    [
        ("curl 'a", "a ' that is never closed"),
        ('curl "a', 'a " that is never closed'),
        ("curl $'a", "a ' that is never closed"),
        ("curl https://h/?a=1&b=2", "& outside quotes"),
        ("curl https://h | jq", "| outside quotes"),
        ("curl <url>", "< outside quotes"),
        ("curl -H x:$KEY", "$ where a shell would put in a value"),
        ('curl -H "x: ${KEY}"', "$ where a shell would put in a value"),
        ('curl -H "x: $(cat secret)"', "$ where a shell would put in a value"),
        ('curl -H "x: `cat secret`"', "` where a shell would put in a value"),
    ],
)
def test_what_a_shell_would_change_is_refused(command: str, received: str) -> None:
    """An unquoted ampersand or a variable would make another request than the one that is read."""
    with pytest.raises(UnreadableText) as caught:
        shell_words(command)

    assert received in caught.value.received
    assert "KEY" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            'curl "https://h/?a=1&b=2" ^\n  -H "x: \\"y\\"" ^\r\n --compressed',
            ["https://h/?a=1&b=2", "-H", 'x: "y"', "--compressed"],
        ),
        ('curl ^"https://h/?a=1^&b=%2^" ^\n  -d ^"^{^\\^"a^\\^":1^}^"', ["https://h/?a=1&b=%2", "-d", '{"a":1}']),
        ('curl ^\n "h" -d "{""a"":""b c""}" -d ""', ["h", "-d", '{"a":"b c"}', "-d", ""]),
        ('curl ^"h^" -d ^"a^\n\nb^"', ["h", "-d", "a\nb"]),
    ],
)
def test_carets_mean_a_command_for_windows(command: str, words: list[str]) -> None:
    """What Chrome copies for cmd, in its old and its new way of quoting."""
    assert shell_words(command)[1:] == words


def test_a_caret_in_a_body_is_no_windows_command() -> None:
    """Only a caret that ends a line or begins a quote after a blank is cmd's."""
    assert shell_words('curl -d \'{"a":"^"}\'')[2] == '{"a":"^"}'
