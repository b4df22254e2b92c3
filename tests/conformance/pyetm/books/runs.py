"""The client's own workbook, filled in: run by both programs, each with a sandbox of its own."""

from checks.sandbox import Sandbox

from . import cells
from .recorder import Recorder
from .requests import changes, differences, state, state_differences
from .scene import Scene, filled_example, filled_template


def both_run(name, fill):
    def step(programs, explained):
        path = programs.work / f"{name}.xlsx"
        found = []
        results = [programs.work / f"{name}-{whose}.xlsx" for whose in ("pyetm", "ours")]
        for run, result in zip((programs.pyetm, programs.etm), results, strict=True):
            with Sandbox(programs.aurora, wanted=("BASE_URL",)) as sandbox, Recorder(sandbox) as recorder:
                scene = Scene(sandbox)
                fill(scene, path)
                if run == programs.etm:
                    dry_run(programs, recorder, path)
                run(recorder, "run", path, "--output", result)
                found.append(outcome(recorder, scene))
        (theirs, before), (ours, after) = found
        explained.take(f"run {name}", differences(theirs, ours))
        explained.take(f"state {name}", state_differences(before, after))
        explained.take(f"results {name}", cells.differences(*results, "pyetm", "ours"))
        for beside in ("hourly_output_curves", "annual_exports"):
            files = [result.with_stem(f"{result.stem}_{beside}") for result in results]
            explained.take(f"results {name} {beside}", cells.of_files(*files, "pyetm", "ours"))
        count = sum(len(requests) for requests in theirs.values())
        return f"run {name}: {count} kinds of requests of pyetm, {sum(map(len, ours.values()))} of ours, {len(after)} scenarios"

    step.__name__ = name
    return step


def dry_run(programs, recorder, path):
    """Tells what would be done, and does nothing."""
    programs.etm(recorder, "run", path, "--dry-run")
    changing = [f"{request['method']} {request['path']}" for request in recorder.taken() if request["method"] != "GET"]
    assert not changing, f"a dry run changes something: {changing}"


def outcome(recorder, scene):
    """What was asked to be changed, and what there is then."""
    requests = recorder.taken()
    refused = [(request["method"], request["path"], request["status"]) for request in requests if request["status"] >= 400]
    assert not refused, f"refused: {refused}"
    changed, names = changes(requests, scene)
    return changed, state(scene, names)


STEPS = [both_run("template", filled_template), both_run("example", filled_example)]
