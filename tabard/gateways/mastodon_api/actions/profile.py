"""What officers may change of themselves in an app: their picture and what they say of themselves."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tabard.gateways.mastodon_api.access import Speaker
from tabard.people.teams.actions import change_officer
from tabard.people.teams.guided import asking
from tabard.plant.media.actions import add_picture


def change_profile(*, speaker: Speaker, bio: str | None, face: "UploadedFile[Any] | None", now: datetime) -> None:
    """Raises PictureRefused, WordsStopped. The picture is made safe before the transaction, which on SQLite holds up
    all others."""
    officer = speaker.officer
    fields: dict[str, object] = {} if bio is None else {"bio": bio}
    if face is not None:
        alt = _("Portrait of %(name)s") % {"name": officer.public_name}
        fields["picture"] = add_picture(file=face, alt=alt, by=speaker.user, now=now)
    with asking(), transaction.atomic():
        change_officer(officer=officer, now=now, by=speaker.user, **fields)
