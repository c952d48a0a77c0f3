"""Builds the site: what JupyterLite is told, and the steps, one after the other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from notebooks.site.inside import Sources
from notebooks.site.pages import write_contents, write_licences
from notebooks.site.plain import write_plain_pages
from notebooks.site.runtime import (
    CACHE,
    FILES,
    HERE,
    PROJECT,
    SITE,
    check_version,
    installed_runtime,
    lock_info,
    pinned_version,
    versions,
)
from notebooks.site.serving import headers_file
from notebooks.site.wheels import Job, compiled_files, kernel_wheels, lock, own_wheel, pinned_wheels, slimmed

PYODIDE = "static/pyodide"
"""Where JupyterLite looks for Python while it builds."""
UNUSED_FONTS = tuple(f"build/fa-*.{ending}" for ending in ("eot", "svg", "ttf", "woff"))
"""The formats for browsers that cannot run Python; every other one takes the woff2 beside them."""
_OWN_PAGES = {
    "open.html": "open.html",
    "open.js": "open.js",
    "file.html": "edit/index.html",
    "file.js": "edit/file.js",
}
_TITLE = re.compile("<title>.*?</title>")
_OWN_HEAD = '<title>SigV4, explained</title><link rel="icon" href="../pages/icon.svg">'
_FIRST_VIEW = (
    '<link rel="stylesheet" href="../pages/page.css">'
    '<script type="module" fetchpriority="high" src="../pages/first.js"></script>'
)
_JUPYTERLITE = {
    "contents": ["notebooks"],
    "apps": ["lab", "notebooks", "tree"],
    "no_sourcemaps": True,
    "no_unused_shared_packages": True,
}
AT_START = (
    "micropip",
    "piplite",
    "ipykernel",
    "comm",
    "pyodide-kernel",
    "jedi",
    "ipython",
    "ipywidgets",
    "requests",
    "sigv4-explain",
)
"""Loaded side by side while Python starts, so that no notebook installs anything; the rest comes when imported."""

_FILES_FOR_PYTHON = "@jupyterlite/application-extension:service-worker-manager"
"""It shows Python the page's files; no notebook reads one, and each import would look for itself there first."""
_THEMES = "@jupyterlab/apputils-extension:themes"


def build(site: Path = SITE, cache: Path = CACHE) -> None:
    """Build the site anew; what is in the cache is not fetched or compiled again.

    Raises SigV4Error for pins that do not fit together, CalledProcessError when a tool fails.
    """
    site = site.resolve()
    wanted = versions()
    check_version(wanted.pyodide, pinned_version())
    runtime = installed_runtime(cache)
    files = gathered(runtime, cache, wanted.python)
    with TemporaryDirectory(dir=cache) as folder:
        sources = Path(folder)
        _write_python(sources / PYODIDE, runtime, files)
        write_contents(PROJECT / "notebooks", sources / "notebooks")
        _write_json(sources / "jupyter-lite.json", page_settings())
        _write_json(sources / "jupyter_lite_config.json", {"LiteBuildConfig": _JUPYTERLITE})
        shutil.rmtree(site, ignore_errors=True)
        _run_jupyterlite(sources, site)
        write_plain_pages(sources / "notebooks", site)
    _finish(site)
    write_licences(site / "licences", [path for path in files if path.suffix == ".whl"], wanted.pyodide)


def page_settings() -> Mapping[str, object]:
    """Return the content of ``jupyter-lite.json``, which every page reads."""
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": list(AT_START)}}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "SigV4, explained",
            "exposeAppInBrowser": True,  # for tests, and for whoever writes extensions
            "defaultKernelName": "python",
            "disabledExtensions": [_FILES_FOR_PYTHON],
            "settingsOverrides": {_THEMES: {"adaptive-theme": True}},  # dark where the reader's system is
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
        },
    }


def gathered(runtime: Path, cache: Path, python: str) -> list[Path]:
    """Return the wheels and the standard library, compiled. Ours keep their sources: the course shows them."""
    own = Job(_light(own_wheel(cache / "own"), cache), Sources.KEPT)
    wheels = [_light(wheel, cache) for wheel in (*pinned_wheels(cache, python), *kernel_wheels())]
    others = [Job(path, Sources.DROPPED) for path in (*wheels, runtime / "python_stdlib.zip")]
    return compiled_files([own, *others], runtime, cache)


def _light(wheel: Path, cache: Path) -> Path:
    light = cache / "light" / wheel.name
    light.parent.mkdir(parents=True, exist_ok=True)
    light.write_bytes(slimmed(wheel.name, wheel.read_bytes()))
    return light


def _finish(site: Path) -> None:
    """Do what JupyterLite leaves undone: our own heads, lighter fonts, and Python where it can be kept for ever."""
    for path in site.glob("*/index.html"):
        scripts = (_FIRST_VIEW,) if path.parent.name == "notebooks" else ()
        path.write_text(with_own_head(path.read_text(encoding="utf-8"), *scripts), encoding="utf-8", newline="\n")
    for name, target in _OWN_PAGES.items():
        (site / target).parent.mkdir(exist_ok=True)
        shutil.copyfile(HERE / name, site / target)
    (site / "_headers").write_text(headers_file(), encoding="utf-8", newline="\n")
    (site / ".nojekyll").touch()  # else GitHub Pages leaves out files whose names begin with _
    for path in (path for pattern in UNUSED_FONTS for path in site.glob(pattern)):
        path.unlink()
    version = sha256((site / PYODIDE / "pyodide-lock.json").read_bytes()).hexdigest()[:12]
    own_folder = f"static/python-{version}"
    (site / PYODIDE).rename(site / own_folder)
    settings = site / "jupyter-lite.json"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f"./{PYODIDE}/", f"./{own_folder}/"), encoding="utf-8", newline="\n")


def with_own_head(html: str, *scripts: str) -> str:
    """Return a page of JupyterLite's with our title and icon, before anything that takes time; its scripts come last.

    >>> with_own_head("<title>Jupyter Notebook</title>", "<script></script>")
    '<title>SigV4, explained</title><link rel="icon" href="../pages/icon.svg"><script></script>'
    """
    said = html.replace("<html>", '<html lang="en">', 1)
    return _TITLE.sub("".join((_OWN_HEAD, *scripts)), said, count=1)


def _write_python(folder: Path, runtime: Path, files: Iterable[Path]) -> None:
    """Write Pyodide, the packages, and the lock that names them."""
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(runtime / name, folder / name)
    for path in files:
        shutil.copyfile(path, folder / path.name)
    _write_json(folder / "pyodide-lock.json", lock(folder.glob("*.whl"), lock_info(runtime)))


def _run_jupyterlite(sources: Path, site: Path) -> None:
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(sources), "--output-dir", str(site)]
    done = subprocess.run(  # noqa: S603 -- the site's own tool
        command, cwd=sources, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout[-4000:])
        done.check_returncode()


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8", newline="\n")
