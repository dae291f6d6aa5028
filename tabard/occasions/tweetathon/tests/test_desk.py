"""The organiser at the desk: making, changing and cancelling, deciding about forces, taking them away as a table."""

import csv
import io

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tabard.occasions.tweetathon.accounts import read_accounts
from tabard.occasions.tweetathon.models import EarlierYear, Registration, RegistrationState, Tweetathon
from tabard.occasions.tweetathon.tests.event_makers import LATER, make_registration, make_tweetathon
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.teams.tests.makers import make_officer, make_user
from tabard.plant.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Police Day",
    "slug": "police-day",
    "hashtags": "#PolDay, politie24",
    "clock": "instant",
    "day": "2026-06-04",
    "begins": "09:00",
    "team": "",
    "description": "All day.\r\nAsk us.",
    "languages": "English, Welsh",
    "suffixes": "police.uk\r\n@politie.nl",
}
ONE = "/desk/tweetathons/polday/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(LATER, tick=False)


@pytest.fixture
def boss(lead, riverside):
    return sign_in(Client(), lead)


@pytest.fixture
def officer(riverside):
    user = make_user("Alice Archer")
    make_officer("Alice Archer", team=riverside, user=user)
    return sign_in(Client(), user)


@pytest.fixture
def polday(riverside):
    return make_tweetathon(riverside)


def acts() -> list[str]:
    return [act for act in AuditEntry.objects.in_order().values_list("act", flat=True) if act.startswith("tweetathon.")]


def test_what_the_guidelines_stop_is_told_on_the_form(boss, polday):
    named = "We have arrested John Smith, 34."

    for address, typed in (
        ("/desk/tweetathons/add/", {**FORM, "description": named}),
        (f"{ONE}edit/", {**FORM, "description": named, "correction": "Another day."}),
        (f"{ONE}cancel/", {"reason": named}),
        (f"{ONE}years/", {"year": "2020", "posts": "3", "source": named}),
    ):
        assertContains(boss.post(address, typed), "We do not name people who are only arrested")

    assert Tweetathon.objects.get().cancelled_at is None
    assert not EarlierYear.objects.exists()


def test_the_digital_lead_makes_one_and_everybody_sees_it(boss):
    assertRedirects(boss.post("/desk/tweetathons/add/", FORM), "/desk/tweetathons/police-day/")

    made = Tweetathon.objects.get()
    assert (made.hashtags, made.languages, made.suffixes) == (
        ["PolDay", "politie24"],
        ["en", "cy"],
        ["police.uk", "politie.nl"],
    )
    assert made.starts_at.isoformat() == "2026-06-04T08:00:00+00:00"
    assertContains(Client().get("/tweetathon/"), "Police Day")
    assert acts() == ["tweetathon.added"]


def test_one_by_local_time_is_made_with_its_day(boss):
    boss.post("/desk/tweetathons/add/", {**FORM, "clock": "local", "begins": ""})

    assert Tweetathon.objects.get().starts_at.isoformat() == "2026-06-03T10:00:00+00:00"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("slug", "Police Day", "Use the letters a to z"),
        ("slug", "add", "Use the letters a to z"),
        ("slug", "polday", "Another tweetathon has this code."),
        ("hashtags", "#24", "hashtags with spaces between them"),
        ("begins", "", "Say when it begins."),
        ("day", "", "Choose the day."),
        ("day", "9999-12-31", "Choose a day that somebody here will see."),
        ("languages", "Klingon", "We do not know the language"),
        ("suffixes", "gmail.com", "Anybody can have a domain that ends in"),
        ("suffixes", "com", "Anybody can have a domain that ends in"),
    ],
)
def test_a_mistake_is_told_beside_its_field(boss, polday, field, value, told):
    page = boss.post("/desk/tweetathons/add/", {**FORM, field: value}).content.decode()

    assert f'id="id_{field}_error"' in page
    assert told in page
    assert Tweetathon.objects.count() == 1


