"""What a mail says, and to whom it goes."""

import html as html_words
import re

import pytest
from django.core import mail

from tabard.gateways.email import jobs
from tabard.gateways.email.render import confirm_mail, digest_mail, values
from tabard.gateways.email.tests.makers import (
    NINE,
    TEN,
    ask_all,
    html,
    make_follow,
    make_followers,
    make_officer,
    make_team,
    plain,
    publish,
    read,
    send_all,
    sent,
)
from tabard.plant.delivery.models import Delivery
from tabard.voice.follows import actions as follows
from tabard.voice.follows.changes import FollowsHandedOver
from tabard.voice.follows.models import Follower
from tabard.voice.posts import actions as posts
from tabard.voice.posts.changes import PostPublished, PostRetracted
from tabard.voice.posts.tests.makers import make_post

pytestmark = pytest.mark.django_db
FETCHED_FROM_ELSEWHERE = re.compile(
    r"""(?ix)(?:<link\b[^>]*\bhref=|@import\b[^;]*?|\b(?:src|srcset|background|poster)=|url\()\s*["'(]*
    (?:https?:)?//(?!127\.0\.0\.1:8000/)[^\s"')>]+"""
)


def visible(words: str) -> list[str]:
    """The words of HTML or plain text, without marks, addresses and what only screens need."""
    words = re.sub(r"(?s)<head>.*?</head>|<!--.*?-->|<div style=\"display:none.*?</div>", " ", words)
    words = html_words.unescape(re.sub(r"<[^>]+>", " ", words))
    words = re.sub(r"https?://\S+", " ", words)
    return re.findall(r"\w+", words)


def test_a_post_reaches_its_followers_with_all_that_a_mail_needs():
    team = make_team("Riverside")
    follow = make_follow(team)
    post = publish(
        team, "Sixty-one cars & four too fast.\n\n<b>Slow</b> down on Lôn y Felin 🚓 https://mill.example/a?b=1&c=2"
    )

    send_all()

    (message,) = sent("jo@home.example")
    assert str(message["From"]).startswith(("Riverside ", '"Riverside" '))
    assert str(message["Subject"]).strip().startswith("Sixty-one cars & four too fast.")
    one_click = f"<http://127.0.0.1:8000/follow/mine/{follow.follower.token}/stop/post-{post.pk}/>"
    assert message["List-Unsubscribe"] == one_click
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == f'"Riverside" <team-{team.pk}.127.0.0.1>'
    assert message["Auto-Submitted"] == "auto-generated"
    assert f"/@{post.handle_name}/{post.pk}/" in plain(message)
    assert "<b>Slow</b> down on Lôn y Felin 🚓" in plain(message)
    assert "&lt;b&gt;Slow&lt;/b&gt; down on Lôn y Felin 🚓" in html(message)
    assert 'href="https://mill.example/a?b=1&amp;c=2"' in html(message)


def test_text_and_html_say_the_same():
    team = make_team()
    make_follow(team)
    publish(team, "Found: a red bicycle.\n\nWhose is it?")
    send_all()

    (message,) = sent()

    said = visible(html(message))
    assert [word for word in visible(plain(message)) if word != "_"] == said
    assert "bicycle" in said


def test_a_post_with_a_content_notice_stays_on_its_page():
    team = make_team()
    make_follow(team)
    publish(team, "The terrible details.", content_notice="A death on the railway")
    send_all()

    (message,) = sent()

    assert message["Subject"] == "A death on the railway"
    for words in (plain(message), html(message)):
        assert "A death on the railway" in words
        assert "terrible" not in words


def test_one_person_gets_one_mail_however_many_ways_they_follow():
    team = make_team()
    make_follow(team)
    make_follow(team.covers.get().neighbourhood)

    publish(team)
    send_all()

    assert len(sent("jo@home.example")) == 1


def test_nobody_is_written_to_who_wants_digests_or_has_not_confirmed():
    team = make_team()
    make_follow(team, "daily@home.example", "daily")
    follows.ask_to_follow(
        channel="email", address="no@home.example", target=team, frequency="now", language="en-gb", now=NINE
    )

    publish(team)
    send_all()

    assert sent() == []


def test_whoever_stops_after_the_queueing_gets_nothing():
    team = make_team()
    stayer = make_follow(team, "stays@home.example")
    leaver = make_follow(team, "leaves@home.example")
    publish(team)
    follows.stop_follow(follow=leaver, now=NINE)

    send_all()

    assert [str(message["To"]) for message in sent()] == [stayer.follower.address]
    delivery = Delivery.objects.get(about__startswith="post:")
    assert (delivery.delivered, delivery.refused_count, delivery.remaining) == (1, 1, [])


