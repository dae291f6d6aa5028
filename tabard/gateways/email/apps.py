"""Connects what django-anymail tells us of bounces and complaints."""

from django.apps import AppConfig
from django.core.checks import register


class EmailConfig(AppConfig):
    name = "tabard.gateways.email"

    def ready(self) -> None:
        from anymail.signals import tracking  # noqa: PLC0415  apps are not loaded before

        from tabard.gateways.email.tracking import take_event  # noqa: PLC0415
        from tabard.gateways.email.webhooks import check_webhook_secret  # noqa: PLC0415

        # The one signal of the house: it is how anymail hands over a provider's webhook, already verified.
        tracking.connect(take_event, dispatch_uid="email.take_event")
        register(check_webhook_secret)
