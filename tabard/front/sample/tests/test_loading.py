"""What a new site holds once Peelborough is loaded."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db.models import Model

from tabard.front.sample import story
from tabard.front.sample.actions import PASSWORD, OtherForceHere, load_sample
from tabard.occasions.tweetathon.counting.definitions import FIGURES
from tabard.occasions.tweetathon.models import EarlierYear, Figures, Phase, Registration, Tweetathon
from tabard.occasions.tweetathon.showing import picture_for
from tabard.people.accounts.actions import one_time_code
from tabard.people.accounts.models import Role, User
from tabard.people.places.actions.forces import add_force
from tabard.people.places.locate import locate
from tabard.people.places.models import Boundary, Force, Neighbourhood, Postcode
from tabard.people.teams.models import Cover, Handle, Officer, Posting, Team
from tabard.plant.audit.actions import verify_chain
from tabard.plant.audit.models import AuditEntry
from tabard.plant.media.models import Picture
from tabard.services.events.models import Event, Priority
from tabard.voice.posts.access import review_queue
from tabard.voice.posts.models import Post, PostPicture, PostTag, State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("peelborough")]
COUNTED: list[type[Model]] = [
    Force, Neighbourhood, Boundary, Postcode, Team, Cover, Officer, Posting, Handle, User, Picture, Post, PostPicture,
    PostTag, Event, Priority, Tweetathon, Registration, EarlierYear, Figures,
]  # fmt: skip


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def located(latitude: float, longitude: float) -> str:
    found = locate(latitude=latitude, longitude=longitude)
    return found.place.name if found.is_inside else f"near {found.place.name}"


# -- places ------------------------------------------------------------------------------------------------------------


def test_there_is_all_that_a_living_site_needs():
    found = counts()

    assert (found["Neighbourhood"], found["Team"], found["Officer"], found["Post"]) == (12, 7, 20, 64)
    assert found["Cover"] == 12
    assert found["Postcode"] == 114
    assert found["Picture"] == 20 + 15


def test_every_postcode_leads_to_its_own_neighbourhood():
    order = ["PB01", "PB02", "PB03", "PB04", "PB05", "PB06", "PB07", "PB08", "PB09", "PB10", "PB11", "PB12"]

    for postcode in Postcode.objects.all():
        assert postcode.latitude is not None
        assert postcode.longitude is not None
        found = locate(latitude=postcode.latitude, longitude=postcode.longitude)
        assert found.is_inside
        assert found.place.code == order[int(str(postcode).split()[0].removeprefix("ZZ")) - 1]


def test_the_enclave_the_lake_and_the_islands_are_where_they_are_drawn():
    assert located(55.2050, 2.5724) == "Abbey Close"
    assert located(55.2054, 2.5811) == "Lanternhill"
    assert located(55.20315, 2.54255) == "near Duckmere"
    assert located(55.20342, 2.54806) == "Duckmere"
    assert located(55.2108, 2.6905) == "Gannet Sands"
    assert located(55.1640, 2.5638) == "Skerrow"
    assert located(55.1609, 2.5850) == "Skerrow"
    assert located(55.1780, 2.5961) == "Old Harbour"
    assert located(55.1900, 2.6400) == "Riverside"


def test_the_boundaries_are_valid_and_no_two_overlap():
    shapes = {boundary.name: boundary.shape for boundary in Boundary.objects.live()}

    assert all(shape.is_valid for shape in shapes.values())
    assert len(shapes["Lanternhill"].geoms[0].interiors) == 1
    assert {name: len(shape.geoms) for name, shape in shapes.items() if len(shape.geoms) > 1} == {
        "Duckmere": 2,
        "Gannet Sands": 3,
        "Old Harbour": 2,
        "Skerrow": 3,
    }
    for one, shape in shapes.items():
        for other, beside in shapes.items():
            assert one == other or shape.intersection(beside).area < 1e-12


def test_peelborough_lies_in_open_sea():
    for boundary in Boundary.objects.live():
        assert 2.4 < boundary.west < boundary.east < 2.8
        assert 55.1 < boundary.south < boundary.north < 55.3


# -- people ------------------------------------------------------------------------------------------------------------


def test_every_neighbourhood_has_officers_today(peelborough: datetime):
    for neighbourhood in Neighbourhood.objects.all():
        team = Team.objects.covering(neighbourhood).get()
        assert Officer.objects.posted_to(team, at=peelborough).count() >= 2


def test_one_officer_has_left_and_what_they_wrote_is_still_there(peelborough: datetime):
    gone = Officer.objects.exclude(pk__in=Officer.objects.serving(peelborough).values("pk")).get()

    assert gone.name == "Gordon Pettifer"
    assert Post.objects.public().by_officer(gone).count() == 2
    assert AuditEntry.objects.filter(act="teams.handed_over").count() == 1


def test_one_officer_is_known_by_number_everywhere():
    hidden = Officer.objects.get(is_name_public=False)

    assert hidden.picture is not None
    assert hidden.name.split()[0] not in hidden.picture.alt
    assert hidden.name.split()[-1].lower() not in hidden.handle.name


def test_every_officer_has_a_face_a_bio_and_languages():
    for officer in Officer.objects.select_related("picture"):
        assert officer.picture is not None
        assert officer.bio
        assert officer.languages


def test_every_picture_is_described_and_kept_in_all_its_sizes():
    for picture in Picture.objects.all():
        assert len(picture.alt) > 20
        assert picture.widths == ([320, 400] if picture.width == 400 else [320, 640, 960])
    assert not Picture.objects.unattached().exists()


def test_each_role_can_sign_in_with_password_and_code(peelborough: datetime):
    people = User.objects.filter(is_sample=True)

    assert Counter(people.values_list("role", flat=True)) == {
        Role.OFFICER: 2,
        Role.SERGEANT: 4,
        Role.LEAD: 1,
        Role.SAFEGUARDING: 1,
    }
    for user in people:
        assert check_password(PASSWORD, user.password)
        assert len(one_time_code(user=user, now=peelborough)) == 6
        assert user.email.endswith(".example")
    assert len({one_time_code(user=user, now=peelborough) for user in people}) > 1


# -- words -------------------------------------------------------------------------------------------------------------


def test_the_site_looks_alive(peelborough: datetime):
    newest = Post.objects.public().newest_first()[0]

    assert newest.published_at is not None
    assert timedelta(0) < peelborough - newest.published_at < timedelta(hours=1)
    for team in Team.objects.all():
        assert Post.objects.public().by_team(team).filter(published_at__gt=peelborough - timedelta(days=3)).exists()


def test_no_post_is_newer_than_its_loading(peelborough: datetime):
    assert not Post.objects.filter(published_at__gt=peelborough).exists()
    assert not Post.objects.filter(retracted_at__gt=peelborough).exists()
    assert not Post.objects.filter(edited_at__gt=peelborough).exists()


def test_the_posts_show_all_that_posts_can_be():
    assert Counter(Post.objects.values_list("state", flat=True)) == {
        State.PUBLISHED: 59,
        State.RETRACTED: 1,
        State.SCHEDULED: 1,
        State.HELD: 2,
        State.DRAFT: 1,
    }
    assert Post.objects.filter(edited_at__isnull=False).get().versions.count() == 2
    assert Post.objects.exclude(content_notice="").count() == 1
    assert Post.objects.filter(series__name="Beat diary", state=State.PUBLISHED).count() == 4
    assert Post.objects.filter(reply_to__reply_to__isnull=False).exists()
    assert set(Post.objects.values_list("language", flat=True)) >= {"en-GB", "cy", "bn", "pl", "pt-PT", "fr"}
    assert Post.objects.public().tagged("LostAndFound").count() == 3
    assert PostPicture.objects.count() == 15


def test_two_posts_wait_for_the_sergeant_of_riverside_and_no_other_is_stopped(peelborough: datetime):
    sergeant = Officer.objects.get(number="4127")

    queue = list(review_queue(sergeant, peelborough))

    assert [review.post.team.name for review in queue] == ["Riverside"] * 2
    assert [review.wants_at is not None for review in queue] == [False, True]
    assert {rule for review in queue for rule in review.rules} >= {"child", "reward"}


def test_every_team_has_a_sergeant_who_signs_in(peelborough: datetime):
    for team in Team.objects.all():
        assert Officer.objects.posted_to(team, peelborough).filter(user__role=Role.SERGEANT).exists()


def test_every_neighbourhood_has_a_meeting_to_come_and_a_priority(peelborough: datetime):
    for neighbourhood in Neighbourhood.objects.all():
        assert Event.objects.in_neighbourhood(neighbourhood).upcoming(peelborough).exists()
        assert Priority.objects.in_neighbourhood(neighbourhood).current().exists()


def test_some_priorities_are_stale(peelborough: datetime):
    stale = [priority for priority in Priority.objects.all() if priority.is_stale(peelborough.date())]

    assert 1 <= len(stale) <= 4


# -- loading again -----------------------------------------------------------------------------------------------------


def test_one_tweetathon_is_to_come_with_three_forces_and_one_is_past(peelborough: datetime):
    coming, past = Tweetathon.objects.soonest_first().reverse()

    assert (coming.phase(peelborough), past.phase(peelborough)) == (Phase.BEFORE, Phase.AFTER)
    assert Registration.objects.of(coming).accepted().count() == 3
    assert Registration.objects.of(coming).named().count() == 2
    assert all(registration.domain.endswith(".example") for registration in Registration.objects.all())


def test_the_figures_of_the_past_one_agree_with_each_other(peelborough: datetime):
    found = Figures.objects.select_related("tweetathon").get()
    told, days = found.told, found.tweetathon

    assert days.phase(peelborough) == Phase.AFTER
    assert told["posts"] == told["originals"] + told["reposts"] == sum(told["by_hour"].values())
    assert told["posts"] == sum(told["by_network"].values()) >= sum(told["by_country"].values())
    assert min(told["by_hour"]) >= f"{days.starts_at:%Y-%m-%dT}"
    assert set(told) - {"hashtag", "basis", "definitions", "authors_of", "hidden"} == set(FIGURES)
    assert [bool(post.text) for post in picture_for(days, found).shared] == [True, True, False]


def test_the_year_beside_the_one_to_come_is_the_past_one():
    past = Figures.objects.select_related("tweetathon").get()
    beside = EarlierYear.objects.exclude(tweetathon=past.tweetathon).get()

    assert (beside.year, beside.posts) == (past.tweetathon.year, past.told["posts"])


def test_loading_again_adds_nothing(afterwards: datetime):
    before, secrets = counts(), list(User.objects.values_list("password", flat=True))

    load_sample(now=afterwards + timedelta(minutes=5))

    assert counts() == before
    assert list(User.objects.values_list("password", flat=True)) == secrets


def test_loading_again_a_month_later_moves_the_meetings_on(afterwards: datetime):
    later = afterwards + timedelta(days=30)
    assert not Event.objects.upcoming(later).exists()

    load_sample(now=later)

    assert Event.objects.upcoming(later).count() == 13
    assert counts()["Event"] == 14


def test_the_audit_chain_is_whole_after_loading():
    assert verify_chain().number > 200


def test_progress_is_told_to_the_end(afterwards: datetime):
    told: list[tuple[int, int]] = []

    load_sample(now=afterwards, progress=lambda done, total: told.append((done, total)))

    assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))


def test_made_up_officers_do_not_join_a_real_force(afterwards: datetime):
    Force.objects.filter(slug=story.SLUG).update(slug="renamed")
    add_force(slug="south-wales", name="South Wales Police", now=afterwards)

    with pytest.raises(OtherForceHere):
        load_sample(now=afterwards)
    with pytest.raises(CommandError, match="real force"):
        call_command("load_sample")


def test_the_command_says_who_can_sign_in_and_how(capsys: pytest.CaptureFixture[str]):
    call_command("sample_sign_ins")

    said = capsys.readouterr().out
    for user in User.objects.filter(is_sample=True):
        assert user.email in said
    assert PASSWORD in said
    assert "one-time-code" in said
