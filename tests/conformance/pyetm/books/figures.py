"""How long an export of many scenarios takes, how many requests it needs and how much memory, with both programs."""

import json

from checks.sandbox import Control, Sandbox

from .scene import Asking

# A bulk export as people do it: all inputs and orders, the results of two queries, and a workbook with an annual export.
QUERIES = ["total_costs", "dashboard_emissions"]
EXPORT = "sankey"


class Direct:
    """A sandbox without a recorder in between, which would be measured with it."""

    def __init__(self, sandbox):
        self.base = f"{sandbox.root}/api/v3"
        self.my = f"{sandbox.root}/my"


def measure(programs, count):
    """Exports the same scenarios with both, one after the other, from the same sandbox, and prints how they compare."""
    with Sandbox(programs.aurora, wanted=("BASE_URL",)) as sandbox:
        ids = make(Asking(sandbox), count)
        target, control = Direct(sandbox), Control(sandbox.root)
        found = {}
        for name, export in (("pyetm", by_pyetm), ("ours", by_us)):
            control.clear()
            outcome = export(programs, target, ids)
            requests = control.requests()
            refused = [request["path"] for request in requests if (request["status"] or 0) >= 400]
            assert not refused, f"{name} was refused: {refused[:3]}"
            found[name] = (outcome.seconds, len(requests), outcome.peak)
    tell(count, found)


def make(sandbox, count):
    """Saved scenarios with a title and a value each."""
    ids = []
    for number in range(1, count + 1):
        fields = {"area_code": "nl2019", "end_year": 2050}
        session = sandbox.ask("POST", "scenarios", {"scenario": fields})["id"]
        sandbox.ask("PUT", f"scenarios/{session}", {"scenario": {"user_values": {"costs_co2": number / 3}}})
        saved = {"scenario_id": session, "title": f"Number {number:03}"}
        ids.append(str(sandbox.ask("POST", "saved_scenarios", {"saved_scenario": saved})["id"]))
    return ids


def by_pyetm(programs, target, ids):
    options = {"include_sortables": True, "include_gqueries": True, "include_annual_exports": [EXPORT], "queries": QUERIES}
    return programs.script(target, "pyetm_export", programs.work / "bulk-pyetm.xlsx", json.dumps(options), *ids)


def by_us(programs, target, ids):
    parts = ["--sortables", f"--annual-exports={EXPORT}", "--query", *QUERIES]
    return programs.etm(target, "export", "--saved", *ids, "--out", programs.work / "bulk-ours.xlsx", *parts)


def tell(count, found):
    rows = zip(("time", "requests", "peak memory"), found["pyetm"], found["ours"], strict=True)
    print(f"{count} saved scenarios: inputs, orders, {len(QUERIES)} queries, and one annual export")
    for what, theirs, ours in rows:
        shown = {"time": lambda number: f"{number:.1f} s", "peak memory": lambda number: f"{number / 2**20:.0f} MiB"}
        show = shown.get(what, str)
        print(f"{what}: pyetm {show(theirs)}, ours {show(ours)}, ratio {theirs / ours:.2f}")
