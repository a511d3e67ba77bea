"""Property tests without deadlines: on a busy machine the first example pays for imports, and time decides no test."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
