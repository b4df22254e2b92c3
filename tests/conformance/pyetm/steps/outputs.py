"""Steps of `Session`: hourly curves and annual exports, and what is kept of them."""

from pyetm import Session, get_client
from pyetm.models.annual_exports import AnnualExports
from pyetm.models.hourly_output_curves import HourlyOutputCurves
from pyetm.services.scenario_runners.fetch_hourly_output_curves import FetchAllHourlyOutputCurvesRunner

from .harness import close, equal

HOURS = 8760
CARRIERS = {
    "electricity": "electricity_profiles",
    "heat": "district_heating_profiles",
    "hydrogen": "hydrogen_profiles",
    "methane": "network_gas_profiles",
}


def one_curve(judge, world):
    world.output = Session.new("nl2019", 2050)
    price = world.output.get_hourly_curve("electricity_price")
    equal((price.shape, price.columns.tolist()), ((HOURS, 1), ["Price (Euros)"]), "price")
    assert price["Price (Euros)"].nunique() > 1, "the price never changes"
    world.output.get_hourly_curve("electricity_price")
    paths = [request["path"].rsplit("/", 1)[-1] for request in judge.control.requests()]
    equal(paths[1:], ["electricity_price.csv"], "the file is fetched once")


def curves_by_carrier(judge, world):
    found = world.output.get_hourly_curves([*CARRIERS, "residual_load"])
    equal(list(found), [*CARRIERS.values(), "residual_load"], "names")
    for name, table in found.items():
        equal(len(table), HOURS, f"rows of {name}")
        assert len(table.columns) > 1, f"{name} has a single column"
    electricity = found["electricity_profiles"]
    made = electricity[[column for column in electricity if ".output (MW)" in column]].sum(axis=1)
    used = electricity[[column for column in electricity if ".input (MW)" in column]].sum(axis=1)
    # What is not met is the column `deficit`.
    assert ((made + electricity["deficit"] - used).abs() < 1e-3 * used.max()).all(), "supply does not meet demand"
    paths = {request["path"].rsplit("/", 1)[-1] for request in judge.control.requests()}
    equal(
        paths, {"merit_order.csv", "heat_network.csv", "hydrogen.csv", "network_gas.csv", "residual_load.csv"}, "paths"
    )


def old_names(judge, world):
    judge.warns("Curve name 'merit_order' is deprecated", "Curve nope not found in collection")
    assert world.output.hourly_output_curves is world.output.hourly_output_curves
    old = world.output.get_hourly_curve("merit_order")
    assert old.equals(world.output.get_hourly_curve("electricity_profiles")), "both names mean the same"
    equal(world.output.get_hourly_curve("nope"), None, "an unknown curve")
    equal(judge.arrived(), [], "all of it is there already")


def all_curves(judge, world):
    tables = list(world.output.all_hourly_output_curves())
    equal(len(tables), len(world.output.hourly_output_curves), "curves")
    assert all(len(table) == HOURS for table in tables)
    assert not any(table.isna().any().any() for table in tables), "a curve has gaps"


def fetched_together(judge, world):
    found = HourlyOutputCurves.fetch_all(world.output)
    equal(sorted(found.attached_keys()), sorted(HourlyOutputCurves.create_empty_collection().attached_keys()), "names")
    equal(judge.arrived(), ["download_hourly_curve"] * 10, "requests")
    price = found.get_contents(world.output, "electricity_price")
    table = found.to_dataframe(curves=["electricity_price"])
    equal(table.index.names, ["hour", "curve_name"], "index")
    close(table["value"].iloc[7], price.iloc[7, 0], "a value")
    equal((found.is_attached("residual_load"), found.is_attached("nope")), (True, False), "attached")
    equal(len(found.get_curve("heat", world.output)), HOURS, "by carrier")
    equal(list(found.get_curves(["heat"], world.output)), ["district_heating_profiles"], "several by carrier")


