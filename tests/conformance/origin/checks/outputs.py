"""Steps of `Scenario`: regions, downloads, the cache."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from . import shapes
from .shapes import equal, filled, keys

REGION = "gbr"
CURRENCY = "gbp2024"
LOCATE, FETCH = "get_output_location", "download_output_file"


def make_scenario(judge, world):
    world.helper = judge.make(world.client.Scenario, world.base, world.session)
    equal(judge.operations(), ["get_scenario"], "requests")


def read_field(judge, world):
    equal(judge.call(world.helper, "get", "scenarioGlobalId"), world.base, "id")
    equal(judge.call(world.helper, "get", "defaultCurrency"), CURRENCY, "currency")


def refresh(judge, world):
    assert judge.call(world.helper, "refresh") is world.helper, "refresh returns the helper itself"


def downloadable_regions(judge, world):
    equal(judge.call(world.helper, "get_downloadable_regions"), [REGION], "regions")


def scenario_regions(judge, world):
    assert REGION in judge.call(world.helper, "get_scenario_regions"), "own region"
    equal(judge.operations(), ["get_region_groups"], "requests")


def scenario_region(judge, world):
    equal(judge.call(world.helper, "get_scenario_region", REGION)["regionCode"], REGION, "region")
    equal(judge.call(world.helper, "get_scenario_region", "atlantis"), None, "an unknown region")
    equal(judge.operations(), [], "requests: the groups are remembered")


def download_types(judge, world):
    found = filled(judge.call(world.helper, "get_download_types", REGION), "types")
    for item in found:
        keys(item, {"type", "granularity", "subType"}, "a download type")
    world.types = {(item["type"], item["granularity"], item["subType"]) for item in found}
    assert {("system", "1y", None), ("system", "1m", None), ("technology", "1y", None)} <= world.types, world.types
    equal(judge.operations(), ["get_region_meta"], "requests")


def download_years(judge, world):
    world.years = filled(judge.call(world.helper, "get_download_years", REGION), "years")
    equal(judge.operations(), [], "requests: the description is on disk")


def output_url(judge, world):
    url = judge.call(world.helper, "get_scenario_data_download_url", REGION, "system", "1y")
    store, service = urlsplit(url).netloc, urlsplit(os.environ["AURORA_ORIGIN_SCENARIO_API_BASE_URL"]).netloc
    assert store and store != service, f"the object store is on the service's own origin: {url}"
    equal(judge.operations(), [LOCATE], "requests")


def output_csv(judge, world):
    text = judge.call(world.helper, "get_scenario_data_csv", REGION, "system", "1y")
    rows(text, 3)
    equal(judge.operations(), [LOCATE, FETCH], "requests")
    # Contract §7, 8: the client shows its credentials to the object store. The sandbox must have seen it.
    equal([item["leakedCredentials"] for item in judge.arrived()], [False, True], "leaks")
    cached = cache_folder(world) / f"{REGION}-system-1y-{CURRENCY}.csv"
    assert cached.is_file(), f"the client should have kept {cached.name}"
    world.csv = text


def output_csv_again(judge, world):
    equal(judge.call(world.helper, "get_scenario_data_csv", REGION, "system", "1y"), world.csv, "the cached text")
    equal(judge.operations(), [], "requests: the text is on disk")


def output_csv_without_cache(judge, world):
    text = judge.call(world.helper, "get_scenario_data_csv", REGION, "system", "1y", force_no_cache=True)
    equal(text, world.csv, "the text")
    equal(judge.operations(), [LOCATE, FETCH], "requests")


def output_with_currency(judge, world):
    text = judge.call(world.helper, "get_scenario_data_csv", REGION, "system", "1y", currency="eur2024")
    assert text != world.csv, "another currency, the same figures"


def output_with_params(judge, world):
    text = judge.call(
        world.helper, "get_scenario_data_csv", REGION, "system", "1m", params={"sensitivity": "base & more"}
    )
    rows(text, 12)


def output_with_sub_type(judge, world):
    assert ("technology", "30M", "generation") in world.types, world.types
    text = judge.call(
        world.helper, "get_scenario_data_csv", REGION, "technology", "30M", sub_type="generation_pre_curtailment"
    )
    rows(text, 48)
    name = f"{REGION}-technology-30M-{CURRENCY}-subtype-generation_pre_curtailment.csv"
    assert (cache_folder(world) / name).is_file(), f"the client should have kept {name}"


def output_of_year(judge, world):
    year = world.years[0]
    text = judge.call(world.helper, "get_scenario_data_csv", REGION, "interconnector", "1h", year=year)
    rows(text, 24)
    assert f"_{year}_" in judge.arrived()[0]["path"], judge.arrived()[0]["path"]


def output_too_early(judge, world):
    judge.control.fault(LOCATE, 2, kind="too_early")
    judge.call(world.helper, "get_scenario_data_download_url", REGION, "technology", "1y")
    equal(judge.sleeps.seconds, [15, 15], "waits")


def data_frame(judge, world):
    frame = judge.call(world.helper, "get_scenario_dataframe", REGION, "technology", "1y")
    equal(frame.columns.nlevels, 2, "header rows")
    assert len(frame) > 1 and len(frame.columns) > 2, frame.shape


def refused_requests(judge, world):
    """The conditions of contract §4.5; nothing is sent for any of them."""

    def refused(fragments, *arguments, **named):
        judge.fails(Exception, fragments, world.helper, "get_scenario_data_download_url", *arguments, **named)

    refused(["Could not find download", "found 0"], REGION, "weather", "1y")
    refused(["Ambiguous download", "pass sub_type"], REGION, "technology", "30M")
    refused(["requires year parameter", str(world.years[0])], REGION, "interconnector", "1h")
    refused(["does not support year parameter"], REGION, "system", "1y", year=world.years[0])
    refused(["not valid for region", "1066"], REGION, "interconnector", "1h", year=1066)
    refused(["does not support node parameter"], REGION, "system", "1y", node="BUS_1")
    refused(["atlantis", world.base], "atlantis", "system", "1y")
    equal(judge.operations(), [], "requests")


def latest(judge, world):
    found = judge.call(world.client.Scenario, "get_latest_scenario_from_region", world.session, REGION)
    equal(found.get("scenarioGlobalId"), world.base, "the newest scenario")
    equal(judge.operations(), ["list_aurora_scenarios", "get_scenario"], "requests")


def latest_by_name(judge, world):
    found = judge.call(
        world.client.Scenario, "get_latest_scenario_from_region", world.session, REGION, ["CENTRAL", "gbr"]
    )
    assert "central" in found.get("name").lower(), found.get("name")


def latest_of_unknown_region(judge, world):
    judge.fails(
        Exception, ["Scenario not found", "atlantis"],
        world.client.Scenario, "get_latest_scenario_from_region", world.session, "atlantis",
    )  # fmt: skip


def nodal_scenario(judge, world):
    world.nodal = judge.call(world.client.Scenario, "get_latest_scenario_from_region", world.session, "erc")
    regions = judge.call(world.nodal, "get_scenario_regions")
    own = judge.call(world.nodal, "get_downloadable_regions")
    world.hub = sorted(regions.keys() - set(own))[0]
    assert f"/{world.hub}/" in regions[world.hub]["metaUrl"], regions[world.hub]
    world.name_id("nodal scenario", world.nodal.scenario_id)
    world.nodal_region = own[0]


def output_of_node(judge, world):
    text = judge.call(
        world.nodal, "get_scenario_data_csv", world.nodal_region, "nodal", "1h", node="ZONDWD_6_B1"
    )
    rows(text, 24)


def node_missing(judge, world):
    judge.fails(
        Exception, ["requires node parameter"],
        world.nodal, "get_scenario_data_download_url", world.nodal_region, "nodal", "1h",
    )  # fmt: skip


def output_of_additional_region(judge, world):
    filled(judge.call(world.nodal, "get_download_types", world.hub), "types of a region that is not listed")


def output_of_own_run(judge, world):
    helper = judge.make(world.client.Scenario, world.scenario, world.session)
    rows(judge.call(helper, "get_scenario_data_csv", REGION, "technology", "1y"), 3)


def rows(text, least):
    """A file with two header rows, whose second one holds units."""
    lines = text.splitlines()
    assert len(lines) >= 2 + least, f"only {len(lines)} lines:\n{text[:300]}"
    assert "MWh" in lines[1] or "MW" in lines[1], f"no units in the second header row: {lines[1]}"
    widths = {line.count(",") for line in lines}
    assert len(widths) == 1, f"rows of different widths: {widths}"


def cache_folder(world):
    """The folder of a scenario in the cache that the environment names."""
    return Path(os.environ["AURORA_ORIGIN_CACHE_DIRECTORY"]) / world.base


STEPS = [
    make_scenario, read_field, refresh, downloadable_regions, scenario_regions, scenario_region, download_types,
    download_years, output_url, output_csv, output_csv_again, output_csv_without_cache, output_with_currency,
    output_with_params, output_with_sub_type, output_of_year, output_too_early, data_frame, refused_requests, latest,
    latest_by_name, latest_of_unknown_region, nodal_scenario, output_of_node, node_missing,
    output_of_additional_region,
]  # fmt: skip
AFTER_RUN = [output_of_own_run]
