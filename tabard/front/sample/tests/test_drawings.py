"""The drawings: always the same, and each its own."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from tabard.front.sample import story
from tabard.front.sample.faces import GROUNDS, Face
from tabard.front.sample.portraits import portrait
from tabard.front.sample.scenes import SCENES, scene


def test_no_two_officers_look_alike_and_each_looks_the_same_every_time():
    faces = [Face(**told["face"], ground=GROUNDS[0]) for told in story.force()["officer"]]
    drawings = [portrait(face) for face in faces]

    assert len(set(drawings)) == 20
    assert portrait(faces[0]) == drawings[0]


def test_a_portrait_is_square_and_wears_the_vest():
    face = Face(**story.force()["officer"][0]["face"], ground=GROUNDS[0])

    picture = Image.open(io.BytesIO(portrait(face))).convert("RGB")

    assert picture.size == (400, 400)
    colours = {colour for _, colour in picture.getcolors(200_000) or []}
    assert (0xE4, 0xFF, 0x1A) in colours


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_is_drawn_to_its_size(name: str):
    picture = Image.open(io.BytesIO(scene(name)))

    assert picture.size == (960, 600)
    assert len(picture.convert("P").getcolors() or []) > 8


def test_every_scene_stands_in_a_post():
    used = [picture["drawing"] for post in story.posts() for picture in post.get("pictures", [])]

    assert sorted(used) == sorted(SCENES)


@pytest.mark.django_db
def test_the_sign_ins_say_how_to_load_when_nothing_is_loaded(capsys: pytest.CaptureFixture[str]):
    call_command("sample_sign_ins")

    assert "load-sample" in capsys.readouterr().out
