"""Exports scenarios with the client's classes: `OUT OPTIONS IDS…`, where `s7` is session 7 and `7` a saved scenario.

The options are `to_excel`'s as JSON, and `queries` for those to be run.
"""

import json
import sys

from pyetm import Scenario, Scenarios, Session


def main(out, options, *ids):
    options = json.loads(options)
    items = [Session.load(int(id[1:])) if id.startswith("s") else Scenario.load(int(id)) for id in ids]
    scenarios = Scenarios(items=items)
    if queries := options.pop("queries", []):
        scenarios.combine.add_queries(queries)
    scenarios.to_excel(out, **options)


if __name__ == "__main__":
    main(*sys.argv[1:])
