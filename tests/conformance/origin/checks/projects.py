"""Steps of `Project`."""

from .shapes import equal

NAME = "Conformance by name"
SCENARIO = "First Case"


def project_unknown_by_name(judge, world):
    judge.fails(
        world.client.ProjectNotFound, [NAME], world.client.Project, "get_project_by_name", world.session, NAME
    )


def project_create(judge, world):
    made = judge.call(world.client.Project, "create", world.session, {"name": NAME, "description": None})
    world.by_name = made
    world.name_id("project by name", made.project_id)
    equal(judge.operations(), ["create_project", "get_project"], "requests")


def project_make(judge, world):
    equal(judge.make(world.client.Project, world.by_name.project_id, world.session).get("name"), NAME, "name")


def project_by_name(judge, world):
    found = judge.call(world.client.Project, "get_project_by_name", world.session, NAME)
    equal(found.project_id, world.by_name.project_id, "id")
    equal(judge.operations(), ["list_projects", "get_project"], "requests")


def project_read_field(judge, world):
    equal(judge.call(world.by_name, "get", "name"), NAME, "name")


def project_pin(judge, world):
    judge.call(world.by_name, "pin")
    equal(judge.operations(), ["pin_project"], "requests")


def project_refresh(judge, world):
    equal(judge.call(world.by_name, "refresh").get("isProjectPinned"), True, "pinned")


def project_pin_again(judge, world):
    judge.call(world.by_name, "pin")
    equal(judge.operations(), [], "requests: it is pinned")


def project_refresh_again(judge, world):
    judge.call(world.by_name, "refresh")


def project_unpin(judge, world):
    judge.call(world.by_name, "unpin")
    equal(judge.operations(), ["unpin_project"], "requests")


def project_get_or_create_existing(judge, world):
    found = judge.call(
        world.client.Project, "get_or_create_project_by_name", world.session, NAME, {"description": "unused"}
    )
    equal(found.project_id, world.by_name.project_id, "id")


def project_get_or_create_new(judge, world):
    found = judge.call(
        world.client.Project, "get_or_create_project_by_name", world.session, f"{NAME} 2",
        {"description": "Made and pinned"}, pin_project=True,
    )  # fmt: skip
    equal(found.get("description"), "Made and pinned", "description")
    world.second = world.name_id("second project by name", found.project_id)


def scenario_unknown_by_name(judge, world):
    judge.fails(world.client.ScenarioNotFound, [NAME], world.by_name, "get_scenario_by_name", SCENARIO)


def project_create_scenario(judge, world):
    options = {"name": SCENARIO, "baseScenarioGlobalId": world.base}
    made = judge.call(world.by_name, "create_scenario", options)
    equal(made.get("projectGlobalId"), world.by_name.project_id, "project")
    world.by_name_scenario = world.name_id("scenario by name", made.scenario_id)


def scenario_by_name(judge, world):
    found = judge.call(world.by_name, "get_scenario_by_name", SCENARIO.upper())
    equal(found.scenario_id, world.by_name_scenario, "id")
    equal(judge.operations(), ["get_project", "get_scenario"], "requests")


def scenario_get_or_create_existing(judge, world):
    found = judge.call(world.by_name, "get_or_create_scenario_by_name", SCENARIO, world.base)
    equal(found.scenario_id, world.by_name_scenario, "id")


def scenario_get_or_create_new(judge, world):
    found = judge.call(world.by_name, "get_or_create_scenario_by_name", f"{SCENARIO} 2", world.base)
    equal(found.get("baseScenarioGlobalId"), world.base, "base scenario")
    world.name_id("second scenario by name", found.scenario_id)


def projects_by_name_deleted(judge, world):
    for project in (world.by_name.project_id, world.second):
        judge.call(world.session, "delete_project", project)


STEPS = [
    project_unknown_by_name, project_create, project_make, project_by_name, project_read_field, project_pin,
    project_refresh, project_pin_again, project_refresh_again, project_unpin, project_get_or_create_existing,
    project_get_or_create_new, scenario_unknown_by_name, project_create_scenario, scenario_by_name,
    scenario_get_or_create_existing, scenario_get_or_create_new,
]  # fmt: skip
END = [projects_by_name_deleted]
