"""The same scenarios exported by both programs; what one has written is read by the other; and there and back."""

import json

from checks.sandbox import Sandbox
from openpyxl import load_workbook

from . import cells
from .recorder import Recorder
from .requests import Names, state, state_differences
from .scene import QUERIES, Asking, Scene

CARRIERS = ["electricity", "heat", "hydrogen", "methane"]
EXPORTS = ["costs_parameters", "energy_flow", "sankey"]
PARTS = ["sortables", "custom_curves", "gqueries", "input_defaults", "input_min_max", "users"]
BESIDE = ["hourly_output_curves", "annual_exports"]


def by_pyetm(programs, target, name, ids):
    path = programs.work / f"{name}.xlsx"
    options = {f"include_{part}": True for part in PARTS}
    options |= {"hourly_curves": CARRIERS, "include_annual_exports": EXPORTS, "queries": QUERIES}
    programs.script(target, "pyetm_export", path, json.dumps(options), *ids)
    return path


def by_us(programs, target, name, ids):
    path = programs.work / f"{name}.xlsx"
    options = ["--queries", ",".join(QUERIES)]
    programs.etm(target, "export", *(id.replace("s", "session:") for id in ids), "--out", path, *options)
    return path


def compare(explained, part, first, second, one, other):
    explained.take(part, cells.differences(first, second, one, other))
    for beside in BESIDE:
        files = [path.with_stem(f"{path.stem}_{beside}") for path in (first, second)]
        explained.take(f"{part} {beside}", cells.of_files(*files, one, other))


def changing(recorder):
    """The requests so far that change something. Asking for queries does not."""
    return [
        f"{request['method']} {request['path']} {request['body']!r:.200}"
        for request in recorder.taken()
        if request["method"] != "GET" and set(request["body"] or {"": ""}) != {"gqueries"}
    ]


def with_varied(step):
    """Gives a step a sandbox with scenarios of all kinds."""

    def run(programs, explained):
        with Sandbox(programs.aurora, wanted=("BASE_URL",)) as sandbox, Recorder(sandbox) as recorder:
            scene = Scene(sandbox)
            scene.add_varied()
            return step(programs, explained, recorder, scene)

    run.__name__ = step.__name__
    return run


def elsewhere(programs, path, name, command, count):
    """Imports a workbook into a fresh sandbox and exports from there what came of it, in the order of the sheet."""
    with Sandbox(programs.aurora, wanted=("BASE_URL",)) as sandbox, Recorder(sandbox) as recorder:
        scene = Asking(sandbox)
        programs.etm(recorder, command, path, "--dry-run")
        assert not changing(recorder), "a dry run changes something"
        programs.etm(recorder, command, path)
        there = scene.everything()
        assert len(there) == count, f"{len(there)} scenarios of {count}: {there}"
        return by_us(programs, recorder, name, [there[key] for key in areas_and_years(path)])


def areas_and_years(path):
    """What tells the rows of a MAIN sheet from one another."""
    rows = list(load_workbook(path, read_only=True)["MAIN"].iter_rows(values_only=True))
    area, year = rows[0].index("area_code"), rows[0].index("end_year")
    return [(row[area], int(row[year])) for row in rows[1:]]


@with_varied
def layout(programs, explained, recorder, scene):
    """The same scenarios, exported by both."""
    ids = [*scene.titled, f"s{scene.untitled}"]
    theirs, ours = by_pyetm(programs, recorder, "layout-pyetm", ids), by_us(programs, recorder, "layout-ours", ids)
    assert not changing(recorder), "an export changes something"
    compare(explained, "layout", theirs, ours, "pyetm", "ours")
    return f"layout: {len(ids)} scenarios exported by both"


@with_varied
def theirs_read(programs, explained, recorder, scene):
    """What pyetm writes is run by us where it comes from, which changes nothing, and imported elsewhere."""
    theirs = by_pyetm(programs, recorder, "theirs", scene.titled)
    before = by_us(programs, recorder, "theirs-before", scene.titled)
    programs.etm(recorder, "run", theirs, "--output", programs.work / "theirs-run.xlsx")
    found = changing(recorder)
    assert not found, f"running an export changes something: {found}"
    after = elsewhere(programs, theirs, "theirs-after", "import", len(scene.titled))
    compare(explained, "theirs imported", before, after, "before", "after")
    return f"theirs read: {len(scene.titled)} scenarios run in place and imported elsewhere"


@with_varied
def ours_read(programs, explained, recorder, scene):
    """What we write is read by pyetm, where it comes from: it finds the same scenarios, and uploading it changes nothing."""
    names = Names(scene)
    for id in scene.titled:
        saved = None if id.startswith("s") else scene.ask("GET", f"saved_scenarios/{id}")
        session = int(id[1:]) if saved is None else saved["scenario_id"]
        names.sessions[session] = f"session of {id}"
        if saved:
            names.saved[int(id)] = f"saved {id}"
    ours = by_us(programs, recorder, "ours", scene.titled)
    theirs = by_pyetm(programs, recorder, "ours-before", scene.titled)
    before = state(scene, names)
    recorder.taken()
    told = json.loads(programs.script(recorder, "pyetm_read", ours).output)
    found = changing(recorder)
    explained.take("ours read", (("reading", "request", request) for request in found))
    ids = [("s" if one["is_session"] else "") + str(one["id"]) for one in told["scenarios"]]
    assert sorted(ids) == sorted(scene.titled), f"pyetm finds {ids} in our workbook, not {scene.titled}"
    for one in told["scenarios"]:
        config = one["config"]
        assert config["hourly_curves"] and sorted(config["hourly_curves"]) == CARRIERS, f"configuration: {config}"
        assert sorted(config["include_annual_exports"]) == EXPORTS, f"configuration: {config}"
    again = programs.work / "ours-after.xlsx"
    programs.pyetm(recorder, "run", ours, "--output", again)
    explained.take("ours run by pyetm", state_differences(before, state(scene, names)))
    compare(explained, "ours run by pyetm", theirs, again, "before", "after")
    return f"ours read: {len(ids)} scenarios found, uploaded and exported again by pyetm"


@with_varied
def there_and_back(programs, explained, recorder, scene):
    """Our export, imported into a fresh sandbox and exported again."""
    before = by_us(programs, recorder, "back-before", scene.titled)
    after = elsewhere(programs, before, "back-after", "import", len(scene.titled))
    compare(explained, "there and back", before, after, "before", "after")
    return f"there and back: {len(scene.titled)} scenarios"


STEPS = [layout, theirs_read, ours_read, there_and_back]
