"""The recipes for a hub: what can be told of them without a hub and without Kubernetes."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from traitlets.config import Config

ROOT = Path(__file__).parents[2]
HUB = ROOT / "notebooks" / "hub"

CHART_FIELDS: dict[str, type | tuple[type, ...]] = {
    "hub.activeServerLimit": int,
    "hub.concurrentSpawnLimit": int,
    "hub.config": dict,  # anything: the names are JupyterHub's
    "proxy.https.enabled": bool,
    "proxy.https.hosts": list,
    "proxy.https.letsencrypt.contactEmail": str,
    "singleuser.image.name": str,
    "singleuser.image.tag": str,
    "singleuser.defaultUrl": str,
    "singleuser.startTimeout": int,
    "singleuser.storage.type": str,
    "singleuser.cpu.guarantee": (int, float),
    "singleuser.cpu.limit": (int, float),
    "singleuser.memory.guarantee": str,
    "singleuser.memory.limit": str,
    "singleuser.cloudMetadata.blockWithIptables": bool,
    "scheduling.podPriority.enabled": bool,
    "scheduling.userPlaceholder.enabled": bool,
    "scheduling.userPlaceholder.replicas": int,
    "scheduling.userScheduler.enabled": bool,
    "prePuller.continuous.enabled": bool,
    "cull.enabled": bool,
    "cull.timeout": int,
    "cull.every": int,
}
"""Fields that jupyterhub/values.schema.yaml of jupyterhub/zero-to-jupyterhub-k8s has; the chart refuses any other."""


def _values() -> Any:
    return yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))


def _fields(values: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if path in CHART_FIELDS or not isinstance(values, dict):
        yield path, values
        return
    for name, value in values.items():
        yield from _fields(value, f"{path}.{name}".lstrip("."))


def _recipe(monkeypatch: pytest.MonkeyPatch, folder: Path, password: str) -> Config:
    monkeypatch.setenv("WORKSHOP_FOLDER", str(folder))
    monkeypatch.setenv("WORKSHOP_PASSWORD", password)
    config = Config()
    runpy.run_path(str(HUB / "jupyterhub_config.py"), init_globals={"get_config": lambda: config})
    return config


def test_the_chart_has_every_field_of_the_values() -> None:
    """Each field exists in Zero to JupyterHub's chart and holds what the chart wants there."""
    for name, value in _fields(_values()):
        assert isinstance(value, CHART_FIELDS[name]), name


def test_the_values_hold_together() -> None:
    """A room of 500 is let in, and nobody is promised more memory or processor than they may use."""
    values = _values()
    single = values["singleuser"]

    assert values["hub"]["activeServerLimit"] >= 500
    assert single["cpu"]["guarantee"] < single["cpu"]["limit"]
    assert int(single["memory"]["guarantee"].removesuffix("M")) < int(single["memory"]["limit"].removesuffix("M"))
    assert single["storage"]["type"] in {"dynamic", "static", "none"}


def test_the_hub_on_one_machine_keeps_all_in_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Database, secret and every learner's folder lie in the workshop's folder, and only this machine connects."""
    config = _recipe(monkeypatch, tmp_path / "room", "a password")

    places = [config.JupyterHub.db_url, config.JupyterHub.cookie_secret_file, config.ConfigurableHTTPProxy.pid_file]
    assert [place for place in places if str(tmp_path / "room") not in place] == []
    assert config.SimpleLocalProcessSpawner.home_dir_template == str(tmp_path / "room" / "{username}")
    assert config.JupyterHub.bind_url == "http://127.0.0.1:8000"
    assert (tmp_path / "room").is_dir()


def test_the_hub_does_not_start_without_a_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a password for the room, anybody could run code: the recipe stops, and names the variable."""
    with pytest.raises(SystemExit, match="WORKSHOP_PASSWORD is not set"):
        _recipe(monkeypatch, tmp_path, "")


def test_a_whole_room_may_start_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever may have a server may start it with all the others, instead of an error 429."""
    config = _recipe(monkeypatch, tmp_path, "a password")

    assert config.JupyterHub.concurrent_spawn_limit == config.JupyterHub.active_server_limit


@pytest.mark.parametrize(
    ("name", "taken"),
    [("ada", True), ("table-7", True), ("", False), ("..", False), ("a/b", False), ("-rf", False), ("Ada", False)],
)
def test_a_learners_name_makes_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, *, taken: bool
) -> None:
    """A name becomes a folder's name, so nothing that leads elsewhere is taken."""
    pattern = _recipe(monkeypatch, tmp_path, "a password").Authenticator.username_pattern

    assert bool(re.fullmatch(pattern, name)) is taken


def test_the_link_opens_the_contents() -> None:
    """The page's link for nbgitpuller names a repository and a branch, and opens a notebook of this project."""
    (link,) = re.findall(r"https://\S+/git-pull\?\S+", (HUB / "README.md").read_text(encoding="utf-8"))
    parts = urlsplit(link)
    query = parse_qs(parts.query, strict_parsing=True)

    assert parts.path == "/hub/user-redirect/git-pull"
    assert set(query) == {"repo", "branch", "targetpath", "urlpath"}
    opened = query["urlpath"][0].removeprefix(f"lab/tree/{query['targetpath'][0]}/")
    assert (ROOT / opened).is_file()
