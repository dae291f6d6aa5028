"""A real force's neighbourhoods, loaded as its digital lead would, and read by the programs that others wrote for the
police's own API."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from police_api import PoliceAPI
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from uk_police_api import PoliceAPI as OtherPoliceAPI
from uk_police_api import PoliceAPINotFoundError

from tests.journeys.sites import copy_of
from tests.servers import TabardProcess, site_settings, tabard, tabard_process

FORCE = "south-wales"
FAR_AWAY = (64.1466, -21.9426)


@pytest.fixture(scope="module")
def geojson(shared_data: Path) -> Path:
    return shared_data / "places/south_wales/neighbourhoods.geojson"


@pytest.fixture(scope="module")
def polygons(geojson: Path) -> dict[str, BaseGeometry]:
    """Code of each neighbourhood and its polygon as the file has it, read by shapely and not by Tabard."""
    features = json.loads(geojson.read_text())["features"]
    return {feature["properties"]["id"]: shape(feature["geometry"]) for feature in features}


@pytest.fixture(scope="module")
def site(geojson: Path, empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TabardProcess]:
    settings = site_settings(copy_of(empty_site, tmp_path_factory.mktemp("south-wales")))
    tabard("import-places", geojson, "--force", FORCE, env=settings)
    with tabard_process("run", settings) as process:
        yield process


@pytest.fixture
def client(site: TabardProcess) -> PoliceAPI:
    return PoliceAPI(base_url=f"{site.url}/api/")


@pytest.fixture
def other_client(site: TabardProcess) -> Iterator[OtherPoliceAPI]:
    api = OtherPoliceAPI(cache_ttl=None, max_retries=0)
    api._http.base_url = f"{site.url}/api/"  # it has no setting for the address
    with api._http:
        yield api


def test_police_api_client_lists_the_232_neighbourhoods(client, polygons):
    listed = client.get_neighbourhoods(FORCE)

    assert [force.id for force in client.get_forces()] == [FORCE]
    assert {one.id for one in listed} == set(polygons)
    assert len(listed) == 232


def test_police_api_client_finds_the_neighbourhood_of_a_point_in_each(client, polygons):
    wrong = []
    for code, polygon in polygons.items():
        inside = polygon.buffer(0).representative_point()
        found = client.locate_neighbourhood(inside.y, inside.x)
        if found is None or not polygons[found.id].buffer(0).covers(Point(inside.x, inside.y)):
            wrong.append((code, found and found.id))

    assert wrong == []


def test_police_api_client_reads_a_neighbourhood_and_its_boundary(client, polygons):
    gower = client.get_neighbourhood(FORCE, "W05000524")

    assert gower.name == "Gower"
    centre = Point(float(gower.centre["longitude"]), float(gower.centre["latitude"]))
    assert polygons["W05000524"].distance(centre) < 0.1
    assert len(gower.boundary) >= 4
    assert polygons["W05000524"].buffer(0.0001).covers(Point(*reversed(gower.boundary[0])))


def test_uk_police_api_reads_the_same(other_client, polygons):
    listed = other_client.neighbourhoods.list(FORCE)
    boundary = other_client.neighbourhoods.boundary(FORCE, "W05000524")

    assert {one.id for one in listed} == set(polygons)
    assert other_client.neighbourhoods.get(FORCE, "W05000524").name == "Gower"
    assert len(boundary) >= 4
    inside = polygons["W05000524"].buffer(0).representative_point()
    assert other_client.neighbourhoods.locate(inside.y, inside.x).neighbourhood == "W05000524"


def test_a_point_outside_every_neighbourhood_is_found_by_neither(client, other_client):
    assert client.locate_neighbourhood(*FAR_AWAY) is None
    with pytest.raises(PoliceAPINotFoundError):
        other_client.neighbourhoods.locate(*FAR_AWAY)


def test_a_dry_run_reports_and_changes_nothing(geojson, site_folder):
    settings = site_settings(site_folder)

    report = tabard("import-places", geojson, "--force", FORCE, "--dry-run", env=settings)

    assert re.search(r"\b232\b", report)
    with tabard_process("run", settings) as process:
        assert PoliceAPI(base_url=f"{process.url}/api/").get_forces() == []
