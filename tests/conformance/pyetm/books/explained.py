"""The list of intended differences, and what it does not explain."""

import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

LIST = Path(__file__).resolve().parents[1] / "differences.toml"
SHOWN = 40


class Explained:
    """Differences found so far. An entry that explains nothing is as wrong as a difference without an entry."""

    def __init__(self):
        self.entries = tomllib.loads(LIST.read_text())["difference"]
        self.used = [0] * len(self.entries)
        self.failures = []
        self.count = 0

    def take(self, part, differences):
        """Looks up the differences of one comparison; `part` says which."""
        unexplained = []
        for where, kind, detail in differences:
            self.count += 1
            if not self.explain(part, where, kind, detail):
                unexplained.append(f"{part}: {where}: {kind} {detail}".rstrip())
        self.failures += unexplained[:SHOWN]
        if len(unexplained) > SHOWN:
            self.failures.append(f"{part}: and {len(unexplained) - SHOWN} more")

    def explain(self, part, where, kind, detail):
        found = False
        for at, entry in enumerate(self.entries):
            wanted = ((part, "part"), (where, "where"), (kind, "kind"), (detail, "detail"))
            if all(matches(value, entry.get(name, "*")) for value, name in wanted):
                self.used[at] += 1
                found = True
        return found

    def finish(self):
        """What is left when everything is compared."""
        for entry, used in zip(self.entries, self.used, strict=True):
            if not used:
                told = {name: value for name, value in entry.items() if name != "why"}
                self.failures.append(f"the list has an entry that explains nothing: {told}")


def matches(value, pattern):
    """Patterns may hold * and ?; brackets stand for themselves."""
    patterns = pattern if isinstance(pattern, list) else [pattern]
    return any(fnmatchcase(value, one.replace("[", "[[]")) for one in patterns)
