"""When the interpreter looks for garbage: not while modules are loaded, and rarely once something is served.

Loading makes 600,000 objects that stay, and each collection walks over what is young. With Python's own thresholds that
takes a fifth of a start.
"""

from __future__ import annotations

import gc

_LOADING = 1_000_000
_SERVING = (50_000, 20, 50)
"""Fifty thousand small objects are 5 MB at the most."""


def begin() -> None:
    """For a process that is about to load what it needs; a short command ends before anything is to be gained."""
    gc.set_threshold(_LOADING)


def settle() -> None:
    """For a process that will live on: what is loaded stays for good and is out of sight, what comes is collected.

    Walking over index and libraries held up every request for 130 ms now and then.
    """
    gc.freeze()
    gc.set_threshold(*_SERVING)
