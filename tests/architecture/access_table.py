"""Who may open which address. Every address of tabard/urls.py stands here, room by room, under its full pattern.

public     anybody, without signing in
token      whoever holds the unguessable word in the address, as it stands in their mail
signed-in  whoever has signed in, for their own account only
officer    any officer who has signed in with a second factor
own team   officers with a posting in the team that it concerns, at this time; and the digital lead
sergeant   sergeants, for their own team; and the digital lead
lead       the digital lead
system     machines of the force: they show a bearer token
"""

ACCESS = {
    # plant/upkeep
    "healthz": "public",
    "metrics": "system",
    # plant/stream
    "live/": "public",
    # plant/media: whoever knows the key, which cannot be guessed
    r"pictures/(?P<key>[0-9a-f]{32})/(?P<width>[1-9][0-9]{0,3})\.(?P<extension>webp|jpg)$": "public",
    # people/teams: an officer's own page
    "desk/me/": "officer",
    # people/teams: people and teams
    "desk/people/": "lead",
    "desk/people/add/": "lead",
    "desk/people/teams/": "lead",
    "desk/people/teams/add/": "lead",
    "desk/people/postings/<int:pk>/end/": "lead",
    "desk/people/<int:pk>/": "lead",
    "desk/people/<int:pk>/edit/": "lead",
    "desk/people/<int:pk>/invite/": "lead",
    "desk/people/<int:pk>/role/": "lead",
    "desk/people/<int:pk>/second-factor/": "lead",
    "desk/people/<int:pk>/post/": "lead",
    "desk/people/<int:pk>/hand-over/": "lead",
    "desk/people/<int:pk>/dismiss/": "lead",
    "desk/people/<int:pk>/reactivate/": "lead",
    # people/accounts: signing in
    "account/login/": "public",
    "account/login/code/": "public",
    "account/login/code/confirm/": "public",
    "account/login/passkey/": "public",
    "account/login/second-factor/": "public",
    "account/inactive/": "public",
    "account/password/reset/": "public",
    "account/password/reset/done/": "public",
    r"account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "token",
    "account/password/reset/key/done/": "public",
    "account/invitation/<str:token>/": "token",
    "account/directory/cancelled/": "public",
    "account/directory/error/": "public",
    "account/oidc/<slug:provider_id>/login/": "public",
    "account/oidc/<slug:provider_id>/login/callback/": "public",
    # people/accounts: one's own account
    "account/": "signed-in",
    "account/second-factor/": "signed-in",
    "account/logout/": "public",
    "account/reauthenticate/": "signed-in",
    "account/reauthenticate/code/": "signed-in",
    "account/reauthenticate/passkey/": "signed-in",
    "account/password/change/": "signed-in",
    "account/password/set/": "signed-in",
    "account/factors/": "signed-in",
    "account/factors/app/add/": "signed-in",
    "account/factors/app/remove/": "signed-in",
    "account/factors/codes/": "signed-in",
    "account/factors/codes/new/": "signed-in",
    "account/factors/codes/download/": "signed-in",
    "account/factors/passkeys/": "signed-in",
    "account/factors/passkeys/add/": "signed-in",
    "account/factors/passkeys/<int:pk>/rename/": "signed-in",
    "account/factors/passkeys/<int:pk>/remove/": "signed-in",
    # gateways/email
    "follow/": "public",
    "follow/asked/": "public",
    "follow/confirm/<str:word>/": "token",
    "follow/mine/<str:token>/": "token",
    "follow/mine/<str:token>/stop/<slug:scope>/": "token",
    "desk/mail/": "lead",
    "desk/mail/<str:name>/": "lead",
    "desk/mail/<str:name>/html/": "lead",
    # gateways/police_uk: as open as data.police.uk, with and without a slash at the end
    "api/": "public",
    "api/forces": "public",
    "api/forces/": "public",
    "api/forces/<force>": "public",
    "api/forces/<force>/": "public",
    "api/forces/<force>/people": "public",
    "api/forces/<force>/people/": "public",
    "api/locate-neighbourhood": "public",
    "api/locate-neighbourhood/": "public",
    "api/<force>/neighbourhoods": "public",
    "api/<force>/neighbourhoods/": "public",
    "api/<force>/<neighbourhood>": "public",
    "api/<force>/<neighbourhood>/": "public",
    "api/<force>/<neighbourhood>/boundary": "public",
    "api/<force>/<neighbourhood>/boundary/": "public",
    "api/<force>/<neighbourhood>/people": "public",
    "api/<force>/<neighbourhood>/people/": "public",
    "api/<force>/<neighbourhood>/events": "public",
    "api/<force>/<neighbourhood>/events/": "public",
    "api/<force>/<neighbourhood>/priorities": "public",
    "api/<force>/<neighbourhood>/priorities/": "public",
    # front/web
    "": "public",
    "find/": "public",
    "places/": "public",
    "places/<slug:slug>/": "public",
    "@(?P<handle>[A-Za-z0-9_]{2,30})/$": "public",
    "@(?P<handle>[A-Za-z0-9_]{2,30})/(?P<pk>[1-9][0-9]{0,18})/$": "public",
    "badge/<str:number>/": "public",
    "badge/<str:number>/qr.svg": "public",
    "search/": "public",
    "tags/<str:tag>/": "public",
    "events/<int:pk>/": "public",
    "emergency/": "public",
    "privacy/": "public",
    "accessibility/": "public",
    "robots.txt": "public",
    "favicon.ico": "public",
    ".well-known/security.txt": "public",
}
