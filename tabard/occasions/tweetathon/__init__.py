"""A tweetathon: a day on which forces all over the world tell what they do, under one hashtag.

Its *organiser* is the force that runs it on its own server, or one team of it. Any force can *register*, also one that
has no Tabard: by a form, a mail to its official address, and the link in it. The day runs for 24 hours *at one instant*
for all, or *by local time*, from midnight to midnight wherever a force stands. Whether it is to come, going on or over
follows from the clock.
"""
