import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tabard.gateways.police_uk.html_text import fragment, plain
from tabard.gateways.police_uk.reading import api_address
from tabard.people.places.models import Boundary, Force, Neighbourhood
from tabard.plant.changes.models import RecordedChange
from tabard.services.events.actions import take_in_event
from tabard.services.events.models import Event, Priority
from tabard.services.events.wording import EventWords

RING = [(51.0, -3.0), (51.0, -2.0), (52.0, -2.0), (52.0, -3.0), (51.0, -3.0)]
BOUNDARY = [{"latitude": str(y), "longitude": str(x)} for y, x in RING]
PLACE = {
    "id": "NC04",
    "name": "City Centre",
    "description": "<p>The <b>old</b> town.<br />\n Its markets.</p><ul><li>Stalls</li></ul><script>alert(1)</script>",
    "url_force": "http://force.example/city",
    "contact_details": {"email": "city@force.example", "telephone": "101", "twitter": "http://x.example/city"},
    "links": [{"url": "http://council.example", "title": "Council", "description": None}, {"url": "javascript:1"}],
    "locations": [{"name": "Mansfield House", "postcode": "LE1 3GG", "latitude": None, "type": "station"}],
    "centre": {"latitude": "51.5", "longitude": "-2.5"},
    "population": "7985",
}
PRIORITY = {
    "issue": "<p>Mopeds</p>",
    "issue-date": "2026-01-05T00:00:00",
    "action": "<p>Patrols</p>",
    "action-date": None,
}
EVENT = {
    "title": "Beat meeting",
    "description": None,
    "address": "Town Hall, 1 High Street",
    "type": "meeting",
    "start_date": "2030-07-01T18:30:00",
    "end_date": "2030-07-01T18:30:00",
    "contact_details": {"web": "https://meet.example/1"},
}
ANSWERS: dict[str, Any] = {
    "/api/forces/leics": {"id": "leics", "name": "Leicestershire Police", "telephone": "101", "engagement_methods": []},
    "/api/leics/neighbourhoods": [{"id": "NC04", "name": "City Centre"}],
    "/api/leics/NC04": PLACE,
    "/api/leics/NC04/boundary": BOUNDARY,
    "/api/leics/NC04/priorities": [PRIORITY],
    "/api/leics/NC04/events": [EVENT],
}
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
WORDS = EventWords(title="Ours", starts_at=datetime(2031, 1, 1, 18, tzinfo=UTC))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_ask_this_machine(settings):
    settings.ALLOW_PRIVATE_ADDRESSES = True


