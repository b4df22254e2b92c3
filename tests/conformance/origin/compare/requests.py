"""Recorded requests in a form in which two runs can be compared."""

import json
from urllib.parse import parse_qsl, unquote

from .documents import Document

# What HTTP itself needs; it says nothing about the client.
TRANSPORT_HEADERS = {"host", "connection", "content-length"}


class Request:
    """One request: names of operations and headers, decoded query, variables and document, with ids by name."""

    def __init__(self, record, ids):
        names = Names(ids)
        self.operation = record["operation"]
        self.method = record["method"]
        self.store = record["atObjectStore"]
        # The object store's addresses are given out by the sandbox: a signature differs each time.
        self.path = names.text(unquote(record["path"]))
        self.query = [
            (name, "*" if self.store else names.text(value))
            for name, value in parse_qsl(record["query"], keep_blank_values=True)
        ]
        self.headers = {name.lower() for name in record["headerNames"]} - TRANSPORT_HEADERS
        self.leaked = record["leakedCredentials"]
        graphql = record.get("graphql")
        self.document = Document(graphql["document"]) if graphql else None
        self.has_variables = bool(graphql) and "variables" in graphql
        self.variables = names.value(graphql["variables"]) if self.has_variables else None

    @property
    def key(self):
        """What makes two requests the same call."""
        return self.operation or f"{self.method} {self.path}"

    def __str__(self):
        return f"{self.method} {self.path} ({self.operation})"


class Names:
    """Replaces ids that a run was given by names that are the same in every run."""

    def __init__(self, ids):
        # The longest first: one id may be part of another.
        self.pairs = sorted(((value, f"<{name}>") for name, value in ids.items()), key=lambda pair: -len(pair[0]))

    def text(self, text):
        """The text with names instead of ids."""
        for value, name in self.pairs:
            text = text.replace(value, name)
        return text

    def value(self, value):
        """The JSON value with names instead of ids; 10 and 10.0 are one number."""
        if isinstance(value, dict):
            return {self.text(key): self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return self.text(value) if isinstance(value, str) else value


def load(path):
    """The steps of a run, in order: name to requests."""
    with open(path, encoding="utf-8") as file:
        run = json.load(file)
    return {step["name"]: [Request(record, run["ids"]) for record in step["requests"]] for step in run["steps"]}
