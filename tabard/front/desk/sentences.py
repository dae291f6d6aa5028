"""What to tell an officer when an action refuses: what is wrong, and what to do about it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tabard.people.teams.guided import WordsStopped
from tabard.services.events import actions as events
from tabard.services.events import wording as event_wording
from tabard.voice.guidelines.checking.findings import Severity
from tabard.voice.posts import access, actions, pictures, wording
from tabard.voice.posts.checking import advice
from tabard.voice.posts.models import LONGEST_NOTICE, LONGEST_REASON, LONGEST_TEXT, MOST_PICTURES

SENTENCES: dict[type[Exception], Callable[[Any], str]] = {
    WordsStopped: str,
    access.NotPosted: str,
    access.NotTheirVoice: str,
    access.NotTheReviewer: str,
    actions.DraftRefused: lambda refusal: (
        _("The guidelines refuse this. %(advice)s") % {"advice": " ".join(advice(refusal.verdict.of(Severity.REFUSE)))}
    ),
    actions.DraftAsks: lambda refusal: (
        _("Is this what you mean? %(advice)s Send it again within ten minutes if it is.")
        % {"advice": " ".join(advice(refusal.verdict.of(Severity.ASK)))}
    ),
    actions.DraftHasChanged: lambda refusal: (
        _("%(who)s has changed this meanwhile. Look at it as it is now: nothing of yours is lost.")
        % {"who": refusal.by or _("Somebody else")}
    ),
    actions.EditWaits: lambda _refusal: _(
        "A colleague’s change of this post waits for a review. It must be decided or withdrawn first."
    ),
    actions.WordsAndPicturesAtOnce: lambda _refusal: _(
        "A sergeant looks at these words first. Change the words and the pictures one after the other."
    ),
    actions.DescriptionNeedsReview: lambda _refusal: _(
        "A sergeant must look at this picture or its description first, and a published post has no room to wait for "
        "that. Leave its pictures as they were, or take the post back and write it anew."
    ),
    actions.ReviewIsDecided: lambda _refusal: _("This has been decided meanwhile. Look at it as it is now."),
    actions.ReviewHasChanged: lambda _refusal: _("This has been changed since you opened it. Look at it as it is now."),
    actions.AskerHasLeft: lambda _refusal: _(
        "Whoever wrote or asked for this has left the team. Return it, and the team can take it up."
    ),
    actions.OnlyLeadShortens: lambda _refusal: _(
        "Words can be kept longer by anybody in the team, and shorter by the digital lead alone."
    ),
    actions.NothingToHold: lambda _refusal: _(
        "There is no such post, or its words are erased already. Look at the number, the days and the author again."
    ),
    actions.HoldIsReleased: lambda _refusal: _("This hold has been released already."),
    actions.NothingToOverride: lambda _refusal: _("The guidelines do not refuse this. Publish it as usual."),
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
    wording.PollRefused: lambda _refusal: (
        _("A question to residents holds 2 to %(most)s different answers of up to %(longest)s characters, no pictures.")
        % {"most": wording.MOST_OPTIONS, "longest": wording.LONGEST_OPTION}
    ),
    wording.UnknownLanguage: lambda _refusal: _("Choose the language from the list."),
    wording.TooManyPictures: lambda _refusal: _("A post holds up to %(most)s pictures.") % {"most": MOST_PICTURES},
    actions.MoveNotAllowed: lambda _refusal: _(
        "Somebody else has changed this post meanwhile. Look at it as it is now."
    ),
    actions.PostTimeIsPast: lambda _refusal: _("This time is past. Choose a time to come, or publish now."),
    actions.PostTimeTooFar: lambda _refusal: _("Nobody here will see this day. Choose an earlier time."),
    actions.ReasonIsMissing: lambda _refusal: (
        _("Give the reason in 1 to %(most)s characters.") % {"most": LONGEST_REASON}
    ),
    pictures.PictureInUse: lambda _refusal: _("One of the pictures stands in another post. Choose the file again."),
    pictures.PictureIsGone: lambda _refusal: _("One of the pictures was removed. Choose the file again."),
    actions.ReplyElsewhere: lambda _refusal: _("A thread goes on under a published post of your own team only."),
    actions.SeriesElsewhere: lambda _refusal: _("This series is another team’s. Choose one of your team’s."),
    actions.SeriesNameRefused: lambda _refusal: _("Name the series in 1 to 100 characters."),
    event_wording.TitleMissing: lambda _refusal: _("Give the event a title."),
    event_wording.TextTooLong: lambda refusal: _("Shorten this to %(most)s characters.") % {"most": refusal.most},
    event_wording.EventEndsBeforeItStarts: lambda _refusal: _("The event must end after it starts."),
    event_wording.OnlineLinkNotHttps: lambda _refusal: _("The online link must begin with https://"),
    event_wording.IssueMissing: lambda _refusal: _("Say what residents raised."),
    event_wording.ActionDateMissing: lambda _refusal: _("Say when the action was taken."),
    event_wording.DateInFuture: lambda _refusal: _(
        "This date is still to come. Give the day when it was said or done."
    ),
    events.EventIsCancelled: lambda _refusal: _("This event is cancelled. Add a new one instead."),
    events.EventIsOver: lambda _refusal: _("This event has begun already, so it cannot be cancelled."),
    events.PriorityIsClosed: lambda _refusal: _("This priority is closed. Add a new one instead."),
}


def sentence(refusal: Exception) -> str:
    """KeyError for a refusal that has no sentence yet: a test walks them all."""
    return SENTENCES[type(refusal)](refusal)
