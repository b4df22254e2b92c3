"""Steps of `Scenario`: what MyETM keeps, and the session below it."""

import pandas as pd
from pyetm import BaseClient, CustomCurves, Scenario, Session
from pyetm.models import ExportConfig
from pyetm.models.scenario import SavedScenarioError

from .clients import BEN
from .data import HOURS, PRICE, day_curve
from .harness import equal


def new(judge, world):
    world.saved = Scenario.new("Saved", area_code="nl2019", end_year=2050, user_values={"costs_co2": 60}, private=True)
    saved = world.saved
    equal((saved.title, saved.area_code, saved.end_year, saved.private), ("Saved", "nl2019", 2050, True), "saved")
    equal(saved.user_values(), {"costs_co2": 60.0}, "values")
    equal(judge.arrived()[:3], ["create_scenario", "create_saved_scenario", "update_scenario"], "requests")


def new_of_a_session(judge, world):
    session = Session.new("nl2023", 2040)
    saved = Scenario.new("Of a session", session_id=session.id)
    equal((saved.scenario_id, saved.area_code, saved.end_year), (session.id, "nl2023", 2040), "saved")
    equal(saved.session, session, "session")
    judge.fails(ValueError, ["not both"], Scenario.new, "x", session_id=session.id, area_code="nl2019")
    judge.fails(ValueError, ["Must provide either"], Scenario.new, "x", area_code="nl2019")
    judge.refused("create_saved_scenario", 422)
    judge.fails(SavedScenarioError, ["scenario_id: does not exist"], Scenario.new, "x", session_id=99)


def load(judge, world):
    found = Scenario.load(world.saved.id)
    equal(found, world.saved, "saved")
    equal(found.session.id, world.saved.scenario_id, "session")
    equal(found.identifier(), "Saved", "identifier")
    equal((found.version, found.start_year, found.template_id), ("latest", 2019, None), "of the session")
    equal((found.keep_compatible, found.scaling, found.url), (True, None, found.session.url), "of the session too")
    equal(judge.arrived(), ["get_saved_scenario"], "one request")
    judge.refused("get_saved_scenario", 404)
    judge.fails(SavedScenarioError, ["Scenario 999 does not exist on this ETM environment"], Scenario.load, 999)


def values(judge, world):
    saved = Scenario.load(world.saved.id)
    saved.update_user_values({"costs_gas": 30})
    equal(saved.inputs["costs_gas"].user, 30.0, "value of the object")
    saved.remove_user_values(["costs_co2"])
    equal(Scenario.load(saved.id).user_values(), {"costs_gas": 30.0}, "values of the service")
    table = saved.inputs.to_dataframe(columns="user").loc[["costs_gas", "costs_co2"]]
    table.loc[("costs_gas", "euro"), "user"] = float("nan")
    saved.set_user_values_from_dataframe(table)
    equal(Scenario.load(saved.id).user_values(), {}, "values that are taken away")


def orders(judge, world):
    saved = Scenario.load(world.saved.id)
    order = saved.sortables.to_updates_dict()["hydrogen_demand"][::-1]
    saved.update_sortables({"hydrogen_demand": order})
    equal(Scenario.load(saved.id).sortables.to_updates_dict()["hydrogen_demand"], order, "order")
    saved.set_sortables_from_dataframe(pd.DataFrame({"hydrogen_demand": order[::-1]}))
    equal(Scenario.load(saved.id).sortables.to_updates_dict()["hydrogen_demand"], order[::-1], "order of a table")
    saved.remove_sortables(["hydrogen_demand"])
    equal(saved.sortables.to_updates_dict()["hydrogen_demand"], [], "no order")


def curves(judge, world):
    saved = Scenario.load(world.saved.id)
    saved.update_custom_curves(CustomCurves.from_dataframe(pd.DataFrame({PRICE: day_curve()}), scenario_id="saved"))
    fresh = Scenario.load(saved.id)
    equal(list(fresh.custom_curves.attached_keys()), [PRICE], "curves")
    equal(fresh.custom_curve_series(PRICE).iloc[13], 13.0, "a value")
    equal([len(series) for series in fresh.custom_curves_series()], [HOURS], "lengths")
    equal(fresh.clear_custom_curves_cache(), 1, "files")
    saved.remove_custom_curves([PRICE])
    equal(list(Scenario.load(saved.id).custom_curves.attached_keys()), [], "curves that are left")


def outputs(judge, world):
    saved = Scenario.load(world.saved.id)
    equal(len(saved.get_hourly_curve("electricity_price")), HOURS, "price")
    equal(list(saved.get_hourly_curves(["methane"])), ["network_gas_profiles"], "by carrier")
    equal(len(list(saved.all_hourly_output_curves())), len(saved.hourly_output_curves), "all")
    equal(saved.clear_hourly_curves_cache(), 10, "files")
    equal(saved.clear_all_curve_caches(), (10, 0), "both kinds")
    saved.clear_session_cache()
    assert len(saved.get_annual_export("sankey")) > 10
    equal(list(saved.get_annual_exports(["molecule_flow"])), ["molecule_flow"], "exports")
    assert saved.annual_exports.get("sankey") is not None


def queries(judge, world):
    saved = Scenario.load(world.saved.id)
    equal(saved.queries_requested(), False, "no queries")
    saved.add_queries(["dashboard_emissions"])
    equal(saved.queries_requested(), True, "queries")
    saved.execute_queries()
    assert saved.results(columns=["future"]).iloc[0, 0] > 0


