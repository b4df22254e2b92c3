"""The same scenarios exported by both programs; what one has written is read by the other; and there and back."""

import json

from checks.sandbox import Sandbox
from openpyxl import load_workbook

from . import cells
from .recorder import Recorder
from .requests import Names, state, state_differences
from .scene import QUERIES, Asking, Scene

CARRIERS = ["heat", "hydrogen"]
OTHER_CARRIERS = ["electricity", "methane"]
EXPORTS = ["costs_parameters", "energy_flow", "sankey"]
PARTS = ["sortables", "custom_curves", "gqueries", "input_defaults", "input_min_max", "users"]
BESIDE = ["hourly_output_curves", "annual_exports"]


def by_pyetm(programs, target, name, ids, carriers=CARRIERS):
    path = programs.work / f"{name}.xlsx"
    options = {f"include_{part}": True for part in PARTS}
    options |= {"hourly_curves": carriers, "include_annual_exports": EXPORTS, "queries": QUERIES}
    programs.script(target, "pyetm_export", path, json.dumps(options), *ids)
    return path


def by_us(programs, target, name, ids, carriers=CARRIERS):
    path = programs.work / f"{name}.xlsx"
    parts = ["--sortables", "--custom-curves", "--defaults", "--min-max", "--users"]
    beside = [f"--hourly-curves={','.join(carriers)}", f"--annual-exports={','.join(EXPORTS)}"]
    ids = [id.replace("s", "session:") if id.startswith("s") else f"saved:{id}" for id in ids]
    programs.etm(target, "export", *ids, "--out", path, *parts, *beside, "--query", *QUERIES)
    return path


def compare(explained, part, first, second, one, other, ids=None):
    explained.take(part, cells.differences(first, second, one, other, ids))
    for beside in BESIDE:
        files = [path.with_stem(f"{path.stem}_{beside}") for path in (first, second)]
        explained.take(f"{part} {beside}", cells.of_files(*files, one, other, ids))


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
    """Imports a workbook into a fresh sandbox and exports from there what came of it, in the order of the sheet.

    Also tells which session there is which one of the workbook.
    """
    with Sandbox(programs.aurora, wanted=("BASE_URL",)) as sandbox, Recorder(sandbox) as recorder:
        scene = Asking(sandbox)
        programs.etm(recorder, command, path, "--dry-run")
        assert not changing(recorder), "a dry run changes something"
        programs.etm(recorder, command, path)
        there = scene.everything()
        assert len(there) == count, f"{len(there)} scenarios of {count}: {there}"
        rows = main_rows(path)
        ids = {there[area_and_year(row)][0]: int(row["session_id"]) for row in rows}
        return by_us(programs, recorder, name, [there[area_and_year(row)][1] for row in rows]), ids


def main_rows(path):
    """The scenarios of a workbook."""
    rows = list(load_workbook(path, read_only=True)["MAIN"].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def area_and_year(row):
    return row["area_code"], int(row["end_year"])


@with_varied
def layout(programs, explained, recorder, scene):
    """The same scenarios, exported by both."""
    saved, session = scene.titled[:2], scene.titled[2:]
    for part, ids, carriers in (
        ("layout", [*saved, f"s{scene.untitled}"], CARRIERS),
        ("layout of a session", session, OTHER_CARRIERS),
    ):
        theirs = by_pyetm(programs, recorder, f"{part}-pyetm", ids, carriers)
        ours = by_us(programs, recorder, f"{part}-ours", ids, carriers)
        assert not changing(recorder), "an export changes something"
        compare(explained, part, theirs, ours, "pyetm", "ours")
    return "layout: four scenarios exported by both"


def named(scene):
    """The scenarios of all kinds, each with a name."""
    names = Names(scene)
    for id in scene.titled:
        saved = None if id.startswith("s") else scene.ask("GET", f"saved_scenarios/{id}")
        session = int(id[1:]) if saved is None else saved["scenario_id"]
        names.sessions[session] = f"session of {id}"
        if saved:
            names.saved[int(id)] = f"saved {id}"
    return names


@with_varied
def theirs_read(programs, explained, recorder, scene):
    """What pyetm writes is run by us where it comes from, which changes nothing, and imported elsewhere."""
    names = named(scene)
    theirs = by_pyetm(programs, recorder, "theirs", scene.titled)
    before = by_us(programs, recorder, "theirs-before", scene.titled)
    was = state(scene, names)
    recorder.taken()
    programs.etm(recorder, "run", theirs, "--output", programs.work / "theirs-run.xlsx")
    explained.take("theirs run", (("run", "request", request) for request in changing(recorder)))
    explained.take("theirs run", state_differences(was, state(scene, names)))
    after, ids = elsewhere(programs, theirs, "theirs-after", "import", len(scene.titled))
    compare(explained, "theirs imported", before, after, "before", "after", ids)
    return f"theirs read: {len(scene.titled)} scenarios run in place and imported elsewhere"


@with_varied
def ours_read(programs, explained, recorder, scene):
    """What we write is read by pyetm, where it comes from: it finds the same scenarios, and uploading it changes nothing."""
    names = named(scene)
    ours = by_us(programs, recorder, "ours", scene.titled)
    recorder.taken()
    told = json.loads(programs.script(recorder, "pyetm_read", ours).output.splitlines()[-1])
    explained.take("ours read", (("reading", "request", request) for request in changing(recorder)))
    ids = [("s" if one["is_session"] else "") + str(one["id"]) for one in told]
    assert sorted(ids) == sorted(scene.titled), f"pyetm finds {ids} in our workbook, not {scene.titled}"
    for one in told:
        config = one["config"]
        assert sorted(config["hourly_curves"]) == CARRIERS, f"configuration: {config}"
        assert sorted(config["include_annual_exports"]) == EXPORTS, f"configuration: {config}"
    saved = scene.titled[:2]
    theirs = by_pyetm(programs, recorder, "ours-before", saved)
    ours, again = by_us(programs, recorder, "ours-saved", saved), programs.work / "ours-after.xlsx"
    before = state(scene, names)
    programs.pyetm(recorder, "run", ours, "--output", again)
    explained.take("ours run by pyetm", state_differences(before, state(scene, names)))
    compare(explained, "ours run by pyetm", theirs, again, "before", "after")
    return f"ours read: {len(ids)} scenarios found by pyetm, {len(saved)} uploaded and exported again"


@with_varied
def there_and_back(programs, explained, recorder, scene):
    """Our export, imported into a fresh sandbox and exported again."""
    before = by_us(programs, recorder, "back-before", scene.titled)
    after, ids = elsewhere(programs, before, "back-after", "import", len(scene.titled))
    compare(explained, "there and back", before, after, "before", "after", ids)
    return f"there and back: {len(scene.titled)} scenarios"


STEPS = [layout, theirs_read, ours_read, there_and_back]
