"""Reading in order of time: whole, by pages, and at one price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.people.teams.tests.makers import NINE, make_team
from tabard.voice.network.actions.actors import forget_actor
from tabard.voice.network.actions.notes import delete_note
from tabard.voice.network.actions.reactions import announce
from tabard.voice.network.models import Showing
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.tests.makers import make_post
from tabard.voice.timelines.models import List
from tabard.voice.timelines.tests.makers import file_and_tell

pytestmark = pytest.mark.django_db
HOME, PUBLIC = "/api/v1/timelines/home", "/api/v1/timelines/public"
MOST_QUERIES = 12


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [int(each["id"]) for each in answer.json()]


def link(answer, rel):
    for part in answer["Link"].split(", "):
        address, _, named = part.partition("; ")
        if named == f'rel="{rel}"':
            return address.strip("<>").partition("://")[2].partition("/")[2]
    raise AssertionError(rel)


def test_home_is_what_is_said_by_those_whom_one_follows():
    phone, far = make_phone(), make_far_actor()
    make_follow(phone.actor, far)
    heard = file_and_tell(make_far_note(far, "Heard."))
    file_and_tell(make_far_note(make_far_actor(), "Not heard."))

    assert ids(phone.get(HOME)) == [heard.pk]


def test_the_public_timeline_holds_what_is_said_to_everybody():
    phone, far = make_phone(), make_far_actor()
    ours = make_note(make_post(phone.team, phone.officer))
    theirs = make_far_note(far, "Hello.")
    for audience in ("unlisted", "private", "direct"):
        make_far_note(far, "Quieter.", audience=audience)
    announce(actor=far, note=ours, now=NINE)

    assert set(ids(phone.client.get(PUBLIC))) == {ours.pk, theirs.pk}
    assert ids(phone.client.get(PUBLIC, {"local": "true"})) == [ours.pk]
    assert ids(phone.client.get(PUBLIC, {"remote": "true"})) == [theirs.pk]


@pytest.mark.parametrize("limit", ["--5", "-", "5-", "²", "\u0665", "5.0", "1" * 5000])
def test_a_limit_that_is_no_number_is_refused_with_words(client, limit):
    answer = client.get(PUBLIC, {"limit": limit})

    assert answer.status_code == 422
    assert "limit" in answer.json()["error"]


def test_only_media_leaves_out_what_has_none(client):
    far = make_far_actor()
    make_far_note(far, "Words.")
    picture = {"url": "https://far.example/1.jpg", "media_type": "image/jpeg", "alt": "A bridge"}
    note = make_far_note(far, "A picture.", attachments=(picture,))

    answer = client.get(PUBLIC, {"only_media": "true"})

    assert ids(answer) == [note.pk]
    assert answer.json()[0]["media_attachments"][0]["description"] == "A bridge"


@pytest.mark.parametrize(
    ("mode", "is_found"),
    [("any", [True] * 4 + [False]), ("all", [False] * 4 + [True]), ("none", [False] * 4 + [True])],
)
def test_a_hashtag_is_joined_with_four_others_at_most_in_each_way(client, mode, is_found):
    """As Mastodon has it: each one more makes the question dearer, and anybody may ask."""
    far = make_far_actor()
    words = ["alpha", "bravo", "charlie", "delta", "echo"]
    base = [] if mode == "any" else ["bridge"]
    for left_out, word in enumerate(words):
        others = [each for each in words if each != word] if mode == "all" else [word]
        make_far_note(far, f"Note {left_out}.", tags=(*base, *others))

    notes = client.get("/api/v1/timelines/tag/bridge", {f"{mode}[]": words}).json()

    found = "".join(note["content"] for note in notes)
    assert [f"Note {place}." in found for place in range(5)] == is_found


def test_a_hashtag_has_a_timeline(client):
    far = make_far_actor()
    one = make_far_note(far, "#Bridge", tags=("Bridge",))
    both = make_far_note(far, "#bridge #river", tags=("bridge", "River"))
    other = make_far_note(far, "#river", tags=("river",))
    path = "/api/v1/timelines/tag/BRIDGE"

    assert set(ids(client.get(path))) == {one.pk, both.pk}
    assert ids(client.get(path, {"all[]": ["river"]})) == [both.pk]
    assert ids(client.get(path, {"none[]": ["river"]})) == [one.pk]
    assert set(ids(client.get(path, {"any[]": ["river"]}))) == {one.pk, both.pk, other.pk}


def test_a_list_holds_what_its_members_say():
    phone, member = make_phone(), make_far_actor()
    kept = List.objects.create(owner=phone.actor, title="Council")
    kept.members.add(member)
    note = make_far_note(member)
    make_far_note(make_far_actor())

    assert ids(phone.get(f"/api/v1/timelines/list/{kept.pk}")) == [note.pk]
    assert make_phone().get(f"/api/v1/timelines/list/{kept.pk}").status_code == 404


def test_pages_follow_each_other_without_gap_or_repetition(client):
    far = make_far_actor()
    whole = sorted((make_far_note(far, str(number)).pk for number in range(11)), reverse=True)

    first = client.get(PUBLIC, {"limit": 4})
    second = client.get("/" + link(first, "next"))
    third = client.get("/" + link(second, "next"))

    assert ids(first) + ids(second) + ids(third) == whole
    assert ids(client.get("/" + link(third, "prev"))) == whole[4:8]
    assert "Link" not in client.get("/" + link(third, "next"))


def test_since_id_gives_the_newest_and_min_id_the_next(client):
    far = make_far_actor()
    oldest_first = sorted(make_far_note(far, str(number)).pk for number in range(6))

    newest = client.get(PUBLIC, {"since_id": oldest_first[1], "limit": 2})
    following = client.get(PUBLIC, {"min_id": oldest_first[1], "limit": 2})

    assert ids(newest) == [oldest_first[5], oldest_first[4]]
    assert ids(following) == [oldest_first[3], oldest_first[2]]


@pytest.mark.parametrize("wrong", [{"max_id": "x"}, {"limit": "many"}, {"max_id": "9" * 30}, {"min_id": "-1"}])
def test_a_bound_that_is_no_number_is_refused(client, wrong):
    assert client.get(PUBLIC, wrong).status_code == 422


def test_a_limit_out_of_bounds_is_brought_within_them(client):
    far = make_far_actor()
    for number in range(3):
        make_far_note(far, str(number))

    assert len(ids(client.get(PUBLIC, {"limit": 0}))) == 1
    assert len(ids(client.get(PUBLIC, {"limit": 10_000}))) == 3


def test_what_is_held_hidden_or_gone_stands_in_no_list(client):
    phone, far = make_phone(), make_far_actor()
    ours = make_note(make_post(phone.team, phone.officer))
    held = make_far_note(far, "From a stranger.", reply_to_uri=ours.uri)
    gone = make_far_note(far, "Gone.")
    delete_note(note=gone, now=NINE)

    assert held.showing == Showing.HELD
    assert ids(client.get(PUBLIC)) == [ours.pk]
    forget_actor(actor=far, now=NINE)
    assert ids(client.get(PUBLIC)) == [ours.pk]


@pytest.mark.parametrize("path", [HOME, PUBLIC])
def test_a_page_costs_the_same_however_much_stands_on_it(path):
    phone = make_phone()
    team = make_team("Hillside")
    poll = {"options": ("one", "two"), "votes": (1, 2)}

    def costs(*numbers: int) -> int:
        for number in numbers:
            far = make_far_actor()
            make_follow(phone.actor, far)
            file_and_tell(make_far_note(far, f"@x {number}", mentions=(phone.actor,), **(poll if number % 2 else {})))
            post = make_post(phone.team, phone.officer, f"@{team.handle.name} and #tag {number}")
            ours = file_and_tell(make_note(post))
            make_follow(phone.actor, ours.actor)
            file_and_tell(announce(actor=far, note=ours, now=NINE))
        with CaptureQueriesContext(connection) as asked:
            assert len(ids(phone.get(path, limit=40))) >= 2 * len(numbers)
        return len(asked)

    few, many = costs(1, 2), costs(*range(3, 13))

    assert many <= MOST_QUERIES
    assert abs(many - few) <= 1
