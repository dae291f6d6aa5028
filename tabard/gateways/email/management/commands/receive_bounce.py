"""`tabard receive-bounce < message`: what a mail server pipes to us of bounces and complaints."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from tabard.gateways.email.actions import take_report
from tabard.lib.mail.reports import MAX_BYTES, NotAReport, read_report

TEMPORARY_FAILURE = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the message and tries again


class Command(BaseCommand):
    help = "Read one bounce or complaint (RFC 3464, RFC 5965) and stop or count the follower that it is about."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--recipient", default="", help="the address that the message was sent to: ${recipient}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends well for every other message too: a mail server must not bounce a bounce."""
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        try:
            taken = take_report(report=read_report(data), sent_to=options["recipient"].lower(), now=timezone.now())
        except NotAReport:
            self.stdout.write("neither a bounce nor a complaint: left aside")
        except DatabaseError:
            self.stderr.write("the database is away: try again later")
            sys.exit(TEMPORARY_FAILURE)
        else:
            self.stdout.write(str(taken))
