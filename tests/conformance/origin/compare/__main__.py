"""`python -m compare PYTHON.json OURS.json DIFFERENCES.toml`: fails on an unexplained or outdated difference."""

import sys
from collections import Counter

from . import differing, intended, requests
from .documents import Unreadable


def main(python_path, ours_path, list_path):
    python, ours = requests.load(python_path), requests.load(ours_path)
    problems = same_steps(list(python), list(ours))
    if not problems:
        problems += leaks(ours)
        entries = intended.load(list_path)
        differences, pairs = differing.of_steps(python, ours)
        problems += intended.judge(entries, differences, pairs)
    for problem, times in Counter(problems).items():
        print(f"FAILED {problem}" + (f" ({times} times)" if times > 1 else ""), file=sys.stderr)
    if problems:
        return 1
    print(
        f"comparison: {len(python)} steps, {len(pairs)} pairs of requests, {len(differences)} differences, "
        f"all explained by the {len(entries)} entries of the list; no credentials of ours at the object store"
    )
    return 0


def same_steps(python, ours):
    """Both programs must do the same things in the same order."""
    if python == ours:
        return []
    index = next((i for i, (left, right) in enumerate(zip(python, ours)) if left != right), min(len(python), len(ours)))
    ends = [names[index] if index < len(names) else "the end" for names in (python, ours)]
    return [f"the steps differ from step {index + 1} on: python has {ends[0]}, ours has {ends[1]}"]


def leaks(ours):
    """Requests of ours that showed a credential to the object store."""
    return [
        f"our client shows its token to the object store in step {step}: {request}"
        for step, sent in ours.items()
        for request in sent
        if request.leaked or (request.store and request.headers & {"private-token", "eos-cookie", "authorization"})
    ]


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (Unreadable, intended.BadList) as error:
        sys.exit(f"FAILED {error}")