def test_all_mistakes_are_told_at_once_and_what_was_typed_stays(boss):
    typed = {
        "slug": "Police Day!",
        "sources": "not a server",
        "hashtags": "#24",
        "hidden_hashtags": "#1",
        "name": "Day",
    }

    page = boss.post("/desk/tweetathons/add/", {**FORM, **typed}).content.decode()

    for field in ("slug", "sources", "hashtags", "hidden_hashtags"):
        assert f'id="id_{field}_error"' in page
    for said in typed.values():
        assert said in page


def test_a_hashtag_is_hidden_without_a_word_to_those_who_planned_by_the_day(officer, polday, riverside):
    form = {**FORM, "team": riverside.pk, "hashtags": "#PolDay", "hidden_hashtags": "#KimLies, kimlies #Mud"}

    assertRedirects(officer.post(f"{ONE}edit/", form), "/desk/tweetathons/")

    polday.refresh_from_db()
    assert polday.hidden_hashtags == ["kimlies", "mud"]
    assertContains(officer.get(f"{ONE}edit/"), "#kimlies #mud")


def test_a_time_that_the_clocks_skip_is_refused(boss):
    page = boss.post("/desk/tweetathons/add/", {**FORM, "day": "2026-03-29", "begins": "01:30"}).content.decode()

    assert 'id="id_begins_error"' in page
    assert not Tweetathon.objects.exists()


def test_an_officer_of_the_team_changes_it_and_says_what_is_different(officer, polday, riverside):
    form = {**FORM, "team": riverside.pk, "name": "Police Day", "hashtags": "#PolDay26"}

    assertContains(officer.post(f"{ONE}edit/", form), "Others have planned by this.")
    assertRedirects(officer.post(f"{ONE}edit/", {**form, "correction": "A new hashtag."}), "/desk/tweetathons/")

    polday.refresh_from_db()
    assert polday.hashtags == ["PolDay26"]
    assertContains(Client().get("/tweetathon/polday/"), "A new hashtag.")
    assertNotContains(officer.get("/desk/tweetathons/"), "Add a tweetathon")
    assert officer.get("/desk/tweetathons/add/").status_code == 403


def test_it_is_cancelled_with_a_reason(officer, polday):
    assertContains(officer.post(f"{ONE}cancel/", {"reason": " "}), "Give the reason")
    assertRedirects(officer.post(f"{ONE}cancel/", {"reason": "A storm."}), ONE)

    assertContains(Client().get("/tweetathon/polday/"), "A storm.")
    assert acts()[-1] == "tweetathon.cancelled"


def test_figures_of_earlier_years_are_typed_in_with_their_source_and_removed(officer, polday):
    assertContains(officer.post(f"{ONE}years/", {"year": "2013", "posts": "48482"}), "Say where the figures come from.")
    assertContains(officer.post(f"{ONE}years/", {"year": "2013", "source": "Report"}), "Write at least one figure.")
    assertContains(officer.post(f"{ONE}years/", {"year": "2030", "posts": "1", "source": "?"}), "Write a year that was")
    officer.post(f"{ONE}years/", {"year": "2013", "posts": "48482", "source": "Report", "source_url": "javascript:x"})
    assert not EarlierYear.objects.exists()

    assertRedirects(
        officer.post(f"{ONE}years/", {"year": "2013", "posts": "48482", "source": "Report"}), f"{ONE}years/"
    )
    assertContains(Client().get("/tweetathon/polday/"), "48,482")
    officer.post(f"{ONE}years/2013/remove/")
    assert not EarlierYear.objects.exists()


def test_a_force_that_waits_is_looked_at_and_accepted(officer, polday):
    waits = make_registration(polday, email="chief@police.example", name="Wideshire")

    assertContains(officer.get("/desk/tweetathons/"), "1 force waits for you")
    assertContains(officer.get(ONE), "chief@<wbr>police.<wbr>example")
    page = officer.get(f"{ONE}registrations/{waits.pk}/")
    assertContains(page, "We do not know the mail domain police.example.")
    assertRedirects(officer.post(f"{ONE}registrations/{waits.pk}/accept/"), ONE)

    assertContains(Client().get("/tweetathon/polday/"), "Wideshire")
    assert acts()[-1] == "tweetathon.registration_accepted"


