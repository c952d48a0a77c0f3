from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request, UnreadableText
from sigv4_explain.readers.shell import shell_words

BODY = '{"a":"b c"}'


@pytest.mark.parametrize(
    "command",
    [
        'C:\\Users\\me>curl "https://h.example/?a=^1&b=2" -d "{""a"":""b c""}"',
        'C:\\>curl.exe "https://h.example/?a=^1&b=2" -d "{\\"a\\":\\"b c\\"}"',
        'curl.exe "https://h.example/?a=^1&b=2" -d "{""a"":""b c""}"',
        'curl "https://h.example/?a=^1&b=2" ^\n  -d "{\\"a\\":\\"b c\\"}"',
        'curl ^"https://h.example/?a=^^1^&b=2^" ^\r\n  -d ^"^{^\\^"a^\\^":^\\^"b c^\\^"^}^"',
        "PS C:\\Users\\me> curl.exe 'https://h.example/?a=^1&b=2' -d '{\\\"a\\\":\\\"b c\\\"}'",
        "PS> curl.exe 'https://h.example/?a=^1&b=2' -d '{\"a\":\"b c\"}'",
        'curl.exe "https://h.example/?a=^1&b=2" `\r\n  -d "{`"a`":`"b c`"}"',
        'curl.exe "https://h.example/?a=^1&b=2" -d "{`"a`":`"b c`"}"',
        'curl.exe `\n "https://h.example/?a=^1&b=2" -d "{""a"":""b c""}"',
    ],
)
def test_a_command_for_windows_is_read_as_its_shell_reads_it(command: str) -> None:
    """Prompt, carets, backticks and doubled quotes tell which shell it was written for."""
    request = Request.parse(command)

    assert (request.url, request.body) == ("https://h.example/?a=^1&b=2", BODY.encode())


def _for_chrome_on_windows(text: str) -> str:
    """Quote one argument as "Copy as cURL (cmd)" does: for the program, then each odd character for cmd."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = "_-:=+~'/.,?;()*` "
    return '^"' + "".join(c if (c.isascii() and c.isalnum()) or c in plain else f"^{c}" for c in quoted) + '^"'


_text = st.text(
    st.characters(min_codepoint=32, exclude_characters="\x7f", codec="utf-8", exclude_categories=["Cc", "Z"])
    | st.just(" ")
)


@given(_text)
def test_what_chrome_quotes_for_cmd_is_what_it_sent(text: str) -> None:
    """Every printable text comes back from carets and backslashes."""
    assert shell_words(f"curl ^\n  {_for_chrome_on_windows(text)}") == ["curl", text]


@given(_text)
def test_single_quotes_of_powershell_keep_everything(text: str) -> None:
    """Only the quote itself is doubled, and a program's own escape of a quote is undone."""
    quoted = text.replace("'", "''")

    assert shell_words(f"PS C:\\> curl '{quoted}'") == ["curl", text.replace('\\"', '"')]


@given(_text)
def test_double_quotes_of_powershell_take_backticks(text: str) -> None:
    """What a backtick escapes stands for itself."""
    quoted = "".join(f"`{c}" if c in '`"$' else c for c in text)

    assert shell_words(f'PS C:\\> curl "{quoted}"') == ["curl", text.replace('\\"', '"')]


def test_backticks_write_control_characters() -> None:
    """Letters after a backtick are PowerShell's, and words may be glued from pieces."""
    assert shell_words('PS C:\\> curl "a`tb`n"`\'\'c\'"""" $ 100%') == ["curl", "a\tb\n'c\"", "$", "100%"]


@pytest.mark.parametrize(
    ("command", "received"),
    [
        ('C:\\>curl "a', 'a " that is never closed'),
        ("C:\\>curl https://h/?a=1&b=2", "& outside quotes, where cmd"),
        ('C:\\>curl "https://h/" | jq', "| outside quotes, where cmd"),
        ("PS C:\\> curl 'a", "a ' that is never closed"),
        ('PS C:\\> curl "a`"', 'a " that is never closed'),
        ("PS C:\\> curl https://h/?a=1&b=2", "& outside quotes, where PowerShell"),
        ('PS C:\\> curl "$env:KEY"', "$ where PowerShell would put in a value"),
        ("PS C:\\> curl -H x:$KEY", "$ where PowerShell would put in a value"),
        ('PS C:\\> curl "$(cat secret)"', "$ where PowerShell would put in a value"),
    ],
)
def test_what_a_windows_shell_would_change_is_refused(command: str, received: str) -> None:
    """The error names the character and shows nothing of the text."""
    with pytest.raises(UnreadableText) as caught:
        shell_words(command)

    assert received in caught.value.received
    assert "KEY" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_backtick_in_a_posix_command_is_no_powershell() -> None:
    """Only one that continues a line, or that stands before a quote after curl.exe."""
    body = json.dumps({"a": "`b`"})

    assert shell_words(f"curl -d '{body}'") == ["curl", "-d", body]
