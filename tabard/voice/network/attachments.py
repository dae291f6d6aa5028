"""What hangs on something that was said elsewhere, in words: our pages load nothing of another server."""

from typing import Any

from django.utils.translation import gettext as _


def in_words(attachment: dict[str, Any]) -> str:
    """As "a picture: A grey van"; one of `Note.attachments`."""
    kinds = {"image": _("a picture"), "video": _("a film"), "audio": _("a sound")}
    kind = str(attachment.get("kind", "")).lower()
    if kind not in kinds:
        kind = str(attachment.get("media_type", "")).partition("/")[0]
    word, alt = kinds.get(kind, _("a file")), str(attachment.get("alt") or "")
    return _("%(kind)s: %(alt)s") % {"kind": word, "alt": alt} if alt else word
