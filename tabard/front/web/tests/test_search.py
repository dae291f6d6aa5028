"""The search finds what is public, and nothing that is typed can break it."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabard.front.web import actions, jobs
from tabard.front.web.models import Kind, SearchEntry
from tabard.front.web.search import Query, find
from tabard.front.web.tests.makers import NINE, Town, index_all, make_town, read, say
from tabard.people.teams import actions as teams
from tabard.people.teams.changes import CoverMoved, TeamChanged
from tabard.plant.changes.registry import wiring
from tabard.voice.posts import actions as posts
from tabard.voice.posts.changes import PostRetracted
from tabard.voice.posts.wording import Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    town = make_town()
    index_all()
    return town


def found(typed: str, kind: Kind = Kind.POST) -> list[int]:
    return list(find(Query.read(typed), kind, limit=50))


AT_THE_DOOR = ["4127", "Badge 4127", "collar 4127", "PCSO 4127", "badge no. 4127", "#4127", "PC 4127"]


@pytest.mark.parametrize("typed", AT_THE_DOOR)
def test_a_badge_is_found_however_its_number_is_read_out(town: Town, typed: str):
    for door in ("", "&door=1"):
        page = read(f"/search/?q={quote(typed)}{door}")

        assert "Alice Archer" in page
        assert "Bethan" not in page
        assert "No officer with this number" not in page


@pytest.mark.parametrize("typed", ["Alice", "alice archer", "Archer", "4127"])
def test_at_the_door_a_name_leads_to_the_badge_that_proves_it(town: Town, typed: str):
    page = read(f"/search/?door=1&q={quote(typed)}")

    assert "Anybody can say a name." in page
    assert 'href="/badge/4127/"' in page
    assert "Check badge 4127" in page
    assert "Keep the door shut and call 101" in page
    assert "/badge/" not in read(f"/search/?q={quote(typed)}")


@pytest.mark.parametrize("typed", ["9999", "412", "Badge 9999", "Jane Impostor", "PC 9999"])
def test_at_the_door_whoever_is_not_found_is_warned_of(town: Town, typed: str):
    page = read(f"/search/?door=1&q={quote(typed)}")

    assert "No officer with this number or name serves here" in page
    assert "Keep the door shut" in page
    assert 'href="tel:101"' in page
    assert "Try fewer words" not in page
    assert "Alice" not in page


def test_a_number_that_nobody_wears_warns_in_the_search_too_but_one_in_a_post_does_not(town: Town):
    assert "Keep the door shut" in read("/search/?q=9999")

    say(town, "Call 9999 people")

    assert "Keep the door shut" not in read("/search/?q=9999")
    assert "Keep the door shut" in read("/search/?q=badge+9999")
    assert "Keep the door shut" not in read("/search/?q=atlantis")


@pytest.mark.parametrize("typed", ["bicycle", "BICYC", "café", "cafe", "red bicycle", "bicycle red", "Caf bi"])
def test_a_post_is_found_by_beginnings_of_words_without_accents_and_capitals(town: Town, typed: str):
    post = say(town, "A red bicycle stands by the Café.")

    assert found(typed) == [post.pk]


@pytest.mark.parametrize("typed", ["icycle", "bicycle blue", "", "!!!", "bicycle -red blue"])
def test_what_does_not_occur_is_not_found(town: Town, typed: str):
    say(town, "A red bicycle stands by the Café.")

    assert found(typed) == []


def test_officers_are_found_by_name_number_and_team(town: Town):
    assert found("bethan wyn", Kind.PERSON) == [town.bethan.pk]
    assert found("4127", Kind.PERSON) == [town.alice.pk]
    assert set(found("riverside", Kind.PERSON)) == {town.alice.pk, town.bethan.pk}


def test_an_officer_known_by_number_is_not_found_by_name(town: Town):
    town.alice.is_name_public = False
    town.alice.save()
    actions.index_person(officer_id=town.alice.pk, now=NINE)

    assert found("archer", Kind.PERSON) == []
    assert found("4127", Kind.PERSON) == [town.alice.pk]


def test_a_match_in_the_name_comes_before_one_in_the_description(town: Town):
    town.old_quay.description = "Across the bridge from Riverside"
    town.old_quay.save()
    actions.index_place(neighbourhood_id=town.old_quay.pk)

    assert found("riverside", Kind.PLACE) == [town.riverside.pk, town.old_quay.pk]


def test_an_edited_post_is_found_by_its_new_words_only(town: Town):
    post = say(town, "A red bicycle.")
    posts.edit_post(post=post, by=town.alice, text="A blue scooter.", content_notice="", language="en", now=NINE)
    actions.index_post(post_id=post.pk)
    actions.index_post(post_id=post.pk)

    assert found("bicycle") == []
    assert found("scooter") == [post.pk]


def test_a_post_that_was_taken_back_is_not_found(town: Town):
    post = say(town, "A red bicycle.")
    posts.retract_post(post=post, by=town.alice, reason="The owner was found.", now=NINE)

    jobs.index_post(PostRetracted(post_id=post.pk))

    assert found("bicycle") == []


def test_a_draft_is_not_found(town: Town):
    draft = posts.save_draft(team=town.team, by=town.alice, words=Words(text="A secret."), now=NINE)

    actions.index_post(post_id=draft.pk)

    assert found("secret") == []


def test_a_team_renamed_is_found_by_its_new_name(town: Town):
    teams.change_team(team=town.team, name="Waterfront team", description="", picture=None, now=NINE)

    jobs.index_team(TeamChanged(team_id=town.team.pk))

    assert found("waterfront", Kind.PLACE) == [town.riverside.pk]
    assert set(found("waterfront", Kind.PERSON)) == {town.alice.pk, town.bethan.pk}


def test_a_place_that_passed_to_another_team_is_found_by_that_teams_name(town: Town):
    waterfront = teams.found_team(
        force=town.force, name="Waterfront team", neighbourhoods=[town.old_quay], handle="water", now=NINE
    )
    index_all()
    teams.move_cover(neighbourhood=town.old_quay, to=town.team, now=NINE)

    moved = CoverMoved(neighbourhood_id=town.old_quay.pk, from_team_id=waterfront.pk, to_team_id=town.team.pk)
    for consequence in wiring().CONSEQUENCES[CoverMoved]:
        consequence(moved)

    assert set(found("riverside team", Kind.PLACE)) == {town.riverside.pk, town.old_quay.pk}
    assert found("waterfront", Kind.PLACE) == []


def test_the_index_made_anew_is_the_index_that_grew(town: Town):
    say(town, "A red bicycle.")
    grown = list(SearchEntry.objects.order_by("kind", "subject_id").values_list("kind", "title_words", "body_words"))

    assert index_all() == len(grown)

    made = SearchEntry.objects.order_by("kind", "subject_id").values_list("kind", "title_words", "body_words")
    assert list(made) == grown
    assert len(found("bicycle")) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text() | st.text(alphabet="\"'*():^-+&|!<>\\ aANDORT0,;%_#\x00"))
def test_nothing_that_is_typed_breaks_the_search(town: Town, typed: str):
    for kind in Kind:
        assert isinstance(found(typed, kind), list)


def test_the_page_marks_the_words_and_escapes_the_rest(town: Town):
    say(town, "The <b>bicycle</b> is red.")

    page = Client().get("/search/", {"q": "bicyc <script>"}).content.decode()
    assert "Nothing found for “bicyc &lt;script&gt;”" in page

    page = Client().get("/search/", {"q": "bicyc"}).content.decode()
    assert "The <mark>&lt;b&gt;bicycle&lt;/b&gt;</mark> is red." in page


def test_the_page_shows_places_and_officers_before_posts(town: Town):
    say(town, "Riverside is quiet.")

    page = Client().get("/search/", {"q": "riverside"}).content.decode()

    assert page.index('id="places"') < page.index('id="people"') < page.index('id="posts"')


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999", "²"])
def test_a_page_that_cannot_be_is_the_first_or_the_last(town: Town, page: str):
    assert Client().get("/search/", {"q": "riverside", "page": page}).status_code == 200


def test_many_posts_come_page_by_page(town: Town):
    for number in range(21):
        say(town, f"Bicycle number {number}")

    first = Client().get("/search/", {"q": "bicycle"}).content.decode()
    second = Client().get("/search/", {"q": "bicycle", "page": "2"}).content.decode()

    assert first.count("Bicycle</mark> number") == 20
    assert second.count("Bicycle</mark> number") == 1
    assert "page=2" in first
    assert "page=1" in second


def test_an_officer_whose_posting_ended_is_not_shown(town: Town):
    teams.end_posting(posting=town.alice.postings.get(), now=NINE)

    assert "4127" not in Client().get("/search/", {"q": "archer"}).content.decode()
    jobs.index_movers(NINE)
    assert found("archer", Kind.PERSON) == []
