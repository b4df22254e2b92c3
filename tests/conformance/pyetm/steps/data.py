"""Steps of `Session`: inputs, orders, custom curves, couplings, queries."""

import pandas as pd
from pyetm import CustomCurves, Gqueries, Session, get_client
from pyetm.models.session import ScenarioError

from .harness import close, equal

PRICE = "interconnector_1_price"
TEMPERATURE = "weather/air_temperature"
HOURS = 8760


def day_curve():
    return pd.Series([float(hour % 24) for hour in range(HOURS)])


def inputs(judge, world):
    world.data = Session.new("nl2019", 2050)
    found = world.data.inputs
    equal(len(found), len(found.keys()), "number of inputs")
    assert found is world.data.inputs, "inputs are fetched once"
    co2 = found["costs_co2"]
    equal((co2.unit, co2.min, co2.default, co2.user), ("euro", 0.0, 24.83, None), "costs_co2")
    equal(found.get_input_by_key("settings_weather_curve_set").unit, "enum", "an input of the kind enum")
    assert "default" in found["settings_weather_curve_set"].permitted_values
    assert any(item.unit == "bool" for item in found), "no input is a switch"
    assert any(item.disabled for item in found), "no input is disabled"
    equal(found.get_input_by_key("no_such_input"), None, "an unknown input")


def set_values(judge, world):
    session = world.data
    values = {"costs_co2": 120, "settings_weather_curve_set": "1987", "external_coupling_interconnector_1_must_run": 1}
    session.update_user_values(values)
    expected = {
        "costs_co2": 120.0,
        "settings_weather_curve_set": "1987",
        "external_coupling_interconnector_1_must_run": 1.0,
    }
    equal(session.user_values(), expected, "values of the object")
    equal(Session.load(session.id).user_values(), expected, "values of the service")
    close(session.inputs["costs_co2"].merged_value, 120.0, "value")
    session.update_user_values({"costs_co2": "reset"})
    session.remove_user_values({"settings_weather_curve_set", "external_coupling_interconnector_1_must_run"})
    equal(session.user_values(), {}, "values after the reset")
    equal(Session.load(session.id).user_values(), {}, "values of the service after the reset")


def wrong_values_stay_behind(judge, world):
    judge.warns("Input 'nope' does not exist", "should be between 0.0 and 500.0", "should be in ['")
    values = {"nope": 1, "costs_gas": 1e9, "settings_weather_curve_set": "1800", "costs_co2": 30}
    world.data.update_user_values(values)
    equal(Session.load(world.data.id).user_values(), {"costs_co2": 30.0}, "only the right one is sent")
    world.data.remove_user_values(["costs_co2"])


def what_only_the_service_refuses(judge, world):
    """Sums of share groups are not checked by the client."""
    judge.refused("update_scenario", 422)
    session = Session.new("nl2019", 2050)
    shares = [item.key for item in session.inputs if getattr(item, "share_group", None) == "greengas"]
    assert len(shares) > 1, "there is no such share group"
    judge.fails(ScenarioError, ["422", "greengas"], session.update_user_values, {key: 10 for key in shares})
    equal(Session.load(session.id).user_values(), {}, "nothing is set")


def shares_balance(judge, world):
    session = Session.new("nl2019", 2050)
    shares = [item.key for item in session.inputs if getattr(item, "share_group", None) == "greengas"]
    session.update_user_values({shares[1]: 40})
    answer = get_client().session.get(f"/scenarios/{session.id}").json()
    close(answer["user_values"][shares[1]] + sum(answer["balanced_values"].values()), 100.0, "sum of the group")


def values_without_upload(judge, world):
    session = Session.load(world.data.id)
    session.update_user_values({"costs_co2": 99}, skip_upload=True)
    equal(session.user_values(), {"costs_co2": 99.0}, "values of the object")
    equal(Session.load(session.id).user_values(), {}, "values of the service")
    assert "update_scenario" not in judge.arrived()


