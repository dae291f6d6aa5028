"""Pictures that apps send, and what is said of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tabard.gateways.mastodon_api.tests.makers import STATUSES, make_phone, upload, write

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
