"""Steps of `BaseClient` and the HTTP session below it."""

import asyncio
import os

from pyetm import BaseClient, Session, get_client
from pyetm.clients.session import ETMSession
from pyetm.config import reload_configuration
from pyetm.config.settings import AppConfig, get_settings
from pyetm.models.session import ScenarioError

from .harness import equal

BEN = "etm_sandbox-ben-delete"
READER = "etm_sandbox-ada-read"


def default_client(judge, world):
    client = get_client()
    assert client is get_client(), "the default client is made once"
    equal(client.session.base_url, f"{judge.base}/api/v3", "base URL")
    equal(client.session.token, os.environ["ETM_API_TOKEN"], "token")
    equal(judge.arrived(), [], "requests of making a client")


def http_verbs(judge, world):
    http = get_client().session
    areas = http.request("GET", "/areas").json()
    assert any(area["area"] == "nl2019" for area in areas), "the list of areas lacks nl2019"
    made = http.post("scenarios", json={"scenario": {"area_code": "nl2019", "end_year": 2050}}).json()
    path = f"/scenarios/{made['id']}"
    equal(http.get(path).json()["end_year"], 2050, "end year")
    equal(http.get("/scenarios", params={"limit": 1}).json()["meta"]["limit"], 1, "limit of a page")
    put = http.put(
        path, json={"scenario": {"user_values": {"costs_co2": 50}}, "gqueries": ["dashboard_emissions"]}
    ).json()
    equal(put["scenario"]["user_values"], {"costs_co2": 50.0}, "user values")
    equal(set(put["gqueries"]), {"dashboard_emissions"}, "queries")
    patched = http.patch(path, json={"scenario": {"source": "conformance"}}).json()
    equal(patched["scenario"]["source"], "conformance", "source")
    gone = http.delete(path)
    equal((gone.status_code, gone.ok), (200, True), "deleting")
    equal(judge.arrived()[-3:], ["update_scenario", "update_scenario", "delete_scenario"], "requests")


def http_async(judge, world):
    http = get_client().session
    for call in (http.async_request("GET", "/areas/nl2019"), http.async_get("/areas/nl2019")):
        area = asyncio.run_coroutine_threadsafe(call, http._loop).result(timeout=20).json()
        equal(area["area"], "nl2019", "area")
    judge.calls.mark(ETMSession, "async_request")


def messages_of_refusals(judge, world):
    judge.refused("get_scenario", 404)
    judge.refused("get_area", 404)
    judge.refused("create_scenario", 422)
    judge.refused("update_scenario", 422)
    http = get_client().session
    judge.fails(ValueError, ["404: No such scenario: 1"], http.get, "/scenarios/1")
    judge.fails(ValueError, ["404"], http.get, "/areas/atlantis")
    body = {"scenario": {"area_code": "atlantis", "end_year": 2050}}
    judge.fails(ValueError, ["422: area_code: is unknown or not supported"], http.post, "/scenarios", json=body)
    made = http.post("/scenarios", json={"scenario": {"area_code": "nl2019", "end_year": 2050}}).json()
    body = {"scenario": {"user_values": {"no_such_input": 1}}}
    judge.fails(ValueError, ["422: ", "no_such_input"], http.put, f"/scenarios/{made['id']}", json=body)


def a_server_error_is_a_connection_error(judge, world):
    judge.refused("list_areas", 503)
    judge.control.fault("etm.list_areas", 1, kind="status", status=503)
    judge.fails(ConnectionError, ["503"], get_client().session.get, "/areas")


def wrong_token(judge, world):
    judge.refused("list_scenarios", 401)
    with BaseClient(token="etm_nobody") as client:
        judge.fails(PermissionError, ["Invalid ETM_API_TOKEN"], client.session.get, "/scenarios")


def clients_side_by_side(judge, world):
    judge.refused("get_scenario", 404)
    ada, ben = BaseClient(), BaseClient(token=BEN)
    mine = Session.new("nl2019", 2050, client=ada, private=True)
    world.bens = Session.new("DE_germany", 2040, client=ben, private=True)
    equal((mine.private, world.bens.private), (True, True), "privacy")
    equal(Session.load(mine.id, client=ada), mine, "the session of the first")
    judge.fails(ScenarioError, ["404: Not found"], Session.load, mine.id, client=ben)
    for client in (ada, ben):
        client.close()
        assert client.session._session is None, "a closed client still has connections"


def a_session_of_its_own(judge, world):
    http = ETMSession(base_url=f"{judge.base}/api/v3/", token=READER)
    equal(http.base_url, f"{judge.base}/api/v3", "base URL without its last slash")
    equal(http.get("/areas/nl2019").json()["area"], "nl2019", "area")
    http.close()


def guest(judge, world):
    """Without a token: what is public can be used, the rest is explained."""
    judge.refused("list_scenarios", 403)
    judge.refused("list_areas", 401)
    judge.warns("No ETM_API_TOKEN provided")
    token = os.environ.pop("ETM_API_TOKEN")
    try:
        reload_configuration()
        with BaseClient() as client:
            made = Session.new("nl2019", 2050, client=client)
            equal((made.area_code, made.private), ("nl2019", False), "a guest's session")
            judge.fails(ValueError, ["403: You must be authenticated"], client.session.get, "/scenarios")
            # The service never says 401 to a guest; the client knows what to say all the same.
            judge.control.fault("etm.list_areas", 1, kind="status", status=401)
            judge.fails(PermissionError, ["Authentication required"], client.session.get, "/areas")
    finally:
        os.environ["ETM_API_TOKEN"] = token
        reload_configuration()
    equal(get_settings().etm_api_token, token, "token")


def checks_of_tokens(judge, world):
    for token, message in [
        ("secret", "must start with 'etm_' prefix"),
        ("etm_", "token body must start with an alphanumeric character"),
        ("etm_a.b", "JWT must have exactly three segments"),
        ("etm_a.b c.d", "JWT segments must not contain spaces"),
    ]:
        judge.fails(ValueError, [message], AppConfig, etm_api_token=token)
    equal(judge.arrived(), [], "requests")


def environments(judge, world):
    for name, host in [
        ("pro", "https://engine.energytransitionmodel.com"),
        ("beta", "https://beta.engine.energytransitionmodel.com"),
        ("local", "http://localhost:3000"),
        ("2025-01", "https://2025-01.engine.energytransitionmodel.com"),
    ]:
        kept = os.environ.pop("BASE_URL")
        try:
            found = AppConfig(environment=name).base_url
        finally:
            os.environ["BASE_URL"] = kept
        equal(str(found), f"{host}/api/v3", f"base URL of {name}")


STEPS = [
    default_client,
    http_verbs,
    http_async,
    messages_of_refusals,
    a_server_error_is_a_connection_error,
    wrong_token,
    clients_side_by_side,
    a_session_of_its_own,
    guest,
    checks_of_tokens,
    environments,
]
