"""Our actors as other servers see them."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tabard.gateways.activitypub.actions import keys
from tabard.gateways.activitypub.models import SigningKey
from tabard.gateways.activitypub.tests.makers import AS2, NINE, actor_of, make_officer, make_team
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams.models import Posting
from tabard.plant.changes.models import RecordedChange
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.network.actions.actors import move_actor

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def profile(client, handle: str) -> dict:
    return client.get(f"/@{handle}/", HTTP_ACCEPT=AS2).json()


def links(actor: dict) -> dict[str, str]:
    return {field["name"]: field["value"] for field in actor["attachment"]}


def test_a_team_is_a_group_with_all_that_peers_ask_for(client):
    make_team("Riverside", handle="riverside")

    actor = profile(client, "riverside")

    assert (actor["id"], actor["type"], actor["name"]) == (f"{SITE}/@riverside/", "Group", "Riverside")
    assert actor["url"] == actor["id"]
    assert actor["preferredUsername"] == "riverside"
    assert actor["inbox"] == f"{SITE}/@riverside/inbox"
    assert actor["endpoints"] == {"sharedInbox": f"{SITE}/inbox"}
    assert {actor[name] for name in ("outbox", "followers", "following", "featured")} == {
        f"{SITE}/@riverside/{name}" for name in ("outbox", "followers", "following", "featured")
    }
    assert (actor["discoverable"], actor["indexable"], actor["manuallyApprovesFollowers"]) == (True, True, False)
    assert actor["@context"][:2] == ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"]


def test_inbox_and_key_are_published_together_from_the_first_moment(client):
    team = make_team("Riverside", handle="riverside")

    actor = profile(client, "riverside")

    assert actor["publicKey"]["id"] == f"{SITE}/@riverside/#main-key"
    assert actor["publicKey"]["owner"] == actor["id"]
    assert actor["publicKey"]["publicKeyPem"] == keys.key_of(actor_of(team), now=NINE).public_pem


def test_a_team_links_to_its_place_and_its_force_as_itself(client):
    team = make_team("Riverside", handle="riverside")
    Force.objects.update(url="https://www.peelborough.example/")
    place = team.covers.get().neighbourhood

    actor = profile(client, "riverside")

    assert f'href="{SITE}/places/{place.slug}/"' in links(actor)["Riverside"]
    assert 'rel="me ' in links(actor)["Riverside"]
    assert 'href="https://www.peelborough.example/"' in links(actor)["Force"]
    assert actor["attributionDomains"] == ["127.0.0.1", "peelborough.example"]


def test_an_officer_is_a_person_with_a_proof(client):
    officer = make_officer("Alice Archer", team=make_team())

    actor = profile(client, officer.handle.name)

    assert (actor["type"], actor["name"]) == ("Person", "PC Alice Archer")
    assert f'href="{SITE}/badge/{officer.number}/"' in links(actor)["Proof"]


def test_an_officer_names_their_own_pages_as_themselves(client):
    officer = make_officer("Alice Archer", team=make_team())
    ways = {"web": "https://www.alice.example/beat", "facebook": "https://facebook.com/pc.alice", "telephone": "101"}
    type(officer).objects.update(contact={**ways, "youtube": "javascript:alert(1)"})

    actor = profile(client, officer.handle.name)

    assert list(links(actor)) == ["Proof", "Web site", "Facebook"]
    assert 'href="https://www.alice.example/beat"' in links(actor)["Web site"]
    assert 'rel="me ' in links(actor)["Facebook"]
    assert actor["attributionDomains"] == ["127.0.0.1", "alice.example"]


def test_a_team_names_the_pages_of_its_places_once_each(client):
    team = make_team("Riverside", handle="riverside")
    Neighbourhood.objects.update(contact={"twitter": "https://x.com/riverside", "web": ""})

    actor = profile(client, "riverside")

    assert list(links(actor)) == ["Riverside", "X (Twitter)"]
    assert actor["attributionDomains"] == ["127.0.0.1"]
    assert team.covers.count() == 1


def test_an_officer_who_serves_no_longer_has_no_proof(client):
    officer = make_officer("Alice Archer", team=make_team())
    Posting.objects.update(active_to=timezone.now())

    assert "Proof" not in links(profile(client, officer.handle.name))


def test_a_name_that_is_not_public_is_not_told(client):
    officer = make_officer("Alice Archer", team=make_team())
    type(officer).objects.update(is_name_public=False)

    answer = client.get(f"/@{officer.handle.name}/", HTTP_ACCEPT=AS2).content

    assert b"Archer" not in answer
    assert officer.number.encode() in answer


def test_the_face_comes_with_its_description(client):
    team = make_team("Riverside", handle="riverside")
    type(team).objects.update(picture=make_picture(alt="Three officers by the river"))

    icon = profile(client, "riverside")["icon"]

    assert (icon["type"], icon["mediaType"], icon["name"]) == ("Image", "image/jpeg", "Three officers by the river")
    assert icon["url"].startswith(f"{SITE}/pictures/")


def test_who_moved_says_where_to_and_the_heir_knows_it(client):
    officer = actor_of(make_officer(team=make_team()))
    team = actor_of(make_team("Riverside", handle="riverside"))
    team.also_known_as = [officer.uri]
    team.save()
    move_actor(actor=officer, to=team, now=NINE)

    assert profile(client, officer.name)["movedTo"] == team.uri
    assert profile(client, "riverside")["alsoKnownAs"] == [officer.uri]


def test_what_a_team_says_of_itself_holds_no_markup_of_its_own(client):
    team = make_team("Riverside", handle="riverside")
    type(team).objects.update(description="<script>alert(1)</script> on #Foot")

    summary = profile(client, "riverside")["summary"]

    assert "<script" not in summary
    assert f'<a href="{SITE}/tags/foot/" class="mention hashtag" rel="tag">#Foot</a>' in summary


# -- keys --------------------------------------------------------------------------------------------------------------


def test_a_new_key_takes_the_place_of_the_old_one_and_followers_are_told(client):
    actor = actor_of(make_team("Riverside", handle="riverside"))
    first = keys.key_of(actor, now=NINE)

    second = keys.rotate_key(actor, now=NINE)

    assert profile(client, "riverside")["publicKey"]["publicKeyPem"] == second.public_pem
    assert second.uri == f"{SITE}/@riverside/#key-2"
    assert first.public_pem != second.public_pem
    assert SigningKey.objects.current().get(actor=actor) == second
    assert RecordedChange.objects.filter(name="network.ActorChanged", payload__actor_id=actor.pk).exists()


def test_asking_for_the_key_again_makes_no_second_one():
    actor = actor_of(make_team())

    assert keys.key_of(actor, now=NINE) == keys.key_of(actor, now=NINE)


def test_keys_are_changed_by_a_command(capsys):
    actor = actor_of(make_team("Riverside", handle="riverside"))
    keys.key_of(actor, now=NINE)

    call_command("rotate_keys", "@Riverside")

    assert capsys.readouterr().out == f"riverside signs with {actor.uri}#key-2\n"


@pytest.mark.parametrize("words", [[], ["riverside", "--all"], ["riverside", "nobody"]])
def test_a_command_that_names_nobody_changes_nothing(words):
    actor = actor_of(make_team("Riverside", handle="riverside"))
    first = keys.key_of(actor, now=NINE)

    with pytest.raises(CommandError):
        call_command("rotate_keys", *words)

    assert keys.key_of(actor, now=NINE) == first
