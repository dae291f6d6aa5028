"""What to tell people when something they wrote cannot be taken: what is wrong, and what to do about it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tabard.occasions.tweetathon import wording
from tabard.occasions.tweetathon.actions import tweetathons
from tabard.occasions.tweetathon.wording import WordsRefused

SENTENCES: dict[type[WordsRefused], Callable[[Any], str]] = {
    wording.NameMissing: lambda _refusal: _("Write the name."),
    wording.ContactMissing: lambda _refusal: _("Write your name, so that we know whom to ask."),
    wording.SourceMissing: lambda _refusal: _("Say where the figures come from."),
    wording.ReasonMissing: lambda _refusal: _("Give the reason: others read it."),
    wording.CodeRefused: lambda _refusal: _(
        "Use the letters a to z, digits and single hyphens, as in police-day-2026."
    ),
    wording.CodeTaken: lambda _refusal: _("Another tweetathon has this code. Choose one of its own."),
    wording.HashtagsRefused: lambda _refusal: (
        _("Write 1 to %(most)s hashtags with spaces between them, each of letters and digits, with a letter in it.")
        % {"most": wording.MOST_HASHTAGS}
    ),
    wording.HiddenHashtagsRefused: lambda _refusal: (
        _("Write at most %(most)s hashtags with spaces between them, each with a letter in it.")
        % {"most": wording.MOST_HIDDEN}
    ),
    wording.TimeRefused: lambda _refusal: _("Choose a day that somebody here will see."),
    wording.YearRefused: lambda _refusal: _("Write a year that was, in four digits."),
    wording.FiguresMissing: lambda _refusal: _("Write at least one figure."),
    wording.CountryUnknown: lambda _refusal: _("Choose the country from the list."),
    wording.MailboxOfAnybody: lambda _refusal: _(
        "Anybody can have an address there. Write one of your force’s own, at the domain of its web site."
    ),
    wording.TooLong: lambda refusal: _("Shorten this to %(most)s characters.") % {"most": refusal.most},
    tweetathons.CorrectionMissing: lambda _refusal: _(
        "Others have planned by this. Say in a sentence what has changed: it stands on the page, and goes to every "
        "force that takes part."
    ),
    tweetathons.TweetathonIsCancelled: lambda _refusal: _("It is cancelled, and stays as it was."),
    tweetathons.TweetathonIsOver: lambda _refusal: _("It is over, so it cannot be cancelled."),
}


def sentence(refusal: WordsRefused) -> str:
    """KeyError for a refusal that has no sentence yet: a test walks them all."""
    return SENTENCES[type(refusal)](refusal)
