"""What people of one Tabard server do and see, done inside it: `tabard shell` runs `listen`, which takes one act a
line, as JSON from standard input, and answers each with a line. The acts are those of tests/peers/fedify.mjs, and a few
that let somebody in."""

import io
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from tabard.gateways.activitypub.fetch import look_up
from tabard.gateways.activitypub.models import Incoming
from tabard.gateways.mastodon_api.tests.makers import make_token
from tabard.lib.sortable_ids import sortable_id
from tabard.people.accounts.models import Role, User
from tabard.people.accounts.tests.makers import make_user, sign_in
from tabard.people.teams.actions import give_account, hand_over
from tabard.people.teams.models import Officer, Team
from tabard.people.teams.tests.makers import make_officer, make_team
from tabard.plant.media.tests.makers import make_picture
from tabard.voice.network.actions import actors, follows, keeping_out, reactions
from tabard.voice.network.addresses import activity_uri, note_uri, server_actor_uri
from tabard.voice.network.jobs import close_polls
from tabard.voice.network.models import Actor, Block, Following, Like, Note, Poll, ReplyPolicy
from tabard.voice.posts import actions as posts
from tabard.voice.posts import wording
from tabard.voice.posts.models import Post, Voice
from tabard.voice.posts.wording import Words

NEWCOMER = "A writer"
TOLD_IN_THE_FILE = "Taken at 4 Mill Lane"
AN_HOUR = 60 * 60


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
    """Who was blocked there asks in vain, already here."""
    target = _found(whom)
    with suppress(follows.FollowRefused):
        follows.ask_to_follow(follower=_ours(who), target=target, now=timezone.now())
    return target.uri


def unfollow(who: str, whom: str) -> None:
    follows.end_follow(follower=_ours(who), target=_found(whom))


def post(  # noqa: PLR0913  all that can be said of a post
    who: str,
    text: str,
    answers: str = "",
    notice: str = "",
    language: str = "",
    mentions: Sequence[str] = (),
    tags: Sequence[str] = (),
    pictures: Sequence[str] = (),
    options: Sequence[str] = (),
) -> str:
    """`pictures` are their descriptions, `options` the answers of a poll."""
    team, officer, voice = _voice(who)
    words = Words(
        text=" ".join([*mentions, text, *(f"#{tag}" for tag in tags)]),
        speaks_as=voice,
        content_notice=notice,
        language=language,
        answers=answers,
        pictures=tuple(make_picture(alt=alt, file=_photograph(), now=timezone.now()) for alt in pictures),
        poll=wording.Poll(tuple(options), seconds=AN_HOUR) if options else None,
    )
    made = posts.save_draft(team=team, by=officer, words=words, now=timezone.now())
    posts.publish_post(post=made, by=officer, now=timezone.now())
    return note_uri(who, made.pk)


