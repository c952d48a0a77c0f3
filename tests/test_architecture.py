from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from sigv4_explain import shown

PACKAGE = Path(__file__).parents[1] / "sigv4_explain"

# From the bottom to the top; whoever stands higher may import whoever stands lower.
ORDER = (
    "errors",
    "json_text",
    "texts",
    "shown",
    "encoding",
    "masking",
    "url",
    "credentials",
    "request",
    "rules",
    "canonical",
    "signature",
    "authorization",
    "presented",
    "trace",
    "preparing",
    "signing",
    "drawing",
    "family",
    "verifier",
    "readers",
    "local_aws",
    "doctor",
    "clients",
    "__init__",
    "course",
    "widgets",
    "command",
    "__main__",
)
ABOVE_SIGNING = set(ORDER[ORDER.index("signing") + 1 :])
# The one door that leads up: a value asks its view, a text its reader, by the names in this file's table.
DOOR = "shown.py"
# All but these is the core: pure, and standard library only.
OUTSIDE_THE_CORE = (
    "widgets/",
    "readers/requests_auth.py",
    "readers/libraries.py",
    "clients/live.py",  # the other clients, by their names
    "course/kept.py",  # the file with the learner's own functions
    "clients/running.py",
    "local_aws/server.py",  # the only sockets
    "local_aws/front.py",  # logs a fault of its own
    "local_aws/cloud.py",  # its clock
    "local_aws/local.py",
    "local_aws/in_page.py",  # urllib3
    "local_aws/carrier.py",
    "local_aws/real.py",
    "local_aws/__main__.py",
    "command/",
    "__main__.py",
)
IMPURE_MODULES = {
    "asyncio",
    "http.client",
    "http.server",
    "logging",
    "os",
    "pathlib",
    "secrets",
    "socket",
    "ssl",
    "subprocess",
    "time",
}
IMPURE_MODULES |= {"urllib.request"}
IMPURE_CALLS = {"print", "open", "input", "exec", "eval"}
CLOCK = {"now", "utcnow", "today"}


class When(Enum):
    """When an import happens."""

    AT_ONCE = "when the module is imported"
    LATE = "inside a function, or by name"
    FOR_TYPES = "never: only the type checker reads it"


class Import(NamedTuple):
    """One imported module, and when that happens."""

    module: str
    when: When


def imports_of(source: str) -> Iterator[Import]:
    """Return what a file imports, also for types, and each module of ours that it names to load it by name."""
    yield from _imports(ast.parse(source), When.AT_ONCE)


def _imports(node: ast.AST, when: When) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, when) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        names = [name for alias in node.names if (name := f"{module}.{alias.name}") in MODULES]
        yield from (Import(name, when) for name in names or [module])
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        named = (node.value, node.value.rpartition(".")[0])  # a module, or a function in it
        yield from (Import(name, When.LATE) for name in named if name in MODULES - FOLDERS)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        when = When.LATE
    for child in ast.iter_child_nodes(node):
        for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and child in node.body
        yield from _imports(child, When.FOR_TYPES if for_types else when)


