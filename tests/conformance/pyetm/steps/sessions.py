"""Steps of `Session`: making, loading, copying, interpolating, its users, deleting."""

from datetime import datetime

from pyetm import Scenario, Session, get_client
from pyetm.models import ExportConfig
from pyetm.models.session import ScenarioError

from .harness import equal


def new(judge, world):
    world.session = Session.new("nl2019", 2050, title="First", source="conformance", metadata={"purpose": "judging"})
    found = world.session
    equal((found.area_code, found.start_year, found.end_year), ("nl2019", 2019, 2050), "area and years")
    equal((found.source, found.metadata), ("conformance", {"purpose": "judging"}), "source and metadata")
    equal((found.private, found.keep_compatible, found.scaling), (False, False, None), "flags")
    equal(found.url, f"{judge.base}/api/v3/scenarios/{found.id}", "URL")
    assert isinstance(found.created_at, datetime) and found.created_at.tzinfo, found.created_at
    equal(found.version, "latest", "version")
    equal(judge.arrived(), ["create_scenario"], "requests")


def new_from_a_template(judge, world):
    judge.warns("Ignoring invalid field for scenario creation: 'nonsense'")
    made = Session.new(template_id=world.session.id, nonsense=1)
    equal((made.area_code, made.end_year), ("nl2019", 2050), "area and year")
    raw = get_client().session.get(f"/scenarios/{made.id}").json()
    equal(raw["template"], world.session.id, "template")


def new_needs_an_area(judge, world):
    judge.fails(ScenarioError, ["Missing required fields: end_year"], Session.new, "nl2019")
    judge.refused("create_scenario", 422)
    judge.fails(ScenarioError, ["area_code: is unknown or not supported"], Session.new, "atlantis", 2050)
    equal(judge.arrived(), ["create_scenario"], "requests")


def load(judge, world):
    found = Session.load(world.session.id)
    equal(found, world.session, "the session")
    equal((found.area_code, found.end_year, found.metadata), ("nl2019", 2050, {"purpose": "judging"}), "contents")
    judge.refused("get_scenario", 404)
    judge.fails(ScenarioError, ["Could not load session 99", "No such scenario: 99"], Session.load, 99)


def names(judge, world):
    found = Session.load(world.session.id)
    equal(found.identifier(), found.id, "identifier without a name")
    found.title = "A title"
    equal(found.identifier(), "A title", "identifier of a title")
    found.set_short_name("SHORT")
    equal((found.identifier(), found.metadata["short_name"]), ("SHORT", "SHORT"), "identifier of a short name")
    equal(found.preset_scenario_id, None, "template")
    equal(judge.arrived(), ["get_scenario"], "requests")


def update_metadata(judge, world):
    answer = world.session.update_metadata(purpose="still judging", private=True, source="again")
    equal(answer["scenario"]["metadata"], {"purpose": "still judging"}, "metadata in the answer")
    found = Session.load(world.session.id)
    equal(
        (found.private, found.source, found.metadata), (True, "again", {"purpose": "still judging"}), "after the update"
    )
    world.session.update_metadata(private=False, metadata={"more": [1, 2]})
    found = Session.load(world.session.id)
    equal((found.private, found.metadata), (False, {"purpose": "still judging", "more": [1, 2]}), "merged metadata")


def copies(judge, world):
    world.session.update_user_values({"costs_co2": 77})
    linked = world.session.copy_with_preset(source="a copy")
    equal((linked.source, linked.user_values()), ("a copy", {"costs_co2": 77.0}), "a copy")
    assert linked.id != world.session.id
    judge.warns("Ignoring invalid field for scenario copy: 'end_year'")
    free = world.session.copy(private=True, end_year=2030)
    equal((free.private, free.end_year), (True, 2050), "a free copy")
    equal(Session.load(free.id).user_values(), {"costs_co2": 77.0}, "values of a free copy")
    http = get_client().session
    equal(http.get(f"/scenarios/{linked.id}").json()["template"], world.session.id, "template of a copy")
    equal(http.get(f"/scenarios/{free.id}").json()["template"], None, "template of a free copy")
    world.session.remove_user_values(["costs_co2"])
    equal(Session.load(free.id).user_values(), {"costs_co2": 77.0}, "the copy keeps its values")


