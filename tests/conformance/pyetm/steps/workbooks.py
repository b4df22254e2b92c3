"""Steps of writing and reading workbooks."""

import os

from openpyxl import Workbook, load_workbook
from pyetm import Scenario, ScenarioPacker, Scenarios, Session, Sessions

from .harness import equal

SHEETS = ["MAIN", "SLIDER_SETTINGS", "INPUT_DETAILS", "SORTABLES", "CUSTOM_CURVES", "GQUERIES"]
COLUMNS = [
    "short_name",
    "scenario_id",
    "session",
    "copy_from",
    "title",
    "area_code",
    "end_year",
    "private",
    "sortables",
]


def rows(sheet, count=3):
    return [list(row) for row in sheet.iter_rows(max_row=count, values_only=True)]


def write(judge, world):
    world.packer.to_excel(
        "out/all.xlsx",
        include_sortables=True,
        include_custom_curves=True,
        include_gqueries=True,
        include_input_defaults=True,
        include_input_min_max=True,
        hourly_curves=["electricity", "heat"],
        include_annual_exports=["sankey"],
    )
    equal(sorted(os.listdir("out")), ["all.xlsx", "all_annual_exports.xlsx", "all_hourly_output_curves.xlsx"], "files")
    book = load_workbook("out/all.xlsx")
    equal(book.sheetnames, SHEETS, "sheets")
    main = rows(book["MAIN"])
    equal(main[0][:4], [None, "title", "session_id", "saved_scenario_id"], "header of MAIN")
    equal([row[1] for row in main[1:]], ["One", "Two"], "titles")
    sliders = {row[0]: row for row in book["SLIDER_SETTINGS"].iter_rows(values_only=True)}
    equal(sliders["costs_co2"], ("costs_co2", "euro", 11, 22), "a row of the inputs")
    queries = {row[0]: row for row in book["GQUERIES"].iter_rows(values_only=True)}
    assert queries["total_costs"][2] != queries["total_costs"][3]
    curves = book["CUSTOM_CURVES"]
    equal((curves.max_row, curves["B10"].value), (8762, 7), "curves")
    equal(load_workbook("out/all_annual_exports.xlsx").sheetnames, ["SANKEY"], "exports")
    equal(load_workbook("out/all_hourly_output_curves.xlsx").sheetnames, ["ELECTRICITY", "HEAT"], "carriers")


def write_each_kind(judge, world):
    Sessions(items=[world.data]).to_excel("out/sessions.xlsx")
    world.data.to_excel("out/session.xlsx", include_sortables=True)
    world.saved.to_excel("out/saved.xlsx")
    world.many.to_excel("out/many.xlsx", include_inputs=False)
    equal(load_workbook("out/sessions.xlsx").sheetnames, ["MAIN", "SLIDER_SETTINGS"], "sessions")
    equal(load_workbook("out/session.xlsx").sheetnames, ["MAIN", "SLIDER_SETTINGS", "SORTABLES"], "a session")
    equal(rows(load_workbook("out/saved.xlsx")["MAIN"])[1][2], world.saved.scenario_id, "a saved one")
    equal([row[3] for row in rows(load_workbook("out/many.xlsx")["MAIN"])[1:]], [item.id for item in world.many], "ids")
    judge.fails(ValueError, ["No scenarios to export"], Sessions().to_excel, "out/none.xlsx")
    judge.fails(ValueError, ["No scenarios to export"], Scenarios().to_excel, "out/none.xlsx")


def book_of(path, main, config, **sheets):
    """A workbook to be read: rows of MAIN, the row of EXPORT_CONFIG, and other sheets as lists of rows."""
    book = Workbook()
    book.active.title = "MAIN"
    book.active.append(COLUMNS)
    for row in main:
        book.active.append([row.get(name) for name in COLUMNS])
    configured = book.create_sheet("EXPORT_CONFIG")
    for line in (list(config), list(config.values())):
        configured.append(line)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def read_all(judge, world):
    order = world.data.sortables.to_updates_dict()["hydrogen_demand"][::-1]
    path = book_of(
        "in.xlsx",
        [
            {"short_name": "NEW", "title": "A new one", "area_code": "nl2019", "end_year": 2050, "sortables": "ORDER"},
            {"short_name": "OLD", "scenario_id": world.saved.id},
            {"short_name": "SES", "session": True, "scenario_id": world.data.id},
        ],
        {"inputs": True, "gqueries": True, "sortables": True, "hourly_curves": "heat", "annual_exports": "sankey"},
        SLIDER_SETTINGS=[["input", "NEW", "SES"], ["costs_co2", 33, 44]],
        GQUERIES=[["total_costs"], ["dashboard_emissions"]],
        ORDER=[["hydrogen_demand"], *([item] for item in order)],
        USERS=[["user", "NEW"], ["reader@example.org", "viewer"]],
    )
    found = Scenarios.from_excel(path, update=True)
    by_name = {(item.session if isinstance(item, Scenario) else item).short_name: item for item in found}
    equal(set(by_name), {"NEW", "OLD", "SES"}, "short names")
    fresh = Scenario.load(by_name["NEW"].id)
    equal((fresh.title, fresh.user_values()), ("A new one", {"costs_co2": 33.0}), "a new one")
    equal(fresh.sortables.to_updates_dict()["hydrogen_demand"], order, "its order")
    equal([user["user_email"] for user in fresh.list_users()], [None, "reader@example.org"], "its users")
    equal(Session.load(world.data.id).user_values(), {"costs_co2": 44.0}, "values of a session")
    equal(found.combine.gquery_results().shape[0], 2, "queries")
    equal(by_name["OLD"].get_export_config().hourly_curves, ["heat"], "configuration")
    fresh.delete()
    world.data.remove_user_values(["costs_co2"])


def read_sessions(judge, world):
    path = book_of(
        "sessions.xlsx",
        [
            {"short_name": "A", "session": "yes", "area_code": "nl2019", "end_year": 2040},
            {"short_name": "B", "session": True, "copy_from": world.data.id},
            {"short_name": "C", "scenario_id": world.saved.id},
        ],
        {"inputs": True, "hourly_curves": "heat"},
    )
    found = Sessions.from_excel(path)
    equal([item.short_name for item in found], ["A", "B"], "sessions only")
    equal((found[0].end_year, found[1].area_code), (2040, "nl2019"), "contents")
    packer = ScenarioPacker.from_excel(path, update=False)
    equal(len(packer.main_info()), 3, "all three")


def read_one(judge, world):
    path = book_of(
        "one.xlsx", [{"session": True, "scenario_id": world.data.id}], {"inputs": True, "hourly_curves": "heat"}
    )
    equal(Session.from_excel(path).id, world.data.id, "the session")
    two = book_of(
        "two.xlsx",
        [{"session": True, "scenario_id": world.data.id}, {"scenario_id": world.saved.id}],
        {"inputs": True, "hourly_curves": "heat"},
    )
    judge.fails(Exception, ["Expected one scenario, found 2"], Session.from_excel, two)
    judge.warns("Could not open Excel file", "No scenarios found in Excel file")
    equal(len(Scenarios.from_excel("nowhere.xlsx")), 0, "scenarios of a file that is not there")


STEPS = [write, write_each_kind, read_all, read_sessions, read_one]