def values_from_a_table(judge, world):
    session = Session.load(world.data.id)
    table = session.inputs.to_dataframe(columns="user")
    table.loc[("costs_co2", "euro"), "user"] = 45.0
    session.set_user_values_from_dataframe(table.loc[["costs_co2", "costs_gas"]])
    equal(Session.load(session.id).user_values(), {"costs_co2": 45.0}, "values")
    session.remove_user_values(["costs_co2"])


def table_of_inputs(judge, world):
    table = world.data.inputs.to_dataframe(columns=["value", "default", "min", "max"])
    equal(table.index.names, ["input", "unit"], "index")
    row = table.loc[("costs_co2", "euro")]
    equal((row["value"], row["default"], row["min"], row["max"]), (24.83, 24.83, 0.0, 3500.0), "row")
    equal(len(table), len(world.data.inputs), "rows")


def sortables(judge, world):
    found = world.data.sortables
    expected = ["forecast_storage", "hydrogen_supply", "hydrogen_demand", "space_heating"]
    expected += [f"heat_network_{level}" for level in ("lt", "mt", "ht")]
    equal(sorted(found.names()), sorted(expected), "names")
    equal(found.keys().count("heat_network"), 3, "levels of heat networks")
    assert all(len(order) > 1 for order in found.to_updates_dict().values()), "an order is empty"
    table = found.to_dataframe()
    equal(sorted(table.columns), sorted(expected), "columns")
    equal(table["hydrogen_supply"].dropna().tolist(), found.as_dict()["hydrogen_supply"], "a column")


def set_orders(judge, world):
    session = world.data
    before = session.sortables.to_updates_dict()
    wanted = {name: before[name][::-1] for name in ("hydrogen_supply", "heat_network_lt")}
    session.update_sortables(wanted)
    found = Session.load(session.id).sortables.to_updates_dict()
    equal(found, before | wanted, "orders of the service")
    paths = [request["path"].rsplit("/", 1)[-1] + "?" + request["query"] for request in judge.control.requests()]
    equal(paths[:2], ["hydrogen_supply?", "heat_network?subtype=lt"], "requests")
    session.remove_sortables(["hydrogen_supply"])
    equal(session.sortables.to_updates_dict()["hydrogen_supply"], [], "order of the object")
    answer = get_client().session.get(f"/scenarios/{session.id}/user_sortables/hydrogen_supply").json()
    equal(answer["order"], before["hydrogen_supply"], "order of the service")


def wrong_orders_stay_behind(judge, world):
    judge.warns("duplicate items", "Unknown items not in current sortable", "Sortable 'nope' does not exist")
    session = Session.new("nl2019", 2050)
    before = session.sortables.to_updates_dict()
    one = before["hydrogen_demand"][0]
    session.update_sortables({"hydrogen_demand": [one, one], "space_heating": ["a stove"], "nope": []})
    equal(Session.load(session.id).sortables.to_updates_dict(), before, "orders of the service")
    assert "update_user_sortable" not in judge.arrived()


def orders_from_a_table(judge, world):
    session = Session.new("nl2019", 2050)
    order = session.sortables.to_updates_dict()["heat_network_ht"][::-1]
    session.set_sortables_from_dataframe(pd.DataFrame({"heat_network_ht": order}))
    equal(Session.load(session.id).sortables.to_updates_dict()["heat_network_ht"], order, "order")


def custom_curves(judge, world):
    session = world.data
    equal(list(session.custom_curves.attached_keys()), [], "curves at first")
    table = pd.DataFrame({PRICE: day_curve(), TEMPERATURE: day_curve() - 5})
    session.update_custom_curves(CustomCurves.from_dataframe(table, scenario_id=session.id))
    fresh = Session.load(session.id)
    equal(list(fresh.custom_curves.attached_keys()), [PRICE, TEMPERATURE], "curves of the service")
    series = fresh.custom_curve_series(PRICE)
    equal((len(series), series.tolist()), (HOURS, day_curve().tolist()), "values")
    both = list(fresh.custom_curves_series())
    equal([(item.name, item.iloc[3]) for item in both], [(PRICE, 3.0), (TEMPERATURE, -2.0)], "both")
    assert any(request["path"].endswith(f"/custom_curves/{TEMPERATURE}.csv") for request in judge.control.requests())
    world.with_curves = fresh


