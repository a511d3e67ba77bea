"""`make proof`: everything that the deliveries promise, shown on this machine. Ends with exit code 1 if anything fails.

python -m benchmarks.proof [--only kills,crowd,burst,recovery,outages,simulation] [--kills N] [--seeds N] …
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count, repeat
from pathlib import Path

from benchmarks import proof_kills, proof_outages, proof_scale
from benchmarks.proof_postgres import running_server
from benchmarks.proof_simulation import Outcome, simulate

PARTS = {
    "outages": "what becomes of every slot in an outage of a minute to thirty days: 10 seconds",
    "recovery": "the way back up after kill -9, with the waits of production: 2 minutes",
    "burst": "a thousand channels due at one instant: 2 minutes",
    "kills": "10,000 kills -9 on each database, then some without the claim: 1 hour",
    "crowd": "several workers at once, 20,000 deliveries: 15 minutes",
    "simulation": "200 simulated decades of 1,000 subscriptions: 20 minutes",
}
"""What each part shows, and how long it takes on two idle cores."""
WHOLE = "an hour and three quarters"
_numbers = count(1)


class Report:
    """Prints as it goes, and remembers whether all was well."""

    def __init__(self) -> None:
        self.well = True
        self._began = time.monotonic()

    def head(self, text: str) -> None:
        print(f"\n== {text} ({time.monotonic() - self._began:.0f} s)", flush=True)

    def line(self, text: str, *, ok: bool = True) -> None:
        self.well &= ok
        print(f"{'ok  ' if ok else 'FAIL'} {text}", flush=True)


_told: set[tuple[int, int]] = set()


def _bar(done: int, of: int) -> None:
    """A line that moves for a person, one line for each tenth for a log."""
    if sys.stderr.isatty():
        print(f"\r     {done}/{of}", end="", file=sys.stderr, flush=True)
    elif (tenth := (done * 10 // of, of)) not in _told:
        _told.add(tenth)
        print(f"     {done}/{of}", file=sys.stderr, flush=True)


@contextmanager
def databases(arguments: argparse.Namespace) -> Iterator[dict[str, Callable[[], tuple[str, Path]]]]:
    """For each kind a way to get a fresh database: URL and data folder."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aitrend-proof-")))
        made: dict[str, Callable[[], tuple[str, Path]]] = {}
        if "sqlite" in arguments.databases:
            made["SQLite"] = lambda: ("", folder / str(next(_numbers)))
        if "postgresql" in arguments.databases:
            server = stack.enter_context(running_server())
            made["PostgreSQL"] = lambda: (_create(server), folder / str(next(_numbers)))
        yield made


def _create(server: str) -> str:
    import psycopg

    name = f"proof{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")  # the name is ours
    return server.replace("/postgres?", f"/{name}?")


def outages(report: Report) -> None:
    report.head("An outage from just before the slots: what became of the slots since, up to a fortnight after it")
    print(f"     {'outage':>16} | {'weekly digest':34} | {'daily digest':58} | reminders of an event a week later")
    for row in proof_outages.table():
        cells = f"{row.duration!s:>16} | {row.weekly:34} | {row.daily:58} | {row.reminders}"
        report.line(cells, ok=row.complete)


def kills(report: Report, arguments: argparse.Namespace) -> None:
    with databases(arguments) as made:
        for name, make in made.items():
            report.head(f"{arguments.kills} kills -9 on {name}, 30 % of the calls failing")
            verdict = proof_kills.run(
                *make(), kills=arguments.kills, seed=arguments.seed, width=arguments.width, watch=_bar
            )
            report.line(str(verdict), ok=verdict.clean)
        name, make = next(iter(made.items()))
        report.head(f"The same on {name} with the claim switched off: the harness must find doubles")
        broken = proof_kills.run(
            *make(), kills=min(60, arguments.kills), seed=arguments.seed, outbox=proof_kills.ClaimlessOutbox
        )
        report.line(f"{len(broken.doubled)} doubled, {broken.twice_accepted} taken back", ok=bool(broken.doubled))


def crowd(report: Report, arguments: argparse.Namespace) -> None:
    report.head(f"{arguments.deliveries} deliveries by several workers at once")
    with databases(arguments) as made:
        for name, workers in (("SQLite", 2), ("PostgreSQL", 2), ("PostgreSQL", 4)):
            if name in made:
                verdict = proof_scale.crowd(*made[name](), workers=workers, deliveries=arguments.deliveries)
                rate = verdict.expected / verdict.seconds
                report.line(f"{workers} workers on {name}: {verdict} ({rate:.0f}/s)", ok=verdict.clean)


