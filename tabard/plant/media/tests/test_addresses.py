import io
import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from PIL import Image

from tabard.plant.media import actions
from tabard.plant.media.tests.makers import NOON, make_picture, picture_file

pytestmark = pytest.mark.django_db


def test_every_size_is_served_with_headers_that_keep_it_a_picture(client: Client):
    picture = make_picture()

    for width, extension, kind in ((320, "webp", "WEBP"), (800, "webp", "WEBP"), (800, "jpg", "JPEG")):
        response = client.get(f"/pictures/{picture.key}/{width}.{extension}")

        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{kind.lower()}"
        assert response["Cache-Control"] == "public, max-age=3600, must-revalidate"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Content-Disposition"].startswith("inline;")
        assert not response.cookies
        assert "Vary" not in response or "Cookie" not in response["Vary"]
        shown = Image.open(io.BytesIO(response.content))
        assert (shown.format, shown.width) == (kind, width)


def test_a_browser_that_has_it_gets_no_second_copy(client: Client):
    address = make_picture().src
    first = client.get(address)

    second = client.get(address, headers={"if-none-match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""


def test_head_tells_the_same_without_the_bytes(client: Client):
    address = make_picture().src

    assert client.head(address)["Content-Length"] == client.get(address)["Content-Length"]
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "rest", ["321.webp", "320.jpg", "800.png", "0.webp", "99999.webp", "320.webp/", "../../secret-key", "320.webp%00"]
)
def test_what_is_not_there_is_not_found(client: Client, rest: str):
    assert client.get(f"/pictures/{make_picture().key}/{rest}").status_code == 404


def test_an_unknown_key_is_not_found(client: Client):
    assert client.get(f"/pictures/{'0' * 32}/320.webp").status_code == 404


def test_a_removed_picture_is_not_found_from_the_same_moment(client: Client):
    picture = make_picture()
    address = picture.src
    tag = client.get(address)["ETag"]

    actions.remove_picture(picture=picture, by=None, now=NOON)

    assert client.get(address).status_code == 404
    assert client.get(address, headers={"if-none-match": tag}).status_code == 404


def test_a_picture_whose_file_was_lost_is_not_found(client: Client, picture_folder: object):
    picture = make_picture()
    actions._delete(picture.stored_names())

    assert client.get(picture.src).status_code == 404


def test_the_tag_writes_all_sizes_and_the_words():
    picture = make_picture(alt='A "red" bicycle & a sock')

    html = Template('{% load media %}{% picture p sizes="50vw" %}').render(Context({"p": picture}))

    assert 'alt="A &quot;red&quot; bicycle &amp; a sock"' in html
    assert 'width="800" height="600"' in html
    assert f'src="{reverse("media:picture", args=[picture.key, 800, "jpg"])}"' in html
    assert re.findall(r"/(\d+\.webp \d+w)", html) == ["320.webp 320w", "640.webp 640w", "800.webp 800w"]
    assert 'sizes="50vw"' in html


def test_the_tag_writes_nothing_for_no_picture_or_a_removed_one():
    removed = make_picture()
    actions.remove_picture(picture=removed, by=None, now=NOON)

    for nothing in (None, removed):
        assert Template("{% load media %}{% picture p %}").render(Context({"p": nothing})).strip() == ""


def test_the_address_for_a_width_is_the_narrowest_that_fits():
    picture = make_picture(file=picture_file((1000, 500)))

    widths = [picture.address(width).rsplit("/", 1)[1] for width in (1, 320, 321, 900, 5000)]
    assert widths == ["320.webp", "320.webp", "640.webp", "1000.webp", "1000.webp"]
