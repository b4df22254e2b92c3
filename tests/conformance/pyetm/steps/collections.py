"""Steps of `Collection`."""

from pyetm import Collection, Scenario, Session
from pyetm.models.collection import CollectionError

from .harness import equal


def create(judge, world):
    world.members = [Scenario.new(f"Member {number}", area_code="nl2019", end_year=2050).id for number in (1, 2)]
    world.collection = Collection.create("A collection", saved_scenario_ids=world.members)
    found = world.collection
    equal(
        (found.title, found.saved_scenario_ids, found.scenario_ids), ("A collection", world.members, []), "collection"
    )
    equal((found.interpolation, found.discarded, found.version), (False, False, "latest"), "flags")
    equal(found.owner["name"], "Ada", "owner")
    judge.fails(CollectionError, ["at least one"], Collection.create, "Empty")


def create_of_sessions(judge, world):
    sessions = [Session.new("nl2019", 2050).id]
    found = Collection.create("Of sessions", scenario_ids=sessions)
    equal((found.scenario_ids, found.saved_scenario_ids), (sessions, []), "collection")
    judge.warns("Ignoring invalid field for create collection: 'nonsense'")
    Collection.create("Odd", scenario_ids=sessions, nonsense=1).delete()
    found.delete()


def create_interpolated(judge, world):
    found = Collection.create(
        "A path", saved_scenario_ids=world.members[:1], interpolation=True, area_code="nl2019", end_year=2050
    )
    equal((found.interpolation, found.interpolation_params["area_code"]), (True, "nl2019"), "a transition path")
    equal(found.interpolation_params["end_years"][-1], 2050, "years")
    found.delete()


def limit_of_six(judge, world):
    judge.refused("create_collection", 422)
    sessions = [Session.new("nl2019", 2050).id for _ in range(7)]
    judge.fails(CollectionError, ["422"], Collection.create, "Too many", scenario_ids=sessions)


def load(judge, world):
    found = Collection.load(world.collection.id)
    equal(found, world.collection, "collection")
    equal(found.to_dict(), world.collection.to_dict(), "all of it")
    assert world.collection in Collection.load_all(), "not in the list"
    judge.refused("get_collection", 404)
    judge.fails(CollectionError, ["Collection 999 not found"], Collection.load, 999)
    judge.fails(CollectionError, ["Invalid collection_id: -1"], Collection.load, -1)


def update(judge, world):
    collection = Collection.load(world.collection.id)
    collection.update(title="Renamed", saved_scenario_ids=world.members[::-1])
    found = Collection.load(collection.id)
    equal((found.title, found.saved_scenario_ids), ("Renamed", world.members[::-1]), "the order is kept")
    equal((collection.title, collection.saved_scenario_ids), (found.title, found.saved_scenario_ids), "object")
    collection.update(discarded=True)
    equal(Collection.load(collection.id).discarded, True, "discarded")
    assert collection not in Collection.load_all(), "still in the list"
    collection.update(discarded=False)
    assert collection in Collection.load_all(), "not in the list again"
    judge.fails(CollectionError, ["No valid fields"], collection.update, nonsense=1)


def delete(judge, world):
    collection = Collection.create("To go", saved_scenario_ids=world.members)
    collection.delete()
    judge.refused("get_collection", 404)
    judge.fails(CollectionError, ["not found"], Collection.load, collection.id)
    equal(Scenario.load(world.members[0]).id, world.members[0], "its members stay")
    judge.refused("delete_collection", 404)
    judge.fails(CollectionError, ["Could not delete"], collection.delete)


STEPS = [create, create_of_sessions, create_interpolated, limit_of_six, load, update, delete]
