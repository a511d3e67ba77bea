"""Measurements of aitrend.

python -m benchmarks                    lists the parts
python -m benchmarks PART [OPTION …]    runs one; --help of a part explains it
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from pathlib import Path

import benchmarks


def parts() -> dict[str, str]:
    """Modules of this package with a `main`, and the first line of what they say of themselves."""
    found = {}
    for module in pkgutil.iter_modules(benchmarks.__path__):
        source = (Path(benchmarks.__path__[0]) / f"{module.name}.py").read_text(encoding="utf8")
        if not module.name.startswith("_") and "\ndef main(" in source:
            found[module.name] = source.lstrip('"').split("\n", 1)[0].rstrip('"')
    return found


def main(argv: list[str]) -> int:
    known = parts()
    if not argv or argv[0] not in known:
        print(__doc__.strip() + "\n")
        for name, says in known.items():
            print(f"  {name:16} {says}")
        return 0 if not argv else 2
    run = importlib.import_module(f"benchmarks.{argv[0]}").main
    if inspect.signature(run).parameters:
        return run(argv[1:]) or 0
    sys.argv = [f"benchmarks {argv[0]}", *argv[1:]]
    return run() or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
