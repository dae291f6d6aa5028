"""What people of one Tabard server do and see, done inside it: `tabard shell` runs `listen`, which takes one act a
line, as JSON from standard input, and answers each with a line. The acts are those of tests/peers/fedify.mjs."""

import json
import sys
import traceback
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from tabard.gateways.activitypub.fetch import look_up
from tabard.people.teams.actions import hand_over
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.voice.network.actions import actors, follows, reactions
from tabard.voice.network.addresses import note_uri
from tabard.voice.network.models import Actor, Following, Like, Note, ReplyPolicy
from tabard.voice.posts import actions as posts
from tabard.voice.posts.models import Post, Voice
from tabard.voice.posts.wording import Words

NEWCOMER = "A writer"


def join(who: str, title: str, team: str = "") -> dict[str, str]:
    """A team; or, where one is named, an officer in it, whose handle comes from their number."""
    now = timezone.now()
    holder: Team | Officer
    if team:
        holder = make_officer(title, team=Team.objects.get(handle__name=team), now=now)
    else:
        holder = make_team(title, handle=who, now=now)
        make_officer(NEWCOMER, team=holder, now=now)
    actor = actors.open_actor(holder, now=now)
    actor.reply_policy = ReplyPolicy.ALL
    actor.save(update_fields=["reply_policy"])
    return {"name": actor.name, "uri": actor.uri}


def follow(who: str, whom: str) -> str:
    target = _found(whom)
    follows.ask_to_follow(follower=_ours(who), target=target, now=timezone.now())
    return target.uri


def unfollow(who: str, whom: str) -> None:
    follows.end_follow(follower=_ours(who), target=_found(whom))


def post(who: str, text: str, answers: str = "", notice: str = "", language: str = "") -> str:
    team, officer, voice = _voice(who)
    words = Words(text=text, speaks_as=voice, content_notice=notice, language=language, answers=answers)
    made = posts.save_draft(team=team, by=officer, words=words, now=timezone.now())
    posts.publish_post(post=made, by=officer, now=timezone.now())
    return note_uri(who, made.pk)


def edit(who: str, note: str, text: str) -> None:
    kept = _post(note)
    posts.edit_post(
        post=kept,
        by=_voice(who)[1],
        text=text,
        content_notice=kept.content_notice,
        language=kept.language,
        now=timezone.now(),
    )


def delete(who: str, note: str) -> None:
    posts.retract_post(post=_post(note), by=_voice(who)[1], reason="It was wrong.", now=timezone.now())


def boost(who: str, note: str) -> None:
    reactions.announce(actor=_ours(who), note=_note(note), now=timezone.now())


def unboost(who: str, note: str) -> None:
    reactions.undo_announce(actor=_ours(who), note=_note(note), now=timezone.now())


def like(who: str, note: str) -> None:
    reactions.like(actor=_ours(who), note=_note(note), now=timezone.now())


def unlike(who: str, note: str) -> None:
    reactions.undo_like(actor=_ours(who), note=_note(note))


def move(who: str, to: str) -> None:
    """An officer leaves; the team `to` takes over."""
    hand_over(officer=Officer.objects.get(handle__name=who), to=Team.objects.get(handle__name=to), now=timezone.now())


def followers(who: str) -> list[str]:
    return list(Following.objects.accepted().of(_ours(who)).values_list("follower__uri", flat=True))


def following(who: str) -> list[str]:
    return list(Following.objects.accepted().filter(follower=_ours(who)).values_list("target__uri", flat=True))


def home(who: str) -> list[str]:
    """The ids of what stands in their home timeline, newest first."""
    return list(Note.objects.filter(in_homes__owner=_ours(who)).newest_first().values_list("uri", flat=True))


def note(note: str) -> dict[str, Any] | None:
    """What this server holds of it."""
    found = Note.objects.filter(uri=note).select_related("actor", "post").first()
    if found is None:
        return None
    return {
        "by": found.actor.uri,
        "kind": found.kind,
        "content": found.post.text if found.post else found.html,
        "notice": found.content_notice,
        "language": found.language,
        "answers": found.reply_to_uri or None,
        "gone": found.deleted_at is not None,
        "showing": found.showing,
        "boosts": list(Note.objects.living().filter(announces=found).values_list("actor__uri", flat=True)),
        "likes": list(Like.objects.filter(note=found).values_list("actor__uri", flat=True)),
        "replies": list(Note.objects.for_everybody().replies_to(found).values_list("uri", flat=True)),
        "tags": [row.name for row in found.tag_rows.all()],
        "mentions": [mention.actor.uri for mention in found.mentions.select_related("actor")],
        "pictures": [{"url": one["url"], "alt": one["alt"]} for one in found.attachments],
    }


def _ours(name: str) -> Actor:
    return Actor.objects.local().get(name=name)


def _found(whom: str) -> Actor:
    found = look_up(whom, now=timezone.now())
    assert isinstance(found, Actor), f"{whom} is not found"
    return found


def _note(uri: str) -> Note:
    found = look_up(uri, now=timezone.now())
    assert isinstance(found, Note), f"{uri} is not found"
    return found


def _voice(who: str) -> tuple[Team, Officer, Voice]:
    """In whose name, by whom and how they speak."""
    officer = Officer.objects.filter(handle__name=who).first()
    if officer is not None:
        return Team.objects.get(postings__officer=officer), officer, Voice.OFFICER
    team = Team.objects.get(handle__name=who)
    return team, Officer.objects.filter(postings__team=team, name=NEWCOMER).get(), Voice.TEAM


def _post(uri: str) -> Post:
    return Post.objects.get(note__uri=uri)


ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        *(join, follow, unfollow, post, edit, delete, boost, unboost, like, unlike, move),
        *(followers, following, home, note),
    )
}


def listen() -> None:
    """Until standard input ends."""
    for line in sys.stdin:
        words = json.loads(line)
        try:
            answer = {"done": ACTS[words.pop("act")](**words)}
        except Exception:  # noqa: BLE001  whoever asked is told
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
