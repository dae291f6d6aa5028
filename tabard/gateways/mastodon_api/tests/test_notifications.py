"""What concerns the owner, one by one and in groups."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tabard.gateways.mastodon_api.grouping import HALF_DAY
from tabard.gateways.mastodon_api.tests.makers import make_phone
from tabard.people.teams.tests.makers import NINE
from tabard.voice.network.actions import reactions
from tabard.voice.network.tests.makers import make_far_actor, make_far_note, make_note
from tabard.voice.posts.tests.makers import make_post
from tabard.voice.posts.wording import Poll
from tabard.voice.timelines.actions import homes, marks
from tabard.voice.timelines.models import Notice
from tabard.voice.timelines.tests.makers import file_and_tell

pytestmark = pytest.mark.django_db
V1, V2 = "/api/v1/notifications", "/api/v2/notifications"
# a moment right after a half day has begun, so that the minutes after it are of one group
START = NINE.replace(hour=1)  # in the first half of a day


@pytest.fixture
def phone():
    return make_phone(as_team=True)


def note_of(phone, text="Found: a red bicycle.", **more):
    return make_note(make_post(phone.team, phone.officer, text, **more))


def tell(phone, kind, *, by=None, note=None, minute=0):
    """One notice, `minute` minutes after START."""
    by, at = by or make_far_actor(), START + timedelta(minutes=minute)
    key = f"{kind}:{by.pk}:{note.pk if note else 0}:{minute}"
    return homes.notice(owner=phone.actor, kind=kind, by=by, note=note, key=key, now=at)


def ids(answer):
    return [entity["id"] for entity in answer.json()]


def following(answer, rel):
    links = {part.split("; ")[1]: part.split("; ")[0].strip(" <>") for part in answer["Link"].split(", ")}
    return links[f'rel="{rel}"'].partition("8000")[2]


def test_a_mention_is_told_with_who_and_what(phone):
    sender = make_far_actor("ann")
    note = file_and_tell(make_far_note(sender, "Hello team", mentions=(phone.actor,)))

    (told,) = phone.get(V1).json()

    assert (told["type"], told["account"]["acct"]) == ("mention", "ann@far.example")
    assert told["status"]["id"] == str(note.pk)
    assert told["group_key"] == f"ungrouped-{told['id']}"
    assert phone.get(f"{V1}/{told['id']}").json() == told


def test_a_follower_is_told_without_a_status(phone):
    tell(phone, "follow")

    (told,) = phone.get(V1).json()

    assert told["type"] == "follow"
    assert "status" not in told


def test_notices_are_chosen_by_kind_and_by_whom(phone):
    note, ann = note_of(phone), make_far_actor("ann")
    like, follow = tell(phone, "favourite", by=ann, note=note), tell(phone, "follow", minute=1)

    only = phone.get(V1, **{"types[]": ["favourite", "admin.sign_up"]})
    without = phone.get(V1, **{"exclude_types[]": ["favourite"]})
    by_ann = phone.get(V1, account_id=ann.pk)

    assert ids(only) == [str(like.pk)]
    assert ids(without) == [str(follow.pk)]
    assert ids(by_ann) == [str(like.pk)]


def test_notices_are_read_page_by_page_in_both_directions(phone):
    told = [str(tell(phone, "follow", minute=minute).pk) for minute in range(5)][::-1]

    first = phone.get(V1, limit=2)
    second = phone.client.get(following(first, "next"), headers=phone.headers)
    back = phone.client.get(following(second, "prev"), headers=phone.headers)

    assert ids(first) == told[:2]
    assert ids(second) == told[2:4]
    assert ids(back) == told[:2]


def test_nobody_reads_or_puts_away_the_notices_of_another(phone):
    notice, other = tell(phone, "follow"), make_phone(as_team=True)

    answers = [other.get(f"{V1}/{notice.pk}"), other.post(f"{V1}/{notice.pk}/dismiss")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert other.get(V1).json() == []
    assert Notice.objects.of(phone.actor).count() == 1


@pytest.mark.parametrize("how", ["clear", "dismiss", "old dismiss", "group"])
def test_what_was_put_away_is_not_told_again(phone, how):
    notice = tell(phone, "follow")
    group = f"follow-{notice.pk // HALF_DAY}"
    way = {
        "clear": (f"{V1}/clear", None),
        "dismiss": (f"{V1}/{notice.pk}/dismiss", None),
        "old dismiss": (f"{V1}/dismiss", {"id": str(notice.pk)}),
        "group": (f"{V2}/{group}/dismiss", None),
    }[how]

    answer = phone.post(*way)

    assert (answer.status_code, answer.json()) == (200, {})
    assert phone.get(V1).json() == []
    assert tell(phone, "follow", by=notice.by) is None


def test_what_is_unread_is_counted_from_the_marker(phone):
    read, *_unread = [tell(phone, "follow", minute=minute) for minute in range(3)]
    phone.post("/api/v1/markers", {"notifications": {"last_read_id": str(read.pk)}})

    assert phone.get(f"{V1}/unread_count").json() == {"count": 2}
    assert phone.get(f"{V1}/unread_count", limit=1).json() == {"count": 1}
    assert phone.get(f"{V2}/unread_count").json() == {"count": 1}


def test_likes_of_one_note_within_half_a_day_are_one_group(phone):
    note = note_of(phone)
    likers = [make_far_actor() for _ in range(10)]
    told = [tell(phone, "favourite", by=liker, note=note, minute=number) for number, liker in enumerate(likers)]
    tell(phone, "reblog", note=note, minute=20)

    answer = phone.get(V2).json()

    shared, group = answer["notification_groups"]
    assert (shared["type"], shared["notifications_count"]) == ("reblog", 1)
    assert (group["type"], group["notifications_count"], group["status_id"]) == ("favourite", 10, str(note.pk))
    assert group["sample_account_ids"] == [str(liker.pk) for liker in likers[:1:-1]]
    assert group["most_recent_notification_id"] == told[-1].pk
    assert (group["page_min_id"], group["page_max_id"]) == (str(told[0].pk), str(told[-1].pk))
    assert [status["id"] for status in answer["statuses"]] == [str(note.pk)]
    assert {account["id"] for account in answer["accounts"]} >= set(group["sample_account_ids"])


def test_what_happens_half_a_day_later_is_another_group(phone):
    note = note_of(phone)
    for minute in (0, 1, 720):
        tell(phone, "favourite", note=note, minute=minute)

    groups = phone.get(V2).json()["notification_groups"]

    assert [group["notifications_count"] for group in groups] == [1, 2]


def test_only_the_kinds_that_the_app_names_are_grouped(phone):
    note = note_of(phone)
    for minute in range(2):
        tell(phone, "favourite", note=note, minute=minute)

    groups = phone.get(V2, **{"grouped_types[]": ["follow"]}).json()["notification_groups"]

    assert [group["notifications_count"] for group in groups] == [1, 1]
    assert all(group["group_key"].startswith("ungrouped-") for group in groups)


def test_groups_are_read_page_by_page_and_count_all_of_theirs(phone):
    note = note_of(phone)
    tell(phone, "favourite", note=note, minute=0)
    mention = tell(phone, "mention", note=make_far_note(make_far_actor()), minute=1)
    tell(phone, "favourite", note=note, minute=2)

    first = phone.get(V2, limit=1)
    second = phone.client.get(following(first, "next"), headers=phone.headers)
    back = phone.client.get(following(second, "prev"), headers=phone.headers)

    assert [group["notifications_count"] for group in first.json()["notification_groups"]] == [2]
    assert second.json()["notification_groups"][0]["group_key"] == f"ungrouped-{mention.pk}"
    assert back.json()["notification_groups"] == first.json()["notification_groups"]


def test_an_app_may_ask_for_faces_alone_of_all_but_the_newest(phone):
    note = note_of(phone)
    for minute in range(3):
        tell(phone, "favourite", note=note, minute=minute)

    answer = phone.get(V2, expand_accounts="partial_avatars").json()

    sample = answer["notification_groups"][0]["sample_account_ids"]
    assert [account["id"] for account in answer["accounts"]] == sample[:1]
    assert [face["id"] for face in answer["partial_accounts"]] == sample[1:]
    assert set(answer["partial_accounts"][0]) == {"id", "acct", "locked", "bot", "url", "avatar", "avatar_static"}


@pytest.mark.parametrize("kind", ["favourite", "follow", "mention"])
def test_one_group_is_read_by_its_key_with_its_accounts(phone, kind):
    note = None if kind == "follow" else note_of(phone)
    notices = [tell(phone, kind, note=note, minute=minute) for minute in range(1 if kind == "mention" else 2)]
    (group,) = phone.get(V2).json()["notification_groups"]

    one = phone.get(f"{V2}/{group['group_key']}").json()
    accounts = phone.get(f"{V2}/{group['group_key']}/accounts").json()

    assert one["notification_groups"] == [group]
    assert [account["id"] for account in accounts] == [str(notice.by_id) for notice in notices[::-1]]


@pytest.mark.parametrize("key", ["nonsense", "favourite-1", "follow-99999999", "ungrouped-1", "favourite-1-1"])
def test_a_group_that_is_none_is_not_found(phone, key):
    assert phone.get(f"{V2}/{key}").status_code == 404
    assert phone.get(f"{V2}/{key}/accounts").status_code == 404


@pytest.mark.parametrize(("path", "accepts"), [(f"{V2}/policy", "accept"), (f"{V1}/policy", False)])
def test_everybody_may_concern_the_owner_and_an_app_is_told_so(phone, path, accepts):
    policy = phone.get(path).json()

    assert policy.pop("summary") == {"pending_requests_count": 0, "pending_notifications_count": 0}
    assert set(policy.values()) == {accepts}
    assert phone.patch(path, policy).status_code == 200


@pytest.mark.parametrize(
    ("path", "sent"),
    [(f"{V2}/policy", {"for_not_following": "drop"}), (f"{V1}/policy", {"filter_not_following": True})],
)
def test_holding_notifications_is_refused(phone, path, sent):
    assert phone.patch(path, sent).status_code == 422


def test_no_request_ever_waits(phone):
    assert phone.get(f"{V1}/requests").json() == []
    assert phone.get(f"{V1}/requests/merged").json() == {"merged": True}
    assert phone.get(f"{V1}/requests/1").status_code == 404
    assert phone.post(f"{V1}/requests/1/accept").status_code == 404


def test_a_token_without_the_scope_reads_no_notices():
    phone = make_phone(as_team=True, scopes="read:statuses write:statuses")

    assert phone.get(V1).status_code == 403
    assert phone.get(V2).status_code == 403
    assert phone.post(f"{V1}/clear").status_code == 403


@pytest.mark.parametrize("path", [V1, V2])
def test_a_page_costs_the_same_however_long_it_is(phone, path):
    poll = Poll(options=("Yes", "No"), seconds=3600, is_multiple=False)
    notes = [note_of(phone, "Where? @ann@far.example #park", poll=poll) for _ in range(3)]
    phone.post("/api/v2/filters", {"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "x"}]})
    costs = []
    for start in (0, 10):
        for number in range(10):
            minute = 10 * start + number
            tell(phone, "favourite", note=notes[number % 3], minute=minute)
            tell(phone, "mention", note=make_far_note(make_far_actor(), mentions=(phone.actor,)), minute=minute)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert phone.get(path).status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= 12


@pytest.mark.parametrize(("minutes", "is_told"), [(None, False), (5, False), (-5, True)])
def test_a_mute_hides_what_was_told_for_as_long_as_it_lasts(phone, minutes, is_told):
    ann, now = make_far_actor("ann"), timezone.now()
    tell(phone, "follow", by=ann)
    ends_at = now + timedelta(minutes=minutes) if minutes else None

    marks.mute(owner=phone.actor, target=ann, hides_notices=True, ends_at=ends_at, now=now)

    assert bool(phone.get(V1).json()) == is_told


def test_whoever_passed_a_note_on_is_told_of_its_edit_once(phone):
    note = make_far_note(make_far_actor("ann"), "Lost: a dog.")
    reactions.announce(actor=phone.actor, note=note, now=NINE)
    note.edited_at = NINE + timedelta(minutes=5)
    note.save()

    for _ in range(2):
        homes.show_change(note, now=NINE + timedelta(minutes=6))

    (told,) = phone.get(V1).json()
    assert (told["type"], told["status"]["id"]) == ("update", str(note.pk))