def _photograph() -> bytes:
    """As a phone takes it, with more in the file than can be seen."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = TOLD_IN_THE_FILE
    Image.new("RGB", (800, 600), "gold").save(file, "JPEG", exif=exif)
    return file.getvalue()


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


def pin(who: str, note: str) -> None:
    reactions.pin(note=_note(note), now=timezone.now())


def vote(who: str, note: str, choice: str) -> None:
    poll = _note(note).poll
    reactions.vote(poll=poll, actor=_ours(who), options=[poll.options.index(choice)], now=timezone.now())


def close(who: str, note: str) -> None:
    """The poll is over, before its time."""
    Poll.objects.filter(note__uri=note, note__actor=_ours(who)).update(closes_at=timezone.now())
    close_polls(timezone.now())


def remove_follower(who: str, whom: str) -> None:
    follows.reject_follow(follow=Following.objects.of(_ours(who)).get(follower=_found(whom)))


def block(who: str, whom: str) -> None:
    keeping_out.block_actor(actor=_ours(who), target=_found(whom), now=timezone.now())


def unblock(who: str, whom: str) -> None:
    keeping_out.undo_block(actor=_ours(who), target=_found(whom))


def report(who: str, note: str, words: str) -> None:
    """To the digital lead, and on to the server of whoever wrote the note."""
    reported = _note(note)
    keeping_out.make_report(
        reporter=_ours(who),
        about=reported.actor,
        notes=[reported],
        words=words,
        is_forwarded=True,
        uri=activity_uri(server_actor_uri(), "reports", sortable_id(timezone.now())),
        now=timezone.now(),
    )


def move(who: str, to: str) -> None:
    """An officer leaves; the team `to` takes over."""
    hand_over(officer=Officer.objects.get(handle__name=who), to=Team.objects.get(handle__name=to), now=timezone.now())


def followers(who: str) -> list[str]:
    return list(Following.objects.accepted().of(_ours(who)).values_list("follower__uri", flat=True))


def following(who: str) -> list[str]:
    return list(Following.objects.accepted().filter(follower=_ours(who)).values_list("target__uri", flat=True))


def asking(who: str) -> list[str]:
    """Whom they wish to follow who has not answered."""
    return list(Following.objects.waiting().filter(follower=_ours(who)).values_list("target__uri", flat=True))


def blocked_by(who: str) -> list[str]:
    return list(Block.objects.filter(target=_ours(who)).values_list("actor__uri", flat=True))


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
        "title": found.title,
        "content": found.post.text if found.post else found.html,
        "notice": found.content_notice,
        "language": found.language,
        "answers": found.reply_to_uri or None,
        "gone": found.deleted_at is not None,
        "pinned": found.pinned_at is not None,
        "poll": _poll(found),
        "showing": found.showing,
        "boosts": list(Note.objects.living().filter(announces=found).values_list("actor__uri", flat=True)),
        "likes": list(Like.objects.filter(note=found).values_list("actor__uri", flat=True)),
        "replies": list(Note.objects.for_everybody().replies_to(found).values_list("uri", flat=True)),
        "tags": [row.name for row in found.tag_rows.all()],
        "named": [mention.actor.uri for mention in found.mentions.select_related("actor")],
        "pictures": [{"url": one["url"], "alt": one["alt"]} for one in found.attachments],
    }


def _poll(note: Note) -> dict[str, Any] | None:
    asked = Poll.objects.filter(note=note).first()
    if asked is None:
        return None
    return {"options": asked.options, "votes": asked.votes, "closed": asked.is_closed_at(timezone.now())}


def find(what: str) -> str | None:
    """The id of whom or what somebody means who types this."""
    found = look_up(what, now=timezone.now())
    return found.uri if found else None


def taken_in(by: str) -> int:
    """How many activities of an actor elsewhere were looked at."""
    return Incoming.objects.filter(actor_uri=by).exclude(state=Incoming.State.WAITING).count()


# -- letting in --------------------------------------------------------------------------------------------------------


def let_app_in(who: str) -> str:
    """The token of a phone app that speaks as them."""
    officer = _voice(who)[1]
    _user(officer)
    return make_token(officer, _ours(who), token=f"token-of-{who}")


def sit_down(who: str) -> str:
    """The cookie of their browser, signed in with a second factor."""
    return _cookie(_user(_voice(who)[1]))


def sit_down_as_lead() -> str:
    return _cookie(make_user("Lee Lead", role=Role.LEAD))


def _user(officer: Officer) -> User:
    """Whose account they have, from the first time that it is asked for."""
    if officer.user is None:
        give_account(officer=officer, user=make_user(officer.name), now=timezone.now())
    assert officer.user
    return officer.user


def _cookie(user: User) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={sign_in(Client(), user).cookies[name].value}"


# -- finding -----------------------------------------------------------------------------------------------------------


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
        *(join, follow, unfollow, post, edit, delete, boost, unboost, like, unlike, pin, vote, close, move),
        *(remove_follower, block, unblock, report, followers, following, asking, blocked_by, home, note),
        *(find, taken_in, let_app_in, sit_down, sit_down_as_lead),
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
