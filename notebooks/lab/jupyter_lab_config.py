"""What “make lab” tells JupyterLab; what it is asked not to ask is in ``labconfig``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager


class Notebooks(AsyncLargeFileManager):
    """Keeps the kernel's version of Python out of the files.

    JupyterLab writes it into each notebook that it opens. With another Python than the one that ran the notebooks last,
    each would count as changed before anybody changed it.
    """

    async def get(self, path: str, *arguments: Any, **options: Any) -> dict[str, Any]:
        """Read a file; a notebook says what JupyterLab would make it say."""
        model = await super().get(path, *arguments, **options)
        if model["type"] == "notebook" and model["content"] is not None:
            language = model["content"]["metadata"].get("language_info", {})
            if language.get("name") == "python":
                language["version"] = sys.version.split()[0]
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Write a file, without that."""
        if model["type"] == "notebook" and model.get("content"):
            model["content"].get("metadata", {}).get("language_info", {}).pop("version", None)
        return await super().save(model, path)


c = get_config()  # noqa: F821 -- Jupyter runs this file with it
c.ServerApp.contents_manager_class = Notebooks
c.ServerApp.tornado_settings = {"static_custom_path": [str(Path(__file__).parent / "custom")]}
c.LabApp.custom_css = True