def test_a_force_that_resembles_another_is_shown_beside_it_and_refused_with_a_reason(officer, polday):
    make_registration(polday)
    like = make_registration(polday, email="anna@politie.example", name="Pоlitie Utrecht")  # noqa: RUF001
    twin = make_registration(polday, email="bram@police.uk", name="politie utrecht")

    assertContains(officer.get(f"{ONE}registrations/{like.pk}/"), "The name mixes letters of several alphabets")
    assertContains(officer.get(f"{ONE}registrations/{twin.pk}/"), "It resembles")
    address = f"{ONE}registrations/{twin.pk}/"
    assertContains(officer.post(address, {"reason": ""}), "Give the reason")
    assertRedirects(officer.post(address, {"reason": "Utrecht is registered."}), ONE)

    twin.refresh_from_db()
    assert (twin.state, twin.reason) == (RegistrationState.REFUSED, "Utrecht is registered.")


def test_one_whose_mail_was_not_answered_is_counted_and_not_shown(officer, polday):
    asked = make_registration(polday)
    Registration.objects.filter(pk=asked.pk).update(state=RegistrationState.ASKED, confirmed_at=None)

    assertContains(officer.get(ONE), "1 more has not answered its mail yet.")
    assert officer.get(f"{ONE}registrations/{asked.pk}/").status_code == 404


def test_one_that_withdrew_meanwhile_cannot_be_accepted(officer, polday):
    gone = make_registration(polday)
    Registration.objects.filter(pk=gone.pk).update(state=RegistrationState.WITHDRAWN)

    answer = officer.post(f"{ONE}registrations/{gone.pk}/accept/", follow=True)

    assertContains(answer, "It has been decided or withdrawn meanwhile.")


def test_a_table_of_the_forces_does_nothing_in_a_spreadsheet_and_is_written_down(officer, polday):
    make_registration(polday, name='=HYPERLINK("https://evil.example","Politie")', place="+31", contact_name="@SUM(1)")

    answer = officer.get(f"{ONE}registrations.csv")

    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["force"].startswith("'=")
    assert (row["place"], row["contact"]) == ("'+31", "'@SUM(1)")
    assert row["email"] == "anna@politie.nl"
    assert acts()[-1] == "tweetathon.registrations_exported"


def test_the_accounts_of_those_who_may_be_named_are_written_as_counting_reads_them(officer, polday):
    typed = "@Politie@Social.Example\n@politie.bsky.social\nhttps://x.com/Politie\nhttps://www.example.org/politie"
    make_registration(polday, accounts=read_accounts(typed))
    unnamed = read_accounts("@secret@social.example")
    make_registration(polday, email="a@police.uk", name="Secret", accounts=unnamed, may_be_named=False)

    answer = officer.get(f"{ONE}accounts.csv")

    assert answer.content.decode().splitlines() == [
        "network,account,force,country",
        "mastodon,politie@social.example,Politie Utrecht,NL",
        "bluesky,politie.bsky.social,Politie Utrecht,NL",
        "x,politie,Politie Utrecht,NL",
    ]


def test_counting_reads_the_table_of_accounts(officer, polday, tmp_path):
    wanted = "the extra tabard[tweetathon] is not installed"
    counting = pytest.importorskip("tabard.occasions.tweetathon.registered", reason=wanted, exc_type=ImportError)
    make_registration(polday, accounts=read_accounts("@Politie@Social.Example\nhttps://x.com/Politie"))

    (file := tmp_path / "accounts.csv").write_bytes(officer.get(f"{ONE}accounts.csv").content)

    assert {each[:4] for each in counting.read_register(file)} == {
        ("mastodon", "politie@social.example", "Politie Utrecht", "NL"),
        ("x", "politie", "Politie Utrecht", "NL"),
    }


def test_html_in_every_field_stays_text(officer, polday):
    hostile = "<script>alert(1)</script>"
    odd = make_registration(polday, name=hostile, place=hostile, contact_name=hostile, email="a@police.example")

    for path in (ONE, f"{ONE}registrations/{odd.pk}/"):
        assertNotContains(officer.get(path), "<script>alert")
