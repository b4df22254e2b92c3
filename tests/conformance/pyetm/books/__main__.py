"""Runs the comparisons of workbooks."""

import argparse
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from . import exports, figures, runs
from .explained import Explained
from .programs import Programs


def main():
    parser = argparse.ArgumentParser(prog="python -m books")
    parser.add_argument("aurora", type=Path, help="our program")
    parser.add_argument("--figures", type=int, metavar="N", help="only measures, with this many scenarios")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="etm-workbooks-") as work:
        programs = Programs(options.aurora, work)
        if options.figures:
            figures.measure(programs, options.figures)
            return 0
        return compare(programs)


def compare(programs):
    explained = Explained()
    done = [step(programs, explained) for step in (*runs.STEPS, *exports.STEPS)]
    explained.finish()
    for failure in explained.failures:
        print(f"FAILED {failure}", file=sys.stderr)
    for line in done:
        print(line)
    print(
        f"workbooks of pyetm {version('pyetm')} and ours: {explained.count} differences, {len(explained.entries)} entries of "
        f"the list to explain them, {len(explained.failures)} failures"
    )
    return 1 if explained.failures else 0


if __name__ == "__main__":
    sys.exit(main())
