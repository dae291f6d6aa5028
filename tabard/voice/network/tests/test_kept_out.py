"""Servers that are kept out, by whatever name they are known."""

import pytest

from tabard.people.teams.tests.makers import NINE, make_officer, make_team
from tabard.voice.network.actions import keeping_out
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.models import Following, HostBlock, ReplyPolicy, Showing
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db
NAMES = {
    "with a port": {"host": "bad.example:8443"},
    "below it, with a port": {"host": "sub.bad.example:8443"},
    "with a dot at its end": {"host": "bad.example.:8443"},
    "by its handle": {"host": "far.example", "handle_host": "bad.example"},
    "by its id": {"host": "social.bad.example:8443", "handle_host": "people.example"},
}


@pytest.fixture
def ours():
    return make_actor(make_team("Riverside", handle="riverside"))


@pytest.fixture(params=list(NAMES.values()), ids=list(NAMES))
def bad(request):
    return make_far_actor(**request.param)


def test_a_server_that_is_silenced_is_held_by_whatever_name_it_comes(ours, bad):
    keeping_out.set_reply_policy(actor=ours, policy=ReplyPolicy.ALL, by=None, now=NINE)
    keeping_out.block_host(HostRule("bad.example", severity=HostBlock.Severity.SILENCE), by=None, now=NINE)
    note = make_note(make_post(ours.team, make_officer(team=ours.team)))

    assert make_far_note(bad, reply_to_uri=note.uri).showing == Showing.HELD
    assert make_far_note(make_far_actor(), reply_to_uri=note.uri).showing == Showing.SHOWN


def test_a_server_that_is_suspended_is_followed_no_more_by_whatever_name_it_was_known(ours, bad):
    good = make_far_actor(host="notbad.example:8443"), make_far_actor("bad.example"), make_far_actor(host="x.example")
    for far in (bad, *good):
        make_follow(far, ours)
        make_follow(ours, far)

    keeping_out.block_host(HostRule("bad.example"), by=None, now=NINE)

    assert set(Following.objects.filter(target=ours).values_list("follower", flat=True)) == {far.pk for far in good}
    assert set(Following.objects.filter(follower=ours).values_list("target", flat=True)) == {far.pk for far in good}


def test_a_rule_for_one_port_is_for_that_port():
    keeping_out.block_host(HostRule("bad.example:8443"), by=None, now=NINE)

    assert HostBlock.objects.against(make_far_actor(host="bad.example:8443")).exists()
    assert not HostBlock.objects.against(make_far_actor(host="bad.example:9443")).exists()


def test_ours_are_kept_out_by_no_rule(ours, settings):
    keeping_out.block_host(HostRule(settings.BASE_URL.partition("://")[2]), by=None, now=NINE)

    assert not HostBlock.objects.against(ours).exists()
    assert HostBlock.objects.keeping_out([ours]) == frozenset()