@contextmanager
def speaking(answers: dict[str, Any], **changed: Any) -> Iterator[str]:
    """A server that gives these answers; `changed` by the end of the path, bytes as they are. Gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            end = self.path.rsplit("/", 1)[-1]
            answer = changed[end] if end in changed else answers.get(self.path)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def import_from(base: str, *more: str) -> None:
    call_command("import_places", "--police-uk", base, "--force", "leics", *more)


def test_a_force_is_taken_over_whole(capsys):
    with speaking(ANSWERS) as base:
        import_from(base)

    force = Force.objects.get()
    place = Neighbourhood.objects.get()
    assert (force.slug, force.name, force.telephone) == ("leics", "Leicestershire Police", "101")
    assert (place.code, place.name, place.population) == ("NC04", "City Centre", 7985)
    assert place.description == "The old town.\nIts markets.\n\n- Stalls"
    assert (place.email, place.telephone, place.url_force) == ("city@force.example", "101", "http://force.example/city")
    assert place.contact == {"twitter": "http://x.example/city"}
    assert place.links == [{"url": "http://council.example", "title": "Council", "description": ""}]
    assert place.locations[0]["postcode"] == "LE1 3GG"
    assert Boundary.objects.live().get().shape.area == pytest.approx(1)
    priority = Priority.objects.get()
    assert (priority.issue, priority.action, priority.action_date) == ("Mopeds", "Patrols", priority.issue_date)
    event = Event.objects.get()
    assert (event.title, event.address, event.online_url) == (
        "Beat meeting",
        "Town Hall, 1 High Street",
        "https://meet.example/1",
    )
    assert event.starts_at.isoformat() == "2030-07-01T17:30:00+00:00"
    assert event.ends_at is None


def test_a_force_that_is_not_here_yet_is_begun_only_when_it_is_named(capsys):
    Force.objects.create(slug="avon", name="Avon Police")

    with pytest.raises(CommandError, match=r"There is no force leics here, only avon \(Avon Police\)\..*--force-name"):
        import_from("http://nobody-is-asked.example")
    assert Force.objects.count() == 1

    with speaking(ANSWERS) as base:
        import_from(base, "--force-name", "Leics Police")
    assert "New force: leics (Leics Police), beside avon (Avon Police)." in capsys.readouterr().out


def test_reading_again_brings_up_to_date_and_doubles_nothing():
    with speaking(ANSWERS) as base:
        import_from(base)
        first = Event.objects.get()
        import_from(base)
        later = {**EVENT, "address": "Library", "end_date": "2030-07-01T19:30:00"}
    with speaking(ANSWERS, events=[later], NC04={**PLACE, "population": "0"}) as other:
        import_from(other)

    assert Event.objects.count() == 2  # another server is another source
    assert Event.objects.filter(pk=first.pk, revision=0).exists()
    assert Priority.objects.count() == 2
    assert Neighbourhood.objects.get().population is None


def test_a_meeting_moved_or_cancelled_at_the_source_no_longer_stands_here():
    moved = {**EVENT, "start_date": "2030-07-08T18:30:00", "end_date": None}
    answers = {**ANSWERS, "/api/leics/NC04/events": [EVENT], "/api/leics/NC04/priorities": [PRIORITY]}
    with speaking(answers) as base:
        import_from(base)
        place, first, litter = Neighbourhood.objects.get(), Event.objects.get(), Priority.objects.get()
        own = take_in_event(neighbourhood=place, uid="ours", words=WORDS, now=NOW)
        asked = Priority.objects.create(neighbourhood=place, issue="Ours", issue_date=NOW)
        answers["/api/leics/NC04/events"], answers["/api/leics/NC04/priorities"] = [moved], []
        import_from(base)

        first.refresh_from_db()
        litter.refresh_from_db()
        standing = set(Event.objects.happening().values_list("uid", flat=True))
        assert first.is_cancelled
        assert (first.revision, litter.closed_at is None) == (1, False)
        assert len(standing) == 2
        assert own.uid in standing
        assert list(Priority.objects.current()) == [asked]
        assert RecordedChange.objects.filter(name="events.EventCancelled").count() == 1

        answers["/api/leics/NC04/events"], answers["/api/leics/NC04/priorities"] = [EVENT], [PRIORITY]
        import_from(base)

    first.refresh_from_db()
    litter.refresh_from_db()
    assert (first.is_cancelled, first.revision, litter.closed_at) == (False, 2, None)


def test_what_the_team_closed_here_stays_closed_when_it_is_read_again():
    with speaking(ANSWERS) as base:
        import_from(base)
        Event.objects.update(cancelled_at=NOW)
        Priority.objects.update(closed_at=NOW)
        import_from(base)

    assert Event.objects.get().is_cancelled
    assert Priority.objects.get().closed_at == NOW


def test_a_dry_run_changes_nothing(capsys):
    with speaking(ANSWERS) as base:
        import_from(base, "--dry-run")

    assert not Force.objects.exists()
    assert not Event.objects.exists()
    assert "dry run" in capsys.readouterr().out


def test_what_cannot_be_kept_is_left_out_and_named(capsys):
    odd = [{**EVENT, "title": ""}, {**EVENT, "start_date": "soon"}, {**EVENT, "description": "x" * 9000}]
    with speaking(ANSWERS, events=odd, priorities=[{**PRIORITY, "issue-date": "2199-01-01T00:00:00"}, {}]) as base:
        import_from(base)

    said = capsys.readouterr().out
    assert "left out 2 events without a title or a start" in said
    assert "left out an event (TextTooLong)" in said
    assert "left out a priority (DateInFuture)" in said
    assert "left out 1 without an issue" in said
    assert Neighbourhood.objects.count() == 1


def test_what_the_guidelines_refuse_is_left_out_and_what_stood_before_stays(capsys):
    refused = "John Smith of Mill Lane was arrested for burglary."
    events = [{**EVENT, "description": refused}]
    changed, another = {**PRIORITY, "action": refused}, {**PRIORITY, "issue": refused}
    for more in ({}, {"events": events, "priorities": [changed, another]}):
        with speaking(ANSWERS, **more) as base:
            import_from(base)

    said = capsys.readouterr().out
    assert said.count("left out an event: “John Smith”: We do not name people") == 1
    assert said.count("left out a priority: “John Smith”: We do not name people") == 2
    priority = Priority.objects.current().get()
    assert (priority.issue, priority.action) == ("Mopeds", "Patrols")
    assert Event.objects.happening().get().description == ""


@pytest.mark.parametrize(
    "more",
    [
        {"description": "<p>John Smith of Mill Lane was arrested for burglary.</p>"},
        {"links": [{"url": "http://council.example", "title": "John Smith was arrested", "description": None}]},
        {"locations": [{"name": "John Smith", "description": "He was arrested here."}]},
    ],
)
def test_what_is_said_of_a_place_and_refused_is_left_out_and_what_stood_before_stays(capsys, more):
    with speaking(ANSWERS) as base:
        import_from(base)
    before = Neighbourhood.objects.values("description", "links", "locations").get()

    with speaking(ANSWERS, NC04={**PLACE, **more, "population": "1"}) as base:
        import_from(base)

    told = "NC04 City Centre: left out what is said of it: “John Smith”: We do not name people"
    assert told in capsys.readouterr().out
    assert Neighbourhood.objects.values("description", "links", "locations").get() == before
    assert Neighbourhood.objects.get().population == 1


def test_what_is_said_of_a_force_and_refused_is_left_out(capsys):
    details = {**ANSWERS["/api/forces/leics"], "description": "We have arrested John Smith, 34."}
    with speaking(ANSWERS, leics=details) as base:
        import_from(base)

    assert "Leicestershire Police: left out what is said of it: “John Smith”" in capsys.readouterr().out
    assert Force.objects.get().description == ""


def test_what_would_be_asked_about_is_taken_in_and_named_and_not_named_again(capsys):
    place = {**PLACE, "description": "What a bloody fine market."}
    events, priorities = [{**EVENT, "title": "A bloody fine meeting"}], [{**PRIORITY, "issue": "Bloody mopeds"}]
    changed = {"NC04": place, "events": events, "priorities": priorities}
    with speaking(ANSWERS, **changed) as base:
        import_from(base)
        first = capsys.readouterr().out
        import_from(base)

    for what in ("what is said of it", "an event", "a priority"):
        assert f"NC04 City Centre: look at {what}: “" in first
    assert "Switched on" in first
    assert Neighbourhood.objects.get().description == "What a bloody fine market."
    assert Event.objects.get().title == "A bloody fine meeting"
    assert "look at" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"leics": None}, "forces/leics: the server does not know it"),
        ({"neighbourhoods": []}, "no neighbourhoods"),
        ({"neighbourhoods": {"id": 1}}, "not in data.police.uk's form"),
        ({"neighbourhoods": [{"id": "", "name": "x"}]}, "without a proper id"),
        ({"neighbourhoods": [{"id": "x" * 51, "name": "x"}]}, "without a proper id"),
        ({"NC04": []}, "not in data.police.uk's form"),
        ({"NC04": b"<html>"}, "not JSON"),
        ({"NC04": b"[" * 100_000}, "nested too deeply"),
        ({"NC04": b"\xff\xfe"}, "not UTF-8"),
        ({"boundary": None}, "NC04/boundary: the server does not know it"),
        ({"boundary": []}, "NC04"),
        ({"boundary": "x"}, "NC04"),
        ({"boundary": [{"latitude": "nan", "longitude": "1"}] * 4}, "NC04"),
        ({"boundary": BOUNDARY[:2]}, "NC04"),
        ({"events": "none"}, "not in data.police.uk's form"),
        ({"priorities": [1]}, "not in data.police.uk's form"),
        ({"NC04": b" " * 10_000_001}, "larger than"),
    ],
)
def test_a_broken_server_changes_nothing_and_is_told_why(changed, why):
    with speaking(ANSWERS, **changed) as base, pytest.raises(CommandError, match=why):
        import_from(base)

    assert not Force.objects.exists()


def test_a_server_in_a_private_network_is_not_asked_unless_allowed(settings):
    settings.ALLOW_PRIVATE_ADDRESSES = False

    with speaking(ANSWERS) as base, pytest.raises(CommandError, match="private network"):
        import_from(base)


def test_a_file_and_a_server_are_not_both_read(tmp_path):
    with pytest.raises(CommandError, match="not both"):
        call_command("import_places", str(tmp_path), "--police-uk", "https://data.police.uk", "--force", "leics")


@pytest.mark.parametrize(
    "base", ["https://a.example", "https://a.example/", "https://a.example/api", " https://a.example/api/"]
)
def test_the_address_may_end_as_people_type_it(base):
    assert api_address(base) == "https://a.example/api/"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Plain &amp; simple", "Plain & simple"),
        ("<p>One</p>\n<p>Two<br/>three</p>", "One\n\nTwo\nthree"),
        ('See <a href="https://a.example/x">the page</a>.', "See the page (https://a.example/x)."),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<style>p{}</style>a<!-- b -->c", "ac"),
        ("<p>a\u202eb</p><img src=x onerror=alert(1)>", "ab"),
        ("<p>left <b>open", "left open"),
    ],
)
def test_html_becomes_what_its_reader_sees(html, text):
    assert plain(html) == text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_plain_text_survives_being_html(text):
    once = plain(fragment(text))

    assert plain(fragment(once)) == once
    assert "<" not in fragment(text).replace("<p>", "").replace("</p>", "").replace("<br>", "")
