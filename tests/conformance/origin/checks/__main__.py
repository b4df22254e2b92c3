"""Runs all steps with the installed client; writes what arrived at the sandbox to the file that is named."""

import json
import os
import sys
import time
from importlib.metadata import version
from types import SimpleNamespace

from . import editor, inputs, outputs, projects, sessions
from .harness import Judge, Sleeps, public_methods
from .sandbox import Control

STEPS = [
    *sessions.BEGIN,
    *inputs.STEPS,
    *outputs.STEPS,
    *projects.STEPS,
    *editor.STEPS,
    *sessions.RUN,
    *outputs.AFTER_RUN,
    *sessions.END,
    *projects.END,
]


def load_client():
    """The classes of the client, imported from the installed package."""
    from origin_sdk.OriginSession import OriginSession
    from origin_sdk.service.InputsEditor import InputsEditor
    from origin_sdk.service.Project import Project
    from origin_sdk.service.Scenario import Scenario
    from origin_sdk.types import error_types

    return SimpleNamespace(
        OriginSession=OriginSession,
        Scenario=Scenario,
        Project=Project,
        InputsEditor=InputsEditor,
        ProjectNotFound=error_types.ProjectNotFound,
        ScenarioNotFound=error_types.ScenarioNotFound,
        ProjectProductNotFound=error_types.ProjectProductNotFound,
    )


def main(root, out):
    sleeps = Sleeps()
    # The client takes `sleep` from the module when it is imported; its code stays as published.
    time.sleep = sleeps
    client = load_client()
    judge = Judge(Control(root), sleeps)
    judge.world.client = client
    for step in STEPS:
        judge.run(step.__name__, step)
    wanted = public_methods(client.OriginSession, client.Scenario, client.Project, client.InputsEditor)
    for owner, method in sorted(wanted - judge.called):
        judge.failures.append(f"no step calls {owner}.{method}")
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"steps": judge.steps, "ids": judge.world.ids}, file, indent=1)
    report(judge, wanted)
    return 1 if judge.failures else 0


def report(judge, wanted):
    for failure in judge.failures:
        print(f"FAILED {failure}", file=sys.stderr)
    count = sum(len(step["requests"]) for step in judge.steps)
    leaks = sum(request["leakedCredentials"] for step in judge.steps for request in step["requests"])
    print(
        f"Python client {version('auroraer-origin-sdk')}: {len(wanted & judge.called)} of {len(wanted)} public methods "
        f"called in {len(judge.steps)} steps, {count} requests, {leaks} of them leaked the token, "
        f"{len(judge.failures)} failures"
    )


if __name__ == "__main__":
    if len(sys.argv) != 3 or "AURORA_ORIGIN_CACHE_DIRECTORY" not in os.environ:
        sys.exit("usage: AURORA_ORIGIN_CACHE_DIRECTORY=… python -m checks SANDBOX_URL OUT.json")
    sys.exit(main(sys.argv[1], sys.argv[2]))
