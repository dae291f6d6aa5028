"""A change is made once what it would do was looked at: the page that showed it sends back a mark of what it showed."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _


def mark(*shown: Any) -> str:
    """Of the change that was tried, and of what it is to take the place of: where either is another, so is the mark."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()


def is_confirmed(request: HttpRequest, seen: str) -> bool:
    """Whether it is to apply, and `seen` is what was looked at; where it is not, the page says that it must be."""
    if request.POST.get("do") != "adopt":
        return False
    if request.POST.get("seen") == seen:
        return True
    messages.error(request, _("Look first at what this would have done, as it is now. Then let it apply."))
    return False
