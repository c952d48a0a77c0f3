from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# The same examples in every run, and no time limit: a test that fails on one machine fails on all.
# No database: a run leaves nothing behind in the folder.
settings.register_profile(
    "default",
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# HYPOTHESIS_PROFILE=explore looks where the default never looks: other examples each time, and more of them.
settings.register_profile("explore", settings.get_profile("default"), derandomize=False, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
