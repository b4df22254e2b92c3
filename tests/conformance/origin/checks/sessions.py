"""Steps of `OriginSession`: scenarios, projects, model files."""

from . import shapes
from .shapes import equal, filled, keys

REGION = "gbr"
PRODUCT = "SaaS"


def make_session(judge, world):
    """The token and both base URLs come from the environment, as in a shell after pasting the sandbox's welcome."""
    world.session = judge.make(world.client.OriginSession)
    equal(judge.operations(), [], "requests of making a session")


def list_published(judge, world):
    found = filled(judge.call(world.session, "get_aurora_scenarios"), "published scenarios")
    for item in found:
        keys(item, shapes.PUBLISHED, "a published scenario")
        equal(item["scenarioType"], "AURORA_SCENARIO", "type")
        shapes.timestamp(item["publicationDate"], "publication date")
    world.regions_published = {item["regionGroupCode"] for item in found}


def list_published_of_region(judge, world):
    found = filled(judge.call(world.session, "get_aurora_scenarios", REGION), "published scenarios of a region")
    equal({item["regionGroupCode"] for item in found}, {REGION}, "regions")
    assert world.regions_published > {REGION}, "the region filter leaves nothing out"
    newest = max(found, key=lambda item: shapes.timestamp(item["publicationDate"], "publication date"))
    world.base = world.name_id("base scenario", newest["scenarioGlobalId"])


def list_published_of_unknown_region(judge, world):
    equal(judge.call(world.session, "get_aurora_scenarios", region="atlantis"), [], "scenarios of an unknown region")


def get_scenario(judge, world):
    found = shapes.scenario(judge.call(world.session, "get_scenario_by_id", world.base), "a published scenario")
    equal(found["scenarioGlobalId"], world.base, "id")
    filled(found["years"], "years")
    for code, region in found["regions"].items():
        equal(region["regionCode"], code, "region code")
        assert f"/{code}/" in region["metaUrl"] and region["dataUrlBase"].endswith(f"/{code}/"), region
    world.meta_url = found["regions"][REGION]["metaUrl"]


def get_unknown_scenario(judge, world):
    # The service answers an empty list; the client takes its first item all the same.
    judge.fails(IndexError, [], world.session, "get_scenario_by_id", "00000000-0000-4000-8000-000000000000")


def get_meta(judge, world):
    found = judge.call(world.session, "get_meta_json", world.meta_url)
    filled(found["years"], "years")
    for definition in filled(found["dataDefinitions"], "definitions"):
        assert definition.keys() >= {"type", "granularity", "filename"}, definition


def product_by_name(judge, world):
    world.product = judge.call(world.session, "get_project_product_id", PRODUCT)
    assert isinstance(world.product, (int, str)), world.product
    equal(judge.operations(), ["get_dash_config"], "requests")


def product_by_id(judge, world):
    equal(judge.call(world.session, "get_project_product_id", world.product), world.product, "product")
    equal(judge.operations(), [], "requests: the configuration is remembered")


def product_unknown(judge, world):
    judge.fails(
        world.client.ProjectProductNotFound, [PRODUCT, "none of them"],
        world.session, "get_project_product_id", "none of them",
    )  # fmt: skip


def create_project(judge, world):
    made = judge.call(
        world.session, "create_project",
        {"name": "Conformance", "description": "Made by a check", "productId": PRODUCT},
    )  # fmt: skip
    keys(made, {"projectGlobalId", "name", "description", "productId"}, "a created project")
    equal((made["name"], str(made["productId"])), ("Conformance", str(world.product)), "name and product")
    world.project = world.name_id("project", made["projectGlobalId"])


def list_projects(judge, world):
    found = filled(judge.call(world.session, "get_projects"), "projects")
    for item in found:
        keys(item, shapes.PROJECT_ITEM, "a project of the list")
    assert world.project in [item["projectGlobalId"] for item in found], "the created project is not listed"


def get_project(judge, world):
    found = keys(judge.call(world.session, "get_project", world.project), shapes.PROJECT, "a project")
    equal((found["productName"], found["scenarios"]), (PRODUCT, []), "product and scenarios")
    equal(found["isProjectPinned"], False, "pinned")


def update_project(judge, world):
    change = {"projectGlobalId": world.project, "name": "Conformance 2", "description": None, "productId": PRODUCT}
    found = judge.call(world.session, "update_project", change)
    keys(found, {"projectGlobalId", "name", "description", "productId", "isProjectPinned"}, "an updated project")
    equal((found["name"], found["description"]), ("Conformance 2", None), "name and description")


