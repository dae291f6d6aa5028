"""Lists, filters, markers and hashtags."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.people.teams.tests.makers import NINE
from tabard.voice.network.models import Note
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_follow
from tabard.voice.timelines.models import Filter, HomeNote
from tabard.voice.timelines.tests.makers import file_and_tell

pytestmark = pytest.mark.django_db
LISTS, FILTERS, OLD = "/api/v1/lists", "/api/v2/filters", "/api/v1/filters"


@pytest.fixture
def phone():
    return make_phone()


def followed(phone, name=""):
    target = make_far_actor(name)
    make_follow(phone.actor, target)
    return target


# -- lists -------------------------------------------------------------------------------------------------------------


def test_a_list_is_made_changed_and_deleted(phone):
    made = phone.post(LISTS, {"title": " Councillors "}).json()
    changed = phone.put(f"{LISTS}/{made['id']}", {"title": "Council", "replies_policy": "none", "exclusive": True})

    assert made == {"id": made["id"], "title": "Councillors", "replies_policy": "list", "exclusive": False}
    assert changed.json() == {"id": made["id"], "title": "Council", "replies_policy": "none", "exclusive": True}
    assert phone.get(LISTS).json() == [changed.json()]
    assert phone.get(f"{LISTS}/{made['id']}").json() == changed.json()
    assert phone.delete(f"{LISTS}/{made['id']}").json() == {}
    assert phone.get(LISTS).json() == []


@pytest.mark.parametrize("wrong", [{"title": " "}, {"title": "x" * 201}, {"title": "x", "replies_policy": "some"}])
def test_a_list_that_is_none_is_refused_with_the_reason(phone, wrong):
    answer = phone.post(LISTS, wrong)

    assert answer.status_code == 422
    assert answer.json()["error"]


def test_accounts_go_into_a_list_and_out_of_it(phone):
    ann, ben = followed(phone, "ann"), followed(phone, "ben")
    listed = phone.post(LISTS, {"title": "Council"}).json()["id"]

    put_in = phone.post(f"{LISTS}/{listed}/accounts", {"account_ids": [str(ann.pk), str(ben.pk)]})
    first = phone.get(f"{LISTS}/{listed}/accounts", limit=1)
    everybody = phone.get(f"{LISTS}/{listed}/accounts", limit=0).json()
    holding = phone.get(f"/api/v1/accounts/{ann.pk}/lists").json()
    taken = phone.delete(f"{LISTS}/{listed}/accounts", {"account_ids": [str(ben.pk)]})

    assert (put_in.json(), taken.json()) == ({}, {})
    assert len(first.json()) == 1
    assert 'rel="next"' in first["Link"]
    assert {account["acct"] for account in everybody} == {"ann@far.example", "ben@far.example"}
    assert [row["id"] for row in holding] == [listed]
    assert [account["acct"] for account in phone.get(f"{LISTS}/{listed}/accounts").json()] == ["ann@far.example"]


def test_who_is_not_followed_stands_in_no_list(phone):
    listed = phone.post(LISTS, {"title": "Council"}).json()["id"]

    answer = phone.post(f"{LISTS}/{listed}/accounts", {"account_ids": [str(make_far_actor().pk)]})

    assert answer.status_code == 422
    assert phone.get(f"{LISTS}/{listed}/accounts").json() == []


def test_members_of_an_exclusive_list_are_read_there_and_not_at_home(phone):
    ann = followed(phone, "ann")
    listed = phone.post(LISTS, {"title": "Council", "exclusive": "true"}).json()["id"]
    phone.post(f"{LISTS}/{listed}/accounts", {"account_ids": [str(ann.pk)]})

    note = file_and_tell(make_far_note(ann))

    assert not HomeNote.objects.filter(owner=phone.actor).exists()
    assert [status["id"] for status in phone.get(f"/api/v1/timelines/list/{listed}").json()] == [str(note.pk)]


def test_the_lists_of_another_are_not_there(phone):
    listed = phone.post(LISTS, {"title": "Council"}).json()["id"]
    other = make_phone()

    answers = [
        *(getattr(other, verb)(f"{LISTS}/{listed}") for verb in ("get", "put", "delete")),
        *(getattr(other, verb)(f"{LISTS}/{listed}/accounts") for verb in ("get", "post", "delete")),
        other.get(f"/api/v1/timelines/list/{listed}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert len(phone.get(LISTS).json()) == 1


# -- markers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["json", "form"])
def test_phones_agree_on_how_far_was_read(phone, kind):
    if kind == "json":
        set_to = phone.post("/api/v1/markers", {"home": {"last_read_id": "12"}})
    else:
        set_to = phone.client.post("/api/v1/markers", {"home[last_read_id]": "12"}, headers=phone.headers)

    kept = phone.get("/api/v1/markers", **{"timeline[]": ["home", "notifications"]}).json()

    assert kept == set_to.json()
    assert (kept["home"]["last_read_id"], kept["home"]["version"]) == ("12", 1)
    again = phone.post("/api/v1/markers", {"home": {"last_read_id": "15"}}).json()
    assert (again["home"]["last_read_id"], again["home"]["version"]) == ("15", 2)


@pytest.mark.parametrize(
    "wrong", [{}, {"home": {}}, {"home": {"last_read_id": "x"}}, {"elsewhere": {"last_read_id": 1}}]
)
def test_a_marker_that_marks_nothing_is_refused(phone, wrong):
    assert phone.post("/api/v1/markers", wrong).status_code == 422


# -- filters -----------------------------------------------------------------------------------------------------------


def make_filter(phone, *words, **more):
    keywords = [{"keyword": word, "whole_word": whole} for word, whole in words]
    known = {"title": "Football", "context": ["home", "public"], "keywords_attributes": keywords}
    return phone.post(FILTERS, {**known, **more})


def test_a_filter_is_made_with_its_keywords(phone):
    made = make_filter(phone, ("goal", True), ("#match", False), filter_action="hide", expires_in=3600).json()

    assert (made["title"], made["context"], made["filter_action"]) == ("Football", ["home", "public"], "hide")
    assert [(row["keyword"], row["whole_word"]) for row in made["keywords"]] == [("goal", True), ("#match", False)]
    assert made["statuses"] == []
    assert made["expires_at"] > timezone.now().isoformat()
    assert phone.get(FILTERS).json() == [made]
    assert phone.get(f"{FILTERS}/{made['id']}").json() == made


def test_keywords_sent_by_a_form_are_read_too(phone):
    form = {"title": "x", "context[]": ["home"], "keywords_attributes[0][keyword]": "goal"}

    made = phone.client.post(FILTERS, form, headers=phone.headers).json()

    assert [row["keyword"] for row in made["keywords"]] == ["goal"]


def test_a_filter_is_changed_with_its_keywords(phone):
    made = make_filter(phone, ("goal", True), ("match", True), expires_in=3600).json()
    goal, match = (row["id"] for row in made["keywords"])
    attributes = [{"id": goal, "_destroy": True}, {"id": match, "keyword": "cup"}, {"keyword": "league"}]

    changed = phone.put(
        f"{FILTERS}/{made['id']}", {"title": "Sport", "expires_in": None, "keywords_attributes": attributes}
    ).json()

    assert (changed["title"], changed["context"], changed["expires_at"]) == ("Sport", ["home", "public"], None)
    assert [row["keyword"] for row in changed["keywords"]] == ["cup", "league"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"context": []},
        {"context": ["kitchen"]},
        {"filter_action": "burn"},
        {"keywords_attributes": [{"keyword": ""}]},
        {"keywords_attributes": [{"keyword": "x" * 201}]},
        {"keywords_attributes": [{"id": 99999, "keyword": "x"}]},
        {"expires_in": "soon"},
    ],
)
def test_a_filter_that_is_none_is_refused_and_leaves_nothing(phone, wrong):
    answer = make_filter(phone, **wrong)

    assert answer.status_code == 422
    assert not Filter.objects.exists()


def test_keywords_and_statuses_have_addresses_of_their_own(phone):
    pk = make_filter(phone).json()["id"]
    note = make_far_note(make_far_actor())

    word = phone.post(f"{FILTERS}/{pk}/keywords", {"keyword": "goal"}).json()
    changed = phone.put(f"{FILTERS}/keywords/{word['id']}", {"keyword": "cup", "whole_word": False}).json()
    status = phone.post(f"{FILTERS}/{pk}/statuses", {"status_id": str(note.pk)}).json()

    assert changed == {"id": word["id"], "keyword": "cup", "whole_word": False}
    assert phone.get(f"{FILTERS}/{pk}/keywords").json() == [changed]
    assert phone.get(f"{FILTERS}/keywords/{word['id']}").json() == changed
    assert phone.get(f"{FILTERS}/{pk}/statuses").json() == [status] == [{"id": status["id"], "status_id": str(note.pk)}]
    assert phone.get(f"{FILTERS}/statuses/{status['id']}").json() == status
    assert phone.delete(f"{FILTERS}/keywords/{word['id']}").json() == {}
    assert phone.delete(f"{FILTERS}/statuses/{status['id']}").json() == {}
    assert phone.get(f"{FILTERS}/{pk}").json()["keywords"] == phone.get(f"{FILTERS}/{pk}").json()["statuses"] == []


def test_the_filters_of_another_are_not_there(phone):
    made, other = make_filter(phone, ("goal", True)).json(), make_phone()
    word, note = made["keywords"][0]["id"], make_far_note(make_far_actor())
    status = phone.post(f"{FILTERS}/{made['id']}/statuses", {"status_id": str(note.pk)}).json()["id"]

    answers = [
        *(getattr(other, verb)(f"{FILTERS}/{made['id']}") for verb in ("get", "put", "delete")),
        *(getattr(other, verb)(f"{FILTERS}/keywords/{word}") for verb in ("get", "put", "delete")),
        *(getattr(other, verb)(f"{FILTERS}/statuses/{status}") for verb in ("get", "delete")),
        *(getattr(other, verb)(f"{OLD}/{word}") for verb in ("get", "put", "delete")),
        other.post(f"{FILTERS}/{made['id']}/keywords", {"keyword": "x"}),
        other.post(f"{FILTERS}/{made['id']}/statuses", {"status_id": str(note.pk)}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 13


def test_a_filter_of_version_1_is_one_phrase(phone):
    sent = {"phrase": "goal", "context": ["home"], "irreversible": True, "whole_word": True}
    made = phone.post(OLD, sent).json()

    assert made == {"id": made["id"], **sent, "expires_at": None}
    assert phone.get(OLD).json() == [made]
    assert phone.get(f"{OLD}/{made['id']}").json() == made
    changed = phone.put(f"{OLD}/{made['id']}", {"phrase": "cup", "context": ["public"]}).json()
    assert (changed["phrase"], changed["context"], changed["irreversible"]) == ("cup", ["public"], True)
    assert phone.delete(f"{OLD}/{made['id']}").json() == {}
    assert not Filter.objects.exists()


@pytest.mark.parametrize(
    ("word", "is_whole", "text", "is_meant"),
    [
        ("goal", True, "What a GOAL!", True),
        ("goal", True, "The goalkeeper", False),
        ("goal", False, "The goalkeeper", True),
        ("#match", True, "Today: #match", True),
        ("a+b", True, "It is a+b.", True),
        ("a+b", True, "aab", False),
        ("strong", True, "<strong>No</strong>", False),
    ],
)
def test_a_status_says_which_filter_means_it(phone, word, is_whole, text, is_meant):
    ann = followed(phone)
    file_and_tell(make_far_note(ann, text))
    made = make_filter(phone, (word, is_whole)).json()

    (status,) = phone.get("/api/v1/timelines/home").json()

    about = {name: made[name] for name in ("id", "title", "context", "expires_at", "filter_action")}
    meant = [{"filter": about, "keyword_matches": [word], "status_matches": None}]
    assert status["filtered"] == (meant if is_meant else [])


def test_a_status_that_was_filtered_itself_says_so(phone):
    note = file_and_tell(make_far_note(followed(phone)))
    made = make_filter(phone).json()
    phone.post(f"{FILTERS}/{made['id']}/statuses", {"status_id": str(note.pk)})

    (status,) = phone.get("/api/v1/timelines/home").json()

    assert status["filtered"][0]["status_matches"] == [str(note.pk)]


def test_a_filter_that_is_over_means_nothing(phone):
    file_and_tell(make_far_note(followed(phone), "goal"))
    make_filter(phone, ("goal", True), expires_in=60)
    Filter.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    (status,) = phone.get("/api/v1/timelines/home").json()

    assert status["filtered"] == []


# -- hashtags ----------------------------------------------------------------------------------------------------------


def test_a_hashtag_is_followed_and_comes_home(phone):
    told = phone.post("/api/v1/tags/Park/follow").json()

    note = file_and_tell(make_far_note(make_far_actor(), tags=("Park",)))

    assert (told["name"], told["following"]) == ("park", True)
    assert told["url"].endswith("/tags/park/")
    assert [row["name"] for row in phone.get("/api/v1/followed_tags").json()] == ["park"]
    assert [status["id"] for status in phone.get("/api/v1/timelines/home").json()] == [str(note.pk)]
    assert phone.post("/api/v1/tags/park/unfollow").json()["following"] is False
    assert phone.get("/api/v1/followed_tags").json() == []


def test_a_hashtag_tells_how_much_it_was_used(phone, client):
    ann = make_far_actor()
    for _ in range(2):
        make_far_note(ann, tags=("park",), now=timezone.now())
    make_far_note(make_far_actor(), tags=("park",), now=timezone.now() - timedelta(days=1))

    history = client.get("/api/v1/tags/park").json()["history"]

    assert [(day["uses"], day["accounts"]) for day in history[:3]] == [("2", "1"), ("1", "1"), ("0", "0")]
    assert len(history) == 7


def test_what_is_no_hashtag_is_not_found(phone):
    assert phone.get("/api/v1/tags/12").status_code == 404
    assert phone.post("/api/v1/tags/park/feature").status_code == 422


def test_a_public_status_says_nothing_of_filters(phone, client):
    make_far_note(make_far_actor(), now=NINE)

    (status,) = client.get("/api/v1/timelines/public").json()

    assert "filtered" not in status
    assert Note.objects.count() == 1
