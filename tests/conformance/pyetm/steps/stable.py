"""Steps against the stable version 2025-01, where the client or the service behaves in another way.

The client tells that version by the first part of the host's name. The name leads nowhere; the sandbox is its proxy.
"""

import pandas as pd
from pyetm import Collection, CustomCurves, Scenario, Scenarios, Session, Sessions, get_client
from pyetm.models.scenario import SavedScenarioError
from pyetm.models.session import ScenarioError

from .data import HOURS, PRICE, day_curve
from .harness import equal
from .outputs import CARRIERS


def sessions(judge, world):
    world.session = Session.new("nl2019", 2050)
    equal(get_client().session.base_url, "http://2025-01.engine.test/api/v3", "base URL")
    equal((world.session.version, world.session.area_code), ("2025-01", "nl2019"), "session")
    world.session.update_user_values({"costs_co2": 50})
    equal(Session.load(world.session.id).user_values(), {"costs_co2": 50.0}, "values")
    equal([item.id for item in Sessions.load_all()], [world.session.id], "list")
    equal(world.session.copy_with_preset().end_year, 2050, "copy")


def what_is_refused_is_worded_otherwise(judge, world):
    judge.refused("create_scenario", 422)
    judge.fails(ScenarioError, ["422", "unknown or not supported"], Session.new, "atlantis", 2050)
    judge.refused("create_scenario_users", 422)
    judge.fails(ScenarioError, ["nobody: user_email"], world.session.update_users, "nobody", "viewer")


def saved_scenarios_have_flat_bodies(judge, world):
    world.saved = Scenario.new("Stable", session_id=world.session.id, private=True)
    saved = world.saved
    equal((saved.title, saved.private, saved.version), ("Stable", True, "2025-01"), "saved")
    saved.update(title="Renamed", private=False)
    found = Scenario.load(saved.id)
    equal((found.title, found.private, found.scenario_id), ("Renamed", False, world.session.id), "updated")
    equal([item.id for item in Scenarios.load_all()], [saved.id], "list")


def errors_that_come_with_200(judge, world):
    judge.fails(SavedScenarioError, ["Scenario 999 does not exist on this ETM environment"], Scenario.load, 999)
    equal([request["status"] for request in judge.control.requests()], [200], "status")


def routes_that_came_later(judge, world):
    judge.refused("interpolate_scenarios", 404)
    judge.fails(ScenarioError, ["Interpolation failed", "404"], Session.interpolate, world.session, 2040)
    judge.refused("discard_saved_scenario", 404)
    judge.fails(SavedScenarioError, ["Could not discard", "404"], world.saved.discard)
    judge.refused("list_saved_scenario_users", 404)
    judge.fails(SavedScenarioError, ["Could not fetch users", "404"], world.saved.list_users)


def curves_have_their_old_names(judge, world):
    for carrier, name in CARRIERS.items():
        found = world.session.get_hourly_curves([carrier])
        equal({key: len(table) for key, table in found.items()}, {name: HOURS}, f"curve of {carrier}")
    names = {request["path"].rsplit("/", 1)[-1] for request in judge.control.requests()}
    equal(names, {"merit_order.csv", "heat_network.csv", "hydrogen.csv", "network_gas.csv"}, "paths")


def exports_of_then(judge, world):
    parameters = world.session.get_annual_export("production_parameters")
    assert "full_load_hours" in parameters.columns, parameters.columns
    judge.refused("export_electricity_capacities", 404)
    judge.warns("Client error: 404", "not yet retrieved")
    equal(world.session.get_annual_export("electricity_capacities"), None, "an export that came later")
    equal(world.session.annual_exports.get("electricity_capacities"), None, "still not there")


def custom_curves(judge, world):
    curves = CustomCurves.from_dataframe(pd.DataFrame({PRICE: day_curve()}), scenario_id="stable")
    world.session.update_custom_curves(curves)
    series = Session.load(world.session.id).custom_curve_series(PRICE)
    equal(series.tolist(), day_curve().tolist(), "values")


def collections_cannot_be_made(judge, world):
    """The refusal comes with status 200, and the client takes it for a collection."""
    judge.warns("Field required", "Input should be a valid string")
    made = Collection.create("C", saved_scenario_ids=[world.saved.id])
    equal((made.version, made.saved_scenario_ids), (["is missing"], []), "what is taken for a collection")
    equal({warning.field for warning in made.warnings}, {"id", "title", "version"}, "warnings")
    equal(Collection.load_all(), [], "list")


def delete(judge, world):
    world.saved.delete()
    judge.refused("get_scenario", 404)
    judge.fails(ScenarioError, ["No such scenario"], Session.load, world.session.id)


STEPS = [
    sessions,
    what_is_refused_is_worded_otherwise,
    saved_scenarios_have_flat_bodies,
    errors_that_come_with_200,
    routes_that_came_later,
    curves_have_their_old_names,
    exports_of_then,
    custom_curves,
    collections_cannot_be_made,
    delete,
]
