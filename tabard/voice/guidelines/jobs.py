"""What happens by the clock."""

from datetime import datetime

from tabard.voice.guidelines.models import QuestionAsked


def forget_questions(now: datetime) -> None:
    """What authors were asked, once the same words are no answer any more."""
    QuestionAsked.objects.past(now).delete()
