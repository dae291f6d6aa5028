"""Pictures that apps send, and what is said of them."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tabard.gateways.mastodon_api import jobs as apps_jobs
from tabard.gateways.mastodon_api.models import Upload
from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, upload, write
from tabard.people.teams.tests.makers import NINE
from tabard.plant.media import jobs as media_jobs
from tabard.plant.media.models import Picture
from tabard.voice.posts.actions import retract_post
from tabard.voice.posts.models import Post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/v1/media", "/api/v2/media"])
def test_a_described_picture_goes_out_with_its_post(path):
    phone = make_phone()
    media = upload(phone, path=path, description="A red bicycle by the lock").json()

    told = write(phone, media_ids=[media["id"]]).json()

    attached = told["media_attachments"][0]
    assert (attached["id"], attached["description"]) == (media["id"], "A red bicycle by the lock")
    assert attached["url"].startswith("http")
    assert attached["blurhash"]


def test_a_picture_that_nobody_described_is_not_published():
    phone = make_phone()
    media = upload(phone).json()
    assert media["description"] is None

    refused = write(phone, media_ids=[media["id"]])
    phone.put(f"/api/v1/media/{media['id']}", {"description": "A red bicycle"})
    told = write(phone, media_ids=[media["id"]])

    assert refused.status_code == 422
    assert "Describe the picture" in refused.json()["error"]
    assert told.json()["media_attachments"][0]["description"] == "A red bicycle"


def test_nobody_uses_a_picture_that_another_account_sent():
    mine, theirs = make_phone(), make_phone()
    media = upload(mine, description="A red bicycle").json()

    assert write(theirs, media_ids=[media["id"]]).status_code == 404
    assert theirs.put(f"/api/v1/media/{media['id']}", {"description": "x"}).status_code == 404


@pytest.mark.parametrize("later", [{}, {"scheduled_at": "2100-01-01T09:00:00Z"}])
@pytest.mark.parametrize("change", [{"description": "A blue car"}, {"focus": "1,1"}])
def test_what_is_said_of_a_picture_that_a_post_has_taken_is_changed_with_the_post_alone(later, change):
    phone = make_phone()
    media = upload(phone, description="A red bicycle").json()
    write(phone, media_ids=[media["id"]], **later)
    path = f"/api/v1/media/{media['id']}"

    refused = phone.put(path, change)

    assert refused.status_code == 422
    assert "Change the post" in refused.json()["error"]
    told = phone.get(path).json()
    assert (told["description"], told["meta"]["focus"]) == ("A red bicycle", {"x": 0, "y": 0})


def test_what_is_no_picture_is_refused_with_words():
    phone = make_phone()
    file = SimpleUploadedFile("x.jpg", b"MZ" + b"\x00" * 500, content_type="image/jpeg")

    answer = phone.upload("/api/v2/media", file=file, description="x")

    assert answer.status_code == 422
    assert answer.json()["error"]
    assert phone.post("/api/v2/media", {}).status_code == 422


def test_what_must_stay_in_sight_is_kept_with_the_picture():
    phone = make_phone()
    media = upload(phone, description="A bicycle", focus="0.5,-0.25").json()
    assert media["meta"]["focus"] == {"x": 0.5, "y": -0.25}
    path = f"/api/v1/media/{media['id']}"

    moved = phone.put(path, {"focus": "-1,1"}).json()
    told = write(phone, media_ids=[media["id"]]).json()
    described = [{"id": media["id"], "focus": "0.0,0.1"}]
    words = {"status": "Found!", "media_ids": [media["id"]], "media_attributes": described}
    edited = phone.put(f"{STATUSES}/{told['id']}", words).json()

    assert (moved["meta"]["focus"], moved["description"]) == ({"x": -1, "y": 1}, "A bicycle")
    assert told["media_attachments"][0]["meta"]["focus"] == {"x": -1, "y": 1}
    assert edited["media_attachments"][0]["meta"]["focus"] == {"x": 0, "y": 0.1}


def test_a_picture_whose_focus_nobody_named_has_it_in_the_middle():
    assert upload(make_phone(), description="A bicycle").json()["meta"]["focus"] == {"x": 0, "y": 0}


@pytest.mark.parametrize("focus", ["0.5", "0.5,0.5,0.5", "left", "nan,0", "0,1.5", "1e99,0", ","])
def test_a_focus_outside_the_picture_is_refused(focus):
    answer = upload(make_phone(), description="A bicycle", focus=focus)

    assert answer.status_code == 422
    assert "focus" in answer.json()["error"]


# -- once more ---------------------------------------------------------------------------------------------------------


def test_what_was_deleted_is_written_again_with_its_picture():
    phone = make_phone()
    media = upload(phone, description="A red bicycle").json()
    pk = write(phone, media_ids=[media["id"]]).json()["id"]
    aged(media)

    taken = phone.delete(f"{STATUSES}/{pk}").json()
    again = write(phone, taken["text"] + " Again.", media_ids=[media["id"]]).json()

    assert [each["id"] for each in taken["media_attachments"]] == [media["id"]]
    assert shown(phone, taken)
    assert shown(phone, again)
    assert again["media_attachments"][0]["description"] == "A red bicycle"


def test_a_picture_that_an_edit_left_out_comes_back_with_another_edit():
    phone = make_phone()
    media = upload(phone, description="A red bicycle").json()
    pk = write(phone, media_ids=[media["id"]]).json()["id"]

    phone.put(f"{STATUSES}/{pk}", {"status": "Found."})
    again = phone.put(f"{STATUSES}/{pk}", {"status": "Found.", "media_ids": [media["id"]]}).json()

    assert shown(phone, again)


def test_a_picture_of_a_post_that_was_not_to_go_out_after_all_goes_out_with_another():
    phone = make_phone()
    media = upload(phone, description="A red bicycle").json()
    waiting = write(phone, media_ids=[media["id"]], scheduled_at="2100-01-01T09:00:00Z").json()

    phone.delete(f"/api/v1/scheduled_statuses/{waiting['id']}")

    assert shown(phone, write(phone, media_ids=[media["id"]]).json())


def test_nothing_of_a_deleted_post_stays_where_the_public_read_it(client, django_capture_on_commit_callbacks):
    phone = make_phone()
    told = write(phone, media_ids=[upload(phone, description="A red bicycle").json()["id"]]).json()
    attached = told["media_attachments"][0]

    with django_capture_on_commit_callbacks(execute=True):
        phone.delete(f"{STATUSES}/{told['id']}")

    assert client.get(attached["url"]).status_code == 404
    assert client.get(attached["preview_url"]).status_code == 404


def test_a_picture_that_was_taken_out_and_not_used_again_is_swept_after_a_day():
    phone = make_phone()
    media = upload(phone, description="A red bicycle").json()
    phone.delete(f"{STATUSES}/{write(phone, media_ids=[media['id']]).json()['id']}")
    now = timezone.now()

    for moment, is_there in ((now + timedelta(hours=23), True), (now + timedelta(hours=25), False)):
        apps_jobs.tidy(moment)
        media_jobs.tidy(moment)
        assert Picture.objects.filter(pk=media["id"]).exists() is is_there

    assert not default_storage.listdir("pictures")[1]


def test_whoever_wants_the_pictures_gone_at_once_has_them_deleted():
    phone = make_phone()
    media = upload(phone, description="A red bicycle").json()
    pk = write(phone, media_ids=[media["id"]]).json()["id"]

    taken = phone.delete(f"{STATUSES}/{pk}?delete_media=true").json()

    assert taken["media_attachments"] == []
    assert not Picture.objects.kept().exists()


def test_a_picture_that_the_desk_removed_is_not_used_again():
    phone = make_phone()
    media = upload(phone, description="A red bicycle").json()
    write(phone, media_ids=[media["id"]])
    retract_post(post=Post.objects.get(), by=phone.officer, reason="It showed a name.", now=timezone.now())

    refused = write(phone, "Again.", media_ids=[media["id"]])

    assert refused.status_code == 422
    assert refused.json()["error"] == "This picture was removed. Send it again."


def aged(media):
    """As if it had been sent long ago: what was an upload then is none any more."""
    Upload.objects.filter(picture=media["id"]).delete()
    Picture.objects.filter(pk=media["id"]).update(added_at=NINE)


def shown(phone, status):
    attached = status["media_attachments"][0]
    return phone.client.get(attached["url"]).status_code == phone.client.get(attached["preview_url"]).status_code == 200
