"""What an officer says of a draft that its words do not show: its kind, and claims about the matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tabard.front.desk.findings import CLAIMS, Offer, offer
from tabard.voice.guidelines.checking.claims import Claim
from tabard.voice.guidelines.checking.findings import Kind
from tabard.voice.posts.models import Post
from tabard.voice.posts.wording import Said, said_of

KINDS = {
    Kind.POST: _("An ordinary post"),
    Kind.APPEAL: _("An appeal: we look for somebody wanted"),
    Kind.MISSING: _("An appeal: somebody is missing"),
}


class KindField(forms.ChoiceField):
    """A post is an ordinary one where nobody says otherwise, so nothing need be chosen."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value) or Kind.POST.value


class SaidForm(forms.Form):
    """The claims stand beside what was found, and the page draws them itself."""

    kind = KindField(label=_("What kind of post is it?"), choices=list(KINDS.items()), initial=Kind.POST)
    claims = forms.MultipleChoiceField(choices=list(CLAIMS.items()), required=False)

    @property
    def said(self) -> Said:
        """As typed; of a form that is not valid, as far as it makes sense."""
        kind, claims = self["kind"].value(), self["claims"].value() or []
        return said_of({"kind": kind if kind in set(KINDS) else Kind.POST, "claims": claims})

    @property
    def case(self) -> Offer:
        """Whether a court case is under way: this makes the rules stricter, so nothing that is found asks for it."""
        return offer(Claim.PROCEEDINGS_ACTIVE, self.said.claims)


def said_at_first(post: Post) -> dict[str, object]:
    return {"kind": post.kind, "claims": post.claims}
