"""The digital lead's screens for people, the officers' own, and who may open the desk."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tabard.people.accounts.models import Role, User
from tabard.people.accounts.tests.makers import sign_in
from tabard.people.places.changes import GenerationSwitchedOn
from tabard.people.places.models import BoundaryGeneration
from tabard.people.teams import actions
from tabard.people.teams.jobs import found_teams_for
from tabard.people.teams.models import Officer, Posting, Team
from tabard.people.teams.tests.makers import NINE, make_force, make_neighbourhood, make_officer, make_team, make_user
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client) -> Client:
    return sign_in(client, make_user("Lee Lead", role=Role.LEAD))


def portrait() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (64, 64), "#336699").save(file, "PNG")
    file.seek(0)
    file.name = "me.png"
    return file


def shown(answer) -> str:
    return answer.content.decode()


# -- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SERGEANT, Role.SAFEGUARDING])
def test_only_the_digital_lead_manages_people(client, role):
    alice = make_user(role=role)
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)

    for name in ("people", "add_officer", "teams", "found_team"):
        assert client.get(reverse(f"teams:{name}")).status_code == 403
    for name in ("officer", "edit_officer", "hand_over", "dismiss"):
        assert client.get(reverse(f"teams:{name}", args=[officer.pk])).status_code == 403
    for name in ("invite", "change_role", "reset_second_factor", "post_officer", "dismiss", "reactivate"):
        assert client.post(reverse(f"teams:{name}", args=[officer.pk]), {"role": "lead"}).status_code == 403
    assert User.objects.get(pk=alice.pk).role == role


def test_an_officers_own_page_needs_second_factor_and_posting(client):
    team, alice, bob = make_team(), make_user("Alice Archer"), make_user("Bob Barker")
    officer = make_officer(user=alice, team=team)
    make_officer("Bob Barker", user=bob)
    me = reverse("teams:me")

    assert client.get(me).url.startswith(reverse("account_login"))
    assert sign_in(Client(), alice, second_factor="").get(me).url == reverse("accounts:second_factor")
    assert sign_in(Client(), bob).get(me).status_code == 403
    on_duty = sign_in(Client(), alice)
    assert on_duty.get(me).status_code == 200
    actions.end_posting(posting=officer.postings.get(), now=timezone.now())
    assert on_duty.get(me).status_code == 403


def test_an_account_that_is_no_officers_opens_no_desk(client):
    assert sign_in(client, make_user()).get(reverse("teams:me")).status_code == 403


def test_a_lead_needs_no_posting_and_one_who_is_no_officer_is_sent_to_the_people(lead):
    other = make_user(role=Role.LEAD)
    make_officer(user=other)

    assert lead.get(reverse("teams:me")).url == reverse("teams:people")
    assert sign_in(Client(), other).get(reverse("teams:me")).status_code == 200


def test_a_lead_who_is_no_officer_finds_all_that_is_theirs_from_every_page(lead):
    for address in (
        "/desk/people/",
        "/desk/people/teams/",
        "/desk/places/",
        "/desk/mail/",
        "/desk/audit/",
        "/account/",
    ):
        page = shown(lead.get(address))
        for link in (
            "/desk/people/",
            "/desk/places/",
            "/desk/mail/",
            "/desk/reports/",
            "/desk/servers/",
            "/desk/audit/",
            "/desk/late/",
            "/account/logout/",
        ):
            assert f'href="{link}"' in page, f"{address} does not lead to {link}"
        assert 'href="/desk/write/"' not in page
        assert "Find a team" not in page


def test_an_officers_own_pages_have_the_header_of_the_desk(client):
    alice = make_user()
    make_officer(user=alice, team=make_team())
    sign_in(client, alice)

    for address in ("/desk/", "/desk/me/", "/account/", "/account/factors/"):
        page = shown(client.get(address))
        for link in ("/desk/", "/desk/write/", "/desk/posts/", "/desk/me/", "/account/logout/"):
            assert f'href="{link}"' in page, f"{address} does not lead to {link}"
        assert 'href="/desk/audit/"' not in page
        assert "Find a team" not in page


def test_an_officer_says_how_they_are_reached_and_the_public_reads_it(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    officer.contact = {"fax": "99", "web": "https://gone.example/"}
    officer.save()
    sign_in(client, alice)
    given = {
        "is_name_public": "yes",
        "email": "alice@peelborough.police.uk",
        "mobile": "07700 900123",
        "facebook": "www.facebook.com/alice",
    }

    asked = client.post(reverse("teams:me"), given)
    answer = client.post(reverse("teams:me"), given)

    officer.refresh_from_db()
    assert "Is this what you mean? “07700 900123”: Is this number meant for everybody?" in shown(asked)
    assert answer.url == reverse("teams:me")
    assert officer.contact == {
        "fax": "99",
        "email": "alice@peelborough.police.uk",
        "mobile": "07700 900123",
        "facebook": "https://www.facebook.com/alice",
    }
    assert 'value="07700 900123"' in shown(client.get(reverse("teams:me")))
    public = shown(Client().get(f"/@{officer.handle_name}/"))
    assert '<a href="tel:07700900123">' in public
    assert 'href="mailto:alice@peelborough.police.uk"' in public

    actions.end_posting(posting=officer.postings.get(), now=timezone.now())
    assert "07700900123" not in shown(Client().get(f"/@{officer.handle_name}/"))


def test_a_way_to_reach_an_officer_that_is_none_is_said_and_not_saved(client):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    sign_in(client, alice)

    page = shown(client.post(reverse("teams:me"), {"is_name_public": "yes", "web": "javascript:alert(1)"}))

    officer.refresh_from_db()
    assert "valid URL" in page
    assert officer.contact == {}


def test_who_is_not_signed_in_sees_the_residents_header_when_signing_in(client):
    page = shown(client.get("/account/login/"))

    assert "Find a team" in page
    assert "Sign out" not in page


# -- the list and adding -----------------------------------------------------------------------------------------------


def test_the_list_finds_by_name_number_and_handle_in_few_queries(lead, django_assert_max_num_queries):
    team = make_team()
    alice, bob = make_officer("Alice Archer", team=team), make_officer("Bob Barker")
    people = reverse("teams:people")

    for words in ("archer", alice.number, f"@{alice.handle_name}"):
        page = shown(lead.get(people, {"q": words}))
        assert "Alice Archer" in page
        assert "Bob Barker" not in page
    for _ in range(5):
        make_officer("Charlie Cook", team=team)
    with django_assert_max_num_queries(8):
        page = shown(lead.get(people))

    assert page.count("Charlie Cook") == 5
    assert bob.name in page


def test_an_officer_is_added_posted_and_invited_in_one_go(lead):
    team = make_team("Riverside")
    given = {
        "force": team.force_id,
        "name": "Dee Dunn",
        "number": "4711",
        "rank": "PCSO",
        "handle": "",
        "team": team.pk,
    }

    answer = lead.post(reverse("teams:add_officer"), {**given, "email": "dee@police.example", "role": "officer"})

    dee = Officer.objects.get(number="4711")
    assert answer.url == reverse("teams:officer", args=[dee.pk])
    assert dee.handle_name == "pcso_4711"
    assert list(Officer.objects.posted_to(team, at=timezone.now())) == [dee]
    assert dee.user is not None
    assert RecordedChange.objects.filter(name="accounts.UserInvited").count() == 1
    assert set(AuditEntry.objects.filter(act="teams.officer_added").values_list("actor_name", flat=True)) == {
        "Lee Lead"
    }


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"number": "4711"}, "has this number"),
        ({"number": "47/12"}, "no blanks"),
        ({"handle": "taken"}, "handle"),
        ({"handle": "Ab cd!"}, "2 to 30 letters"),
        ({"email": "lee@"}, "Write an e-mail address"),
        ({"email": "used@police.example"}, "already"),
        ({"name": ""}, "required"),
    ],
)
def test_what_is_wrong_with_a_new_officer_is_said_and_nobody_is_added(lead, wrong, says):
    force = make_team(handle="taken").force
    actions.add_officer(force=force, name="Old Hand", number="4711", rank="PC", now=NINE)
    make_user(email="used@police.example")
    given = {"force": force.pk, "name": "Dee Dunn", "number": "4712", "rank": "PC", "role": "officer", **wrong}

    page = shown(lead.post(reverse("teams:add_officer"), given))

    assert says in page
    assert Officer.objects.count() == 1


# -- one officer -------------------------------------------------------------------------------------------------------


def test_an_officer_is_posted_and_the_posting_ended(lead):
    team, alice = make_team("Riverside"), make_officer()

    lead.post(reverse("teams:post_officer", args=[alice.pk]), {"posting-team": team.pk, "posting-role": "Ward officer"})
    again = lead.post(reverse("teams:post_officer", args=[alice.pk]), {"posting-team": team.pk})
    posting = Posting.objects.get()
    page = shown(lead.get(reverse("teams:officer", args=[alice.pk])))
    question = shown(lead.get(reverse("teams:end_posting", args=[posting.pk])))
    assert Posting.objects.held_at(timezone.now()).exists()
    lead.post(reverse("teams:end_posting", args=[posting.pk]))

    assert "Residents no longer see them" in question
    assert again.status_code == 422
    assert "Ward officer" in page
    assert not Posting.objects.held_at(timezone.now()).exists()


def test_inviting_makes_an_account_and_once_more_sends_the_link_again(lead):
    alice = make_officer()
    invite = reverse("teams:invite", args=[alice.pk])

    lead.post(invite, {"account-email": "alice@police.example", "account-role": "sergeant"})
    lead.post(invite)

    assert User.objects.get(email="alice@police.example").role == Role.SERGEANT
    assert RecordedChange.objects.filter(name="accounts.UserInvited").count() == 2


def test_roles_change_but_the_last_lead_stays(lead):
    alice = make_user()
    officer = make_officer(user=alice)
    own = make_officer("Lee Lead", user=User.objects.leads().get())

    lead.post(reverse("teams:change_role", args=[officer.pk]), {"role": "sergeant"})
    page = shown(lead.post(reverse("teams:change_role", args=[own.pk]), {"role": "officer"}, follow=True))

    assert User.objects.get(pk=alice.pk).role == Role.SERGEANT
    assert "must be a digital lead" in page
    assert User.objects.leads().count() == 1


def test_who_lost_the_phone_is_asked_for_a_new_second_factor_but_no_lead_does_it_to_themselves(lead):
    alice = make_user()
    officer, own = make_officer(user=alice), make_officer("Lee Lead", user=User.objects.leads().get())
    open_session = sign_in(Client(), alice)

    for each in (officer, own):
        lead.post(reverse("teams:reset_second_factor", args=[each.pk]))

    assert open_session.get("/account/").url.startswith(reverse("account_login"))
    assert lead.get(reverse("teams:people")).status_code == 200


def test_a_hand_over_is_shown_before_it_is_done(lead):
    team = make_team("Riverside")
    alice, bob = make_officer("Alice Archer", team=team), make_officer("Bob Barker", team=team)
    address = reverse("teams:hand_over", args=[alice.pk])

    choices = shown(lead.get(address))
    preview = shown(lead.get(address, {"to": f"officer-{bob.pk}"}))
    assert Officer.objects.posted_to(team, at=timezone.now()).count() == 2
    lead.post(address, {"to": f"officer-{bob.pk}"})

    assert "Riverside" in choices
    assert "The posting to Riverside" in preview
    assert list(Officer.objects.posted_to(team, at=timezone.now())) == [bob]
    assert RecordedChange.objects.filter(name="teams.OfficerHandedOver").count() == 1


def test_nobody_hands_over_to_themselves_to_another_force_or_to_someone_who_does_not_serve(lead):
    alice, idle = make_officer("Alice Archer", team=make_team()), make_officer("Ida Idle")
    far = make_team("Far", force=make_force("elsewhere"))

    for to in (f"officer-{alice.pk}", f"officer-{idle.pk}", f"team-{far.pk}", "officer-0", "x"):
        lead.post(reverse("teams:hand_over", args=[alice.pk]), {"to": to})

    assert not RecordedChange.objects.filter(name="teams.OfficerHandedOver").exists()
    assert Posting.objects.held_at(timezone.now()).count() == 1


def test_who_is_dismissed_serves_nowhere_and_signs_in_nowhere(lead):
    alice = make_user()
    officer = make_officer(user=alice, team=make_team())
    open_session = sign_in(Client(), alice)

    question = shown(lead.get(reverse("teams:dismiss", args=[officer.pk])))
    lead.post(reverse("teams:dismiss", args=[officer.pk]))

    assert "Shut out" in question
    assert open_session.get(reverse("teams:me")).url.startswith(reverse("account_login"))
    assert not Posting.objects.held_at(timezone.now()).exists()
    lead.post(reverse("teams:reactivate", args=[officer.pk]))
    assert User.objects.get(pk=alice.pk).is_active


# -- teams -------------------------------------------------------------------------------------------------------------


def test_a_team_is_founded_for_neighbourhoods_that_have_none(lead):
    town, covered = make_neighbourhood("Quayside"), make_team("Riverside").covers.get().neighbourhood
    given = {"name": "Quayside", "handle": "@Quayside", "description": ""}

    lead.post(reverse("teams:found_team"), {**given, "neighbourhoods": [covered.pk]})
    assert Team.objects.count() == 1
    lead.post(reverse("teams:found_team"), {**given, "neighbourhoods": [town.pk]})

    assert Team.objects.covering(town).get().handle_name == "quayside"
    assert "Quayside" in shown(lead.get(reverse("teams:teams")))


def test_one_team_takes_over_the_place_of_another_which_keeps_its_handle(lead):
    riverside, quarry = make_team("Riverside"), make_team("Quarry")
    place, far = quarry.covers.get().neighbourhood, make_team("Far", force=make_force("elsewhere"))
    address = reverse("teams:take_cover", args=[riverside.pk])

    for each in (place, place, far.covers.get().neighbourhood):
        lead.post(address, {"neighbourhood": each.pk})

    assert Team.objects.covering(place).get() == riverside
    assert (riverside.covers.count(), quarry.covers.count(), far.covers.count()) == (2, 0, 1)
    assert Team.objects.with_handle().get(pk=quarry.pk).handle_name
    assert RecordedChange.objects.filter(name="teams.CoverMoved").count() == 1
    assert AuditEntry.objects.get(act="teams.cover_moved").detail == {"from_team": quarry.pk}
    assert "Quarry" in shown(lead.get(reverse("teams:team", args=[riverside.pk])))


def test_a_team_gets_another_name_and_a_picture_and_keeps_its_handle(lead):
    team = make_team("Riverside")
    handle, given = team.handle_name, {"name": "Waterfront", "description": "By the canal."}

    lead.post(reverse("teams:team", args=[team.pk]), {**given, "picture": portrait(), "alt": "The station"})

    team = Team.objects.with_handle().get()
    assert (str(team), team.description, team.handle_name) == ("Waterfront", "By the canal.", handle)
    assert team.picture.alt == "The station"
    assert "Waterfront" in shown(lead.get(reverse("teams:team", args=[team.pk])))


def test_every_neighbourhood_of_a_generation_gets_its_team_when_it_is_switched_on():
    town = make_neighbourhood("Quayside")
    generation = BoundaryGeneration.objects.create(force=town.force, source="test", imported_at=NINE)

    for _ in range(2):
        found_teams_for(GenerationSwitchedOn(generation_id=generation.pk))

    assert Team.objects.covering(town).get().name == "Quayside"
