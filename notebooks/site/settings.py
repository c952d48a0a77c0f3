"""What JupyterLite is told: what to build, and what a notebook starts with."""

from __future__ import annotations

from collections.abc import Mapping

APPS = ("lab", "notebooks", "tree")
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
    "h11",
    "sigv4-explain",
)
"""Loaded side by side while Python starts, so that no notebook installs anything; the rest comes when imported."""

_FILES_FOR_PYTHON = "@jupyterlite/application-extension:service-worker-manager"
"""It shows Python the page's files; no notebook reads one, and each import would look for itself there first."""
_THEMES = "@jupyterlab/apputils-extension:themes"


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


def build_settings() -> Mapping[str, object]:
    """Return the content of ``jupyter_lite_config.json``, which the builder reads."""
    return {
        "LiteBuildConfig": {
            "contents": ["notebooks"],
            "apps": list(APPS),
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
        }
    }
