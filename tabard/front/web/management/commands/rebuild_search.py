from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tabard.front.web import actions


class Command(BaseCommand):
    help = "Make the search index anew from what is public."

    def handle(self, *args: Any, **options: Any) -> None:
        entries = actions.rebuild(now=timezone.now())
        self.stdout.write(f"The search knows {entries:,} things.")
