"""The ledger's sender against mail servers that refuse, defer and go away; and what comes back later."""

import io
import sys
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.core.mail.backends.locmem import EmailBackend as LocmemBackend
from django.core.management import call_command
from django.utils import timezone

from tabard.gateways.email import jobs, transport
from tabard.gateways.email.actions import Taken, take_report
from tabard.gateways.email.jobs import SenderRefused
from tabard.gateways.email.return_path import follower_of, return_path
from tabard.gateways.email.tests.makers import (
    NINE,
    make_follow,
    make_followers,
    make_team,
    plain,
    publish,
    read,
    send_all,
)
from tabard.lib.mail.reports import read_report
from tabard.lib.mail.smtp import RelayFailed
from tabard.lib.mail.tests.relay import Sink, running
from tabard.lib.mail.tests.test_reports import BOUNCE, COMPLAINT
from tabard.plant.delivery import actions as delivery
from tabard.plant.delivery.batch import Batch
from tabard.plant.delivery.models import Delivery
from tabard.voice.follows.models import Follow, Follower
from tabard.voice.posts.models import Audience

pytestmark = pytest.mark.django_db
BOUNCES = "bounces@peelborough.example"


@pytest.fixture
def by_smtp(settings):
    """Mail goes to the given sink."""

    def use(sink: Sink) -> None:
        settings.EMAIL_BACKEND = transport.SMTP_BACKEND
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", urlsplit(f"//127.0.0.1:{sink.port}").port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    return use


def test_a_batch_goes_over_one_connection_each_with_its_own_links(by_smtp):
    team = make_team()
    followers = make_followers(team, 30)
    with running(Sink()) as sink:
        by_smtp(sink)
        publish(team)
        send_all()

    assert sink.connections == 1
    assert sorted(sink.recipients) == sorted(follower.address for follower in followers)
    for _, recipient, content in sink.messages:
        message = read(content)
        token = Follower.objects.get(address=recipient).token
        assert message["To"] == recipient
        assert str(message["List-Unsubscribe"]).count(token) == 1
        assert plain(message).count(token) == 2


def test_a_mailbox_that_does_not_exist_stops_and_the_others_get_their_mail(by_smtp):
    team = make_team()
    make_followers(team, 3)
    refuse = Sink(lambda command, argument: "550 5.1.1 who?" if command == "RCPT" and "r1@" in argument else None)
    with running(refuse) as sink:
        by_smtp(sink)
        publish(team)
        send_all()

    row = Delivery.objects.get(about__startswith="post:")
    assert sorted(sink.recipients) == ["r0@home.example", "r2@home.example"]
    assert (row.delivered, row.refused_count, row.remaining) == (2, 1, [])
    assert "home.example" not in str(row.refused)
    assert Follower.objects.get(address="r1@home.example").stop_reason == Follower.StopReason.GONE


@pytest.mark.parametrize(
    ("command", "reply"),
    [("RCPT", "550 5.7.1 relaying denied"), ("RCPT", "552 5.2.2 full"), (".", "550 5.1.1 odd"), (".", "554 spam")],
)
def test_a_refusal_that_may_be_our_own_fault_is_counted_and_stops_nobody(by_smtp, command: str, reply: str):
    team = make_team()
    make_followers(team, 3)
    with running(Sink(lambda said, _argument: reply if said == command else None)) as sink:
        by_smtp(sink)
        publish(team)
        send_all()

    assert list(Follower.objects.values_list("failures", "stopped_at").distinct()) == [(1, None)]
    assert Delivery.objects.get(about__startswith="post:").refused_count == 3


def test_whoever_is_deferred_waits_and_gets_it_later(by_smtp):
    team = make_team()
    make_followers(team, 3)
    busy = ["r1@"]
    sink = Sink(
        lambda said, argument: "451 4.2.1 later" if said == "RCPT" and any(x in argument for x in busy) else None
    )
    with running(sink):
        by_smtp(sink)
        publish(team)
        send_all()
        assert sorted(sink.recipients) == ["r0@home.example", "r2@home.example"]
        busy.clear()
        send_all()

    assert sorted(sink.recipients) == ["r0@home.example", "r1@home.example", "r2@home.example"]


def test_a_relay_that_will_not_have_our_sender_costs_no_follower(by_smtp):
    team = make_team()
    make_followers(team, 3)
    with running(Sink(lambda said, _argument: "550 5.1.8 bad sender" if said == "MAIL" else None)) as sink:
        by_smtp(sink)
        publish(team)
        with pytest.raises(SenderRefused):
            send_all()

    assert Delivery.objects.get(about__startswith="post:").refused_count == 0
    assert not Follower.objects.exclude(failures=0).exists()


