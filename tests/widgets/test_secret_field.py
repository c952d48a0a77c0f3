from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import v4

from sigv4_explain.credentials import EXAMPLE
from tests.widgets.parts import SecretField

KEPT, MASK = "kept-secret", "••• (11 characters)"
FORMS = {
    "SigningLab()": ("secret_access_key", "session_token"),
    "KeyChain()": ("secret_access_key",),
    "Doctor()": ("secret_access_key",),
}


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        (KEPT, KEPT),
        (MASK, KEPT),
        (f"{MASK}x", f"{KEPT}x"),
        (f"x{MASK}", f"x{KEPT}"),
        (MASK[:-1], ""),
        (MASK[1:], ""),
        ("", ""),
        ("another", "another"),
        (EXAMPLE.secret_access_key, EXAMPLE.secret_access_key),
    ],
)
def test_what_is_typed_is_taken_and_the_page_gets_a_mask(typed: str, taken: str) -> None:
    """The mask in the field stands for the secret, the same secret is masked once more, a damaged mask empties it."""
    field = SecretField(value=KEPT)
    with patch.object(field, "_send") as send:
        field.set_state({"value": typed})
    sent = [call.args[0] for call in send.mock_calls]

    shown = {"": "", EXAMPLE.secret_access_key: taken}.get(taken, f"••• ({len(taken)} characters)")
    assert (field.value, field.get_state()["value"]) == (taken, shown)
    assert sent[-1]["state"] == {"value": shown}
    assert {message["method"] for message in sent} == {"update"}  # no echo of what was typed
    assert repr(field) == "SecretField(continuous_update=False)"


def test_a_typed_secret_is_not_in_a_notebook_that_is_saved_with_its_widgets() -> None:
    """As nbclient and papermill save it: whatever form was typed into, and though its fields were shown."""
    cells = ["from sigv4_explain.widgets import Doctor, KeyChain, SigningLab"]
    for number, (form, fields) in enumerate(FORMS.items()):
        typed = [f"app{number}.form.{field}.value = 'MARKED' + '-secret'" for field in fields]
        cells += [f"app{number} = {form}", *typed, f"app{number}.form.{fields[0]}", f"app{number}"]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])

    root = str(Path(__file__).parents[2])
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": root}}, timeout=60).execute()

    saved = nbformat.writes(notebook)
    assert "Secret access key" in str(notebook.metadata["widgets"])
    assert "MARKED-secret" not in saved
