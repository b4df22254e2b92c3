"""What a program asked to be changed, told without the ids that a sandbox happened to give out."""

import re
from collections import defaultdict

IN_PATH = re.compile(r"^/api/v3/(scenarios|saved_scenarios)/(\d+)")


class Names:
    """What ids stand for. Those of before are given; others are learned from the requests that made them."""

    def __init__(self, scene):
        self.sessions = {scene.session: "session before", scene.inner: "session of the saved one"}
        self.saved = {scene.saved: "saved before"}

    def learn(self, request):
        """Names what a request has made, after what was asked for; `None` when it makes nothing."""
        made = request["answer"]["id"] if isinstance(request["answer"], dict) and "id" in request["answer"] else None
        if request["method"] != "POST" or made is None or request["status"] >= 300:
            return None
        if request["path"] == "/api/v3/scenarios":
            asked = request["body"]["scenario"]
            of = asked.get("scenario_id")
            name = f"copy of {self.session(of)}" if of else f"new {asked['area_code']} {asked['end_year']}"
            return self.put(self.sessions, made, name)
        if request["path"] == "/api/v3/saved_scenarios":
            asked = request["body"].get("saved_scenario", request["body"])
            return self.put(self.saved, made, f"saved {self.session(asked['scenario_id'])}")
        return None

    def put(self, names, made, name):
        assert name not in names.values(), f"two are called {name!r}: the workbook must not have rows alike"
        names[made] = name
        return name

    def session(self, id):
        return self.sessions.get(int(id), f"unknown session {id}")

    def path(self, path):
        """A path with names in place of ids."""
        found = IN_PATH.match(path)
        if not found:
            return path.removeprefix("/api/v3")
        names = self.sessions if found[1] == "scenarios" else self.saved
        name = names.get(int(found[2]), f"unknown {found[2]}")
        return f"/{found[1]}/<{name}>{path[found.end() :]}"


def changes(requests, scene):
    """The requests that change something, by what they are about, with the fields of their bodies; and the names.

    Those to the list of users of one scenario count as one: whether users come one by one or together is in `requests`.
    """
    names = Names(scene)
    found = defaultdict(list)
    for request in requests:
        if request["method"] == "GET":
            continue
        made = names.learn(request)
        key = f"{request['method']} {names.path(request['path'])}{f' ({made})' if made else about(request)}"
        found[key].append(dict(fields(request, names)))
    for key, all_fields in found.items():
        if key.endswith("/users"):
            found[key] = [united(all_fields)]
    return found, names


def about(request):
    """Several things are done by one route of a session."""
    body = request["body"]
    if request["method"] != "PUT" or not re.fullmatch(r"/api/v3/scenarios/\d+", request["path"]):
        return ""
    inner = body.get("scenario") or {}
    if "user_values" in inner:
        return " (inputs)"
    if inner == {"preset_scenario_id": None}:
        return " (without template)"
    return " (description)" if inner else " (queries)"


def fields(request, names):
    """A body as paths and values."""
    yield from (("?" + name, value) for name, value in request["query"])
    body = request["body"]
    if isinstance(body, dict) and "parts" in body:
        for part in body["parts"]:
            yield from ((f"{part['name']}.{member}", part[member]) for member in ("file", "content"))
        return
    for path, value in leaves("", body):
        if path.endswith("scenario_id") and isinstance(value, int):
            value = names.session(value)
        yield path, value


def leaves(path, value):
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        # Lists of objects are lists of users: their order says nothing.
        for inner in value:
            key = inner.get("user_email") or inner.get("user_id") or inner.get("id")
            yield from leaves(f"{path}[{key}]", inner)
    elif value is not None or path:
        yield path, value


def united(all_fields):
    one = {"requests": len(all_fields)}
    for some in all_fields:
        one |= some
    return one


def differences(theirs, ours):
    """Every difference of two outcomes of `changes`: what it is about, its kind and its detail."""
    for key in sorted(theirs.keys() | ours.keys()):
        one, other = theirs.get(key, []), ours.get(key, [])
        for _ in one[len(other) :]:
            yield key, "request, pyetm only", ""
        for _ in other[len(one) :]:
            yield key, "request, ours only", ""
        for first, second in zip(one, other, strict=False):
            yield from different_fields(key, first, second)


def different_fields(key, one, other):
    for name in sorted(one.keys() | other.keys()):
        if name not in other:
            yield key, "field, pyetm only", f"{name}: {short(one[name])}"
        elif name not in one:
            yield key, "field, ours only", f"{name}: {short(other[name])}"
        elif type(one[name]) is not type(other[name]) and not both_numbers(one[name], other[name]):
            yield key, "type", f"{name}: {short(one[name])} / {short(other[name])}"
        elif one[name] != other[name]:
            yield key, "value", f"{name}: {short(one[name])} / {short(other[name])}"


def both_numbers(*values):
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def short(value):
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."


def state(scene, names):
    """What there is afterwards about everything that has a name."""
    found = {}
    for id, name in names.sessions.items():
        session = scene.ask("GET", f"scenarios/{id}")
        kept = "area_code end_year private keep_compatible source metadata user_values template active_couplings".split()
        record = {field: session.get(field) for field in kept}
        record["template"] = names.sessions.get(session.get("template"))
        record["orders"] = scene.ask("GET", f"scenarios/{id}/user_sortables")
        record["curves"] = {
            curve["key"]: scene.text(f"scenarios/{id}/custom_curves/{curve['key']}")
            for curve in scene.ask("GET", f"scenarios/{id}/custom_curves")
        }
        record["users"] = users(scene, f"scenarios/{id}/users")
        found[f"session {name}"] = dict(leaves("", record))
    for id, name in names.saved.items():
        saved = scene.ask("GET", f"saved_scenarios/{id}")
        record = {field: saved.get(field) for field in ("title", "private", "area_code", "end_year", "discarded")}
        record["session"] = names.session(saved["scenario_id"])
        record["users"] = users(scene, f"saved_scenarios/{id}/users")
        found[name] = dict(leaves("", record))
    return found


def users(scene, path):
    return {str(user["user_email"] or user["user_id"]): user["role"] for user in scene.ask("GET", path)}


def state_differences(theirs, ours):
    for name in sorted(theirs.keys() | ours.keys()):
        if name not in ours or name not in theirs:
            yield name, "scenario, pyetm only" if name in theirs else "scenario, ours only", ""
        else:
            yield from different_fields(name, theirs[name], ours[name])
