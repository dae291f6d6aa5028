"""The server's door for uvicorn."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tabard.settings")

pages = get_asgi_application()

from tabard.gateways.activitypub.door import Door  # noqa: E402  its models need the settings first

application = Door(pages)
