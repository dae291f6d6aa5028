"""What everybody sees: the list, a tweetathon before, on and after its day, its pack and its calendar file."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from tabard.occasions.tweetathon import card, lettering
from tabard.occasions.tweetathon.actions import tweetathons
from tabard.occasions.tweetathon.models import Clock
from tabard.occasions.tweetathon.tests.event_makers import LATER, START, make_registration, make_tweetathon
from tabard.occasions.tweetathon.tests.pages import read
from tabard.occasions.tweetathon.wording import YearWords
from tabard.people.teams.tests.makers import NINE

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'>{{ x }}"
DAY = date(2026, 6, 4)


@pytest.fixture
def at(time_machine):
    time_machine.move_to(LATER, tick=False)
    return lambda moment: time_machine.move_to(moment, tick=False)


@pytest.fixture
def polday(riverside, at):
    return make_tweetathon(riverside, languages=("cy", "en"))


def words_of(page: str) -> str:
    return " ".join(page.split())


# -- the list ----------------------------------------------------------------------------------------------------------


def test_without_any_the_list_says_so(db):
    assert "None is planned here at the moment." in read("/tweetathon/")


def test_the_list_has_those_to_come_and_those_past(polday, riverside, at):
    make_tweetathon(riverside, "first", name="The First", starts_at=START - timedelta(days=365))
    at(START + timedelta(hours=1))

    page = read("/tweetathon/")

    assert page.index("Police Day") < page.index("Past ones") < page.index("The First")
    assert "going on" in page


# -- before, on and after the day --------------------------------------------------------------------------------------


def test_before_the_day_the_page_counts_down_and_says_how_to_take_part(polday, at):
    at(START - timedelta(days=12, hours=4))

    page = read("/tweetathon/polday/")

    assert "It begins in" in page
    assert ">1\xa0week, 5\xa0days<" in page
    assert "Thursday 4 June 2026, 08:00 UTC to Friday 5 June 2026, 08:00 UTC" in page
    assert "By our clock (Europe/London)" in page
    assert "Thu 4 June 2026, 09:00" in page
    assert "Register your force" in page
    assert "#PolDay" in page
    assert "No force has registered yet. Yours can be the first." in page


def test_on_the_day_the_page_says_how_long_it_still_goes_on_and_who_takes_part(polday, at):
    make_registration(polday)
    make_registration(polday, email="chief@police.uk", name="Wideshire", country="GB", may_be_named=False)
    at(START + timedelta(hours=20))

    page = words_of(read("/tweetathon/polday/"))

    assert "Still to go:" in page
    assert ">4\xa0hours<".replace("\xa0", " ") in page
    assert "2 forces" in page
    assert "from 2 countries." in page
    assert "1 of them is not named here" in page
    assert "Politie Utrecht" in page
    assert "Wideshire" not in page
    assert "anna@politie.nl" not in page
    assert "Anna de Vries" not in page
    assert "Register your force" in page


def test_after_the_day_the_page_says_who_took_part_and_shows_earlier_years(polday, lead, at):
    make_registration(polday)
    tweetathons.save_year(
        tweetathon=polday,
        words=YearWords(year=2013, posts=48_482, source="Report of the organisers", source_url="https://a.example/r"),
        by=lead,
        today=date(2026, 3, 2),
        now=NINE,
    )
    at(START + timedelta(days=1))

    page = read("/tweetathon/polday/")

    assert "It is over" in page
    assert "Who took part" in page
    assert "In figures" not in page
    assert "48,482" in page
    assert 'href="https://a.example/r"' in page
    assert "Register your force" not in page
    assert Client().get("/tweetathon/polday/register/").status_code == 410


def test_figures_of_its_own_year_stand_apart_from_those_of_earlier_ones(polday, lead, at):
    at(START + timedelta(days=30))
    for year, posts in ((2026, 51_111), (2013, 48_482)):
        words = YearWords(year=year, posts=posts, source="Report of the organisers")
        tweetathons.save_year(tweetathon=polday, words=words, by=lead, today=date(2026, 7, 4), now=NINE)

    page = read("/tweetathon/polday/")

    assert page.index("In figures") < page.index("51,111") < page.index("Earlier years") < page.index("48,482")


def test_by_local_time_the_page_says_in_words_from_the_first_zone_to_the_last(riverside, at):
    make_tweetathon(riverside, clock=Clock.LOCAL, starts_at=None, local_date=DAY)

    page = read("/tweetathon/polday/")

    assert "Thursday 4 June 2026, from midnight to midnight wherever you are." in page
    assert "The first time zone begins on Wednesday 3 June 2026, 10:00 UTC" in page
    assert "the last one ends on Friday 5 June 2026, 12:00 UTC." in page


def test_a_correction_and_a_cancelling_stand_on_the_page(polday, lead):
    polday.corrections.create(text="It begins an hour later.", made_at=NINE)
    tweetathons.cancel_tweetathon(tweetathon=polday, reason="A storm.", by=lead, now=LATER)

    page = read("/tweetathon/polday/")

    assert "It begins an hour later." in page
    assert "This is cancelled. A storm." in page
    assert "Register your force" not in page
    assert "cancelled" in read("/tweetathon/")


def test_the_page_is_read_in_few_queries_however_many_take_part(polday, django_assert_max_num_queries):
    for number in range(12):
        make_registration(polday, email=f"a{number}@f{number}.police.uk", name=f"Force {number}", country="GB")

    with django_assert_max_num_queries(6):
        Client().get("/tweetathon/polday/")


def test_what_is_not_there_is_not_found(db):
    paths = ["", "pack/", "pack.zip", "calendar.ics", "card.png", "qr.svg", "qr.png", "register/", "register/asked/"]

    assert {Client().get(f"/tweetathon/nowhere/{path}").status_code for path in paths} == {404}


def test_html_in_every_field_stays_text(riverside, lead, at):
    tweetathon = make_tweetathon(riverside, name=HOSTILE, description=HOSTILE)
    make_registration(
        tweetathon, name=HOSTILE, place=HOSTILE, contact_name=HOSTILE,
        accounts=[{"network": "web", "name": "https://a.example/"}],
    )  # fmt: skip
    tweetathon.corrections.create(text=HOSTILE, made_at=NINE)
    tweetathon.registrations.update(state="accepted")
    tweetathons.cancel_tweetathon(tweetathon=tweetathon, reason=HOSTILE, by=lead, now=LATER)

    for path in (
        "/tweetathon/",
        "/tweetathon/polday/",
        "/tweetathon/polday/pack/",
        "/tweetathon/polday/register/asked/",
    ):
        answer = Client().get(path)
        assertContains(answer, "&lt;script&gt;")
        assertNotContains(answer, "<script>alert")


def test_a_post_to_a_page_that_is_only_read_is_refused(polday):
    assert {Client().post(f"/tweetathon/polday/{path}").status_code for path in ("", "pack/", "pack.zip")} == {405}


# -- calendar ----------------------------------------------------------------------------------------------------------


def calendar_event():
    answer = Client().get("/tweetathon/polday/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    return event


def test_the_calendar_file_holds_the_same_moment_for_everybody(polday):
    event = calendar_event()

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (START, START + timedelta(hours=24))
    assert event["dtstart"].to_ical() == b"20260604T080000Z"
    assert event["status"] == "CONFIRMED"
    assert event["summary"] == "Police Day #PolDay"


def test_the_calendar_file_of_one_by_local_time_runs_from_the_first_zone_to_the_last(riverside, at):
    make_tweetathon(riverside, clock=Clock.LOCAL, starts_at=None, local_date=DAY)

    event = calendar_event()

    assert event.decoded("dtstart") == datetime(2026, 6, 3, 10, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 6, 5, 12, tzinfo=UTC)


def test_a_cancelled_one_leaves_the_calendars_it_is_in(polday, lead):
    before = calendar_event()
    tweetathons.cancel_tweetathon(tweetathon=polday, reason="A storm.", by=lead, now=LATER + timedelta(minutes=1))

    after = calendar_event()

    assert (before["uid"], before["sequence"]) == (after["uid"], after["sequence"] - 1)
    assert after["status"] == "CANCELLED"


def test_no_line_of_the_calendar_is_forged(riverside, at):
    make_tweetathon(riverside, description="One\r\nBEGIN:VALARM\r\nATTENDEE:mailto:a@evil.example")

    event = calendar_event()

    assert event.subcomponents == []
    assert "attendee" not in event


# -- pack --------------------------------------------------------------------------------------------------------------


def unpacked() -> dict[str, bytes]:
    answer = Client().get("/tweetathon/polday/pack.zip")
    assert answer["Content-Disposition"] == 'attachment; filename="polday.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_pack_has_all_that_a_force_needs(polday):
    files = unpacked()

    languages = ("en", "cy", "nl", "de", "fr", "es", "sv", "pl")
    assert set(files) == {
        f"polday/{name}"
        for name in (
            "about.txt",
            "calendar.ics",
            "card.png",
            "qr.png",
            "qr.svg",
            *(f"posts/{code}.txt" for code in languages),
        )
    }
    for name, size in (("card.png", (1200, 630)), ("qr.png", None)):
        picture = Image.open(io.BytesIO(files[f"polday/{name}"]))
        assert picture.format == "PNG"
        assert size in {None, picture.size}
    assert b"4 czerwca 2026" in files["polday/posts/pl.txt"]
    assert "4 Mehefin 2026" in files["polday/posts/cy.txt"].decode()
    for code in languages:
        assert b"#PolDay" in files[f"polday/posts/{code}.txt"]
        assert b"{" not in files[f"polday/posts/{code}.txt"]


def test_the_page_of_the_pack_shows_the_words_of_its_own_languages_first(polday):
    page = read("/tweetathon/polday/pack/")

    assert page.index("Cymraeg") < page.index("English") < page.index("Nederlands")
    assert 'lang="cy"' in page


def test_the_qr_code_comes_in_both_forms(polday):
    assert Client().get("/tweetathon/polday/qr.svg").content.startswith(b"<?xml")
    assert Client().get("/tweetathon/polday/qr.png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("hashtag", ["#PolDay", "#警察の日", "#الشرطة", "#" + "W" * 99, "#e\u0301t\u00e9"])
def test_a_picture_is_drawn_whatever_the_script(hashtag, monkeypatch):
    for fonts in (lettering.FONTS, {}):
        monkeypatch.setattr(lettering, "FONTS", fonts)
        lettering.font.cache_clear()

        picture = Image.open(io.BytesIO(card.share_card(hashtags=[hashtag], name="Police Day", address="a.example/t")))

        assert picture.size == (1200, 630)
    lettering.font.cache_clear()


def test_a_letter_that_the_font_lacks_is_left_out_and_not_drawn_as_a_box(monkeypatch):
    monkeypatch.setattr(lettering, "FONTS", {})
    lettering.font.cache_clear()
    drawn = card.share_card(hashtags=["#警察の日"], name="Police Day", address="a.example/t")
    without = card.share_card(hashtags=[], name="Police Day", address="a.example/t")
    lettering.font.cache_clear()

    assert drawn == without