def wrong_curves_stay_behind(judge, world):
    judge.warns("Excluded curve 'river' from upload", "exactly 8,760 values, found 10")
    curves = CustomCurves.from_dataframe(pd.DataFrame({"river": [0.5] * 10}), scenario_id="short")
    world.data.update_custom_curves(curves)
    assert "upload_custom_curve" not in judge.arrived()
    judge.refused("upload_custom_curve", 422)
    unknown = CustomCurves.from_dataframe(pd.DataFrame({"no_such_curve": day_curve()}), scenario_id="unknown")
    judge.fails(ScenarioError, ["no_such_curve: Client error: 422"], world.data.update_custom_curves, unknown)


def collection_of_curves(judge, world):
    judge.warns("not attached to scenario", "Curve must have 8760 values, found 3")
    session = Session.load(world.data.id)
    curves = session.custom_curves
    equal((curves.is_attached(PRICE), curves.is_attached("nope")), (True, False), "attached")
    equal(curves.get_contents(session, PRICE).iloc[23], 23.0, "a value")
    equal(curves.get_contents(session, "nope"), None, "an unknown curve")
    equal([warning.message for warning in curves.warnings], ["Curve nope not found in collection"], "warnings")
    curves.update({PRICE: day_curve() * 2, "nope": day_curve()})
    equal(session.custom_curve_series(PRICE).iloc[23], 46.0, "a value that was changed locally")
    wrong = curves.is_valid_update({PRICE: pd.Series([1.0, 2.0, 3.0])})
    curves.update({PRICE: pd.Series([1.0, 2.0, 3.0])})
    equal(list(wrong), [PRICE], "wrong updates")
    equal(
        curves.validate_for_upload()[TEMPERATURE].get_by_field(TEMPERATURE)[0].message,
        "Curve has no data available",
        "problem",
    )
    table = curves.to_dataframe()
    equal(table.shape, (HOURS, 2), "shape of the table")
    equal((table[PRICE].iloc[23], table[TEMPERATURE].iloc[0]), (46.0, -5.0), "values of the table")
    equal((curves.remove_curve(PRICE), curves.remove_curve("nope")), (True, False), "removed")
    equal(session.custom_curve_series(PRICE).iloc[23], 23.0, "the value of the service again")
    equal(curves.clear_cache(), 2, "files")
    equal(session.clear_custom_curves_cache(), 2, "files again")


def remove_curves(judge, world):
    world.data.remove_custom_curves([PRICE])
    world.data.remove_custom_curves([])
    equal(judge.arrived().count("delete_custom_curve"), 1, "requests")
    equal(list(world.data.custom_curves.attached_keys()), [TEMPERATURE], "curves of the object")
    equal(list(Session.load(world.data.id).custom_curves.attached_keys()), [TEMPERATURE], "curves of the service")
    world.data.remove_custom_curves({TEMPERATURE})


