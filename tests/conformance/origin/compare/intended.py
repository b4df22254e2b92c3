"""The list of intended differences: `differences.toml`."""

import tomllib
from fnmatch import fnmatchcase

SELECTORS = ("step", "operation", "method", "kind", "detail")
KEYS = {*SELECTORS, "why", "every"}


class BadList(ValueError):
    """The list itself is wrong."""


class Intended:
    """One entry: which differences it explains, and why they are meant."""

    def __init__(self, entry, number):
        self.label = f"difference {number} of the list"
        if unknown := entry.keys() - KEYS:
            raise BadList(f"{self.label} has unknown keys: {', '.join(sorted(unknown))}")
        for required in ("operation", "kind", "detail", "why"):
            if not isinstance(entry.get(required), str) or not entry[required].strip():
                raise BadList(f"{self.label} says no {required}")
        self.patterns = {name: entry[name] for name in SELECTORS if name in entry}
        self.every = entry.get("every", False)
        self.why = entry["why"]
        self.explained = []

    def explains(self, difference):
        """Whether this entry is about the difference."""
        return all(fnmatchcase(getattr(difference, name), pattern) for name, pattern in self.patterns.items())

    def covers(self, step, request):
        """Whether this entry is about the request, whatever differs."""
        facts = {"step": step, "operation": request.key, "method": request.method}
        return all(fnmatchcase(fact, self.patterns.get(name, "*")) for name, fact in facts.items())

    def __str__(self):
        return f"{self.label} ({', '.join(f'{name} = {pattern}' for name, pattern in self.patterns.items())})"


def load(path):
    """All entries, in order."""
    with open(path, "rb") as file:
        entries = tomllib.load(file)
    if entries.keys() - {"difference"}:
        raise BadList("the list consists of [[difference]] tables only")
    return [Intended(entry, number) for number, entry in enumerate(entries.get("difference", []), start=1)]


def judge(intended, differences, pairs):
    """What is wrong: differences that nobody explains, explanations that nothing needs, exceptions to "every"."""
    problems = []
    for difference in differences:
        matching = [entry for entry in intended if entry.explains(difference)]
        for entry in matching:
            entry.explained.append(difference)
        if not matching:
            problems.append(f"not explained: {difference}")
    for entry in intended:
        if not entry.explained:
            problems.append(f"no longer occurs: {entry}")
        elif entry.every:
            met = {(difference.step, difference.operation) for difference in entry.explained}
            for step, request, _ in pairs:
                if entry.covers(step, request) and (step, request.key) not in met:
                    problems.append(f"does not occur in step {step}, operation {request.key}: {entry}")
    return problems
