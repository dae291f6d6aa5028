"""Whoever has not shown a second factor in this session can do nothing with an account but show or set up one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from tabard.people.accounts import access
from tabard.people.accounts.models import User

ALWAYS = {"accounts:second_factor", "accounts:invitation", "account_logout"}
TO_SET_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
TO_SHOW = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class SecondFactorFirst(MiddlewareMixin):
    """Guards the pages under /account/: so a session opened before a second factor was set up cannot add its own."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not request.path.startswith(reverse("accounts:home")):
            return None
        user = request.user
        if not isinstance(user, User) or match.view_name in ALWAYS or access.has_shown_second_factor(request):
            return None
        if match.view_name in (TO_SHOW if access.has_second_factor(user) else TO_SET_UP):
            return None
        return redirect("accounts:second_factor")
