"""The builder of the site, as the tests see it: the one place that knows its modules."""

# All their public names, so that no name is listed twice.
from notebooks.site.build import *  # noqa: F403
from notebooks.site.inside import *  # noqa: F403
from notebooks.site.pages import *  # noqa: F403
from notebooks.site.plain import *  # noqa: F403
from notebooks.site.runtime import *  # noqa: F403
from notebooks.site.serving import *  # noqa: F403
from notebooks.site.wheels import *  # noqa: F403
