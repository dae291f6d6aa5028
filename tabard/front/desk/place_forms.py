"""The forms for a neighbourhood's events and priorities."""

import uuid
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.front.desk.sentences import sentence
from tabard.plant.design.fields import EmailField, TextArea, day_field, moment_field
from tabard.services.events import wording
from tabard.services.events.models import Event, Kind, Priority
from tabard.services.events.wording import EventRefused, EventWords, PriorityWords

FIELD_OF: dict[type[EventRefused], str] = {
    wording.TitleMissing: "title",
    wording.EventEndsBeforeItStarts: "ends_at",
    wording.OnlineLinkNotHttps: "online_url",
    wording.IssueMissing: "issue",
    wording.ActionDateMissing: "action_date",
    wording.DateInFuture: "issue_date",
}


class RefusableForm(forms.Form):
    """A form whose last check is the action's own."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"token": uuid.uuid4().hex, **(initial or {})})

    def refuse(self, refusal: EventRefused) -> None:
        """Say it beside the field that it is about, or above the form."""
        field = getattr(refusal, "field", "") or FIELD_OF.get(type(refusal), "")
        self.add_error(field if field in self.fields else None, sentence(refusal))


class EventForm(RefusableForm):
    title = forms.CharField(
        label=_("Title"), max_length=wording.LONGEST_TITLE, error_messages={"required": _("Give the event a title.")}
    )
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, initial=Kind.MEETING)
    starts_at = moment_field(label=_("Begins"), error_messages={"required": _("Say when it begins.")})
    ends_at = moment_field(label=_("Ends"), required=False)
    place = forms.CharField(
        label=_("Place"), help_text=_("“Quayside Library, step-free”"), max_length=wording.LONGEST_PLACE, required=False
    )
    address = forms.CharField(label=_("Address"), max_length=wording.LONGEST_ADDRESS, required=False)
    online_url = forms.CharField(
        label=_("Link to join online"), help_text=_("Begins with https://"), max_length=500, required=False
    )
    description = TextArea(label=_("What will happen"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    email = EmailField(label=_("E-mail address for questions"), required=False)
    telephone = forms.CharField(label=_("Telephone number for questions"), max_length=50, required=False)

    def __init__(self, data: Any = None, *, now: datetime, event: Event | None = None) -> None:
        super().__init__(data, initial=_of_event(event) if event else None)
        self.now, self.is_new = now, event is None
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker
        field.choices = [(Kind.MEETING, _("A meeting")), (Kind.OTHER, _("Something else"))]

    def clean_starts_at(self) -> datetime:
        """What has begun may still be corrected, but not announced."""
        starts_at: datetime = self.cleaned_data["starts_at"]
        if self.is_new and starts_at < self.now:
            raise forms.ValidationError(_("This time is past."))
        return starts_at

    def clean(self) -> None:
        typed = self.cleaned_data
        is_somewhere = typed.get("place") or typed.get("address") or typed.get("online_url")
        if typed.get("kind") == Kind.MEETING and not is_somewhere and not {"place", "online_url"} & set(self.errors):
            self.add_error("place", _("Say where you meet, or give the link to join online."))

    def words(self) -> EventWords:
        typed = self.cleaned_data
        return EventWords(
            title=typed["title"],
            kind=Kind(typed["kind"]),
            starts_at=typed["starts_at"],
            ends_at=typed["ends_at"],
            place=typed["place"],
            address=typed["address"],
            online_url=typed["online_url"],
            description=typed["description"],
            contact=(("email", typed["email"]), ("telephone", typed["telephone"])),
        )


def _of_event(event: Event) -> dict[str, Any]:
    columns = ("title", "kind", "starts_at", "ends_at", "place", "address", "online_url", "description")
    contact = {name: event.contact.get(name, "") for name in ("email", "telephone")}
    return {**{name: getattr(event, name) for name in columns}, **contact}


class PriorityForm(RefusableForm):
    issue = TextArea(
        label=_("What residents raised"),
        help_text=_("“Mopeds on the towpath after dark”"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what residents raised.")},
    )
    issue_date = day_field(label=_("Raised on"), error_messages={"required": _("Say when it was raised.")})
    action = TextArea(
        label=_("What was done"),
        help_text=_("Leave this empty until something is."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    action_date = day_field(label=_("Done on"), required=False)

    def __init__(self, data: Any = None, *, today: date, priority: Priority | None = None) -> None:
        columns = ("issue", "issue_date", "action", "action_date")
        filled = {name: getattr(priority, name) for name in columns} if priority else {"issue_date": today}
        super().__init__(data, initial=filled)

    def words(self) -> PriorityWords:
        typed = self.cleaned_data
        return PriorityWords(
            issue=typed["issue"],
            issue_date=typed["issue_date"],
            action=typed["action"],
            action_date=typed["action_date"],
        )
