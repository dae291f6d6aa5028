"""`tabard create-lead EMAIL --name NAME`: the first digital lead of a new force."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from tabard.people.accounts import actions
from tabard.people.accounts.invitations import GOOD_FOR, invitation_link
from tabard.people.accounts.models import Role, User


class Command(BaseCommand):
    help = "Add a digital lead and print the link, good once, that sets up their account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", help="as colleagues know them; needed for a new account")
        parser.add_argument(
            "--reset", action="store_true", help="for a lead who lost password or second factor: end all and start anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        user = User.objects.with_email(options["email"]).first()
        if user is None:
            user = self._add(options["email"], options["name"])
        elif user.role != Role.LEAD or not user.is_active:
            raise CommandError(
                f"{user.email} has an account that is no digital lead's. A lead can change that on the site."
            )
        elif options["reset"]:
            actions.remove_second_factors(user=user, now=now)
        elif user.last_login is not None:
            raise CommandError(f"{user.email} is a digital lead already. To start their account anew, add --reset.")
        self.stdout.write(f"Open this within {GOOD_FOR.days} days; it works once:")
        self.stdout.write(invitation_link(user, now=now))

    def _add(self, email: str, name: str | None) -> User:
        if not name:
            raise CommandError("A new account needs --name.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is no e-mail address.") from error
        return actions.add_user(email=email, name=name, role=Role.LEAD, now=timezone.now())
