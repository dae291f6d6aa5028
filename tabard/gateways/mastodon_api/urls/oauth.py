from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import apps, oauth

urlpatterns = [
    path("oauth/authorize", oauth.authorize),
    path("oauth/authorize/", oauth.authorize),  # toot asks with the stroke
    path("oauth/token", door(POST=oauth.token)),
    path("oauth/revoke", door(POST=oauth.revoke)),
    path(".well-known/oauth-authorization-server", door(GET=oauth.metadata)),
    path("api/v1/apps", door(POST=apps.register)),
    path("api/v1/apps/verify_credentials", door(GET=apps.verify)),
]
