"""Steps of `Sessions`, `Scenarios` and `ScenarioPacker`, and of the data that the packer collects."""

from pyetm import BaseClient, Scenario, ScenarioPacker, Scenarios, Session, Sessions

from .clients import BEN
from .data import HOURS, PRICE, day_curve
from .harness import equal

CLEO = "etm_sandbox-cleo-delete"


def sessions_of_a_user(judge, world):
    with BaseClient(token=CLEO) as cleo:
        made = [Session.new("nl2019", 2030 + number, client=cleo) for number in range(27)]
        found = Sessions.load_all(client=cleo)
        equal(sorted(item.id for item in found), sorted(item.id for item in made), "all of them")
        equal(len(Sessions.load_all(page=1, client=cleo)), 25, "a page")
        equal(len(Sessions.load_all(page=2, client=cleo)), 2, "the last page")
        equal(len(Sessions.load_all(page=3, client=cleo)), 0, "a page too far")


def sessions_by_hand(judge, world):
    found = Sessions()
    found.add(world.session, world.data)
    found.extend([world.output])
    equal((len(found), found[2], [item.id for item in found][0]), (3, world.output, world.session.id), "items")


def load_many_sessions(judge, world):
    judge.refused("get_scenario", 404)
    judge.warns("Could not load scenario 99")
    found = Sessions.load_many([world.data.id, 99, world.session.id])
    equal([item.id for item in found], [world.data.id, world.session.id], "sessions")
    equal([(item.field, item.severity) for item in found.warnings], [("load_many", "error")], "warnings")


def create_many_sessions(judge, world):
    judge.refused("create_scenario", 422)
    judge.warns("Missing area_code or end_year", "area_code: is unknown or not supported")
    wanted = [{"end_year": 2040, "source": "many"}, {}, {"area_code": "atlantis", "end_year": 2050}]
    found = Sessions.create_many(wanted, area_code="nl2019")
    equal([(item.area_code, item.end_year, item.source) for item in found], [("nl2019", 2040, "many")], "sessions")
    equal([item.severity for item in found.warnings], ["warning", "error"], "warnings")


def saved_scenarios_of_a_user(judge, world):
    found = Scenarios.load_all()
    assert world.saved in found.items, "a saved one is missing"
    equal(len(judge.arrived()), 1, "requests")
    assert all(item.scenario is not None for item in found), "one came without its session"
    with BaseClient(token=BEN) as ben:
        equal([item.id for item in Scenarios.load_all(client=ben)], [world.saved.id], "what is shared")


def scenarios_by_hand(judge, world):
    found = Scenarios()
    found.add(world.saved)
    found.extend([world.data])
    equal((len(found), found[1], list(found)), (2, world.data, [world.saved, world.data]), "items")
    equal([item.id for item in found.sessions], [world.saved.scenario_id, world.data.id], "sessions")


def load_many_scenarios(judge, world):
    judge.refused("get_saved_scenario", 404)
    judge.warns("Could not load", "does not exist")
    found = Scenarios.load_many([world.saved.id, 999])
    equal([item.id for item in found], [world.saved.id], "scenarios")


def create_many_scenarios(judge, world):
    judge.refused("create_saved_scenario", 422)
    judge.warns("Missing required 'title'", "Missing area_code or end_year", "scenario_id: does not exist")
    order = world.data.sortables.to_updates_dict()["hydrogen_supply"][::-1]
    wanted = [
        {"title": "One", "user_values": {"costs_co2": 11}, "custom_curves": {PRICE: day_curve()}},
        {"title": "Two", "private": True, "user_values": {"costs_co2": 22}, "sortables": {"hydrogen_supply": order}},
        {"title": "Three", "template_id": world.data.id},
        {"title": "Four", "scenario_id": Session.new("nl2023", 2040).id},
        {"area_code": "nl2019"},
        {"title": "Five", "area_code": None},
        {"title": "Six", "scenario_id": 99},
    ]
    year = 2050
    found = Scenarios.create_many(wanted[:5] + wanted[6:], area_code="nl2019", end_year=year)
    found.extend(Scenarios.create_many(wanted[5:6]))
    equal([item.title for item in found], ["One", "Two", "Three", "Four"], "titles")
    fresh = [Scenario.load(item.id) for item in found]
    equal([item.user_values() for item in fresh], [{"costs_co2": 11.0}, {"costs_co2": 22.0}, {}, {}], "values")
    equal([item.private for item in fresh], [False, True, False, False], "privacy")
    equal(len(fresh[0].custom_curve_series(PRICE)), HOURS, "curve")
    equal(fresh[1].sortables.to_updates_dict()["hydrogen_supply"], order, "order")
    equal((fresh[3].area_code, fresh[3].end_year), ("nl2023", 2040), "an existing session")
    world.many = Scenarios(items=[Scenario.load(item.id) for item in found.items[:2]])
    equal(Scenarios.discard_many([item.id for item in found.items[2:]])["failed"], [], "discarded")


