"""One server speaks data.police.uk's API over HTTP: other people's clients read it, another server imports from it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import uk_police_api._client
from police_api import PoliceAPI
from police_api.exceptions import APIError
from shapely import Polygon

from tests import servers
from tests.journeys.sites import copy_of

FILL = """
from datetime import date, timedelta
from django.utils.timezone import now
from shapely import MultiPolygon, Polygon, box
from tabard.people.places.actions.forces import describe_force, describe_neighbourhood
from tabard.people.places.models import Neighbourhood
from tabard.people.places.tests.makers import feature, make_force, make_live
from tabard.people.teams import actions as teams
from tabard.services.events.tests.makers import make_event, make_priority
at = now()
force = make_force("peelborough", "Peelborough Police")
way = {"url": "https://force.example", "type": "web", "description": None, "title": "Site"}
describe_force(force=force, facts={"url": "https://force.example", "engagement_methods": [way]}, now=at)
holed = Polygon(box(-3, 51, -2, 52).exterior.coords, [list(box(-2.7, 51.3, -2.3, 51.7).exterior.coords)])
shape = MultiPolygon([holed, box(-1.5, 51, -1.3, 51.2), box(-1.5, 51.5, -1.4, 51.6)])
make_live(force, [feature("P1", shape, "Riverside"), feature("P.2 ŵ", box(-2, 51, -1.7, 52), "Abbey & Quays")])
place = Neighbourhood.objects.get(code="P1")
facts = {"description": "By the river.\\nAnd the <quays>.\\n\\nTwo parks.", "population": 7985, "telephone": "101",
         "email": "riverside@force.example", "url_force": "https://force.example/riverside",
         "links": [{"url": "https://council.example", "title": "Council", "description": ""}],
         "contact": {"facebook": "https://social.example/riverside"}}
describe_neighbourhood(neighbourhood=place, facts=facts, now=at)
team = teams.found_team(force=force, name="Riverside", neighbourhoods=[place], handle="riverside", now=at)
pat = teams.add_officer(force=force, name="Pat Green", number="4711", rank="Sgt", now=at)
teams.post_officer(officer=pat, team=team, now=at - timedelta(days=400))
soon = (at + timedelta(days=9)).replace(microsecond=0)
make_event(place, pat, "Beat meeting", starts_at=soon, ends_at=soon + timedelta(hours=1), place="Town Hall",
           address="1 High Street", description="Tea.\\nBiscuits.", contact=(("email", "a@force.example"),))
make_priority(place, pat, "Mopeds on the <towpath>", action="Patrols", action_date=date(2026, 3, 1))
"""


@pytest.fixture(scope="module")
def site(empty_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.TabardProcess]:
    env = servers.site_settings(copy_of(empty_site, tmp_path_factory.mktemp("spoken")))
    servers.tabard("shell", "-v", "0", "-c", FILL, env=env)
    with servers.tabard_process("web", env) as web:
        yield web


def everything(base: str) -> dict[str, Any]:
    """All answers of the API but people, who are not taken over."""
    paths = ["forces", "forces/peelborough", "peelborough/neighbourhoods"]
    for code in ("P1", "P.2%20%C5%B5"):
        paths += [f"peelborough/{code}{more}" for more in ("", "/boundary", "/events", "/priorities")]
    answers = {path: requests.get(f"{base}/api/{path}", timeout=60) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: answer.json() for path, answer in answers.items()}


def test_another_server_imports_equal_neighbourhoods(site, site_folder):
    env = servers.site_settings(site_folder, ALLOW_PRIVATE_ADDRESSES="true")

    said = servers.tabard("import-places", "--police-uk", site.url, "--force", "peelborough", env=env)

    with servers.tabard_process("web", env) as other:
        assert everything(other.url) == everything(site.url)
    assert "left out" not in said


def test_police_api_client_reads_all_that_it_knows(site):
    api = PoliceAPI(base_url=f"{site.url}/api/")

    force = api.get_force("peelborough")
    place = api.get_neighbourhood("peelborough", "P1")

    assert [(one.id, one.name) for one in api.get_forces()] == [("peelborough", "Peelborough Police")]
    assert (force.name, force.url, force.senior_officers) == ("Peelborough Police", "https://force.example", [])
    assert [one.name for one in force.neighbourhoods] == ["Abbey & Quays", "Riverside"]
    assert (place.name, place.population, place.centre.keys()) == ("Riverside", 7985, {"latitude", "longitude"})
    assert place.contact_details["email"] == "riverside@force.example"
    assert [(one.name, one.rank) for one in place.officers] == [("Pat Green", "Sgt")]
    assert [(one.title, one.start_date.tzinfo) for one in place.events] == [("Beat meeting", None)]
    assert [one.issue for one in place.priorities] == ["Mopeds on the &lt;towpath&gt;"]
    assert abs(Polygon([(x, y) for y, x in place.boundary]).area - 0.89) < 1e-9
    assert api.locate_neighbourhood(51.1, -1.4).id == "P1"
    assert api.locate_neighbourhood(51.5, -2.5) is None
    with pytest.raises(APIError):
        api.get_force("nowhere").name  # noqa: B018  reading it asks the server


def test_uk_police_api_reads_all_that_it_knows(site, monkeypatch):
    monkeypatch.setattr(uk_police_api._client, "BASE_URL", f"{site.url}/api/")

    with uk_police_api.PoliceAPI(max_retries=0) as api:
        assert [one.id for one in api.forces.list()] == ["peelborough"]
        assert api.forces.get("peelborough").engagement_methods[0].title == "Site"
        assert api.forces.people("peelborough") == []
        assert len(api.neighbourhoods.list("peelborough")) == 2
        assert api.neighbourhoods.get("peelborough", "P1").contact_details.telephone == "101"
        assert len(api.neighbourhoods.boundary("peelborough", "P1")) == 23
        assert api.neighbourhoods.people("peelborough", "P1")[0].name == "Pat Green"
        assert api.neighbourhoods.events("peelborough", "P1")[0].type == "meeting"
        assert api.neighbourhoods.priorities("peelborough", "P1")[0].action == "Patrols"
        assert api.neighbourhoods.locate(51.1, -1.9).neighbourhood == "P.2 ŵ"
        with pytest.raises(uk_police_api.PoliceAPINotFoundError):
            api.neighbourhoods.locate(10, 10)


def test_the_server_writes_no_position_to_its_log(site):
    for question in ("51.12345678,-1.87654321", "10.12345678,10.87654321", "x12345678", "999.12345678,87654321"):
        requests.get(f"{site.url}/api/locate-neighbourhood", params={"q": question}, timeout=60)

    assert "12345678" not in site.logged()
    assert "87654321" not in site.logged()
