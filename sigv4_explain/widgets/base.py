"""What every live form shares: what cannot be read is told on the page, and the last that could be stays below it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import ipywidgets as widgets
from traitlets import Unicode

from sigv4_explain.drawing.markup import Html, escaped, join, tag, text_of
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.drawing.style import page_style, sheet, style_element
from sigv4_explain.errors import InvalidInput, SigV4Error
from sigv4_explain.masking import masked
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.form_words import field_of, in_words

# What every live page shares: its head, drawing once where many fields change, and a picture where nothing runs.

HEARD = f"{PREFIX}-heard"
"""The class of what is read out when it changes. The page's script says so: a new element would not be heard."""


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
        self._heard = widgets.HTML(_dom_classes=(HEARD,))

    def announce(self, words: str) -> None:
        """Have a few words read out to whoever cannot see what changed, once no more keys are pressed."""
        self._heard.value = escaped(words)

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
        skips = (_skip("values", "Skip to the values"), _skip("end", f"Skip past {self.called}"))
        return [self._unseen(*map(widgets.HTML, skips)), widgets.HTML(heading)]

    def _unseen(self, *others: widgets.Widget) -> widgets.VBox:
        """Put together what takes no room: the rules with the page's script, what is read out, and others."""
        style = widgets.HTML(style_element(self._style(), sheet("widgets/page_script.js")))
        return widgets.VBox([style, *others, self._heard], _dom_classes=(f"{PREFIX}-unseen",))

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        bundle = dict(self.widget._repr_mimebundle_())  # the protocol of IPython's displays
        return {**bundle, "text/plain": repr(self), "text/html": str(self._static_twin())}

    def _static_twin(self) -> Html:
        note = f"A picture of {self.called}, for where nothing runs. Run this cell and it comes alive."
        return join(tag("h3", self.title), tag("p", tag("em", note)), self._picture())


def _skip(where: str, words: str) -> Html:
    return tag("button", words, type="button", class_=f"{PREFIX}-skip", data_skip=where)


def panes(typed: Sequence[widgets.Widget], values: Sequence[widgets.Widget]) -> widgets.Box:
    """Lay out what is typed beside what follows from it, so that both are seen at once; the form stays in sight."""
    sides = (("typed", typed), ("values", values))
    boxes = [widgets.VBox(list(side), _dom_classes=(f"{PREFIX}-{name}",)) for name, side in sides]
    return widgets.Box(boxes, _dom_classes=(f"{PREFIX}-panes",))


# What every form shares: its fields by name, laid out in rows, each change told, and the wrong one outlined.


def _shown(secret: str, _field: widgets.Widget) -> str:
    return masked(secret) if secret else ""


def _typed(text: str, field: widgets.Widget) -> str:
    """Read what stands in the page: the mask is the secret, and what is left of a mask is nothing."""
    text = text.replace(mask, field.value) if "•" in (mask := _shown(field.value, field)) else text
    return "" if "•" in text else text