def couplings(judge, world):
    saved = Scenario.load(world.saved.id)
    group = "external_model_industry"
    saved.update_couplings([group])
    equal(saved.couplings.active_groups(), [group], "coupled")
    saved.update_couplings([group], action="uncouple")
    equal(saved.couplings.active_groups(), [], "uncoupled")


def configuration(judge, world):
    saved = Scenario.load(world.saved.id)
    config = ExportConfig(include_inputs=False)
    saved.set_export_config(config)
    assert saved.get_export_config() is config
    saved.set_short_name("S")
    equal(saved.session.short_name, "S", "short name")
    answer = saved.update_metadata(purpose="saved")
    equal(answer["scenario"]["metadata"]["purpose"], "saved", "metadata")
    judge.warns("Input 'nope' does not exist")
    saved.inputs.update({"nope": 1})
    saved.show_all_warnings()
    assert "Inputs warnings:" in judge.printed.getvalue()


def update(judge, world):
    saved = Scenario.load(world.saved.id)
    saved.update(title="Renamed", private=False)
    equal((saved.title, saved.private), ("Renamed", False), "object")
    found = Scenario.load(saved.id)
    equal((found.title, found.private), ("Renamed", False), "service")
    snapshot = found.session.copy_with_preset()
    found.update(scenario_id=snapshot.id)
    equal((found.scenario_id, found.session.id), (snapshot.id, snapshot.id), "another session")
    found.update(scenario_id=saved.scenario_id)
    equal(Scenario.load(saved.id).scenario_id, saved.scenario_id, "the former session")
    judge.fails(SavedScenarioError, ["No valid fields"], found.update, nonsense=1)
    judge.refused("update_saved_scenario", 422)
    judge.fails(SavedScenarioError, ["title: must be filled"], found.update, title="")


def copies(judge, world):
    saved = Scenario.load(world.saved.id)
    linked = saved.copy_with_preset()
    equal((linked.title, linked.area_code), (f"Copy of {saved.title}", "nl2019"), "a linked copy")
    free = saved.copy(title="A copy", private=True, user_values={"costs_co2": 70})
    equal((free.title, free.private), ("A copy", True), "a free copy")
    equal(free.user_values(), {"costs_co2": 70.0}, "values")
    equal(len({saved.scenario_id, linked.scenario_id, free.scenario_id}), 3, "sessions")
    for one in (linked, free):
        one.delete()


def interpolate(judge, world):
    found = Scenario.interpolate(Scenario.load(world.saved.id), 2030, 2040, titles=["Thirty", "Forty"])
    equal([(item.title, item.end_year) for item in found], [("Thirty", 2030), ("Forty", 2040)], "saved")
    judge.fails(ValueError, ["Length of titles"], Scenario.interpolate, world.saved, 2030, titles=[])
    (one,) = Scenario.interpolate([world.saved], 2035)
    equal(one.title, "Interpolated to 2035", "usual title")
    for item in (*found, one):
        item.discard()


def users(judge, world):
    saved = Scenario.load(world.saved.id)
    equal([(user["user_id"], user["role"]) for user in saved.list_users()], [(1, "owner")], "users at first")
    saved.update_users("ben@example.org", "viewer")
    saved.update_users("new@example.org", "viewer")
    saved.update_users("new@example.org", "scenario_owner")
    found = {(user["user_id"], user["user_email"], user["role"]) for user in saved.list_users()}
    equal(found, {(1, None, "owner"), (2, None, "viewer"), (None, "new@example.org", "owner")}, "users")
    with BaseClient(token=BEN) as ben:
        equal(Scenario.load(saved.id, client=ben).title, saved.title, "a viewer may read it")
        judge.refused("update_saved_scenario", 403)
        judge.fails(SavedScenarioError, ["403"], saved.update, client=ben, title="Ben's")
    saved.update_users("new@example.org", "remove")
    equal(len(saved.list_users()), 2, "users that are left")
    judge.fails(ValueError, ["Invalid role: king"], saved.update_users, "new@example.org", "king")


def pending_users(judge, world):
    saved = Scenario.load(world.saved.id)
    saved.update_users("later@example.org", "collaborator", skip_upload=True)
    equal(judge.arrived(), ["get_saved_scenario"], "nothing is sent yet")
    equal(saved.apply_pending_users(), 1, "applied")
    found = {user["user_email"]: user["role"] for user in saved.list_users()}
    equal(found["later@example.org"], "collaborator", "role")


def discard_and_delete(judge, world):
    saved = Scenario.new("To go", area_code="nl2019", end_year=2050)
    saved.discard()
    equal(Scenario.load(saved.id).title, "To go", "a discarded one can still be read")
    saved.delete()
    judge.refused("get_saved_scenario", 404)
    judge.refused("get_scenario", 404)
    judge.fails(SavedScenarioError, ["does not exist"], Scenario.load, saved.id)
    judge.fails(Exception, ["No such scenario"], Session.load, saved.scenario_id)
    judge.refused("delete_saved_scenario", 404)
    judge.fails(SavedScenarioError, ["Could not permanently delete"], saved.delete)


STEPS = [
    new,
    new_of_a_session,
    load,
    values,
    orders,
    curves,
    outputs,
    queries,
    couplings,
    configuration,
    update,
    copies,
    interpolate,
    users,
    pending_users,
    discard_and_delete,
]