def burst(report: Report, arguments: argparse.Namespace) -> None:
    report.head(f"{arguments.channels} channels due at one instant, at the real pace")
    with databases(arguments) as made:
        for name, make in made.items():
            alone = proof_scale.burst(*make(), channels=1)
            report.line(f"{name}: one alone after {alone.last:.2f} s (5 s allowed)", ok=alone.last <= 5)
            many = proof_scale.burst(*make(), channels=arguments.channels)
            said = f"median {many.median:.1f} s, p99 {many.p99:.1f} s (60 s allowed), last {many.last:.1f} s"
            report.line(f"{name}: {many.posted} posted, {said}", ok=many.posted == many.channels and many.p99 <= 60)


def recovery(report: Report, arguments: argparse.Namespace) -> None:
    report.head("After kill -9 with a message on its way, with the waits of production")
    with databases(arguments) as made:
        for name, make in made.items():
            found = proof_scale.recovery(*make())
            well = found.ready <= 5 and found.settled <= 180 and found.posts == 2
            said = (
                f"at work after {found.ready:.1f} s (5 s allowed), settled after {found.settled:.1f} s (180 s allowed)"
            )
            report.line(f"{name}: {said}", ok=well)


def _simulate(seed: int, size: dict[str, float]) -> Outcome:
    return simulate(seed, **size)


def simulation(report: Report, arguments: argparse.Namespace) -> None:
    report.head(
        f"{arguments.seeds} simulations of {arguments.years:g} years, each with {arguments.subscriptions} subscriptions"
        f" that live {arguments.mean_weeks:g} weeks on average"
    )
    seeds = range(arguments.seed, arguments.seed + arguments.seeds)
    wrong = owed = posted = skipped = 0
    with ProcessPoolExecutor(arguments.processes) as pool:
        size = {
            "years": arguments.years,
            "subscriptions": arguments.subscriptions,
            "mean_weeks": arguments.mean_weeks,
        }
        for done, found in enumerate(pool.map(_simulate, seeds, repeat(size)), start=1):
            _bar(done, len(seeds))
            tally = found.tally
            owed, posted, skipped = owed + tally.owed, posted + tally.posted, skipped + tally.skipped + tally.coalesced
            wrong += len(found.faults)
            if found.faults:
                report.line(f"{found}\n     " + "\n     ".join(found.faults[:5]), ok=False)
            elif done == 1:
                report.line(str(found))
        again = simulate(seeds[0], years=min(1, arguments.years), subscriptions=100)
        same = simulate(seeds[0], years=min(1, arguments.years), subscriptions=100)
    report.line(f"{owed} periods owed: {posted} posted, {skipped} skipped or coalesced, {wrong} wrong", ok=not wrong)
    report.line(f"a seed replays identically ({again.digest[:12]})", ok=again.digest == same.digest)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        epilog=f"parts, and how long each takes on two idle cores (all of them {WHOLE}):\n"
        + "\n".join(f"  {name:12}{what}" for name, what in PARTS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--only", default=",".join(PARTS), help="parts to show, with commas between")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--width", type=int, default=4, help="workers alive at once while they are killed")
    parser.add_argument("--deliveries", type=int, default=20_000)
    parser.add_argument("--channels", type=int, default=1_000)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--years", type=float, default=10)
    parser.add_argument("--subscriptions", type=int, default=1_000)
    parser.add_argument("--mean-weeks", type=float, default=13, help="how long a subscription lives")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    wanted = set(arguments.only.split(","))
    if unknown := wanted - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if wanted == set(PARTS):
        print(f"This takes about {WHOLE} on two idle cores; --help says how long each part takes.", flush=True)
    report = Report()
    parts: dict[str, Callable[[], None]] = {
        "outages": lambda: outages(report),
        "recovery": lambda: recovery(report, arguments),
        "burst": lambda: burst(report, arguments),
        "kills": lambda: kills(report, arguments),
        "crowd": lambda: crowd(report, arguments),
        "simulation": lambda: simulation(report, arguments),
    }
    for name in PARTS:
        if name in wanted:
            parts[name]()
    report.head("all is well" if report.well else "something is WRONG, see the lines that begin with FAIL")
    return 0 if report.well else 1


if __name__ == "__main__":
    sys.exit(main())
