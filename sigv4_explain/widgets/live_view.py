"""What every live form shares: it draws once where many fields change, and leaves a picture where nothing runs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets

from sigv4_explain.render.markup import Html, join, tag


class LiveView(ABC):
    """A form and what it shows. The last expression of a cell shows it; on GitHub its static twin stands there."""

    title: str
    """The heading."""
    called: str
    """What the note over the picture calls it, such as: the lab."""
    widget: widgets.VBox

    def __init__(self) -> None:
        self._paused = False

    @abstractmethod
    def _render(self) -> None:
        """Read the form, and draw."""

    @abstractmethod
    def _picture(self) -> Html:
        """Draw what is on screen as static HTML."""

    @contextmanager
    def _drawing_once(self) -> Iterator[None]:
        self._paused = True
        try:
            yield
        finally:
            self._paused = False
        self._render()

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        bundle = dict(self.widget._repr_mimebundle_())  # the protocol of IPython's displays
        return {**bundle, "text/plain": repr(self), "text/html": str(self._static_twin())}

    def _static_twin(self) -> Html:
        note = f"A picture of {self.called}, for where nothing runs. Run this cell and it comes alive."
        return join(tag("h3", self.title), tag("p", tag("em", note)), self._picture())