def couplings(judge, world):
    session = Session.new("nl2019", 2050)
    found = session.couplings
    equal((found.empty(), found.all_groups()), (True, set()), "couplings at first")
    session.update_user_values({"external_coupling_interconnector_1_must_run": 1})
    session = Session.load(session.id)
    group = "external_model_interconnectors"
    assert group in session.couplings.active_groups(), session.couplings.active_groups()
    session.update_couplings([group], action="uncouple")
    equal(
        (group in session.couplings.active_groups(), session.couplings.inactive_groups()), (False, [group]), "uncoupled"
    )
    session.update_couplings([group])
    equal(Session.load(session.id).couplings.inactive_groups(), [], "coupled again")
    row = session.couplings.to_series("name")
    equal((row.name, group in row["active_couplings"]), ("name", True), "row")
    judge.refused("couple_scenario", 422)
    judge.fails(ScenarioError, ["coupling_groups: invalid coupling"], session.update_couplings, ["nothing"])
    judge.fails(ScenarioError, ["Invalid action: marry"], session.update_couplings, [group], action="marry")
    judge.warns("Missing coupling field in response")
    session.update_couplings([], action="uncouple", force=True)
    equal(Session.load(session.id).user_values(), {}, "forced uncoupling takes the values away")


def queries(judge, world):
    session = world.data
    equal((session.queries_requested(), len(session.results())), (False, 0), "no queries")
    session.add_queries(["dashboard_emissions", "total_costs"])
    session.add_queries({"final_demand"})
    equal(session.queries_requested(), True, "requested")
    equal(judge.arrived(), [], "nothing is asked yet")
    session.execute_queries()
    table = session.results(columns=["present", "future"])
    equal(table.index.names, ["gquery", "unit"], "index")
    equal(
        set(table.index), {("dashboard_emissions", "factor"), ("total_costs", "euro"), ("final_demand", "MJ")}, "rows"
    )
    assert all(value > 0 for value in table["future"]), table
    equal(judge.arrived(), ["update_scenario"], "one request for all")
    session.remove_queries("final_demand")
    equal(len(session.results()), 2, "rows that are left")
    session.clear_queries()
    equal(session.queries_requested(), False, "cleared")


def queries_react(judge, world):
    session = Session.new("nl2019", 2050)
    before = session
    before.add_queries(["total_costs"])
    present, future = before.results().iloc[0]
    session.update_user_values({"costs_co2": 500})
    after = Session.load(session.id)
    after.add_queries(["total_costs"])
    equal(after.results()["present"].iloc[0], present, "the present does not change")
    assert after.results()["future"].iloc[0] > future, "dearer CO2 makes no difference"


def unknown_queries_are_left_out(judge, world):
    judge.warns("Gquery no_such_query does not exist")
    judge.refused("update_scenario", 422)
    world.data.add_queries(["no_such_query", "total_costs"])
    table = world.data.results()
    equal(table.index.get_level_values("gquery").tolist(), ["total_costs"], "rows")
    assert "1 query(ies) failed" in judge.printed.getvalue()
    world.data.clear_queries()


def collection_of_queries(judge, world):
    judge.warns("Query 'nope' not found in collection")
    found = Gqueries.from_list(["total_costs"])
    found.add("dashboard_emissions", "total_costs")
    equal(found.query_keys(), ["total_costs", "dashboard_emissions"], "keys")
    equal((found.is_ready(), found.get("total_costs")), (False, None), "before")
    found.execute(get_client(), world.data)
    equal((found.is_ready(), found.get("total_costs")["unit"]), (True, "euro"), "after")
    found.update({"mine": {"present": 1, "future": 2, "unit": "x"}})
    equal(found.to_dataframe(columns="future").loc[("mine", "x"), "future"], 2, "a value of one's own")
    found.remove("mine", "nope")
    equal(found.query_keys(), ["total_costs", "dashboard_emissions"], "keys that are left")
    found.clear()
    equal((found.query_keys(), len(found.to_dataframe())), ([], 0), "cleared")


STEPS = [
    inputs,
    set_values,
    wrong_values_stay_behind,
    what_only_the_service_refuses,
    shares_balance,
    values_without_upload,
    values_from_a_table,
    table_of_inputs,
    sortables,
    set_orders,
    wrong_orders_stay_behind,
    orders_from_a_table,
    custom_curves,
    wrong_curves_stay_behind,
    collection_of_curves,
    remove_curves,
    couplings,
    queries,
    queries_react,
    unknown_queries_are_left_out,
    collection_of_queries,
]
