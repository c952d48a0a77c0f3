"""What ``check`` says of an answer: a value, so that a notebook with an unsolved exercise runs to its end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from sigv4_explain.course.rule import Rule
from sigv4_explain.drawing.markup import Html, join, tag


class Status(Enum):
    """How far an answer is, with a sign and words: the sign is never alone."""

    SOLVED = ("✓", "Solved")
    NOT_YET = ("✗", "Not yet")
    NOT_STARTED = ("○", "Not started")

    def __str__(self) -> str:
        return " ".join(self.value)


_COLOURS = {Status.SOLVED: "#1f6b35", Status.NOT_YET: "#a3211b", Status.NOT_STARTED: "#545f69"}
"""White on each of them has a contrast of at least 6:1, whatever the theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The judgement of an answer: the rule it breaks and where, never what is right."""

    name: str
    """The exercise."""
    status: Status
    sentence: str
    """The status in one sentence."""
    called: str | None = None
    """How the function was called when it failed first."""
    returned: Any = None
    """What it returned there."""
    shown: str = ""
    """That, as it is shown: texts line by line, with carets under the first character that is not right."""
    rule: Rule | None = None
    """The rule that it breaks there."""

    @property
    def solved(self) -> bool:
        """Whether every case is right."""
        return self.status is Status.SOLVED

    def __str__(self) -> str:
        lines = [f"{self.status}: {self.sentence}"]
        if self.called is not None:
            lines += ["", f"called    {self.called}"]
        if self.shown:
            first, *others = self.shown.split("\n")
            lines += [f"returned  {first}", *(f"          {line}".rstrip() for line in others)]
        if self.rule is not None:
            lines += [f"rule      {self.rule.sentence}", f"source    {self.rule.source}"]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        badge = f"background-color: {_COLOURS[self.status]}; color: #ffffff; padding: 1px 8px; border-radius: 9px"
        head = tag("p", tag("strong", str(self.status), style=badge), " ", self.sentence)
        return tag("div", head, *self._rows(), role="status")

    def _rows(self) -> list[Html]:
        rows: list[tuple[str, Html]] = []
        if self.called is not None:
            rows.append(("called", tag("code", self.called)))
        if self.shown:
            rows.append(("returned", tag("pre", self.shown, style="margin: 0")))
        if self.rule is not None:
            link = tag("a", "AWS’s page" if "aws.amazon.com" in self.rule.source else "source", href=self.rule.source)
            rows.append(("rule", join(self.rule.sentence, " (", link, ")")))
        cell = "text-align: left; vertical-align: top"
        drawn = [
            tag("tr", tag("th", name, scope="row", style=cell), tag("td", value, style=cell)) for name, value in rows
        ]
        return [tag("table", tag("tbody", drawn))] if drawn else []
