"""What an app is told when an action of the house refuses: what is wrong, and what to do about it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api import findings
from tabard.people.teams.guided import WordsStopped
from tabard.plant.design.addresses import whole
from tabard.plant.media.actions import PictureRefused
from tabard.voice.guidelines.verdicts import Verdict
from tabard.voice.network.actions import follows, keeping_out, reactions
from tabard.voice.posts import actions, pictures, wording
from tabard.voice.posts.checking import held_for
from tabard.voice.posts.models import LONGEST_NOTICE, LONGEST_REASON, LONGEST_TEXT, MOST_PICTURES, Review, State
from tabard.voice.timelines.actions import filters, lists
from tabard.voice.timelines.models import LONGEST_TITLE


def refused(refusal: actions.DraftRefused, path: str) -> str:
    """What stands in the way, and where at the desk an exception can be asked for."""
    way_out = _(
        "Change it and send it again. If it must go out all the same, write it at the desk and ask a sergeant there: "
        "%(address)s"
    )
    told = [*findings.lines(refusal.verdict), *_at_the_desk(refusal.verdict)]
    return "\n".join([_("This does not go out as it is."), *told, way_out % {"address": whole(path)}])


def edit_waits(review: Review) -> str:
    """An edit has no form of its own in an app, so that it is answered as an error."""
    has_it = _(
        "A sergeant has this change now and looks at it first. Until then the post stays as it is. You need not send "
        "it again: you are mailed what they decide."
    )
    way_out = _("Read why, or take it back, at the desk: %(address)s")
    address = whole(f"/desk/reviews/{review.pk}/")
    return "\n".join([has_it, *findings.lines_of(held_for(review)), way_out % {"address": address}])


def asked(refusal: actions.DraftAsks) -> str:
    again = _("Change it, or send the very same again within ten minutes: then it goes out as it is.")
    return "\n".join([_("Is this what you mean?"), *findings.lines(refusal.verdict), again])


def _at_the_desk(verdict: Verdict) -> list[str]:
    """Apps have no field for what would answer it. What is only asked about is answered by sending it again."""
    desk = _(
        "If it is an appeal, if they agreed to be named, or if this is needed to find somebody, write it at the desk: "
        "there you can say so."
    )
    return [desk] if verdict.can_be_answered else []


SENTENCES: dict[type[Exception], Callable[[Any], str]] = {
    WordsStopped: str,
    PictureRefused: lambda refusal: str(refusal.reason),
    actions.DraftRefused: lambda refusal: refused(refusal, "/desk/write/"),
    actions.DraftAsks: asked,
    actions.EditWaits: lambda _refusal: _("A colleague’s change of this post waits for a sergeant. Decide that first."),
    actions.WordsAndPicturesAtOnce: lambda _refusal: _(
        "A sergeant looks at these words first. Change the words and the pictures one after the other."
    ),
    actions.DescriptionNeedsReview: lambda _refusal: _(
        "A sergeant must look at this picture or its description first, and a published post has no room to wait for "
        "that. Leave its pictures as they were, or take the post back and write it anew."
    ),
    wording.OnLegalHold: lambda _refusal: _(
        "This is kept as evidence, or for a request for records: nothing of it can be deleted now. Ask your digital "
        "lead."
    ),
    wording.TextIsEmpty: lambda _refusal: _("Write what you want to say."),
    wording.TextTooLong: lambda refusal: (
        _("The text has %(length)s characters. Shorten it to %(most)s.")
        % {"length": refusal.length, "most": LONGEST_TEXT}
    ),
    wording.NoticeTooLong: lambda _refusal: (
        _("Shorten the content notice to %(most)s characters.") % {"most": LONGEST_NOTICE}
    ),
    wording.UnknownLanguage: lambda _refusal: _("The language is not known. Send its code, such as en or cy."),
    wording.TooManyPictures: lambda _refusal: _("A post holds up to %(most)s pictures.") % {"most": MOST_PICTURES},
    wording.PollRefused: lambda _refusal: (
        _(
            "A poll has 2 to %(most)s different answers of up to %(longest)s characters, is open for 5 minutes to "
            "30 days, and has no pictures."
        )
        % {"most": wording.MOST_OPTIONS, "longest": wording.LONGEST_OPTION}
    ),
    actions.MoveNotAllowed: lambda refusal: (
        _("This post was taken back. Write it as a new one.")
        if refusal.state == State.RETRACTED
        else _("This post has been changed meanwhile. Load it anew.")
    ),
    actions.PostTimeIsPast: lambda _refusal: _("This time is past. Choose a time to come, or publish now."),
    actions.PostTimeTooFar: lambda _refusal: _("Nobody here will see this day. Choose an earlier time."),
    actions.ReasonIsMissing: lambda _refusal: (
        _("Give the reason in 1 to %(most)s characters.") % {"most": LONGEST_REASON}
    ),
    pictures.PictureInUse: lambda _refusal: _("One of the pictures stands in another post. Choose the file again."),
    pictures.PictureIsGone: lambda _refusal: _("One of the pictures was removed. Choose the file again."),
    actions.ReplyElsewhere: lambda _refusal: _("A thread goes on under a published post of your own team only."),
    follows.FollowRefused: lambda _refusal: _("This account cannot be followed."),
    keeping_out.IsOneself: lambda _refusal: _("This is your own account: you cannot block or mute it."),
    keeping_out.ReasonIsMissing: lambda _refusal: _("Give a reason."),
    keeping_out.ShowingNotAllowed: lambda _refusal: _("Only a reply to you can be shown or hidden."),
    reactions.NotForPassingOn: lambda _refusal: _("Only what is said to everybody can be passed on or pinned."),
    reactions.TooManyPins: lambda _refusal: (
        _("A profile has room for %(most)s pinned posts. Unpin one first.") % {"most": reactions.MOST_PINS}
    ),
    reactions.PollIsClosed: lambda _refusal: _("This poll has ended."),
    reactions.OwnPoll: lambda _refusal: _("This is a poll of your own or of your team: you cannot answer it."),
    reactions.NoSuchAnswer: lambda _refusal: _("Choose one of the answers of this poll."),
    reactions.TooManyAnswers: lambda _refusal: _("Choose one answer: this poll takes no more."),
    reactions.VotedBefore: lambda _refusal: _("You have answered this poll before."),
    lists.TitleRefused: lambda _refusal: _("Give a title of 1 to %(most)s characters.") % {"most": LONGEST_TITLE},
    lists.TooManyLists: lambda _refusal: _("There is room for %(most)s lists.") % {"most": lists.MOST_LISTS},
    lists.NotFollowed: lambda _refusal: _("Only accounts that you follow can stand in a list."),
    filters.FilterRefused: lambda _refusal: (
        _(
            "A filter names where it works (home, notifications, public, thread, account), and holds up to %(most)s "
            "phrases of 1 to %(longest)s characters; there is room for %(most)s filters."
        )
        % {"most": filters.MOST_KEYWORDS, "longest": LONGEST_TITLE}
    ),
}


def sentence(refusal: Exception) -> str:
    return SENTENCES[type(refusal)](refusal)
