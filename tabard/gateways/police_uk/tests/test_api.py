import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import shapely
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from tabard.gateways.police_uk.render import exactly
from tabard.gateways.police_uk.rings import flattened, nested
from tabard.lib.geo.features import RawFeature
from tabard.lib.geo.mending import mend
from tabard.lib.geo.police_uk import boundary_feature
from tabard.people.places.actions.forces import describe_force, describe_neighbourhood
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.places.tests.makers import feature, make_force, make_live, square
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Officer
from tabard.services.events import actions as events
from tabard.services.events.models import Priority
from tabard.services.events.tests.makers import make_event, make_priority

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOLED = Polygon(box(-3.0, 51.0, -2.0, 52.0).exterior.coords, [list(box(-2.7, 51.3, -2.3, 51.7).exterior.coords)])
ISLANDS = MultiPolygon([HOLED, box(-1.5, 51.0, -1.3, 51.2), box(-1.5, 51.5, -1.4, 51.6)])


@pytest.fixture
def force(db) -> Force:
    force = make_force("peelborough", "Peelborough Police")
    make_live(force, [feature("P1", square(-3.0, 51.0), "Riverside"), feature("P2", square(-2.0, 51.0), "Abbey")])
    return force


@pytest.fixture
def riverside(force: Force) -> Neighbourhood:
    return Neighbourhood.objects.get(code="P1")


@pytest.fixture
def pat(riverside: Neighbourhood) -> Officer:
    team = teams.found_team(
        force=riverside.force, name="Riverside", neighbourhoods=[riverside], handle="riverside", now=NINE
    )
    officer = teams.add_officer(force=riverside.force, name="Pat Green", number="4711", rank="Sgt", now=NINE)
    teams.post_officer(officer=officer, team=team, now=NINE)
    return officer


def answer(client: Client, path: str) -> Any:
    response = client.get(f"/api/{path}")
    assert response.status_code == 200, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"].startswith("application/json")
    assert not response.cookies
    return response.json()


def test_forces_are_listed_and_described(client, force):
    way = {"url": "https://force.example/x", "type": "facebook", "description": None, "title": "Facebook"}
    facts = {"url": "https://force.example", "telephone": "101", "engagement_methods": [way]}
    describe_force(force=force, facts=facts, now=NINE)

    assert answer(client, "forces") == [{"id": "peelborough", "name": "Peelborough Police"}]
    assert answer(client, "forces/peelborough") == {
        "id": "peelborough",
        "name": "Peelborough Police",
        "description": None,
        "url": "https://force.example",
        "telephone": "101",
        "engagement_methods": [way],
    }
    assert answer(client, "forces/peelborough/people") == []


def test_a_neighbourhood_is_told_in_the_types_of_data_police_uk(client, riverside):
    facts = {
        "description": "Riverside <b>& Quays",
        "population": 7985,
        "email": "riverside@force.example",
        "telephone": "101",
        "url_force": "https://force.example/riverside",
        "links": [{"url": "https://council.example", "description": None, "title": "Council"}],
        "contact": {"facebook": "https://social.example/riverside", "fax": ""},
        "locations": [{"name": "Old Mill", "postcode": "PB1 1AA", "latitude": None, "type": "station"}],
    }
    describe_neighbourhood(neighbourhood=riverside, facts=facts, now=NINE)

    assert answer(client, "peelborough/neighbourhoods") == [
        {"id": "P2", "name": "Abbey"},
        {"id": "P1", "name": "Riverside"},
    ]
    assert answer(client, "peelborough/P1") == {
        "id": "P1",
        "name": "Riverside",
        "description": "Riverside &lt;b&gt;&amp; Quays",
        "url_force": "https://force.example/riverside",
        "contact_details": {
            "email": "riverside@force.example",
            "telephone": "101",
            "facebook": "https://social.example/riverside",
        },
        "links": [{"url": "https://council.example", "description": "", "title": "Council"}],
        "centre": {"latitude": "51.5", "longitude": "-2.5"},
        "locations": [
            {
                "name": "Old Mill",
                "longitude": "",
                "postcode": "PB1 1AA",
                "address": "",
                "latitude": "",
                "type": "station",
                "description": "",
            }
        ],
        "population": "7985",
    }


def test_an_unknown_population_is_a_zero_in_quotes(client, force):
    assert answer(client, "peelborough/P2")["population"] == "0"


