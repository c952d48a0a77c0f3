"""JupyterHub for a workshop on one machine: ``jupyterhub --config notebooks/hub/jupyterhub_config.py``.

For people who trust each other: every learner's server runs as the same user of the machine, so a learner can read what
another one typed. README.md beside this file says when to take the site instead.
"""

import os
from pathlib import Path
from typing import Any

c: Any = get_config()  # noqa: F821 -- JupyterHub brings it

LEARNERS = 60
"""One server more is refused: better one who waits than a room that swaps. 16 GB bear so many: see README.md."""
FOLDER = Path(os.environ.get("WORKSHOP_FOLDER", "workshop")).resolve()
"""Each learner has a folder of their own in it."""

# Behind something that speaks HTTPS: learners type keys.
c.JupyterHub.bind_url = os.environ.get("WORKSHOP_ADDRESS", "http://127.0.0.1:8000")
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie-secret")
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")

# One password for the room, any name. For more than an afternoon take an authenticator that knows people.
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ.get("WORKSHOP_PASSWORD", "")
if not c.DummyAuthenticator.password:
    raise SystemExit("WORKSHOP_PASSWORD is not set: choose the password that the room will type")
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = "[a-z0-9][a-z0-9-]{0,31}"  # it becomes a folder's name

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(FOLDER / "{username}")
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120  # a room starts at once

c.JupyterHub.active_server_limit = LEARNERS
# A room starts at once; beyond this number the hub refuses with 429, and people see an error.
c.JupyterHub.concurrent_spawn_limit = LEARNERS

# A learner's server ends itself when nobody has used it for an hour.
c.Spawner.args = ["--ServerApp.shutdown_no_activity_timeout=3600", "--MappingKernelManager.cull_idle_timeout=3000"]
FOLDER.mkdir(parents=True, exist_ok=True)
