"""What the pages of the desk, of a follower and of what is over show: made in a site with the sample force."""

import json
import sys
from datetime import datetime, timedelta

from django.utils import timezone

from tabard.front.web.actions import rebuild
from tabard.gateways.mastodon_api.tests.makers import make_token
from tabard.people.accounts.models import User
from tabard.people.places.models import Force, Neighbourhood
from tabard.people.teams import actions as teams
from tabard.people.teams.models import Officer, Team
from tabard.plant.delivery.models import Delivery
from tabard.plant.media.models import Picture
from tabard.plant.media.tests.makers import make_picture
from tabard.services.events import actions as events
from tabard.services.events.wording import EventWords, PriorityWords
from tabard.voice.follows import actions as follows
from tabard.voice.follows.access import confirmation_word
from tabard.voice.follows.models import Follow
from tabard.voice.network.actions import keeping_out, reactions
from tabard.voice.network.actions.keeping_out import HostRule
from tabard.voice.network.tests.makers import make_actor, make_far_actor, make_far_note, make_follow, make_note
from tabard.voice.posts import actions as posts
from tabard.voice.posts.models import Post, PostQuerySet
from tabard.voice.posts.wording import Poll, Words

BEGINNINGS = ["Ash", "Bram", "Cold", "Dun", "East", "Fern", "Gran", "Hex", "King", "Long", "Mill", "Nether", "Over"]
BEGINNINGS += ["Quar", "Stain", "Thorn", "Under", "Wind"]
ENDINGS = ["bury", "combe", "den", "field", "ford", "ham", "hope", "ley", "mere", "stead", "thwaite", "ton", "well"]
LONG_ANSWER = (
    "I saw it at nine in Mill Street, <b>three</b> people got in. See "
    '<a href="https://far.example/a/very/long/address" rel="nofollow noopener noreferrer"><span class="invisible">'
    'https://</span><span class="ellipsis">far.example/a/very/long/ad</span><span class="invisible">dress</span></a>'
)
MANY = 232  # neighbourhoods of a large force


def furnish() -> None:
    """Make it all, and print what stands in the addresses as JSON."""
    now = timezone.now()
    bethan = Officer.objects.get(handle__name="bethan_hughes")
    team = Team.objects.get(handle__name="riverside")
    lead = give_the_lead_a_desk(team, now)
    retired = found_a_large_force(now)
    place = team.covers.order_by("pk")[0].neighbourhood
    faceless = teams.add_officer(force=team.force, name="Mo Sands", number="9001", rank="PC", now=now)
    teams.post_officer(officer=faceless, team=team, now=now)
    written = write_posts(team, bethan, now)
    give_up_a_mailing(written["published"], now)
    made = {
        **written,
        **plan(place, bethan, now),
        **gather_followers(team, now),
        **hear_the_fediverse(team, bethan, now),
        "lead": lead.pk,
        "leaving": Officer.objects.get(handle__name="imran_rahman").pk,
        "team": team.pk,
        "place": place.slug,
        "retired": retired.slug,
        "without_picture": faceless.number,
    }
    rebuild(now=now)
    sys.stdout.write(f"{json.dumps(made)}\n")


def give_the_lead_a_desk(team: Team, now: datetime) -> Officer:
    """So that every link of the desk stands in one line."""
    user = User.objects.get(email="fern.abara@peelborough.example")
    lead = teams.add_officer(force=team.force, name=user.name, number="4001", rank="Inspector", now=now)
    teams.post_officer(officer=lead, team=team, now=now)
    teams.give_account(officer=lead, user=user, now=now)
    return lead


def found_a_large_force(now: datetime) -> Neighbourhood:
    """Names as they are found on maps, and one neighbourhood that is no more."""
    force = Force.objects.create(slug="wideshire", name="Wideshire Constabulary")
    names = sorted(f"{beginning}{ending}" for beginning in BEGINNINGS for ending in ENDINGS)[: MANY - 3]
    Neighbourhood.objects.bulk_create(
        Neighbourhood(force=force, code=f"W{number}", name=name, slug=f"w-{name.lower()}")
        for number, name in enumerate(names)
    )
    for part in ("East", "West"):
        name = f"Wide Green {part}"
        Neighbourhood.objects.create(force=force, code=f"W9{part}", name=name, slug=f"w-green-{part.lower()}")
    return Neighbourhood.objects.create(force=force, code="W999", name="Old Wharf", slug="old-wharf", retired_at=now)


def write_posts(team: Team, by: Officer, now: datetime) -> dict[str, int]:
    def draft(text: str, *pictures: Picture) -> Post:
        return posts.save_draft(team=team, by=by, words=Words(text=text, pictures=pictures), now=now)

    kept = draft("Bring your bicycle to the lock on Saturday and we engrave it.")
    scheduled = draft("The lock is closed to boats from noon until three.")
    posts.schedule_post(post=scheduled, by=by, publish_at=now + timedelta(days=2), now=now)
    keys = make_picture(alt="Two keys", now=now)
    published, edited, retracted = draft("A key was found."), draft("Two keys were found.", keys), draft("No keys.")
    for post in (published, edited, retracted):
        posts.publish_post(post=post, by=by, now=now)
    keys.alt = "Three keys on a ring"
    posts.edit_post(
        post=edited,
        by=by,
        text="Three keys were found.",
        content_notice="",
        language="en-gb",
        pictures=(keys,),
        now=now,
    )
    posts.retract_post(post=retracted, by=by, reason="It was the wrong lock.", now=now)
    hold_them(Post.objects.filter(pk__in=[kept.pk, published.pk]), now)
    made = {"draft": kept, "scheduled": scheduled, "published": published, "edited": edited, "retracted": retracted}
    return {name: post.pk for name, post in made.items()}


