"""Which command is run: the first word tells."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sigv4_explain.command.diagnose import run_diagnose
from sigv4_explain.command.parser import PROGRAM, ExitStatus, Parser
from sigv4_explain.command.reset import run_reset
from sigv4_explain.command.terminal import say

_DESCRIPTION = "AWS Signature Version 4, made visible."


class Command(NamedTuple):
    """What the first word can be."""

    summary: str
    run: Callable[[Sequence[str]], ExitStatus]


COMMANDS: Mapping[str, Command] = {
    "diagnose": Command("name the cause of a refused signature, prove it, and say what to change", run_diagnose),
    "reset": Command("put a notebook of the course back as it was, and keep yours beside it", run_reset),
}
"""Every command by its name."""


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status; without one, print which there are."""
    parser = _parser()
    given = parser.parse_args(arguments[:1])
    if given.command is None:
        say(parser.format_help().rstrip("\n"))
        return 0
    if given.command not in COMMANDS:
        parser.error(f"no command {given.command!r}: expected {' or '.join(COMMANDS)}")
    try:
        return COMMANDS[given.command].run(arguments[1:])
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED


def _parser() -> Parser:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {command.summary}" for name, command in COMMANDS.items()]
    told = "\n".join(["commands:", *lines, "", f"{PROGRAM} COMMAND --help tells more."])
    parser = Parser(prog=PROGRAM, usage=f"{PROGRAM} COMMAND …", description=_DESCRIPTION, epilog=told)
    parser.add_argument("command", nargs="?", metavar="COMMAND", help=argparse.SUPPRESS)
    return parser