def interpolate(judge, world):
    base = Session.new("nl2019", 2050)
    base.update_user_values({"costs_co2": 100})
    found = Session.interpolate(base, 2030, 2040)
    equal([item.end_year for item in found], [2030, 2040], "years")
    values = [item.user_values()["costs_co2"] for item in found]
    start = base.inputs["costs_co2"].default
    assert start < values[0] < values[1] < 100, f"values are not between: {start}, {values}, 100"
    judge.fails(ValueError, ["unique end_year"], Session.interpolate, [base, base], 2030)
    judge.fails(ValueError, ["same area_code"], Session.interpolate, [base, world.bens], 2030)
    judge.refused("interpolate_scenarios", 422)
    judge.fails(ScenarioError, ["Interpolation failed"], Session.interpolate, base, 2060)


def interpolate_between(judge, world):
    first, last = Session.new("nl2019", 2030), Session.new("nl2019", 2050)
    first.update_user_values({"costs_co2": 40})
    last.update_user_values({"costs_co2": 80})
    (middle,) = Session.interpolate([first, last], 2040)
    equal((middle.end_year, middle.user_values()), (2040, {"costs_co2": 60.0}), "half way")
    equal(judge.arrived().count("interpolate_scenarios"), 1, "requests")


def save(judge, world):
    saved = world.session.save(title="Saved by a session", private=True)
    assert isinstance(saved, Scenario)
    equal((saved.title, saved.scenario_id, saved.private), ("Saved by a session", world.session.id, True), "saved")
    equal((saved.area_code, saved.end_year), ("nl2019", 2050), "area and year")
    nameless = Session.load(world.session.id)
    judge.fails(ScenarioError, ["Title is required"], nameless.save)
    saved.discard()


def users(judge, world):
    session = Session.new("nl2019", 2050)
    equal([(user["user_id"], user["role"]) for user in session.list_users()], [(1, "owner")], "users at first")
    session.update_users("new@example.org", "Scenario_Viewer")
    session.update_users("ben@example.org", "collaborator")
    expected = {(1, None, "owner"), (None, "new@example.org", "viewer"), (2, None, "collaborator")}
    found = {(user["user_id"], user["user_email"], user["role"]) for user in session.list_users()}
    equal(found, expected, "users that were added; one with an account shows no address")
    session.update_users("new@example.org", "owner")
    session.update_users("ben@example.org", "remove")
    found = {(user["user_id"], user["user_email"], user["role"]) for user in session.list_users()}
    equal(found, {(1, None, "owner"), (None, "new@example.org", "owner")}, "users that were changed and removed")
    judge.fails(ValueError, ["Invalid role: boss"], session.update_users, "new@example.org", "boss")
    judge.refused("create_scenario_users", 422)
    judge.refused("delete_scenario_users", 422)
    judge.fails(ScenarioError, ["422: nobody: User email is invalid"], session.update_users, "nobody", "viewer")
    gone = "gone@example.org"
    judge.fails(ScenarioError, [f"{gone}: Scenario user not found"], session.update_users, gone, "remove")


def pending_users(judge, world):
    session = Session.new("nl2019", 2050)
    session.update_users("a@example.org", "viewer", skip_upload=True)
    session.update_users("b@example.org", "viewer", skip_upload=True)
    session.update_users("b@example.org", "owner", skip_upload=True)
    equal(judge.arrived(), ["create_scenario"], "nothing is sent yet")
    equal(session.apply_pending_users(), 2, "applied")
    found = {user["user_email"]: user["role"] for user in session.list_users() if user["user_email"]}
    equal(found, {"a@example.org": "viewer", "b@example.org": "owner"}, "users")
    equal(session.apply_pending_users(), 0, "nothing is left")


def export_config(judge, world):
    config = ExportConfig(include_inputs=True)
    world.session.set_export_config(config)
    assert world.session.get_export_config() is config
    equal(config.effective_bool(None, True), True, "usual value")
    equal(config.effective_bool(False, True), False, "given value")
    world.session.set_export_config(None)
    equal(world.session.get_export_config(), None, "no configuration")


def warnings_of_all_parts(judge, world):
    judge.warns("Input 'no_such_input' does not exist")
    session = Session.load(world.session.id)
    session.update_user_values({"no_such_input": 1})
    session.show_all_warnings()
    assert "Inputs warnings:" in judge.printed.getvalue(), judge.printed.getvalue()


def delete(judge, world):
    session = Session.new("nl2019", 2050)
    session.delete()
    judge.refused("get_scenario", 404)
    judge.refused("delete_scenario", 404)
    judge.fails(ScenarioError, [f"No such scenario: {session.id}"], Session.load, session.id)
    judge.fails(ScenarioError, ["Could not delete session"], session.delete)


STEPS = [
    new,
    new_from_a_template,
    new_needs_an_area,
    load,
    names,
    update_metadata,
    copies,
    interpolate,
    interpolate_between,
    save,
    users,
    pending_users,
    export_config,
    warnings_of_all_parts,
]
END = [delete]