def discard_many(judge, world):
    judge.refused("discard_saved_scenario", 404)
    judge.warns("Failed to discard saved scenario 999")
    saved = Scenario.new("To go", area_code="nl2019", end_year=2050)
    equal(Scenarios.discard_many([saved.id, 999]), {"successful": [saved.id], "failed": [999]}, "outcome")
    equal(Scenarios.discard_many([]), {"successful": [], "failed": []}, "nothing to do")
    assert saved not in Scenarios.load_all().items, "still in the list"


def combined(judge, world):
    found = world.many.combine
    assert isinstance(found, ScenarioPacker) and found is world.many.combine
    curves = world.many.get_annual_exports(["sankey"])
    equal((list(curves), sorted(curves["sankey"])), (["sankey"], ["One", "Two"]), "exports")


def packer_tables(judge, world):
    packer = ScenarioPacker()
    packer.add(*world.many)
    packer.add(*world.many)
    info = packer.main_info()
    equal((info["title"].tolist(), info["area_code"].tolist()), (["One", "Two"], ["nl2019"] * 2), "information")
    table = packer.inputs()
    equal(table.loc[("costs_co2", "euro")].tolist(), [11.0, 22.0], "a row of the inputs")
    equal(table.columns.get_level_values(0).tolist(), ["One", "Two"], "columns")
    equal(packer.inputs(columns="default").loc[("costs_co2", "euro")].tolist(), [24.83, 24.83], "defaults")
    orders = packer.sortables()
    assert orders[("One", "hydrogen_supply")].iloc[0] != orders[("Two", "hydrogen_supply")].iloc[0], "the same order"
    equal(packer.custom_curves().shape, (HOURS, 1), "curves")
    by_curve = packer.custom_curves(as_dict=True)
    equal({name: list(rows) for name, rows in by_curve.items()}, {PRICE: ["One"]}, "curves by name")
    couplings = packer.couplings()
    equal(couplings.shape, (2, 2), "couplings")
    world.packer = packer


def packer_queries(judge, world):
    world.packer.add_queries(["total_costs", "dashboard_emissions"])
    table = world.packer.gquery_results()
    equal(table.shape, (2, 2), "results")
    first, second = table.loc[("total_costs", "euro")]
    assert first != second, "another price of CO2 makes no difference"


def packer_outputs(judge, world):
    found = world.packer.hourly_output_curves(carrier_type="electricity")
    equal({name: sorted(rows) for name, rows in found.items()}, {"electricity_profiles": ["One", "Two"]}, "by carrier")
    named = world.packer.hourly_output_curves(curves=["electricity_price"])
    equal(len(named["electricity_price"]["Two"]), HOURS, "by name")
    judge.fails(ValueError, ["not both"], world.packer.hourly_output_curves, curves=[], carrier_type="heat")
    judge.fails(ValueError, ["Must specify either"], world.packer.hourly_output_curves)
    exports = world.packer.annual_exports(["molecule_flow"])
    assert exports["molecule_flow"]["One"].shape == exports["molecule_flow"]["Two"].shape


def packer_parts(judge, world):
    packer = ScenarioPacker()
    one, two = world.many
    packer.add_inputs(one)
    packer.add_sortables(one)
    packer.add_custom_curves(one)
    packer.add_hourly_output_curves(one)
    packer.add_annual_exports(two)
    equal(packer.main_info()["title"].tolist(), ["One", "Two"], "both are known")
    equal(packer.inputs().shape[1], 1, "only one has its inputs here")
    packer.remove_scenario(one)
    equal(packer.main_info()["title"].tolist(), ["Two"], "one is left")
    packer.clear()
    equal(len(packer.main_info()), 0, "none is left")
    judge.fails(ValueError, ["Packer was empty"], packer.collect_export_data)


def collected(judge, world):
    data = world.packer.collect_export_data(
        include_sortables=True,
        include_custom_curves=True,
        include_gqueries=True,
        include_input_min_max=True,
        include_input_defaults=True,
        hourly_curves=["heat"],
        include_annual_exports=["sankey"],
    )
    found = data.to_dict()
    parts = {"main_info", "inputs", "inputs_detailed", "sortables", "custom_curves", "hourly_output_curves"}
    equal(set(found), parts | {"annual_exports", "gquery_results", "config"}, "parts")
    equal(found["config"]["hourly_curves"], ["heat"], "configuration")
    equal(list(found["hourly_output_curves"]), ["district_heating_profiles"], "curves")
    assert "INPUT" not in str(data)[:5] and "inputs: (" in repr(data), repr(data)
    one = world.data.collect_export_data(include_inputs=False)
    equal((one.inputs, one.main_info["session_id"].tolist()), (None, [world.data.id]), "of a session")
    saved = world.saved.collect_export_data(include_sortables=True)
    assert len(saved.sortables) > 1, "of a saved scenario"


STEPS = [
    sessions_of_a_user,
    sessions_by_hand,
    load_many_sessions,
    create_many_sessions,
    saved_scenarios_of_a_user,
    scenarios_by_hand,
    load_many_scenarios,
    create_many_scenarios,
    discard_many,
    combined,
    packer_tables,
    packer_queries,
    packer_outputs,
    packer_parts,
    collected,
]
