"""Reads a workbook with the client's classes and prints as JSON what it has understood. Nothing is uploaded."""

import json
import logging
import sys

from pyetm import Scenario, Scenarios


def main(path):
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    found = Scenarios.from_excel(path)
    told = [told_of(item) for item in found]
    queries = sorted(found.combine._query_pack.queries_requested()) if hasattr(found.combine, "_query_pack") else []
    json.dump({"scenarios": told, "queries": queries}, sys.stdout)


def told_of(item):
    session = item.session if isinstance(item, Scenario) else item
    config = item.get_export_config()
    return {
        "id": item.id,
        "is_session": item is session,
        "short_name": session.short_name,
        "user_values": {key: value for key, value in item.user_values().items()},
        "sortables": item.sortables.to_updates_dict(),
        "config": config.__dict__ if config is not None and hasattr(config, "__dict__") else None,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
