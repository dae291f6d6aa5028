"""Teams and officers, and the handles that both are known by.

Words: a *team* is the permanent voice of the neighbourhoods that it *covers*; an *officer* is a person in it. A
*posting* is an officer's time in a team, from-to. A *hand-over* ends an officer's postings and passes what they held
on to an *heir*, an officer or a team. A *badge* is the proof that an officer is real. A *handle* is never given away.
"""
