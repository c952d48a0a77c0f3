"""What every live form shares: what cannot be read is told on the page, and the last that could be stays below it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

import ipywidgets as widgets

from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.markup import tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.widgets.fields import Fields
from sigv4_explain.widgets.live_view import LiveView

Shown = TypeVar("Shown")


class LiveForm(LiveView, Generic[Shown]):
    """A form and what follows from it. A form that cannot be read from the beginning raises its InvalidInput."""

    cannot: str
    """What is said of a form that cannot be read, such as: Cannot be signed."""
    below: str
    """What stays below meanwhile, such as: the last verdict."""
    form: Fields
    """What is typed into."""
    problem: str
    """What is wrong with the form just now, or an empty text."""

    def __init__(self) -> None:
        super().__init__()
        self.problem = ""
        self.status = widgets.HTML()
        """What is said of the whole form."""
        self._has_drawn = False

    @abstractmethod
    def _read(self) -> Shown:
        """Return what follows from the form. Raises InvalidInput."""

    @abstractmethod
    def _draw(self, shown: Shown) -> None:
        """Show it, and that nothing is wrong."""

    def _children(self) -> list[widgets.Widget]:
        return [*self._style_and_heading(), self.form.box, self.status, *self.sections.values()]

    def _mark_error(self, field: str | None) -> None:
        """Outline the field that an error names, and no other."""
        self.form.mark_error(field)

    def _render(self) -> None:
        if self._paused:
            return
        try:
            shown = self._read()
        except InvalidInput as error:
            if not self._has_drawn:  # nothing to show yet: the error is for whoever made the form
                raise
            self._tell_problem(str(error), error.field.partition("[")[0])
            return
        self.problem = ""
        self._mark_error(None)
        self._draw(shown)
        self._has_drawn = True

    def _tell_problem(self, problem: str, field: str) -> None:
        self.problem = problem
        self._mark_error(field)
        words = (tag("strong", self.cannot), " ", problem, tag("p", f"Below: {self.below}."))
        self.status.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")