def test_people_are_those_posted_now_by_name_or_number(client, pat):
    shy = teams.add_officer(force=pat.force, name="Sam Brown", number="4712", rank="PCSO", now=NINE)
    Officer.objects.filter(pk=shy.pk).update(is_name_public=False, bio="Walks.\nTalks.", contact={"telephone": "101"})
    teams.post_officer(officer=shy, team=pat.postings.get().team, now=NINE)

    assert answer(client, "peelborough/P1/people") == [
        {"name": "Pat Green", "rank": "Sgt", "bio": None, "contact_details": {}},
        {
            "name": "4712",
            "rank": "PCSO",
            "bio": "<p>Walks.<br>Talks.</p>",
            "contact_details": {"telephone": "101"},
        },
    ]
    assert answer(client, "peelborough/P2/people") == []


def test_events_to_come_are_told_in_local_time_without_a_zone(client, riverside, pat):
    year = timezone.now().year + 1
    summer = datetime(year, 7, 1, 17, 30, tzinfo=UTC)
    make_event(
        riverside,
        pat,
        "Beat meeting",
        starts_at=summer,
        ends_at=summer + timedelta(hours=1),
        place="Town Hall",
        address="1 High Street",
        online_url="https://meet.example/1",
        contact=(("email", "riverside@force.example"),),
    )
    gone = make_event(riverside, pat, "Called off", starts_at=summer)
    events.cancel_event(event=gone, by=pat, now=timezone.now())

    assert answer(client, "peelborough/P1/events") == [
        {
            "title": "Beat meeting",
            "description": None,
            "address": "Town Hall, 1 High Street",
            "type": "meeting",
            "start_date": f"{year}-07-01T18:30:00",
            "end_date": f"{year}-07-01T19:30:00",
            "contact_details": {"email": "riverside@force.example", "web": "https://meet.example/1"},
        }
    ]


def test_priorities_have_dates_with_a_hyphen(client, riverside, pat):
    make_priority(riverside, pat, "Speeding on Mill Lane", issue_date=date(2026, 1, 5))
    done = make_priority(
        riverside, pat, issue_date=date(2026, 2, 1), action="Patrols & fines", action_date=date(2026, 2, 20)
    )

    assert answer(client, "peelborough/P1/priorities") == [
        {
            "issue": "Mopeds on the towpath",
            "issue-date": "2026-02-01T00:00:00",
            "action": "Patrols &amp; fines",
            "action-date": "2026-02-20T00:00:00",
        },
        {
            "issue": "Speeding on Mill Lane",
            "issue-date": "2026-01-05T00:00:00",
            "action": None,
            "action-date": None,
        },
    ]

    Priority.objects.filter(pk=done.pk).update(closed_at=NINE)
    assert len(answer(client, "peelborough/P1/priorities")) == 1


def test_a_boundary_is_a_list_of_strings_that_comes_back_to_its_start(client, force):
    points = answer(client, "peelborough/P1/boundary")

    assert points[0] == points[-1]
    assert len(points) == 5
    assert {"latitude": "51.0", "longitude": "-3.0"} in points


def test_a_position_is_located(client, force):
    assert answer(client, "locate-neighbourhood?q=51.5,-2.5") == {"force": "peelborough", "neighbourhood": "P1"}
    assert answer(client, "locate-neighbourhood?q=51.5, -1.5") == {"force": "peelborough", "neighbourhood": "P2"}
    assert client.get("/api/locate-neighbourhood?q=51.5,-2.5")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?q=",
        "?q=51.5",
        "?q=51.5,",
        "?q=51.5,-2.5,0",
        "?q=nan,-2.5",
        "?q=inf,0",
        "?q=51_0,-2.5",
        "?q=\u0665\u0661,2",
        "?q=0x1f,2",
        "?q=91,181",
        "?q=51.5,-181",
        "?q=1e400,1",
        "?q=51.5;-2.5",
        "?q=" + "1" * 5000 + ",2",
        "?lat=51.5&lng=-2.5",
    ],
)
def test_what_is_no_position_gets_a_clear_400(client, force, question):
    response = client.get(f"/api/locate-neighbourhood{question}")

    assert response.status_code == 400
    assert any(word in response.json()["detail"] for word in ("latitude", "longitude"))
    assert response["Access-Control-Allow-Origin"] == "*"


