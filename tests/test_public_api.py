from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from importlib.resources import files
from types import ModuleType
from typing import Any

import pytest

import sigv4_explain
from sigv4_explain import explain
from tests.core.examples import ALICE, SCOPE, VANILLA

_STEPS = """
    canonical_uri canonical_query_string canonical_headers signed_headers hashed_payload canonical_request
    hashed_canonical_request request_date_time credential_scope string_to_sign date_key date_region_key
    date_region_service_key signing_key signature authorization_header
"""
HEADER_STEPS = _STEPS.split()
QUERY_STEPS = [*HEADER_STEPS[:-1], "presigned_url"]


def _exported() -> dict[str, Any]:
    return {name: getattr(sigv4_explain, name) for name in sigv4_explain.__all__}


FUNCTIONS = [name for name, value in _exported().items() if inspect.isfunction(value)]
CLASSES = [name for name, value in _exported().items() if inspect.isclass(value)]


def test_all_is_sorted_and_has_no_repeats() -> None:
    """``__all__`` reads like an index: constants, classes, functions, each in the order of the alphabet."""
    names = sigv4_explain.__all__

    assert len(set(names)) == len(names)
    assert list(names) == sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))


def test_all_names_what_the_package_exports() -> None:
    """What is public, has a home and is no module is in ``__all__``, and nothing in ``__all__`` is missing."""
    public = {
        name
        for name in dir(sigv4_explain)
        if not name.startswith("_") and not isinstance(getattr(sigv4_explain, name), ModuleType)
    }

    assert public - {"annotations", "TYPE_CHECKING", "import_module", "ModuleType"} == set(sigv4_explain.__all__)
    assert all(getattr(sigv4_explain, name) is value for name, value in _exported().items())


def test_a_name_is_its_own_also_after_the_file_of_that_name_is_loaded() -> None:
    """Whoever imports the file signature.py first still gets the function from the package."""
    script = "import sigv4_explain.signature; from sigv4_explain import signature; print(signature(b'', '')[:8])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert result.stdout == "b613679a\n"


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The loader of what is loaded late answers for its names only."""
    with pytest.raises(AttributeError, match="no attribute 'SigV5Auth'"):
        _ = sigv4_explain.SigV5Auth


@pytest.mark.parametrize("name", [*FUNCTIONS, *CLASSES])
def test_everything_public_says_what_it_is(name: str) -> None:
    """Each public function and class, and each public method, has a docstring of its own."""
    value = _exported()[name]
    members = vars(value).values() if inspect.isclass(value) else ()
    methods = [getattr(member, "__func__", getattr(member, "fget", None) or member) for member in members]
    named = [method for method in methods if inspect.isfunction(method) and not method.__name__.startswith("_")]

    for documented in [value, *named]:
        text = documented.__doc__ or ""
        generated = inspect.isclass(value) and text.startswith(f"{value.__name__}(")
        assert text.strip(), f"{documented.__qualname__} has no docstring"
        assert not generated, f"{documented.__qualname__} has only the generated one"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_shows_itself_at_work(name: str) -> None:
    """Each public function has an example in its docstring, which the doctests run."""
    assert doctest.DocTestParser().get_examples(_exported()[name].__doc__ or "")


def test_the_steps_have_their_fixed_names_in_the_order_of_aws_page() -> None:
    """The names are the interface: notebooks, exercises and links rely on them."""
    in_header = explain(VANILLA, ALICE, **SCOPE)
    in_query = explain(VANILLA, ALICE, **SCOPE, expires=300)

    assert [step.name for step in in_header] == HEADER_STEPS
    assert [step.name for step in in_query] == QUERY_STEPS


@pytest.mark.parametrize("name", [*HEADER_STEPS, "presigned_url"])
def test_each_step_is_a_plain_public_function(name: str) -> None:
    """The step's name is the name of a function of the package, and the trace calls that one."""
    trace = explain(VANILLA, ALICE, **SCOPE, expires=300 if name == "presigned_url" else None)
    function = getattr(sigv4_explain, name)

    assert name in sigv4_explain.__all__
    assert inspect.isfunction(function)
    assert trace[name].function is function


def test_the_package_says_that_it_is_typed() -> None:
    """Without the marker file, type checkers of those who use the package see nothing."""
    assert (files(sigv4_explain) / "py.typed").is_file()
