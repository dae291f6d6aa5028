"""What the forms for writing and for editing have in common: places for pictures, each with its description."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from tabard.front.desk import slots
from tabard.front.desk.slots import NUMBERS, Slot
from tabard.people.teams.models import Officer
from tabard.plant.media.models import MOST_ALT, Picture
from tabard.voice.posts.models import MOST_PICTURES, Post

ANOTHER = "another"
"""What the button sends that asks for one more place, where no script opens it."""


class PicturesForm(forms.Form):
    """Four places, of which one stands open, and each further one that is used or asked for."""

    def __init__(
        self,
        data: Any = None,
        *,
        officer: Officer,
        post: Post | None,
        refused: dict[str, str] | None,
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial={**(_kept_in(post, officer) if post else {}), **initial})
        self.officer, self.post, self._refused = officer, post, refused or {}
        self._pictures: list[tuple[Picture, str]] = []
        self._add_slots()

    def _add_slots(self) -> None:
        for number in NUMBERS:
            numbered = {"number": number}
            self.fields[f"picture_{number}"] = forms.Field(
                label=_("Picture %(number)s") % numbered,
                required=False,
                widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
            )
            self.fields[f"alt_{number}"] = forms.CharField(
                label=_("What does picture %(number)s show?") % numbered,
                help_text=_("For those who cannot see it."),
                max_length=MOST_ALT,
                required=False,
            )
            self.fields[f"kept_{number}"] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.fields[f"drop_{number}"] = forms.BooleanField(
                label=_("Leave out picture %(number)s") % numbered, required=False
            )

    # -- what was typed ------------------------------------------------------------------------------------------------

    @property
    def asks_for_another(self) -> bool:
        return self.data.get("do") == ANOTHER

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in NUMBERS:
            self._check_slot(number, cleaned)
        return cleaned

    def _check_slot(self, number: int, cleaned: dict[str, Any]) -> None:
        if reason := self._refused.get(f"picture_{number}"):
            self.add_error(f"picture_{number}", reason)
        word, alt = cleaned.get(f"kept_{number}"), cleaned.get(f"alt_{number}", "")
        if not word or cleaned.get(f"drop_{number}"):
            return
        picture = slots.opened(word, officer=self.officer, post=self.post)
        if picture is None:
            self.add_error(f"picture_{number}", _("This picture is no longer here. Choose the file again."))
        elif alt:
            self._pictures.append((picture, alt))
        elif f"alt_{number}" not in self.errors and not self.asks_for_another:
            self.add_error(f"alt_{number}", _("Say in a sentence what picture %(number)s shows.") % {"number": number})

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Those that the post shall have, each with its description as typed, which is not kept yet."""
        for picture, alt in self._pictures:
            picture.alt = alt
        return tuple(picture for picture, _alt in self._pictures)

    # -- how it is shown -----------------------------------------------------------------------------------------------

    @cached_property
    def slots(self) -> list[Slot]:
        found = [self._slot(number) for number in NUMBERS]
        used = max((slot.number for slot in found if slot.is_used), default=1)
        for slot in found:
            slot.is_open = slot.number <= max(used, self._asked_for())
        return found

    @property
    def open_places(self) -> int:
        return sum(slot.is_open for slot in self.slots)

    @property
    def next_place(self) -> int | None:
        """The place that the button for another picture opens; None where all stand open."""
        return self.open_places + 1 if self.open_places < MOST_PICTURES else None

    def _slot(self, number: int) -> Slot:
        kept = self[f"kept_{number}"]
        word = kept.value()
        picture = slots.opened(word, officer=self.officer, post=self.post) if word else None
        return Slot(
            number=number,
            file=self[f"picture_{number}"],
            alt=self[f"alt_{number}"],
            kept=kept,
            drop=self[f"drop_{number}"],
            picture=picture,
        )

    def _asked_for(self) -> int:
        """How many places stood open, and one more where the button asked for it."""
        stood = str(self.data.get("places", ""))
        count = int(stood) if stood in {str(number) for number in NUMBERS} else 1
        return min(count + self.asks_for_another, MOST_PICTURES)

    @property
    def has_pictures(self) -> bool:
        """Whether the fold with the pictures should be open."""
        return self.open_places > 1 or self.slots[0].is_used


def _kept_in(post: Post, officer: Officer) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for number, place in enumerate(post.pictures.all(), start=1):
        filled[f"kept_{number}"] = slots.sign(place.picture, officer)
        filled[f"alt_{number}"] = place.picture.alt
    return filled
