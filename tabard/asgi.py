"""The server's door for uvicorn."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tabard.settings")

pages = get_asgi_application()

from tabard.gateways.activitypub.door import Door as Inboxes  # noqa: E402  their models need the settings first
from tabard.gateways.mastodon_api.streaming.door import Door as Streaming  # noqa: E402

application = Streaming(Inboxes(pages))
