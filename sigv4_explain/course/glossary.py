"""The words of SigV4: what each means, the function of this package that has it, and the page where AWS says so."""

from __future__ import annotations

from dataclasses import dataclass

from sigv4_explain.texts import records
from sigv4_explain.trace.catalogue import CATALOGUE


@dataclass(frozen=True, slots=True)
class Term:
    """A word of SigV4."""

    name: str
    meaning: str
    """One or two sentences."""
    function: str
    """Where this package has it: a name below ``sigv4_explain``."""
    source: str
    """AWS's page."""

    @property
    def anchor(self) -> str:
        """The word's heading in the glossary, as the end of a link.

        >>> GLOSSARY["credential scope"].anchor
        'credential-scope'
        """
        return self.name.replace(" ", "-")

    @property
    def cell(self) -> str:
        """The id of the word's cell in the glossary.

        >>> GLOSSARY["credential scope"].cell
        'term-credential-scope'
        """
        return f"term-{self.anchor}".lower()

    @property
    def link(self) -> str:
        """The way to the word: JupyterLab goes to a cell at once, and to a heading only where the page is open already.

        >>> GLOSSARY["HMAC"].link
        'glossary.ipynb#cell-id=term-hmac'
        """
        return f"glossary.ipynb#cell-id={self.cell}"

    @property
    def step(self) -> str | None:
        """The name of the step that makes it, for a word that is a step of a signature; else None."""
        name = self.name.lower().replace(" ", "_")
        return name if name in CATALOGUE else None


GLOSSARY = records("sigv4_explain.course", "glossary.toml", Term, "name")
"""By name, in the order of the alphabet."""