def test_the_same_change_twice_queues_nothing_more():
    team = make_team()
    make_followers(team, 450)
    post = publish(team)

    jobs.send_to_followers(PostPublished(post_id=post.pk))

    rows = Delivery.objects.about(f"post:{post.pk}")
    assert sorted(row.total for row in rows) == [50, 200, 200]
    assert len({recipient for row in rows for recipient in row.remaining}) == 450


def test_a_change_that_runs_again_when_others_follow_mails_nobody_twice():
    team = make_team()
    first, *_ = make_followers(team, 450)
    post = publish(team)
    Follower.objects.filter(pk=first.pk).delete()

    jobs.send_to_followers(PostPublished(post_id=post.pk))

    queued = [recipient for row in Delivery.objects.about(f"post:{post.pk}") for recipient in row.remaining]
    assert len(queued) == len(set(queued)) == 450


def test_the_ledger_knows_no_address():
    team = make_team()
    make_follow(team)

    publish(team)

    assert "home.example" not in str(list(Delivery.objects.values()))


def test_a_retracted_post_is_not_sent():
    team = make_team()
    make_follow(team)
    post = publish(team)
    by = post.officer
    assert by is not None
    posts.retract_post(post=post, by=by, reason="The owner was found.", now=NINE)
    jobs.recall_post(PostRetracted(post_id=post.pk))

    send_all()
    jobs.send_to_followers(PostPublished(post_id=post.pk))
    send_all()

    assert sent() == []
    assert Delivery.objects.get(about=f"post:{post.pk}").state == Delivery.State.RECALLED


def test_a_batch_whose_post_was_retracted_in_between_goes_to_nobody():
    team = make_team()
    make_follow(team)
    post = publish(team)
    assert post.officer is not None
    posts.retract_post(post=post, by=post.officer, reason="The owner was found.", now=NINE)

    send_all()

    assert sent() == []


def test_followers_are_told_whom_they_hear_from_when_an_officer_leaves():
    leaver, team = make_officer("Imran Rahman"), make_team("Riverside")
    make_follow(leaver)
    make_follow(team, "already@home.example")
    follows.hand_over_follows(officer=leaver, to=team, now=NINE)
    change = FollowsHandedOver(officer_id=leaver.pk, to_officer_id=0, to_team_id=team.pk, handed_at=NINE.isoformat())

    jobs.tell_of_handover(change)
    jobs.tell_of_handover(change)
    send_all()

    told = [message for message in sent() if "handed over" in str(message["Subject"])]
    assert "jo@home.example" in [str(message["To"]) for message in told]
    assert "PC Imran Rahman has handed over to Riverside" in plain(told[0])


def test_mail_that_waits_while_an_officer_hands_over_still_arrives():
    team, heir = make_team(), make_officer("Jo Clarke")
    leaver = make_officer("Imran Rahman", team=team)
    make_follow(leaver)
    post = make_post(team, leaver, "My last walk along the quay.", speaks_as="officer", now=NINE)
    jobs.send_to_followers(PostPublished(post_id=post.pk))
    follows.hand_over_follows(officer=leaver, to=heir, now=TEN)

    send_all()

    assert [str(message["To"]) for message in sent()] == ["jo@home.example"]


def test_a_message_id_is_the_same_at_every_attempt_and_differs_between_people():
    team = make_team()
    make_followers(team, 2)
    publish(team)
    send_all()
    Delivery.objects.update(
        state="waiting", remaining=[str(pk) for pk in Follower.objects.values_list("pk", flat=True)]
    )
    Delivery.objects.update(delivered=0)
    send_all()

    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]

    assert len(ids) == 4
    assert len(set(ids)) == 2


def test_a_mail_that_is_opened_asks_no_other_host_for_anything():
    team, leaver = make_team("Riverside"), make_officer("Imran Rahman")
    follow = make_follow(team)
    make_follow(leaver, "leaver@home.example")
    follows.ask_to_follow(
        channel="email", address="new@home.example", target=team, frequency="now", language="en-gb", now=NINE
    )
    ask_all()
    post = publish(team, "Read https://mill.example/a, all of you.")
    follows.hand_over_follows(officer=leaver, to=team, now=NINE)
    jobs.tell_of_handover(
        FollowsHandedOver(officer_id=leaver.pk, to_officer_id=0, to_team_id=team.pk, handed_at=NINE.isoformat())
    )
    send_all()
    others = (
        digest_mail([post], frequency="daily", name="digest", language="en-gb", now=NINE),
        confirm_mail(follow, word="word", name="already", now=NINE),
    )

    mails = [*sent(), *(read(other.fill(**values(follow.follower, name="other"))) for other in others)]

    subjects = " | ".join(str(message["Subject"]) for message in mails)
    for kind in ("Confirm: ", "You follow ", "Read https", "has handed over", "Today from"):
        assert kind in subjects
    for message in mails:
        assert not FETCHED_FROM_ELSEWHERE.findall(html(message))
