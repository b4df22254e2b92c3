"""Steps of what all objects have in common, and of the objects that sessions hand out."""

import logging

import pandas as pd
from pyetm import CustomCurves, Gqueries, Inputs, Session, Sessions, get_client
from pyetm.models import Input, Sortable, Sortables
from pyetm.models.couplings import Couplings

from .harness import equal


class Kept(logging.Logger):
    """A logger that keeps its lines."""

    def __init__(self):
        super().__init__("kept")
        self.lines = []

    def warning(self, line, *_):
        self.lines.append(line)


def things(world):
    """One of each class."""
    session = Session.load(world.data.id)
    order = next(iter(session.sortables))
    return [
        session,
        world.saved,
        Sessions(items=[session]),
        world.many,
        world.collection,
        session.inputs,
        session.inputs["costs_co2"],
        Gqueries.from_list(["total_costs"]),
        session.custom_curves,
        session.sortables,
        order,
        session.couplings,
        session.hourly_output_curves,
        session.annual_exports,
    ]


def warnings_of_every_kind_of_object(judge, world):
    judge.warns("a remark")
    for thing in things(world):
        name = type(thing).__name__
        thing.warnings.clear()
        thing.set_bulk_context(True)
        thing.add_warning("field", "a remark", severity="error")
        thing.set_bulk_context(False)
        logger = Kept()
        thing.log_warnings(logger, prefix="P")
        equal(logger.lines, ["P [field]: a remark"], f"log of {name}")
        shown = len(judge.printed.getvalue())
        thing.show_warnings()
        thing.auto_show_warnings("somewhere")
        printed = judge.printed.getvalue()[shown:]
        equal(printed.count("[ERROR] a remark"), 2, f"{name} on the terminal")
        assert "=== Warnings for somewhere ===" in printed, printed
        judge.fails(
            RuntimeError,
            ["failed on field 'field': too much"],
            thing.add_warning,
            "field",
            "too much",
            severity="error",
        )
        thing.warnings.clear()


def tables_of_every_kind_of_object(judge, world):
    judge.warns("must implement _to_dataframe() method")
    filled = {"Session", "Scenario", "Inputs", "Sortables"}
    for thing in things(world):
        name = type(thing).__name__
        table = thing.to_dataframe()
        assert isinstance(table, pd.DataFrame), name
        equal(len(table) > 0, name in filled, f"whether {name} has a table")


def objects_from_tables(judge, world):
    """Only two classes can be made of a table; the others say so in a warning."""
    judge.warns("must implement _from_dataframe() class method")
    for thing in things(world):
        cls = Input if isinstance(thing, Input) else type(thing)
        if cls in (CustomCurves, Sortables):
            equal(len(cls.from_dataframe(pd.DataFrame())), 0, f"{cls.__name__} of an empty table")
            continue
        made = cls.from_dataframe(pd.DataFrame({"a": [1]}))
        equal([warning.field for warning in made.warnings], ["from_dataframe"], f"warnings of {cls.__name__}")


def made_of_answers(judge, world):
    http = get_client().session
    path = f"/scenarios/{world.data.id}"
    made = Inputs.from_json(http.get(f"{path}/inputs").json())
    equal(made.keys(), world.data.inputs.keys(), "inputs")
    orders = Sortables.from_json(http.get(f"{path}/user_sortables").json())
    equal(orders.as_dict(), http.get(f"{path}/user_sortables").json(), "orders")
    curves = CustomCurves.from_json(http.get(f"{path}/custom_curves", params={"include_unattached": "true"}).json())
    assert len(curves) > 100, len(curves)
    couplings = Couplings.from_json(http.get(path).json())
    equal(couplings.all_groups(), world.data.couplings.all_groups(), "couplings")


def one_input(judge, world):
    inputs = world.data.inputs
    co2 = inputs["costs_co2"]
    equal([warning.message[:23] for warning in co2.is_valid_update(9999)], ["Value error, 9999.0 sho"], "a wrong value")
    equal(len(co2.is_valid_update("30.5")), 0, "a right value as a text")
    equal(
        set(inputs.is_valid_update({"costs_co2": 9999, "nope": 1, "costs_gas": 20})), {"costs_co2", "nope"}, "several"
    )
    equal((co2.merged_value, co2.user), (24.83, None), "the value is not changed by that")
    inputs.update({"costs_co2": 12})
    equal((co2.merged_value, co2.user), (12.0, 12.0), "a value of one's own")
    inputs.update({"costs_co2": "reset"})
    equal(co2.user, None, "reset")
    kinds = {unit: Input.class_type(unit).__name__ for unit in ("bool", "enum", "%")}
    equal(kinds, {"bool": "BoolInput", "enum": "EnumInput", "%": "FloatInput"}, "classes")
    made = Input.from_json(("costs_co2", {"unit": "euro", "min": 0, "max": 10, "default": 1}))
    equal((made.key, made.default, made.user), ("costs_co2", 1.0, None), "made of an answer")


def one_order(judge, world):
    (order,) = Sortable.from_json(("hydrogen_demand", ["a", "b"]))
    equal((order.name(), order.order), ("hydrogen_demand", ["a", "b"]), "an order")
    messages = [warning.message for warning in order.is_valid_update(["c"])]
    assert "Unknown items" in messages[0], messages
    levels = list(Sortable.from_json(("heat_network", {"lt": ["a"], "mt": ["b"]})))
    equal([level.name() for level in levels], ["heat_network_lt", "heat_network_mt"], "levels")
    orders = Sortables.from_json({"hydrogen_demand": ["a", "b"]})
    orders.update({"hydrogen_demand": ["b", "a"]})
    equal(orders.to_updates_dict(), {"hydrogen_demand": ["b", "a"]}, "an update")
    equal(list(orders.is_valid_update({"nope": [], "hydrogen_demand": ["a", "b"]})), ["nope"], "wrong updates")


STEPS = [
    warnings_of_every_kind_of_object,
    tables_of_every_kind_of_object,
    objects_from_tables,
    made_of_answers,
    one_input,
    one_order,
]
