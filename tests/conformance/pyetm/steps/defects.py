"""Known defects of the client. Each step asserts what should hold; it is expected to fail in the way that is stated.

The numbers are those of the list in README.md.
"""

import json

from openpyxl import load_workbook
from pyetm import BaseClient, Collection, Scenario, Scenarios, Session, Sessions, get_client
from pyetm.models.annual_exports import ANNUAL_EXPORT_TYPES
from pyetm.models.scenario import SavedScenarioError
from pyetm.models.session import ScenarioError
from pyetm.services.scenario_runners.scenario_users_create import ScenarioUsersCreateRunner

from .clients import BEN
from .data import PRICE, day_curve
from .harness import defect, equal
from .workbooks import book_of


@defect(2, "what belongs to a session is asked for with the default client", ScenarioError, "404: Not found")
def parts_use_the_client_of_the_session(judge, world):
    judge.refused("list_scenario_inputs", 404)
    with BaseClient(token=BEN) as ben:
        session = Session.load(world.bens.id, client=ben)
        assert len(session.inputs) > 0


@defect(3, "the sheet of users is never written", AssertionError, "no users")
def users_are_exported(judge, world):
    judge.warns("Error fetching users for scenario")
    found = world.data.collect_export_data(include_users=True).users
    assert found is not None and len(found), "no users"


@defect(
    4, "the workbook of hourly curves has the first column of each curve only", AssertionError, "columns of the sheet"
)
def every_column_of_a_curve_is_written(judge, world):
    session = Session.load(world.output.id)
    session.to_excel("hourly.xlsx", hourly_curves=["electricity"])
    sheet = load_workbook("hourly_hourly_output_curves.xlsx")["ELECTRICITY"]
    equal(sheet.max_column - 1, len(session.get_hourly_curve("electricity").columns), "columns of the sheet")


@defect(5, "`no` as a text counts as true in EXPORT_CONFIG", AssertionError, "the text is taken for true")
def a_text_can_say_no(judge, world):
    row = [{"session": True, "scenario_id": world.data.id}]
    found = Session.from_excel(
        book_of("no.xlsx", row, {"inputs": "no", "annual_exports": "sankey", "hourly_curves": "heat"})
    )
    assert not found.get_export_config().include_inputs, "the text is taken for true"


@defect(6, "an hourly curve is kept for ever, whatever happens to the session", AssertionError, "the old prices")
def a_change_makes_curves_anew(judge, world):
    session = Session.new("nl2019", 2050)
    before = session.get_hourly_curve("electricity_price")
    session.update_user_values({"costs_co2": 400, "costs_gas": 90})
    after = Session.load(session.id).get_hourly_curve("electricity_price")
    session.clear_session_cache()
    fresh = Session.load(session.id).get_hourly_curve("electricity_price")
    if before.equals(fresh):
        raise RuntimeError("the sandbox's prices do not react")
    assert after.equals(fresh), "the old prices"


@defect(
    7,
    "after a failed item, `create_many` gives the data of the others to the wrong ones",
    AssertionError,
    "values of B",
)
def data_stay_with_their_item(judge, world):
    judge.refused("create_saved_scenario", 422)
    judge.warns("scenario_id: does not exist")
    items = [
        {"title": "A", "scenario_id": 99, "user_values": {"costs_co2": 1}},
        {"title": "B", "area_code": "nl2019", "end_year": 2050, "user_values": {"costs_co2": 2}},
    ]
    (made,) = Scenarios.create_many(items)
    equal(Scenario.load(made.id).user_values(), {"costs_co2": 2.0}, "values of B")


@defect(8, "what was done of a batch that failed in part is not told", AssertionError, "Partial success is not told")
def partial_success_is_told(judge, world):
    judge.refused("create_scenario_users", 422)
    session = Session.new("nl2019", 2050)
    users = [{"user_email": name, "role": "scenario_viewer"} for name in ("good@example.org", "bad")]
    told = ScenarioUsersCreateRunner.run(get_client(), session.id, users).errors
    equal(len(session.list_users()), 2, "users, the good one among them")
    assert any("Partial success" in line for line in told), f"Partial success is not told: {told}"


