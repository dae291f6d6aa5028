"""The picture as files: what a press officer sends on, and what the page of the event offers."""

import gzip
import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image

from tabard.occasions.tweetathon import lettering, rendered
from tabard.occasions.tweetathon.actions.counted import keep_figures
from tabard.occasions.tweetathon.models import Figures
from tabard.occasions.tweetathon.picture import built
from tabard.occasions.tweetathon.picture.drawing import as_png, as_svg
from tabard.occasions.tweetathon.picture.view import About, picture_of
from tabard.occasions.tweetathon.picture.world import countries, flat
from tabard.occasions.tweetathon.tests.event_makers import START, make_tweetathon
from tabard.occasions.tweetathon.tests.material import make_file, make_status
from tabard.occasions.tweetathon.tests.pages import read
from tabard.occasions.tweetathon.tests.told import HOSTILE, hostile, make_told

pytestmark = pytest.mark.django_db
ALL = ["figures.csv", "figures.json", "picture.html", "picture.png", "picture.svg"]
NS = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 250_000
NO_FIGURES = ["", "[]", "{", '{"posts": "many"}', "[" * 100_000, "\ufeff", '{"posts": 1' + "0" * 5_000]


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"


@pytest.fixture
def polday(riverside):
    """On the day of the statuses, under their hashtag."""
    began = datetime(2013, 3, 22, tzinfo=UTC)
    return make_tweetathon(riverside, hashtags=("#PolTwt",), starts_at=began)


def tweet(number, **more):
    return make_status(number, text="Hi #PolTwt", **more)


def said(*words, errors=None):
    out = io.StringIO()
    call_command("tweetathon", *map(str, words), stdout=out, stderr=errors or io.StringIO())
    return out.getvalue()


def figures_file(folder, told):
    path = folder / "told.json"
    path.write_text(json.dumps(told))
    return path


def opened(picture):
    return Image.open(io.BytesIO(picture))


def drawn(**more):
    return picture_of(make_told(**more), About("Police Day", ["PolDay"]))


# -- from a file alone -------------------------------------------------------------------------------------------------


def test_files_come_from_what_count_printed_alone(tmp_path):
    told = said("count", "--json", "--hashtag", "polday", make_file(tmp_path, make_status(text="Hi #PolDay")))
    (tmp_path / "told.json").write_text(told)

    said("render", "--figures", tmp_path / "told.json", "--title", "Police Day 2026", "--output", tmp_path / "out")

    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == ALL
    assert "Police Day 2026" in (out / "picture.html").read_text()
    assert json.loads((out / "figures.json").read_text())["posts"] == json.loads(told)["posts"]
    assert (out / "figures.csv").read_text().startswith("figure,item,number")
    assert opened((out / "picture.png").read_bytes()).size == (1600, 1060)
    assert ET.parse(out / "picture.svg").getroot().findtext(f"{NS}title") == "Police Day 2026"  # noqa: S314  our own


def test_the_page_in_one_file_is_light_and_asks_nobody_for_anything(tmp_path):
    said("render", "--figures", figures_file(tmp_path, make_told()), "--output", tmp_path)

    page = (tmp_path / "picture.html").read_bytes()

    assert len(gzip.compress(page, 9)) <= MOST_BYTES
    assert b"default-src 'none'" in page
    assert re.findall(rb"<(?:link|img|iframe|script src)", page) == []


def test_every_picture_says_the_day_with_its_hours_and_zone_and_when_it_was_counted(polday, settings):
    settings.TIME_ZONE = "Australia/Sydney"
    keep_figures(tweetathon=polday, told=make_told(), listened=[], now=datetime(2013, 3, 23, 6, 30, tzinfo=UTC))

    said("render", "--event", polday.slug)

    day = "Friday 22 March 2013, 00:00 UTC to Saturday 23 March 2013, 00:00 UTC"
    page, drawing = (rendered.read(polday, kind).decode() for kind in ("html", "svg"))
    assert day in page
    assert "Counted on 23 March 2013, 06:30 UTC" in page.partition('id="numbers"')[0]
    texts = [element.text for element in ET.fromstring(drawing).iter(f"{NS}text")]  # noqa: S314  our own
    assert day in texts
    assert "Counted on 23 March 2013, 06:30 UTC" in texts
    assert day in drawing.partition("</desc>")[0]


