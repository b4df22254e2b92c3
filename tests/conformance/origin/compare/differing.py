"""What differs between the requests of a step."""

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby


@dataclass(frozen=True)
class Difference:
    """One thing that only one of two clients does in a step."""

    step: str
    operation: str
    method: str
    kind: str
    detail: str

    def __str__(self):
        return f"step {self.step}: {self.operation} ({self.method}): {self.kind}: {self.detail}"


def of_steps(python, ours):
    """All differences, and the pairs of requests that were compared."""
    differences, pairs = [], []
    for step, requests in python.items():
        for left, right in align(requests, ours[step]):
            if left and right:
                pairs.append((step, left, right))
                differences += of_pair(step, left, right)
            else:
                alone = left or right
                kind = "only python sends" if left else "only ours sends"
                differences.append(Difference(step, alone.key, alone.method, kind, "the request"))
    return differences, pairs


def align(left, right):
    """Pairs of requests for the same operation, in order; one side is missing where only one client sent it."""
    matcher = SequenceMatcher(None, [item.key for item in left], [item.key for item in right], autojunk=False)
    for tag, begin, end, other_begin, other_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(in_order(left[begin:end]), in_order(right[other_begin:other_end]))
        else:
            yield from ((item, None) for item in left[begin:end])
            yield from ((None, item) for item in right[other_begin:other_end])


def in_order(requests):
    """Neighbouring reads of one operation sorted: ours may send them at once, so that they arrive in any order."""
    ordered = []
    for (_, method), group in groupby(requests, key=lambda item: (item.key, item.method)):
        ordered += sorted(group, key=lambda item: (item.path, item.query)) if method == "GET" else group
    return ordered


def of_pair(step, python, ours):
    """The differences of one call."""

    def differ(kind, detail):
        found.append(Difference(step, python.key, python.method, kind, detail))

    def sets(what, left, right):
        for item in sorted(left - right):
            differ(f"{what}, python only", item)
        for item in sorted(right - left):
            differ(f"{what}, ours only", item)

    found = []
    if python.method != ours.method:
        differ("method", f"{python.method} / {ours.method}")
    if python.path != ours.path:
        differ("path", f"{python.path} / {ours.path}")
    if python.query != ours.query:
        differ("query", f"{python.query} / {ours.query}")
    sets("header", python.headers, ours.headers)
    if bool(python.document) != bool(ours.document):
        differ("body", "only one of them sends GraphQL")
    elif python.document:
        of_documents(python, ours, differ, sets)
    return found


def of_documents(python, ours, differ, sets):
    """The differences of two GraphQL bodies."""
    left, right = python.document, ours.document
    if left.kind != right.kind:
        differ("kind of operation", f"{left.kind} / {right.kind}")
    if left.name != right.name:
        differ("name of the operation", f"{left.name or 'none'} / {right.name or 'none'}")
    sets("root field", left.roots, right.roots)
    sets("declared variable", left.variables, right.variables)
    sets("argument", left.arguments, right.arguments)
    sets("selection", left.selections, right.selections)
    if python.has_variables != ours.has_variables:
        differ("variables", "only one of them sends the key")
    elif python.variables != ours.variables:
        differ("variables", f"{as_json(python.variables)} / {as_json(ours.variables)}")


def as_json(value):
    """A JSON text with sorted keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