@defect("9a", "`per_page` is sent, which the service does not read", AssertionError, "sessions of the page")
def the_size_of_a_page_counts(judge, world):
    equal(len(Sessions.load_all(page=1, per_page=2)), 2, "sessions of the page")


@defect(
    "9b",
    "pages are asked for until one is empty, though each names the next one",
    AssertionError,
    "pages that were asked for",
)
def no_page_too_many(judge, world):
    pages = get_client().session.get("/scenarios").json()["meta"]["total_pages"]
    judge.control.clear()
    Sessions.load_all()
    equal(len(judge.arrived()), pages, "pages that were asked for")


@defect(
    "10a",
    "the role of a user with an account cannot be changed: the list shows no address",
    ScenarioError,
    "ben@example.org: duplicate",
)
def roles_of_accounts_change(judge, world):
    judge.refused("create_scenario_users", 422)
    session = Session.new("nl2019", 2050)
    session.update_users("ben@example.org", "viewer")
    session.update_users("ben@example.org", "collaborator")


@defect("10b", "the same for a saved scenario", SavedScenarioError, "ben@example.org: duplicate")
def roles_of_accounts_change_in_saved_scenarios(judge, world):
    judge.refused("create_saved_scenario_users", 422)
    world.saved.update_users("ben@example.org", "collaborator")


@defect("11a", "an export that was retired is still offered", AssertionError, "production_parameters")
def retired_exports_are_not_offered(judge, world):
    assert "production_parameters" not in ANNUAL_EXPORT_TYPES, "production_parameters"


@defect(
    "11b",
    "the exports of direct emissions are not offered",
    ValueError,
    "Invalid export names: ['direct_emissions_future']",
)
def emissions_are_offered(judge, world):
    assert "direct_emissions_future" in world.data.get_annual_exports("direct_emissions_future")


@defect(
    12,
    "reading a workbook without updating creates what is new in it",
    AssertionError,
    "requests that change something",
)
def reading_changes_nothing(judge, world):
    new = [{"short_name": "N", "session": True, "area_code": "nl2019", "end_year": 2050, "title": "N"}]
    Scenarios.from_excel(book_of("read.xlsx", new, {"inputs": True, "hourly_curves": "heat"}), update=False)
    changing = [request["operation"] for request in judge.control.requests() if request["method"] != "GET"]
    equal(changing, [], "requests that change something")


@defect(13, "a copy of a session drops the title it is given", AssertionError, "title of the copy")
def copies_have_their_title(judge, world):
    judge.warns("Ignoring invalid field for scenario copy: 'title'")
    equal(world.session.copy_with_preset(title="Mine").title, "Mine", "title of the copy")


@defect(14, "the first part of an IP address is sent as a version", AssertionError, "bytes of the body")
def an_address_is_no_version(judge, world):
    session = Session.new("nl2019", 2050)
    Scenario.new("V", session_id=session.id)
    body = json.dumps({"saved_scenario": {"scenario_id": session.id, "title": "V", "private": False}})
    equal(judge.control.requests()[-1]["bodyBytes"], len(body), "bytes of the body")


@defect(
    15, "users that could not be added are no longer pending", AssertionError, "what is still pending is tried again"
)
def failed_users_stay_pending(judge, world):
    judge.refused("create_scenario_users", 422)
    judge.warns("Failed to apply pending user 'bad'")
    session = Session.new("nl2019", 2050)
    session.update_users("bad", "viewer", skip_upload=True)
    equal(session.apply_pending_users(), 0, "applied")
    session.apply_pending_users()
    equal(judge.arrived().count("create_scenario_users"), 2, "tries, as what is still pending is tried again")


@defect("16a", "`Scenario.new` cannot hand its orders on", AssertionError, "orders of the new one")
def orders_of_a_new_scenario(judge, world):
    judge.warns("Failed to apply sortables")
    order = world.data.sortables.to_updates_dict()["hydrogen_demand"][::-1]
    made = Scenario.new("O", area_code="nl2019", end_year=2050, sortables={"hydrogen_demand": order})
    equal(made.sortables.to_updates_dict()["hydrogen_demand"], order, "orders of the new one")