def test_a_relay_that_relays_for_nobody_costs_no_follower(by_smtp):
    team = make_team()
    make_followers(team, 3)
    with running(Sink(lambda said, _argument: "550 relay not permitted" if said == "RCPT" else None)) as sink:
        by_smtp(sink)
        publish(team)
        with pytest.raises(SenderRefused):
            send_all()

    assert Delivery.objects.get(about__startswith="post:").refused_count == 0
    assert not Follower.objects.exclude(failures=0).exists()


def test_what_was_taken_before_the_relay_went_away_is_not_sent_again(by_smtp):
    team = make_team()
    make_followers(team, 120)
    is_dying = True
    late = {f"<r{number}@home.example>" for number in range(77, 120)}
    sink = Sink(lambda said, argument: "" if is_dying and said == "RCPT" and argument[3:] in late else None)
    with running(sink):
        by_smtp(sink)
        publish(team)
        with pytest.raises(RelayFailed):
            send_all()
        assert len(sink.recipients) == Delivery.objects.get(about__startswith="post:").delivered == 77
        is_dying = False
        send_all()

    assert len(sink.recipients) == len(set(sink.recipients)) == 120


@pytest.mark.parametrize("reply", ["", "421 4.7.0 not this one"])
def test_one_poisoned_mailbox_keeps_nobody_elses_mail_back(by_smtp, reply: str):
    team = make_team()
    make_followers(team, 12)
    with running(Sink(lambda said, argument: reply if said == "RCPT" and "r0@" in argument else None)) as sink:
        by_smtp(sink)
        publish(team)
        send_all()

    row = Delivery.objects.get(about__startswith="post:")
    assert len(set(sink.recipients)) == row.delivered == 11
    assert row.remaining == [str(Follower.objects.get(address="r0@home.example").pk)]


class Provider(LocmemBackend):
    """A provider's API that answers some recipients with an error of its own."""

    poison: ClassVar[set[str]] = set()
    asked: ClassVar[list[str]] = []

    def send_messages(self, messages):
        self.asked.append(messages[0].to[0])
        if messages[0].to[0] in self.poison:
            raise AnymailAPIError("422 Unprocessable")
        return super().send_messages(messages)


@pytest.fixture
def by_provider(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Provider"
    Provider.poison, Provider.asked = set(), []


@pytest.mark.usefixtures("by_provider")
def test_one_whom_the_provider_chokes_on_keeps_nobody_elses_mail_back():
    team = make_team()
    make_followers(team, 12)
    Provider.poison = {"r0@home.example", "r5@home.example"}
    publish(team)

    send_all()

    row = Delivery.objects.get(about__startswith="post:")
    assert (row.delivered, len(row.remaining)) == (10, 2)


@pytest.mark.usefixtures("by_provider")
def test_a_provider_that_is_down_is_asked_three_times_and_not_for_everybody():
    team = make_team()
    make_followers(team, 12)
    Provider.poison = {f"r{number}@home.example" for number in range(12)}
    publish(team)

    with pytest.raises(RelayFailed):
        send_all()

    assert len(Provider.asked) == 3


@pytest.mark.usefixtures("by_provider")
def test_poisoned_mailboxes_in_front_are_passed_by_at_the_next_attempt():
    team = make_team()
    make_followers(team, 12)
    Provider.poison = {f"r{number}@home.example" for number in range(3)}
    publish(team)
    with pytest.raises(RelayFailed):
        send_all()
    Delivery.objects.update(attempts=2)

    with pytest.raises(RelayFailed):
        send_all()

    assert Delivery.objects.get(about__startswith="post:").delivered == 9


def test_a_batch_that_is_recalled_while_it_is_sent_stops_soon(by_smtp):
    team = make_team()
    make_followers(team, 200)
    with running(Sink()) as sink:
        by_smtp(sink)
        post = publish(team)
        in_hand = Batch(Delivery.objects.get(about=f"post:{post.pk}"))
        delivery.recall(about=f"post:{post.pk}", now=NINE)
        jobs.send_batch(in_hand)

    assert len(sink.recipients) == jobs.SAVED_EVERY


# -- what comes back -------------------------------------------------------------------------------------------------


@pytest.fixture
def follow(settings) -> Follow:
    settings.EMAIL_BOUNCE_ADDRESS = BOUNCES
    return make_follow(make_team())


def bounce(follow: Follow, template: bytes = BOUNCE) -> bytes:
    """The template's return path made this follower's own."""
    own = return_path(follow.follower, otherwise="").encode()
    return template.replace(b"bounces+ab12@peelborough.example", own)


def test_bounces_come_back_to_an_address_that_names_the_follower(by_smtp, follow: Follow):
    with running(Sink()) as sink:
        by_smtp(sink)
        publish(Follow.objects.get().team)
        send_all()

    sender = sink.messages[0][0]
    assert sender.startswith("bounces+")
    assert len(sender.partition("@")[0]) <= 64
    assert follower_of(sender.upper()) == follow.follower


@pytest.mark.parametrize("address", ["bounces+1-" + "0" * 20 + "@x.example", "bounces@x.example", "", "+-@", "é+1-a@b"])
def test_a_forged_return_path_names_nobody(follow: Follow, address: str):
    assert follower_of(address.replace("+1-", f"+{follow.follower_id}-")) is None


def test_a_bounce_stops_a_mailbox_that_is_gone(follow: Follow):
    taken = take_report(report=read_report(bounce(follow)), sent_to="", now=NINE)

    follow.refresh_from_db()
    assert taken is Taken.STOPPED
    assert follow.follower.stop_reason == Follower.StopReason.GONE
    assert follow.ended_at == NINE


def test_a_soft_bounce_counts_and_stops_on_the_fifth_day(follow: Follow):
    report = read_report(bounce(follow).replace(b"5.1.1", b"5.2.2"))

    taken = [take_report(report=report, sent_to="", now=NINE + day * timedelta(days=2)) for day in range(5)]

    follow.follower.refresh_from_db()
    assert taken == [Taken.COUNTED] * 5
    assert follow.follower.stop_reason == Follower.StopReason.FAILING


def test_a_delayed_mail_is_nothing_to_act_on(follow: Follow):
    report = read_report(bounce(follow).replace(b"Action: failed", b"Action: delayed"))

    assert take_report(report=report, sent_to="", now=NINE) is Taken.NOTHING


def test_a_complaint_stops_for_ever(follow: Follow):
    take_report(report=read_report(bounce(follow, COMPLAINT)), sent_to="", now=NINE)

    follow.follower.refresh_from_db()
    assert follow.follower.is_shut


def test_a_complaint_that_hides_the_address_is_known_by_its_stop_link(follow: Follow):
    link = f"/follow/mine/{follow.follower.token}/stop/post-1/".encode()

    taken = take_report(report=read_report(COMPLAINT.replace(b"/follow/t1/stop/", link)), sent_to="", now=NINE)

    assert taken is Taken.STOPPED


def test_a_forged_bounce_that_only_names_an_address_stops_nobody(follow: Follow):
    assert take_report(report=read_report(BOUNCE), sent_to="jo@home.example", now=NINE) is Taken.NOBODY
    assert Follow.objects.confirmed().exists()


@pytest.mark.parametrize(
    ("message", "said"), [(b"Subject: Away\n\nBack on Monday.\n", "left aside"), (b"\xff" * 2_000_000, "left aside")]
)
def test_the_mail_servers_pipe_takes_anything(message: bytes, said: str, monkeypatch, capsys):
    assert said in piped(message, monkeypatch, capsys)


def test_the_mail_servers_pipe_takes_a_bounce(follow: Follow, monkeypatch, capsys):
    assert "stopped" in piped(bounce(follow), monkeypatch, capsys)
    assert not Follow.objects.confirmed().exists()


def piped(message: bytes, monkeypatch, capsys) -> str:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(message)))
    call_command("receive_bounce")
    return str(capsys.readouterr().out)


