"""Steps of `InputsEditor`, on the inputs of the scenario that `Project` made."""

from . import shapes
from .inputs import COMMODITY, REGION, TECHNOLOGY
from .shapes import edit, equal, filled, keys


def editor_make(judge, world):
    world.editor = judge.make(world.client.InputsEditor, world.by_name_scenario, world.session)
    keys(world.editor.inputs_session, shapes.SESSION, "the session")


def editor_refresh(judge, world):
    judge.call(world.editor, "refresh")
    equal(judge.operations(), ["get_inputs_session"], "requests")


def editor_demand_regions(judge, world):
    assert REGION in judge.call(world.editor, "get_demand_regions"), "no demand in the main region"


def editor_demand_for_region(judge, world):
    equal(judge.call(world.editor, "get_demand_for_region", REGION)["region"], REGION, "region")


def editor_demand_technologies(judge, world):
    filled(judge.call(world.editor, "get_demand_technologies"), "demand technologies")


def editor_update_demand(judge, world):
    edits = [edit(world.year_of_demand, "Percentage", 2)]
    found = judge.call(world.editor, "update_system_demand_variable", REGION, "baseDemand", edits)
    equal(found["region"], REGION, "region")


def editor_update_demand_technology(judge, world):
    found = judge.call(
        world.editor, "update_demand_technology_variable", REGION, world.demand_technology, "totalDemand",
        [edit(world.year_of_demand, "Delta", 0.5)],
    )  # fmt: skip
    assert found, "an empty answer"


def editor_technology_names(judge, world):
    assert TECHNOLOGY in judge.call(world.editor, "get_technology_names")[REGION], "no such technology"


def editor_technology_names_again(judge, world):
    judge.call(world.editor, "get_technology_names")
    equal(judge.operations(), [], "requests: the names are remembered")


def editor_technology(judge, world):
    equal(judge.call(world.editor, "get_supply_technology", TECHNOLOGY, REGION)["name"], TECHNOLOGY, "name")


def editor_update_exogenous(judge, world):
    edits = [edit(world.year, "Percentage", 3)]
    found = judge.call(
        world.editor, "update_exogenous_technology_variable", TECHNOLOGY, "capacity", edits, REGION
    )
    shapes.transformed(found["capacity"], {world.year: ("Percentage", 3)}, "capacity")


def editor_update_endogenous(judge, world):
    edits = [edit(world.year, "Percentage", 4)]
    found = judge.call(world.editor, "update_endogenous_technology_variable", TECHNOLOGY, "capex", edits, REGION)
    shapes.transformed(found["parameters"]["capex"], {world.year: ("Percentage", 4)}, "capex")


def editor_commodities(judge, world):
    found = judge.call(world.editor, "get_commodities", commodities=[COMMODITY])
    equal([item["commodity"] for item in found], [COMMODITY], "commodities")


def editor_update_commodity(judge, world):
    edits = [edit(world.commodity_year, "Percentage", 6)]
    found = judge.call(world.editor, "update_commodity_price", COMMODITY, world.commodity_regions, edits)
    shapes.transformed(found["prices"], {world.commodity_year: ("Percentage", 6)}, "gas price")


def editor_rebase_commodities(judge, world):
    judge.call(world.editor, "change_base_commodities_assumptions", world.scenario)


STEPS = [
    editor_make, editor_refresh, editor_demand_regions, editor_demand_for_region, editor_demand_technologies,
    editor_update_demand, editor_update_demand_technology, editor_technology_names, editor_technology_names_again,
    editor_technology, editor_update_exogenous, editor_update_endogenous, editor_commodities, editor_update_commodity,
    editor_rebase_commodities,
]  # fmt: skip
