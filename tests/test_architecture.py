from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "sigv4_explain"

# From the bottom to the top; whoever stands higher may import whoever stands lower. Some are still to be written.
ORDER = (
    "errors",
    "json_text",
    "texts",
    "encoding",
    "masking",
    "url",
    "credentials",
    "request",
    "rules",
    "canonical",
    "signature",
    "authorization",
    "catalogue",
    "provenance",
    "step",
    "trace_json",
    "trace",
    "preparing",
    "signing",
    "verifying",
    "capture",
    "exporting",
    "diagnosis",
    "render",
    "peers",
    "__init__",
    "course",
    "widgets",
    "local_aws",
    "command",
    "__main__",
)
# The conveniences that reach up, each from inside a function, so that the module itself needs nobody above it.
LATE_CALLS_UP = {
    ("request", "capture"),  # Request.parse, Request.from_requests, …
    ("credentials", "capture"),  # Credentials.from_boto3
    ("step", "render"),  # str(step), and what a notebook shows
    ("trace", "render"),  # str(trace), and what a notebook shows
    ("verifying", "render"),  # str(verdict), and what a notebook shows
    ("diagnosis", "render"),  # str(diagnosis), and what a notebook shows
}
# All but these is the core: pure, and standard library only.
OUTSIDE_THE_CORE = (
    "widgets/",
    "capture/requests.py",
    "capture/botocore.py",
    "peers/live.py",  # the other clients, by their names
    "peers/running.py",
    "local_aws/server.py",  # the only sockets
    "local_aws/log.py",  # logs a fault of its own
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
    "random",
    "secrets",
    "socket",
    "ssl",
    "subprocess",
    "time",
}
IMPURE_MODULES |= {"urllib.request"}
IMPURE_CALLS = {"print", "open", "input", "exec", "eval"}
CLOCK = {"now", "utcnow", "today"}


class Import(NamedTuple):
    """One imported module, and whether that happens inside a function."""

    module: str
    late: bool


def imports_of(source: str) -> Iterator[Import]:
    """Return what a file imports when it runs; ``if TYPE_CHECKING`` never runs."""
    yield from _imports(ast.parse(source), late=False)


def _imports(node: ast.AST, *, late: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, late) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield Import("." * node.level + (node.module or ""), late)
        if node.module == "sigv4_explain":
            yield from (Import(f"sigv4_explain.{alias.name}", late) for alias in node.names if alias.name in ORDER)
    inside = late or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        children: list[ast.AST] = list(node.orelse)
    else:
        children = list(ast.iter_child_nodes(node))
    for child in children:
        yield from _imports(child, late=inside)


def impurities_of(source: str) -> Iterator[str]:
    """Return what a file does that a pure function does not: print, open, read the clock or the environment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            yield f"{node.func.id}()"
        if isinstance(node, ast.Attribute) and node.attr in CLOCK:
            yield f".{node.attr}"
        if isinstance(node, ast.ImportFrom):  # the imported name may be a module too
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name for name in names if name in IMPURE_MODULES)
    yield from (module for module, _ in imports_of(source) if _is_or_is_in(module, IMPURE_MODULES))


def _is_or_is_in(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def _unit(path: str) -> str:
    """Return which entry of ORDER a file belongs to."""
    return path.partition("/")[0].removesuffix(".py")


def _arrows_up(path: str, source: str) -> Iterator[str]:
    """Return the imports of a file that point up and have no leave to do so."""
    unit = _unit(path)
    for module, late in imports_of(source):
        root, _, rest = module.partition(".")
        if root != "sigv4_explain":
            continue
        target = rest.partition(".")[0] or "__init__"
        permitted = ORDER.index(target) <= ORDER.index(unit) or (late and (unit, target) in LATE_CALLS_UP)
        if not permitted:
            yield f"{path} imports {module}"


def _strangers(source: str) -> set[str]:
    """Return the roots of the modules that are neither in the standard library nor ours."""
    roots = {module.partition(".")[0] for module, _ in imports_of(source)}
    return roots - sys.stdlib_module_names - {"sigv4_explain"}


FILES = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))
}
CORE = [path for path in FILES if not path.startswith(OUTSIDE_THE_CORE)]


@pytest.mark.parametrize("path", FILES)
def test_each_file_has_its_place_and_imports_only_what_is_below(path: str) -> None:
    """An arrow up would make a cycle, and the core could no longer be read from the bottom."""
    assert _unit(path) in ORDER, f"{path} has no place in ORDER: give it one"
    assert list(_arrows_up(path, FILES[path])) == []


@pytest.mark.parametrize("path", CORE)
def test_the_core_needs_only_the_standard_library(path: str) -> None:
    """The core runs in a browser unchanged, where nothing else is installed."""
    assert _strangers(FILES[path]) == set()


@pytest.mark.parametrize("path", CORE)
def test_the_core_is_pure(path: str) -> None:
    """No printing, no files, no sockets, no environment; the clock is read in preparing.py alone."""
    allowed = {".now"} if path == "preparing.py" else set()

    assert set(impurities_of(FILES[path])) == allowed


def test_importing_the_package_imports_nothing_else() -> None:
    """A fresh Python that imports the package has only the standard library and the package in memory."""
    script = "import sys; before = set(sys.modules); import sigv4_explain; print(*set(sys.modules) - before)"
    result = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); {script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    roots = {name.partition(".")[0] for name in result.stdout.split()}

    assert "sigv4_explain" in roots
    assert roots - sys.stdlib_module_names == {"sigv4_explain"}


def test_every_leave_to_call_up_is_used() -> None:
    """A leave that nobody needs any more is taken back."""
    used = {
        (_unit(path), module.split(".")[1])
        for path, source in FILES.items()
        for module, late in imports_of(source)
        if late and module.startswith("sigv4_explain.")
    }

    assert used >= LATE_CALLS_UP


@pytest.mark.parametrize(
    "source",
    [
        "from sigv4_explain.render.html import trace_html",
        "import sigv4_explain.signing",
        "from sigv4_explain import signing",
        "def show():\n    from sigv4_explain.widgets import SigningLab",
        "try:\n    from sigv4_explain import explain\nexcept ImportError:\n    pass",
    ],
)
def test_an_arrow_up_is_found(source: str) -> None:
    """The reader of imports sees them in every form, also inside functions and try."""
    assert list(_arrows_up("trace.py", source))


@pytest.mark.parametrize(
    "source",
    [
        "from sigv4_explain.step import Step",
        "def show():\n    from sigv4_explain.render.html import trace_html",
        "if TYPE_CHECKING:\n    from sigv4_explain.signing import sign",
    ],
)
def test_an_arrow_down_and_a_permitted_call_are_not_mistaken(source: str) -> None:
    """What the order or a leave permits is no arrow up."""
    assert list(_arrows_up("trace.py", source)) == []


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
    ],
)
def test_an_impurity_is_found(source: str) -> None:
    """Printing, the clock, the environment, files and the network are each seen."""
    assert list(impurities_of(source))


def test_a_stranger_is_found() -> None:
    """A third-party import is seen, wherever it stands."""
    assert _strangers("def ask():\n    import boto3\n    import json") == {"boto3"}