def impurities_of(source: str) -> Iterator[str]:
    """Return what a file does that a pure function does not: print, open, read the clock or the environment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            yield f"{node.func.id}()"
        if isinstance(node, ast.Attribute) and node.attr in CLOCK:
            yield f".{node.attr}"
        if _draws_without_a_seed(node):
            yield "random"
        if isinstance(node, ast.ImportFrom):  # the imported name may be a module too
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name for name in names if name in IMPURE_MODULES)
    yield from (module for module in _run(source) if _is_or_is_in(module, IMPURE_MODULES))


def _draws_without_a_seed(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "Random" and not node.args
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
    if isinstance(node, ast.ImportFrom):
        return node.module == "random" and names != ["Random"]
    return "random" in names


def _is_or_is_in(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def _unit(path: str) -> str:
    """Return which entry of ORDER a file belongs to."""
    return path.partition("/")[0].removesuffix(".py")


def _run(source: str) -> Iterator[str]:
    """Return the modules that a file really imports, at once or late."""
    return (module for module, when in imports_of(source) if when is not When.FOR_TYPES)


def _arrows_up(path: str, source: str) -> Iterator[str]:
    """Return the imports of a file that point up and have no leave to do so."""
    for module, when in imports_of(source):
        root, _, rest = module.partition(".")
        if root != "sigv4_explain" or (path == DOOR and when is When.LATE):
            continue
        target = rest.partition(".")[0] or "__init__"
        if ORDER.index(target) > ORDER.index(_unit(path)):
            yield f"{path} imports {module}"


def circles_in(sources: dict[str, str]) -> list[str]:
    """Return a circle of modules that import each other, at once, late or for types; the door's names are none."""
    arrows = {
        _module(path): {
            module
            for module, when in imports_of(source)
            if module in MODULES and module != _module(path) and not (path == DOOR and when is When.LATE)
        }
        for path, source in sources.items()
    }
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _strangers(source: str) -> set[str]:
    """Return the roots of the modules that are neither in the standard library nor ours."""
    roots = {module.partition(".")[0] for module in _run(source)}
    return roots - sys.stdlib_module_names - {"sigv4_explain"}


def _module(path: str) -> str:
    """Return the module's name in which a file of the package is."""
    return f"sigv4_explain.{path}".removesuffix(".py").replace("/", ".").removesuffix(".__init__")


FILES = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))
}
MODULES = {_module(path) for path in FILES}
FOLDERS = {_module(path) for path in FILES if path.endswith("__init__.py")}  # their names stand for files and logs too
CORE = [path for path in FILES if not path.startswith(OUTSIDE_THE_CORE)]


@pytest.mark.parametrize("path", FILES)
def test_each_file_has_its_place_and_imports_only_what_is_below(path: str) -> None:
    """An arrow up would make a cycle, and the core could no longer be read from the bottom."""
    assert _unit(path) in ORDER, f"{path} has no place in ORDER: give it one"
    assert list(_arrows_up(path, FILES[path])) == []


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith("widgets/")])
def test_a_page_is_drawn_without_widgets(path: str) -> None:
    """In each app's folder ``app.py`` alone knows ipywidgets: the rest is pure, and can be tested without a kernel."""
    if path.rpartition("/")[2] not in ("app.py", "base.py") and path != "widgets/__init__.py":
        assert "ipywidgets" not in _strangers(FILES[path])


def test_nobody_needs_the_local_front_but_who_runs_clients_and_the_shell() -> None:
    """It is a server; what is a library must not bring it along."""
    users = {
        path.partition("/")[0]
        for path, source in FILES.items()
        if any(_is_or_is_in(module, {"sigv4_explain.local_aws"}) for module, _ in imports_of(source))
    }

    assert users <= {"local_aws", "clients", "command"}


