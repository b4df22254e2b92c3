"""What there is before a workbook runs, the same in every sandbox, and the workbooks themselves."""

import json
import urllib.error
import urllib.request
from importlib.resources import files

from checks.sandbox import SandboxError
from openpyxl import load_workbook

from .programs import TOKEN

AREA, YEAR = "nl2019", 2050
HOURS = 8760
CURVE = "interconnector_1_price"
OTHER_CURVE = "weather/air_temperature"
# An order, a query and inputs of each kind, as the sandbox has them.
ORDER = "hydrogen_demand"
QUERIES = ["total_costs", "dashboard_emissions"]
SWITCH = "external_coupling_interconnector_1_must_run"
CHOICE = "settings_weather_curve_set"
EMAIL, OTHER_EMAIL = "reader@example.org", "writer@example.org"


class Asking:
    """A sandbox, asked by neither program."""

    def __init__(self, sandbox):
        self.root = sandbox.root

    def everything(self):
        """All that there is by area and year: the id of the session, and `s7` for a session or `7` for a saved scenario."""
        saved = {found["scenario_id"]: str(found["id"]) for found in self.ask("GET", "saved_scenarios")["data"]}
        sessions = self.ask("GET", "scenarios?limit=100")["data"]
        return {(one["area_code"], one["end_year"]): (one["id"], saved.get(one["id"], f"s{one['id']}")) for one in sessions}

    def ask(self, method, path, body=None):
        """A request that has nothing to do with either program."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
        request = urllib.request.Request(f"{self.root}/api/v3/{path}", data=data, headers=headers, method=method)
        return json.loads(answered(request))

    def text(self, path):
        """A table."""
        headers = {"authorization": f"Bearer {TOKEN}", "accept": "text/csv"}
        return answered(urllib.request.Request(f"{self.root}/api/v3/{path}", headers=headers)).decode()


class Scene(Asking):
    """Scenarios that exist already. Sandboxes give out ids in order, so they are the same in each."""

    def __init__(self, sandbox):
        super().__init__(sandbox)
        self.session = self.make_session({"source": "before"}, {"costs_co2": 44})
        self.order = self.ask("GET", f"scenarios/{self.session}/user_sortables")[ORDER]
        self.ask("PUT", f"scenarios/{self.session}/user_sortables/{ORDER}", {"order": self.order[::-1]})
        self.inner = self.make_session({}, {"costs_gas": 12.5, CHOICE: "1987"})
        self.saved = int(self.save(self.inner, "Before", False))

    def make_session(self, fields, values=None):
        made = self.ask("POST", "scenarios", {"scenario": {"area_code": AREA, "end_year": YEAR} | fields})["id"]
        if values:
            self.ask("PUT", f"scenarios/{made}", {"scenario": {"user_values": values}})
        return made

    def add_varied(self):
        """Scenarios for exports, each of an area and year of its own: that is how they are found again elsewhere."""
        values = {"costs_co2": 100 / 3, SWITCH: 1, CHOICE: "1997"}
        one = self.make_session({"end_year": 2030, "keep_compatible": True}, values)
        self.upload(one, CURVE, day_curve())
        two = self.make_session({"area_code": "nl2023", "end_year": 2040, "private": True}, {"costs_gas": 1e-7})
        self.ask("PUT", f"scenarios/{two}/user_sortables/{ORDER}", {"order": self.order[::-1]})
        self.upload(two, OTHER_CURVE, other_curve())
        self.upload(two, CURVE, [value / 3 for value in day_curve()])
        about = {"title": "Three", "note": "kept", "count": 3, "weight": 0.1}
        three = self.make_session({"end_year": 2035, "source": "a script", "metadata": about}, {"costs_co2": 0})
        self.untitled = self.make_session({"area_code": "nl2023", "end_year": 2045})
        self.titled = [self.save(one, "One", False), self.save(two, "Two", True), f"s{three}"]
        users = [{"user_email": EMAIL, "role": "scenario_viewer"}, {"user_email": OTHER_EMAIL, "role": "scenario_owner"}]
        self.ask("POST", f"saved_scenarios/{self.titled[0]}/users", {"saved_scenario_users": users})
        self.ask("POST", f"scenarios/{three}/users", {"scenario_users": users[:1]})

    def save(self, session, title, private):
        saved = {"scenario_id": session, "title": title, "private": private}
        return str(self.ask("POST", "saved_scenarios", {"saved_scenario": saved})["id"])

    def upload(self, session, key, values):
        content = "\n".join(map(repr, values))
        body = (
            '--x\r\ncontent-disposition: form-data; name="file"; filename="curve.csv"\r\n'
            f"content-type: text/csv\r\n\r\n{content}\r\n--x--\r\n"
        )
        headers = {"authorization": f"Bearer {TOKEN}", "content-type": "multipart/form-data; boundary=x"}
        address = f"{self.root}/api/v3/scenarios/{session}/custom_curves/{key}"
        answered(urllib.request.Request(address, data=body.encode(), headers=headers, method="PUT"))


def answered(request):
    # The sandbox is on this machine: no proxy of the environment has a say.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        what = f"{request.method} {request.full_url}"
        raise SandboxError(f"{what}: {error.code} {error.read().decode(errors='replace')}") from None


def day_curve():
    return [float(hour % 24) for hour in range(HOURS)]


def other_curve():
    return [hour / 8 - 100 for hour in range(HOURS)]


def template():
    """The workbook that the installed client ships."""
    with (files("pyetm") / "templates" / "input_template.xlsx").open("rb") as shipped:
        return load_workbook(shipped)


def put_rows(sheet, rows, first):
    for at, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(at, column, value)


def put_main(sheet, rows):
    """Fills in rows under the columns that the sheet has, and adds those that it has not."""
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for at, row in enumerate(rows, 2):
        for name, value in row.items():
            if name not in columns:
                columns[name] = len(columns) + 1
                sheet.cell(1, columns[name], name)
            sheet.cell(at, columns[name], value)


def put_config(sheet, values):
    for cell in sheet[1]:
        if cell.value in values:
            sheet.cell(2, cell.column, values[cell.value])


def filled_template(scene, path):
    """Every kind of row, every sheet, and in each column of the export what a person would write."""
    book = template()
    rows = [
        {"short_name": "NEW", "title": "A new one", "area_code": AREA, "end_year": YEAR, "private": True}
        | {"custom_curves": "CURVES_NEW", "sortables": "ORDERS_NEW"},
        {"short_name": "SES", "session": True, "title": "A session", "area_code": AREA, "end_year": 2040},
        {"short_name": "OLD", "scenario_id": scene.saved},
        {"short_name": "OLDSES", "scenario_id": scene.session, "session": True, "title": "Renamed", "private": True},
        {"short_name": "COPY", "copy_from": scene.saved, "title": "A copy"},
        {"short_name": "COPYSES", "copy_from": scene.session, "session": "yes"},
    ]
    put_main(book["MAIN"], rows)
    flags = {name: True for name in ("inputs", "defaults", "min_max", "gqueries", "sortables", "custom_curves")}
    put_config(book["EXPORT_CONFIG"], flags | {"hourly_curves": "hydrogen, heat", "annual_exports": "sankey"})
    labels = ["NEW", "SES", "OLD", "OLDSES", "COPY", "COPYSES"]
    sliders = [
        ["input", *labels],
        ["costs_co2", 33, 44.5, 55, 66, 77, 88],
        ["costs_gas", "41", None, None, 0.125, None, None],
        [SWITCH, 1, None, 0, None, None, 1],
        [CHOICE, "1997", None, None, None, "default", None],
    ]
    put_rows(book["SLIDER_SETTINGS"], sliders, 1)
    put_rows(book["GQUERIES"], [[name] for name in QUERIES], 1)
    users = [["user", "NEW", "OLD", "SES"], [EMAIL, "viewer", "scenario_viewer"], [OTHER_EMAIL, "Collaborator", None, "viewer"]]
    put_rows(book["USERS"], users, 1)
    put_rows(book.create_sheet("ORDERS_NEW"), [["index", ORDER], *enumerate(scene.order[::-1])], 1)
    curves = [["hour", CURVE, OTHER_CURVE], *zip(range(HOURS), day_curve(), other_curve(), strict=True)]
    put_rows(book.create_sheet("CURVES_NEW"), curves, 1)
    book.save(path)


def filled_example(scene, path):
    """As the example of the client's documentation: with `keep_compatible`, and sheets named after their columns."""
    book = template()
    rows = [
        {"short_name": "A", "session": "TRUE", "area_code": AREA, "end_year": YEAR, "title": "First"}
        | {"keep_compatible": True, "custom_curves": "CUSTOM_CURVES", "sortables": "SORTABLES"},
        {"short_name": "B", "session": "no", "area_code": "nl2023", "end_year": 2045, "source": "by hand"},
        {"short_name": "C", "session": 1, "parent": scene.session},
    ]
    put_main(book["MAIN"], rows)
    put_config(book["EXPORT_CONFIG"], {"inputs": True, "hourly_curves": False, "annual_exports": False})
    put_rows(book["SLIDER_SETTINGS"], [["input", "A", "B", "C"], ["costs_co2", 1, 2.5, None]], 1)
    put_rows(book.create_sheet("SORTABLES"), [[ORDER], *[[item] for item in scene.order[::-1]]], 1)
    put_rows(book.create_sheet("CUSTOM_CURVES"), [[CURVE], *[[value] for value in day_curve()]], 1)
    book.save(path)
