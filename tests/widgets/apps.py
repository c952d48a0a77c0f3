"""What the tests of all live pages share: the pages, and what can be seen of one through ipywidgets' own names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import ipywidgets as widgets

from sigv4_explain import widgets as apps
from tests.widgets.parts import LiveForm, LiveView

APPS: dict[str, Callable[[], LiveView]] = {
    name: getattr(apps, name) for name in apps.__all__ if issubclass(getattr(apps, name), LiveView)
} | {"Quiz": lambda: apps.Quiz("order-of-names"), "MixedQuiz": lambda: apps.MixedQuiz("03")}
FORMS: dict[str, Any] = {name: app for name, app in APPS.items() if isinstance(app, type) and issubclass(app, LiveForm)}
TYPED = widgets.Text | widgets.Textarea | widgets.Combobox


def every_widget(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """Walk through a widget and all that is in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every_widget(child)


def drawn(app: LiveView) -> str:
    """Return all HTML that is on the live page, its style sheets excepted."""
    pages = [each.value for each in every_widget(app.widget) if isinstance(each, widgets.HTML)]
    return "\n".join(page for page in pages if not page.startswith("<style"))


def bundle(app: LiveView) -> dict[str, Any]:
    """Return what a cell gives to the notebook."""
    return app._repr_mimebundle_()


def shown(app: LiveView) -> str:
    """Return all that leaves Python for a reader: page, picture and text."""
    return "\n".join([drawn(app), bundle(app)["text/html"], repr(app)])


def fields_of(app: LiveView, kind: Any = TYPED) -> dict[str, widgets.Widget]:
    """Return the fields of a page by the names under which an error tells them."""
    form = getattr(app, "form", app)
    return {name: field for name, field in vars(form).items() if isinstance(field, kind)}


def classes_of(widget: widgets.Widget) -> list[str]:
    """Return the classes that a widget has in the page."""
    classes: list[str] = widget.get_state("_dom_classes")["_dom_classes"]
    return classes


def is_outlined(field: widgets.Widget) -> bool:
    """Whether a field is marked as wrong."""
    return "sigv4-error" in classes_of(field)