def handled_by_hand(judge, world):
    result = FetchAllHourlyOutputCurvesRunner.run(get_client(), world.output)
    found = HourlyOutputCurves.from_service_result(result, world.output)
    equal(len(found), 10, "curves")
    equal((found.remove_curve("residual_load"), found.remove_curve("nope")), (True, False), "removed")
    made = HourlyOutputCurves.from_json([{"key": "residual_load", "type": "query_curve"}])
    equal(made.attached_keys(), ["residual_load"], "names")
    equal(found.clear_cache(), 10, "files")


def caches(judge, world):
    session = Session.load(world.output.id)
    first = session.get_hourly_curve("electricity_price")
    equal(session.clear_hourly_curves_cache(), 10, "curves")
    again = session.get_hourly_curve("electricity_price")
    assert first.equals(again), "the price differs"
    equal(judge.arrived().count("download_hourly_curve"), 2, "fetched anew")
    equal(session.clear_all_curve_caches(), (10, 0), "both kinds")
    session.get_hourly_curve("electricity_price")
    session.clear_session_cache()
    equal(Session.load(session.id).get_hourly_curve("electricity_price").shape, (HOURS, 1), "price")
    equal(judge.arrived().count("download_hourly_curve"), 4, "fetched anew after all is cleared")


def one_export(judge, world):
    flow = world.output.get_annual_export("energy_flow")
    equal(flow.index.name, "key", "index")
    assert len(flow) > 100 and all("(MJ)" in column for column in flow.columns), flow.columns
    world.output.get_annual_export("energy_flow")
    equal(len(judge.arrived()), 1, "requests")


def several_exports(judge, world):
    names = ["molecule_flow", "sankey", "storage_parameters", "costs_parameters", "energy_flow_present"]
    found = world.output.get_annual_exports(names)
    equal(list(found), names, "names")
    assert all(len(table) for table in found.values()), "an export is empty"
    equal(len(judge.arrived()), len(names), "requests")
    capacities = world.output.get_annual_exports("electricity_capacities")["electricity_capacities"]
    equal(capacities.columns.tolist(), ["peak_capacity"], "columns")
    hourly = Session.load(world.output.id).get_hourly_curve("electricity")
    equal(capacities.index.tolist(), [column for column in hourly if column != "deficit"], "rows")
    name = capacities["peak_capacity"].idxmax()
    assert abs(capacities.loc[name, "peak_capacity"] - hourly[name].max()) < 1e-3, f"{name}: the peak differs"
    judge.fails(ValueError, ["Invalid export names: ['nope']"], world.output.get_annual_exports, ["nope"])


def retired_export(judge, world):
    judge.refused("export_production_parameters", 404)
    judge.warns("API error: Client error: 404", "production_parameters not available")
    equal(world.output.get_annual_export("production_parameters"), None, "an export that is gone")
    equal(world.output.annual_exports.get("production_parameters"), None, "still gone")


def collection_of_exports(judge, world):
    judge.warns("Export nope not found", "Export sankey not available")
    exports = AnnualExports.create_empty_collection()
    equal((len(exports), exports.names[:2]), (11, ["production_parameters", "energy_flow"]), "names")
    equal((exports.get("nope"), exports.get("sankey")), (None, None), "nothing is there")
    table = exports.retrieve(get_client(), world.output, "sankey")
    assert exports.get("sankey") is table
    equal(
        list(exports.retrieve_multiple(get_client(), world.output, ["sankey", "molecule_flow"])),
        ["sankey", "molecule_flow"],
        "several",
    )
    both = exports.to_dataframe(exports=["sankey", "molecule_flow"])
    equal(set(both.index.get_level_values("export_name")), {"sankey", "molecule_flow"}, "names of the table")
    equal(world.output.annual_exports.names, exports.names, "names of the session's")


STEPS = [
    one_curve,
    curves_by_carrier,
    old_names,
    all_curves,
    fetched_together,
    handled_by_hand,
    caches,
    one_export,
    several_exports,
    retired_export,
    collection_of_exports,
]
