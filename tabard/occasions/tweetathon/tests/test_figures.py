"""What everybody sees of a tweetathon's figures, and what nobody sees."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.asserts import assertNumQueries

from tabard.occasions.tweetathon import rendered
from tabard.occasions.tweetathon.actions import registrations, tweetathons
from tabard.occasions.tweetathon.actions.counted import keep_figures
from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.picture.checked import LONGEST_TEXT, NotFigures, checked, public
from tabard.occasions.tweetathon.picture.view import About, picture_of
from tabard.occasions.tweetathon.tests.event_makers import LATER, START, make_accepted, make_tweetathon, said
from tabard.occasions.tweetathon.tests.pages import read
from tabard.occasions.tweetathon.tests.told import HOSTILE, hostile, make_told, with_words
from tabard.occasions.tweetathon.wording import YearWords
from tabard.plant.changes.models import Consequence

pytestmark = pytest.mark.django_db
NOON = START + timedelta(hours=4)
AFTER = START + timedelta(days=2)
FIGURES_PAGE = "/tweetathon/polday/figures/"


@pytest.fixture
def at(time_machine):
    time_machine.move_to(LATER, tick=False)
    return lambda moment: time_machine.move_to(moment, tick=False)


@pytest.fixture
def polday(riverside, at):
    return make_tweetathon(riverside)


@pytest.fixture
def counted(polday):
    """Keeps these figures of Police Day."""

    def keep(now=AFTER, listened=(), **more):
        return keep_figures(tweetathon=polday, told=make_told(**more), listened=listened, now=now)

    return keep


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_letter_that_no_database_keeps_does_not_hold_up_the_figures(counted):
    kept = counted(by_device={"Tusky\x00": 3}, links=[{"item": "https://a.example/\x00", "posts": 1}])

    kept.refresh_from_db()
    assert kept.told["by_device"] == {"Tusky": 3}


# -- the page ----------------------------------------------------------------------------------------------------------


def test_before_anything_was_counted_the_page_says_so_and_offers_no_file(polday):
    page = read(FIGURES_PAGE)

    assert "Nothing has been counted yet" in page
    assert "figures.csv" not in page
    assert "What was counted" not in read("/tweetathon/polday/")
    assert [Client().get(f"/tweetathon/polday/figures.{kind}").status_code for kind in ("json", "csv")] == [404, 404]


def test_the_figures_stand_with_what_each_means(counted, at):
    counted()
    at(AFTER)

    page = words_of(read(FIGURES_PAGE))

    assert f"Posts 1,204 {FIGURES['posts'].sentence}" in page
    assert "United Kingdom 900 700 200" in page
    assert "Nobody can see all of it" in page
    assert "Counted on 6 June 2026, 08:00 UTC." in page


def test_the_page_says_of_which_day_it_is_and_which_hour_was_the_busiest(counted, at):
    hours = {"2026-06-04T09:00Z": 300, "2026-06-04T13:00Z": 604, "2026-06-04T20:00Z": 300}
    counted(by_hour=hours)
    at(AFTER)

    page = words_of(read(FIGURES_PAGE))

    assert "· 4 June 2026 ·" in page
    assert "The busiest of these hours had 604 posts and began at 4 June 2026, 13:00 UTC ." in page


def test_both_numbers_of_the_reach_stand_even_where_one_cannot_be_told(counted):
    counted(estimated_audience=None)

    page = words_of(read(FIGURES_PAGE))

    assert f"Combined followers 50,000 {FIGURES['combined_followers'].sentence}" in page
    assert f"Estimated audience cannot be told {FIGURES['estimated_audience'].sentence}" in page


def test_the_days_own_page_and_the_list_lead_to_the_figures(counted, at):
    counted()
    at(AFTER)

    assert "What was counted Posts 1,204 Authors 311 Countries 2 See the map" in words_of(read("/tweetathon/polday/"))
    assert f'href="{FIGURES_PAGE}"' in read("/tweetathon/polday/")
    assert f'href="{FIGURES_PAGE}"' in read("/tweetathon/")


def test_earlier_years_stand_beside_this_one_with_their_sources(polday, counted, at):
    for year, posts in ((2025, 9_000), (2026, 1_300)):
        words = YearWords(year=year, posts=posts, source=f"Report {year}", source_url="https://police.example/r")
        tweetathons.save_year(tweetathon=polday, words=words, by=None, today=AFTER.date(), now=AFTER)
    counted()
    at(AFTER)

    page = words_of(read(FIGURES_PAGE))

    assert "Posts 2026 1,204 2026, as published 1,300 2025 9,000" in page
    assert "2025: Report 2025" in page


def test_the_map_may_set_its_style_on_this_page_and_on_no_other(counted):
    counted()

    policy, other = (
        Client().get(path).headers["Content-Security-Policy"] for path in (FIGURES_PAGE, "/tweetathon/polday/")
    )

    assert "style-src 'self' 'sha256-" in policy
    assert "script-src 'self'" in policy.split("; ")
    assert "sha256" not in other


def test_a_force_that_has_withdrawn_is_named_on_no_page_and_in_no_file(counted, polday, lead):
    stays, leaves = (make_accepted(polday, by=lead, name=f"Politie {n}", email=f"{n}@politie.nl") for n in ("A", "B"))
    forces = {stays.name: 3, leaves.name: 2, "Told in a table": 1}
    counted(by_force=forces, accounts_by_force=forces, followers_by_force=forces)

    registrations.withdraw_registration(registration=leaves, now=LATER)

    for address in (FIGURES_PAGE, "/tweetathon/polday/figures.json", "/tweetathon/polday/figures.csv"):
        page = read(address)
        assert (stays.name in page, leaves.name in page, "Told in a table" in page) == (True, False, True)


def test_a_page_is_read_in_a_fixed_number_of_queries(counted, polday, lead):
    counted()
    for nth in range(3):
        make_accepted(polday, by=lead, name=f"Politie {nth}", email=f"anna{nth}@politie.nl")

    with assertNumQueries(5):
        Client().get(FIGURES_PAGE)


# -- the day itself ----------------------------------------------------------------------------------------------------


def test_while_the_day_goes_on_a_counter_stands_on_top_and_the_page_listens(polday, counted, at):
    listened = [
        {"name": "https://a.example", "heard": 9, "failures": 0, "is_up": True, "lag_seconds": 3.6},
        {
            "name": "https://b.example",
            "heard": 0,
            "failures": 2,
            "last_failure": "x",
            "is_up": False,
            "lag_seconds": 90,
        },
    ]
    counted(now=NOON, listened=listened)
    at(NOON + timedelta(seconds=8))

    page = read(FIGURES_PAGE)
    heard = "https://b.example : 0 messages heard, 2 times out of reach, out of reach at the last count"

    assert f'data-figures="tweetathon-{polday.pk}"' in page
    assert "1,204 posts so far Counted 8 seconds ago ; heard with a lag of up to 4 seconds." in words_of(page)
    assert heard in words_of(page)
    assert f'data-live="tweetathon-{polday.pk}"' in read("/tweetathon/polday/")


def test_once_the_day_is_over_no_page_listens_any_more(counted, at):
    counted()
    at(AFTER)

    assert "data-figures" not in read(FIGURES_PAGE)
    assert "data-live" not in read("/tweetathon/polday/")


def test_one_that_was_cancelled_is_not_said_to_go_on(polday, at):
    tweetathons.cancel_tweetathon(tweetathon=polday, reason="Storm.", by=None, now=LATER)
    at(NOON)

    page = read(FIGURES_PAGE)

    assert "Nothing has been counted yet" in page
    assert "The day is going on" not in page
    assert "data-figures" not in page


def test_each_count_is_told_to_open_pages(counted):
    counted()

    assert Consequence.objects.filter(job__endswith="show_figures").exists()


# -- who is named ------------------------------------------------------------------------------------------------------

MOOSE = {"item": "mastodon:1", "posts": 7, "text": "A moose on the ring road", "handle": "Politie@utrecht.example"}


def test_only_forces_that_may_be_named_are_shown_with_their_words(polday, counted, lead):
    accounts = ({"network": "fediverse", "name": "politie@utrecht.example"},)
    force = make_accepted(polday, by=lead, accounts=accounts)
    counted(most_shared=[{**MOOSE, "url": "https://utrecht.example/1"}, {**MOOSE, "handle": "kim", "text": "My own"}])

    page, told = read(FIGURES_PAGE), read("/tweetathon/polday/figures.json")
    words = said(accounts=accounts, may_be_named=False)
    registrations.change_registration(registration=force, words=words, now=LATER)
    unnamed, told_then = read(FIGURES_PAGE), read("/tweetathon/polday/figures.json")

    assert "A moose" in page
    assert "A moose" in told
    assert not {"kim", "My own"} & {line["handle"] for line in json.loads(told)["most_shared"]}
    for shown in (page, told, unnamed, told_then):
        assert "My own" not in shown
    for shown in (unnamed, told_then):
        assert "A moose" not in shown
        assert "utrecht.example/1" not in shown
        assert "mastodon:1" not in shown


def test_who_is_not_named_is_told_in_one_line_however_many_they_are(polday, counted):
    counted(most_shared=[{**MOOSE, "posts": posts} for posts in (9, 7, 2)])

    page = words_of(read(FIGURES_PAGE))

    assert "3 posts of people who did not register were shared too. Reposts of the first of them: 9." in page


def test_a_link_that_hardly_anybody_posted_is_not_shown(polday, counted):
    counted(links=[{"item": "https://many.example/", "posts": 3}, {"item": "https://one.example/kim", "posts": 2}])

    for shown in (read(FIGURES_PAGE), read("/tweetathon/polday/figures.json"), read("/tweetathon/polday/figures.csv")):
        assert "many.example" in shown
        assert "one.example" not in shown


def test_a_word_that_one_person_posts_a_hundred_times_is_counted_and_not_shown(counted):
    counted(**with_words(("harbour", 3, 3), ("kimisaliar", 100, 1), ("kimlies", 2, 2)))

    for shown in (read(FIGURES_PAGE), read("/tweetathon/polday/figures.json"), read("/tweetathon/polday/figures.csv")):
        assert shown.count("harbour") >= 3
        assert "kimisaliar" not in shown
        assert "kimlies" not in shown
        assert "polday" in shown
    assert (
        words_of(read(FIGURES_PAGE)).count("2 of the most used are not shown: fewer than three people used them") == 3
    )
    assert json.loads(read("/tweetathon/polday/figures.json"))["hidden"] == dict.fromkeys(
        ("hashtags", "links", "by_device"), 2
    )


def test_a_hashtag_that_the_organiser_hides_is_counted_and_not_shown_whoever_used_it(polday, counted):
    polday.hidden_hashtags = ["kimlies"]
    polday.save()
    counted(**with_words(("harbour", 3, 3), ("kimlies", 500, 400)))

    page = read(FIGURES_PAGE)

    assert "#harbour" in page
    assert "#kimlies" not in page
    assert "One of the most used is not shown" in words_of(page)


# -- files -------------------------------------------------------------------------------------------------------------


def test_the_figures_come_as_json_with_what_each_means(counted):
    counted()

    told = json.loads(read("/tweetathon/polday/figures.json"))

    assert (told["name"], told["posts"], told["by_country"]) == ("Police Day", 1_204, {"GB": 900, "NL": 304})
    assert told["counted_at"] == "2026-06-06T08:00:00+00:00"
    assert set(told["definitions"]) == set(FIGURES)


def test_the_figures_come_as_a_table_that_holds_no_formula(counted, polday):
    counted(by_device={'=HYPERLINK("https://evil.example")': 3}, estimated_audience=None)

    answer = Client().get("/tweetathon/polday/figures.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="polday.csv"'
    assert ["by_country", "GB", "900", "700", "200", "", "", "", FIGURES["by_country"].sentence] in rows
    assert [row[1] for row in rows if row[0] == "by_device"] == ['\'=HYPERLINK("https://evil.example")']
    assert "estimated_audience" not in {row[0] for row in rows}


def test_pictures_are_offered_once_they_were_made_and_come_as_downloads(polday, counted, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    counted()
    assert "picture.png" not in read(FIGURES_PAGE)

    rendered.keep(polday, {"png": b"one", "html": b"<p>"})
    rendered.keep(polday, {"png": b"another"})

    page, answer = read(FIGURES_PAGE), Client().get("/tweetathon/polday/picture.png")
    assert "picture.png" in page
    assert "picture.svg" not in page
    assert (answer.content, answer.headers["Content-Type"]) == (b"another", "image/png")
    html = Client().get("/tweetathon/polday/picture.html")
    assert html.headers["Content-Disposition"].startswith("attachment")
    for kind in ("svg", "exe", "..", "png%00"):
        assert Client().get(f"/tweetathon/polday/picture.{kind}").status_code in {400, 404}


def test_a_picture_that_has_gone_from_the_storage_is_not_found(polday, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rendered.keep(polday, {"png": b"one"})
    rendered.files_of(polday)
    (tmp_path / "tweetathon/polday/picture.png").unlink()

    assert Client().get("/tweetathon/polday/picture.png").status_code == 404
    cache.clear()
    assert rendered.files_of(polday) == []


# -- hostile figures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_place_stand_there_inert(text, polday, counted, at):
    keep_figures(tweetathon=polday, told=hostile(text), listened=[{"name": text, "heard": 1}], now=AFTER)
    at(AFTER)

    for path in (FIGURES_PAGE, "/tweetathon/polday/", "/tweetathon/"):
        raw = Client().get(path).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert not set("\u202e\u2066\x1b") & set(raw)
        assert len(raw) < 200_000
    assert 'href="javascript' not in Client().get(FIGURES_PAGE).content.decode()


@pytest.mark.parametrize("given", [None, [], "x", {}, {"posts": "1"}, {"posts": True}, {"posts": -1}, {"posts": 1.5}])
def test_what_has_no_count_of_posts_is_no_figures(given):
    with pytest.raises(NotFigures, match="tabard tweetathon count"):
        checked(given)


def test_figures_of_another_shape_are_left_out_one_by_one():
    told = checked(
        {
            "posts": 3,
            "authors": 10**30,
            "countries": "many",
            "by_country": ["GB"],
            "by_hour": {"2026-06-04T08:00Z": -4, "2026-06-04T09:00Z": 3, "9999-99-99T00:00Z": 1, 7: 1},
            "hashtags": {"x": 1},
            "most_shared": [1, {"item": "a", "posts": None, "text": 5, "url": {}}],
            "basis": {"countries": 3, "by_country": {"GB": 4}, "reposts": {"all": {"given": "x"}}},
        }
    )

    picture = picture_of(told, About("x"))

    assert (told["authors"], told["countries"], told["by_country"], told["hashtags"]) == (None, None, {}, [])
    assert [hour.number for hour in picture.hours] == [3]
    assert picture.outside == 1
    assert told["most_shared"] == [{"item": "a", "posts": 0, "text": None, "handle": None, "url": None}]


def test_what_is_safe_to_show_is_checked_again_without_a_change():
    told = checked(hostile("\u202e\x00" + "long " * 4_000))

    assert checked(told) == told
    assert public(told, []) == public(public(told, []), [])
    assert not {"\u202e", "\x00"} & set(str(told))
    assert len(told["most_shared"][0]["text"]) <= LONGEST_TEXT + 1
