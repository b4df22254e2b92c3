"""What the answers must look like: names from the contract, compared exactly so that a forgotten field shows."""

from datetime import datetime

SUMMARY = set(
    """scenarioGlobalId name description regionGroupCode publishType publicationDate scenarioRunStatus
    scenarioTransformStatus inputTypesSupported scenarioType scenarioRunType useExogifiedInputs projectGlobalId
    scenarioInputsAvailable scenarioOutputsAvailable scenarioLaunchable baseInputReference baseInputReferenceType
    runStartedAtUTC runCompletedAtUTC launchedByUserName modelPriceSpikiness years weatherYear supportsExogenousInputs
    modelType lastUpdated runDetails""".split()
)
PUBLISHED = SUMMARY | {"regions"}
DETAIL = PUBLISHED | set(
    """defaultCurrency sensitivity baseScenarioGlobalId appReleaseStatus launchedByEmail userInputReference
    userInputRepository inputImportStatus currencies advancedSettings""".split()
)
ADVANCED = set(
    """modelReference controlFileName stateFile quickTry retentionPolicy numIterations serverName isHistoricRun
    isPriorityRun moduloOfYearToConfigForFYR originMarketScenarioGlobalId simulationMode baseInputRepository""".split()
)
PROJECT_ITEM = {"projectGlobalId", "name", "description", "isProjectPinned"}
PROJECT = PROJECT_ITEM | {"productName", "productId", "scenarios"}
SESSION = set(
    """meta dataGroups currencyInformation defaultCurrency productRegionInformation dataGroupEligibility modelMaxYear
    modelMinYear transforms""".split()
)
VALUE = {"original", "validationWarnings", "validationErrors", "transform"}
DEMAND = {"region", "peakLoadDemand", "variables", "technologies"}
DEMAND_TECHNOLOGY = {"region", "technology", "originTechnology", "variables"}
INTERCONNECTOR = {"ends", "from", "to", "asymmetric", "variables"}


def keys(value, expected, what):
    """An object with exactly these keys."""
    assert isinstance(value, dict), f"{what} is no object: {value!r:.200}"
    assert value.keys() == expected, f"{what}: missing {expected - value.keys()}, unasked {value.keys() - expected}"
    return value


def filled(value, what):
    """A list that is not empty."""
    assert isinstance(value, list), f"{what} is no list: {value!r:.200}"
    assert value, f"{what} is empty"
    return value


def equal(found, expected, what):
    """Two values that must be the same."""
    assert found == expected, f"{what}: {found!r:.300}, expected {expected!r:.300}"


def number(value, what):
    """A finite number."""
    assert isinstance(value, (int, float)) and not isinstance(value, bool), f"{what} is no number: {value!r}"
    assert abs(value) < float("inf"), f"{what} is not finite"
    return value


def timestamp(text, what):
    """An ISO 8601 point in time."""
    assert isinstance(text, str), f"{what} is no timestamp: {text!r}"
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def scenario(value, what):
    """The details of one scenario."""
    keys(value, DETAIL, what)
    keys(value["advancedSettings"], ADVANCED, f"{what}: advanced settings")
    return value


def value(item, extra, what):
    """A value that can be edited, with its year and month where it has them."""
    keys(item, VALUE | extra, what)
    number(item["original"], f"{what}: original")
    if item["transform"] is not None:
        keys(item["transform"], {"type", "value"}, f"{what}: transform")
    return item


def transformed(items, edits, what):
    """Yearly items whose edits read back: year to (type, value); the other years are untouched."""
    found = {
        item["year"]: (item["transform"]["type"], item["transform"]["value"]) for item in items if item["transform"]
    }
    assert found.keys() == edits.keys(), f"{what}: edited years {sorted(found)}, expected {sorted(edits)}"
    for year, (kind, size) in edits.items():
        assert found[year][0] == kind, f"{what} {year}: {found[year]}, expected {(kind, size)}"
        assert abs(found[year][1] - size) < 1e-9, f"{what} {year}: {found[year]}, expected {(kind, size)}"


def edit(year, kind, size):
    """One item of a `tx` list."""
    item = {"transform": {"type": kind, "value": size}}
    return item if year is None else {"year": year, **item}
