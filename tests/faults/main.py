"""Runs the kinds of trial and sums them up: see `run`."""

import argparse
import importlib
import json
import os
import pathlib
import secrets
import shutil
import subprocess
import sys
import tempfile
import time

from sandbox import NOBODY, Sandbox
from tally import Tally

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ["kills", "disks", "signals", "unreadable", "privacy", "beside", "names", "hostile", "damaged"]
# Whose trials need a user from whom something can be taken away.
UNPRIVILEGED = {"unreadable"}


def built():
    """Builds the program; cargo tells where it lies."""
    command = ["cargo", "build", "--quiet", "--release", "--bin", "cognate", "--message-format", "json-render-diagnostics"]
    lines = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [line["executable"] for line in map(json.loads, lines) if line.get("executable")][-1]


def arguments():
    parser = argparse.ArgumentParser(prog="tests/faults/run", description=__doc__)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--short", dest="length", action="store_const", const="short", default="short", help="some of each kind, two minutes (default)")
    length.add_argument("--long", dest="length", action="store_const", const="long", help="hundreds of each kind")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help="of everything random")
    parser.add_argument("--only", metavar="NAMES", help="kinds, with commas: " + ", ".join(KINDS))
    parser.add_argument("--trial", type=int, help="only the trial of this number")
    parser.add_argument("--keep", action="store_true", help="keep the folders of trials that fail")
    parser.add_argument("binary", metavar="BINARY", nargs="?", help="the program; built when it is not named")
    args = parser.parse_args()
    args.kinds = (args.only or ",".join(KINDS)).split(",")
    if unknown := set(args.kinds) - set(KINDS):
        parser.error(f"no kind is called {', '.join(sorted(unknown))}")
    return args


def main():
    args = arguments()
    print(f"seed {args.seed}", flush=True)
    if not shutil.which("strace"):
        sys.exit("strace is needed: apt-get install strace")
    binary = pathlib.Path(args.binary or built()).resolve()
    again = f"tests/faults/run --{args.length} --seed {args.seed} {args.binary or binary}"
    tally = Tally(args.seed, again, args.keep, args.trial)
    with tempfile.TemporaryDirectory(prefix="cognate-faults-") as home:
        # Other users must come through, and the program may be built anew meanwhile.
        os.chmod(home, 0o755)
        program = shutil.copy(binary, pathlib.Path(home) / "cognate")
        os.chmod(program, 0o755)
        for kind in args.kinds:
            began = time.monotonic()
            user = NOBODY if kind in UNPRIVILEGED and os.geteuid() == 0 else None
            sandbox = Sandbox(pathlib.Path(home) / ("own" if user is None else "nobody"), program, user)
            importlib.import_module(kind).run(tally, sandbox, args.seed, args.length)
            tally.close(kind, time.monotonic() - began)
            sandbox.clear()
    failed = sum(row["failed"] for row in tally.kinds.values())
    trials = sum(row["trials"] for row in tally.kinds.values())
    for skipped in tally.skipped:
        print(f"SKIP  {skipped}")
    print(f"{trials - failed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
