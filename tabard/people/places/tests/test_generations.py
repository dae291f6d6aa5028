"""Switching generations of boundaries on: one step, and everything that changed is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from shapely import Point, Polygon, box

from tabard.people.places.actions.forces import add_force, describe_force, describe_neighbourhood
from tabard.people.places.actions.generations import GenerationCannotMove, NothingToImport, digest_of, switch_on
from tabard.people.places.models import MOVES, Boundary, BoundaryGeneration, Force, Neighbourhood, State
from tabard.people.places.tests.makers import (
    NINE,
    feature,
    make_draft,
    make_force,
    make_live,
    make_neighbourhood,
    square,
)
from tabard.plant.audit.models import AuditEntry
from tabard.plant.changes.models import RecordedChange

pytestmark = pytest.mark.django_db
LATER = NINE + timedelta(days=1)


def recorded(name: str) -> list[int]:
    payloads = RecordedChange.objects.filter(name=f"places.{name}").order_by("pk").values_list("payload", flat=True)
    return [payload["neighbourhood_id"] for payload in payloads]


def test_a_draft_shows_residents_nothing():
    make_draft(make_force(), [feature("A", square(0, 50))])

    assert not Neighbourhood.objects.exists()
    assert not Boundary.objects.live().exists()


def test_only_one_generation_of_a_force_is_live():
    force, other = make_force(), make_force()
    make_live(other, [feature("A", square(5, 50))])
    old = make_live(force, [feature("A", square(0, 50))])
    new = make_live(force, [feature("A", square(0, 50))], LATER)

    old.refresh_from_db()

    assert (old.state, old.active_from, old.active_to) == (State.PAST, NINE, LATER)
    assert (new.state, new.active_from, new.active_to) == (State.LIVE, LATER, None)
    assert BoundaryGeneration.objects.live().count() == 2


def test_changed_boundaries_are_told_and_equal_ones_are_not():
    force = make_force()
    make_live(force, [feature("A", square(0, 50)), feature("B", square(1, 50))])

    make_live(force, [feature("A", box(0, 50, 1, 51)), feature("B", square(1, 50, 0.9))], LATER)

    assert recorded("BoundaryChanged") == [Neighbourhood.objects.get(code="B").pk]


def test_a_shape_is_the_same_wherever_its_ring_starts():
    turned = feature("A", Polygon([(1, 51), (0, 51), (0, 50), (1, 50)]))

    assert digest_of(turned.geometry) == digest_of(feature("A", square(0, 50)).geometry)


def test_new_renamed_retired_and_returning_neighbourhoods_are_told():
    force = make_force()
    make_live(force, [feature("A", square(0, 50), "Old Town"), feature("B", square(1, 50))])
    first, second = Neighbourhood.objects.order_by("code")
    make_live(force, [feature("A", square(0, 50), "Castle")], LATER)
    make_live(force, [feature("A", square(0, 50), "Castle"), feature("B", square(1, 50))], LATER)

    first.refresh_from_db()
    second.refresh_from_db()

    assert recorded("NeighbourhoodAdded") == [first.pk, second.pk, second.pk]
    assert recorded("NeighbourhoodRenamed") == [first.pk]
    assert recorded("NeighbourhoodRetired") == [second.pk]
    assert (first.name, first.slug) == ("Castle", "old-town")
    assert second.retired_at is None


def test_a_past_generation_keeps_the_names_it_had():
    force = make_force()
    old = make_live(force, [feature("A", square(0, 50), "Old Town")])
    make_live(force, [feature("A", square(0, 50), "Castle")], LATER)

    assert old.boundaries.get().name == "Old Town"
    assert old.boundaries.get().shape.area == pytest.approx(1)


def test_the_middle_lies_inside_even_of_a_crescent():
    crescent = box(0, 50, 4, 54).difference(box(1, 49, 3, 53.9))
    make_live(make_force(), [feature("A", crescent)])

    place = Neighbourhood.objects.get()

    assert crescent.covers(Point(place.longitude or 0, place.latitude or 0))


def test_equal_names_get_addresses_of_their_own():
    make_live(make_force("avon"), [feature("A", square(0, 50), "Centre"), feature("B", square(1, 50), "Centre")])
    make_live(make_force("exe"), [feature("A", square(3, 50), "Centre"), feature("B", square(4, 50), "文")])

    slugs = list(Neighbourhood.objects.order_by("pk").values_list("slug", flat=True))

    assert slugs == ["centre", "centre-avon", "centre-exe", "b"]


@pytest.mark.parametrize("state", State)
def test_the_moves_are_those_of_the_table(state: State):
    generation = make_draft(make_force(), [feature("A", square(0, 50))])
    BoundaryGeneration.objects.update(state=state, active_from=None if state == State.DRAFT else NINE)

    if State.LIVE in MOVES[state]:
        switch_on(generation=generation, now=LATER)
        assert generation.state == State.LIVE
    else:
        with pytest.raises(GenerationCannotMove):
            switch_on(generation=generation, now=LATER)


def test_an_empty_generation_is_refused():
    with pytest.raises(NothingToImport):
        make_draft(make_force(), [])


def test_switching_on_stands_in_the_audit_chain():
    make_live(make_force(), [feature("A", square(0, 50))])

    acts = list(AuditEntry.objects.order_by("number").values_list("act", flat=True))

    assert acts == ["places.force_added", "places.generation_imported", "places.generation_switched_on"]


def test_a_force_is_described_field_by_field():
    force = make_force()

    describe_force(force=force, facts={"telephone": "101"}, now=NINE)
    describe_force(force=force, facts={"telephone": "101"}, now=NINE)

    assert Force.objects.get().telephone == "101"
    assert RecordedChange.objects.filter(name="places.ForceDescribed").count() == 1


def test_what_boundaries_bring_cannot_be_described():
    place = make_neighbourhood()

    describe_neighbourhood(neighbourhood=place, facts={"population": 7, "email": "a@b.example"}, now=NINE)
    with pytest.raises(KeyError):
        describe_neighbourhood(neighbourhood=place, facts={"code": "X"}, now=NINE)
    with pytest.raises(ValidationError):
        describe_neighbourhood(neighbourhood=place, facts={"email": "nobody"}, now=NINE)

    place.refresh_from_db()
    assert (place.population, place.email) == (7, "a@b.example")


def test_a_slug_that_is_taken_or_none_is_refused():
    make_force("avon")

    for slug in ("avon", "", "A von"):
        with pytest.raises(ValidationError):
            add_force(slug=slug, name="Avon", now=NINE)
