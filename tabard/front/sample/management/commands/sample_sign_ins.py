"""`tabard sample-sign-ins`: who of Peelborough can sign in, and how."""

from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse

from tabard.front.sample.actions import PASSWORD
from tabard.people.accounts.models import User


class Command(BaseCommand):
    help = "Print the sign-ins of the made-up force, if it is loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        people = User.objects.active().filter(is_sample=True).order_by("pk")
        if not people:
            self.stdout.write("No sample force is loaded: tabard load-sample brings it.")
            return
        widest = max(len(user.email) for user in people)
        self.stdout.write(f"Sign in at {reverse('account_login')} as one of")
        for user in people:
            self.stdout.write(f"  {user.email:<{widest}}   {user.name}, {user.get_role_display()}")
        self.stdout.write(f"with the password   {PASSWORD}")
        self.stdout.write("and the one-time code that this prints:   .venv/bin/tabard one-time-code EMAIL")
