"""The stable JSON of what the shell shows, for other programs: no key is ever renamed or taken away."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""JSON values: the one place where `Any` stands for them."""