@defect("16b", "`Scenario.new` cannot hand its curves on", AssertionError, "curves of the new one")
def curves_of_a_new_scenario(judge, world):
    judge.warns("Failed to apply custom_curves: 'dict' object has no attribute 'curves'")
    made = Scenario.new("C", area_code="nl2019", end_year=2050, custom_curves={PRICE: day_curve()})
    equal(list(made.custom_curves.attached_keys()), [PRICE], "curves of the new one")


@defect(
    "17a",
    "after `copy`, `user_values` of the new session is no method any more",
    TypeError,
    "'dict' object is not callable",
)
def a_copy_has_its_methods(judge, world):
    equal(world.session.copy().user_values(), {}, "values of the copy")


@defect("17b", "the same after `update_metadata`", TypeError, "'dict' object is not callable")
def an_updated_session_has_its_methods(judge, world):
    session = Session.new("nl2019", 2050)
    session.update_metadata(purpose="none")
    equal(session.user_values(), {}, "values")


@defect(
    18,
    "a switch is taken as True and sent as such, which the service cannot take",
    ScenarioError,
    "500: Internal Server Error",
)
def switches_can_be_true(judge, world):
    judge.refused("update_scenario", 500)
    session = Session.new("nl2019", 2050)
    session.update_user_values({"external_coupling_interconnector_1_must_run": True})


@defect(
    19,
    "the session that a session was copied from is not read from the answers",
    AssertionError,
    "template of the copy",
)
def a_copy_knows_its_origin(judge, world):
    equal(world.session.copy_with_preset().template_id, world.session.id, "template of the copy")


@defect(
    20,
    "orders of heat networks are sent by a name that the service does not have",
    AssertionError,
    "order of the new one",
)
def orders_of_heat_networks_in_create_many(judge, world):
    judge.refused("update_user_sortable", 404)
    judge.warns("Failed to update sortables for scenario 'H'")
    order = world.data.sortables.to_updates_dict()["heat_network_ht"][::-1]
    items = [{"title": "H", "area_code": "nl2019", "end_year": 2050, "sortables": {"heat_network_ht": order}}]
    (made,) = Scenarios.create_many(items)
    equal(Scenario.load(made.id).sortables.to_updates_dict()["heat_network_ht"], order, "order of the new one")


@defect(
    21, "the name of a carrier is taken for a list of curves", ValueError, "Invalid curve names: ['h', 'e', 'a', 't']"
)
def curves_of_many_by_carrier(judge, world):
    found = world.many.get_hourly_output_curves("heat")
    equal(list(found), ["district_heating_profiles"], "curves")


def mended_updates_of_saved_scenarios(judge, world):
    """The first defect of an earlier version: the answer's `version` broke the update. This version is mended."""
    saved = Scenario.new("M", area_code="nl2019", end_year=2050)
    saved.update(title="Mended")
    equal(
        (saved.title, saved.version, Scenario.load(saved.id).title), ("Mended", "latest", "Mended"), "after the update"
    )
    Collection.create("M", saved_scenario_ids=[saved.id]).delete()


STEPS = [
    parts_use_the_client_of_the_session,
    users_are_exported,
    every_column_of_a_curve_is_written,
    a_text_can_say_no,
    a_change_makes_curves_anew,
    data_stay_with_their_item,
    partial_success_is_told,
    the_size_of_a_page_counts,
    no_page_too_many,
    roles_of_accounts_change,
    roles_of_accounts_change_in_saved_scenarios,
    retired_exports_are_not_offered,
    emissions_are_offered,
    reading_changes_nothing,
    copies_have_their_title,
    an_address_is_no_version,
    failed_users_stay_pending,
    orders_of_a_new_scenario,
    curves_of_a_new_scenario,
    a_copy_has_its_methods,
    an_updated_session_has_its_methods,
    switches_can_be_true,
    a_copy_knows_its_origin,
    orders_of_heat_networks_in_create_many,
    curves_of_many_by_carrier,
    mended_updates_of_saved_scenarios,
]

NUMBERS = {step.number for step in STEPS if hasattr(step, "number")}