def test_a_file_of_figures_tells_its_hours_and_when_it_was_counted(tmp_path):
    told = json.loads(said("count", "--json", make_file(tmp_path, make_status(text="Hi #PolDay"))))

    said("render", "--figures", figures_file(tmp_path, told), "--output", tmp_path / "out")

    drawing = (tmp_path / "out/picture.svg").read_text()
    assert "Friday 22 March 2013, 09:00 UTC to Friday 22 March 2013, 10:00 UTC" in drawing
    assert "Counted on " in drawing


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stand_inert_in_every_file(text, tmp_path):
    said("render", "--figures", figures_file(tmp_path, hostile(text)), "--title", text, "--output", tmp_path / "out")

    out = tmp_path / "out"
    page, drawing = (out / "picture.html").read_text(), (out / "picture.svg").read_text()
    assert "<script>alert" not in page + drawing
    assert "<img src=x" not in page + drawing
    assert not set("\u202e\u2066\x1b") & set(page + drawing)
    assert {element.tag for element in ET.fromstring(drawing).iter()} <= {  # noqa: S314  our own
        f"{NS}{name}" for name in ("svg", "title", "desc", "path", "circle", "text")
    }
    assert opened((out / "picture.png").read_bytes()).format == "PNG"


def test_nobody_is_named_from_a_file_since_it_does_not_say_who_may_be(tmp_path):
    line = {"item": "x:1", "posts": 4, "text": "My own words", "handle": "kim", "url": "https://x.com/kim/1"}

    said("render", "--figures", figures_file(tmp_path, make_told(most_shared=[line])), "--output", tmp_path / "out")

    for name in ("picture.html", "figures.json", "figures.csv"):
        assert "My own words" not in (tmp_path / "out" / name).read_text()
        assert "kim" not in (tmp_path / "out" / name).read_text()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "--event, or a file"),
        (["--event", "polday", "--figures", "x"], "--event, or a file"),
        (["--figures", "x"], "--output"),
        (["--figures", "/nowhere", "--output", "x"], "no JSON that can be read"),
        (["--event", "none"], "no tweetathon with the code"),
    ],
)
def test_a_slip_is_answered_with_what_to_do(words, why):
    with pytest.raises(CommandError, match=why):
        said("render", *words)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_a_file_that_holds_no_figures_is_refused(text, tmp_path):
    (tmp_path / "told.json").write_text(text)

    with pytest.raises(CommandError, match=r"told\.json: "):
        said("render", "--figures", tmp_path / "told.json", "--output", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_where_the_set_up_has_not_run_the_figures_are_written_and_what_is_missing_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(built, "finders", type("Finders", (), {"find": staticmethod(lambda _name: None)}))
    countries.cache_clear()
    errors = io.StringIO()

    said("render", "--figures", figures_file(tmp_path, make_told()), "--output", tmp_path / "out", errors=errors)

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["figures.csv", "figures.json"]
    assert "scripts/set_up.py" in errors.getvalue()


def test_pictures_need_nothing_of_what_counts(tmp_path):
    told = figures_file(tmp_path, make_told())
    script = (
        "import sys; sys.modules |= dict.fromkeys(['ibis', 'duckdb', 'pyarrow', 'orjson', 'py3langid'])\n"
        f"from tabard.cli import main; main(['tabard', 'tweetathon', 'render', '--figures', {str(told)!r}, "
        f"'--output', {str(tmp_path / 'out')!r}])"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ALL


# -- of an event -------------------------------------------------------------------------------------------------------


def test_a_count_is_kept_for_the_page_and_its_pictures_are_offered_there(polday, tmp_path):
    errors = io.StringIO()
    other_day = tweet(3, created_at="Sat Mar 30 10:00:00 +0000 2013")
    said("import", "--event", "polday", make_file(tmp_path, tweet(1), tweet(2), other_day))

    told = json.loads(said("count", "--json", "--event", "polday", "--keep", errors=errors))
    done = said("render", "--event", "polday")

    assert "Kept the figures of 2 posts for" in errors.getvalue()
    assert Figures.objects.get().told["posts"] == told["posts"] == 2
    assert done.strip() == "The page of polday offers html, svg, png."
    page = read("/tweetathon/polday/figures/")
    assert all(f"/tweetathon/polday/picture.{kind}" in page for kind in ("html", "svg", "png"))
    assert Client().get("/tweetathon/polday/picture.svg").content.startswith(b"<?xml")


def test_a_count_that_is_kept_leaves_what_is_known_of_the_sources(polday, tmp_path):
    listened = [{"name": "https://a.example", "heard": 4}]
    keep_figures(tweetathon=polday, told=make_told(), listened=listened, now=START)
    said("import", "--event", "polday", make_file(tmp_path, tweet(1)))

    said("count", "--event", "polday", "--keep")

    kept = Figures.objects.get()
    assert (kept.told["posts"], kept.listened) == (1, listened)


@pytest.mark.parametrize(
    ("event", "told"), [((), "Name the event"), (("--event", "none"), "no tweetathon with the code")]
)
def test_figures_are_kept_of_an_event_only(event, told, tmp_path):
    with pytest.raises(CommandError, match=told):
        said("count", "--keep", *event, make_file(tmp_path, make_status(1)))


def test_without_figures_the_event_says_how_they_are_counted(polday):
    with pytest.raises(CommandError, match="count --event polday --keep"):
        said("render", "--event", "polday")


# -- the drawing -------------------------------------------------------------------------------------------------------


def test_each_country_with_posts_is_drawn_in_its_strength_and_says_its_number():
    root = ET.fromstring(as_svg(drawn()))  # noqa: S314  our own

    said_by = {element.findtext(f"{NS}title"): element.get("fill") for element in root}
    assert "United Kingdom: 900 posts" in said_by
    assert said_by["United Kingdom: 900 posts"] == "#0b4f9e"
    assert said_by["Netherlands: 304 posts"] not in {"#0b4f9e", said_by[None]}


def test_a_state_too_small_to_be_seen_is_a_spot():
    root = ET.fromstring(as_svg(drawn(by_country={"MT": 3, "TV": 1})))  # noqa: S314  our own

    spots = [element.findtext(f"{NS}title") for element in root.iter(f"{NS}circle")]
    assert sorted(spots) == ["Malta: 3 posts", "Tuvalu: one post"]


def test_no_outline_leaps_across_the_map():
    east = flat(180, 0)[0]

    widths = {
        each.code: max(max(x for x, _y in part[0]) - min(x for x, _y in part[0]) for part in each.parts)
        for each in countries()
        if each.parts
    }

    assert max(widths.values()) < east
    assert {"RU", "FJ", "US", "GB", "NZ"} <= set(widths)


def test_the_projection_is_the_published_one():
    x, y = flat(180, 0)

    assert (x, y) == (pytest.approx(2.706630), 0)
    assert flat(0, 90)[1] == pytest.approx(-1.317363)


def test_a_drawing_without_any_post_is_the_empty_map():
    empty = drawn(posts=0, by_country={}, by_hour={})

    assert opened(as_png(empty)).size == (1600, 1060)
    assert b"up to" not in as_svg(empty)


def test_a_title_that_no_font_has_is_left_out_of_the_png_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(lettering, "FONTS", {})
    lettering.font.cache_clear()
    errors, told = io.StringIO(), figures_file(tmp_path, make_told())

    said("render", "--figures", told, "--title", "警察の日", "--output", tmp_path / "out", errors=errors)
    lettering.font.cache_clear()

    assert "left out of the PNG" in errors.getvalue()
    assert "警察の日" in (tmp_path / "out" / "picture.svg").read_text()


# -- the card ----------------------------------------------------------------------------------------------------------


def test_the_card_to_share_shows_what_was_counted(polday, time_machine):
    time_machine.move_to(START + timedelta(days=2), tick=False)
    before = Client().get("/tweetathon/polday/card.png").content

    keep_figures(tweetathon=polday, told=make_told(), listened=[], now=START + timedelta(days=1))
    after = Client().get("/tweetathon/polday/card.png").content

    assert opened(after).size == (1200, 630)
    assert before != after
