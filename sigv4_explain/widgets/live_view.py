"""What every live page shares: its head, drawing once where many fields change, and a picture where nothing runs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets

from sigv4_explain.render.markup import Html, join, tag, text_of
from sigv4_explain.render.style import page_style, style_element


class LiveView(ABC):
    """A page that answers. The last expression of a cell shows it; on GitHub its static twin stands there."""

    title: str
    """The heading."""
    called: str
    """What the note over the picture calls it, such as: the lab."""
    introduction: str = ""
    """What stands below the heading."""
    sheets: tuple[str, ...] = ()
    """The style sheets with what the page adds to the lab's style, by name."""
    widget: widgets.VBox
    sections: Mapping[str, widgets.HTML]
    """What is drawn anew when something changes, by name."""

    def __init__(self) -> None:
        self._paused = False

    @abstractmethod
    def _render(self) -> None:
        """Read what was chosen, and draw."""

    @abstractmethod
    def _picture(self) -> Html:
        """Draw what is on screen as static HTML."""

    def _text(self) -> str:
        """Write what is on screen."""
        return text_of(self._picture())

    def __repr__(self) -> str:
        return f"{type(self).__name__}\n\n{self._text()}"

    @contextmanager
    def _drawing_once(self) -> Iterator[None]:
        if self._paused:  # whoever paused first draws
            yield
            return
        self._paused = True
        try:
            yield
        finally:
            self._paused = False
        self._render()

    def _style(self) -> str:
        """Return the rules that never change."""
        return page_style(*self.sheets)

    def _style_and_heading(self) -> list[widgets.Widget]:
        heading = join(tag("h2", self.title), tag("p", self.introduction))
        return [widgets.HTML(style_element(self._style())), widgets.HTML(heading)]

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        bundle = dict(self.widget._repr_mimebundle_())  # the protocol of IPython's displays
        return {**bundle, "text/plain": repr(self), "text/html": str(self._static_twin())}

    def _static_twin(self) -> Html:
        note = f"A picture of {self.called}, for where nothing runs. Run this cell and it comes alive."
        return join(tag("h3", self.title), tag("p", tag("em", note)), self._picture())
