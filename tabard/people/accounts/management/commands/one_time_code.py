"""`tabard one-time-code EMAIL`: what a sample officer's authenticator app shows now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tabard.people.accounts import actions
from tabard.people.accounts.models import User


class Command(BaseCommand):
    requires_system_checks = []  # they load every page of the site, and this only reads a secret
    help = "Print the current one-time code of a person of the sample force; refused for anybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.with_email(options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        try:
            code = actions.one_time_code(user=user, now=timezone.now())
        except actions.NotASampleUser as refusal:
            raise CommandError(
                f"{user.email} is a real account: only the sample force's codes are printed, "
                "for a code that a server can print is no second factor."
            ) from refusal
        except actions.NoAuthenticatorApp as refusal:
            raise CommandError(f"{user.email} has no authenticator app set up.") from refusal
        self.stdout.write(code)