def test_a_class_name_has_one_meaning() -> None:
    """Whoever reads a name knows which class it is."""
    names = Counter(
        node.name
        for source in FILES.values()
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", CORE)
def test_the_core_needs_only_the_standard_library(path: str) -> None:
    """The core runs in a browser unchanged, where nothing else is installed."""
    allowed = {"boto3", "botocore"} if path == "credentials.py" else set()  # Credentials.from_boto3 asks them

    assert _strangers(FILES[path]) == allowed


@pytest.mark.parametrize("path", CORE)
def test_the_core_is_pure(path: str) -> None:
    """No printing, no files, no sockets, no environment; the clock is read in preparing.py alone."""
    allowed = {".now"} if path == "preparing.py" else set()

    assert set(impurities_of(FILES[path])) == allowed


def _loaded_by(script: str) -> set[str]:
    """Return the modules that a fresh Python has in memory after a script, and had not before."""
    path = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); before = set(sys.modules); "
    command = [sys.executable, "-c", f"{path}{script}; print(*set(sys.modules) - before)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_importing_the_package_imports_hardly_anything() -> None:
    """Each public name loads its own part when it is first asked for, and no more."""
    at_once = _loaded_by("import sigv4_explain")
    to_sign = _loaded_by("from sigv4_explain import Credentials, Request, sign")

    assert {name for name in at_once if name.startswith("sigv4_explain.")} == set()
    assert not at_once & {"dataclasses", "datetime", "hashlib", "inspect", "json", "typing", "urllib.parse"}
    assert not {name.split(".")[1] for name in to_sign if name.startswith("sigv4_explain.")} & ABOVE_SIGNING


def test_public_names_need_nothing_but_the_standard_library() -> None:
    """All of them, but for SigV4Auth, which is for ``requests``."""
    script = "import sigv4_explain as kit; [getattr(kit, name) for name in kit.__all__ if name != 'SigV4Auth']"
    roots = {name.partition(".")[0] for name in _loaded_by(script)}

    assert roots - sys.stdlib_module_names == {"sigv4_explain"}


def test_no_two_modules_need_each_other() -> None:
    """Typing imports and late ones counted: each module can be read and changed with what is below it alone."""
    assert circles_in(FILES) == []


def test_the_door_leads_where_it_says() -> None:
    """Each function in the door's table is there, by its name."""
    for place in shown.ABOVE.values():
        module, _, function = place.rpartition(".")
        assert callable(getattr(import_module(module), function)), place


def test_each_value_that_shows_itself_has_its_views() -> None:
    """The door's table knows the text and the HTML of each class that asks for them."""
    for path in FILES:
        if "(Shown)" in FILES[path] and path != DOOR:
            import_module(_module(path))
    names = {one.__name__ for one in shown.Shown.__subclasses__()}

    assert len(names) >= 5
    assert {f"{name}.{view}" for name in names for view in ("text", "html")} <= set(shown.ABOVE)


def test_a_circle_is_found() -> None:
    """By an import inside a function, by one for types, and by a name."""
    below = {"trace/step.py": "from sigv4_explain.rules import SERVICES"}
    for back in (
        "def show():\n    from sigv4_explain.trace.step import Step",
        "if TYPE_CHECKING:\n    from sigv4_explain.trace.step import Step",
        "import_module('sigv4_explain.trace.step')",
    ):
        assert set(circles_in({**below, "rules.py": back})) == {"sigv4_explain.trace.step", "sigv4_explain.rules"}


@pytest.mark.parametrize(
    "source",
    [
        "from sigv4_explain.drawing.trace_view import trace_html",
        "import sigv4_explain.signing",
        "from sigv4_explain import signing",
        "def show():\n    from sigv4_explain.widgets import SigningLab",
        "try:\n    from sigv4_explain import explain\nexcept ImportError:\n    pass",
        "if TYPE_CHECKING:\n    from sigv4_explain.signing import sign",
        "VIEW = 'sigv4_explain.drawing.trace_view.trace_html'",
    ],
)
def test_an_arrow_up_is_found(source: str) -> None:
    """The reader of imports sees them in every form, also inside functions and try."""
    assert list(_arrows_up("trace.py", source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("trace.py", "from sigv4_explain.trace.step import Step"),
        (DOOR, "ABOVE = {'Step.html': 'sigv4_explain.drawing.trace_view.step_html'}"),
    ],
)
def test_an_arrow_down_and_the_door_are_not_mistaken(path: str, source: str) -> None:
    """What the order permits is no arrow up, nor are the names in the door's table."""
    assert list(_arrows_up(path, source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "print(1)",
        "from datetime import datetime\ndatetime.now()",
        "import os\nos.environ",
        "open('x')",
        "from urllib.request import urlopen",
        "from urllib import request",
        "from http import client",
        "from random import choice",
        "from random import Random\nRandom()",
    ],
)
def test_an_impurity_is_found(source: str) -> None:
    """Printing, the clock, the environment, files and the network are each seen."""
    assert list(impurities_of(source))


def test_a_stranger_is_found() -> None:
    """A third-party import is seen, wherever it stands."""
    assert _strangers("def ask():\n    import boto3\n    import json") == {"boto3"}
