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
}
