"""Give hostile bytes to whatever takes bytes: `python -m tests.fuzz [TARGET…] [--seconds N] [--inputs N] [--seed N]`.

Without bounds 100,000 inputs a target. What failed is printed and kept in `tests/fuzz/seeds`, to be run first from then
on.
"""

import argparse
import hashlib
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz import TARGETS
from tests.fuzz.frame import SEEDS, Failure, run


def main() -> int:
    """Fuzz and return 1 when something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(TARGETS)} [default: all]")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="in all, shared by the targets")
    parser.add_argument("--inputs", type=int, default=100_000, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begin", type=int, default=0, help="with --inputs 1: make one input again")
    options = parser.parse_args()
    names = options.targets or list(TARGETS)
    failures: list[Failure] = []
    for name in names:
        folder, began = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-")), time.monotonic()
        try:
            bounds = {"inputs": options.inputs, "seconds": options.seconds / len(names), "begin": options.begin}
            ran = run(TARGETS[name], folder, seed=options.seed, **bounds)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        failures += ran.failures
        print(
            f"{name}: {ran.inputs:,} inputs in {time.monotonic() - began:.0f} s, {len(ran.failures)} failed", flush=True
        )
    for failure in failures:
        _keep(failure)
        print(f"\n{failure.target} {failure.number}: {failure.what.strip()}\n{failure.data[:300]!r}")
    return 1 if failures else 0


def _keep(failure: Failure) -> None:
    folder = SEEDS / failure.target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(failure.data).hexdigest()[:16]).write_bytes(failure.data)


if __name__ == "__main__":
    sys.exit(main())