def test_outside_everything_is_a_404(client, force):
    assert client.get("/api/locate-neighbourhood?q=10,10").status_code == 404


def test_without_any_boundary_there_is_nothing_to_locate(client, db):
    response = client.get("/api/locate-neighbourhood?q=51.5,-2.5")

    assert (response.status_code, response.json()["detail"]) == (404, "No boundaries are held here.")


@pytest.mark.parametrize(
    "path",
    [
        "forces/nowhere",
        "forces/nowhere/people",
        "nowhere/neighbourhoods",
        "peelborough/P9",
        "nowhere/P1",
        "peelborough/P9/boundary",
        "peelborough/P9/people",
        "peelborough/P9/events",
        "peelborough/P9/priorities",
    ],
)
def test_what_is_not_held_is_a_404_in_json(client, force, path):
    response = client.get(f"/api/{path}")

    assert response.status_code == 404
    assert "detail" in response.json()


def test_a_retired_neighbourhood_is_gone(client, force, riverside):
    Neighbourhood.objects.filter(pk=riverside.pk).update(retired_at=NINE)

    assert client.get("/api/peelborough/P1").status_code == 404
    assert len(answer(client, "peelborough/neighbourhoods")) == 1


@pytest.mark.parametrize("path", ["forces", "forces/peelborough", "peelborough/P1", "peelborough/P1/people"])
def test_a_slash_at_the_end_is_welcome_and_head_is_answered(client, force, path):
    assert client.get(f"/api/{path}/").json() == client.get(f"/api/{path}").json()
    assert client.head(f"/api/{path}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, force, method):
    assert getattr(client, method)("/api/peelborough/P1").status_code == 405


@pytest.mark.parametrize(
    "position", ["51.87654321,-2.87654321", "10.87654321,10.2468", "99.87654321,500", "51.87654321"]
)
def test_no_log_line_holds_a_position(client, force, position, caplog):
    for name in ("", "django.request", "django.server", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)

    client.get(f"/api/locate-neighbourhood?q={position}")

    assert caplog.records
    assert "87654321" not in caplog.text
    assert all("87654321" not in repr(vars(record)["args"]) for record in caplog.records)


@pytest.mark.parametrize(
    ("path", "most"),
    [("forces", 1), ("peelborough/neighbourhoods", 2), ("peelborough/P1", 1), ("peelborough/P1/people", 3)],
)
def test_a_question_costs_few_queries(client, pat, django_assert_max_num_queries, path, most):
    with django_assert_max_num_queries(most):
        client.get(f"/api/{path}")


# -- rings -------------------------------------------------------------------------------------------------------------


def there_and_back(shape: MultiPolygon) -> MultiPolygon:
    document = [{"latitude": exactly(y), "longitude": exactly(x)} for x, y in flattened(shape)]
    read = boundary_feature(document, code="P1", name="Place")
    raw = RawFeature(index=1, code="P1", name="Place", polygons=nested(read.polygons))
    return mend(raw).geometry


@pytest.mark.parametrize("shape", [MultiPolygon([box(0, 51, 1, 52)]), MultiPolygon([HOLED]), ISLANDS])
def test_holes_and_islands_survive_the_flat_list(shape):
    assert there_and_back(shape).normalize().equals(shape.normalize())


@pytest.mark.parametrize("shape", [MultiPolygon([HOLED]), ISLANDS])
def test_any_client_measures_the_right_area_and_finds_the_right_side(shape):
    flat = flattened(shape)

    shoelace = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(flat, [*flat[1:], flat[0]], strict=True)) / 2

    assert shoelace == pytest.approx(shape.area)
    for x, y, inside in [(-2.9, 51.1, True), (-2.5, 51.5, False), (-1.4, 51.1, True), (-1.45, 51.55, True)]:
        assert even_odd(flat, x, y) == (inside and shape.covers(shapely.Point(x, y)))


def even_odd(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@given(st.floats(min_value=-180, max_value=180))
def test_a_number_reads_back_as_it_was_without_an_exponent(number):
    assert float(exactly(number)) == number
    assert "e" not in exactly(number).lower()


def test_the_root_and_unheld_paths_are_no_pages(client, force):
    for path in ("", "crimes-street/all-crime/x/y", "crime-categories"):
        assert client.get(f"/api/{path}").status_code == 404
