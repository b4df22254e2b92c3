"""Reads a workbook with the client's classes and prints as JSON what it has understood. Nothing is uploaded."""

import json
import logging
import sys

from pyetm import Scenario, Scenarios


def main(path):
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    found = Scenarios.from_excel(path)
    told = [told_of(item) for item in found]
    json.dump(told, sys.stdout)


def told_of(item):
    session = item.session if isinstance(item, Scenario) else item
    config = item.get_export_config()
    return {
        "id": item.id,
        "is_session": item is session,
        "short_name": session.short_name,
        "config": config and config.model_dump(),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
