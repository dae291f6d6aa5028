"""Who may change what the guidelines say and ask: the digital lead."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from tabard.people.accounts.models import Role, User
from tabard.voice.guidelines.models import ElectionPeriod, Guideline, Lexicon


class NotTheLead(PermissionDenied):
    def __str__(self) -> str:
        return _("Only the digital lead may change the guidelines.")


def require_lead(user: User) -> None:
    """Raises NotTheLead."""
    if not user.is_active or user.role != Role.LEAD:
        raise NotTheLead(user.pk)


def guideline(number: int) -> Guideline:
    """Any version: all of them can be read by everybody. Raises Http404."""
    found = Guideline.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def lexicon_to_change(pk: int) -> Lexicon:
    """Raises Http404."""
    found = Lexicon.objects.in_use().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def period_to_remove(pk: int) -> ElectionPeriod:
    """Raises Http404."""
    found = ElectionPeriod.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