# -- a provider's webhooks -------------------------------------------------------------------------------------------


def tell(**event) -> None:
    """As anymail does after it has verified a webhook."""
    happened = AnymailTrackingEvent(timestamp=timezone.now(), recipient="Jo@home.example", **event)
    tracking.send(sender=object, event=happened, esp_name="Postmark")


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"event_type": EventType.COMPLAINED}, "complaint"),
        ({"event_type": EventType.UNSUBSCRIBED}, "asked"),
        ({"event_type": EventType.BOUNCED, "reject_reason": RejectReason.BOUNCED}, "gone"),
        ({"event_type": EventType.BOUNCED, "mta_response": "smtp; 550 5.1.1 unknown"}, "gone"),
        ({"event_type": EventType.BOUNCED, "mta_response": "550 5.7.1 policy"}, ""),
        ({"event_type": EventType.REJECTED, "reject_reason": RejectReason.SPAM}, ""),
        ({"event_type": EventType.DEFERRED}, ""),
        ({"event_type": EventType.DELIVERED}, ""),
    ],
)
def test_what_a_provider_reports_stops_those_whom_it_should(event: dict, reason: str):
    make_follow(make_team())

    tell(**event)
    tell(**event)

    assert Follower.objects.get().stop_reason == reason


@pytest.mark.parametrize("recipient", ["nobody@home.example", "", None, "a b", "x" * 5000])
def test_a_report_on_a_stranger_is_left_aside(recipient: str | None):
    make_follow(make_team())
    event = AnymailTrackingEvent(event_type=EventType.COMPLAINED, recipient=recipient, timestamp=timezone.now())

    tracking.send(sender=object, event=event, esp_name="Postmark")

    assert Follower.objects.get().stop_reason == ""


@pytest.mark.parametrize("more", [{"audience": Audience.QUIET}, {"answers": "https://far.example/notes/1"}])
def test_what_is_no_news_is_mailed_to_nobody(more):
    team = make_team()
    make_followers(team, 2)

    publish(team, **more)

    assert not Delivery.objects.filter(channel="email").exists()