def hold_them(found: PostQuerySet, now: datetime) -> None:
    """Two legal holds, of which one is over."""
    lead = User.objects.get(email="fern.abara@peelborough.example")
    posts.place_hold(posts=found, by=lead, reason="Inquest into the fire at the mill, reference PB/2026/114.", now=now)
    over = posts.place_hold(posts=found, by=None, reason="A request for records.", now=now)
    posts.release_hold(hold=over, by=lead, reason="The records were handed out.", now=now)


def hear_the_fediverse(team: Team, by: Officer, now: datetime) -> dict[str, int]:
    """Answers shown, held and hidden, one of ours to somebody elsewhere, a poll, a block, a report and an app."""
    asked = posts.save_draft(team=team, by=by, words=Words(text="Who saw a grey van?"), now=now)
    question = Words(text="When shall we meet?", poll=Poll(("Monday at six", "Friday at noon"), 24 * 3600))
    poll = posts.save_draft(team=team, by=by, words=question, now=now)
    for post in (asked, poll):
        posts.publish_post(post=post, by=by, now=now)
    note, voted = (make_note(post, now=now) for post in (asked, poll))
    nadia, omar, spam = (make_far_actor(name, now=now) for name in ("nadia", "omar", "spammer"))
    make_follow(nadia, note.actor, now=now)
    picture = {"kind": "image", "url": "https://far.example/van.jpg", "media_type": "image/jpeg", "alt": "A grey van"}
    seen = make_far_note(nadia, LONG_ANSWER, now=now, reply_to_uri=note.uri, attachments=(picture,), language="en")
    thanks = posts.save_draft(team=team, by=by, words=Words(text="Thank you, we look.", answers=seen.uri), now=now)
    posts.publish_post(post=thanks, by=by, now=now)
    make_note(thanks, now=now)
    held = make_far_note(omar, "Which van do you mean?", now=now, reply_to_uri=note.uri)
    hidden = make_far_note(spam, "Buy pills.", now=now, reply_to_uri=note.uri)
    keeping_out.block_replier(note=hidden, by=by, reason="Sells pills.", now=now)
    keeping_out.report_reply(note=held, by=by, words="Asks everybody the same.", is_forwarded=False, now=now)
    keeping_out.block_host(HostRule("bad.example", public_comment="Sends spam."), by=None, now=now)
    reactions.like(actor=omar, note=note, now=now)
    reactions.vote(poll=voted.poll, actor=nadia, options=[1], now=now)
    make_token(by, make_actor(by, now=now), token="a word of the app")
    return {"asked": asked.pk, "poll": poll.pk, "thanks": thanks.pk, "held": held.pk}


def plan(place: Neighbourhood, by: Officer, now: datetime) -> dict[str, int]:
    def add(title: str, days: int) -> int:
        words = EventWords(
            title=title,
            starts_at=now + timedelta(days=days),
            ends_at=now + timedelta(days=days + 1, hours=3),
            place="Quayside Library",
            description="Tea, and the plans for the lock.",
            contact=(("email", "riverside@peelborough.example"), ("telephone", "101")),
        )
        event = events.add_event(neighbourhood=place, by=by, words=words, now=now)
        return int(event.pk)

    cancelled = add("Street surgery", 4)
    events.cancel_event(event=place.events.get(pk=cancelled), by=by, now=now)
    today = timezone.localdate(now)
    priority = events.add_priority(
        neighbourhood=place,
        by=by,
        words=PriorityWords(issue="Mopeds on the towpath after school", issue_date=today),
        today=today,
        now=now,
    )
    return {"event": add("Two days at the lock", 3), "cancelled": cancelled, "priority": priority.pk}


def gather_followers(team: Team, now: datetime) -> dict[str, str]:
    def ask(address: str) -> Follow:
        follow = follows.ask_to_follow(
            channel="email", address=address, target=team, frequency="daily", language="en-gb", now=now
        )
        assert follow is not None
        return follow

    follow = ask("mine@home.example")
    follows.confirm_follow(follow=follow, now=now)
    asked = ask("asks@home.example")
    return {"token": follow.follower.token, "word": confirmation_word(asked, now=now)}


def give_up_a_mailing(post: int, now: datetime) -> None:
    Delivery.objects.create(
        channel="email",
        key="given-up",
        about=f"post:{post}",
        remaining=["1", "2"],
        total=412,
        delivered=410,
        state=Delivery.State.DEAD,
        last_error="SMTPServerDisconnected: Connection unexpectedly closed",
        next_attempt_at=now,
        created_at=now - timedelta(days=3),
        give_up_at=now,
    )