def pin_project(judge, world):
    judge.call(world.session, "pin_project", world.project)


def unpin_project(judge, world):
    judge.call(world.session, "unpin_project", world.project)


def create_scenario(judge, world):
    options = {
        "projectGlobalId": world.project,
        "name": "Fixed capacities",
        "baseScenarioGlobalId": world.base,
        "regionGroupCode": REGION,
        "useExogifiedInputs": True,
        "defaultCurrency": "gbp2024",
    }
    made = shapes.scenario(judge.call(world.session, "create_scenario", options), "a created scenario")
    equal({key: made[key] for key in options}, options, "what was asked for")
    equal((made["scenarioRunStatus"], made["scenarioType"]), ("NotLaunched", "TENANTED_SCENARIO"), "status and type")
    world.scenario = world.name_id("scenario", made["scenarioGlobalId"])


def update_scenario(judge, world):
    change = {"scenarioGlobalId": world.scenario, "description": "Changed", "weatherYear": None}
    found = shapes.scenario(judge.call(world.session, "update_scenario", change), "an updated scenario")
    equal((found["description"], found["name"]), ("Changed", "Fixed capacities"), "description and name")


def weather_years(judge, world):
    found = filled(judge.call(world.session, "get_weather_year_list", world.scenario), "weather years")
    assert all(isinstance(year, int) for year in found), found


def project_lists_its_scenario(judge, world):
    found = judge.call(world.session, "get_project", world.project)
    for item in filled(found["scenarios"], "scenarios of the project"):
        keys(item, shapes.SUMMARY, "a scenario of the project")
    equal([item["scenarioGlobalId"] for item in found["scenarios"]], [world.scenario], "scenarios of the project")


def launch_scenario(judge, world):
    found = shapes.scenario(judge.call(world.session, "launch_scenario", world.scenario), "a launched scenario")
    assert found["scenarioRunStatus"] in {"Queued", "Running", "Complete"}, found["scenarioRunStatus"]


def wait_for_run(judge, world):
    seen = []
    for _ in range(20):
        seen.append(judge.call(world.session, "get_scenario_by_id", world.scenario)["scenarioRunStatus"])
        if seen[-1] not in {"Queued", "Running"}:
            break
    equal(seen[-1], "Complete", f"the run's last status after {seen}")


def model_files(judge, world):
    found = judge.call(world.session, "get_model_files", world.scenario)
    assert isinstance(found, dict) and found, found
    world.file_url = first_file_url(found)
    assert world.file_url and not world.file_url.startswith("/"), f"no relative file URL in {found!r:.300}"


def model_file_location(judge, world):
    url = judge.call(world.session, "get_model_file_download_url", world.file_url)
    assert url.startswith("http"), url
    equal(judge.operations(), ["get_model_file_location", "download_output_file"], "requests")
    # Contract §7, 8: the client forwards its credentials to the other host. The sandbox must have seen it.
    equal([item["leakedCredentials"] for item in judge.arrived()], [False, True], "leaks")


def model_file_unknown(judge, world):
    judge.fails(
        ValueError, ["404"], world.session, "get_model_file_download_url", "v1/modelFiles/download/no/such/file.zip"
    )


def delete_scenario(judge, world):
    judge.call(world.session, "delete_scenario", world.scenario)


def delete_project(judge, world):
    judge.call(world.session, "delete_project", world.project)


def first_file_url(value):
    """The first `fileUrl` anywhere in the listing, whose shape the contract leaves open."""
    if isinstance(value, dict):
        if isinstance(value.get("fileUrl"), str):
            return value["fileUrl"]
        value = list(value.values())
    if isinstance(value, list):
        return next(filter(None, map(first_file_url, value)), None)
    return None


BEGIN = [
    make_session, list_published, list_published_of_region, list_published_of_unknown_region, get_scenario,
    get_unknown_scenario, get_meta, product_by_name, product_by_id, product_unknown, create_project, list_projects,
    get_project, update_project, pin_project, unpin_project, create_scenario, update_scenario, weather_years,
    project_lists_its_scenario,
]  # fmt: skip
RUN = [launch_scenario, wait_for_run, model_files, model_file_location, model_file_unknown]
END = [delete_scenario, delete_project]