class SecretField(widgets.Password):  # type: ignore[misc]  # ipywidgets has no types
    """A field whose text stays in Python: the page, and a notebook saved with its widgets, has a mask in its place.

    The text is taken when the field is left or Enter is pressed: while keys are pressed the page alone has it, outside
    what is saved. AWS's published examples are shown.
    """

    value = Unicode().tag(sync=True, echo_update=False, to_json=_shown, from_json=_typed)

    def __init__(self, **options: Any) -> None:
        super().__init__(continuous_update=False, **options)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what was typed, and put the mask into the page, also where the secret is the one before."""
        super().set_state(sync_data)
        self.send_state("value")

    def _repr_keys(self) -> Iterable[str]:
        return (key for key in super()._repr_keys() if key != "value")


class Fields:
    """The widgets of a form, by name; it knows nothing about signatures."""

    typed: tuple[str, ...]
    """The names of the fields that count."""
    layout: str
    """Row by row, the width and the name of each field, such as ``half request, half keys``."""
    box: widgets.GridBox
    """The fields, laid out."""

    def laid_out(self, *classes: str) -> widgets.GridBox:
        """Lay the fields out; classes without the prefix."""
        pairs = (each.split() for each in self.layout.split(","))
        return grid(((width, getattr(self, name)) for width, name in pairs), *classes)

    def fields(self) -> dict[str, widgets.Widget]:
        """Return the fields that count, by their names."""
        return {name: getattr(self, name) for name in self.typed}

    def values(self) -> dict[str, Any]:
        """Return what stands in the fields that count, by their names."""
        return {name: field.value for name, field in self.fields().items()}

    def on_change(self, callback: Any) -> None:
        """Call back whenever a field that counts is edited."""
        for field in self.fields().values():
            field.observe(callback, names="value")

    def mark_error(self, field: str | None) -> None:
        """Outline the field that an error names, and no other."""
        outline(self.fields(), field)


def put_class(widget: widgets.Widget, name: str, *, is_there: bool) -> None:
    """Put a class on a widget, or take it away; without the prefix."""
    (widget.add_class if is_there else widget.remove_class)(f"{PREFIX}-{name}")


def outline(fields: Mapping[str, widgets.Widget], wrong: str | None) -> None:
    """Outline one of the fields, by its name; None outlines none."""
    for name, field in fields.items():
        put_class(field, "error", is_there=name == wrong)


def grid(rows: Iterable[tuple[str, widgets.Widget]], *classes: str) -> widgets.GridBox:
    """Lay fields out by their widths, such as ``half``; what can tell each key tells it. Classes without the prefix."""
    fields = []
    for width, field in rows:
        field.add_class(f"{PREFIX}-{width}")
        if hasattr(field, "continuous_update") and not isinstance(field, SecretField):
            field.continuous_update = True
        fields.append(field)
    return widgets.GridBox(fields, _dom_classes=tuple(f"{PREFIX}-{name}" for name in ("form", *classes)))


_TOLD = 3
"""How many steps are named when a change is read out."""


def spoken_change(trace: Trace, before: Trace) -> str:
    """Say which steps an edit changed, without their values.

    >>> from dataclasses import replace
    >>> from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, trace_of
    >>> first, other = (trace_of(replace(PRESETS[FIRST], body=body))[0] for body in ("", "{}"))
    >>> spoken_change(other, first)
    'Signature changed; Hashed payload, Canonical request, Hash of the canonical request…'
    >>> spoken_change(first, first)
    'Signature unchanged.'
    """
    if trace.signature == before.signature:
        return "Signature unchanged."
    titles = [trace[name].title for name in trace.changed_steps(before) if name != "signature"]
    return f"Signature changed; {', '.join(titles[:_TOLD])}{'…' if len(titles) > _TOLD else '.'}"


Shown = TypeVar("Shown")


class LiveForm(LiveView, Generic[Shown]):
    """A form and what follows from it. A form that cannot be read from the beginning raises its InvalidInput."""

    cannot: str
    """What is said of a form that cannot be read, such as: Cannot be signed."""
    below: str
    """What stays on the page meanwhile, such as: the last verdict."""
    form: Fields
    """What is typed into."""
    problem: str
    """What is wrong with the form just now, or an empty text."""

    def __init__(self) -> None:
        super().__init__()
        self.problem = ""
        self.status = widgets.HTML(_dom_classes=(f"{PREFIX}-said",))
        """What is said of the whole form."""
        self._has_drawn = False

    @abstractmethod
    def _read(self) -> Shown:
        """Return what follows from the form. Raises InvalidInput."""

    @abstractmethod
    def _draw(self, shown: Shown) -> None:
        """Show it, and that nothing is wrong."""

    def _spoken(self, _shown: Shown) -> str:
        """Say in a few words what changed since the last drawing; an empty text: what the status begins with."""
        return ""

    def _children(self) -> list[widgets.Widget]:
        return [*self._style_and_heading(), self.form.box, self.status, *self.sections.values()]

    def _fields(self) -> Mapping[str, widgets.Widget]:
        """Return the fields, by the names under which an error tells them."""
        return self.form.fields()

    def _mark_error(self, field: str | None) -> None:
        """Outline the field that an error names, and no other."""
        outline(self._fields(), field)

    def _render(self) -> None:
        if self._paused:
            return
        try:
            shown = self._read()
        except InvalidInput as error:
            if not self._has_drawn:  # nothing to show yet: the error is for whoever made the form
                raise
            self._tell_problem(error, field_of(error))
            return
        self.problem = ""
        self._mark_error(None)
        spoken = self._spoken(shown) if self._has_drawn else ""
        if self._has_drawn:
            put_class(self.widget, "stale", is_there=False)
        self._draw(shown)
        if self._has_drawn:
            self.announce(spoken or text_of(Html(self.status.value)).partition("\n")[0])
        self._has_drawn = True

    def _tell_problem(self, error: SigV4Error, field: str) -> None:
        labels = {name: each.description for name, each in self._fields().items()}
        self.problem = problem = in_words(error, labels, field)
        self._mark_error(field)
        put_class(self.widget, "stale", is_there=True)
        said = tag("span", problem, class_=f"{PREFIX}-problem-words")
        words = (tag("strong", self.cannot), " ", said, tag("p", f"Dimmed: {self.below}."))
        self.status.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")
