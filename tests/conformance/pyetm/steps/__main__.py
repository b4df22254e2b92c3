"""Runs all steps of a version with the installed client."""

import logging
import sys
from importlib.metadata import version

import pyetm
from checks.sandbox import Control
from pyetm.clients.session import ETMSession
from pyetm.models import ExportConfig, ExportDataCollection, Input, Sortable, Sortables
from pyetm.models.annual_exports import AnnualExports
from pyetm.models.couplings import Couplings
from pyetm.models.hourly_output_curves import HourlyOutputCurves

from . import bulk, clients, collections, data, defects, models, outputs, saved, sessions, stable, workbooks
from .harness import Judge

# Client, session, scenario, collection and bulk classes, and what they hand out.
CLASSES = [
    pyetm.BaseClient,
    ETMSession,
    pyetm.Session,
    pyetm.Scenario,
    pyetm.Sessions,
    pyetm.Scenarios,
    pyetm.Collection,
    pyetm.ScenarioPacker,
    pyetm.Inputs,
    Input,
    pyetm.Gqueries,
    pyetm.CustomCurves,
    Sortables,
    Sortable,
    Couplings,
    HourlyOutputCurves,
    AnnualExports,
    ExportConfig,
    ExportDataCollection,
]

STEPS = {
    "latest": [
        *clients.STEPS,
        *sessions.STEPS,
        *data.STEPS,
        *outputs.STEPS,
        *saved.STEPS,
        *collections.STEPS,
        *bulk.STEPS,
        *workbooks.STEPS,
        *models.STEPS,
        *defects.STEPS,
        *sessions.END,
    ],
    "2025-01": stable.STEPS,
}


def main(dialect, root):
    # The pools of connections of its own library: nothing that a step could do something about.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    judge = Judge(Control(root), CLASSES, root)
    for step in STEPS[dialect]:
        judge.run(step)
    if dialect == "latest":
        judge.failures += [f"no step calls {owner}.{name}" for owner, name in judge.calls.uncalled()]
        missing = defects.NUMBERS - set(judge.defects)
        judge.failures += [f"defect {number} was not seen" for number in sorted(missing)]
    for failure in judge.failures:
        print(f"FAILED {failure}", file=sys.stderr)
    print(
        f"pyetm {version('pyetm')} against {dialect}: {len(judge.calls.wanted & judge.calls.seen)} of "
        f"{len(judge.calls.wanted)} public members used in {judge.count} steps, {judge.requested} requests, "
        f"{len(judge.defects)} expected failures, {len(judge.failures)} failures"
    )
    return 1 if judge.failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in STEPS:
        sys.exit(f"usage: python -m steps {'|'.join(STEPS)} SANDBOX_URL")
    sys.exit(main(sys.argv[1], sys.argv[2]))
